//! Going back to an earlier revision: its policies and named locations, in a new revision, by the way that every save
//! goes.

use graph::{Document, Version};
use model::{Id, Tenant, Timestamp};
use policy::{Excluded, PolicySet};
use serde_json::Value;
use sql::Tx;
use store::{Revision, Tables};

use super::altered::Altered;
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManagePolicies, Permit, ReadSecurity};
use crate::conditional_access::deleted_locations::deleted_part as deleted_location_part;
use crate::conditional_access::deleting::deleted_part;
use crate::conditional_access::difference::difference;
use crate::conditional_access::exclusions::Past;
use crate::conditional_access::saving::{Moment, Prepared};
use crate::conditional_access::writing::check;
use crate::conditional_access::{PolicyProblem, Wish, content, written_time};
use crate::house::House;
use crate::policy_sets::{self, Edit};

/// An earlier revision whose policies count again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// The revision that was made.
    pub revision: Id<PolicySet>,
    /// Until when it is on trial, if it is.
    pub trial: Option<Timestamp>,
}

/// What going back to a revision comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restoring {
    /// What would be otherwise than now: policies and named locations, for those alone come back.
    pub altered: Vec<Altered>,
    /// Whom its policies left out until a day that is over: they stay out.
    pub ended: Vec<EndedExclusion>,
}

/// Somebody or something that a policy once left out, until a day that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedExclusion {
    /// How the policy is called.
    pub policy: String,
    /// Who or what.
    pub excluded: Excluded,
    /// How they are called; nothing for a role, and for who is no longer there.
    pub name: Option<String>,
}

/// Why nobody went back to it.
#[derive(Debug, Clone, PartialEq)]
pub enum RestoreProblem {
    /// Its policies and named locations are those in force.
    Same,
    /// This policy of it may not be as it was.
    Policy(String, PolicyProblem),
    /// It may not be saved as a whole.
    Whole(PolicyProblem),
}

impl From<PolicyProblem> for RestoreProblem {
    fn from(problem: PolicyProblem) -> Self {
        Self::Whole(problem)
    }
}

impl House {
    /// What going back to a revision would alter.
    pub async fn restoring_alters(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        id: Id<PolicySet>,
    ) -> Result<Restoring, Fault> {
        let at = self.now();
        self.db
            .read(tenant, move |tx| {
                let head = tx.policy_sets().head()?.ok_or(Fault::NotFound)?;
                let (now, then) = (super::row(tx, head)?, super::row(tx, id)?);
                let altered = super::altered::between(tx, Some(&now), &then)?;
                let is_one = |one: &Altered| matches!(one, Altered::Policy(..) | Altered::Location(..));
                let altered = altered.into_iter().filter(is_one).collect();
                Ok(Restoring { altered, ended: ended(tx, id, at)? })
            })
            .await
    }

    /// Makes a revision with the policies and named locations of an earlier one. What is there now and was not then is
    /// deleted, and can be restored; security defaults, methods and the rest stay as they are.
    pub async fn restore_revision(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<PolicySet>,
        wish: Wish,
    ) -> Result<Result<Restored, RestoreProblem>, Fault> {
        let moment = self.moment();
        // What a revision says never changes, so it need not be read in the transaction that saves.
        let then = self.db.read(tenant, move |tx| tx.policy_sets().load(id)).await?.ok_or(Fault::NotFound)?;
        let kept = self
            .revise_reading(tenant, (permit, wish), moment, move |tx, now| {
                prepared(&Past::read(tx)?, (&then, now), moment)
            })
            .await?;
        Ok(kept.map(|trial| Restored { revision: moment.revision, trial }))
    }
}

/// Whom the policies of a revision left out until a day that is over, with their names.
fn ended(tx: &mut Tx<'_>, id: Id<PolicySet>, at: Timestamp) -> Result<Vec<EndedExclusion>, Fault> {
    let past = Past::read(tx)?;
    let then = tx.policy_sets().load(id)?.ok_or(Fault::NotFound)?;
    let now = policy_sets::head(tx)?;
    let mut ended = vec![];
    for (part, wanted) in comes_back(&then) {
        let (old, mut new) = (json(content(&now, part)), json(Some(wanted)));
        for excluded in without_ended(&past, part, (&old, &mut new), at) {
            let policy = new["displayName"].as_str().unwrap_or_default().to_owned();
            let name = match excluded {
                Excluded::Person(person) => tx.users().by_id(person)?.map(|user| user.display),
                Excluded::Group(group) => tx.groups().by_id(group)?.map(|group| group.display),
                Excluded::Role(_) => None,
            };
            ended.push(EndedExclusion { policy, excluded, name });
        }
    }
    Ok(ended)
}

