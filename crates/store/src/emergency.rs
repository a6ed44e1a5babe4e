use model::{Id, Timestamp, User};
use signin::RecordId;
use sql::{Row, Tx};

use crate::Result;

/// Emergency accounts, their sealed capsules, and every time that one was used.
pub struct Emergency<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// An emergency account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyAccount {
    /// Whose account.
    pub user: Id<User>,
    /// Since when it is one.
    pub designated: Timestamp,
    /// When its capsule was made, while there is one that was not used.
    pub capsule: Option<Timestamp>,
    /// When somebody last came in with it in a rehearsal.
    pub rehearsed: Option<Timestamp>,
    /// Until when a rehearsal is under way.
    pub rehearsal_ends: Option<Timestamp>,
    /// When administrators were last reminded of rehearsing it.
    pub reminded: Option<Timestamp>,
}

/// A sign-in of an emergency account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyUse {
    /// The record of the sign-in.
    pub id: Id<RecordId>,
    /// Whose account.
    pub user: Id<User>,
    /// When.
    pub at: Timestamp,
    /// Whether the capsule was used.
    pub by_capsule: bool,
    /// Whether it was in a rehearsal.
    pub is_rehearsal: bool,
    /// When an administrator had seen it.
    pub acknowledged: Option<Timestamp>,
}

/// An account with the digest of its capsule, if that was not used, and when it was made.
pub type KeptCapsule = (Id<User>, Option<[u8; 32]>, Option<Timestamp>);

macro_rules! account_columns {
    ($rest:literal) => {
        concat!(
            "select user_id, designated, case when capsule is null then null else capsule_made end, rehearsed, ",
            "rehearsal_ends, reminded ",
            $rest
        )
    };
}

macro_rules! use_columns {
    ($rest:literal) => {
        concat!("select id, user_id, at, by_capsule, is_rehearsal, acknowledged ", $rest)
    };
}

