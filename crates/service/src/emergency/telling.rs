//! Telling everybody who administers: the alarm when an emergency account was used, what was changed about one, and the
//! drill that is due.

use model::{How, Id, Method, Proof, Role, Span, Tenant, Timestamp, User};
use policy::Facts;
use sql::Tx;
use store::{EmergencyUse, Letter, Tables};

use super::DRILL;
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::context::Context;
use crate::gate::Draws;
use crate::house::House;
use crate::jobs::has_job;

/// How many of each role are told.
const TOLD: i64 = 100;
/// How many uses one round tells of.
const AT_ONCE: i64 = 10;
/// After how long administrators are reminded again of a drill that nobody did.
const AGAIN: Span = Span::days(30);
/// For how long a use that was seen is kept.
const KEPT: Span = Span::days(730);
/// How many of them one round removes.
const STEP: i64 = 100;

/// What administrators are told of an emergency account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Happened {
    /// It became one.
    Designated,
    /// It no longer is one.
    Withdrawn,
    /// A new capsule was made.
    Sealed,
    /// Somebody came in with it.
    Used {
        /// When.
        at: Timestamp,
        /// Whether the capsule was used, which is gone with it.
        by_capsule: bool,
        /// Whether it was in a rehearsal.
        is_rehearsal: bool,
    },
    /// Nobody rehearsed it for long.
    DrillDue,
}

/// Keeps that an emergency account was used, in the transaction that lets it in. Whoever only shows once more that it is
/// them, in a session of which administrators know, is not told of again.
pub(crate) fn note_use(
    tx: &mut Tx<'_>,
    facts: &Facts,
    (proofs, is_new): (&[Proof], bool),
    (context, draws): (&Context, &Draws),
) -> Result<(), Fault> {
    let user = facts.subject.user;
    let by_capsule = used_capsule(proofs);
    if !facts.subject.emergency || !(is_new || by_capsule) {
        return Ok(());
    }
    let account = tx.emergency().by_id(user)?;
    let is_rehearsal = account.and_then(|account| account.rehearsal_ends).is_some_and(|end| end > draws.now);
    if is_rehearsal {
        tx.emergency().rehearsed(user, draws.now)?;
    }
    let used =
        EmergencyUse { id: draws.record, user, at: draws.now, by_capsule, is_rehearsal, acknowledged: None };
    tx.emergency().used(&used)?;
    let changes = Changes::default().made("capsule", by_capsule).made("rehearsal", is_rehearsal);
    let who = (store::Actor::User(user), context.address_text());
    let entry = draws.entry.about(draws.record);
    entry.write_as(tx, who, Verb::UseEmergency, ("user", Some(user)), &changes)
}

/// True when the capsule was given in this sign-in.
pub(crate) fn used_capsule(proofs: &[Proof]) -> bool {
    proofs.iter().any(|proof| proof.method == Method::SealedCapsule && proof.how == How::Prompted)
}

impl House {
    /// Writes to everybody who administers about each use that nobody was told of yet, and about drills that are due.
    pub(crate) async fn tell_of_emergencies(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let now = self.now();
        let (untold, due) = self
            .db
            .read(tenant, move |tx| {
                let mut due = vec![];
                for account in tx.emergency().all()? {
                    let since = account.rehearsed.unwrap_or(account.designated);
                    let is_told = account.reminded.is_some_and(|at| at > now - AGAIN);
                    if since <= now - DRILL && !is_told {
                        due.push(account.user);
                    }
                }
                Ok::<_, Fault>((tx.emergency().untold(AT_ONCE)?, due))
            })
            .await?;
        for used in untold {
            self.tell_of_use(tenant, &used, now).await?;
        }
        for user in due {
            self.tell_of_drill(tenant, user, now).await?;
        }
        Ok(())
    }

    async fn tell_of_use(
        &self,
        tenant: Id<Tenant>,
        used: &EmergencyUse,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let EmergencyUse { id, user, at, by_capsule, is_rehearsal, .. } = *used;
        let happened = Happened::Used { at, by_capsule, is_rehearsal };
        let letters = self.emergency_letters(tenant, user, happened).await?;
        let node = self.node;
        self.db
            .write(tenant, move |tx| {
                // Another node may have told of it meanwhile.
                if has_job(tx, "emergency", &node, now)? && tx.emergency().told(id)? {
                    post(tx, &letters, now)?;
                    tx.emergency().forget(now - KEPT, STEP)?;
                }
                Ok(())
            })
            .await
    }

    async fn tell_of_drill(&self, tenant: Id<Tenant>, user: Id<User>, now: Timestamp) -> Result<(), Fault> {
        let letters = self.emergency_letters(tenant, user, Happened::DrillDue).await?;
        let node = self.node;
        self.db
            .write(tenant, move |tx| {
                let before = tx.emergency().by_id(user)?.and_then(|account| account.reminded);
                let is_told = before.is_some_and(|at| at > now - AGAIN);
                if !is_told && has_job(tx, "emergency", &node, now)? {
                    post(tx, &letters, now)?;
                    tx.emergency().reminded(user, now)?;
                }
                Ok(())
            })
            .await
    }

    /// The letters about an emergency account, to everybody who may do everything or looks after security. Sealed with
    /// randomness, which a closure that may run twice does not draw.
    pub(super) async fn emergency_letters(
        &self,
        tenant: Id<Tenant>,
        id: Id<User>,
        happened: Happened,
    ) -> Result<Vec<Letter>, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let now = self.now();
        let (whom, told) = self
            .db
            .read(tenant, move |tx| {
                let whom = tx.users().by_id(id)?.ok_or(Fault::NotFound)?;
                Ok::<_, Fault>((whom, administrators(tx, now)?))
            })
            .await?;
        told.iter()
            .filter_map(|to| self.emergency_letter(&organisation, to, &whom, happened).transpose())
            .collect()
    }
}

/// Everybody who is told.
fn administrators(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<User>, Fault> {
    let mut ids = tx.users().holders(Role::GlobalAdministrator, TOLD)?;
    ids.extend(tx.users().holders(Role::SecurityAdministrator, TOLD)?);
    ids.sort_unstable();
    ids.dedup();
    let mut told = vec![];
    for id in ids {
        told.extend(tx.users().by_id(id)?.filter(|user| user.may_sign_in(now)));
    }
    Ok(told)
}

pub(super) fn post(tx: &mut Tx<'_>, letters: &[Letter], now: Timestamp) -> Result<(), Fault> {
    for letter in letters {
        tx.outbox().insert(letter, now)?;
    }
    Ok(())
}
