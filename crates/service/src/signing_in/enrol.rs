//! Registering an authenticator app in the flow: whoever must have a second factor and has none is led through it.

use factors::{recovery, totp};
use model::{Id, Method, Tenant, User};
use serde_json::json;
use signin::{SignIn, Step};
use sql::Tx;
use store::{Credential, Tables};

use super::advance::attempt_of;
use super::password::prompted;
use super::{Open, Progress, Show};
use crate::Fault;
use crate::context::Context;
use crate::gate::{self, Draws};
use crate::house::House;
use crate::keys::Place;
use crate::letters::Change;
use crate::ticket::{Destination, Point, Ticket};

impl House {
    /// Takes the code that shows the app was set up, registers it, and shows the recovery codes.
    pub(super) async fn finish_enrolment(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        typed: String,
    ) -> Result<Progress, Fault> {
        let Some(secret) = open.secret() else { return self.advance(tenant, context, open, None).await };
        let Some((sign_in, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let draws = self.draws();
        let Some(step) = totp::verify(&secret, &typed, draws.now, None) else {
            return self.show_enrolment(tenant, open, &user, true);
        };
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let credential = self.totp_credential(tenant, &user, &secret, step, draws);
        let codes = recovery::make(&mut |bytes| (self.outside.fill_random)(bytes));
        let digests = codes.each_ref().map(|code| code.digest(self.keys.recovery()));
        let letter = self.changed_letter(&organisation, &user, Change::MethodAdded)?;
        let proof = prompted(Method::Totp, Some(credential.id), &draws);
        let moved = sign_in.clone().proven(proof);
        let version = moved.version;
        let (house, own) = (self.clone(), context.clone());
        let registered = self
            .judged(tenant, move |tx, set| {
                // Asked again here: what was allowed when the page was shown may not be allowed now.
                if !may_enrol(&house, tx, set, &sign_in, &own, &draws)? {
                    return Ok(false);
                }
                if !tx.sign_ins().update(&moved)? {
                    return Ok(false);
                }
                tx.credentials().insert(&credential)?;
                tx.recovery_codes().replace(credential.user, &digests, draws.now)?;
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, draws.now)?;
                }
                let who = store::Actor::User(credential.user);
                let target = ("user", Some(credential.user));
                let changes = json!({ "method": "totp" });
                draws.entry.write_as(
                    tx,
                    who,
                    own.address_text(),
                    "registerSecurityInfo",
                    target,
                    &changes,
                )?;
                Ok(true)
            })
            .await?;
        if !registered {
            return self.advance(tenant, context, open, None).await;
        }
        let open = open.moved_to(version);
        let at = Point::Stored { id: open.id, version, shown: None };
        let shown = codes.iter().map(ToString::to_string).collect();
        Ok(self.show(tenant, Ticket { at, ..open.ticket }, Show::RecoveryCodes(shown)))
    }

    /// An authenticator app as it is kept: its first step is used up by its registration.
    pub(crate) fn totp_credential(
        &self,
        tenant: Id<Tenant>,
        user: &User,
        secret: &totp::Secret,
        step: totp::Step,
        draws: Draws,
    ) -> Credential {
        let id = Id::ordered(draws.now, self.outside.random());
        let place = Place { tenant, column: "credentials.secret", row: id.as_bytes() };
        Credential {
            id,
            user: user.id,
            method: Method::Totp,
            label: String::new(),
            secret: self.keys.seal(place, self.outside.random(), secret.as_bytes()),
            last_step: Some(step.number()),
            created: draws.now,
            last_used: Some(draws.now),
        }
    }
}

fn may_enrol(
    house: &House,
    tx: &mut Tx<'_>,
    set: &policy::PolicySet,
    sign_in: &SignIn<Destination>,
    context: &Context,
    draws: &Draws,
) -> Result<bool, Fault> {
    let user = tx.users().by_id(sign_in.user())?.ok_or(Fault::NotFound)?;
    if !user.state.may_sign_in() {
        return Ok(false);
    }
    let facts = gate::facts(house, tx, &user, attempt_of(sign_in), context, draws.now)?;
    let account = signin::Account {
        password: user.password,
        known_browser: gate::knows_browser(tx, user.id, context, draws.now)?,
    };
    Ok(matches!(signin::next(set, &facts, account), Step::Enrol))
}
