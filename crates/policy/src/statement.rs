//! Statements about a set: what must be so of every sign-in of a kind, and the sign-in that shows that it is not.
//!
//! A statement is looked at by trying: everybody whom the policies tell apart, from every place that they tell apart, on
//! every platform, with every kind of proof. Who is the same to every policy is tried once ([`Classes`]), so that the
//! answer is whole and not a sample, as far as the people that are handed in are.
//!
//! One more word: a variant of [`Whom`], [`Opened`], [`Whence`] or [`Rule`], and what it means below.

use std::collections::HashSet;
use std::net::IpAddr;

use model::{
    Address, AddressRule, AppId, ClientApp, Country, Door, Familiarity, FirstParty, Flow, GuestKind, Id,
    Known, Method, MethodSet, PerUserMfa, Platform, Protocol, Role, Signal, Timestamp, User, UserAction,
};
use serde::{Deserialize, Serialize};

use crate::{
    Agreement, Circumstances, Classes, Device, End, Facts, HeldKey, Location, Plan, PolicySet, Request,
    Risks, ScopeClass, Strength, Subject, Target, evaluate,
};

/// What must be so of sign-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// Of whose.
    pub whom: Whom,
    /// To what.
    pub opened: Opened,
    /// From where.
    pub whence: Whence,
    /// What must be so.
    pub rule: Rule,
}

/// Whose sign-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Whom {
    /// Everybody's.
    Everybody,
    /// Those of members.
    Members,
    /// Those of guests, whatever kind.
    Guests,
    /// Those of whoever holds a role.
    Role(Role),
    /// Those of whoever is in a group, through other groups too.
    Group(Id<model::Group>),
    /// Those of one person.
    Person(Id<User>),
}

/// What they open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Opened {
    /// Any application.
    Anything,
    /// This one.
    Application(Id<AppId>),
    /// An action in the place of an application.
    Action(UserAction),
}

/// Where they come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Whence {
    /// From anywhere.
    Anywhere,
    /// From a named location.
    At(Id<Location>),
    /// From outside it, also where it cannot be told.
    Outside(Id<Location>),
    /// From a place that is not trusted.
    Untrusted,
}

/// What must be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Rule {
    /// Nobody of them is let in without this.
    NeverWithout(Proven),
    /// Nobody of them is let in.
    Never,
    /// All of them are let in with this.
    Always(Proven),
}

/// What is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Proven {
    /// A password.
    Password,
    /// A second step beside it, or what stands for both.
    SecondStep,
    /// What no false page can collect.
    PhishingResistant,
}

/// Everybody and everything that a statement is tried with.
#[derive(Clone, Copy)]
pub struct Tried<'t> {
    /// People; whoever no policy names is added.
    pub people: &'t [Subject],
    /// Applications; one that no policy names is added.
    pub applications: &'t [Id<AppId>],
    /// The country of an address.
    pub country_of: &'t dyn Fn(IpAddr) -> Signal<Country>,
    /// The moment.
    pub now: Timestamp,
}

/// What came of trying a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It is so of every sign-in that there is to try.
    Holds,
    /// It is not so of this one, the first that was found.
    Broken(Box<Facts>),
    /// It was so as far as it was tried, which was not to the end.
    CutShort,
}

/// What can be proven here, from the least on.
const PROOFS: [&[Method]; 5] = [
    &[Method::Password],
    &[Method::Password, Method::RememberedDevice],
    &[Method::Password, Method::Totp],
    &[Method::Password, Method::SecurityKey],
    &[Method::Passkey],
];
/// The kinds of program that come to our doors.
const PROGRAMS: [ClientApp; 2] = [ClientApp::Browser, ClientApp::MobileAppsAndDesktopClients];
/// Addresses for documentation (RFC 5737, RFC 3849): one of them is in no range, as a rule.
const ELSEWHERE: [&str; 4] = ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"];

