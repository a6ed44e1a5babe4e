//! The plan of an organisation (reference 8). Whoever runs the installation sets it, by a command; the organisation sees
//! it. A smaller plan takes nothing away: what is on keeps enforcing and can be switched off and deleted, and nothing new is
//! written (`conditional_access/licensed.rs`).

use model::{Id, Tenant};
use policy::Plan;
use store::Tables;

use crate::audit::{Changes, Verb};
use crate::authority::{ManageInstallation, Permit, ReadSecurity};
use crate::house::House;
use crate::organisations::Ruling;
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
        self.rule(tenant, permit, move |_, before| {
            if before.plan == plan {
                return Err(Fault::Conflict("state"));
            }
            Ok(Ruling {
                edit: policy_sets::plan_edit(plan)?,
                verb: Verb::ChangePlan,
                changes: Changes::default().set("plan", before.plan.word(), plan.word()),
            })
        })
        .await
    }
}
