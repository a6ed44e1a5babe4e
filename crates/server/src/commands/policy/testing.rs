//! `sluis policy test`: whether what must be so is so, of the organisation's policies, or of policies in files without a
//! server.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;
use graph::read_location;
use model::{Group, GuestKind, Id, PerUserMfa, Role, Timestamp, User};
use policy::conditions::Condition;
use policy::statement::{Opened, Statement, Whom};
use policy::{Location, NamedLocation, Places, PolicySet, Subject};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use service::conditional_access::{MOST_TESTS, PolicyTest, TestNames, Tested, people_named, test_policies};

use super::judging::{self, Draft};
use super::kept::{Of, Outcome};
use super::what_if::set_of;
use super::{read, text};
use crate::cli::Settings;
use crate::clock;
use crate::commands::told::{answered, refused};
use crate::control::{Answer, Kind, Refusal, TestTold};

/// The most people of a file.
const MOST_PEOPLE: usize = 5_000;
/// What the ids of people begin with who have none in their file.
const NEW: u128 = 0x510a5005_0000_4000_8000_000000000000;

/// What is needed to test.
#[derive(Debug, Args)]
pub struct Test {
    /// Files of policies; without one, the organisation's policies are tested by its own tests
    files: Vec<PathBuf>,
    /// With files: what must be so of them
    #[arg(long, value_name = "FILE", requires = "files")]
    tests: Option<PathBuf>,
    /// With files: the named locations that policies and tests name, as Graph's JSON; again for each
    #[arg(long, value_name = "FILE", requires = "files")]
    locations: Vec<PathBuf>,
    /// With files: the people who are tried; without it, people who stand for whom the policies and tests name
    #[arg(long, value_name = "FILE", requires = "files")]
    people: Option<PathBuf>,
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    draft: Draft,
}

/// A test as a file has it. What else stands beside it, as in the answer of this command, is not looked at.
#[derive(Debug, Deserialize)]
struct TestWritten {
    name: String,
    statement: Statement,
}

/// A person as a file has them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PersonWritten {
    name: String,
    id: Option<Id<User>>,
    #[serde(default)]
    groups: Vec<Id<Group>>,
    #[serde(default)]
    roles: Vec<RoleWritten>,
    guest: Option<GuestKind>,
}

/// A role, by its template id as policies name it, or by its name.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum RoleWritten {
    Id(Id<Role>),
    Name(Role),
}

pub(super) fn run(test: &Test, settings: &Settings) -> Outcome {
    if test.files.is_empty() {
        return judging::test(&test.of, &test.draft, settings);
    }
    match tested(test) {
        Ok(tests) => answered(settings, &Answer::PolicyTests { tests }),
        Err(refusal) => refused(settings, &refusal),
    }
}

fn tested(test: &Test) -> Result<Vec<TestTold>, Refusal> {
    let Some(file) = &test.tests else {
        return Err(Refusal::new(Kind::Usage, "say what must be so of the policies: --tests FILE"));
    };
    if !test.draft.is_empty() || test.of.org.is_some() {
        let why = "with files, neither --org nor anything that is to be otherwise means anything";
        return Err(Refusal::new(Kind::Usage, why));
    }
    let read: Vec<_> = test.files.iter().map(|file| read(file)).collect::<Result<_, _>>()?;
    // What cannot be read is told before what is missing in it.
    let tests = tests(file)?;
    let places = places(&test.locations)?;
    let set = set_of(&read, Places::new(places, vec![]))?;
    all_places_are_there(&set)?;
    let people = test.people.as_deref().map(people).transpose()?;
    let subjects = match &people {
        Some(people) => people.iter().map(|(_, subject)| subject.clone()).collect(),
        None => people_named(&set, &tests),
    };
    let names: HashMap<Id<User>, String> =
        people.into_iter().flatten().map(|(name, subject)| (subject.user, name)).collect();
    let found = test_policies(&set, &tests, &subjects, &outside::country::country_of, clock::now());
    let words = names_of(&set, &tests, &names);
    Ok(found.into_iter().map(|found| TestTold::of(&called(found, &names), &words)).collect())
}

/// The same with whoever breaks it called by name, or by what they stand for.
fn called(mut tested: Tested, names: &HashMap<Id<User>, String>) -> Tested {
    if let Some(broken) = &mut tested.broken {
        let subject = &broken.facts.subject;
        broken.user_name = names.get(&subject.user).cloned().or_else(|| described(subject));
    }
    tested
}

