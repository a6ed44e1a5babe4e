//! Deleting an application, and taking that back for a while.

use model::{AppId, Id, Span, Tenant};
use store::{App, Tables};

use crate::Fault;
use crate::apps::own_app;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageApps, Permit};
use crate::house::House;
use crate::standing::may_still;

/// For how long it can be put back: longer than the page offers it.
pub(crate) const PUT_BACK_WITHIN: Span = Span::hours(1);

impl House {
    /// Removes an application; everything it got ends, and its secrets go for good.
    pub async fn remove_app(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageApps>,
        id: Id<AppId>,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let app = own_app(tx, id)?;
                tx.apps().remove(&app, entry.at)?;
                let changes = Changes::default()
                    .gone("name", &app.name)
                    .gone("redirectUris", &app.redirect_uris)
                    .gone("assignment", app.assignment);
                entry.write(tx, &permit, Verb::RemoveApp, ("application", Some(id)), &changes)
            })
            .await
    }

    /// Puts an application back that was removed a moment ago: its registration and the people who are named. What it got
    /// has ended, and its secrets do not come back, for one that leaked may be why it was removed. One that is there is
    /// left as it is.
    pub async fn put_app_back(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageApps>,
        id: Id<AppId>,
    ) -> Result<App, Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                if let Some(app) = tx.apps().by_id(id)?.filter(|app| !app.built_in) {
                    return Ok(app);
                }
                let app = tx.apps().put_back(id, entry.at - PUT_BACK_WITHIN)?.ok_or(Fault::NotFound)?;
                let changes = Changes::default()
                    .made("name", &app.name)
                    .made("redirectUris", &app.redirect_uris)
                    .made("assignment", app.assignment);
                entry.write(tx, &permit, Verb::PutAppBack, ("application", Some(id)), &changes)?;
                Ok(app)
            })
            .await
    }
}
