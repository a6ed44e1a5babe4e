use model::{Id, Timestamp, User};
use sql::Tx;

use crate::Result;

/// Recovery codes, kept as keyed digests.
pub struct RecoveryCodes<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl RecoveryCodes<'_, '_> {
    /// Replaces a person's codes by a new set.
    pub fn replace(&mut self, user: Id<User>, digests: &[[u8; 32]], now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.remove_all(user)?;
        for digest in digests {
            self.0.execute(
                "insert into recovery_codes (tenant, user_id, digest, created) values ($1, $2, $3, $4)",
                &[&tenant, &user, digest, &now],
            )?;
        }
        Ok(())
    }

    /// Uses a code: true once, for its person only.
    pub fn consume(&mut self, user: Id<User>, digest: &[u8; 32]) -> Result<bool> {
        let tenant = self.0.tenant();
        let used = self.0.execute(
            "delete from recovery_codes where tenant = $1 and user_id = $2 and digest = $3",
            &[&tenant, &user, digest],
        )?;
        Ok(used == 1)
    }

    /// How many are left.
    pub fn left(&mut self, user: Id<User>) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one(
                "select count(*) from recovery_codes where tenant = $1 and user_id = $2",
                &[&tenant, &user],
            )?
            .get(0)
    }

    /// Removes what is left.
    pub fn remove_all(&mut self, user: Id<User>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute("delete from recovery_codes where tenant = $1 and user_id = $2", &[&tenant, &user])
            .map(drop)
    }
}
