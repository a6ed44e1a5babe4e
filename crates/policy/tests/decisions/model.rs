//! Anything that the model can say, over few enough names that policies and sign-ins meet.

use model::{
    AppId, ClientApp, Door, Familiarity, FirstParty, Flow, Group, GuestKind, Id, Known, Method, MethodSet,
    PerUserMfa, Platform, RiskLevel, Role, ServicePrincipal, Signal, Span, Tenant, User, UserAction,
};
use policy::conditions::{
    Action, AgentRisk, Applications, ClientAppType, ClientApps, Condition, DeviceWord, Devices,
    EmergencyAccount, Flows, Guests, HasSecondFactor, InsiderLevel, InsiderRisk, Level, Locations, PerUser,
    Platforms, Resource, ServicePrincipalRisk, SignInRisk, States, Targets, Tenants, Unfamiliar, UserRisk,
    Users, Workloads,
};
use policy::controls::{
    ApprovedApplication, AtLeast, Block, CompliantApplication, CompliantDevice, Control, Custom,
    DomainJoinedDevice, Mfa, Operator, PasswordChange, Registration, RequiredStrength, RiskRemediation,
    TermsOfUse, VerifiedId,
};
use policy::rule::{Filter, Mode, Rule};
use policy::session::{Covers, Every, Persistence, SignInFrequency, Switched};
use policy::{
    Agreement, AuthenticationStrength, Device, Facts, Location, Origin, Policy, PolicySet, Request, Risks,
    SessionControls, Standing, StandingStrength, State, Strength,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::people::{NEXTCLOUD, NOW, anna, defaults_off, defaults_on};

fn some<T: Clone + std::fmt::Debug + 'static>(all: Vec<T>, most: usize) -> impl Strategy<Value = Vec<T>> {
    subsequence(all, 0..=most)
}

fn users() -> Vec<Id<User>> {
    vec![anna().0.subject.user, Id::fixed(0xa12)]
}
fn groups() -> Vec<Id<Group>> {
    (1..5).map(|number| Id::fixed(0x600 + number)).collect()
}
fn roles() -> Vec<Role> {
    vec![Role::GlobalAdministrator, Role::UserAdministrator, Role::DirectorySynchronizationAccounts]
}
fn role_ids() -> Vec<Id<Role>> {
    roles().into_iter().map(Role::id).chain([Id::fixed(0x5057)]).collect()
}
fn homes() -> Vec<Id<Tenant>> {
    vec![Id::fixed(0x7e1), Id::fixed(0x7e2)]
}
fn apps() -> Vec<Id<AppId>> {
    vec![NEXTCLOUD, FirstParty::AdminCentre.app_id(), Id::fixed(0x0d)]
}
fn places() -> Vec<Id<Location>> {
    vec![Id::fixed(0x70c1), Id::fixed(0x70c2)]
}
fn contexts() -> Vec<String> {
    vec!["c1".to_owned(), "c2".to_owned()]
}
fn terms() -> Vec<Id<Agreement>> {
    vec![Id::fixed(0x7e51), Id::fixed(0x7e52)]
}
fn workloads() -> Vec<Id<ServicePrincipal>> {
    vec![Id::fixed(0x51), Id::fixed(0x52)]
}
fn known() -> impl Strategy<Value = Known> {
    select(Known::ALL)
}
fn signal<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Signal<T>> {
    prop_oneof![
        6 => select(all).prop_map(Signal::Known),
        2 => Just(Signal::Unknown),
        1 => Just(Signal::NotGiven),
    ]
}

fn rule() -> impl Strategy<Value = Filter> {
    let rules = [
        "device.model -eq \"Surface\"",
        "device.trustType -ne \"ServerAD\" -or device.isCompliant -ne True",
        "device.extensionAttribute1 -startsWith \"A\"",
        "-not (device.deviceOwnership -in [\"Personal\"])",
        "CustomSecurityAttribute.Set_Kind -ne \"open\"",
    ];
    (select(rules.to_vec()), select(vec![Mode::Include, Mode::Exclude]))
        .prop_map(|(text, mode)| Filter { mode, rule: Rule::parse(text).expect("a rule") })
}

