//! What comes of policies that apply, by hand from the reference, each with its section.

use model::Id;
use model::{Address, AddressRule, ClientApp, Door, Flow, Method, Platform, Signal, Span};
use policy::conditions::{Condition, Platforms, Users};
use policy::controls::{
    ApprovedApplication, Block, CompliantApplication, CompliantDevice, Control, DomainJoinedDevice, Mfa,
    Operator, PasswordChange, RequiredStrength, TermsOfUse, VerifiedId,
};
use policy::session::{Covers, Every, Persistence, SignInFrequency, Switched};
use policy::{
    AuthenticationStrength, Facts, Need, Outstanding, Policy, ResultCode, SessionControls, State, evaluate,
};

use crate::people::{Person, anna, defaults_off};
use crate::written::policy;

pub(crate) const PASSWORD: &[Method] = &[Method::Password];
const CODE: &[Method] = &[Method::Password, Method::Totp];

/// What comes of a sign-in.
#[derive(Debug, PartialEq, Eq)]
enum End {
    In,
    Asked,
    Stopped(i64),
}

fn end(policies: &[Policy], facts: &Facts) -> End {
    // Only what is written: the floor has its own tests.
    let set = defaults_off().only(policies.to_vec());
    let decision = evaluate(&set, facts);
    let outstanding = decision.outstanding(facts).map(Outstanding::error);
    match decision.block().or(outstanding) {
        Some(error) => End::Stopped(error),
        None if decision.open(facts).next().is_some() => End::Asked,
        None => End::In,
    }
}

pub(crate) fn result_of(policy: &Policy, facts: &Facts) -> ResultCode {
    let set = defaults_off().only(vec![policy.clone()]);
    evaluate(&set, facts).results[0].1
}

pub(crate) fn with(person: Person, change: impl FnOnce(&mut Facts)) -> Person {
    let mut person = person;
    change(&mut person.0);
    person
}

pub(crate) fn mfa() -> Vec<Control> {
    vec![Control::Mfa(Mfa {})]
}

fn block() -> Vec<Control> {
    vec![Control::Block(Block { error: 53_003 })]
}

fn either(controls: Vec<Control>) -> Policy {
    Policy { operator: Operator::Or, ..policy(vec![], controls) }
}

fn compliant() -> Control {
    Control::CompliantDevice(CompliantDevice {})
}

fn joined() -> Control {
    Control::DomainJoinedDevice(DomainJoinedDevice {})
}

#[test]
fn all_conditions_must_hold_and_no_policy_lets_everybody_in() {
    let me = anna().after(PASSWORD).0;
    let android = Platforms { include: vec![Platform::Android], ..Platforms::default() };
    let both = vec![Condition::Users(Users { all: true, ..Users::default() }), Condition::Platforms(android)];
    assert_eq!(end(&[], &me), End::In, "3.2 step 7");
    assert_eq!(end(&[policy(both, block())], &me), End::In, "3.2 step 5");
    assert_eq!(end(&[policy(vec![], mfa())], &me), End::Asked, "3.2 step 5: unconfigured matches anything");
}

#[test]
fn a_block_stops_whatever_else_is_met() {
    let done = anna().after(CODE).0;
    let policies = [policy(vec![], mfa()), policy(vec![], block())];
    assert_eq!(end(&policies, &done), End::Stopped(53_003), "3.2 step 8");
    let off = Policy { state: State::Off, ..policy(vec![], block()) };
    let trial = Policy { state: State::ReportOnly, ..policy(vec![], block()) };
    assert_eq!(end(&[off, trial], &done), End::In, "3.2 steps 3, 8");
}

