//! Ways that are about where somebody comes from, and with what.

use expect_test::expect;
use model::{ClientApp, Id, Method, PerUserMfa, Platform, Signal};
use policy::conditions::{
    ClientAppType, ClientApps, Condition, DeviceWord, Devices, Locations, Platforms, States,
};
use policy::controls::{
    Block, CompliantApplication, CompliantDevice, Control, DomainJoinedDevice, Mfa, Operator,
};
use policy::{Location, Origin, Places, Policy, SessionControls, State};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::{PASSWORD, arrives, check};
use crate::people::{Person, anna};
use signin::{Change, Tried, ways_in};

const OFFICE: Id<Location> = Id::fixed(0x0ff1);
const HOME: Id<Location> = Id::fixed(0x803e);

fn policy(conditions: Vec<Condition>, operator: Operator, controls: Vec<Control>) -> Policy {
    Policy {
        id: Id::fixed(0xca),
        name: "Mine".to_owned(),
        origin: Origin::ConditionalAccess,
        state: State::On,
        conditions,
        operator,
        controls,
        session: SessionControls::default(),
        foreign: vec![],
    }
}

fn block(condition: Condition) -> Policy {
    policy(vec![condition], Operator::And, vec![Control::Block(Block { error: 53_003 })])
}

fn outside(places: &[Id<Location>], trusted: bool) -> Condition {
    let exclude = places.to_vec();
    Condition::Locations(Locations {
        all: true,
        exclude,
        exclude_all_trusted: trusted,
        ..Locations::default()
    })
}

fn under(policy: Policy) -> Person {
    anna().without_defaults().under(policy).after(PASSWORD)
}

