//! `conditions` of a policy: each object in its file, the plain lists here.

mod applications;
mod devices;
mod filter;
mod users;
mod workloads;

use model::{Flow, Platform};
use policy::conditions::{
    AgentRisk, Applications, ClientAppType, ClientApps, Condition, Flows, InsiderLevel, InsiderRisk, Level,
    Locations, Platforms, ServicePrincipalRisk, SignInRisk, Targets, UserRisk, Users,
};
use serde_json::{Value, json};

use crate::Version;
use crate::reader::{Object, word_of};

/// The conditions that were read, and the users beside workloads: they are written and mean nobody.
pub(crate) struct Read {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) beside: Option<Users>,
}

impl Read {
    /// Without conditions a policy is about nobody and nothing.
    pub(crate) fn nothing() -> Self {
        let conditions = vec![
            Condition::Users(Users::default()),
            Condition::Targets(Targets::Written(Applications::default())),
        ];
        Self { conditions, beside: None }
    }
}

pub(crate) fn read(object: &mut Object<'_>) -> Read {
    let mut conditions = vec![];
    let users = object.object("users", users::read);
    let workloads = object.object("clientApplications", workloads::read);
    let mut beside = None;
    match (users, workloads) {
        (users, Some(workloads)) => {
            conditions.push(Condition::Workloads(workloads));
            match users {
                Some(users) if users.includes_nobody() => beside = Some(users),
                Some(users) => conditions.push(Condition::Users(users)),
                None => {}
            }
        }
        (users, None) => conditions.push(Condition::Users(users.unwrap_or_default())),
    }
    let applications = object.object("applications", applications::read).unwrap_or_default();
    conditions.push(Condition::Targets(Targets::Written(applications)));
    conditions.extend(client_apps(object).map(Condition::ClientApps));
    conditions.extend(object.object("platforms", platforms).flatten().map(Condition::Platforms));
    conditions.extend(object.object("locations", locations).flatten().map(Condition::Locations));
    conditions.extend(devices::read(object).map(Condition::Devices));
    risks(object, &mut conditions);
    let flows = object.object("authenticationFlows", |flows| {
        flows.flags("transferMethods", word_of(Flow::ALL, Flow::word))
    });
    conditions.extend(flows.flatten().map(|flows| Condition::Flows(Flows(flows))));
    Read { conditions, beside }
}

/// Every kind is what Graph writes where nothing is chosen; some that are foreign are a choice too.
fn client_apps(object: &mut Object<'_>) -> Option<ClientApps> {
    let apps = object.list("clientAppTypes", word_of(ClientAppType::ALL, ClientAppType::word));
    (!apps.is_empty() && apps != [ClientAppType::All]).then_some(ClientApps(apps))
}

fn platforms(object: &mut Object<'_>) -> Option<Platforms> {
    let word = word_of(Platform::ALL, Platform::word);
    let with_all =
        |text: &str| if text.eq_ignore_ascii_case("all") { Some(None) } else { word(text).map(Some) };
    let included = object.list("includePlatforms", with_all);
    let exclude = object.list("excludePlatforms", &word);
    let all = included.contains(&None);
    let platforms = Platforms { all, include: included.into_iter().flatten().collect(), exclude };
    (platforms != Platforms::default()).then_some(platforms)
}

fn locations(object: &mut Object<'_>) -> Option<Locations> {
    let mut locations = Locations::default();
    for word in object.list("includeLocations", place) {
        match word {
            Place::All => locations.all = true,
            Place::AllTrusted => locations.all_trusted = true,
            Place::One(id) => locations.include.push(id),
        }
    }
    let named = |word: &str| place(word).filter(|place| !matches!(place, Place::All));
    for word in object.list("excludeLocations", named) {
        match word {
            Place::One(id) => locations.exclude.push(id),
            Place::All | Place::AllTrusted => locations.exclude_all_trusted = true,
        }
    }
    (locations != Locations::default()).then_some(locations)
}

enum Place {
    All,
    AllTrusted,
    One(model::Id<policy::Location>),
}

fn place(word: &str) -> Option<Place> {
    match word {
        "All" | "all" => Some(Place::All),
        "AllTrusted" => Some(Place::AllTrusted),
        id => id.parse().ok().map(Place::One),
    }
}