impl Emergency<'_, '_> {
    /// All of them, the first to be designated first.
    pub fn all(&mut self) -> Result<Vec<EmergencyAccount>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            account_columns!("from emergency_accounts where tenant = $1 order by designated, user_id"),
            &[&tenant],
        )?;
        rows.iter().map(account).collect()
    }

    /// The emergency account of somebody, if theirs is one.
    pub fn by_id(&mut self, user: Id<User>) -> Result<Option<EmergencyAccount>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                account_columns!("from emergency_accounts where tenant = $1 and user_id = $2"),
                &[&tenant, &user],
            )?
            .map(|row| account(&row))
            .transpose()
    }

    /// Makes somebody's account one.
    pub fn designate(&mut self, user: Id<User>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into emergency_accounts (tenant, user_id, designated) values ($1, $2, $3) \
                 on conflict (tenant, user_id) do nothing",
                &[&tenant, &user, &now],
            )
            .map(drop)
    }

    /// Makes it an account like any other, and its capsule useless; false when it was none.
    pub fn withdraw(&mut self, user: Id<User>) -> Result<bool> {
        let tenant = self.0.tenant();
        let gone = self.0.execute(
            "delete from emergency_accounts where tenant = $1 and user_id = $2",
            &[&tenant, &user],
        )?;
        Ok(gone == 1)
    }

    /// Puts a new capsule in the place of the one before, by its digest.
    pub fn seal(&mut self, user: Id<User>, capsule: &[u8; 32], now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update emergency_accounts set capsule = $3, capsule_made = $4 where tenant = $1 and user_id = $2",
                &[&tenant, &user, capsule, &now],
            )
            .map(drop)
    }

    /// Uses the capsule: true once, for its account only.
    pub fn consume(&mut self, user: Id<User>, capsule: &[u8; 32]) -> Result<bool> {
        let tenant = self.0.tenant();
        let used = self.0.execute(
            "update emergency_accounts set capsule = null where tenant = $1 and user_id = $2 and capsule = $3",
            &[&tenant, &user, capsule],
        )?;
        Ok(used == 1)
    }

    /// Makes the capsule useless, if there is one.
    pub fn burn(&mut self, user: Id<User>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update emergency_accounts set capsule = null where tenant = $1 and user_id = $2",
                &[&tenant, &user],
            )
            .map(drop)
    }

    /// Begins a rehearsal that lasts until a moment.
    pub fn begin_rehearsal(&mut self, user: Id<User>, until: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update emergency_accounts set rehearsal_ends = $3 where tenant = $1 and user_id = $2",
                &[&tenant, &user, &until],
            )
            .map(drop)
    }

    /// Keeps that somebody came in during a rehearsal, which is over with it.
    pub fn rehearsed(&mut self, user: Id<User>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update emergency_accounts set rehearsed = $3, rehearsal_ends = null, reminded = null \
                 where tenant = $1 and user_id = $2",
                &[&tenant, &user, &now],
            )
            .map(drop)
    }

    /// Keeps that administrators were reminded of rehearsing it.
    pub fn reminded(&mut self, user: Id<User>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update emergency_accounts set reminded = $3 where tenant = $1 and user_id = $2",
                &[&tenant, &user, &now],
            )
            .map(drop)
    }

    /// Keeps that an emergency account was used; nobody was told yet.
    pub fn used(&mut self, one: &EmergencyUse) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into emergency_uses (tenant, id, user_id, at, by_capsule, is_rehearsal, told, acknowledged) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8)",
                &[
                    &tenant,
                    &one.id,
                    &one.user,
                    &one.at,
                    &one.by_capsule,
                    &one.is_rehearsal,
                    &false,
                    &one.acknowledged,
                ],
            )
            .map(drop)
    }

    /// Uses of which nobody was told yet, the oldest first.
    pub fn untold(&mut self, limit: i64) -> Result<Vec<EmergencyUse>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            use_columns!("from emergency_uses where tenant = $1 and told = $2 order by at limit $3"),
            &[&tenant, &false, &limit],
        )?;
        rows.iter().map(used).collect()
    }

    /// Keeps that somebody was told of one; false when they were before.
    pub fn told(&mut self, id: Id<RecordId>) -> Result<bool> {
        let tenant = self.0.tenant();
        let told = self.0.execute(
            "update emergency_uses set told = $3 where tenant = $1 and id = $2 and told = $4",
            &[&tenant, &id, &true, &false],
        )?;
        Ok(told == 1)
    }

    /// Uses that no administrator has seen yet, the newest first.
    pub fn unseen(&mut self, limit: i64) -> Result<Vec<EmergencyUse>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            use_columns!(
                "from emergency_uses where tenant = $1 and acknowledged is null order by at desc limit $2"
            ),
            &[&tenant, &limit],
        )?;
        rows.iter().map(used).collect()
    }

    /// The last uses of one account, the newest first.
    pub fn uses(&mut self, user: Id<User>, limit: i64) -> Result<Vec<EmergencyUse>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            use_columns!("from emergency_uses where tenant = $1 and user_id = $2 order by at desc limit $3"),
            &[&tenant, &user, &limit],
        )?;
        rows.iter().map(used).collect()
    }

    /// One of the uses.
    pub fn use_by_id(&mut self, id: Id<RecordId>) -> Result<Option<EmergencyUse>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(use_columns!("from emergency_uses where tenant = $1 and id = $2"), &[&tenant, &id])?
            .map(|row| used(&row))
            .transpose()
    }

    /// Keeps that an administrator has seen it; false when one had before.
    pub fn acknowledge(&mut self, id: Id<RecordId>, now: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let seen = self.0.execute(
            "update emergency_uses set acknowledged = $3 where tenant = $1 and id = $2 and acknowledged is null",
            &[&tenant, &id, &now],
        )?;
        Ok(seen == 1)
    }

    /// Removes up to `limit` uses from before a moment that were seen; how many.
    pub fn forget(&mut self, before: Timestamp, limit: i64) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute(
            "delete from emergency_uses where tenant = $1 and id in (select id from emergency_uses \
             where tenant = $1 and acknowledged < $2 limit $3)",
            &[&tenant, &before, &limit],
        )
    }

    /// Every account with the digest of its capsule: for a backup that is restored.
    pub fn capsules(&mut self) -> Result<Vec<KeptCapsule>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select user_id, capsule, capsule_made from emergency_accounts where tenant = $1 order by user_id",
                &[&tenant],
            )?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .collect()
    }
}

fn account(row: &Row) -> Result<EmergencyAccount> {
    Ok(EmergencyAccount {
        user: row.get(0)?,
        designated: row.get(1)?,
        capsule: row.get(2)?,
        rehearsed: row.get(3)?,
        rehearsal_ends: row.get(4)?,
        reminded: row.get(5)?,
    })
}

fn used(row: &Row) -> Result<EmergencyUse> {
    Ok(EmergencyUse {
        id: row.get(0)?,
        user: row.get(1)?,
        at: row.get(2)?,
        by_capsule: row.get(3)?,
        is_rehearsal: row.get(4)?,
        acknowledged: row.get(5)?,
    })
}
