//! Whom policies leave out: why, who said so, and until when. It stands beside the document, which is Graph's (D14).
//! What was said stays when they are no longer left out (ADR 42).

mod ending;
mod holes;
mod past;

use model::{Id, Tenant, Timestamp};
use policy::{Excluded, Policy, PolicySet};
use sql::Tx;
use store::{ExclusionRow, Revision, Tables};

use super::saving::Moment;
use super::{document_of, trial};
use crate::audit::{Changes, Verb, actor_name};
use crate::authority::{Action, ManagePolicies, Permit, ReadSecurity};
use crate::house::House;
use crate::keys::sha256;
use crate::ledger::author;
use crate::standing::may_still;
use crate::{Fault, policy_sets};

pub(crate) use holes::{note as note_hole, opened_by};
pub(super) use past::{Past, come_back};

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 300;
/// Up to how many members of a group that is left out are counted.
const COUNTED: i64 = 1_000;

/// Why one is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Who or what.
    pub excluded: Excluded,
    /// Why.
    pub reason: String,
    /// When it ends; nothing where it does not by itself.
    pub ends: Option<Timestamp>,
}

/// Somebody or something that a policy leaves out.
#[derive(Debug, Clone)]
pub struct KeptExclusion {
    /// Who or what.
    pub excluded: Excluded,
    /// How many people and groups are in it, where it is a group; at most 1,000 are counted.
    pub members: Option<i64>,
    /// Why; nothing where nobody said, as for what came in a file.
    pub why: Option<Why>,
}

/// What was said of it.
#[derive(Debug, Clone)]
pub struct Why {
    /// Why.
    pub reason: String,
    /// When it ends.
    pub ends: Option<Timestamp>,
    /// Who said so, and how they are called now.
    pub by: (store::Actor, Option<String>),
    /// When they did.
    pub given: Timestamp,
    /// Why it is still there although it has ended.
    pub refused: Option<Refused>,
}

/// Why an exclusion that has ended could not be taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Too few administrators would still come in.
    LocksOut,
    /// The policy may not be as it would be then.
    Other,
}

impl Refused {
    const fn word(self) -> &'static str {
        match self {
            Self::LocksOut => "locksOut",
            Self::Other => "other",
        }
    }

    fn from_word(word: &str) -> Self {
        if word == Self::LocksOut.word() { Self::LocksOut } else { Self::Other }
    }
}

impl House {
    /// Whom a policy leaves out by name, with what was said of it.
    pub async fn policy_exclusions(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        id: Id<Policy>,
    ) -> Result<Vec<KeptExclusion>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let document = document_of(&policy_sets::head(tx)?, id)?;
                let mut said = tx.exclusions().of(id)?;
                let mut all = vec![];
                for excluded in document.policy.excluded() {
                    let place = said.iter().position(|row| row.excluded == excluded);
                    let why = place.map(|place| why(tx, said.swap_remove(place))).transpose()?;
                    let members = match excluded {
                        Excluded::Group(group) => Some(tx.memberships().count(group, COUNTED)?),
                        Excluded::Person(_) | Excluded::Role(_) => None,
                    };
                    all.push(KeptExclusion { excluded, members, why });
                }
                Ok(all)
            })
            .await
    }

    /// The policies that still leave somebody out whose last day is over, because taking them out was refused.
    pub async fn stuck_exclusions(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Vec<Id<Policy>>, Fault> {
        let now = self.now();
        self.db
            .read(tenant, move |tx| {
                let mut policies = tx.exclusions().refused(now)?;
                policies.sort_unstable();
                policies.dedup();
                Ok(policies)
            })
            .await
    }

    /// Says why a policy leaves somebody out, in place of what was said before.
    pub async fn explain_exclusion(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Policy>,
        reason: Reason,
    ) -> Result<(), Fault> {
        let moment = self.moment();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, moment.entry.at)?;
                explain(tx, &permit, moment, (id, std::slice::from_ref(&reason)))
            })
            .await
    }
}

