//! Policy tests: statements that an organisation keeps beside its policies, and whether they hold.
//!
//! They are a setting of the organisation, read and written whole: there are few, they decide nothing, and Graph never sees
//! them (D14). A job looks at them within seconds of each save, and once a day for what changes without one: people, groups
//! and roles ([`House::look_at_policy_tests`]).

mod apart;
mod looks;
mod people;

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use model::{AppId, Country, Group, Id, Signal, Span, Tenant, Timestamp, User};
use policy::conditions::{Condition, Resource, Targets};
use policy::statement::{Finding, Opened, Statement, Tried, Whence, Whom, examine};
use policy::{Facts, Location, PolicySet, Subject};
use serde::{Deserialize, Serialize};
use sql::Tx;
use store::Tables;

use self::looks::Found;
use self::people::People;
use super::PolicyProblem;
use super::draft::{Change, Draft};
use crate::audit::{Changes, Verb};
use crate::authority::{ManagePolicies, Permit, ReadSecurity};
use crate::house::House;
use crate::jobs::has_job;
use crate::standing::may_still;
use crate::{Fault, policy_sets};

pub use self::apart::{people_named, test_policies};
pub use self::looks::Looks;

/// The most tests of an organisation.
pub const MOST_TESTS: usize = 100;
/// The keys of the settings.
const TESTS: &str = "policyTests";
const LOOKED: &str = "policyTestsLooked";
/// The most sign-ins that one look tries, for all tests together.
const MOST_SIGN_INS: usize = 400_000;
/// How long a look counts when no policy was saved.
const AGAIN: Span = Span::days(1);
/// How many characters a name has at most.
const NAME: usize = 120;

/// A statement that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyTest {
    /// Its id.
    pub id: Id<PolicyTest>,
    /// What it is called.
    pub name: String,
    /// What must be so.
    pub statement: Statement,
}

/// What was found when the tests were last looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Looked {
    /// When.
    pub at: Timestamp,
    /// Under which revision.
    pub revision: Id<PolicySet>,
    /// The tests that do not hold.
    pub broken: Vec<Id<PolicyTest>>,
}

/// A test, and how it is.
#[derive(Debug, Clone)]
pub struct Tested {
    /// The test.
    pub test: PolicyTest,
    /// The sign-in that shows that it does not hold, and how its person is called; `None` where none was found.
    pub broken: Option<Box<Counterexample>>,
    /// How far it was looked at: where nothing was found, it holds as far as that.
    pub extent: Extent,
    /// True when what it names is no longer there: it says nothing any more.
    pub is_empty: bool,
}

/// How far a test was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Extent {
    /// To the end.
    #[default]
    Whole,
    /// With so many people as are tried; there are more.
    SomePeople,
    /// Not to the end: there is too much to try.
    CutShort,
    /// It is being looked at.
    Underway,
}

/// What statements can be about beside what every organisation has, and what is called how that they are about.
#[derive(Debug, Clone, Default)]
pub struct TestNames {
    /// People whom tests name.
    pub people: HashMap<Id<User>, String>,
    /// Groups that policies or tests name.
    pub groups: BTreeMap<Id<Group>, String>,
    /// Applications that tests name; ours have their words elsewhere.
    pub applications: HashMap<Id<AppId>, String>,
    /// Every named location.
    pub places: BTreeMap<Id<Location>, String>,
}

/// A sign-in that shows that a test does not hold.
#[derive(Debug, Clone)]
pub struct Counterexample {
    /// The facts.
    pub facts: Facts,
    /// How the person is called; `None` for somebody whom no policy names.
    pub person: Option<String>,
    /// The name that the person signs in with.
    pub user_name: Option<String>,
    /// How the application is called; `None` for one of ours, and for one that no policy names.
    pub application: Option<String>,
    /// How the named locations are called that it is in.
    pub places: Vec<String>,
}

/// Why a test was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestProblem {
    /// It has no name, or one that cannot be shown.
    Name,
    /// There are as many as there may be.
    TooMany,
}

impl House {
    /// The tests of an organisation, each looked at under the policies in force, lately or now, or under a draft of them.
    /// While somebody else of the organisation looks, that is said of each.
    pub async fn policy_tests(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        changes: Vec<Change>,
    ) -> Result<Result<Vec<Tested>, PolicyProblem>, Fault> {
        let (now, is_draft) = (self.now(), !changes.is_empty());
        let read = self.db.read(tenant, move |tx| {
            let head = policy_sets::head(tx)?;
            let draft = match Draft::of(&head, &changes, now)? {
                Ok(draft) => draft,
                Err(problem) => return Ok::<_, Fault>(Err(problem)),
            };
            Ok(Ok((kept(tx)?, draft.over(&head)?)))
        });
        let (tests, set) = match read.await? {
            Ok((tests, set)) => (tests, Arc::new(set)),
            Err(problem) => return Ok(Err(problem)),
        };
        let asked = Asked { set: Arc::clone(&set), tests: tests.clone(), is_draft, now };
        let found = self.policy_tests_found(tenant, asked).await?;
        self.db
            .read(tenant, move |tx| {
                let tested = tests.iter().enumerate().map(|(place, test)| {
                    let finding = found.as_ref().and_then(|found| found.findings.get(place));
                    let broken = match finding {
                        Some(Finding::Broken(facts)) => Some(Box::new(told(tx, &set, facts)?)),
                        Some(Finding::Holds | Finding::CutShort) | None => None,
                    };
                    let extent = match (finding, &found) {
                        (Some(Finding::CutShort), _) => Extent::CutShort,
                        (Some(_), Some(found)) if !found.is_everybody => Extent::SomePeople,
                        (Some(_), _) => Extent::Whole,
                        (None, _) => Extent::Underway,
                    };
                    let is_empty = is_empty(&set, &test.statement);
                    Ok::<_, Fault>(Tested { test: test.clone(), broken, extent, is_empty })
                });
                tested.collect::<Result<Vec<_>, Fault>>().map(Ok)
            })
            .await
    }