fn risks(object: &mut Object<'_>, conditions: &mut Vec<Condition>) {
    let level = word_of(Level::ALL, Level::word);
    let sign_in = object.list("signInRiskLevels", &level);
    let user = object.list("userRiskLevels", &level);
    let workload = object.list("servicePrincipalRiskLevels", &level);
    let insider = object.flags("insiderRiskLevels", word_of(InsiderLevel::ALL, InsiderLevel::word));
    let agent = object.flags("agentIdRiskLevels", &level);
    let some = |levels: Vec<Level>| (!levels.is_empty()).then_some(levels);
    conditions.extend(some(sign_in).map(|levels| Condition::SignInRisk(SignInRisk(levels))));
    conditions.extend(some(user).map(|levels| Condition::UserRisk(UserRisk(levels))));
    conditions
        .extend(some(workload).map(|levels| Condition::ServicePrincipalRisk(ServicePrincipalRisk(levels))));
    conditions.extend(insider.map(|levels| Condition::InsiderRisk(InsiderRisk(levels))));
    conditions.extend(agent.map(|levels| Condition::AgentRisk(AgentRisk(levels))));
}

pub(crate) fn write(conditions: &[Condition], beside: Option<&Users>, version: Version) -> Value {
    let mut value = json!({
        "clientAppTypes": ["all"],
        "applications": null,
        "users": beside.map(users::write),
        "clientApplications": null,
        "platforms": null,
        "locations": null,
        "devices": null,
        "signInRiskLevels": [],
        "userRiskLevels": [],
        "servicePrincipalRiskLevels": [],
        "insiderRiskLevels": null,
        "authenticationFlows": null,
    });
    if version == Version::Beta {
        value["deviceStates"] = Value::Null;
        value["agentIdRiskLevels"] = Value::Null;
    }
    for condition in conditions {
        for (name, written) in members(condition, version) {
            value[name] = written;
        }
    }
    value
}

/// A condition as the members it is written in.
fn members(condition: &Condition, version: Version) -> Vec<(&'static str, Value)> {
    let beta = |name, value| if version == Version::Beta { vec![(name, value)] } else { vec![] };
    match condition {
        Condition::Users(users) => vec![("users", users::write(users))],
        Condition::Targets(Targets::Written(written)) => vec![("applications", applications::write(written))],
        Condition::Workloads(workloads) => vec![("clientApplications", workloads::write(workloads, version))],
        Condition::ClientApps(ClientApps(apps)) => vec![("clientAppTypes", words(apps, |app| app.word()))],
        Condition::Platforms(platforms) => vec![("platforms", written_platforms(platforms))],
        Condition::Locations(locations) => vec![("locations", written_locations(locations))],
        Condition::Devices(devices) => {
            let mut members = vec![("devices", devices::write(devices, version))];
            members.extend(beta("deviceStates", devices::write_legacy(devices)));
            members
        }
        Condition::SignInRisk(SignInRisk(levels)) => {
            vec![("signInRiskLevels", words(levels, |one| one.word()))]
        }
        Condition::UserRisk(UserRisk(levels)) => vec![("userRiskLevels", words(levels, |one| one.word()))],
        Condition::ServicePrincipalRisk(ServicePrincipalRisk(levels)) => {
            vec![("servicePrincipalRiskLevels", words(levels, |one| one.word()))]
        }
        Condition::InsiderRisk(InsiderRisk(levels)) => {
            vec![("insiderRiskLevels", flags(levels, |one| one.word()))]
        }
        Condition::AgentRisk(AgentRisk(levels)) => beta("agentIdRiskLevels", flags(levels, |one| one.word())),
        Condition::Flows(Flows(flows)) => {
            vec![("authenticationFlows", json!({ "transferMethods": flags(flows, |flow| flow.word()) }))]
        }
        // Of built-in policies only; nobody writes them in Graph.
        Condition::Targets(_)
        | Condition::Unfamiliar(_)
        | Condition::PerUser(_)
        | Condition::HasSecondFactor(_)
        | Condition::EmergencyAccount(_) => vec![],
    }
}

fn written_platforms(platforms: &Platforms) -> Value {
    let names = |list: &[Platform]| list.iter().map(|one| one.word().to_owned()).collect::<Vec<_>>();
    let mut include = if platforms.all { vec!["all".to_owned()] } else { vec![] };
    include.extend(names(&platforms.include));
    json!({ "includePlatforms": include, "excludePlatforms": names(&platforms.exclude) })
}

fn written_locations(locations: &Locations) -> Value {
    let mut include = if locations.all { vec!["All".to_owned()] } else { vec![] };
    include.extend(locations.all_trusted.then(|| "AllTrusted".to_owned()));
    include.extend(texts(&locations.include));
    let mut exclude = if locations.exclude_all_trusted { vec!["AllTrusted".to_owned()] } else { vec![] };
    exclude.extend(texts(&locations.exclude));
    json!({ "includeLocations": include, "excludeLocations": exclude })
}

fn words<T>(items: &[T], word: impl Fn(&T) -> &'static str) -> Value {
    items.iter().map(word).collect()
}

fn flags<T>(items: &[T], word: impl Fn(&T) -> &'static str) -> Value {
    items.iter().map(word).collect::<Vec<_>>().join(",").into()
}

fn texts<T: ToString>(items: &[T]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}