#[test]
fn all_policies_are_needed_and_of_controls_all_or_one() {
    let asked = anna().after(PASSWORD).0;
    let done = anna().after(CODE).0;
    let device = |compliant, methods: &[Method]| {
        with(anna().after(methods), |facts| facts.circumstances.device.compliant = Signal::Known(compliant)).0
    };
    let both = || policy(vec![], vec![Control::Mfa(Mfa {}), compliant()]);
    let one = || either(vec![Control::Mfa(Mfa {}), compliant(), joined()]);
    let section = "3.2 steps 9, 10";
    assert_eq!(end(&[both()], &device(true, CODE)), End::In, "{section}");
    assert_eq!(end(&[both()], &device(true, PASSWORD)), End::Asked, "{section}");
    assert_eq!(end(&[both()], &device(false, PASSWORD)), End::Asked, "{section}: MFA is asked first");
    assert_eq!(end(&[both()], &device(false, CODE)), End::Stopped(53_000), "{section}");
    assert_eq!(end(&[one()], &device(true, PASSWORD)), End::In, "{section}: one is enough");
    assert_eq!(end(&[one()], &device(false, CODE)), End::In, "{section}");
    assert_eq!(end(&[one()], &device(false, PASSWORD)), End::Asked, "{section}: what can be given is asked");
    assert_eq!(
        end(&[one(), policy(vec![], vec![compliant()])], &done),
        End::Stopped(53_000),
        "{section}: AND"
    );
    assert_eq!(
        end(&[either(vec![compliant(), joined()])], &asked),
        End::Stopped(53_000),
        "{section}: in order"
    );
    assert_eq!(end(&[policy(vec![], vec![joined()])], &asked), End::Stopped(53_001), "{section}");
    let approved = Control::ApprovedApplication(ApprovedApplication {});
    let protected = Control::CompliantApplication(CompliantApplication {});
    assert_eq!(end(&[policy(vec![], vec![approved])], &asked), End::Stopped(53_002), "{section}");
    assert_eq!(end(&[policy(vec![], vec![protected])], &asked), End::Stopped(53_009), "{section}");
    let change = policy(vec![], vec![Control::Mfa(Mfa {}), Control::PasswordChange(PasswordChange {})]);
    assert_eq!(end(std::slice::from_ref(&change), &asked), End::Asked, "{section}");
    assert_eq!(end(&[change], &done), End::Stopped(50_142), "{section}");
    let terms = policy(vec![], vec![Control::TermsOfUse(TermsOfUse(Id::fixed(5)))]);
    let accepted = with(anna().after(PASSWORD), |facts| facts.subject.accepted = vec![Id::fixed(5)]).0;
    assert_eq!(end(std::slice::from_ref(&terms), &accepted), End::In, "{section}");
    assert_eq!(end(std::slice::from_ref(&terms), &asked), End::Asked, "{section}");
    // What nobody can give stops before the terms are asked.
    let verified = policy(vec![], vec![Control::VerifiedId(VerifiedId {})]);
    assert_eq!(end(&[terms, verified], &asked), End::Stopped(50_158), "{section}");
}

#[test]
fn a_strength_takes_only_its_combinations() {
    let strength = |id| policy(vec![], vec![Control::Strength(RequiredStrength::find(id, &[]))]);
    let after = |methods: &[Method]| anna().also_has(Method::Passkey).after(methods).0;
    let remembered = &[Method::Password, Method::RememberedDevice];
    let phishing = strength(AuthenticationStrength::PHISHING_RESISTANT);
    assert_eq!(end(std::slice::from_ref(&phishing), &after(CODE)), End::Asked, "5.2");
    assert_eq!(end(&[phishing], &after(&[Method::Passkey])), End::In, "5.2");
    assert_eq!(end(&[strength(AuthenticationStrength::MFA)], &after(CODE)), End::In, "5.2");
    assert_eq!(end(&[strength(AuthenticationStrength::MFA)], &after(remembered)), End::Asked, "S14");
    assert_eq!(end(&[policy(vec![], mfa())], &after(remembered)), End::In, "S14");
    assert_eq!(end(&[strength(AuthenticationStrength::PASSWORDLESS)], &after(CODE)), End::Asked, "5.2");
    assert_eq!(end(&[strength(Id::fixed(99))], &after(&Method::ALL)), End::Asked, "one that is not known");
}

#[test]
fn old_programs_and_device_codes_cannot_meet_what_they_cannot_give() {
    let old = |app| {
        with(anna().after(CODE).by(app), |facts| facts.circumstances.device.compliant = Signal::Known(true)).0
    };
    for app in [ClientApp::Other, ClientApp::ExchangeActiveSync] {
        assert_eq!(end(&[policy(vec![], mfa())], &old(app)), End::Stopped(53_003), "3.2 step 14");
        assert_eq!(end(&[either(vec![compliant()])], &old(app)), End::Stopped(53_003), "3.2 step 14");
    }
    let by_code = with(anna().after(CODE), |facts| {
        facts.circumstances.flow = Flow::DeviceCode;
        facts.circumstances.device.compliant = Signal::Known(true);
    });
    assert_eq!(end(&[policy(vec![], vec![compliant()])], &by_code.0), End::Stopped(53_000), "3.2 step 15");
}

fn every(every: Every, covers: Covers) -> SessionControls {
    let frequency = SignInFrequency { is_enabled: true, every, covers };
    SessionControls { sign_in_frequency: Some(frequency), ..SessionControls::default() }
}

