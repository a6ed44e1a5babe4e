//! Making, changing and switching policies.

use graph::{Code, Document, Known, Severity, Version};
use model::{Id, Tenant};
use policy::conditions::Condition;
use policy::{Location, Policy, PolicySet, State};
use serde_json::{Map, Value};
use store::Revision;

use super::difference::difference;
use super::exclusions::{self, Reason};
use super::saving::{Moment, Prepared};
use super::{
    LARGEST_POLICY, MOST_POLICIES, PolicyProblem, Saved, Wish, cannot, content, document_of, part_of,
    written_time,
};
use crate::Fault;
use crate::audit::Verb;
use crate::authority::{Actor, ManagePolicies, Permit};
use crate::house::House;
use crate::policy_sets::{self, Edit};

/// What templates say in the place of whoever uses them. It excludes nobody: the guard makes that unnecessary.
pub(super) const PLACEHOLDER: &str = "Current administrator will be excluded";

/// A document in Graph's JSON, and why it leaves whom out.
#[derive(Debug, Clone)]
pub struct Written<'t> {
    /// The document, or the members of it that change.
    pub text: &'t str,
    /// Why. What is said already of somebody who is left out stays, where nothing else is said.
    pub reasons: Vec<Reason>,
    /// Where it is written. In a file there is no place for a reason.
    pub from: WrittenIn,
}

/// Where a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenIn {
    /// On a page, or in a request to the API.
    Form,
    /// In a file that somebody brings along.
    File,
}

impl<'t> From<&'t str> for Written<'t> {
    fn from(text: &'t str) -> Self {
        Self { text, reasons: vec![], from: WrittenIn::Form }
    }
}

impl<'t> From<&'t String> for Written<'t> {
    fn from(text: &'t String) -> Self {
        text.as_str().into()
    }
}

impl House {
    /// Makes a policy of a document in Graph's JSON. It gets an id of its own.
    pub async fn create_policy(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        written: impl Into<Written<'_>>,
        wish: Wish,
    ) -> Result<Result<Saved, PolicyProblem>, Fault> {
        let moment = self.moment();
        let id: Id<Policy> = Id::random(self.outside.random());
        let Written { text, reasons, from } = written.into();
        let must_say = from == WrittenIn::Form && must_say(&permit);
        let document = match new_document(text, id, moment) {
            Ok(document) => document,
            Err(problem) => return Ok(Err(problem)),
        };
        if must_say && !exclusions::are_explained(None, &document.policy, &reasons) {
            return Ok(Err(PolicyProblem::NoReason));
        }
        let kept = self
            .revise_because(tenant, (permit, wish), (moment, reasons), move |before| {
                if count(before) >= MOST_POLICIES {
                    return Ok(Err(PolicyProblem::TooMany));
                }
                let document = document.clone().with_strengths(&policy_sets::own_strengths(before)?);
                if let Err(problem) = check(&document, before) {
                    return Ok(Err(problem));
                }
                let written = document.write(Version::Beta);
                Ok(Ok(Prepared {
                    edits: vec![Edit::put(part_of(id), written.to_string())],
                    verb: Verb::AddPolicy,
                    target: ("policy", id.cast()),
                    changes: difference(&Value::Null, &written),
                }))
            })
            .await?;
        Ok(kept.map(|trial| Saved { id, revision: moment.revision, trial }))
    }

    /// Changes the members of a policy that the document names (D14); the others stay as they are.
    pub async fn change_policy(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Policy>,
        written: impl Into<Written<'_>>,
        wish: Wish,
    ) -> Result<Result<Saved, PolicyProblem>, Fault> {
        let Written { text, reasons, .. } = written.into();
        let patch = match object(text) {
            Ok(patch) => patch,
            Err(problem) => return Ok(Err(problem)),
        };
        self.rewrite(tenant, permit, (id, Verb::ChangePolicy), (patch, reasons), wish).await
    }

    /// Switches a policy on, off, or to report-only.
    pub async fn switch_policy(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Policy>,
        state: State,
        wish: Wish,
    ) -> Result<Result<Saved, PolicyProblem>, Fault> {
        let patch = serde_json::json!({ "state": graph::state_word(state) });
        self.rewrite(tenant, permit, (id, Verb::SwitchPolicy), (patch, vec![]), wish).await
    }

    async fn rewrite(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        (id, verb): (Id<Policy>, Verb),
        (patch, reasons): (Value, Vec<Reason>),
        wish: Wish,
    ) -> Result<Result<Saved, PolicyProblem>, Fault> {
        let (moment, must_say, said) = (self.moment(), must_say(&permit), reasons.clone());
        let kept = self
            .revise_because(tenant, (permit, wish), (moment, reasons), move |before| {
                let was = document_of(before, id)?;
                let old = was.write(Version::Beta);
                let kept = policy_sets::own_strengths(before)?;
                let changed = changed_document(&old, &patch, id, moment);
                let changed = changed.map(|document| document.with_strengths(&kept));
                let document = match changed.and_then(|document| check(&document, before).map(|()| document))
                {
                    Ok(document) => document,
                    Err(problem) => return Ok(Err(problem)),
                };
                if must_say && !exclusions::are_explained(Some(&was.policy), &document.policy, &said) {
                    return Ok(Err(PolicyProblem::NoReason));
                }
                let new = document.write(Version::Beta);
                Ok(Ok(Prepared {
                    edits: vec![Edit::put(part_of(id), new.to_string())],
                    verb,
                    target: ("policy", id.cast()),
                    changes: difference(&old, &new).about("displayName", &document.policy.name),
                }))
            })
            .await?;
        Ok(kept.map(|trial| Saved { id, revision: moment.revision, trial }))
    }
}

