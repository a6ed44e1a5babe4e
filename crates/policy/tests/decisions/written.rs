//! Policies as an administrator writes them: what later issues import, in the same engine.

use expect_test::{Expect, expect};
use model::{Door, Group, GuestKind, Id, Method, MethodSet, Platform, Role, Signal, Span};
use policy::conditions::{Condition, Guests, Platforms, Users};
use policy::controls::{AtLeast, Block, Control, Operator};
use policy::{Origin, Policy, PolicySet, SessionControls, State, Strength, Verdict, code, evaluate, explain};

use crate::people::{Person, anna, defaults_off};

const MINE: Id<Policy> = Id::fixed(0xca);
const STAFF: Id<Group> = Id::fixed(0x6);

pub(crate) fn policy(conditions: Vec<Condition>, controls: Vec<Control>) -> Policy {
    Policy {
        id: MINE,
        name: "Mine".to_owned(),
        origin: Origin::ConditionalAccess,
        state: State::On,
        conditions,
        operator: Operator::And,
        controls,
        session: SessionControls::default(),
        foreign: vec![],
    }
}

fn beside_the_floor(policy: Policy) -> PolicySet {
    defaults_off().with([policy])
}

fn mfa() -> Vec<Control> {
    vec![Control::AtLeast(AtLeast { strength: Strength::mfa() })]
}