fn why(tx: &mut Tx<'_>, row: ExclusionRow) -> Result<Why, Fault> {
    let name = actor_name(tx, &row.by)?;
    Ok(Why {
        reason: row.reason,
        ends: row.ends,
        by: (row.by, name),
        given: row.given,
        refused: row.refused.as_deref().map(Refused::from_word),
    })
}

/// True when a reason is given for everybody who is newly left out.
pub(super) fn are_explained(old: Option<&Policy>, new: &Policy, reasons: &[Reason]) -> bool {
    let before = old.map(Policy::excluded).unwrap_or_default();
    let is_said = |excluded: &Excluded| reasons.iter().any(|reason| reason.excluded == *excluded);
    new.excluded().iter().all(|excluded| before.contains(excluded) || is_said(excluded))
}

/// Keeps why a policy leaves these out that it does, each with a record of its own; what was said already is left alone.
pub(super) fn explain<A: Action>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    moment: Moment,
    (policy, reasons): (Id<Policy>, &[Reason]),
) -> Result<(), Fault> {
    let document = document_of(&policy_sets::head(tx)?, policy)?;
    let there = document.policy.excluded();
    let said = tx.exclusions().of(policy)?;
    for reason in reasons {
        if !there.contains(&reason.excluded) {
            return Err(Fault::NotFound);
        }
        let text = model::plain_text(&reason.reason, LONGEST_REASON).ok_or(Fault::Invalid("reason"))?;
        let before = said.iter().find(|row| row.excluded == reason.excluded);
        if before.is_some_and(|before| before.reason == text && before.ends == reason.ends) {
            continue;
        }
        if reason.ends.is_some_and(|ends| ends <= moment.entry.at) {
            return Err(Fault::Invalid("until"));
        }
        let row = ExclusionRow {
            policy,
            excluded: reason.excluded,
            reason: text,
            ends: reason.ends,
            by: author(permit.actor()).0,
            given: moment.entry.at,
            refused: None,
        };
        tx.exclusions().keep(&row)?;
        record(tx, permit, moment, (&document.policy.name, before, &row))?;
    }
    Ok(())
}

/// The record of a reason. What was said of a person is kept apart, so that it goes with them.
fn record<A: Action>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    moment: Moment,
    (name, before, row): (&str, Option<&ExclusionRow>, &ExclusionRow),
) -> Result<(), Fault> {
    let entry = moment.entry.about(row.excluded.id());
    let old = |read: fn(&ExclusionRow) -> Option<String>| before.and_then(read);
    let secs = |ends: Option<Timestamp>| ends.map(Timestamp::as_secs);
    let said = Changes::default()
        .set("exclusionReason", old(|row| Some(row.reason.clone())), Some(row.reason.clone()))
        .set("until", before.and_then(|before| secs(before.ends)), secs(row.ends));
    let said = match row.excluded {
        Excluded::Person(person) => {
            let salt = [&moment.seed[..], &person.as_bytes()[..]].concat();
            let (said, values) = said.apart(&sha256(&salt));
            for value in &values {
                tx.audit_values().insert(entry.id, person, value)?;
            }
            said
        }
        Excluded::Group(_) | Excluded::Role(_) => said,
    };
    let changes = said.made(row.excluded.kind(), row.excluded.id()).about("displayName", name);
    entry.write(tx, permit, Verb::ExplainExclusion, ("policy", Some(row.policy)), &changes)
}

/// Puts by what was said of exclusions that a revision no longer has. While one is on trial all of it counts: it may be
/// taken back.
pub(super) fn tidy(tx: &mut Tx<'_>, revision: &Revision, now: Timestamp) -> Result<(), Fault> {
    let said = tx.exclusions().all()?;
    if said.is_empty() || trial::is_on_trial(revision)? {
        return Ok(());
    }
    let mut documents = policy_sets::documents(revision, PolicySet::POLICY_PART)?;
    // A policy that was deleted may be restored.
    documents.extend(policy_sets::documents(revision, PolicySet::DELETED_PART)?);
    for row in said {
        let document = documents.iter().find(|document| document.policy.id == row.policy);
        if !document.is_some_and(|document| document.policy.excluded().contains(&row.excluded)) {
            tx.exclusions().leave(row.policy, row.excluded, now)?;
        }
    }
    Ok(())
}
