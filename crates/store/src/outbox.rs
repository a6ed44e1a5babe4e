use model::{Id, Span, Timestamp, User};
use sql::Tx;

use crate::Result;

/// Mail that waits to leave; written in the transaction that causes it, sent by a job.
pub struct Outbox<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// One message as the job sees it.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its id.
    pub id: Id<Letter>,
    /// For whom, if it is for a person with an account.
    pub user: Option<Id<User>>,
    /// The message, sealed: an invitation is a credential until it is used.
    pub message: Vec<u8>,
    /// How often it was tried.
    pub attempts: i64,
}

impl Outbox<'_, '_> {
    /// Puts a message in the box.
    pub fn insert(&mut self, letter: &Letter, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into outbox (tenant, id, user_id, message, created, due, lease, attempts) \
                 values ($1, $2, $3, $4, $5, $5, 0, $6)",
                &[&tenant, &letter.id, &letter.user, &letter.message, &now, &letter.attempts],
            )
            .map(drop)
    }

    /// True when a message is due: a look that writes nothing.
    pub fn is_due(&mut self, now: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from outbox where tenant = $1 and due <= $2 and lease <= $2 limit 1",
            &[&tenant, &now],
        )?;
        Ok(row.is_some())
    }

    /// Takes up to `limit` messages that are due, for as long as the lease lasts; two nodes never take the same.
    pub fn claim(&mut self, now: Timestamp, lease: Span, limit: i64) -> Result<Vec<Letter>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "update outbox set lease = $3, attempts = attempts + 1 where tenant = $1 and id in \
                 (select id from outbox where tenant = $1 and due <= $2 and lease <= $2 order by due limit $4) \
                 returning id, user_id, message, attempts",
                &[&tenant, &now, &(now + lease), &limit],
            )?
            .iter()
            .map(|row| {
                Ok(Letter {
                    id: row.get(0)?,
                    user: row.get(1)?,
                    message: row.get(2)?,
                    attempts: row.get(3)?,
                })
            })
            .collect()
    }

    /// The message has left.
    pub fn sent(&mut self, id: Id<Letter>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from outbox where tenant = $1 and id = $2", &[&tenant, &id]).map(drop)
    }

    /// The message could not leave; it is tried again at `due`.
    pub fn failed(&mut self, id: Id<Letter>, why: &str, due: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update outbox set lease = 0, due = $3, failure = $4 where tenant = $1 and id = $2",
                &[&tenant, &id, &due, &why],
            )
            .map(drop)
    }

    /// True when a message was put in the box before a moment.
    pub fn any_before(&mut self, before: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from outbox where tenant = $1 and created < $2 limit 1",
            &[&tenant, &before],
        )?;
        Ok(row.is_some())
    }

    /// Removes up to `limit` messages that were put in the box before a moment; how many.
    pub fn sweep(&mut self, before: Timestamp, limit: i64) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute(
            "delete from outbox where tenant = $1 and id in \
             (select id from outbox where tenant = $1 and created < $2 limit $3)",
            &[&tenant, &before, &limit],
        )
    }

    /// How many failed at least once and still wait, at most `limit`.
    pub fn failing(&mut self, limit: i64) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one(
                "select count(*) from (select 1 from outbox \
                 where tenant = $1 and due > 0 and failure is not null limit $2) failing",
                &[&tenant, &limit],
            )?
            .get(0)
    }
}
