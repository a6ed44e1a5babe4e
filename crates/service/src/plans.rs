//! The plan of an organisation (reference 8). Whoever runs the installation sets it, by a command; the organisation sees
//! it. A smaller plan takes nothing away: what is on keeps enforcing and can be switched off and deleted, and nothing new is
//! written (`conditional_access/licensed.rs`).

use model::{Id, Tenant};
use policy::Plan;
use store::Tables;

use crate::audit::{Changes, Verb};
use crate::authority::{ManageInstallation, Permit, ReadSecurity};
use crate::house::House;
use crate::{Fault, policy_sets};

impl House {
    /// The plan that an organisation has.
    pub async fn plan(&self, tenant: Id<Tenant>, _permit: &Permit<ReadSecurity>) -> Result<Plan, Fault> {
        self.db.read(tenant, |tx| Ok(policy_sets::load_head(tx)?.plan)).await
    }

    /// How many people it covers: all that the organisation has.
    pub async fn covered_people(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<i64, Fault> {
        Ok(self.db.read(tenant, |tx| tx.users().count_all()).await?)
    }

    /// Gives it another one.
    pub async fn set_plan(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageInstallation>,
        plan: Plan,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        let id = Id::ordered(entry.at, self.outside.random());
        self.db
            .write(tenant, move |tx| {
                let before = policy_sets::load_head(tx)?;
                if before.plan == plan {
                    return Err(Fault::Conflict("state"));
                }
                if !policy_sets::save_plan(tx, id, before.revision, plan, entry)? {
                    return Err(Fault::Busy);
                }
                let changes = Changes::default().set("plan", before.plan.word(), plan.word());
                entry.write(tx, &permit, Verb::ChangePlan, ("organisation", Some(tenant)), &changes)
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(())
    }
}
