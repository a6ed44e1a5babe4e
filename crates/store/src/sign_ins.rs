use model::{Id, Timestamp, User};
use serde::Serialize;
use serde::de::DeserializeOwned;
use signin::SignIn;
use sql::Tx;

use crate::Result;
use crate::row::{from_json, to_json};

/// Sign-ins that are under way: a row from the first right answer to the end.
pub struct SignIns<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl SignIns<'_, '_> {
    /// Keeps a new one.
    pub fn insert<R: Serialize>(&mut self, sign_in: &SignIn<R>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into sign_ins (tenant, id, browser, user_id, state, resume, version, expires) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8)",
                &[
                    &tenant,
                    &sign_in.id,
                    &sign_in.browser,
                    &sign_in.user(),
                    &to_json(&sign_in.stage)?,
                    &to_json(&sign_in.resume)?,
                    &sign_in.version,
                    &sign_in.expires,
                ],
            )
            .map(drop)
    }

    /// One that is under way in this browser and has not expired.
    pub fn by_id<R: DeserializeOwned>(
        &mut self,
        id: Id<SignIn<()>>,
        browser: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<SignIn<R>>> {
        let tenant = self.0.tenant();
        let Some(row) = self.0.query_opt(
            "select state, resume, version, expires from sign_ins \
             where tenant = $1 and id = $2 and browser = $3 and expires > $4",
            &[&tenant, &id, browser, &now],
        )?
        else {
            return Ok(None);
        };
        Ok(Some(SignIn {
            id,
            browser: *browser,
            stage: from_json("state", &row.get::<String>(0)?)?,
            resume: from_json("resume", &row.get::<String>(1)?)?,
            version: row.get(2)?,
            expires: row.get(3)?,
        }))
    }

    /// Moves one to its next version: false when another answer was there first.
    pub fn update<R>(&mut self, sign_in: &SignIn<R>) -> Result<bool> {
        let tenant = self.0.tenant();
        let moved = self.0.execute(
            "update sign_ins set state = $4, version = $3 where tenant = $1 and id = $2 and version = $3 - 1",
            &[&tenant, &sign_in.id, &sign_in.version, &to_json(&sign_in.stage)?],
        )?;
        Ok(moved == 1)
    }

    /// Ends one: true once.
    pub fn remove(&mut self, id: Id<SignIn<()>>) -> Result<bool> {
        let tenant = self.0.tenant();
        let removed =
            self.0.execute("delete from sign_ins where tenant = $1 and id = $2", &[&tenant, &id])?;
        Ok(removed == 1)
    }

    /// Ends those of a person but one.
    pub fn end_others(&mut self, user: Id<User>, keep: Id<SignIn<()>>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "delete from sign_ins where tenant = $1 and user_id = $2 and id <> $3",
                &[&tenant, &user, &keep],
            )
            .map(drop)
    }

    /// Ends every one of the organisation.
    pub fn end_all(&mut self) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute("delete from sign_ins where tenant = $1", &[&tenant])
    }

    /// Ends those of a person.
    pub fn end_of_user(&mut self, user: Id<User>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from sign_ins where tenant = $1 and user_id = $2", &[&tenant, &user]).map(drop)
    }
}