/// Whoever writes at a page says why somebody is left out. At the API and in files there is no place for it.
fn must_say(permit: &Permit<ManagePolicies>) -> bool {
    matches!(permit.actor(), Actor::Person { .. })
}

pub(super) fn count(revision: &Revision) -> usize {
    revision.parts.iter().filter(|(part, _)| part.starts_with(PolicySet::POLICY_PART)).count()
}

fn object(text: &str) -> Result<Value, PolicyProblem> {
    if text.len() > LARGEST_POLICY {
        return Err(PolicyProblem::TooLarge);
    }
    let value: Value = serde_json::from_str(text).map_err(|error| {
        PolicyProblem::NotReadable(graph::ReadError::NotJson { line: error.line(), column: error.column() })
    })?;
    if value.is_object() { Ok(value) } else { Err(graph::ReadError::NotAPolicy("$".to_owned()).into()) }
}

/// A document as it begins: under an id of its own, made now, and excluding nobody by a placeholder.
pub(super) fn new_document(text: &str, id: Id<Policy>, moment: Moment) -> Result<Document, PolicyProblem> {
    let mut value = object(text)?;
    value["id"] = id.to_string().into();
    value["createdDateTime"] = written_time(moment.entry.at).into();
    value["modifiedDateTime"] = Value::Null;
    value["deletedDateTime"] = Value::Null;
    read(value, id)
}

/// The document with the members of another one in their place: objects are gone into, everything else is replaced.
pub(super) fn changed_document(
    old: &Value,
    patch: &Value,
    id: Id<Policy>,
    moment: Moment,
) -> Result<Document, PolicyProblem> {
    if !patch["id"].is_null() && patch["id"] != old["id"] {
        return Err(PolicyProblem::AnotherId);
    }
    let created = old["createdDateTime"].clone();
    let mut value = old.clone();
    merge(&mut value, patch);
    value["id"] = id.to_string().into();
    value["createdDateTime"] = created;
    value["modifiedDateTime"] = written_time(moment.entry.at).into();
    value["deletedDateTime"] = Value::Null;
    read(value, id)
}

/// The document that a change would make of one, or of nothing: what an editor shows before it is saved.
pub fn drafted(old: Option<&Document>, patch: &Value) -> Result<Document, PolicyProblem> {
    let mut value = old.map_or_else(|| Value::Object(Map::default()), |old| old.write(Version::Beta));
    let id = old.map_or(Id::fixed(0), |old| old.policy.id);
    merge(&mut value, patch);
    value["id"] = id.to_string().into();
    read(value, id)
}

fn merge(old: &mut Value, patch: &Value) {
    match (old, patch) {
        (Value::Object(old), Value::Object(patch)) => {
            for (name, value) in patch {
                merge(old.entry(name).or_insert(Value::Null), value);
            }
        }
        (old, patch) => *old = patch.clone(),
    }
}

pub(super) fn read(mut value: Value, id: Id<Policy>) -> Result<Document, PolicyProblem> {
    if let Some(excluded) = value.pointer_mut("/conditions/users/excludeUsers").and_then(Value::as_array_mut)
    {
        excluded.retain(|user| user != PLACEHOLDER);
    }
    let not_a_policy = || graph::ReadError::NotAPolicy("$".to_owned());
    let document = graph::read(&value.to_string())?.pop().ok_or_else(not_a_policy)?;
    // A list, or the answer of Graph that holds one, brings ids of its own.
    if document.policy.id != id {
        return Err(not_a_policy().into());
    }
    if model::plain_text(&document.policy.name, 256).is_none() {
        return Err(PolicyProblem::Name);
    }
    if policy::builtin::is_name(&document.policy.name) {
        return Err(PolicyProblem::NameOfOurs);
    }
    let written = document.write(Version::Beta).to_string();
    if written.len() > LARGEST_POLICY {
        return Err(PolicyProblem::TooLarge);
    }
    // What is kept is what was looked at: a member whose own name looks like a path would come back as another one.
    match graph::read(&written)?.pop() {
        Some(again) if again.policy == document.policy => Ok(document),
        _ => Err(not_a_policy().into()),
    }
}

/// What a document, with the strengths of this revision, must be to stand in it; most of it only where it is to be on.
pub(super) fn check(document: &Document, revision: &Revision) -> Result<(), PolicyProblem> {
    let policy = document.usable()?;
    if policy.state != State::On {
        return Ok(());
    }
    let findings = graph::lint(&[document], Known::default()).pop().unwrap_or_default();
    // What is not understood was told above, and whom it keeps out is the guard's to say.
    let told = [Code::NotUnderstood, Code::EverybodyBlocked];
    let errors: Vec<_> = findings
        .into_iter()
        .filter(|finding| finding.severity(State::On) == Severity::Error && !told.contains(&finding.code))
        .collect();
    if !errors.is_empty() {
        return Err(PolicyProblem::Unsound(errors));
    }
    let words = cannot(policy);
    if !words.is_empty() {
        return Err(PolicyProblem::CannotYet(words));
    }
    let missing: Vec<String> =
        named(policy).filter(|id| !is_there(revision, *id)).map(|id| id.to_string()).collect();
    if missing.is_empty() { Ok(()) } else { Err(PolicyProblem::NoSuchLocation(missing)) }
}

/// The locations that a policy names.
pub(super) fn named(policy: &Policy) -> impl Iterator<Item = Id<Location>> + '_ {
    policy
        .conditions
        .iter()
        .filter_map(|condition| match condition {
            Condition::Locations(locations) => Some(locations.include.iter().chain(&locations.exclude)),
            _ => None,
        })
        .flatten()
        .copied()
}

pub(super) fn is_there(revision: &Revision, id: Id<Location>) -> bool {
    id == Location::MFA_TRUSTED_IPS || content(revision, &super::locations::part_of(id)).is_some()
}