fn guests() -> impl Strategy<Value = Option<Guests>> {
    let tenants = prop_oneof![
        Just(Tenants::Unsaid),
        Just(Tenants::All),
        some(homes(), 2).prop_map(Tenants::Enumerated)
    ];
    let guests = (some(GuestKind::ALL.to_vec(), 4), tenants);
    prop::option::weighted(0.3, guests.prop_map(|(kinds, tenants)| Guests { kinds, tenants }))
}

prop_compose! {
    fn who()(
        (all, none, any, not_any) in (any::<bool>(), prop::bool::weighted(0.1), prop::bool::weighted(0.2), prop::bool::weighted(0.1)),
        (include_users, exclude_users) in (some(users(), 2), some(users(), 1)),
        (include_groups, exclude_groups) in (some(groups(), 2), some(groups(), 1)),
        (include_roles, exclude_roles) in (some(role_ids(), 2), some(role_ids(), 1)),
        (include_guests, exclude_guests) in (guests(), guests()),
    ) -> Users {
        Users {
            all, none, include_any_guest: any, include_agents: none, include_users, include_groups, include_roles,
            include_guests, exclude_any_guest: not_any, exclude_users, exclude_groups, exclude_roles, exclude_guests,
        }
    }
}

fn resources() -> Vec<Resource> {
    apps()
        .into_iter()
        .map(Resource::Id)
        .chain([Resource::Office365, Resource::AdminPortals, Resource::AgentResources])
        .collect()
}

prop_compose! {
    fn applications()(
        all: bool,
        (include, exclude) in (some(resources(), 3), some(resources(), 1)),
        actions in some(Action::ALL.to_vec(), 1),
        contexts in some(contexts(), 1),
        filter in prop::option::weighted(0.2, rule()),
    ) -> Applications {
        Applications { all, none: false, include, exclude, actions, contexts, filter }
    }
}

fn states() -> impl Strategy<Value = Option<States>> {
    let words = || some(DeviceWord::ALL.to_vec(), 2);
    prop::option::weighted(0.3, (words(), words()).prop_map(|(include, exclude)| States { include, exclude }))
}

fn condition() -> impl Strategy<Value = Condition> {
    let levels = || some(Level::ALL.to_vec(), 3);
    prop_oneof![
        5 => who().prop_map(Condition::Users),
        4 => applications().prop_map(|applications| Condition::Targets(Targets::Written(applications))),
        1 => Just(Condition::Targets(Targets::AllApplications)),
        1 => Just(Condition::Targets(Targets::Privileged)),
        1 => select(UserAction::ALL).prop_map(|action| Condition::Targets(Targets::Action(action))),
        2 => some(ClientAppType::ALL.to_vec(), 3).prop_map(|kinds| Condition::ClientApps(ClientApps(kinds))),
        2 => (any::<bool>(), some(Platform::ALL.to_vec(), 3), some(Platform::ALL.to_vec(), 2)).prop_map(
            |(all, include, exclude)| Condition::Platforms(Platforms { all, include, exclude })
        ),
        2 => (any::<bool>(), any::<bool>(), some(places(), 2), any::<bool>(), some(places(), 1)).prop_map(
            |(all, all_trusted, include, exclude_all_trusted, exclude)| Condition::Locations(Locations {
                all, all_trusted, include, exclude_all_trusted, exclude,
            })
        ),
        2 => (prop::option::of(rule()), states(), states(), states()).prop_map(
            |(filter, devices, states, legacy)| Condition::Devices(Devices { filter, devices, states, legacy })
        ),
        1 => levels().prop_map(|levels| Condition::SignInRisk(SignInRisk(levels))),
        1 => levels().prop_map(|levels| Condition::UserRisk(UserRisk(levels))),
        1 => levels().prop_map(|levels| Condition::ServicePrincipalRisk(ServicePrincipalRisk(levels))),
        1 => some(InsiderLevel::ALL.to_vec(), 2).prop_map(|levels| Condition::InsiderRisk(InsiderRisk(levels))),
        1 => levels().prop_map(|levels| Condition::AgentRisk(AgentRisk(levels))),
        1 => some(Flow::ALL.to_vec(), 2).prop_map(|flows| Condition::Flows(Flows(flows))),
        1 => (any::<bool>(), some(workloads(), 1), some(workloads(), 1)).prop_map(|(own, include, exclude)| {
            Condition::Workloads(Workloads { own, include, exclude, ..Workloads::default() })
        }),
        1 => Just(Condition::Unfamiliar(Unfamiliar {})),
        1 => some(PerUserMfa::ALL.to_vec(), 2).prop_map(|states| Condition::PerUser(PerUser(states))),
        1 => Just(Condition::HasSecondFactor(HasSecondFactor {})),
        1 => Just(Condition::EmergencyAccount(EmergencyAccount {})),
    ]
}

