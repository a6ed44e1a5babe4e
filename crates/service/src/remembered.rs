//! Browsers in which a person is not asked for the second factor again for some days (S14, ADR 18).
//!
//! The cookie has a part for each person: D11's refresh token under a key of its own, which is id, generation and MAC.
//! The row says which generation is the newest; a use makes the next one, and one that was followed long ago comes from a
//! copy.

mod cookie;

use model::{Id, Method, Proof, Role, Tenant, Timestamp, User, proved};
use policy::{PolicySet, Strength};
use signin::{Passed, Presented, Remembered, Session, SignIn, is_rememberable};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{EndSessions, Permit};
use crate::context::Context;
use crate::gate::Draws;
use crate::house::House;
use crate::letters::Change;
use crate::standing::may_still;
use crate::ticket::{Destination, Tick};
use crate::visit::Visitor;

/// What a browser gets to keep: the next cookie, and until when it is of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keepsake {
    /// The cookie's value.
    pub cookie: String,
    /// When it ends.
    pub until: Timestamp,
}

/// A record, and what its browser keeps of it.
type Kept = (Id<Remembered>, Keepsake);

/// The proof that the browser of a sign-in brings along: a password was given, and no second factor yet.
pub(crate) fn proof(
    house: &House,
    tx: &mut Tx<'_>,
    set: &PolicySet,
    (user, proofs): (&User, &[Proof]),
    context: &Context,
    now: Timestamp,
) -> Result<Option<Proof>, Fault> {
    let proven = proved(proofs);
    if !proven.contains(Method::Password) || Strength::mfa().is_met_by(proven) {
        return Ok(None);
    }
    let Some(part) = cookie::part_of(house, tx, context, (user.id, now))? else { return Ok(None) };
    let counts = matches!(part.presented, Presented::Current | Presented::Retried);
    Ok((counts && part.record.holds(user, set.browsers.remembered(), now)).then(|| part.record.proof()))
}

/// Drops the proof of a remembered browser that was revoked meanwhile, or that stands in for a method that the person may
/// no longer use: what rests on it no longer does.
pub(crate) fn standing(
    tx: &mut Tx<'_>,
    (set, user): (&PolicySet, &User),
    proofs: Vec<Proof>,
    now: Timestamp,
) -> Result<Vec<Proof>, Fault> {
    let mut standing = Vec::with_capacity(proofs.len());
    for proof in proofs {
        if proof.method == Method::RememberedDevice {
            let Some(second) = stands_in_for(tx, user, &proof, now)? else { continue };
            if !set.methods.lets(second, &tx.memberships().of_person(user.id)?) {
                continue;
            }
        }
        standing.push(proof);
    }
    Ok(standing)
}

/// The method that a remembered browser stands in for, while it does.
fn stands_in_for(
    tx: &mut Tx<'_>,
    user: &User,
    proof: &Proof,
    now: Timestamp,
) -> Result<Option<Method>, Fault> {
    let Some(id) = proof.credential else { return Ok(None) };
    let record = tx.remembered().by_id(id.cast())?;
    Ok(record.filter(|record| record.user == user.id && now < record.ends).map(|record| record.method))
}

/// What the end of a sign-in leaves in its browser: the next cookie of the one that stood in, or the first of one
/// that the person asked for. With it the record that the session is opened in.
pub(crate) fn settle(
    house: &House,
    tx: &mut Tx<'_>,
    (sign_in, user, passed): (&SignIn<Destination>, &User, Passed),
    (set, context, wish): (&PolicySet, &Context, Tick),
    (browser, draws): (&[u8; 32], &Draws),
) -> Result<(Passed, Option<Kept>), Fault> {
    let used = passed.proofs().iter().find(|proof| proof.method == Method::RememberedDevice);
    if let Some(used) = used {
        let id: Id<Remembered> = used.credential.ok_or(Fault::NotFound)?.cast();
        return follow(house, tx, passed, (id, context), (browser, draws));
    }
    let roles = tx.users().roles(user.id)?;
    let span = set.browsers.remembered().filter(|_| may_be_asked(set, &roles));
    let (Tick::On, Some(span), Some(second)) = (wish, span, is_rememberable(sign_in)) else {
        return Ok((passed, None));
    };
    // What it replaces is of no use to anybody from now on.
    if let Some(old) = cookie::part_of(house, tx, context, (user.id, draws.now))? {
        tx.remembered().end(old.record.id)?;
    }
    let record = Remembered {
        id: draws.remembered,
        user: user.id,
        browser: *browser,
        browser_before: Some(context.browser.digest()),
        generation: 0,
        rotated: draws.now,
        method: second.method,
        proven: second.at,
        created: draws.now,
        ends: second.at + span,
    };
    let address = context.address_text();
    let passed = tx.remembered().insert(&record, (address.as_deref(), context.agent.as_deref()), passed)?;
    let kept = cookie::with(house, tx, context, (&record, draws.now))?;
    Ok((passed, Some((record.id, kept))))
}

/// What is left in a browser that stood in for the second factor while nobody was at it: the next cookie. The session
/// ends with the browser from now on, as one that was opened in it.
pub(crate) fn settle_silently(
    house: &House,
    tx: &mut Tx<'_>,
    (session, passed): (&Session, Passed),
    brought: &Proof,
    (context, draws): (&Context, &Draws),
) -> Result<(Passed, Option<Keepsake>), Fault> {
    let id: Id<Remembered> = brought.credential.ok_or(Fault::NotFound)?.cast();
    let browser = context.browser.digest();
    let (passed, kept) = follow(house, tx, passed, (id, context), (&browser, draws))?;
    tx.sessions().opened_in(session.id, id)?;
    Ok((passed, kept.map(|(_, keepsake)| keepsake)))
}

