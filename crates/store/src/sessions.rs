use model::{Id, Timestamp, User};
use signin::{Lasting, Passed, Remembered, Session, Stored};
use sql::{Row, Tx};

use crate::Result;
use crate::row::{from_json, to_json, word};

/// Browser sessions.
pub struct Sessions<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A session as a list shows it.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// The session.
    pub session: Stored<Session>,
    /// The address it was opened from.
    pub address: Option<String>,
    /// Browser and system in words.
    pub agent: Option<String>,
}

macro_rules! session_columns {
    ($rest:literal) => {
        concat!(
            "select id, user_id, browser, proofs, decision, created, last_used, ends, lasting, remembered, ",
            "address, agent from sessions ",
            $rest
        )
    };
}

impl Sessions<'_, '_> {
    /// Opens a session under a decision, and hands the decision back: the application that asked gets its grant
    /// under the same one.
    pub fn insert(
        &mut self,
        session: &Session,
        digest: &[u8; 32],
        (address, agent): (Option<&str>, Option<&str>),
        passed: Passed,
    ) -> Result<Passed> {
        assert!(session.user == passed.user(), "a session of somebody else than was judged");
        let tenant = self.0.tenant();
        self.0.execute(
            "insert into sessions (tenant, id, digest, user_id, browser, proofs, decision, address, agent, \
             created, last_used, ends, lasting, remembered) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            &[
                &tenant,
                &session.id,
                digest,
                &session.user,
                &session.browser,
                &to_json(&session.proofs)?,
                &session.decision,
                &address,
                &agent,
                &session.created,
                &session.last_used,
                &session.ends,
                &session.lasting.word(),
                &session.remembered,
            ],
        )?;
        Ok(passed)
    }

    /// The session that a cookie names; whether it may be used is asked of [`Session::is_live`].
    pub fn by_digest(&mut self, digest: &[u8; 32]) -> Result<Option<Stored<Session>>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(session_columns!("where tenant = $1 and digest = $2"), &[&tenant, digest])?
            .map(|row| Ok(read(&row)?.session))
            .transpose()
    }

    /// The session with this id.
    pub fn by_id(&mut self, id: Id<Session>) -> Result<Option<Stored<Session>>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(session_columns!("where tenant = $1 and id = $2"), &[&tenant, &id])?
            .map(|row| Ok(read(&row)?.session))
            .transpose()
    }

    /// The sessions of a person that have not ended, newest first.
    pub fn of_user(&mut self, user: Id<User>, now: Timestamp, limit: i64) -> Result<Vec<SessionRow>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                session_columns!(
                    "where tenant = $1 and user_id = $2 and ends > $3 order by created desc limit $4"
                ),
                &[&tenant, &user, &now, &limit],
            )?
            .iter()
            .map(read)
            .filter(|row| row.as_ref().map_or(true, |row| row.session.is_live(now)))
            .collect()
    }

    /// Notes that it was used.
    pub fn used(&mut self, id: Id<Session>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update sessions set last_used = $3 where tenant = $1 and id = $2",
                &[&tenant, &id, &now],
            )
            .map(drop)
    }

    /// Raises a session under a newer decision: the id stays, the cookie is new. `None` when it has ended meanwhile:
    /// a session that was revoked does not come back by proving more.
    pub fn raise(&mut self, session: &Session, digest: &[u8; 32], passed: Passed) -> Result<Option<Passed>> {
        assert!(session.user == passed.user(), "a session of somebody else than was judged");
        let tenant = self.0.tenant();
        let raised = self.0.execute(
            "update sessions set digest = $3, browser = $4, proofs = $5, decision = $6, last_used = $7, \
             remembered = $8, ends = $9 where tenant = $1 and id = $2",
            &[
                &tenant,
                &session.id,
                digest,
                &session.browser,
                &to_json(&session.proofs)?,
                &session.decision,
                &session.last_used,
                &session.remembered,
                &session.ends,
            ],
        )?;
        Ok((raised == 1).then_some(passed))
    }

    /// Lets a session go on whose own method was removed in it: what was proven stays proven, and no longer hangs on the
    /// method.
    pub fn detach(&mut self, id: Id<Session>, method: Id<()>) -> Result<()> {
        let tenant = self.0.tenant();
        let row =
            self.0.query_opt("select proofs from sessions where tenant = $1 and id = $2", &[&tenant, &id])?;
        let Some(row) = row else { return Ok(()) };
        let mut proofs: Vec<model::Proof> = from_json("proofs", &row.get::<String>(0)?)?;
        for proof in proofs.iter_mut().filter(|proof| proof.credential == Some(method)) {
            proof.credential = None;
        }
        self.0
            .execute(
                "update sessions set proofs = $3 where tenant = $1 and id = $2",
                &[&tenant, &id, &to_json(&proofs)?],
            )
            .map(drop)
    }

    /// Ends one of a person's; false when it is not theirs or gone.
    pub fn end(&mut self, user: Id<User>, id: Id<Session>) -> Result<bool> {
        let tenant = self.0.tenant();
        let ended = self.0.execute(
            "delete from sessions where tenant = $1 and id = $2 and user_id = $3",
            &[&tenant, &id, &user],
        )?;
        Ok(ended == 1)
    }

    /// Ends every session of a person but one.
    pub fn end_others(&mut self, user: Id<User>, kept: Id<Session>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "delete from sessions where tenant = $1 and user_id = $2 and id <> $3",
                &[&tenant, &user, &kept],
            )
            .map(drop)
    }

    /// Ends every session of a person.
    pub fn end_of_user(&mut self, user: Id<User>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from sessions where tenant = $1 and user_id = $2", &[&tenant, &user]).map(drop)
    }

    /// Notes that a remembered browser stood in for something in a session; one that was opened in another stays with that.
    pub fn opened_in(&mut self, id: Id<Session>, remembered: Id<Remembered>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update sessions set remembered = $3 where tenant = $1 and id = $2 and remembered is null",
                &[&tenant, &id, &remembered],
            )
            .map(drop)
    }

    /// Lets a session go on without the remembered browser that it was opened in.
    pub fn let_go_of_remembered(&mut self, id: Id<Session>, remembered: Id<Remembered>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update sessions set remembered = null where tenant = $1 and id = $2 and remembered = $3",
                &[&tenant, &id, &remembered],
            )
            .map(drop)
    }

    /// Ends every session that was opened in a remembered browser, with all that hangs below.
    pub fn end_of_remembered(&mut self, remembered: Id<Remembered>) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute(
            "delete from grants where tenant = $1 and session_id in \
             (select id from sessions where tenant = $1 and remembered = $2)",
            &[&tenant, &remembered],
        )?;
        self.0.execute("delete from sessions where tenant = $1 and remembered = $2", &[&tenant, &remembered])
    }

    /// Ends every session of the organisation.
    pub fn end_all(&mut self) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute("delete from sessions where tenant = $1", &[&tenant])
    }
}

fn read(row: &Row) -> Result<SessionRow> {
    Ok(SessionRow {
        session: Stored::new(Session {
            id: row.get(0)?,
            user: row.get(1)?,
            browser: row.get(2)?,
            proofs: from_json("proofs", &row.get::<String>(3)?)?,
            decision: row.get(4)?,
            created: row.get(5)?,
            last_used: row.get(6)?,
            ends: row.get(7)?,
            lasting: word("lasting", &row.get::<String>(8)?, Lasting::from_word)?,
            remembered: row.get(9)?,
        }),
        address: row.get(10)?,
        agent: row.get(11)?,
    })
}
