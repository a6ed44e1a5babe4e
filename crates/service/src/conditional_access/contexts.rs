//! Authentication contexts: names for what applications ask for beside a sign-in.

use std::fmt;

use graph::{ContextDocument, ContextError};
use model::{Id, Tenant, Timestamp};
use policy::conditions::{Condition, Targets};
use policy::{Policy, PolicySet};
use serde_json::Value;
use store::Revision;

use super::difference::difference;
use super::saving::Prepared;
use super::{LARGEST_POLICY, PolicyProblem, Wish, content};
use crate::audit::Verb;
use crate::authority::{ManagePolicies, Permit, ReadSecurity};
use crate::house::House;
use crate::policy_sets::Edit;
use crate::{Fault, policy_sets};

/// An authentication context, and the policies that are about it.
#[derive(Debug, Clone)]
pub struct KeptContext {
    /// The revision that it was read from; whoever changes it says that they saw it.
    pub revision: Id<PolicySet>,
    /// The context.
    pub document: ContextDocument,
    /// How the policies are called that are about it.
    pub used_by: Vec<String>,
}

/// Why a context was not saved or deleted.
#[derive(Debug, Clone, PartialEq)]
pub enum ContextProblem {
    /// It is no context.
    NotReadable(ContextError),
    /// There is one with this id.
    Taken,
    /// It is published; that is taken from it first.
    Published,
    /// These policies are about it.
    Used(Vec<String>),
    /// What follows from it for policies.
    Policies(PolicyProblem),
}

impl From<PolicyProblem> for ContextProblem {
    fn from(problem: PolicyProblem) -> Self {
        Self::Policies(problem)
    }
}

/// As Graph and the command line say it.
impl fmt::Display for ContextProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReadable(error) => write!(f, "{error}"),
            Self::Taken => f.write_str("there is a context with this `id` already"),
            Self::Published => {
                f.write_str("it is published: set `isAvailable` to false before you delete it")
            }
            Self::Used(policies) => write!(f, "these policies are about it: `{}`", policies.join("`, `")),
            Self::Policies(problem) => write!(f, "{problem}"),
        }
    }
}

impl std::error::Error for ContextProblem {}

/// Whether a context that is not there yet is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It is new.
    New,
    /// It is there, or is made: what Graph does with an id.
    Either,
}

/// What comes of a context: the document before and after, none where it ends.
type Changed = Result<(Value, Option<ContextDocument>), ContextProblem>;

impl House {
    /// The authentication contexts of an organisation, by number.
    pub async fn contexts(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Vec<KeptContext>, Fault> {
        self.db
            .read(tenant, |tx| {
                let head = policy_sets::head(tx)?;
                let mut documents = policy_sets::contexts(&head)?;
                documents.sort_by_key(|document| (document.id.len(), document.id.clone()));
                let kept = |document: ContextDocument| {
                    let used_by = users_of(&head, &document.id)?;
                    Ok(KeptContext { revision: head.id, used_by, document })
                };
                documents.into_iter().map(kept).collect()
            })
            .await
    }

    /// Makes a context of a document in Graph's JSON, or changes the members that it names: its id says which it is.
    pub async fn keep_context(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: &str,
        (text, keeping): (&str, Keeping),
        wish: Wish,
    ) -> Result<Result<Option<Timestamp>, ContextProblem>, Fault> {
        let patch = match serde_json::from_str(text) {
            Ok(Value::Object(patch)) if text.len() <= LARGEST_POLICY => patch,
            _ => return Ok(Err(ContextProblem::NotReadable(ContextError::NotAContext))),
        };
        let id = id.to_owned();
        self.revise_context(tenant, (permit, wish), &id.clone(), move |before| {
            let old = kept(before, &id)?;
            if keeping == Keeping::New && !old.is_null() {
                return Ok(Err(ContextProblem::Taken));
            }
            let mut value = if old.is_null() { Value::Object(patch.clone()) } else { old.clone() };
            for (name, member) in &patch {
                value[name.as_str()] = member.clone();
            }
            value["id"] = id.as_str().into();
            let read = graph::read_context(&value.to_string());
            Ok(read.map(|new| (old, Some(new))).map_err(ContextProblem::NotReadable))
        })
        .await
    }

    /// Deletes a context that no policy is about and that is not published.
    pub async fn delete_context(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: &str,
    ) -> Result<Result<Option<Timestamp>, ContextProblem>, Fault> {
        let id = id.to_owned();
        let leave = (permit, Wish::default());
        self.revise_context(tenant, leave, &id.clone(), move |before| {
            let old = kept(before, &id)?;
            if old.is_null() {
                return Err(Fault::NotFound);
            }
            if old["isAvailable"] == Value::Bool(true) {
                return Ok(Err(ContextProblem::Published));
            }
            let users = users_of(before, &id)?;
            if !users.is_empty() {
                return Ok(Err(ContextProblem::Used(users)));
            }
            Ok(Ok((old, None)))
        })
        .await
    }

    /// Saves what `change` makes of a context.
    async fn revise_context(
        &self,
        tenant: Id<Tenant>,
        leave: (Permit<ManagePolicies>, Wish),
        id: &str,
        change: impl Fn(&Revision) -> Result<Changed, Fault> + Send + 'static,
    ) -> Result<Result<Option<Timestamp>, ContextProblem>, Fault> {
        if !ContextDocument::is_id(id) {
            return Ok(Err(ContextProblem::NotReadable(ContextError::Id(id.chars().take(64).collect()))));
        }
        let (moment, part) = (self.moment(), part_of(id));
        self.revise(tenant, leave, moment, move |before| {
            let (old, new) = match change(before)? {
                Ok(change) => change,
                Err(problem) => return Ok(Err(problem)),
            };
            let verb = match (old.is_null(), &new) {
                (_, None) => Verb::RemoveContext,
                (true, Some(_)) => Verb::AddContext,
                (false, Some(_)) => Verb::ChangeContext,
            };
            let new = new.map(|new| new.write());
            let name = new.as_ref().unwrap_or(&old)["displayName"].clone();
            Ok(Ok(Prepared {
                edits: vec![Edit { part: part.clone(), content: new.as_ref().map(Value::to_string) }],
                verb,
                target: ("authenticationContext", moment.revision.cast()),
                changes: difference(&old, &new.unwrap_or_default()).about("displayName", name),
            }))
        })
        .await
    }
}

fn part_of(id: &str) -> String {
    format!("{}{id}", PolicySet::CONTEXT_PART)
}

/// A context as it is kept; nothing where there is none.
fn kept(revision: &Revision, id: &str) -> Result<Value, Fault> {
    match content(revision, &part_of(id)) {
        Some(text) => serde_json::from_str(text).map_err(|_| Fault::NotFound),
        None => Ok(Value::Null),
    }
}

/// How the policies are called that are about a context.
fn users_of(revision: &Revision, id: &str) -> Result<Vec<String>, Fault> {
    let policies = policy_sets::documents(revision, PolicySet::POLICY_PART)?;
    let is_about_it =
        policies.into_iter().filter(|document| contexts_of(&document.policy).any(|one| one == id));
    Ok(is_about_it.map(|document| document.policy.name).collect())
}

/// The contexts that a policy is about.
fn contexts_of(policy: &Policy) -> impl Iterator<Item = &str> {
    policy
        .conditions
        .iter()
        .filter_map(|condition| match condition {
            Condition::Targets(Targets::Written(written)) => Some(&written.contexts),
            _ => None,
        })
        .flatten()
        .map(String::as_str)
}
