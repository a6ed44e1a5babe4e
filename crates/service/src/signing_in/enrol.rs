//! Registering an authenticator app in the flow: whoever must have a second factor and has none is led through it.

use factors::{recovery, totp};
use model::{Id, Method, Tenant, User};
use serde_json::json;
use signin::Step;
use store::{Credential, Tables};

use super::advance::computed;
use super::password::prompted;
use super::{Open, Progress, Show};
use crate::Fault;
use crate::context::Context;
use crate::gate::Draws;
use crate::house::House;
use crate::keys::Place;
use crate::letters::Change;
use crate::ticket::{Point, Shown, Ticket};

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
                if !matches!(computed(&house, tx, set, &sign_in, &own, &draws)?, Some(Step::Enrol)) {
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
                    (who, own.address_text()),
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
        let codes = codes.iter().map(ToString::to_string).collect();
        self.show_codes(tenant, context, open.moved_to(version), codes, false).await
    }

    /// The page that sets up an app, once it was chosen; what may be registered is asked again when it is.
    pub(super) async fn begin_enrolment(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
    ) -> Result<Progress, Fault> {
        let Some((_, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        self.show_enrolment(tenant, open, &user, false)
    }

    /// The recovery codes, until the person says that they are kept.
    pub(super) async fn show_codes(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        codes: Vec<String>,
        unkept: bool,
    ) -> Result<Progress, Fault> {
        let Some((_, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let shown = Some(Shown::Codes(codes.clone()));
        let at = Point::Stored { id: open.id, version: open.version, shown };
        let show = Show::RecoveryCodes { name: user.name.as_str().to_owned(), codes, unkept };
        Ok(self.show(tenant, Ticket { at, ..open.ticket }, show))
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
