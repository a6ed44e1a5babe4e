//! Which groups are named for which application.

use model::{Group, Id, ServicePrincipal, Timestamp};

use crate::Result;
use crate::apps::{App, Apps, read};

impl Apps<'_, '_> {
    /// The groups that are named for the application, at most `limit`.
    pub fn assigned_groups(&mut self, principal: Id<ServicePrincipal>, limit: i64) -> Result<Vec<Id<Group>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select group_id from app_groups where tenant = $1 and principal_id = $2 \
                 order by group_id limit $3",
                &[&tenant, &principal, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Names a group; true when it was not named.
    pub fn assign_group(
        &mut self,
        principal: Id<ServicePrincipal>,
        group: Id<Group>,
        now: Timestamp,
    ) -> Result<bool> {
        let tenant = self.0.tenant();
        let named = self.0.execute(
            "insert into app_groups (tenant, principal_id, group_id, created) values ($1, $2, $3, $4) \
             on conflict (tenant, principal_id, group_id) do nothing",
            &[&tenant, &principal, &group, &now],
        )?;
        Ok(named == 1)
    }

    /// Takes a group's name off; true when it was named.
    pub fn unassign_group(&mut self, principal: Id<ServicePrincipal>, group: Id<Group>) -> Result<bool> {
        let tenant = self.0.tenant();
        let removed = self.0.execute(
            "delete from app_groups where tenant = $1 and principal_id = $2 and group_id = $3",
            &[&tenant, &principal, &group],
        )?;
        Ok(removed == 1)
    }

    /// The applications that a group is named for itself, by name; at most 200.
    pub fn of_group(&mut self, group: Id<Group>) -> Result<Vec<App>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select app_id, object_id, principal_id, name, kind, assignment, redirect_uris, logout_uris, \
             built_in, created, signing, strength, max_age from apps where tenant = $1 and removed is null and principal_id in \
             (select principal_id from app_groups where tenant = $1 and group_id = $2) limit 200",
            &[&tenant, &group],
        )?;
        let mut apps = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
        apps.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(apps)
    }

    /// True when a group is named for an application itself.
    pub fn is_given_by_group(&mut self, group: Id<Group>) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from app_groups where tenant = $1 and group_id = $2 limit 1",
            &[&tenant, &group],
        )?;
        Ok(row.is_some())
    }
}