fn strength() -> impl Strategy<Value = Strength> {
    select(vec![
        Strength::single(),
        Strength::mfa(),
        Strength::prompted_mfa(),
        Strength::phishing_resistant(),
        Strength::any_of([MethodSet::of(&[Method::Password, Method::Totp])]),
        Strength::any_of([MethodSet::of(&[Method::Password, Method::Push])]),
        Strength::any_of([]),
    ])
}

pub(crate) fn control() -> impl Strategy<Value = Control> {
    let required = |strength| RequiredStrength { id: Id::<AuthenticationStrength>::fixed(1), strength };
    prop_oneof![
        4 => strength().prop_map(|strength| Control::AtLeast(AtLeast { strength })),
        2 => strength().prop_map(move |strength| Control::Strength(required(strength))),
        4 => Just(Control::Mfa(Mfa {})),
        2 => (0_i64..20).prop_map(|days| Control::Registration(Registration { grace: Span::days(days) })),
        1 => Just(Control::Block(Block { error: 53_003 })),
        1 => Just(Control::CompliantDevice(CompliantDevice {})),
        1 => Just(Control::DomainJoinedDevice(DomainJoinedDevice {})),
        1 => Just(Control::ApprovedApplication(ApprovedApplication {})),
        1 => Just(Control::CompliantApplication(CompliantApplication {})),
        1 => Just(Control::PasswordChange(PasswordChange {})),
        1 => Just(Control::RiskRemediation(RiskRemediation {})),
        1 => select(terms()).prop_map(|terms| Control::TermsOfUse(TermsOfUse(terms))),
        1 => Just(Control::VerifiedId(VerifiedId {})),
        1 => Just(Control::Custom(Custom("other".to_owned()))),
    ]
}

prop_compose! {
    fn session()(
        is_enabled in prop::bool::weighted(0.8),
        every in prop_oneof![Just(Every::Time), (0_u32..3).prop_map(Every::Hours), Just(Every::Days(1))],
        covers in select(vec![Covers::Both, Covers::Second]),
        frequent in prop::bool::weighted(0.4),
        persistent in prop::option::weighted(0.3, select(Persistence::ALL)),
    ) -> SessionControls {
        SessionControls {
            sign_in_frequency: frequent.then_some(SignInFrequency { is_enabled, every, covers }),
            persistent_browser: persistent.map(|value| Switched { is_enabled, value }),
            ..SessionControls::default()
        }
    }
}

prop_compose! {
    /// Any policy.
    pub(crate) fn written()(
        id in any::<u64>(),
        origin in prop_oneof![9 => Just(Origin::ConditionalAccess), 1 => Just(Origin::Floor)],
        state in prop_oneof![4 => Just(State::On), 2 => Just(State::ReportOnly), 1 => Just(State::Off)],
        conditions in vec(condition(), 0..4),
        operator in select(vec![Operator::And, Operator::Or]),
        controls in vec(control(), 0..3),
        session in session(),
    ) -> Policy {
        Policy {
            id: Id::fixed(u128::from(id)), name: format!("policy {id}"), origin, state, conditions, operator, controls,
            session, foreign: vec![],
        }
    }
}

prop_compose! {
    /// The built-in policies, security defaults on or off, and up to so many others.
    pub(crate) fn set_of(most: usize)(on: bool, policies in vec(written(), 0..most)) -> PolicySet {
        (if on { defaults_on() } else { defaults_off() }).with(policies)
    }
}

prop_compose! {
    pub(crate) fn familiarity()(browser in known(), network in known(), country in known()) -> Familiarity {
        Familiarity { browser, network, country }
    }
}

fn methods() -> impl Strategy<Value = Vec<Method>> {
    some(Method::ALL.to_vec(), 5)
}

