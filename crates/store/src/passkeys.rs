use factors::passkey::Backup;
use model::{Id, Make, Timestamp, User};
use sql::{Row, Tx};

use crate::Result;
use crate::row::word;

/// What passkeys and security keys are verified with.
pub struct Passkeys<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A credential of WebAuthn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its row in credentials.
    pub id: Id<()>,
    /// Whose it is.
    pub user: Id<User>,
    /// Its id, as authenticators know it.
    pub credential: Vec<u8>,
    /// Its public key, a COSE_Key.
    pub key: Vec<u8>,
    /// The make of the authenticator.
    pub make: Id<Make>,
    /// The signature counter of its last proof.
    pub counter: u32,
    /// How it is reached.
    pub transports: Vec<String>,
    /// Whether it can be synchronised, and is.
    pub backup: Backup,
    /// When its counter went back, if it did: there may be a copy.
    pub copied: Option<Timestamp>,
}

/// A make that people have keys of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MakeHeld {
    /// Which.
    pub make: Id<Make>,
    /// How many keys.
    pub keys: i64,
    /// How many people.
    pub people: i64,
}

/// A key with how many second factors its owner has in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Whose.
    pub user: Id<User>,
    /// Of which make.
    pub make: Id<Make>,
    /// How many ways in they have, this one included: second factors beside a password, or passkeys without one.
    pub ways: i64,
}

impl Passkeys<'_, '_> {
    /// The makes that people have, the most common first.
    pub fn makes(&mut self, limit: i64) -> Result<Vec<MakeHeld>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select aaguid, count(*), count(distinct user_id) from passkeys where tenant = $1 \
                 group by aaguid order by count(*) desc, aaguid limit $2",
                &[&tenant, &limit],
            )?
            .iter()
            .map(|row| Ok(MakeHeld { make: make(row, 0)?, keys: row.get(1)?, people: row.get(2)? }))
            .collect()
    }

    /// Every key that is a way in: what rules that become stricter are held against. Beside a password every second
    /// factor is one; who has no password comes in with a passkey only.
    pub fn everybodys(&mut self) -> Result<Vec<Held>> {
        let tenant = self.0.tenant();
        let mut held = self.0.query(
            "select passkeys.user_id, passkeys.aaguid, (select count(*) from credentials \
             where credentials.tenant = $1 and credentials.user_id = passkeys.user_id) \
             from passkeys where passkeys.tenant = $1 and exists (select 1 from users \
             where users.tenant = $1 and users.id = passkeys.user_id and users.password_hash is not null)",
            &[&tenant],
        )?;
        held.extend(self.0.query(
            "select passkeys.user_id, passkeys.aaguid, (select count(*) from credentials \
             where credentials.tenant = $1 and credentials.user_id = passkeys.user_id \
             and credentials.method = 'passkey') \
             from passkeys where passkeys.tenant = $1 and exists (select 1 from users \
             where users.tenant = $1 and users.id = passkeys.user_id and users.password_hash is null) \
             and exists (select 1 from credentials where credentials.tenant = $1 \
             and credentials.user_id = passkeys.user_id and credentials.id = passkeys.id \
             and credentials.method = 'passkey')",
            &[&tenant],
        )?);
        held.iter()
            .map(|row| Ok(Held { user: row.get(0)?, make: make(row, 1)?, ways: row.get(2)? }))
            .collect()
    }

    /// Those of a person; nobody has more than a few.
    pub fn of(&mut self, user: Id<User>) -> Result<Vec<Passkey>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, user_id, credential_id, public_key, aaguid, counter, transports, backup, copied \
                 from passkeys where tenant = $1 and user_id = $2 limit 100",
                &[&tenant, &user],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// The one with this id.
    pub fn by_credential(&mut self, credential: &[u8]) -> Result<Option<Passkey>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select id, user_id, credential_id, public_key, aaguid, counter, transports, backup, copied \
                 from passkeys where tenant = $1 and credential_id = $2",
                &[&tenant, &credential],
            )?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// Keeps a new one. An id that somebody has is a unique violation.
    pub fn insert(&mut self, passkey: &Passkey) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into passkeys \
                 (tenant, id, user_id, credential_id, public_key, aaguid, counter, transports, backup) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                &[
                    &tenant,
                    &passkey.id,
                    &passkey.user,
                    &passkey.credential,
                    &passkey.key,
                    &passkey.make,
                    &i64::from(passkey.counter),
                    &passkey.transports.join(" "),
                    &passkey.backup.word(),
                ],
            )
            .map(drop)
    }

    /// Notes that there may be a copy of it.
    pub fn mark_copied(&mut self, id: Id<()>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute("update passkeys set copied = $3 where tenant = $1 and id = $2", &[&tenant, &id, &now])
            .map(drop)
    }

    /// Whose keys may have been copied, the latest first; whoever has several is there for each.
    pub fn copied(&mut self, limit: i64) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select user_id from passkeys where tenant = $1 and copied > 0 order by copied desc limit $2",
                &[&tenant, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Keeps what a proof told, if the counter is still the one that it was compared with.
    pub fn proved(&mut self, passkey: &Passkey, counter: u32, backup: Backup) -> Result<bool> {
        let tenant = self.0.tenant();
        let kept = self.0.execute(
            "update passkeys set counter = $4, backup = $5 where tenant = $1 and id = $2 and counter = $3",
            &[&tenant, &passkey.id, &i64::from(passkey.counter), &i64::from(counter), &backup.word()],
        )?;
        Ok(kept == 1)
    }
}

fn make(row: &Row, column: usize) -> Result<Id<Make>> {
    let aaguid: Vec<u8> = row.get(column)?;
    let aaguid = aaguid.try_into().map_err(|_| sql::Error::Decode("an AAGUID has 16 bytes".to_owned()))?;
    Ok(Id::from_bytes(aaguid))
}

fn read(row: &Row) -> Result<Passkey> {
    let transports: String = row.get(6)?;
    Ok(Passkey {
        id: row.get(0)?,
        user: row.get(1)?,
        credential: row.get(2)?,
        key: row.get(3)?,
        make: make(row, 4)?,
        counter: u32::try_from(row.get::<i64>(5)?).map_err(|error| sql::Error::Decode(error.to_string()))?,
        transports: transports.split_whitespace().map(str::to_owned).collect(),
        backup: word("backup", &row.get::<String>(7)?, Backup::from_word)?,
        copied: row.get(8)?,
    })
}