/// Tries a statement with at most `left` sign-ins, each with every kind of proof; those that were tried are taken off.
pub fn examine(set: &PolicySet, statement: &Statement, tried: Tried<'_>, left: &mut usize) -> Finding {
    let mut base = base(tried.now);
    base.circumstances.plan = set.plan;
    let mut classes = Classes::new(set);
    // Terms keep nobody out: whoever is asked can accept them, and a test is about everything else.
    let accepted: Vec<Id<Agreement>> = set.agreements().iter().copied().collect();
    let asked = people(statement.whom, tried.people);
    let asked: Vec<Subject> =
        asked.into_iter().map(|subject| Subject { accepted: accepted.clone(), ..subject }).collect();
    let people = apart(&mut classes, asked, |subject| Facts { subject: subject.clone(), ..base.clone() });
    let targets = apart(&mut classes, targets(statement.opened, tried.applications), |target| Facts {
        target: target.clone(),
        ..base.clone()
    });
    let places = apart(&mut classes, places(set, statement.whence, tried), |here| here_is(&base, here));
    let machines = apart(&mut classes, machines(), |machine| with(&base, *machine));
    let mut facts = base;
    for subject in people {
        facts.subject = subject;
        for target in &targets {
            facts.target = target.clone();
            for here in &places {
                facts = here_is(&facts, here);
                for machine in &machines {
                    let Some(rest) = left.checked_sub(1) else { return Finding::CutShort };
                    *left = rest;
                    facts = with(&facts, *machine);
                    if let Some(found) = broken(set, statement.rule, &facts) {
                        return Finding::Broken(Box::new(found));
                    }
                }
            }
        }
    }
    Finding::Holds
}

/// The same with the proofs that break the rule.
fn broken(set: &PolicySet, rule: Rule, facts: &Facts) -> Option<Facts> {
    // A passkey of each make that something asks for: a rule that one of them breaks is broken.
    let keys = set.makes().into_iter().map(HeldKey::imagined).collect();
    let facts = &Facts { keys, ..facts.clone() };
    let given = |methods: &[Method]| Facts {
        proofs: methods.iter().flat_map(|method| facts.given(*method)).collect(),
        ..facts.clone()
    };
    let is_in = |facts: &Facts| evaluate(set, facts).end(facts) == End::In;
    let meets = |least: Proven, methods: &[Method]| strength(least).is_met_by(MethodSet::of(methods));
    match rule {
        Rule::NeverWithout(least) => {
            PROOFS.into_iter().filter(|methods| !meets(least, methods)).map(given).find(is_in)
        }
        Rule::Never => PROOFS.into_iter().map(given).find(is_in),
        Rule::Always(least) => {
            let enough = PROOFS.into_iter().find(|methods| meets(least, methods))?;
            Some(given(enough)).filter(|facts| !is_in(facts))
        }
    }
}

const fn strength(proven: Proven) -> Strength {
    match proven {
        Proven::Password => Strength::single(),
        Proven::SecondStep => Strength::mfa(),
        Proven::PhishingResistant => Strength::phishing_resistant(),
    }
}

/// One of those that come to the same under the set.
fn apart<T>(
    classes: &mut Classes<'_>,
    all: impl IntoIterator<Item = T>,
    facts: impl Fn(&T) -> Facts,
) -> Vec<T> {
    let mut known = HashSet::new();
    all.into_iter().filter(|one| known.insert(classes.point(&facts(one)))).collect()
}

/// Whom the statement is about: of those handed in, and of those whom no policy names. An emergency account, which no
/// policy binds, is tried where it is named and not where everybody is.
fn people(whom: Whom, known: &[Subject]) -> Vec<Subject> {
    let mut all = known.to_vec();
    let nobody = base(Timestamp::from_secs(0)).subject;
    for guest in GuestKind::ALL {
        let unnamed = Subject { guest: *guest, ..nobody.clone() };
        all.push(match whom {
            Whom::Role(role) => Subject { roles: vec![role], ..unnamed },
            Whom::Group(group) => Subject { groups: vec![group], ..unnamed },
            Whom::Everybody | Whom::Members | Whom::Guests | Whom::Person(_) => unnamed,
        });
    }
    all.retain(|subject| !subject.emergency || matches!(whom, Whom::Person(_)));
    all.retain(|subject| match whom {
        Whom::Everybody => true,
        Whom::Members => subject.guest == GuestKind::Member,
        Whom::Guests => subject.guest != GuestKind::Member,
        Whom::Role(role) => subject.roles.contains(&role),
        Whom::Group(group) => subject.groups.contains(&group),
        Whom::Person(user) => subject.user == user,
    });
    all
}

fn targets(opened: Opened, known: &[Id<AppId>]) -> Vec<Target> {
    let action = |action| Target { action: Some(action), ..target(FirstParty::My.app_id()) };
    match opened {
        Opened::Application(app) => vec![target(app)],
        Opened::Action(one) => vec![action(one)],
        Opened::Anything => {
            let ours = FirstParty::ALL.map(FirstParty::app_id);
            let unnamed = Id::fixed(0);
            known.iter().copied().chain(ours).chain([unnamed]).map(target).collect()
        }
    }
}

