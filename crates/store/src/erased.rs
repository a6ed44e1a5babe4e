use model::{Id, Timestamp, User};
use sql::Tx;

use crate::{Result, Tables};

/// Removing people for good, and remembering by their ids that it was done.
pub struct Erased<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl Erased<'_, '_> {
    /// Who was deleted before a moment and has not been removed yet, the first to go first, at most `limit`.
    pub fn due(&mut self, before: Timestamp, limit: i64) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id from users where tenant = $1 and state = 'deleted' and state_at <= $2 \
                 order by state_at, id limit $3",
                &[&tenant, &before, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Removes a person and everything that is kept of them, but for the records of what happened: those keep an id that
    /// leads to nobody, and lose what else they say in [`Erased::scrub`].
    pub fn remove(&mut self, user: Id<User>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.memberships().forget_person(user)?;
        let tx = &mut *self.0;
        tx.execute("delete from sessions where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from grants where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from remembered where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from sign_ins where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from invitations where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from familiar where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from recovery_codes where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from emergency_accounts where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from emergency_uses where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from passkeys where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from policy_people where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from credentials where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from role_assignments where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from app_assignments where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from agreement_answers where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from outbox where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from login_names where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from search_words where tenant = $1 and id = $2", &[&tenant, &user])?;
        tx.execute(
            "update profiles set manager = null where tenant = $1 and manager = $2",
            &[&tenant, &user],
        )?;
        tx.execute("delete from profiles where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        tx.execute("delete from exclusions where tenant = $1 and subject = $2", &[&tenant, &user])?;
        tx.execute("delete from synced where tenant = $1 and object_id = $2", &[&tenant, &user])?;
        tx.execute("delete from sync_rows where tenant = $1 and object_id = $2", &[&tenant, &user])?;
        tx.execute("delete from audit_values where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        // The row stays, because records name it; the hash was taken over the content.
        tx.execute(
            "update subjects set content = '', hash = id where tenant = $1 and user_id = $2",
            &[&tenant, &user],
        )?;
        tx.execute("delete from users where tenant = $1 and id = $2", &[&tenant, &user])?;
        tx.execute(
            "insert into erased (tenant, user_id, at, scrubbed) values ($1, $2, $3, $4) \
             on conflict (tenant, user_id) do nothing",
            &[&tenant, &user, &now, &false],
        )
        .map(drop)
    }

    /// Somebody of whom the sign-in log still holds something.
    pub fn unscrubbed(&mut self) -> Result<Option<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select user_id from erased where tenant = $1 and scrubbed = $2 order by user_id limit 1",
                &[&tenant, &false],
            )?
            .map(|row| row.get(0))
            .transpose()
    }

    /// Erases addresses and browsers from up to `limit` records of somebody; true when there are none left.
    pub fn scrub(&mut self, user: Id<User>, limit: i64) -> Result<bool> {
        let tenant = self.0.tenant();
        let scrubbed = self.0.execute(
            "update sign_in_records set address = null, agent = null, city = null, state = null, latitude = null, \
             longitude = null where tenant = $1 and id in \
             (select id from sign_in_records where tenant = $1 and user_id = $2 \
             and (address is not null or agent is not null) limit $3)",
            &[&tenant, &user, &limit],
        )?;
        if scrubbed > 0 {
            return Ok(false);
        }
        self.0.execute(
            "update erased set scrubbed = $3 where tenant = $1 and user_id = $2",
            &[&tenant, &user, &true],
        )?;
        Ok(true)
    }

    /// Who was removed since a moment, at most `limit`.
    pub fn since(&mut self, since: Timestamp, limit: i64) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select user_id from erased where tenant = $1 and at >= $2 order by at limit $3",
                &[&tenant, &since, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }
}
