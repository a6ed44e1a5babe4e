use model::{
    Address, AddressRule, ClientApp, Door, Familiarity, Flow, GuestKind, Id, Known, Method, MethodSet, PerUserMfa,
    Proof, Protocol, Signal, Timestamp,
};
use policy::conditions::{
    Applications, ClientAppType, ClientApps, Condition, Devices, Level, Locations, Platforms, Resource, SignInRisk,
    Targets, Users,
};
use policy::controls::{Block, Control, Mfa, Operator};
use policy::rule::{Filter, Mode, Rule as Text};
use policy::{
    Circumstances, Device, Facts, Origin, Plan, Policy, PolicySet, Request, Risks, ScopeClass, SecurityDefaults,
    SessionControls, State, Subject, Target,
};

use crate::cases::{Case, Rule, group_id, groups_of};

const NOW: Timestamp = Timestamp::from_secs(1_795_000_000);

pub fn set(rules: &[Rule]) -> PolicySet {
    let off = SecurityDefaults { enabled: false, ..SecurityDefaults::new_organisation(NOW) };
    PolicySet::new(Id::fixed(1), off).only(rules.iter().enumerate().map(|(place, rule)| policy(place, rule)).collect())
}

pub fn policy(place: usize, rule: &Rule) -> Policy {
    let groups = |groups: &[u64]| groups.iter().map(|group| group_id(*group)).collect::<Vec<_>>();
    let apps = |apps: &[u64]| apps.iter().map(|app| Resource::Id(Id::fixed(u128::from(*app)))).collect::<Vec<_>>();
    let places = |places: &[u64]| places.iter().map(|place| Id::fixed(u128::from(*place))).collect::<Vec<_>>();
    let mut conditions = vec![
        Condition::Users(Users {
            all: rule.groups.is_none(),
            include_groups: groups(rule.groups.as_deref().unwrap_or(&[])),
            exclude_groups: groups(&rule.not_groups),
            ..Users::default()
        }),
        Condition::Targets(Targets::Written(Applications {
            all: rule.apps.is_none(),
            include: apps(rule.apps.as_deref().unwrap_or(&[])),
            exclude: apps(&rule.not_apps),
            ..Applications::default()
        })),
    ];
    if rule.places.is_some() || !rule.not_places.is_empty() {
        conditions.push(Condition::Locations(Locations {
            all: rule.places.is_none(),
            include: places(rule.places.as_deref().unwrap_or(&[])),
            exclude: places(&rule.not_places),
            ..Locations::default()
        }));
    }
    conditions.extend(rule.platforms.clone().map(|include| {
        Condition::Platforms(Platforms { include, ..Platforms::default() })
    }));
    conditions.extend(rule.client_apps.as_ref().map(|apps| {
        Condition::ClientApps(ClientApps(apps.iter().map(|app| ClientAppType::from(*app)).collect()))
    }));
    conditions.extend(rule.sign_in_risks.as_ref().map(|_| {
        Condition::SignInRisk(SignInRisk(vec![Level::Medium, Level::High]))
    }));
    conditions.extend(rule.not_model.map(|model| {
        let rule = Text::parse(&format!("device.model -ne \"{model}\"")).expect("a rule");
        Condition::Devices(Devices { filter: Some(Filter { mode: Mode::Include, rule }), ..Devices::default() })
    }));
    Policy {
        id: Id::fixed(place as u128),
        name: format!("p{place}"),
        origin: Origin::ConditionalAccess,
        state: State::On,
        conditions,
        operator: Operator::Or,
        controls: vec![if rule.blocks { Control::Block(Block { error: 53_003 }) } else { Control::Mfa(Mfa {}) }],
        session: SessionControls::default(),
        foreign: vec![],
    }
}

pub fn subject(user: u64) -> Subject {
    Subject {
        user: Id::fixed(u128::from(user)),
        groups: groups_of(user).into_iter().map(group_id).collect(),
        roles: vec![],
        guest: GuestKind::Member,
        per_user_mfa: PerUserMfa::Disabled,
        registration_since: NOW,
        home: None,
        accepted: vec![],
        emergency: false,
        workload: None,
    }
}

pub fn facts(case: &Case) -> Facts {
    let address = Address::new([198, 51, 100, 7].into(), AddressRule::Peer);
    let methods = MethodSet::of(&[Method::Password, Method::Totp]);
    Facts {
        tenant: Id::fixed(1),
        subject: subject(case.user),
        client: None,
        target: Target {
            resource: Some(Id::fixed(u128::from(case.app))),
            names: vec![],
            privileged: false,
            action: None,
            contexts: vec![],
            scopes: ScopeClass::Baseline,
        },
        circumstances: Circumstances {
            door: Door::Browser,
            protocol: Protocol::Oidc,
            client_app: case.client_app,
            platform: Signal::Known(case.platform),
            platform_hint: Signal::Unknown,
            address: Signal::Known(address),
            address_rule: Some(AddressRule::Peer),
            country: Signal::Unknown,
            country_data: String::new(),
            locations: case.place.iter().map(|place| Id::fixed(u128::from(*place))).collect(),
            device: Device {
                id: Some(Id::fixed(9)),
                properties: vec![("model".to_owned(), case.model.to_owned())],
                ..Device::default()
            },
            risks: Risks { sign_in: Signal::Known(case.sign_in_risk), ..Risks::default() },
            flow: Flow::None,
            tracked_flow: Flow::None,
            familiarity: Familiarity { browser: Known::Seen, network: Known::Seen, country: Known::Seen },
            session: None,
            new_session: true,
            plan: Plan::P2,
        },
        proofs: vec![Proof { method: Method::Password, credential: None, at: NOW, how: model::How::Prompted }],
        keys: vec![],
        registered: methods,
        usable: methods,
        request: Request::default(),
        now: NOW,
    }
}

/// The same after a code too.
pub fn with_code(mut facts: Facts) -> Facts {
    facts.proofs.push(Proof { method: Method::Totp, credential: None, at: NOW, how: model::How::Prompted });
    facts
}

/// Old programs are blocked by whatever demands anything (reference 3.2, step 14): what the others must add.
pub fn is_legacy(app: ClientApp) -> bool {
    matches!(app, ClientApp::ExchangeActiveSync | ClientApp::Other)
}
