use model::{AppId, Id, ServicePrincipal, Timestamp};

use crate::Result;
use crate::apps::{App, Apps};
use crate::search::SearchWords;

/// Applications that were removed: registration and names stay for a while, and nothing that lets anybody in.
impl Apps<'_, '_> {
    /// Removes an application with its secrets, refusals and what it was given at the API. Its grants end with it.
    pub fn remove(&mut self, app: &App, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute("delete from app_secrets where tenant = $1 and app_id = $2", &[&tenant, &app.app_id])?;
        self.0
            .execute("delete from app_refusals where tenant = $1 and app_id = $2", &[&tenant, &app.app_id])?;
        self.0.execute("delete from grants where tenant = $1 and app_id = $2", &[&tenant, &app.app_id])?;
        self.0.execute(
            "delete from app_permissions where tenant = $1 and principal_id = $2",
            &[&tenant, &app.principal_id],
        )?;
        SearchWords(self.0).remove(app.app_id)?;
        self.0
            .execute(
                "update apps set removed = $3 where tenant = $1 and app_id = $2",
                &[&tenant, &app.app_id, &now],
            )
            .map(drop)
    }

    /// Puts one back that was removed after a moment, with its addresses and the people who are named; `None` when there
    /// is none.
    pub fn put_back(&mut self, id: Id<AppId>, after: Timestamp) -> Result<Option<App>> {
        let tenant = self.0.tenant();
        let back = self.0.execute(
            "update apps set removed = null where tenant = $1 and app_id = $2 and removed > $3",
            &[&tenant, &id, &after],
        )?;
        if back == 0 {
            return Ok(None);
        }
        let app = self.by_id(id)?;
        if let Some(app) = &app {
            self.index(app)?;
        }
        Ok(app)
    }

    /// True when one was removed so long ago.
    pub fn any_removed_before(&mut self, before: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from apps where tenant = $1 and removed > 0 and removed <= $2 limit 1",
            &[&tenant, &before],
        )?;
        Ok(row.is_some())
    }

    /// Forgets those that were removed so long ago, at most `limit`, with the people and groups that are named.
    pub fn forget_removed(&mut self, before: Timestamp, limit: i64) -> Result<()> {
        let tenant = self.0.tenant();
        let removed = self.0.query(
            "select app_id, principal_id from apps \
             where tenant = $1 and removed > 0 and removed <= $2 order by removed limit $3",
            &[&tenant, &before, &limit],
        )?;
        for row in &removed {
            let (app, principal): (Id<AppId>, Id<ServicePrincipal>) = (row.get(0)?, row.get(1)?);
            self.0.execute(
                "delete from app_assignments where tenant = $1 and principal_id = $2",
                &[&tenant, &principal],
            )?;
            self.0.execute(
                "delete from app_groups where tenant = $1 and principal_id = $2",
                &[&tenant, &principal],
            )?;
            self.0.execute("delete from apps where tenant = $1 and app_id = $2", &[&tenant, &app])?;
        }
        Ok(())
    }
}
