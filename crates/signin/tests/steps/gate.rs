//! The gate: what it lets through, and what it says of it.

use model::{ClientApp, Door, How, Method, MethodSet, Role, Span};
use policy::controls::{CompliantDevice, Control, Operator, TermsOfUse};
use policy::{Class, Origin, Policy, Request, SessionControls, State, code};
use signin::{
    Passed, Refusal, SESSION_ABSOLUTE, SESSION_IDLE, Session, Verdict, asking_code, is_only_old, judge,
};

use crate::people::{NOW, Person, anna, piet};

const PASSWORD: &[Method] = &[Method::Password];
const CODE: &[Method] = &[Method::Password, Method::Totp];

fn passed(person: &Person) -> Passed {
    match judge(&person.set, &person.facts) {
        Verdict::Passed(passed) => passed,
        other => panic!("not let in: {other:?}"),
    }
}

#[track_caller]
fn check(person: &Person, expected: i64) {
    let error = match judge(&person.set, &person.facts) {
        Verdict::Passed(_) => code::SUCCESS,
        Verdict::Ask(decision) => asking_code(&decision, &person.facts),
        Verdict::Refused(refusal, _) => refusal.error(),
    };
    assert_eq!(error, expected);
}

#[test]
fn what_was_let_in_says_under_which_decision() {
    let person = anna().far_from_home().after(CODE);
    let passed = passed(&person);
    assert_eq!(passed.tenant(), person.facts.tenant);
    assert_eq!(passed.user(), person.facts.subject.user);
    assert_eq!((passed.client(), passed.resource()), (person.facts.client, person.facts.target.resource));
    assert_eq!(passed.revision(), person.set.revision);
    assert_eq!(passed.decision(), &policy::evaluate(&person.set, &person.facts));
    assert_eq!(passed.class(), Class::Mfa);
    assert_eq!(passed.methods(), MethodSet::of(CODE));
    assert_eq!(passed.at(), NOW);
}

#[test]
fn a_remembered_browser_does_not_make_the_sign_in_newer() {
    let remembered = anna().proven(PASSWORD, Span::minutes(5), How::FromSession).proven(
        &[Method::RememberedDevice],
        Span::seconds(1),
        How::Remembered,
    );
    assert_eq!(passed(&remembered).auth_time(), Some(NOW - Span::minutes(5)));
}

#[test]
fn every_question_has_its_number() {
    check(&anna(), code::NO_SESSION);
    check(&piet().after(PASSWORD), code::REGISTRATION_ASKED);
    check(
        &piet().without_defaults().opening(model::FirstParty::Graph).after(PASSWORD),
        code::REGISTRATION_ASKED,
    );
    check(&anna().far_from_home().after(PASSWORD), code::MFA_ASKED);
    check(&anna().by(ClientApp::Other).after(PASSWORD), code::BLOCKED_BY_SECURITY_DEFAULTS);
    check(&anna().far_from_home().after(CODE), code::SUCCESS);
    let mut enforced = anna().after(PASSWORD);
    enforced.facts.subject.per_user_mfa = model::PerUserMfa::Enforced;
    check(&enforced, code::MFA_NEEDED);
}

#[test]
fn a_proof_that_is_only_too_old_has_a_number_of_its_own() {
    let request = Request { max_age: Some(Span::minutes(5)), since: Some(NOW), ..Request::default() };
    let person = || anna().requested(request.clone());
    check(&person().proven(CODE, Span::hours(1), How::FromSession), code::MFA_EXPIRED);
    check(&person().proven(CODE, Span::minutes(4), How::FromSession), code::SUCCESS);
}

#[test]
fn what_no_newer_proof_would_meet_is_not_only_old() {
    let only_old = |person: &Person| match judge(&person.set, &person.facts) {
        Verdict::Ask(decision) => is_only_old(&decision, &person.facts),
        Verdict::Passed(_) | Verdict::Refused(..) => false,
    };
    let request = Request { max_age: Some(Span::minutes(5)), since: Some(NOW), ..Request::default() };
    let old = anna().requested(request).proven(CODE, Span::hours(1), How::FromSession);
    assert!(only_old(&old));
    let on_our_devices = Policy {
        id: model::Id::fixed(0xca),
        name: "Our devices".to_owned(),
        origin: Origin::ConditionalAccess,
        state: State::On,
        conditions: vec![],
        operator: Operator::And,
        controls: vec![Control::CompliantDevice(CompliantDevice {})],
        session: SessionControls::default(),
        foreign: vec![],
    };
    let elsewhere = old.without_defaults().under(on_our_devices);
    check(&elsewhere, code::MFA_EXPIRED);
    assert!(!only_old(&elsewhere));
    check(&elsewhere.after(CODE), code::DEVICE_NOT_COMPLIANT);
}

#[test]
fn terms_that_are_open_have_a_number_of_their_own_and_are_no_matter_of_age() {
    let terms = Policy {
        id: model::Id::fixed(0xca),
        name: "Terms".to_owned(),
        origin: Origin::ConditionalAccess,
        state: State::On,
        conditions: vec![],
        operator: Operator::And,
        controls: vec![Control::TermsOfUse(TermsOfUse(model::Id::fixed(5)))],
        session: SessionControls::default(),
        foreign: vec![],
    };
    let person = anna().without_defaults().under(terms).after(CODE);
    check(&person, code::CHALLENGE_NOT_MET);
    let Verdict::Ask(decision) = judge(&person.set, &person.facts) else { panic!("not asked") };
    assert!(!is_only_old(&decision, &person.facts));
}

#[test]
fn a_stranger_is_not_told_that_policy_blocks() {
    let stranger = anna().by(ClientApp::Other);
    assert!(matches!(judge(&stranger.set, &stranger.facts), Verdict::Ask(_)));
    let proven = stranger.after(PASSWORD);
    let verdict = judge(&proven.set, &proven.facts);
    assert!(matches!(verdict, Verdict::Refused(Refusal::Policy(code::BLOCKED_BY_SECURITY_DEFAULTS), _)));
}

#[test]
fn a_grant_of_one_factor_ends_when_its_person_becomes_an_administrator() {
    let mut refresh = anna().proven(PASSWORD, Span::days(3), How::FromToken);
    refresh.facts.circumstances.door = Door::Refresh;
    check(&refresh, code::SUCCESS);
    check(&refresh.holding(Role::UserAdministrator), code::MFA_ASKED);
}

#[test]
fn a_session_ends_by_idling_and_in_any_case() {
    let person = anna().after(CODE);
    let session = Session::opened(model::Id::fixed(1), [0; 32], model::Id::fixed(2), &passed(&person));
    assert_eq!(session.proofs, person.facts.proofs);
    assert!(session.is_live(NOW + SESSION_IDLE - Span::seconds(1)));
    assert!(!session.is_live(NOW + SESSION_IDLE));
    let busy = Session { last_used: NOW + SESSION_ABSOLUTE, ..session };
    assert!(!busy.is_live(NOW + SESSION_ABSOLUTE));
}
