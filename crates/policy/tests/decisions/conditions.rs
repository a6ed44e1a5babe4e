//! When conditions hold, by hand from the reference, each with its section.

use model::{ClientApp, Flow, Group, GuestKind, Id, Platform, RiskLevel, Role, Signal, UserAction};
use policy::conditions::{
    Action, Applications, ClientAppType, ClientApps, Condition, Devices, Flows, Guests, InsiderLevel,
    InsiderRisk, Level, Locations, Platforms, Resource, SignInRisk, Targets, Tenants, UserRisk, Users,
    Workloads,
};
use policy::rule::{Filter, Mode, Rule};
use policy::{Location, ResultCode};

use crate::cases::{PASSWORD, mfa, result_of, with};
use crate::people::{NEXTCLOUD, Person, anna};
use crate::written::policy;

const STAFF: Id<Group> = Id::fixed(0x6);
const OFFICE: Id<Location> = Id::fixed(0x7);

fn at(matched: &[Id<Location>]) -> Person {
    let matched = matched.to_vec();
    with(anna().after(PASSWORD), |facts| facts.circumstances.locations = matched)
}

fn nowhere() -> Person {
    with(anna().after(PASSWORD), |facts| facts.circumstances.address = Signal::Unknown)
}

fn on_device(change: impl FnOnce(&mut policy::Device)) -> Person {
    with(anna().after(PASSWORD), |facts| change(&mut facts.circumstances.device))
}

/// Whether a policy with this condition applies: it demands MFA of somebody who gave a password.
#[track_caller]
fn applies(section: &str, condition: Condition, cases: &[(&str, Person, bool)]) {
    for (name, person, expected) in cases {
        let policy = policy(vec![condition.clone()], mfa());
        let applied = result_of(&policy, &person.0) != ResultCode::NotApplied;
        assert_eq!(applied, *expected, "{section}: {name}");
    }
}

#[test]
fn people_are_included_by_any_list_and_excluded_by_any() {
    let me = || anna().after(PASSWORD);
    let user = me().0.subject.user;
    let staff = || with(me(), |facts| facts.subject.groups = vec![STAFF]);
    let admin = || me().holding(Role::UserAdministrator);
    let guest = |kind| with(me(), |facts| facts.subject.guest = kind);
    let all = || Users { all: true, ..Users::default() };
    let section = "3.2 step 6, 3.3";
    let check =
        |users: Users, cases: &[(&str, Person, bool)]| applies(section, Condition::Users(users), cases);
    check(
        all(),
        &[
            ("everyone", me(), true),
            ("guests too", guest(GuestKind::B2bCollaborationGuest), true),
            ("no workload", with(me(), |facts| facts.subject.workload = Some(Id::fixed(1))), false),
        ],
    );
    check(Users { none: true, ..Users::default() }, &[("None", me(), false)]);
    check(Users { include_users: vec![user], ..Users::default() }, &[("named", me(), true)]);
    check(Users { include_users: vec![Id::fixed(9)], ..Users::default() }, &[("not named", me(), false)]);
    check(
        Users { include_groups: vec![STAFF], ..Users::default() },
        &[("in the group", staff(), true), ("not in it", me(), false)],
    );
    check(Users::holding(&[Role::UserAdministrator]), &[("holds", admin(), true), ("does not", me(), false)]);
    check(
        Users { include_groups: vec![STAFF], ..Users::holding(&[Role::UserAdministrator]) },
        &[("by the group alone", staff(), true), ("by the role alone", admin(), true)],
    );
    check(Users { exclude_users: vec![user], ..all() }, &[("exclude beats include", me(), false)]);
    check(
        Users { include_users: vec![user], exclude_groups: vec![STAFF], ..Users::default() },
        &[("excluded by another list", staff(), false), ("not excluded", me(), true)],
    );
    check(
        Users::all_but(&[Role::UserAdministrator]),
        &[("excluded role", admin(), false), ("other", me(), true)],
    );
    check(Users { include_agents: true, ..Users::default() }, &[("there are no agents", me(), false)]);
}