#[test]
fn the_shortest_frequency_counts_for_every_policy() {
    let ago = |minutes| anna().at_door(Door::Refresh).proven(CODE, Span::minutes(minutes)).0;
    let policies = |hours| {
        let frequency =
            Policy { session: every(Every::Hours(hours), Covers::Both), ..policy(vec![], vec![]) };
        [policy(vec![], mfa()), frequency]
    };
    assert_eq!(end(&policies(1), &ago(59)), End::In, "3.2 step 11");
    assert_eq!(end(&policies(1), &ago(61)), End::Asked, "3.2 step 11");
    let both = [policies(4), policies(1)].concat();
    assert_eq!(end(&both, &ago(61)), End::Asked, "3.2 step 11: the shortest");
    let time = Policy { session: every(Every::Time, Covers::Both), ..policy(vec![], mfa()) };
    assert_eq!(end(std::slice::from_ref(&time), &ago(4)), End::In, "3.14: five minutes are still this time");
    assert_eq!(end(&[time], &ago(6)), End::Asked, "3.14");
    let mut off = every(Every::Hours(1), Covers::Both);
    off.sign_in_frequency.as_mut().expect("it is there").is_enabled = false;
    let off = Policy { session: off, ..policy(vec![], mfa()) };
    assert_eq!(end(&[off], &ago(600)), End::In, "3.1: not enabled says nothing");
    let second = Policy { session: every(Every::Hours(1), Covers::Second), ..policy(vec![], mfa()) };
    let mixed = |first, second| {
        anna().proven(PASSWORD, Span::minutes(first)).proven(&[Method::Totp], Span::minutes(second)).0
    };
    assert_eq!(end(std::slice::from_ref(&second), &mixed(600, 5)), End::In, "3.1 secondaryAuthentication");
    assert_eq!(end(&[second], &mixed(5, 600)), End::Asked, "3.1 secondaryAuthentication");
}

#[test]
fn never_beats_always_for_the_browser() {
    let keep = |mode| {
        let control = Switched { is_enabled: true, value: mode };
        let session = SessionControls { persistent_browser: Some(control), ..SessionControls::default() };
        Policy { session, ..policy(vec![], vec![]) }
    };
    let outcome = |policies: Vec<Policy>| {
        let set = defaults_off().only(policies);
        evaluate(&set, &anna().after(PASSWORD).0).session.persistent_browser
    };
    let (always, never) = (keep(Persistence::Always), keep(Persistence::Never));
    assert_eq!(outcome(vec![always.clone()]), Some(Persistence::Always), "3.2 step 11");
    assert_eq!(outcome(vec![always.clone(), never.clone()]), Some(Persistence::Never), "3.2 step 11");
    assert_eq!(outcome(vec![never, always.clone()]), Some(Persistence::Never), "3.2 step 11");
    let trial = Policy { state: State::ReportOnly, ..always };
    assert_eq!(outcome(vec![trial]), None, "3.2 step 8");
}

#[test]
fn each_result_has_its_value() {
    let me = anna().after(PASSWORD).0;
    let done = anna().after(CODE).0;
    let android =
        vec![Condition::Platforms(Platforms { include: vec![Platform::Android], ..Platforms::default() })];
    let trial = |policy: Policy| Policy { state: State::ReportOnly, ..policy };
    let interactive = either(vec![compliant(), Control::Mfa(Mfa {})]);
    let strange = Policy { foreign: vec!["conditions.weather".to_owned()], ..policy(vec![], mfa()) };
    for (policy, facts, expected) in [
        (policy(vec![], mfa()), &done, ResultCode::Success),
        (policy(vec![], mfa()), &me, ResultCode::Failure),
        (policy(vec![], block()), &done, ResultCode::Failure),
        (policy(android.clone(), mfa()), &me, ResultCode::NotApplied),
        (Policy { state: State::Off, ..policy(vec![], mfa()) }, &me, ResultCode::NotEnabled),
        (trial(policy(vec![], mfa())), &done, ResultCode::ReportOnlySuccess),
        (trial(policy(vec![], mfa())), &me, ResultCode::ReportOnlyInterrupted),
        (trial(policy(vec![], block())), &done, ResultCode::ReportOnlyFailure),
        (trial(policy(vec![], vec![compliant()])), &me, ResultCode::ReportOnlyFailure),
        (trial(policy(vec![], vec![compliant(), Control::Mfa(Mfa {})])), &me, ResultCode::ReportOnlyFailure),
        (trial(interactive), &me, ResultCode::ReportOnlyInterrupted),
        (trial(policy(android, block())), &me, ResultCode::ReportOnlyNotApplied),
        (trial(strange), &me, ResultCode::Unknown),
    ] {
        assert_eq!(result_of(&policy, facts), expected, "3.2 result values: {policy:?}");
    }
}

#[test]
fn of_two_combinations_one_is_enough_where_one_control_is() {
    let strength = Control::Strength(RequiredStrength::find(AuthenticationStrength::PHISHING_RESISTANT, &[]));
    let policy = either(vec![strength, Control::Mfa(Mfa {})]);
    assert_eq!(end(std::slice::from_ref(&policy), &anna().after(CODE).0), End::In, "3.2 step 10");
    let set = defaults_off().only(vec![policy]);
    let needs = evaluate(&set, &anna().after(PASSWORD).0).demands;
    assert!(needs.iter().all(|demand| matches!(demand.need, Need::Combination(_))), "{needs:?}");
    let address = Address::new([192, 0, 2, 1].into(), AddressRule::Peer);
    let elsewhere = with(anna().after(CODE), |facts| facts.circumstances.address = Signal::Known(address));
    assert_eq!(evaluate(&set, &elsewhere.0).session, policy::SessionOutcome::default());
}