prop_compose! {
    fn request()(
        acr in some(vec!["phr", "urn:sluis:acr:2", "urn:sluis:acr:1", "urn:example:x"], 2),
        essential in some(vec!["phr", "urn:sluis:acr:2", "urn:sluis:acr:1"], 2),
        max_age in prop::option::of((0_i64..100).prop_map(Span::minutes)),
        prompt_login: bool,
        began in prop::option::of(0_i64..30),
        strength in prop::option::of(select(StandingStrength::ALL.to_vec())),
        oldest in prop::option::of((5_i64..100).prop_map(Span::minutes)),
    ) -> Request {
        Request {
            acr_values: acr.into_iter().map(str::to_owned).collect(),
            essential_acr: essential.into_iter().map(str::to_owned).collect(),
            max_age,
            prompt_login,
            since: began.map(|minutes| NOW - Span::minutes(minutes)),
            contexts: vec![],
            standing: Standing { strength, max_age: oldest },
        }
    }
}

prop_compose! {
    fn device()(
        registered: bool,
        (compliant, domain_joined) in (signal(&[true, false]), signal(&[true, false])),
        (approved_application, protected_application) in (signal(&[true, false]), signal(&[true, false])),
        properties in some(vec![("model", "Surface"), ("trustType", "ServerAD"), ("extensionAttribute1", "Abc"), ("deviceOwnership", "Personal")], 2),
    ) -> Device {
        let properties = properties.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let id = registered.then_some(Id::fixed(0xde));
        Device { id, compliant, domain_joined, approved_application, protected_application, properties }
    }
}

prop_compose! {
    fn risks()(risks in vec(signal(RiskLevel::ALL), 5)) -> Risks {
        Risks {
            sign_in: risks[0], user: risks[1], service_principal: risks[2], insider: risks[3], agent: risks[4],
        }
    }
}

prop_compose! {
    /// Anybody, anywhere, with anything proven.
    pub(crate) fn facts()(
        (user, groups, roles) in (select(users()), some(groups(), 3), some(roles(), 2)),
        (guest, home, workload, emergency) in (
            prop_oneof![2 => Just(GuestKind::Member), 1 => select(GuestKind::ALL)],
            prop::option::of(select(homes())),
            prop::option::weighted(0.1, select(workloads())),
            prop::bool::weighted(0.2),
        ),
        accepted in some(terms(), 2),
        (registered, proven) in (methods(), methods()),
        ages in vec(0_i64..120, 5),
        familiarity in familiarity(),
        (door, client_app) in (select(Door::ALL), select(ClientApp::ALL)),
        platform in signal(Platform::ALL),
        (flow, tracked) in (select(Flow::ALL), select(Flow::ALL)),
        (locations, nowhere) in (some(places().into_iter().chain([Location::ALL_TRUSTED]).collect(), 2), select(vec![0, 0, 0, 1, 2])),
        (device, risks) in (device(), risks()),
        per_user in select(PerUserMfa::ALL),
        request in request(),
        (app, names, contexts) in (
            prop::option::of(select(FirstParty::ALL.to_vec())), some(vec!["Office365".to_owned(), "office365".to_owned(), apps()[2].to_string()], 1), some(contexts(), 2),
        ),
        action in prop::option::weighted(0.3, select(UserAction::ALL)),
    ) -> Facts {
        let mut person = anna().seen(familiarity).at_door(door).by(client_app).per_user(per_user).requested(request);
        for (method, minutes) in proven.into_iter().zip(ages) {
            person = person.proven(&[method], Span::minutes(minutes));
        }
        if let Some(app) = app {
            person = person.opening(app);
        }
        let mut facts = person.on(platform).0;
        if let Some(action) = action {
            facts.target.action = Some(action);
            if action != UserAction::Confirm {
                facts.target.resource = None;
            }
        }
        facts.target.names.extend(names);
        facts.target.contexts = contexts;
        let subject = &mut facts.subject;
        (subject.user, subject.groups, subject.roles, subject.guest) = (user, groups, roles, guest);
        (subject.home, subject.workload, subject.accepted) = (home, workload, accepted);
        subject.emergency = emergency && workload.is_none();
        let here = &mut facts.circumstances;
        (here.flow, here.tracked_flow, here.locations) = (flow, tracked, locations);
        (here.device, here.risks) = (device, risks);
        match nowhere {
            1 => here.address = Signal::Unknown,
            2 => here.address = Signal::NotGiven,
            _ => {}
        }
        facts.registered = MethodSet::of(&registered);
        facts.usable = facts.registered;
        facts
    }
}
