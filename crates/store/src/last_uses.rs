use model::{AppId, Id, Timestamp, User};
use sql::Tx;

use crate::Result;

/// When something that somebody may do was last used, and what of theirs is still open: one look by an index each.
pub struct LastUses<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// What a person still has that lets them do something, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StillOpen {
    /// Browser sessions.
    pub sessions: i64,
    /// What applications hold on their behalf.
    pub grants: i64,
    /// Groups that they look after.
    pub groups: i64,
}

impl LastUses<'_, '_> {
    /// The last time that somebody signed in themselves.
    pub fn sign_in(&mut self, user: Id<User>) -> Result<Option<Timestamp>> {
        let tenant = self.0.tenant();
        let row = self
            .0
            .query_opt("select last_sign_in from users where tenant = $1 and id = $2", &[&tenant, &user])?;
        row.map_or(Ok(None), |row| row.get(0))
    }

    /// The last time that somebody was let in to an application, as far as the log goes back.
    pub fn of_app(&mut self, user: Id<User>, app: Id<AppId>) -> Result<Option<Timestamp>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select last_at from sign_in_records where tenant = $1 and user_id = $2 and client_id = $3 \
                 and outcome = 'success' order by at desc, id desc limit 1",
                &[&tenant, &user, &app],
            )?
            .map(|row| row.get(0))
            .transpose()
    }

    /// The last time that somebody changed something, as far as the audit log goes back.
    pub fn change(&mut self, user: Id<User>) -> Result<Option<Timestamp>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select at from audit_records where tenant = $1 and actor_id = $2 \
                 order by at desc, id desc limit 1",
                &[&tenant, &user],
            )?
            .map(|row| row.get(0))
            .transpose()
    }

    /// What of a person is still open.
    pub fn still_open(&mut self, user: Id<User>, now: Timestamp) -> Result<StillOpen> {
        let tenant = self.0.tenant();
        let sessions = self.0.query_one(
            "select count(*) from sessions where tenant = $1 and user_id = $2 and ends > $3",
            &[&tenant, &user, &now],
        )?;
        let grants = self.0.query_one(
            "select count(*) from grants where tenant = $1 and user_id = $2 and ends > $3",
            &[&tenant, &user, &now],
        )?;
        let groups = self.0.query_one(
            "select count(*) from group_owners where tenant = $1 and user_id = $2",
            &[&tenant, &user],
        )?;
        Ok(StillOpen { sessions: sessions.get(0)?, grants: grants.get(0)?, groups: groups.get(0)? })
    }
}
