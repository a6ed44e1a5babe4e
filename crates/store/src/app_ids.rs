//! Applications by the ids that programs know them by.

use model::{AppId, Id, ServicePrincipal};

use crate::Result;
use crate::apps::{App, Apps};

impl Apps<'_, '_> {
    /// The client id of the application with this registration, unless it was removed.
    pub fn of_object(&mut self, object: Id<App>) -> Result<Option<Id<AppId>>> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select app_id from apps where tenant = $1 and object_id = $2 and removed is null",
            &[&tenant, &object],
        )?;
        row.map(|row| row.get(0)).transpose()
    }

    /// The applications that somebody is named for themselves, at most `limit`: what people are assigned to.
    pub fn of_person(&mut self, user: Id<model::User>, limit: i64) -> Result<Vec<Id<ServicePrincipal>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select principal_id from app_assignments where tenant = $1 and user_id = $2 \
                 order by principal_id limit $3",
                &[&tenant, &user, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// True when somebody is named for an application themselves.
    pub fn is_person_named(
        &mut self,
        principal: Id<ServicePrincipal>,
        user: Id<model::User>,
    ) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from app_assignments where tenant = $1 and principal_id = $2 and user_id = $3",
            &[&tenant, &principal, &user],
        )?;
        Ok(row.is_some())
    }

    /// True when a group is named for an application.
    pub fn is_group_named(
        &mut self,
        principal: Id<ServicePrincipal>,
        group: Id<model::Group>,
    ) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from app_groups where tenant = $1 and principal_id = $2 and group_id = $3",
            &[&tenant, &principal, &group],
        )?;
        Ok(row.is_some())
    }
}