#[test]
fn guests_are_chosen_by_kind_and_home() {
    let home = Id::fixed(0x77);
    let guest = |kind, from| {
        with(anna().after(PASSWORD), |facts| (facts.subject.guest, facts.subject.home) = (kind, from))
    };
    let section = "3.1 users, 3.3";
    let any = Users { include_any_guest: true, ..Users::default() };
    applies(
        section,
        Condition::Users(any),
        &[
            ("a member is none", guest(GuestKind::Member, None), false),
            ("an internal guest", guest(GuestKind::InternalGuest, None), true),
            ("a provider", guest(GuestKind::ServiceProvider, None), true),
        ],
    );
    let kinds = Guests::of(&[GuestKind::B2bCollaborationGuest]);
    let from = Guests { tenants: Tenants::Enumerated(vec![home]), ..kinds.clone() };
    applies(
        section,
        Condition::Users(Users { include_guests: Some(kinds), ..Users::default() }),
        &[
            ("the kind", guest(GuestKind::B2bCollaborationGuest, None), true),
            ("another kind", guest(GuestKind::InternalGuest, None), false),
        ],
    );
    applies(
        section,
        Condition::Users(Users { include_guests: Some(from.clone()), ..Users::default() }),
        &[
            ("from there", guest(GuestKind::B2bCollaborationGuest, Some(home)), true),
            ("from elsewhere", guest(GuestKind::B2bCollaborationGuest, Some(Id::fixed(1))), false),
            ("from who knows where", guest(GuestKind::B2bCollaborationGuest, None), false),
        ],
    );
    applies(
        section,
        Condition::Users(Users { all: true, exclude_guests: Some(from), ..Users::default() }),
        &[
            ("spared", guest(GuestKind::B2bCollaborationGuest, Some(home)), false),
            ("nobody is spared who cannot be told", guest(GuestKind::B2bCollaborationGuest, None), true),
        ],
    );
}

#[test]
fn active_sync_takes_every_choice_by_kind_as_everyone() {
    let by = |app| anna().after(PASSWORD).by(app);
    applies(
        "3.3",
        Condition::Users(Users::holding(&[Role::UserAdministrator])),
        &[
            ("ActiveSync", by(ClientApp::ExchangeActiveSync), true),
            ("a browser", by(ClientApp::Browser), false),
        ],
    );
    let named = Users { include_groups: vec![STAFF], ..Users::default() };
    applies(
        "3.3",
        Condition::Users(named),
        &[("a group stays one", by(ClientApp::ExchangeActiveSync), false)],
    );
}

#[test]
fn policies_bind_to_what_is_opened() {
    let opens = || anna().after(PASSWORD);
    let known_as = |name: &str| with(opens(), |facts| facts.target.names = vec![name.to_owned()]);
    let acts = |action| {
        with(opens(), |facts| {
            facts.target.resource = None;
            facts.target.action = Some(action);
        })
    };
    let written = |applications| Condition::Targets(Targets::Written(applications));
    let all = || Applications { all: true, ..Applications::default() };
    let one = |resource| Applications { include: vec![resource], ..Applications::default() };
    let section = "3.4, C7";
    applies(
        section,
        written(all()),
        &[
            ("every application", opens(), true),
            ("not an action", acts(UserAction::RegisterSecurityInfo), false),
        ],
    );
    applies(
        section,
        written(Applications { none: true, ..Applications::default() }),
        &[("None", opens(), false)],
    );
    applies(section, written(one(Resource::Id(NEXTCLOUD))), &[("by id", opens(), true)]);
    applies(
        section,
        written(one(Resource::Id(Id::fixed(0xd)))),
        &[
            ("another id", opens(), false),
            ("an id that it is also known by", known_as("00000000-0000-0000-0000-00000000000d"), true),
        ],
    );
    let client = with(opens(), |facts| facts.target.resource = Some(Id::fixed(1)));
    applies(section, written(one(Resource::Id(NEXTCLOUD))), &[("never the client", client, false)]);
    applies(
        section,
        written(one(Resource::Office365)),
        &[("the group", known_as("Office365"), true), ("outside the group", opens(), false)],
    );
    applies(
        section,
        written(one(Resource::AdminPortals)),
        &[("portals", known_as("MicrosoftAdminPortals"), true)],
    );
    applies(
        section,
        written(Applications { exclude: vec![Resource::Id(NEXTCLOUD)], ..all() }),
        &[("exclude beats include", opens(), false)],
    );
    let registering = Applications { actions: vec![Action::RegisterSecurityInfo], ..Applications::default() };
    applies(
        section,
        written(registering),
        &[
            ("the action", acts(UserAction::RegisterSecurityInfo), true),
            ("another action", acts(UserAction::RegisterDevice), false),
            ("an application", opens(), false),
        ],
    );
    let context = Applications { contexts: vec!["c1".to_owned()], ..Applications::default() };
    applies(
        section,
        written(context),
        &[
            ("asked", with(opens(), |facts| facts.target.contexts = vec!["c1".to_owned()]), true),
            ("another", with(opens(), |facts| facts.target.contexts = vec!["c11".to_owned()]), false),
            ("none", opens(), false),
        ],
    );
}

