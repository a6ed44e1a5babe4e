//! The organisation's own authentication strengths.

use std::collections::BTreeMap;
use std::fmt;

use graph::{StrengthDocument, StrengthError};
use model::{Id, Make, Tenant, Timestamp};
use policy::controls::Control;
use policy::{AuthenticationStrength, Combination, Policy, PolicySet, State};
use serde_json::{Map, Value, json};
use store::{Revision, Tables};

use super::difference::difference;
use super::saving::{Moment, Prepared};
use super::{LARGEST_POLICY, PolicyProblem, Wish, content, written_time};
use crate::audit::Verb;
use crate::authority::{ManagePolicies, Permit, ReadSecurity};
use crate::house::House;
use crate::policy_sets::Edit;
use crate::{Fault, policy_sets};

/// The most strengths of its own that an organisation has.
pub const MOST_STRENGTHS: usize = 15;
/// How many makes that people have are told by name.
const SHOWN: i64 = 100;
/// An authenticator that does not tell its make.
const SILENT: Id<Make> = Id::fixed(0);

/// A strength, and the policies that demand it.
#[derive(Debug, Clone)]
pub struct KeptStrength {
    /// The strength.
    pub document: StrengthDocument,
    /// The policies that demand it.
    pub used_by: Vec<Policy>,
}

/// The strengths of an organisation, with what a page says of them.
#[derive(Debug, Clone)]
pub struct Strengths {
    /// The revision that this is; whoever changes a strength says that they saw it.
    pub revision: Id<PolicySet>,
    /// Its own, in the order that they were made.
    pub own: Vec<KeptStrength>,
    /// The policies that demand each built-in one.
    pub built_in: Vec<(Id<AuthenticationStrength>, Vec<Policy>)>,
    /// The makes of keys that are known here, with their names as far as they have one: those that people have, that the
    /// rules for keys name, and that strengths do.
    pub makes: BTreeMap<Id<Make>, Option<String>>,
}

/// A strength that was made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavedStrength {
    /// Which.
    pub id: Id<AuthenticationStrength>,
    /// Until when the policies are on trial that demand it, if they are.
    pub trial: Option<Timestamp>,
}

/// Why a strength was not saved or deleted.
#[derive(Debug, Clone, PartialEq)]
pub enum StrengthProblem {
    /// It is no strength.
    NotReadable(StrengthError),
    /// Its document is larger than is kept.
    TooLarge,
    /// Another strength has its name.
    NameTaken,
    /// There are as many as there may be.
    TooMany,
    /// It is built in: what it takes is the same everywhere.
    BuiltIn,
    /// These policies demand it.
    Used(Vec<String>),
    /// Nothing that it would take can be given here, and these policies that are on demand it.
    Impossible(Vec<String>),
    /// What follows from it for policies.
    Policies(PolicyProblem),
}

impl From<PolicyProblem> for StrengthProblem {
    fn from(problem: PolicyProblem) -> Self {
        Self::Policies(problem)
    }
}

impl From<StrengthError> for StrengthProblem {
    fn from(error: StrengthError) -> Self {
        Self::NotReadable(error)
    }
}

/// As Graph and the command line say it.
impl fmt::Display for StrengthProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReadable(error) => write!(f, "{error}"),
            Self::TooLarge => write!(f, "larger than {LARGEST_POLICY} bytes"),
            Self::NameTaken => f.write_str("another strength has this `displayName`"),
            Self::TooMany => write!(f, "there are {MOST_STRENGTHS} strengths already"),
            Self::BuiltIn => f.write_str("it is built in and cannot be changed"),
            Self::Used(policies) => write!(f, "these policies demand it: `{}`", policies.join("`, `")),
            Self::Impossible(policies) => {
                write!(
                    f,
                    "nobody could give any of it, and these policies demand it: `{}`",
                    policies.join("`, `")
                )
            }
            Self::Policies(problem) => write!(f, "{problem}"),
        }
    }
}

impl std::error::Error for StrengthProblem {}

/// What is done to one thing that narrows the combinations of a strength, by its id.
#[derive(Debug, Clone)]
pub enum CombinationChange {
    /// It is new.
    Add(Map<String, Value>),
    /// These members of it are others.
    Change(String, Map<String, Value>),
    /// It is no longer there.
    Remove(String),
}

impl CombinationChange {
    fn make(&self, list: &mut Vec<Value>, new: &str) -> Result<(), Fault> {
        let place =
            |list: &[Value], id: &str| list.iter().position(|one| one["id"] == id).ok_or(Fault::NotFound);
        match self {
            Self::Add(members) => {
                let mut members = members.clone();
                members.insert("id".to_owned(), new.into());
                list.push(Value::Object(members));
            }
            Self::Change(id, members) => {
                let at = place(list, id)?;
                for (name, member) in members.iter().filter(|(name, _)| *name != "id") {
                    list[at][name.as_str()] = member.clone();
                }
            }
            Self::Remove(id) => {
                list.remove(place(list, id)?);
            }
        }
        Ok(())
    }
}

/// What comes of a strength: the document before and after, none where it ends.
type Changed = Result<(Value, Option<StrengthDocument>), StrengthProblem>;

