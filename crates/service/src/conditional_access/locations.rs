//! Named locations, and the ranges in which the old per-user switch asks nothing.

use std::fmt;

use graph::{LocationDocument, LocationError};
use model::{Cidr, Id, Tenant, Timestamp};
use policy::{Location, NamedLocation, PolicySet};
use serde_json::{Map, Value, json};
use store::Revision;

use super::deleted_locations::deleted_part;
use super::difference::difference;
use super::saving::{Moment, Prepared};
use super::writing::named;
use super::{LARGEST_POLICY, PolicyProblem, Wish, content, written_time};
use crate::audit::{Changes, Verb};
use crate::authority::{ManagePolicies, Permit, ReadSecurity};
use crate::house::House;
use crate::policy_sets::Edit;
use crate::{Fault, policy_sets};

/// A named location, and the policies that name it.
#[derive(Debug, Clone)]
pub struct KeptLocation {
    /// The location.
    pub document: LocationDocument,
    /// How the policies are called that name it.
    pub used_by: Vec<String>,
}

/// A location that was made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavedLocation {
    /// Which.
    pub id: Id<Location>,
    /// Until when the policies are on trial that name it, if they are.
    pub trial: Option<Timestamp>,
}

/// Why a location was not saved or deleted.
#[derive(Debug, Clone, PartialEq)]
pub enum LocationProblem {
    /// It is no location.
    NotReadable(LocationError),
    /// There are as many as there may be.
    TooMany,
    /// It is trusted; that is taken from it first.
    Trusted,
    /// These policies name it.
    Used(Vec<String>),
    /// What follows from it for policies.
    Policies(PolicyProblem),
}

impl From<PolicyProblem> for LocationProblem {
    fn from(problem: PolicyProblem) -> Self {
        Self::Policies(problem)
    }
}

/// As Graph and the command line say it.
impl fmt::Display for LocationProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReadable(error) => write!(f, "{error}"),
            Self::TooMany => write!(f, "there are {} named locations already", NamedLocation::MOST),
            Self::Trusted => f.write_str("it is trusted: set `isTrusted` to false before you delete it"),
            Self::Used(policies) => write!(f, "these policies name it: `{}`", policies.join("`, `")),
            Self::Policies(problem) => write!(f, "{problem}"),
        }
    }
}

impl std::error::Error for LocationProblem {}

pub(super) fn part_of(id: Id<Location>) -> String {
    format!("{}{id}", PolicySet::LOCATION_PART)
}