#[test]
fn client_applications_are_told_apart() {
    let by = |app| anna().after(PASSWORD).by(app);
    let apps = |types: &[ClientAppType]| Condition::ClientApps(ClientApps(types.to_vec()));
    let unseen = || by(ClientApp::ExchangeActiveSync).on(Signal::Unknown);
    applies("3.5", apps(&[ClientAppType::All]), &[("all, old programs too", by(ClientApp::Other), true)]);
    applies(
        "3.5",
        apps(&[ClientAppType::Browser]),
        &[
            ("a browser", by(ClientApp::Browser), true),
            ("an app", by(ClientApp::MobileAppsAndDesktopClients), false),
        ],
    );
    applies(
        "3.5",
        apps(&[ClientAppType::EasSupported]),
        &[
            ("on a known platform", by(ClientApp::ExchangeActiveSync), true),
            ("on none that is known", unseen(), false),
        ],
    );
    applies("3.5", apps(&[ClientAppType::ExchangeActiveSync]), &[("on any platform", unseen(), true)]);
}

#[test]
fn platforms_that_cannot_be_told_are_only_all_of_them() {
    let on = |platform| anna().after(PASSWORD).on(platform);
    let known = Signal::Known;
    let named = Platforms { include: vec![Platform::Ios], ..Platforms::default() };
    applies(
        "3.5, Unknown",
        Condition::Platforms(named),
        &[
            ("named", on(known(Platform::Ios)), true),
            ("another", on(known(Platform::Linux)), false),
            ("hidden", on(Signal::Unknown), false),
        ],
    );
    let unsupported = Platforms { all: true, include: vec![], exclude: Platform::ALL.to_vec() };
    applies(
        "3.9 block unknown platform",
        Condition::Platforms(unsupported),
        &[
            ("each known one is spared", on(known(Platform::Windows)), false),
            ("hidden", on(Signal::Unknown), true),
            ("not given", on(Signal::NotGiven), false),
        ],
    );
}

#[test]
fn places_that_cannot_be_told_are_in_no_location() {
    let here = |locations| Condition::Locations(locations);
    let away = Locations { all: true, exclude_all_trusted: true, ..Locations::default() };
    applies(
        "3.7",
        here(away),
        &[
            ("trusted", at(&[Location::ALL_TRUSTED]), false),
            ("a location that is not trusted", at(&[OFFICE]), true),
            ("no location", at(&[]), true),
            ("nowhere", nowhere(), true),
        ],
    );
    let named = Locations { include: vec![OFFICE], ..Locations::default() };
    applies(
        "3.7",
        here(named),
        &[
            ("in it", at(&[OFFICE]), true),
            ("not in it", at(&[Location::ALL_TRUSTED]), false),
            ("nowhere", nowhere(), false),
        ],
    );
    let trusted = Locations { all_trusted: true, exclude: vec![OFFICE], ..Locations::default() };
    applies(
        "3.7",
        here(trusted),
        &[
            ("trusted", at(&[Location::ALL_TRUSTED]), true),
            ("trusted and excluded", at(&[Location::ALL_TRUSTED, OFFICE]), false),
            ("nowhere", nowhere(), false),
        ],
    );
    let unsaid = with(anna().after(PASSWORD), |facts| facts.circumstances.address = Signal::NotGiven);
    let all = Locations { all: true, ..Locations::default() };
    applies("3.12", here(all), &[("not given", unsaid, false), ("nowhere", nowhere(), true)]);
}

