use model::{AppId, Flow, Id, Timestamp, User};
use signin::{Grant, Passed, Session, Stored};
use sql::{Row, Tx};

use crate::Result;
use crate::row::{from_json, to_json, word};

/// What applications got. Refresh tokens have no rows: the grant counts generations (D11).
pub struct Grants<'t, 'c>(pub(crate) &'t mut Tx<'c>);

macro_rules! grant_columns {
    ($rest:literal) => {
        concat!(
            "select id, user_id, session_id, app_id, scopes, nonce, proofs, flow, decision, revision, generation, ",
            "offline, created, rotated, ends, claims from grants ",
            $rest
        )
    };
}

impl Grants<'_, '_> {
    /// Makes a grant under a decision.
    pub fn insert(&mut self, grant: &Grant, passed: Passed) -> Result<()> {
        // A decision about somebody or something else opens nothing here; reaching this is our own bug.
        assert!(
            grant.user == passed.user() && passed.client() == Some(grant.app),
            "a grant for another person or application than was judged"
        );
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into grants (tenant, id, user_id, session_id, app_id, scopes, nonce, proofs, flow, \
                 decision, revision, generation, offline, created, rotated, ends, claims) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
                &[
                    &tenant,
                    &grant.id,
                    &grant.user,
                    &grant.session,
                    &grant.app,
                    &to_json(&grant.scopes)?,
                    &grant.nonce,
                    &to_json(&grant.proofs)?,
                    &grant.flow.word(),
                    &grant.decision,
                    &grant.revision,
                    &grant.generation,
                    &grant.offline,
                    &grant.created,
                    &grant.rotated,
                    &grant.ends,
                    &grant.claims,
                ],
            )
            .map(drop)
    }

    /// The grant with this id.
    pub fn by_id(&mut self, id: Id<Grant>) -> Result<Option<Stored<Grant>>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(grant_columns!("where tenant = $1 and id = $2"), &[&tenant, &id])?
            .map(|row| read(&row))
            .transpose()
    }

    /// The newest grant of an application in a session.
    pub fn of_session(&mut self, session: Id<Session>, app: Id<AppId>) -> Result<Option<Stored<Grant>>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                grant_columns!(
                    "where tenant = $1 and session_id = $2 and app_id = $3 order by created desc limit 1"
                ),
                &[&tenant, &session, &app],
            )?
            .map(|row| read(&row))
            .transpose()
    }

    /// Rotates the refresh token under a decision: one statement that succeeds for the newest generation only, so
    /// that of two uses at once one fails.
    pub fn rotate(&mut self, grant: &Grant, now: Timestamp, passed: Passed) -> Result<bool> {
        assert!(
            grant.user == passed.user() && passed.client() == Some(grant.app),
            "a rotation for another person or application than was judged"
        );
        let tenant = self.0.tenant();
        let rotated = self.0.execute(
            "update grants set generation = generation + 1, rotated = $4 \
             where tenant = $1 and id = $2 and generation = $3",
            &[&tenant, &grant.id, &grant.generation, &now],
        )?;
        Ok(rotated == 1)
    }

    /// Puts a grant under a newer decision.
    pub fn renew(&mut self, grant: &Grant, passed: Passed) -> Result<()> {
        assert!(
            grant.user == passed.user() && passed.client() == Some(grant.app),
            "a grant for another person or application than was judged"
        );
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update grants set decision = $3, revision = $4, proofs = $5, rotated = $6 \
                 where tenant = $1 and id = $2",
                &[
                    &tenant,
                    &grant.id,
                    &grant.decision,
                    &grant.revision,
                    &to_json(&grant.proofs)?,
                    &grant.rotated,
                ],
            )
            .map(drop)
    }

    /// Ends one.
    pub fn end(&mut self, id: Id<Grant>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from grants where tenant = $1 and id = $2", &[&tenant, &id]).map(drop)
    }

    /// Ends what hangs below a session; with `offline_access` a grant outlives a sign-out by the person.
    pub fn end_of_session(&mut self, session: Id<Session>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "delete from grants where tenant = $1 and session_id = $2 and offline = $3",
                &[&tenant, &session, &false],
            )
            .map(drop)
    }

    /// Ends everything that hangs below a session, whatever it may outlive: the session was ended for safety.
    pub fn end_below(&mut self, session: Id<Session>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute("delete from grants where tenant = $1 and session_id = $2", &[&tenant, &session])
            .map(drop)
    }

    /// Ends every grant of a person but what hangs below one session.
    pub fn end_others(&mut self, user: Id<User>, kept: Id<Session>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "delete from grants where tenant = $1 and user_id = $2 \
                 and (session_id is null or session_id <> $3)",
                &[&tenant, &user, &kept],
            )
            .map(drop)
    }

    /// Ends every grant of a person.
    pub fn end_of_user(&mut self, user: Id<User>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from grants where tenant = $1 and user_id = $2", &[&tenant, &user]).map(drop)
    }

    /// Ends what a person has at an application.
    pub fn end_of_user_at(&mut self, user: Id<User>, app: Id<AppId>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "delete from grants where tenant = $1 and app_id = $3 and user_id = $2",
                &[&tenant, &user, &app],
            )
            .map(drop)
    }

    /// Ends every grant of the organisation.
    pub fn end_all(&mut self) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute("delete from grants where tenant = $1", &[&tenant])
    }
}

fn read(row: &Row) -> Result<Stored<Grant>> {
    Ok(Stored::new(Grant {
        id: row.get(0)?,
        user: row.get(1)?,
        session: row.get(2)?,
        app: row.get(3)?,
        scopes: from_json("scopes", &row.get::<String>(4)?)?,
        nonce: row.get(5)?,
        proofs: from_json("proofs", &row.get::<String>(6)?)?,
        flow: word("flow", &row.get::<String>(7)?, Flow::from_word)?,
        decision: row.get(8)?,
        revision: row.get(9)?,
        generation: row.get(10)?,
        offline: row.get(11)?,
        created: row.get(12)?,
        rotated: row.get(13)?,
        ends: row.get(14)?,
        claims: row.get(15)?,
    }))
}
