use crate::{Error, OpenError};

/// One step of the schema, forward only. What was released is never edited.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its place in the order; greater than that of the step before.
    pub version: i64,
    /// What it is called in messages.
    pub name: &'static str,
    /// Its statements, in the common dialect.
    pub sql: &'static str,
}

/// A migration that the database has had.
pub(crate) struct Applied {
    pub(crate) version: i64,
    pub(crate) checksum: i64,
}

/// A connection that migrations can be applied on, one transaction each.
pub(crate) trait Migrate {
    /// Begins a transaction that no other node can migrate beside, and makes the table of versions if needed.
    fn begin(&mut self) -> Result<(), Error>;
    fn applied(&mut self) -> Result<Vec<Applied>, Error>;
    fn apply(&mut self, migration: &Migration, checksum: i64) -> Result<(), Error>;
    fn commit(&mut self) -> Result<(), Error>;
    fn rollback(&mut self);
}

/// The table that says which migrations a database has had.
pub(crate) const TABLE: &str = "create table if not exists schema_version \
    (version bigint not null primary key, name text not null, checksum bigint not null)";

/// Applies what is missing, each in its own transaction, so that a failure leaves the steps before it.
pub(crate) fn migrate(database: &mut dyn Migrate, migrations: &[Migration]) -> Result<(), OpenError> {
    debug_assert!(migrations.is_sorted_by(|a, b| a.version < b.version), "migrations are out of order");
    loop {
        database.begin()?;
        let done = step(database, migrations);
        match done {
            Ok(Step::Applied(migration)) => {
                database.commit().map_err(|error| OpenError::migration(migration, error))?;
            }
            Ok(Step::Finished) => return Ok(database.commit()?),
            Err(error) => {
                database.rollback();
                return Err(error);
            }
        }
    }
}

enum Step<'m> {
    Applied(&'m Migration),
    Finished,
}

/// The lock was released since the last step: another node may have gone on, so what is there is read again.
fn step<'m>(database: &mut dyn Migrate, migrations: &'m [Migration]) -> Result<Step<'m>, OpenError> {
    let applied = database.applied()?;
    let newest = applied.iter().map(|step| step.version).max().unwrap_or(0);
    let known = migrations.last().map_or(0, |migration| migration.version);
    if newest > known {
        return Err(OpenError::Newer { database: newest, program: known });
    }
    for migration in migrations {
        let checksum = checksum(migration.sql);
        match applied.iter().find(|step| step.version == migration.version) {
            Some(step) if step.checksum == checksum => {}
            Some(_) => {
                return Err(OpenError::Changed { version: migration.version, name: migration.name });
            }
            None => {
                database
                    .apply(migration, checksum)
                    .map_err(|error| OpenError::migration(migration, error))?;
                return Ok(Step::Applied(migration));
            }
        }
    }
    Ok(Step::Finished)
}

/// FNV-1a over the text, whatever its line ends: it notices a mistake, not an attacker, who would change both.
pub(crate) fn checksum(sql: &str) -> i64 {
    let hash = sql.bytes().filter(|byte| *byte != b'\r').fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_does_not_see_line_ends() {
        assert_eq!(checksum("create\r\ntable"), checksum("create\ntable"));
        assert_ne!(checksum("create table a"), checksum("create table b"));
    }
}