fn target(app: Id<AppId>) -> Target {
    let ours = FirstParty::from_app_id(app);
    Target {
        resource: Some(app),
        names: ours.map_or(vec![], |app| app.target_names().iter().map(|name| (*name).to_owned()).collect()),
        privileged: ours.is_some_and(FirstParty::is_privileged),
        action: None,
        contexts: vec![],
        scopes: ScopeClass::Baseline,
    }
}

/// Where somebody is: an address, a country, and the named locations of both.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Here {
    address: Option<IpAddr>,
    country: Signal<Country>,
    locations: Vec<Id<Location>>,
}

/// The places that the set tells apart: one address of each overlap of ranges in the country that it is in, and outside
/// of all of them each country that is named, another one, and one that cannot be told.
fn places(set: &PolicySet, whence: Whence, tried: Tried<'_>) -> Vec<Here> {
    let here = |address: Option<IpAddr>, country| Here {
        address,
        country,
        locations: set.places.of(address, country),
    };
    let mut all: Vec<Here> =
        set.places.overlaps().into_iter().map(|ip| here(Some(ip), (tried.country_of)(ip))).collect();
    let mut elsewhere = ELSEWHERE.iter().filter_map(|ip| ip.parse::<IpAddr>().ok());
    let outside = elsewhere.find(|ip| set.places.of(Some(*ip), Signal::NotGiven).is_empty());
    let mut countries: Vec<Signal<Country>> = set.places.countries().map(Signal::Known).collect();
    countries.extend(Country::new("XX").map(Signal::Known));
    countries.push(Signal::Unknown);
    all.extend(countries.into_iter().map(|country| here(outside, country)));
    all.push(here(None, Signal::Unknown));
    all.retain(|here| match whence {
        Whence::Anywhere => true,
        Whence::At(location) => here.locations.contains(&location),
        Whence::Outside(location) => !here.locations.contains(&location),
        Whence::Untrusted => !here.locations.contains(&Location::ALL_TRUSTED),
    });
    all
}

fn here_is(facts: &Facts, here: &Here) -> Facts {
    let mut facts = facts.clone();
    let address = here.address.map(|ip| Address::new(ip, AddressRule::Peer));
    facts.circumstances.address = Signal::from_option(address);
    facts.circumstances.address_rule = address.map(|address| address.rule);
    facts.circumstances.country = here.country;
    facts.circumstances.locations.clone_from(&here.locations);
    facts
}

/// A platform, a kind of program, and whether the place is one where the person was before.
type Machine = (Signal<Platform>, ClientApp, Known);

fn machines() -> Vec<Machine> {
    let platforms = Platform::ALL.iter().map(|platform| Signal::Known(*platform)).chain([Signal::Unknown]);
    let programs = platforms.flat_map(|platform| PROGRAMS.map(|program| (platform, program)));
    programs
        .flat_map(|(platform, program)| [Known::Seen, Known::New].map(|known| (platform, program, known)))
        .collect()
}

fn with(facts: &Facts, (platform, client_app, known): Machine) -> Facts {
    let mut facts = facts.clone();
    facts.circumstances.platform = platform;
    facts.circumstances.client_app = client_app;
    facts.circumstances.familiarity = Familiarity { browser: known, network: known, country: known };
    facts
}

/// Somebody whom nothing tells apart, who has every method and has proven nothing.
fn base(now: Timestamp) -> Facts {
    let registered = MethodSet::of(&[Method::Password, Method::Totp, Method::SecurityKey, Method::Passkey]);
    Facts {
        tenant: Id::fixed(0),
        subject: Subject {
            user: Id::fixed(0),
            groups: vec![],
            roles: vec![],
            guest: GuestKind::Member,
            per_user_mfa: PerUserMfa::Disabled,
            registration_since: now,
            home: None,
            accepted: vec![],
            emergency: false,
            workload: None,
        },
        client: None,
        target: target(Id::fixed(0)),
        circumstances: Circumstances {
            door: Door::Browser,
            protocol: Protocol::Oidc,
            client_app: ClientApp::Browser,
            platform: Signal::Unknown,
            platform_hint: Signal::Unknown,
            address: Signal::Unknown,
            address_rule: None,
            country: Signal::Unknown,
            country_data: String::new(),
            locations: vec![],
            device: Device::default(),
            risks: Risks::default(),
            flow: Flow::None,
            tracked_flow: Flow::None,
            familiarity: Familiarity::UNKNOWN,
            session: None,
            new_session: true,
            plan: Plan::default(),
        },
        proofs: vec![],
        keys: vec![],
        registered,
        usable: registered,
        request: Request::default(),
        now,
    }
}