    /// What was found of these tests lately, or is now; `None` while somebody else of the organisation looks. A look goes on
    /// to its end when whoever asked goes away.
    async fn policy_tests_found(
        &self,
        tenant: Id<Tenant>,
        asked: Asked,
    ) -> Result<Option<Arc<Found>>, Fault> {
        let lately = if asked.is_draft {
            None
        } else {
            self.looks.found(tenant, (asked.set.revision, &asked.tests), asked.now)
        };
        if lately.is_some() {
            return Ok(lately);
        }
        let Some(turn) = self.looks.turn(tenant) else { return Ok(None) };
        let (set, whom) = (Arc::clone(&asked.set), whom_of(&asked.tests));
        let people =
            self.db.read(tenant, move |tx| people::of(tx, (&set, asked.now), whom.iter().copied())).await?;
        let house = self.clone();
        let looked = tokio::task::spawn_blocking(move || {
            let is_draft = asked.is_draft;
            let found = Arc::new(look(&house, asked, &people));
            if !is_draft {
                turn.keep(Arc::clone(&found));
            }
            found
        });
        looked.await.map(Some).map_err(|_| Fault::Busy)
    }

    /// What is called how that tests are about, and what they can be about.
    pub async fn policy_test_names(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<TestNames, Fault> {
        self.db
            .read(tenant, |tx| {
                let set = policy_sets::load_head(tx)?;
                let tests = kept(tx)?;
                names(tx, &set, &tests)
            })
            .await
    }

    /// What was found when the tests were last looked at, if they were.
    pub async fn policy_tests_looked(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Option<Looked>, Fault> {
        self.db.read(tenant, last_look).await
    }

    /// Keeps one more test.
    pub async fn add_policy_test(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        name: &str,
        statement: Statement,
    ) -> Result<Result<Id<PolicyTest>, TestProblem>, Fault> {
        let Some(name) = model::plain_text(name, NAME) else {
            return Ok(Err(TestProblem::Name));
        };
        let test = PolicyTest { id: Id::random(self.outside.random()), name, statement };
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let mut tests = kept(tx)?;
                if tests.len() >= MOST_TESTS {
                    return Ok(Err(TestProblem::TooMany));
                }
                tests.push(test.clone());
                save(tx, &tests)?;
                let changes = Changes::default().made("displayName", &test.name);
                let target = ("policyTest", Some(test.id));
                entry.write(tx, &permit, Verb::AddPolicyTest, target, &changes)?;
                Ok(Ok(test.id))
            })
            .await
    }

    /// Removes a test.
    pub async fn remove_policy_test(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<PolicyTest>,
    ) -> Result<PolicyTest, Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let mut tests = kept(tx)?;
                let place = tests.iter().position(|test| test.id == id).ok_or(Fault::NotFound)?;
                let removed = tests.remove(place);
                save(tx, &tests)?;
                let changes = Changes::default().about("displayName", &removed.name);
                entry.write(tx, &permit, Verb::RemovePolicyTest, ("policyTest", Some(id)), &changes)?;
                Ok(removed)
            })
            .await
    }

    /// Looks at the tests where policies were saved since the last look, or where it is a day old.
    pub(crate) async fn look_at_policy_tests(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let now = self.now();
        let due = self.db.read(tenant, move |tx| {
            let tests = kept(tx)?;
            let head = tx.policy_sets().head()?.ok_or(Fault::NotFound)?;
            let last = last_look(tx)?;
            let is_new = |last: &Looked| last.revision == head && now < last.at + AGAIN;
            if tests.is_empty() || last.as_ref().is_some_and(is_new) {
                return Ok::<_, Fault>(None);
            }
            Ok(Some((tests, policy_sets::load(tx, head)?)))
        });
        let Some((tests, set)) = due.await? else { return Ok(()) };
        let revision = set.revision;
        let asked = Asked { set: Arc::new(set), tests, is_draft: false, now };
        // Where a page looks at this moment the next round comes for what it found.
        let Some(found) = self.policy_tests_found(tenant, asked).await? else { return Ok(()) };
        let pairs = found.tests.iter().zip(&found.findings);
        let broken = pairs.filter(|(_, finding)| matches!(finding, Finding::Broken(_)));
        let broken: Vec<Id<PolicyTest>> = broken.map(|(test, _)| test.id).collect();
        let node = self.node;
        self.db
            .write(tenant, move |tx| {
                if has_job(tx, "policy_tests", &node, now)? {
                    tx.settings().write(LOOKED, &Looked { at: now, revision, broken: broken.clone() })?;
                }
                Ok(())
            })
            .await
    }
}