impl House {
    /// The named locations of an organisation, and its MFA trusted IPs.
    pub async fn locations(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<(Vec<KeptLocation>, Vec<Cidr>), Fault> {
        self.db
            .read(tenant, |tx| {
                let head = policy_sets::head(tx)?;
                let documents = policy_sets::locations(&head)?;
                let used_by = |document: &LocationDocument| users_of(&head, document.location.id);
                let kept = documents
                    .into_iter()
                    .map(|document| Ok(KeptLocation { used_by: used_by(&document)?, document }))
                    .collect::<Result<_, Fault>>()?;
                Ok((kept, policy_sets::trusted_ips(&head)?))
            })
            .await
    }

    /// Makes a named location of a document in Graph's JSON. It gets an id of its own.
    pub async fn create_location(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        text: &str,
    ) -> Result<Result<SavedLocation, LocationProblem>, Fault> {
        let moment = self.moment();
        let id: Id<Location> = Id::random(self.outside.random());
        let document = match new_document(text, id, moment) {
            Ok(document) => document,
            Err(problem) => return Ok(Err(problem)),
        };
        self.keep_location(tenant, permit, moment, (id, Verb::AddLocation), move |before| {
            if is_full(before) {
                return Ok(Err(LocationProblem::TooMany));
            }
            Ok(Ok(Change { old: Value::Null, new: Some(document.write()), deleted: None }))
        })
        .await
    }

    /// Changes the members of a location that the document names; the others stay as they are.
    pub async fn change_location(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Location>,
        text: &str,
    ) -> Result<Result<SavedLocation, LocationProblem>, Fault> {
        let moment = self.moment();
        let patch = match object(text) {
            Ok(patch) => patch,
            Err(problem) => return Ok(Err(problem)),
        };
        self.keep_location(tenant, permit, moment, (id, Verb::ChangeLocation), move |before| {
            let old = value_of(before, id)?;
            let mut value = old.clone();
            for (name, member) in &patch {
                if name != "createdDateTime" {
                    value[name.as_str()] = member.clone();
                }
            }
            value["id"] = id.to_string().into();
            value["modifiedDateTime"] = written_time(moment.entry.at).into();
            Ok(read(&value, id).map(|new| Change { old, new: Some(new.write()), deleted: None }))
        })
        .await
    }

    /// Deletes a location that no policy names and that is not trusted; for thirty days it can be restored.
    pub async fn delete_location(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Location>,
    ) -> Result<Result<SavedLocation, LocationProblem>, Fault> {
        let moment = self.moment();
        self.keep_location(tenant, permit, moment, (id, Verb::RemoveLocation), move |before| {
            let old = value_of(before, id)?;
            if old["isTrusted"] == Value::Bool(true) {
                return Ok(Err(LocationProblem::Trusted));
            }
            let users = users_of(before, id)?;
            if !users.is_empty() {
                return Ok(Err(LocationProblem::Used(users)));
            }
            let mut deleted = old.clone();
            deleted["deletedDateTime"] = written_time(moment.entry.at).into();
            Ok(Ok(Change { old, new: None, deleted: Some(Edit::put(deleted_part(id), deleted.to_string())) }))
        })
        .await
    }

    /// Sets the ranges in which the old per-user switch asks nothing: IPv4, at most fifty. The moment the change is taken
    /// back unless somebody confirms it, where it is on trial.
    pub async fn set_trusted_ips(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        ranges: Vec<Cidr>,
        wish: Wish,
    ) -> Result<Result<Option<Timestamp>, LocationProblem>, Fault> {
        if ranges.len() > NamedLocation::MOST_TRUSTED_IPS {
            return Ok(Err(LocationProblem::NotReadable(LocationError::TooManyRanges)));
        }
        if let Some(range) = ranges.iter().find(|range| !range.first().is_ipv4() || range.prefix() <= 8) {
            return Ok(Err(LocationProblem::NotReadable(LocationError::Range(range.to_string()))));
        }
        let moment = self.moment();
        let words: Vec<String> = ranges.iter().map(ToString::to_string).collect();
        let kept = self
            .revise(tenant, (permit, wish), moment, move |before| {
                let old: Vec<String> =
                    policy_sets::trusted_ips(before)?.iter().map(ToString::to_string).collect();
                Ok(Ok(Prepared {
                    edits: vec![Edit::put(PolicySet::TRUSTED_IPS_PART, json!(words).to_string())],
                    verb: Verb::ChangeTrustedIps,
                    target: ("policySet", moment.revision.cast()),
                    changes: Changes::default().set("trustedIps", &old, &words),
                }))
            })
            .await?;
        Ok(kept)
    }

    /// Saves what `change` makes of a location.
    pub(super) async fn keep_location(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        moment: Moment,
        (id, verb): (Id<Location>, Verb),
        change: impl Fn(&Revision) -> Changed + Send + 'static,
    ) -> Result<Result<SavedLocation, LocationProblem>, Fault> {
        let kept = self
            .revise(tenant, (permit, Wish::default()), moment, move |before| {
                let Change { old, new, deleted } = match change(before)? {
                    Ok(change) => change,
                    Err(problem) => return Ok(Err(problem)),
                };
                let name = new.as_ref().unwrap_or(&old)["displayName"].clone();
                let edit = Edit { part: part_of(id), content: new.as_ref().map(Value::to_string) };
                Ok(Ok(Prepared {
                    edits: [edit].into_iter().chain(deleted).collect(),
                    verb,
                    target: ("namedLocation", id.cast()),
                    changes: difference(&old, &new.unwrap_or_default()).about("displayName", name),
                }))
            })
            .await?;
        Ok(kept.map(|trial| SavedLocation { id, trial }))
    }
}

/// What becomes of a location.
pub(super) struct Change {
    /// The document before.
    pub(super) old: Value,
    /// The document after; none where it ends.
    pub(super) new: Option<Value>,
    /// What becomes of the deleted one with its id.
    pub(super) deleted: Option<Edit>,
}

/// A change of a location, or what is wrong.
pub(super) type Changed = Result<Result<Change, LocationProblem>, Fault>;

/// True when there are as many as there may be.
pub(super) fn is_full(revision: &Revision) -> bool {
    let count = revision.parts.iter().filter(|(part, _)| part.starts_with(PolicySet::LOCATION_PART));
    count.count() >= NamedLocation::MOST
}

fn new_document(text: &str, id: Id<Location>, moment: Moment) -> Result<LocationDocument, LocationProblem> {
    let mut value = Value::Object(object(text)?);
    value["id"] = id.to_string().into();
    value["createdDateTime"] = written_time(moment.entry.at).into();
    value["modifiedDateTime"] = Value::Null;
    read(&value, id)
}

fn object(text: &str) -> Result<Map<String, Value>, LocationProblem> {
    if text.len() > LARGEST_POLICY {
        return Err(LocationProblem::NotReadable(LocationError::TooManyRanges));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(LocationProblem::NotReadable(LocationError::NotALocation)),
    }
}

fn read(value: &Value, id: Id<Location>) -> Result<LocationDocument, LocationProblem> {
    let text = value.to_string();
    if text.len() > LARGEST_POLICY {
        return Err(LocationProblem::NotReadable(LocationError::TooManyRanges));
    }
    graph::read_location(&text, id).map_err(LocationProblem::NotReadable)
}

fn value_of(revision: &Revision, id: Id<Location>) -> Result<Value, Fault> {
    let text = content(revision, &part_of(id)).ok_or(Fault::NotFound)?;
    serde_json::from_str(text).map_err(|_| Fault::NotFound)
}

/// How the policies are called that name a location.
fn users_of(revision: &Revision, id: Id<Location>) -> Result<Vec<String>, Fault> {
    let policies = policy_sets::documents(revision, PolicySet::POLICY_PART)?;
    let names_it = policies.into_iter().filter(|document| named(&document.policy).any(|named| named == id));
    Ok(names_it.map(|document| document.policy.name).collect())
}