impl House {
    /// The authentication strengths of an organisation.
    pub async fn strengths(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Strengths, Fault> {
        self.db
            .read(tenant, |tx| {
                let head = policy_sets::head(tx)?;
                let policies = policies(&head)?;
                let own: Vec<KeptStrength> = policy_sets::strengths(&head)?
                    .into_iter()
                    .map(|document| KeptStrength {
                        used_by: users_of(&policies, document.strength.id),
                        document,
                    })
                    .collect();
                let built_in =
                    AuthenticationStrength::BUILT_IN.map(|id| (id, users_of(&policies, id))).to_vec();
                let rules = policy_sets::set_of(&head)?.passkeys;
                let named = own.iter().filter_map(|kept| kept.document.strength.makes.as_ref()).flatten();
                let mut makes: BTreeMap<_, _> = named.map(|make| (*make, None)).collect();
                makes.extend(tx.passkeys().makes(SHOWN)?.into_iter().map(|held| (held.make, None)));
                makes.extend(rules.key_restrictions.aa_guids.iter().map(|make| (*make, None)));
                makes.extend(rules.make_names.into_iter().map(|(make, name)| (make, Some(name))));
                makes.remove(&SILENT);
                Ok(Strengths { revision: head.id, own, built_in, makes })
            })
            .await
    }

    /// Makes a strength of a document in Graph's JSON. It gets an id of its own.
    pub async fn create_strength(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        text: &str,
    ) -> Result<Result<SavedStrength, StrengthProblem>, Fault> {
        let moment = self.moment();
        let id: Id<AuthenticationStrength> = Id::random(self.outside.random());
        let document = match self.new_strength(text, id, moment) {
            Ok(document) => document,
            Err(problem) => return Ok(Err(problem)),
        };
        let leave = (permit, Wish::default());
        self.keep_strength(tenant, leave, moment, (id, Verb::AddStrength), move |before| {
            let kept = before.parts.iter().filter(|(part, _)| part.starts_with(PolicySet::STRENGTH_PART));
            if kept.count() >= MOST_STRENGTHS {
                return Ok(Err(StrengthProblem::TooMany));
            }
            Ok(Ok((Value::Null, Some(document.clone()))))
        })
        .await
    }

    /// Changes the members of a strength that the document names; the others stay as they are.
    pub async fn change_strength(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<AuthenticationStrength>,
        text: &str,
        wish: Wish,
    ) -> Result<Result<SavedStrength, StrengthProblem>, Fault> {
        let moment = self.moment();
        let mut patch = match object(text) {
            Ok(patch) => patch,
            Err(problem) => return Ok(Err(problem)),
        };
        self.name_configurations(&mut patch);
        self.keep_strength(tenant, (permit, wish), moment, (id, Verb::ChangeStrength), move |before| {
            let Some(old) = kept(before, id)? else { return Ok(Err(StrengthProblem::BuiltIn)) };
            let mut value = old.clone();
            for (name, member) in &patch {
                if name != "createdDateTime" {
                    value[name.as_str()] = member.clone();
                }
            }
            value["id"] = id.to_string().into();
            value["modifiedDateTime"] = written_time(moment.entry.at).into();
            Ok(read(&value, id).map(|new| (old, Some(new))))
        })
        .await
    }

    /// Changes one thing that narrows the combinations of a strength.
    pub async fn change_combination(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<AuthenticationStrength>,
        change: CombinationChange,
    ) -> Result<Result<SavedStrength, StrengthProblem>, Fault> {
        let (moment, new) = (self.moment(), Id::<()>::random(self.outside.random()).to_string());
        let leave = (permit, Wish::default());
        self.keep_strength(tenant, leave, moment, (id, Verb::ChangeStrength), move |before| {
            let Some(old) = kept(before, id)? else { return Ok(Err(StrengthProblem::BuiltIn)) };
            let mut value = old.clone();
            let Value::Array(list) = &mut value["combinationConfigurations"] else {
                return Err(Fault::NotFound);
            };
            change.make(list, &new)?;
            value["modifiedDateTime"] = written_time(moment.entry.at).into();
            Ok(read(&value, id).map(|new| (old, Some(new))))
        })
        .await
    }

    /// Deletes a strength that no policy demands.
    pub async fn delete_strength(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<AuthenticationStrength>,
    ) -> Result<Result<SavedStrength, StrengthProblem>, Fault> {
        let moment = self.moment();
        let leave = (permit, Wish::default());
        self.keep_strength(tenant, leave, moment, (id, Verb::RemoveStrength), move |before| {
            let Some(old) = kept(before, id)? else { return Ok(Err(StrengthProblem::BuiltIn)) };
            let users = users_of(&policies(before)?, id);
            if !users.is_empty() {
                let names = users.into_iter().map(|policy| policy.name).collect();
                return Ok(Err(StrengthProblem::Used(names)));
            }
            Ok(Ok((old, None)))
        })
        .await
    }

    /// Saves what `change` makes of a strength.
    async fn keep_strength(
        &self,
        tenant: Id<Tenant>,
        leave: (Permit<ManagePolicies>, Wish),
        moment: Moment,
        (id, verb): (Id<AuthenticationStrength>, Verb),
        change: impl Fn(&Revision) -> Result<Changed, Fault> + Send + 'static,
    ) -> Result<Result<SavedStrength, StrengthProblem>, Fault> {
        let kept = self
            .revise(tenant, leave, moment, move |before| {
                let (old, new) = match change(before)? {
                    Ok(change) => change,
                    Err(problem) => return Ok(Err(problem)),
                };
                if let Some(new) = &new
                    && let Err(problem) = check(before, new)?
                {
                    return Ok(Err(problem));
                }
                let new = new.map(|new| new.write());
                let name = new.as_ref().unwrap_or(&old)["displayName"].clone();
                Ok(Ok(Prepared {
                    edits: vec![Edit { part: part_of(id), content: new.as_ref().map(Value::to_string) }],
                    verb,
                    target: ("authenticationStrength", id.cast()),
                    changes: difference(&old, &new.unwrap_or_default()).about("displayName", name),
                }))
            })
            .await?;
        Ok(kept.map(|trial| SavedStrength { id, trial }))
    }

    fn new_strength(
        &self,
        text: &str,
        id: Id<AuthenticationStrength>,
        moment: Moment,
    ) -> Result<StrengthDocument, StrengthProblem> {
        let mut members = object(text)?;
        self.name_configurations(&mut members);
        let mut value = Value::Object(members);
        let now = written_time(moment.entry.at);
        value["id"] = id.to_string().into();
        value["createdDateTime"] = json!(now);
        value["modifiedDateTime"] = json!(now);
        read(&value, id)
    }

    /// Gives what narrows combinations an id, where it has none.
    fn name_configurations(&self, members: &mut Map<String, Value>) {
        let Some(Value::Array(list)) = members.get_mut("combinationConfigurations") else { return };
        for one in list.iter_mut().filter_map(Value::as_object_mut) {
            if !one.get("id").is_some_and(Value::is_string) {
                let id: Id<()> = Id::random(self.outside.random());
                one.insert("id".to_owned(), id.to_string().into());
            }
        }
    }
}

fn part_of(id: Id<AuthenticationStrength>) -> String {
    format!("{}{id}", PolicySet::STRENGTH_PART)
}

fn object(text: &str) -> Result<Map<String, Value>, StrengthProblem> {
    if text.len() > LARGEST_POLICY {
        return Err(StrengthProblem::TooLarge);
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(StrengthError::NotAStrength.into()),
    }
}

fn read(value: &Value, id: Id<AuthenticationStrength>) -> Result<StrengthDocument, StrengthProblem> {
    let text = value.to_string();
    if text.len() > LARGEST_POLICY {
        return Err(StrengthProblem::TooLarge);
    }
    Ok(graph::read_strength(&text, id)?)
}

/// A strength as it is kept; none for a built-in one.
fn kept(revision: &Revision, id: Id<AuthenticationStrength>) -> Result<Option<Value>, Fault> {
    if AuthenticationStrength::built_in(id).is_some() {
        return Ok(None);
    }
    let text = content(revision, &part_of(id)).ok_or(Fault::NotFound)?;
    serde_json::from_str(text).map(Some).map_err(|_| Fault::NotFound)
}

/// What a strength must be to stand in this revision.
fn check(revision: &Revision, new: &StrengthDocument) -> Result<Result<(), StrengthProblem>, Fault> {
    if is_taken(revision, new)? {
        return Ok(Err(StrengthProblem::NameTaken));
    }
    if new.strength.combinations.iter().any(Combination::is_offered) {
        return Ok(Ok(()));
    }
    let users = users_of(&policies(revision)?, new.strength.id).into_iter();
    let stopped: Vec<String> =
        users.filter(|policy| policy.state == State::On).map(|policy| policy.name).collect();
    Ok(if stopped.is_empty() { Ok(()) } else { Err(StrengthProblem::Impossible(stopped)) })
}

/// True when another strength has the name, a built-in one too: a policy is read by it.
fn is_taken(revision: &Revision, new: &StrengthDocument) -> Result<bool, Fault> {
    let name = new.strength.name.to_lowercase();
    let is_other =
        |other: &AuthenticationStrength| other.id != new.strength.id && other.name.to_lowercase() == name;
    let is_built_in =
        |other: &Value| other["displayName"].as_str().is_some_and(|other| other.to_lowercase() == name);
    let own = policy_sets::own_strengths(revision)?;
    Ok(own.iter().any(is_other) || graph::built_in_strengths().iter().any(is_built_in))
}

fn policies(revision: &Revision) -> Result<Vec<Policy>, Fault> {
    let documents = policy_sets::documents(revision, PolicySet::POLICY_PART)?;
    Ok(documents.into_iter().map(|document| document.policy).collect())
}

/// The policies that demand a strength.
fn users_of(policies: &[Policy], id: Id<AuthenticationStrength>) -> Vec<Policy> {
    let demands_it = |policy: &&Policy| {
        policy.controls.iter().any(|control| matches!(control, Control::Strength(one) if one.id == id))
    };
    policies.iter().filter(demands_it).cloned().collect()
}