#[test]
fn the_properties_of_an_unregistered_device_are_null() {
    let rule = |mode, text: &str| {
        let filter = Filter { mode, rule: Rule::parse(text).expect("it is a rule") };
        Condition::Devices(Devices { filter: Some(filter), ..Devices::default() })
    };
    let registered = |model: &str| {
        let model = model.to_owned();
        on_device(|device| {
            device.id = Some(Id::fixed(1));
            device.properties = vec![("model".to_owned(), model)];
        })
    };
    let compliant =
        || on_device(|device| (device.id, device.compliant) = (Some(Id::fixed(1)), Signal::Known(true)));
    let nothing = || on_device(|_| {});
    applies(
        "3.6",
        rule(Mode::Include, "device.model -eq \"Kiosk\""),
        &[
            ("matches", registered("kiosk"), true),
            ("does not", registered("Other"), false),
            ("unregistered", nothing(), false),
        ],
    );
    applies(
        "3.6",
        rule(Mode::Include, "device.model -ne \"Kiosk\""),
        &[("negative and null", nothing(), true), ("matches", registered("Kiosk"), false)],
    );
    applies(
        "3.6",
        rule(Mode::Exclude, "device.isCompliant -eq True"),
        &[("compliant is spared", compliant(), false), ("not told is not", nothing(), true)],
    );
    let unmanaged = "device.trustType -ne \"ServerAD\" -or device.isCompliant -ne True";
    applies(
        "3.6 unmanaged",
        rule(Mode::Include, unmanaged),
        &[("unregistered", nothing(), true), ("compliant alone", compliant(), true)],
    );
    let unseen = "device.extensionAttribute1 -eq \"x\"";
    let extended = |compliant| {
        on_device(|device| {
            device.id = Some(Id::fixed(1));
            device.compliant = Signal::Known(compliant);
            device.properties = vec![("extensionAttribute1".to_owned(), "x".to_owned())];
        })
    };
    applies(
        "3.6",
        rule(Mode::Include, unseen),
        &[("seen of a compliant device", extended(true), true), ("of no other", extended(false), false)],
    );
}

#[test]
fn risk_that_cannot_be_told_is_no_level_and_not_none() {
    let risky = |level| with(anna().after(PASSWORD), |facts| facts.circumstances.risks.sign_in = level);
    let levels = |levels: &[Level]| Condition::SignInRisk(SignInRisk(levels.to_vec()));
    applies(
        "3.1, Unknown",
        levels(&[Level::High, Level::Medium]),
        &[
            ("high", risky(Signal::Known(RiskLevel::High)), true),
            ("medium", risky(Signal::Known(RiskLevel::Medium)), true),
            ("low", risky(Signal::Known(RiskLevel::Low)), false),
            ("none", risky(Signal::Known(RiskLevel::None)), false),
            ("not told", risky(Signal::Unknown), false),
        ],
    );
    applies(
        "3.1, Unknown",
        levels(&[Level::None]),
        &[("none", risky(Signal::Known(RiskLevel::None)), true), ("not told", risky(Signal::Unknown), false)],
    );
    let person = |level| with(anna().after(PASSWORD), |facts| facts.circumstances.risks.user = level);
    applies(
        "3.1",
        Condition::UserRisk(UserRisk(vec![Level::High])),
        &[
            ("the person's", person(Signal::Known(RiskLevel::High)), true),
            ("not the sign-in's", risky(Signal::Known(RiskLevel::High)), false),
        ],
    );
    let inside = |level| with(anna().after(PASSWORD), |facts| facts.circumstances.risks.insider = level);
    applies(
        "3.1",
        Condition::InsiderRisk(InsiderRisk(vec![InsiderLevel::Elevated])),
        &[
            ("elevated", inside(Signal::Known(RiskLevel::High)), true),
            ("moderate", inside(Signal::Known(RiskLevel::Medium)), false),
        ],
    );
}

#[test]
fn a_session_stays_what_it_once_was() {
    let flows = || Condition::Flows(Flows(vec![Flow::DeviceCode]));
    let by = |flow, tracked| {
        with(anna().after(PASSWORD), |facts| {
            (facts.circumstances.flow, facts.circumstances.tracked_flow) = (flow, tracked);
        })
    };
    applies(
        "3.13",
        flows(),
        &[
            ("by a device code", by(Flow::DeviceCode, Flow::None), true),
            ("a session that was", by(Flow::None, Flow::DeviceCode), true),
            ("another flow", by(Flow::AuthenticationTransfer, Flow::None), false),
            ("on the device itself", by(Flow::None, Flow::None), false),
        ],
    );
}

#[test]
fn workloads_are_never_people() {
    let workloads = Workloads { own: true, exclude: vec![Id::fixed(2)], ..Workloads::default() };
    let workload = |id| with(anna().after(PASSWORD), |facts| facts.subject.workload = Some(Id::fixed(id)));
    applies(
        "3.1 clientApplications",
        Condition::Workloads(workloads),
        &[
            ("one of ours", workload(1), true),
            ("an excluded one", workload(2), false),
            ("a person", anna().after(PASSWORD), false),
        ],
    );
}
