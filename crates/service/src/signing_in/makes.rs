//! Passkeys of some makes alone, where a strength names them: which of them a sign-in asks for, and takes when one is
//! registered in it.

use model::{Id, Make, Method, Tenant, Timestamp};
use policy::{PasskeyRules, PolicySet};
use signin::{SignIn, Verdict};
use sql::Tx;
use store::Tables;

use super::Open;
use super::advance::attempt_of;
use crate::context::Context;
use crate::house::House;
use crate::ticket::Destination;
use crate::{Fault, gate};

impl House {
    /// The makes of which a passkey must be for what this sign-in lacks, where not every make counts.
    pub(super) async fn makes_asked(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: &Open,
    ) -> Result<Option<Vec<Id<Make>>>, Fault> {
        let set = self.policy_set(tenant).await?;
        if set.makes().is_empty() {
            return Ok(None);
        }
        let (house, own, now) = (self.clone(), context.clone(), self.now());
        let (id, browser) = (open.id, context.browser.digest());
        self.db
            .read(tenant, move |tx| match tx.sign_ins().by_id::<Destination>(id, &browser, now)? {
                Some(sign_in) => makes_asked(&house, tx, &set, &sign_in, (&own, now)),
                None => Ok(None),
            })
            .await
    }
}

/// The makes of which a passkey must be for what a sign-in lacks, where not every make counts.
pub(super) fn makes_asked(
    house: &House,
    tx: &mut Tx<'_>,
    set: &PolicySet,
    sign_in: &SignIn<Destination>,
    (context, now): (&Context, Timestamp),
) -> Result<Option<Vec<Id<Make>>>, Fault> {
    if set.makes().is_empty() {
        return Ok(None);
    }
    let user = tx.users().by_id(sign_in.user())?.ok_or(Fault::NotFound)?;
    let facts = gate::facts(house, tx, (set, &user), attempt_of(sign_in), context, now)?;
    Ok(match signin::judge(set, &facts) {
        Verdict::Ask(decision) => signin::makes_asked(&decision, &facts),
        Verdict::Passed(_) | Verdict::Refused(..) => None,
    })
}

/// The rules for a new key: where what is demanded names makes, no other passkey is taken, for it would lead nowhere.
pub(super) fn rules_for(set: &PolicySet, method: Method, makes: Option<Vec<Id<Make>>>) -> PasskeyRules {
    match makes.filter(|_| method == Method::Passkey) {
        Some(makes) => set.passkeys.narrowed_to(&makes),
        None => set.passkeys.clone(),
    }
}
