//! Codes from an app, recovery codes and sealed capsules. Verifying one takes microseconds, so that reserve, verify and settle are
//! one transaction: guesses that race cannot pass together, on whatever node.

use factors::{capsule, recovery, totp};
use model::{Id, Method, Tenant, Timestamp, User};
use policy::PolicySet;
use policy::code::{LOCKED, WRONG_CODE};
use signin::SignIn;
use sql::Tx;
use store::Tables;

use super::advance::{Following, Next, note_wrong};
use super::password::prompted;
use super::{Open, Progress, Show, Wrong};
use crate::Fault;
use crate::context::Context;
use crate::emergency;
use crate::gate::{Draws, knows_browser, methods_of};
use crate::house::House;
use crate::keys::Place;
use crate::letters::Change;
use crate::ticket::Destination;

enum Checked {
    /// The sign-in's next version, and what comes next.
    Right(i64, Next),
    Wrong(Wrong),
}

impl House {
    /// Takes a code.
    pub(super) async fn check_code(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        method: Method,
        typed: String,
    ) -> Result<Progress, Fault> {
        let Some((sign_in, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let following = self.following(context, open.ticket.ticks, false);
        let draws = following.draws;
        let counters = [false, true].map(|known| self.counter(tenant, user.name.as_str(), method, known));
        let letter = match method {
            Method::RecoveryCode => {
                let id = user.id;
                let left = self.db.read(tenant, move |tx| tx.recovery_codes().left(id)).await?;
                self.changed_letter(&organisation, &user, Change::RecoveryCodeUsed((left - 1).max(0)))?
            }
            _ => None,
        };
        let (house, own, name) = (self.clone(), context.clone(), user.clone());
        let checked = self
            .judged(tenant, move |tx, set| {
                let whose = (set, &name);
                let known = knows_browser(tx, name.id, &own, draws.now)?;
                let counter = counters[usize::from(known)];
                if let Err(until) = counter.reserve(tx, draws.now)? {
                    let minutes = until.since(draws.now).minutes_up();
                    note_wrong(&house, tx, whose, &sign_in, (&own, &draws), LOCKED)?;
                    return Ok(Checked::Wrong(Wrong::Locked { minutes }));
                }
                let credential = match method {
                    Method::Totp => use_totp(&house, tx, &name, &typed, &draws)?,
                    Method::RecoveryCode => use_recovery(&house, tx, &name, &typed)?,
                    Method::SealedCapsule => use_capsule(tx, &name, &typed, draws.now)?,
                    _ => None,
                };
                let Some(credential) = credential else {
                    note_wrong(&house, tx, whose, &sign_in, (&own, &draws), WRONG_CODE)?;
                    return Ok(Checked::Wrong(Wrong::NotRight));
                };
                counter.settle(tx)?;
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, draws.now)?;
                }
                let moved = sign_in.clone().proven(prompted(method, credential, &draws));
                go_on(tx, set, &moved, &following)
            })
            .await?;
        match checked {
            Checked::Right(version, next) => {
                self.show_next(tenant, context, open.moved_to(version), (next, draws), None).await
            }
            Checked::Wrong(problem) => {
                let set = self.policy_set(tenant).await?;
                let (_, usable) =
                    self.db.read(tenant, move |tx| methods_of(tx, &user, (&set, draws.now))).await?;
                let asked = [
                    Method::Passkey,
                    Method::SecurityKey,
                    Method::Totp,
                    Method::RecoveryCode,
                    Method::SealedCapsule,
                ];
                let others = asked.into_iter().filter(|other| *other != method && usable.contains(*other));
                let show = Show::Code { method, others: others.collect(), problem: Some(problem) };
                Ok(self.show(tenant, open.ticket, show))
            }
        }
    }
}

/// Keeps that the code was right, and goes on from there.
fn go_on(
    tx: &mut Tx<'_>,
    set: &PolicySet,
    moved: &SignIn<Destination>,
    following: &Following,
) -> Result<Checked, Fault> {
    // Another answer was there first: this one is undone with its transaction, the code is not used up.
    if !tx.sign_ins().update(moved)? {
        return Err(Fault::Conflict("sign-in"));
    }
    Ok(Checked::Right(moved.version, following.next(tx, set, moved)?))
}

/// The credential whose code it is, its step used up; `Some(None)` never happens for an app.
fn use_totp(
    house: &House,
    tx: &mut Tx<'_>,
    user: &User,
    typed: &str,
    draws: &Draws,
) -> Result<Option<Option<Id<()>>>, Fault> {
    for held in tx.credentials().of(user.id)?.into_iter().filter(|held| held.method == Method::Totp) {
        let place = Place { tenant: tx.tenant(), column: "credentials.secret", row: held.id.as_bytes() };
        let seed = house.keys.open(place, &held.secret).and_then(|seed| <[u8; 20]>::try_from(seed).ok());
        let Some(secret) = seed.map(totp::Secret::new) else { continue };
        let last = held.last_step.map(totp::Step::from_number);
        if let Some(step) = totp::verify(&secret, typed, draws.now, last)
            && tx.credentials().use_step(held.id, step.number(), draws.now)?
        {
            return Ok(Some(Some(held.id)));
        }
    }
    Ok(None)
}

fn use_recovery(
    house: &House,
    tx: &mut Tx<'_>,
    user: &User,
    typed: &str,
) -> Result<Option<Option<Id<()>>>, Fault> {
    let Some(digest) = recovery::digest(house.keys.recovery(), typed) else { return Ok(None) };
    Ok(tx.recovery_codes().consume(user.id, &digest)?.then_some(None))
}

/// Breaks the seal: the capsule is gone with it, whatever comes of the sign-in. It opens nothing but an emergency account.
fn use_capsule(
    tx: &mut Tx<'_>,
    user: &User,
    typed: &str,
    now: Timestamp,
) -> Result<Option<Option<Id<()>>>, Fault> {
    let Some(digest) = capsule::digest(typed) else { return Ok(None) };
    if !emergency::is_account(tx, user.id, now)? {
        return Ok(None);
    }
    Ok(tx.emergency().consume(user.id, &digest)?.then_some(None))
}
