use model::{Group, Id, Role, Timestamp, User};
use sql::Tx;

use crate::Result;

/// Who holds which directory role.
pub struct RoleHolders<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A person who was given a role themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleHolder {
    /// Who.
    pub user: Id<User>,
    /// How they are called.
    pub display: String,
    /// The name that they sign in with.
    pub name: String,
    /// When the role ends by itself, if it does.
    pub ends: Option<Timestamp>,
}

impl RoleHolders<'_, '_> {
    /// The people who were given a role themselves and are not deleted, those with a smaller id than `after` left out; at
    /// most `limit`.
    pub fn people(&mut self, role: Role, after: Id<User>, limit: i64) -> Result<Vec<RoleHolder>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select a.user_id, u.display, u.name, a.ends from role_assignments a \
                 join users u on u.tenant = a.tenant and u.id = a.user_id \
                 where a.tenant = $1 and a.role = $2 and a.user_id > $3 and u.state <> 'deleted' \
                 order by a.user_id limit $4",
                &[&tenant, &role.id(), &after, &limit],
            )?
            .iter()
            .map(|row| {
                Ok(RoleHolder {
                    user: row.get(0)?,
                    display: row.get(1)?,
                    name: row.get(2)?,
                    ends: row.get(3)?,
                })
            })
            .collect()
    }

    /// The active groups that carry a role, with their names; at most `limit`.
    pub fn groups(&mut self, role: Role, limit: i64) -> Result<Vec<(Id<Group>, String)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select r.group_id, g.display from group_roles r \
                 join groups g on g.tenant = r.tenant and g.id = r.group_id \
                 where r.tenant = $1 and r.role = $2 and g.state = 'active' order by r.group_id limit $3",
                &[&tenant, &role.id(), &limit],
            )?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?)))
            .collect()
    }
}