/// The result of the policy, what its conditions saw, and whether the person is let in.
#[track_caller]
fn check(policy: Policy, person: Person, expected: Expect) {
    let set = beside_the_floor(policy);
    let facts = person.0;
    let trace = explain(&set, &facts);
    let mine = trace.policies.iter().find(|trace| trace.id == MINE).expect("it is in the set");
    let mut lines = vec![format!("{:?}", mine.result)];
    for seen in &mine.conditions {
        lines.push(format!("{}: {} / {} = {:?}", seen.condition, seen.seen, seen.wanted, seen.verdict));
    }
    let open = trace.decision.open(&facts).count();
    lines.push(if open == 0 { "let in".to_owned() } else { format!("{open} open") });
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

const ANDROID_ONLY: Platforms = Platforms { all: false, include: vec![], exclude: vec![] };

fn about_android() -> Condition {
    Condition::Platforms(Platforms { include: vec![Platform::Android], ..ANDROID_ONLY })
}

fn about_all_but_android() -> Condition {
    Condition::Platforms(Platforms { all: true, exclude: vec![Platform::Android], ..ANDROID_ONLY })
}

#[test]
fn a_platform_that_cannot_be_told_is_no_named_platform() {
    let person = || anna().after(&[Method::Password]);
    check(
        policy(vec![about_android()], mfa()),
        person().on(Signal::Unknown),
        expect![["
        NotApplied
        platforms: unknown / android = Unknown
        let in
    "]],
    );
    check(
        policy(vec![about_android()], mfa()),
        person().on(Signal::Known(Platform::Android)),
        expect![["
        Failure
        platforms: android / android = Holds
        1 open
    "]],
    );
}

#[test]
fn a_platform_that_cannot_be_told_is_excluded_by_nothing() {
    let person = || anna().after(&[Method::Password]);
    check(
        policy(vec![about_all_but_android()], mfa()),
        person().on(Signal::Unknown),
        expect![["
        Failure
        platforms: unknown / all, without android = Holds
        1 open
    "]],
    );
    check(
        policy(vec![about_all_but_android()], mfa()),
        person().on(Signal::Known(Platform::Android)),
        expect![["
            NotApplied
            platforms: android / all, without android = Fails
            let in
        "]],
    );
}

#[test]
fn what_if_without_the_platform_leaves_the_policy_undecided() {
    let person = anna().after(&[Method::Password]).on(Signal::NotGiven);
    check(
        policy(vec![about_all_but_android()], mfa()),
        person,
        expect![["
        NotApplied
        platforms: notEnoughInformation / all, without android = Unknown
        let in
    "]],
    );
}

#[test]
fn exclude_beats_include() {
    let mut person = anna().after(&[Method::Password]).holding(Role::UserAdministrator);
    person.0.subject.groups.push(STAFF);
    person.0.subject.guest = GuestKind::InternalGuest;
    let user = person.0.subject.user;
    let everyone = Users { all: true, ..Users::default() };
    let exclusions = [
        Users { exclude_users: vec![user], ..everyone.clone() },
        Users { exclude_groups: vec![STAFF], ..everyone.clone() },
        Users { exclude_roles: vec![Role::UserAdministrator.id()], ..everyone.clone() },
        Users { exclude_guests: Some(Guests::of(&[GuestKind::InternalGuest])), ..everyone.clone() },
    ];
    let inclusions = [
        everyone,
        Users { include_users: vec![user], ..Users::default() },
        Users { include_groups: vec![STAFF], ..Users::default() },
        Users { include_roles: vec![Role::UserAdministrator.id()], ..Users::default() },
        Users { include_guests: Some(Guests::of(&[GuestKind::InternalGuest])), ..Users::default() },
    ];
    for users in inclusions {
        assert_eq!(Condition::Users(users).verdict(&person.0), Verdict::Holds);
    }
    for users in exclusions {
        assert_eq!(Condition::Users(users).verdict(&person.0), Verdict::Fails);
    }
    assert_eq!(Condition::Users(Users::default()).verdict(&person.0), Verdict::Fails);
}

#[test]
fn a_policy_on_trial_asks_nothing_and_tells_what_it_would_have_asked() {
    let on_trial =
        |controls| Policy { state: State::ReportOnly, ..policy(vec![about_all_but_android()], controls) };
    let block = vec![Control::Block(Block { error: code::BLOCKED })];
    check(
        on_trial(mfa()),
        anna().after(&[Method::Password]),
        expect![["
        ReportOnlyInterrupted
        platforms: linux / all, without android = Holds
        let in
    "]],
    );
    check(
        on_trial(mfa()),
        anna().after(&[Method::Password, Method::Totp]),
        expect![["
        ReportOnlySuccess
        platforms: linux / all, without android = Holds
        let in
    "]],
    );
    check(
        on_trial(block),
        anna().after(&[Method::Password]),
        expect![["
        ReportOnlyFailure
        platforms: linux / all, without android = Holds
        let in
    "]],
    );
    let elsewhere = anna().after(&[Method::Password]).on(Signal::Known(Platform::Android));
    check(
        on_trial(mfa()),
        elsewhere,
        expect![["
        ReportOnlyNotApplied
        platforms: android / all, without android = Fails
        let in
    "]],
    );
}

#[test]
fn a_policy_that_is_off_is_not_looked_at() {
    let off = Policy { state: State::Off, ..policy(vec![], mfa()) };
    check(
        off,
        anna().after(&[Method::Password]),
        expect![["
        NotEnabled
        let in
    "]],
    );
}

#[test]
fn two_demands_are_never_intersected() {
    // One policy wants a passkey, another a password with a code: met by giving both, and by neither alone.
    let app = MethodSet::of(&[Method::Password, Method::Totp]);
    let controls = vec![
        Control::AtLeast(AtLeast { strength: Strength::phishing_resistant() }),
        Control::AtLeast(AtLeast { strength: Strength::any_of([app]) }),
    ];
    let person = |methods: &[Method]| anna().also_has(Method::Passkey).after(methods);
    let set = beside_the_floor(policy(vec![], controls));
    let open = |methods: &[Method]| {
        let facts = person(methods).0;
        evaluate(&set, &facts).open(&facts).count()
    };
    assert_eq!(open(&[Method::Passkey]), 1);
    assert_eq!(open(&[Method::Password, Method::Totp]), 1);
    assert_eq!(open(&[Method::Password, Method::Totp, Method::Passkey]), 0);
}

#[test]
fn a_demand_that_another_implies_is_dropped_and_its_source_kept() {
    let controls = vec![
        Control::AtLeast(AtLeast { strength: Strength::mfa() }),
        Control::AtLeast(AtLeast { strength: Strength::phishing_resistant() }),
    ];
    let facts = anna().0;
    let decision = evaluate(&beside_the_floor(policy(vec![], controls)), &facts);
    assert_eq!(decision.demands.len(), 1);
    let words: Vec<_> = decision.demands[0].sources.iter().map(policy::Source::word).collect();
    assert_eq!(words, ["multiConditionalAccess"]);
}

#[test]
fn the_shortest_frequency_counts() {
    let every =
        |hours| Policy { session: SessionControls::within(Span::hours(hours)), ..policy(vec![], mfa()) };
    let set = beside_the_floor(every(12)).with([Policy { id: Id::fixed(0xcb), ..every(4) }]);
    let lets_in = |ago| {
        let facts = anna().at_door(Door::Refresh).proven(&[Method::Password, Method::Totp], ago).0;
        evaluate(&set, &facts).open(&facts).next().is_none()
    };
    assert!(lets_in(Span::hours(4)));
    assert!(!lets_in(Span::hours(5)));
}