/// Takes out of a policy that comes back whom it left out until a day that is over.
fn without_ended(past: &Past, part: &str, documents: (&Value, &mut Value), at: Timestamp) -> Vec<Excluded> {
    let policy = part.strip_prefix(PolicySet::POLICY_PART).and_then(|id| id.parse().ok());
    policy.map(|policy| past.take_out(policy, documents, at)).unwrap_or_default()
}

fn prepared(
    past: &Past,
    (then, now): (&Revision, &Revision),
    moment: Moment,
) -> Result<Result<Prepared, RestoreProblem>, Fault> {
    let back = Back::of(past, (then, now), moment)?;
    if back.edits.is_empty() {
        return Ok(Err(RestoreProblem::Same));
    }
    let next = Revision { parts: policy_sets::edited(now.parts.clone(), &back.edits), ..now.clone() };
    let own = policy_sets::own_strengths(&next)?;
    for document in &back.documents {
        if let Err(problem) = check(&document.clone().with_strengths(&own), &next) {
            return Ok(Err(RestoreProblem::Policy(document.policy.name.clone(), problem)));
        }
    }
    let changes = Changes::default().set("revision", now.id, then.id).and(back.changes);
    let target = ("policySet", moment.revision.cast());
    Ok(Ok(Prepared { edits: back.edits, verb: Verb::RestoreRevision, target, changes }))
}

/// What is to be done to be back.
#[derive(Default)]
struct Back {
    edits: Vec<Edit>,
    /// The policies that come, or come back.
    documents: Vec<Document>,
    changes: Changes,
}

impl Back {
    fn of(past: &Past, (then, now): (&Revision, &Revision), moment: Moment) -> Result<Self, Fault> {
        let mut back = Self::default();
        for (part, wanted) in comes_back(then) {
            let (old, mut new) = (json(content(now, part)), json(Some(wanted)));
            let ended = without_ended(past, part, (&old, &mut new), moment.entry.at);
            let changes = difference(&old, &new);
            if !changes.is_empty() {
                let stays_out = |changes: Changes, one: &Excluded| changes.gone(one.kind(), one.id());
                let changes = ended.iter().fold(changes, stays_out);
                back.put(part, (&old, new), changes, moment)?;
                if let Some(deleted) = gone(part).filter(|deleted| content(now, deleted).is_some()) {
                    back.edits.push(Edit::end(deleted));
                }
            }
        }
        for (part, old) in comes_back(now).filter(|(part, _)| content(then, part).is_none()) {
            let mut old = json(Some(old));
            back.tell(difference(&old, &Value::Null), &old);
            back.edits.push(Edit::end(part));
            if let Some(deleted) = gone(part) {
                old["deletedDateTime"] = written_time(moment.entry.at).into();
                back.edits.push(Edit::put(deleted, old.to_string()));
            }
        }
        Ok(back)
    }

    fn put(
        &mut self,
        part: &str,
        (old, mut new): (&Value, Value),
        changes: Changes,
        moment: Moment,
    ) -> Result<(), Fault> {
        if part.starts_with(PolicySet::POLICY_PART) {
            new["modifiedDateTime"] = written_time(moment.entry.at).into();
            let document = policy_sets::document(part, &new.to_string())?;
            new = document.write(Version::Beta);
            self.documents.push(document);
        }
        self.tell(changes, if new.is_null() { old } else { &new });
        self.edits.push(Edit::put(part, new.to_string()));
        Ok(())
    }

    fn tell(&mut self, changes: Changes, about: &Value) {
        let name = about["displayName"].as_str().unwrap_or_default();
        self.changes = std::mem::take(&mut self.changes).and(changes.of(name));
    }
}

/// The parts that going back brings back.
fn comes_back(revision: &Revision) -> impl Iterator<Item = (&str, &str)> {
    let is_one = |part: &str| {
        [PolicySet::POLICY_PART, PolicySet::LOCATION_PART].iter().any(|begin| part.starts_with(begin))
    };
    let parts = revision.parts.iter().filter(move |(part, _)| is_one(part));
    parts.map(|(part, content)| (part.as_str(), content.as_str()))
}

/// Where a policy or a named location is kept that was deleted.
fn gone(part: &str) -> Option<String> {
    if let Some(id) = part.strip_prefix(PolicySet::POLICY_PART) {
        return Some(deleted_part(id.parse().ok()?));
    }
    Some(deleted_location_part(part.strip_prefix(PolicySet::LOCATION_PART)?.parse().ok()?))
}

fn json(content: Option<&str>) -> Value {
    content.and_then(|content| serde_json::from_str(content).ok()).unwrap_or_default()
}