/// The record of a person whose cookie this browser shows though it was followed long ago: somebody has a copy.
pub(crate) fn copied(
    house: &House,
    tx: &mut Tx<'_>,
    user: Id<User>,
    (context, now): (&Context, Timestamp),
) -> Result<Option<Remembered>, Fault> {
    let part = cookie::part_of(house, tx, context, (user, now))?;
    Ok(part.filter(|part| part.presented == Presented::Stolen).map(|part| part.record))
}

/// The same box is shown to whom it can help: an administrator is asked each time whatever they tick (S14).
pub(crate) fn may_be_asked(set: &PolicySet, roles: &[Role]) -> bool {
    !(set.defaults.enabled && roles.iter().any(|role| model::ALWAYS_MFA.contains(role)))
}

fn follow(
    house: &House,
    tx: &mut Tx<'_>,
    passed: Passed,
    (id, context): (Id<Remembered>, &Context),
    (browser, draws): (&[u8; 32], &Draws),
) -> Result<(Passed, Option<Kept>), Fault> {
    let part = cookie::parts(house, tx, context, draws.now)?.into_iter().find(|part| part.record.id == id);
    // A session that rests on it and is raised by another browser's answer leaves its cookie alone.
    let Some(cookie::Part { record, presented, .. }) = part else { return Ok((passed, None)) };
    let next = match presented {
        Presented::Current => Remembered {
            generation: record.generation + 1,
            rotated: draws.now,
            browser: *browser,
            browser_before: Some(context.browser.digest()),
            ..record
        },
        // The same successor again: of two pages that race, either answer may come last.
        Presented::Retried => {
            Remembered { browser: *browser, browser_before: Some(record.browser), ..record }
        }
        Presented::Elsewhere | Presented::Stolen => return Ok((passed, None)),
    };
    let passed = tx.remembered().rotate(&next, passed)?;
    let kept = cookie::with(house, tx, context, (&next, draws.now))?;
    Ok((passed, Some((id, kept))))
}

/// Looks whether the browser of a sign-in shows a cookie that was followed already: then somebody has a copy.
/// The record ends with every session that was opened in it, its person is told, and the audit log keeps it.
///
/// Asked only once somebody has proven to be that person, so that a stranger raises no alarm.
pub(crate) fn notice_copy(
    house: &House,
    tx: &mut Tx<'_>,
    user: Id<User>,
    (context, draws): (&Context, &Draws),
) -> Result<(), Fault> {
    if context.remembered.is_none() {
        return Ok(());
    }
    match copied(house, tx, user, (context, draws.now))? {
        Some(record) => end_copied(house, tx, &record, (context, draws)),
        None => Ok(()),
    }
}

/// Ends a record that somebody has a copy of, and what was opened in its browser.
pub(crate) fn end_copied(
    house: &House,
    tx: &mut Tx<'_>,
    record: &Remembered,
    (context, draws): (&Context, &Draws),
) -> Result<(), Fault> {
    let organisation = house.organisation(tx.tenant()).ok_or(Fault::NotFound)?;
    let Some(user) = tx.users().by_id(record.user)? else { return Ok(()) };
    if !tx.remembered().end_one_of(user.id, record.id)? {
        return Ok(());
    }
    let ended = tx.sessions().end_of_remembered(record.id)?;
    if let Some(letter) = house.changed_letter(&organisation, &user, Change::RememberedCopied)? {
        tx.outbox().insert(&letter, draws.now)?;
    }
    let changes = Changes::default().gone("remembered", record.id).made("sessionsEnded", ended);
    let who = (store::Actor::System, context.address_text());
    draws.entry.write_as(tx, who, Verb::RememberedCopied, ("user", Some(user.id)), &changes)
}

impl House {
    /// Forgets one of a person's remembered browsers for them: in it they are asked again, and what was opened in it
    /// ends, with the refresh tokens of applications.
    pub async fn forget_remembered(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<EndSessions>,
        (person, id): (Id<User>, Id<Remembered>),
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(person), entry.at)?;
                if !tx.remembered().end_one_of(person, id)? {
                    return Err(Fault::NotFound);
                }
                let ended = tx.sessions().end_of_remembered(id)?;
                let changes = Changes::default().gone("remembered", id).made("sessionsEnded", ended);
                entry.write(tx, &permit, Verb::ForgetRemembered, ("user", Some(person)), &changes)
            })
            .await
    }

    /// Forgets one of one's own remembered browsers, and ends what was opened in it.
    pub async fn forget_own_remembered(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        id: Id<Remembered>,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        let (user, session, address) = (visitor.user.id, visitor.session, visitor.address.clone());
        self.db
            .write(tenant, move |tx| {
                if !tx.remembered().end_one_of(user, id)? {
                    return Err(Fault::NotFound);
                }
                // Whoever gave their second factor here stays in; a session that was let in by the browser ends with it.
                let own = tx.sessions().by_id(session)?;
                let stands = own.is_some_and(|own| {
                    own.proofs.iter().all(|proof| proof.method != Method::RememberedDevice)
                });
                if stands {
                    tx.sessions().let_go_of_remembered(session, id)?;
                }
                let ended = tx.sessions().end_of_remembered(id)?;
                let who = (store::Actor::User(user), address.clone());
                let changes = Changes::default().gone("remembered", id).made("sessionsEnded", ended);
                entry.write_as(tx, who, Verb::ForgetRemembered, ("user", Some(user)), &changes)
            })
            .await
    }
}
