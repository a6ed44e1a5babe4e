//! For how long browsers may be trusted: staying signed in, and not being asked for the second factor again.

use model::{Id, Tenant};
use policy::Browsers;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageBrowsers, Permit, ReadSecurity};
use crate::house::House;
use crate::policy_sets;
use crate::standing::may_still;

impl House {
    /// The settings as they are.
    pub async fn browsers(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Browsers, Fault> {
        self.db.read(tenant, |tx| Ok(policy_sets::load_head(tx)?.browsers)).await
    }

    /// Changes them; what was given under longer ones counts only as long as the new ones say.
    pub async fn set_browsers(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageBrowsers>,
        wanted: Browsers,
    ) -> Result<(), Fault> {
        if !wanted.is_sound() {
            return Err(Fault::Invalid("days"));
        }
        let entry = self.entry();
        let id = Id::ordered(entry.at, self.outside.random());
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let before = policy_sets::load_head(tx)?;
                if !policy_sets::save_browsers(tx, id, before.revision, wanted, entry)? {
                    return Err(Fault::Conflict("browsers"));
                }
                let changes = Changes::default()
                    .set("rememberedDays", before.browsers.remembered_days, wanted.remembered_days)
                    .set("signedInDays", before.browsers.signed_in_days, wanted.signed_in_days);
                entry.write(tx, &permit, Verb::ChangeBrowsers, ("policySet", Some(id)), &changes)
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(())
    }
}