#[test]
fn who_is_blocked_outside_the_office_would_have_got_in_from_there() {
    check(
        under(block(outside(&[OFFICE], true))),
        None,
        expect![[r#"
        [TrustedPlace]
        [At(Hyphenated(00000000-0000-0000-0000-000000000ff1))]
    "#]],
    );
}

#[test]
fn each_place_that_would_have_done_is_named() {
    check(
        under(block(outside(&[OFFICE, HOME], false))),
        None,
        expect![[r#"
        [At(Hyphenated(00000000-0000-0000-0000-000000000ff1))]
        [At(Hyphenated(00000000-0000-0000-0000-00000000803e))]
    "#]],
    );
}

#[test]
fn who_is_blocked_at_a_place_would_have_got_in_from_outside() {
    let here = Locations { include: vec![OFFICE], ..Locations::default() };
    let mut person = under(block(Condition::Locations(here)));
    person.facts.circumstances.locations = vec![OFFICE];
    check(
        person,
        None,
        expect![[r#"
        [Outside]
    "#]],
    );
}

#[test]
fn who_is_enforced_would_have_got_in_from_trusted_addresses_where_there_are_any() {
    let mut person = anna().without_defaults().after(PASSWORD);
    person.facts.subject.per_user_mfa = PerUserMfa::Enforced;
    let nowhere = person.clone();
    let trusted = vec!["203.0.113.0/24".parse().unwrap()];
    person.set = person.set.with_places(Places::new(vec![], trusted));
    check(
        person,
        None,
        expect![[r#"
        [At(Hyphenated(00000000-0000-0000-0000-000000000000))]
        [Give(Totp)]
        [Give(RecoveryCode)]
    "#]],
    );
    check(
        nowhere,
        None,
        expect![[r#"
        [Give(Totp)]
        [Give(RecoveryCode)]
    "#]],
    );
}

#[test]
fn a_managed_device_or_a_code_opens_what_asks_one_of_them() {
    let controls = vec![
        Control::Mfa(Mfa {}),
        Control::CompliantDevice(CompliantDevice {}),
        Control::DomainJoinedDevice(DomainJoinedDevice {}),
    ];
    check(
        under(policy(vec![], Operator::Or, controls)),
        None,
        expect![[r#"
        [CompliantDevice]
        [JoinedDevice]
        [Give(Totp)]
        [Give(RecoveryCode)]
    "#]],
    );
}

#[test]
fn a_device_and_a_place_that_are_both_asked_are_told_together() {
    let compliant = vec![Control::CompliantDevice(CompliantDevice {})];
    let person = anna()
        .without_defaults()
        .under(block(outside(&[OFFICE], false)))
        .under(policy(vec![], Operator::And, compliant))
        .after(PASSWORD);
    check(
        person,
        None,
        expect![[r#"
        [At(Hyphenated(00000000-0000-0000-0000-000000000ff1)), CompliantDevice]
    "#]],
    );
}

#[test]
fn another_platform_stands_for_all_that_policies_see_alike() {
    let mobile = Platforms { include: vec![Platform::Android, Platform::Ios], ..Platforms::default() };
    let mut person = under(block(Condition::Platforms(mobile)));
    person.facts.circumstances.platform = Signal::Known(Platform::Ios);
    check(
        person,
        None,
        expect![[r#"
        [On(Windows)]
    "#]],
    );
}

#[test]
fn where_browsers_are_blocked_a_program_would_have_got_in() {
    let browsers = Condition::ClientApps(ClientApps(vec![ClientAppType::Browser]));
    check(
        under(block(browsers)).by(ClientApp::Browser),
        None,
        expect![[r#"
        [ModernProgram]
    "#]],
    );
}

fn condition() -> impl Strategy<Value = Option<Condition>> {
    let places = || subsequence(vec![OFFICE, HOME], 0..=2);
    let states = subsequence(DeviceWord::ALL.to_vec(), 1..=2);
    prop_oneof![
        1 => Just(None),
        2 => (places(), places(), any::<bool>(), any::<bool>()).prop_map(|(include, exclude, all, trusted)| {
            Some(Condition::Locations(Locations {
                all, include, exclude, all_trusted: false, exclude_all_trusted: trusted,
            }))
        }),
        1 => (subsequence(Platform::ALL.to_vec(), 0..=3), any::<bool>()).prop_map(|(named, all)| {
            let (include, exclude) = if all { (vec![], named) } else { (named, vec![]) };
            Some(Condition::Platforms(Platforms { all, include, exclude }))
        }),
        1 => subsequence(vec![ClientAppType::Browser, ClientAppType::MobileAppsAndDesktopClients], 1..=1)
            .prop_map(|kinds| Some(Condition::ClientApps(ClientApps(kinds)))),
        1 => states.prop_map(|exclude| {
            let devices = Some(States { include: vec![DeviceWord::All], exclude });
            Some(Condition::Devices(Devices { devices, ..Devices::default() }))
        }),
    ]
}

fn controls() -> impl Strategy<Value = Vec<Control>> {
    let all = vec![
        Control::Mfa(Mfa {}),
        Control::CompliantDevice(CompliantDevice {}),
        Control::CompliantApplication(CompliantApplication {}),
    ];
    prop_oneof![
        2 => subsequence(all, 1..=2),
        1 => Just(vec![Control::Block(Block { error: 53_003 })]),
    ]
}

fn written() -> impl Strategy<Value = Policy> {
    let operator = select(vec![Operator::And, Operator::Or]);
    (condition(), operator, controls()).prop_map(|(condition, operator, controls)| {
        policy(condition.into_iter().collect(), operator, controls)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn each_way_through_places_devices_and_programs_lets_in_and_nothing_less_does(
        policies in prop::collection::vec(written(), 1..4),
        locations in subsequence(vec![OFFICE, Location::ALL_TRUSTED], 0..=2),
        platform in select(Platform::ALL),
    ) {
        let mut person = anna().without_defaults().has(&[Method::Password, Method::Totp]).after(PASSWORD);
        person.facts.circumstances.locations = locations;
        person.facts.circumstances.platform = Signal::Known(platform);
        person = policies.into_iter().fold(person, Person::under);
        let tried = Tried { facts: person.facts.clone(), obstacle: None };
        for way in ways_in(&person.set, &tried) {
            prop_assert!(tried.with(&way).is_some_and(|tried| arrives(&person, &tried)), "{way:?} does not let in");
            for left_out in 0..(1_u32 << way.len()) - 1 {
                let kept = way.iter().enumerate().filter(|(place, _)| left_out & (1 << place) != 0);
                let less: Vec<Change> = kept.map(|(_, change)| *change).collect();
                let enough = tried.with(&less).is_some_and(|tried| arrives(&person, &tried));
                prop_assert!(!enough, "{less:?} is enough, not {way:?}");
            }
        }
    }
}
