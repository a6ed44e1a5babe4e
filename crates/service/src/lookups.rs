//! Small questions that pages ask beside their own use case: whose name is this, what is this application called.

use std::collections::{HashMap, HashSet};

use model::{AppId, Id, NameKey, Tenant, User};
use store::Tables;

use crate::Fault;
use crate::authority::{Action, Permit, ReadPeople};
use crate::house::House;
use crate::outside::MailRoute;

impl House {
    /// Whose name this is. Whoever has leave for anything may ask: they would read the name there anyway.
    pub async fn person_named<A: Action>(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<A>,
        name: &str,
    ) -> Result<Option<User>, Fault> {
        let Ok(key) = NameKey::of(name) else { return Ok(None) };
        Ok(self.db.read(tenant, move |tx| tx.users().by_login(&key)).await?)
    }

    /// How many people may sign in.
    pub async fn people_count(&self, tenant: Id<Tenant>, _permit: &Permit<ReadPeople>) -> Result<i64, Fault> {
        Ok(self.db.read(tenant, |tx| tx.users().count()).await?.0)
    }

    /// Which of these people hold a role.
    pub async fn administrators_among(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        people: Vec<Id<User>>,
    ) -> Result<HashSet<Id<User>>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let mut holders = HashSet::new();
                for id in &people {
                    if !tx.users().roles(*id)?.is_empty() {
                        holders.insert(*id);
                    }
                }
                Ok(holders)
            })
            .await
    }

    /// What applications are called; one that is gone has no name.
    pub async fn app_names(
        &self,
        tenant: Id<Tenant>,
        ids: Vec<Id<AppId>>,
    ) -> Result<HashMap<Id<AppId>, String>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let mut names = HashMap::new();
                for id in &ids {
                    if !names.contains_key(id)
                        && let Some(app) = tx.apps().by_id(*id)?
                    {
                        names.insert(*id, app.name);
                    }
                }
                Ok(names)
            })
            .await
    }

    /// Where mail goes from here.
    pub fn mail_route(&self) -> &MailRoute {
        &self.outside.mail_route
    }
}