fn kept(tx: &mut Tx<'_>) -> Result<Vec<PolicyTest>, Fault> {
    Ok(tx.settings().read(TESTS)?.unwrap_or_default())
}

/// What was found last; nothing where the tests are others since.
fn last_look(tx: &mut Tx<'_>) -> Result<Option<Looked>, Fault> {
    Ok(tx.settings().read::<Option<Looked>>(LOOKED)?.flatten())
}

/// Keeps the tests; what was found of others before counts no longer.
fn save(tx: &mut Tx<'_>, tests: &[PolicyTest]) -> Result<(), Fault> {
    tx.settings().write(TESTS, &tests)?;
    tx.settings().write(LOOKED, &None::<Looked>)?;
    Ok(())
}

/// What is looked at.
struct Asked {
    set: Arc<PolicySet>,
    tests: Vec<PolicyTest>,
    is_draft: bool,
    now: Timestamp,
}

fn whom_of(tests: &[PolicyTest]) -> Vec<Whom> {
    tests.iter().map(|test| test.statement.whom).collect()
}

/// Examines each test.
fn look(house: &House, asked: Asked, people: &People) -> Found {
    let Asked { set, tests, now, .. } = asked;
    let country_of = |ip| (house.outside.country_of)(ip);
    let findings = examined((&set, &tests), &people.subjects, &country_of, now);
    Found { at: now, revision: set.revision, tests, findings, is_everybody: people.is_everybody }
}

/// Examines each test. What one leaves of its share of the sign-ins is for those after it.
fn examined(
    (set, tests): (&PolicySet, &[PolicyTest]),
    people: &[Subject],
    country_of: &dyn Fn(IpAddr) -> Signal<Country>,
    now: Timestamp,
) -> Vec<Finding> {
    let applications = applications(set);
    let tried = Tried { people, applications: &applications, country_of, now };
    let (mut left, mut findings) = (MOST_SIGN_INS, vec![]);
    for (place, test) in tests.iter().enumerate() {
        let share = left / (tests.len() - place);
        let mut mine = share;
        findings.push(examine(set, &test.statement, tried, &mut mine));
        left -= share - mine;
    }
    findings
}

/// The applications that policies name.
fn applications(set: &PolicySet) -> Vec<Id<AppId>> {
    let named =
        set.policies().iter().flat_map(|policy| &policy.conditions).filter_map(|condition| match condition {
            Condition::Targets(Targets::Written(written)) => {
                Some(written.include.iter().chain(&written.exclude))
            }
            _ => None,
        });
    let ids = named.flatten().filter_map(|resource| match resource {
        Resource::Id(id) => Some(*id),
        _ => None,
    });
    let mut ids: Vec<Id<AppId>> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn names(tx: &mut Tx<'_>, set: &PolicySet, tests: &[PolicyTest]) -> Result<TestNames, Fault> {
    let places = set.places.named().iter().map(|place| (place.id, place.name.clone())).collect();
    let mut names = TestNames { places, ..TestNames::default() };
    let mut groups = people::groups_in(set);
    for test in tests {
        match test.statement.whom {
            Whom::Person(user) => {
                names.people.extend(tx.users().by_id(user)?.map(|found| (user, found.display)));
            }
            Whom::Group(group) => drop(groups.insert(group)),
            Whom::Everybody | Whom::Members | Whom::Guests | Whom::Role(_) => {}
        }
        if let Opened::Application(app) = test.statement.opened {
            names.applications.extend(tx.apps().by_id(app)?.map(|found| (app, found.name)));
        }
    }
    for group in groups {
        names.groups.extend(tx.groups().by_id(group)?.map(|found| (group, found.display)));
    }
    Ok(names)
}

/// True when the location that a statement is about is gone.
fn is_empty(set: &PolicySet, statement: &Statement) -> bool {
    let is_there = |id: Id<Location>| set.places.named().iter().any(|place| place.id == id);
    match statement.whence {
        Whence::At(id) | Whence::Outside(id) => !is_there(id),
        Whence::Anywhere | Whence::Untrusted => false,
    }
}

fn told(tx: &mut Tx<'_>, set: &PolicySet, facts: &Facts) -> Result<Counterexample, Fault> {
    let user = tx.users().by_id(facts.subject.user)?;
    let application = match facts.target.resource {
        Some(app) => tx.apps().by_id(app)?.map(|app| app.name),
        None => None,
    };
    let here = &facts.circumstances.locations;
    let places = set.places.named().iter().filter(|place| here.contains(&place.id));
    Ok(Counterexample {
        person: user.as_ref().map(|user| user.display.clone()),
        user_name: user.map(|user| user.name.to_string()),
        application,
        places: places.map(|place| place.name.clone()).collect(),
        facts: facts.clone(),
    })
}