/// Who somebody is whom policies tell apart; nothing for whom they do not.
fn described(subject: &Subject) -> Option<String> {
    let mut parts = vec![];
    if subject.user != Id::fixed(0) {
        parts.push(format!("person {}", subject.user));
    }
    parts.extend(subject.groups.iter().map(|group| format!("in group {group}")));
    parts.extend(subject.roles.iter().map(|role| format!("with role {}", role.id())));
    if subject.guest != GuestKind::Member {
        parts.push(format!("a guest ({})", subject.guest.word()));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How things are called that tests name: what no file names has its id.
fn names_of(set: &PolicySet, tests: &[PolicyTest], people: &HashMap<Id<User>, String>) -> TestNames {
    let places = set.places.named().iter().map(|place| (place.id, place.name.clone())).collect();
    let mut names = TestNames { people: people.clone(), places, ..TestNames::default() };
    for test in tests {
        match test.statement.whom {
            Whom::Person(user) => drop(names.people.entry(user).or_insert_with(|| user.to_string())),
            Whom::Group(group) => drop(names.groups.insert(group, group.to_string())),
            Whom::Everybody | Whom::Members | Whom::Guests | Whom::Role(_) => {}
        }
        if let Opened::Application(app) = test.statement.opened {
            names.applications.insert(app, app.to_string());
        }
    }
    names
}

fn tests(file: &Path) -> Result<Vec<PolicyTest>, Refusal> {
    let written: Vec<TestWritten> = listed(file, "tests", MOST_TESTS)?;
    let test = |(place, one): (u128, TestWritten)| PolicyTest {
        id: Id::fixed(place),
        name: one.name,
        statement: one.statement,
    };
    if written.is_empty() {
        return Err(about(file, "there is no test in it"));
    }
    Ok((1..).zip(written).map(test).collect())
}

fn people(file: &Path) -> Result<Vec<(String, Subject)>, Refusal> {
    let written: Vec<PersonWritten> = listed(file, "people", MOST_PEOPLE)?;
    let role = |role: &RoleWritten| match role {
        RoleWritten::Name(role) => Ok(*role),
        RoleWritten::Id(id) => {
            Role::from_id(*id).ok_or_else(|| about(file, format!("`{id}` is no role that Sluis has")))
        }
    };
    let person = |(place, one): (u128, PersonWritten)| -> Result<(String, Subject), Refusal> {
        let mut roles = one.roles.iter().map(role).collect::<Result<Vec<Role>, Refusal>>()?;
        roles.sort_unstable();
        let mut groups = one.groups;
        groups.sort_unstable();
        let subject = Subject {
            user: one.id.unwrap_or(Id::fixed(NEW + place)),
            groups,
            roles,
            guest: one.guest.unwrap_or(GuestKind::Member),
            per_user_mfa: PerUserMfa::Disabled,
            registration_since: Timestamp::from_secs(0),
            home: None,
            accepted: vec![],
            emergency: false,
            workload: None,
        };
        Ok((one.name, subject))
    };
    (1..).zip(written).map(person).collect()
}

fn places(files: &[PathBuf]) -> Result<Vec<NamedLocation>, Refusal> {
    let mut places: Vec<NamedLocation> = vec![];
    for file in files {
        let written: Vec<Value> = listed(file, "value", graph::MOST)?;
        for one in written {
            let read = read_location(&one.to_string(), Id::fixed(0));
            places.push(read.map_err(|error| about(file, error))?.location);
        }
    }
    Ok(places)
}

/// A policy about a place that no file has would be about another one, or none.
fn all_places_are_there(set: &PolicySet) -> Result<(), Refusal> {
    let is_there = |id: &Id<Location>| {
        *id == Location::MFA_TRUSTED_IPS || set.places.named().iter().any(|one| one.id == *id)
    };
    for policy in set.policies() {
        for condition in &policy.conditions {
            let Condition::Locations(locations) = condition else { continue };
            let mut named = locations.include.iter().chain(&locations.exclude);
            if let Some(missing) = named.find(|id| !is_there(id)) {
                let why = format!("`{}` names the location `{missing}`: --locations FILE", policy.name);
                return Err(Refusal::new(Kind::Refused, why));
            }
        }
    }
    Ok(())
}

/// A list, or an object that holds it in a member.
fn listed<T: DeserializeOwned>(file: &Path, member: &str, most: usize) -> Result<Vec<T>, Refusal> {
    let bound = u64::try_from(graph::LARGEST).unwrap_or(u64::MAX);
    let text = text(file, bound).map_err(|error| about(file, error))?;
    if text.len() > graph::LARGEST {
        return Err(about(file, format!("larger than {} bytes", graph::LARGEST)));
    }
    let mut value: Value = serde_json::from_str(&text).map_err(|error| about(file, error))?;
    let value = if value.is_object() { value[member].take() } else { value };
    let Value::Array(values) = value else {
        return Err(about(file, format!("neither a list nor an object with a list in `{member}`")));
    };
    if values.len() > most {
        return Err(about(file, format!("more than {most}")));
    }
    let read = |(place, value): (usize, Value)| {
        serde_json::from_value(value).map_err(|error| about(file, format!("[{place}]: {error}")))
    };
    values.into_iter().enumerate().map(read).collect()
}

fn about(file: &Path, error: impl std::fmt::Display) -> Refusal {
    Refusal::new(Kind::Usage, format!("`{}`: {error}", file.display()))
}
