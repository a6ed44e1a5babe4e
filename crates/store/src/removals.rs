use model::{Id, Timestamp, User};
use sql::Tx;

use crate::Result;

/// What was taken away, from when the audit log no longer says so: what restoring an older backup looks at. Ids and
/// nothing else; of each kind of removal and each person or application the last.
pub struct Removals<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl Removals<'_, '_> {
    /// Keeps that something happened to somebody or something.
    pub fn keep<T>(&mut self, action: &str, target: Id<T>, at: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into removals (tenant, action, target_id, at) values ($1, $2, $3, $4) \
                 on conflict (tenant, action, target_id) do update set at = excluded.at \
                 where removals.at < excluded.at",
                &[&tenant, &action, &target, &at],
            )
            .map(drop)
    }

    /// Keeps what the audit records of a segment say of an action, before those go.
    pub fn keep_of_segment(&mut self, segment: i64, action: &str) -> Result<()> {
        let tenant = self.0.tenant();
        let last = self.0.query(
            "select target_id, max(at) from audit_records \
             where tenant = $1 and segment = $2 and action = $3 and target_id is not null group by target_id",
            &[&tenant, &segment, &action],
        )?;
        for row in &last {
            self.keep::<()>(action, row.get(0)?, row.get(1)?)?;
        }
        Ok(())
    }

    /// To whom an action happened since a moment, of what is kept here.
    pub fn targets_since(&mut self, action: &str, since: Timestamp) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select target_id from removals where tenant = $1 and action = $2 and at >= $3",
                &[&tenant, &action, &since],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Forgets what is older than any backup.
    pub fn forget_before(&mut self, before: Timestamp) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute("delete from removals where tenant = $1 and at < $2", &[&tenant, &before])
    }
}
