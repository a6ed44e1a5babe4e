//! What is asked next.

use expect_test::{Expect, expect};
use model::{ClientApp, FirstParty, How, Id, Method, MethodSet, PasswordState, Role, Span};
use policy::conditions::{Condition, Targets};
use policy::controls::{AtLeast, CompliantDevice, Control, Operator, TermsOfUse};
use policy::{Origin, Policy, Request, SessionControls, State, Strength};
use signin::{Step, registration_window};

use crate::people::{NOW, Person, anna, piet};

#[track_caller]
fn check(person: Person, expected: Expect) {
    let line = match person.next() {
        Step::Answer(methods) => {
            let words: Vec<_> = methods.into_iter().map(Method::word).collect();
            format!("answer: {}", words.join(" or "))
        }
        Step::NewPassword => "new password".to_owned(),
        Step::WayIn(ways) => {
            let words: Vec<_> = ways.iter().map(|way| way.word()).collect();
            format!("way in: {}", words.join(" or "))
        }
        Step::Enrol(ways) => {
            let words: Vec<_> = ways.iter().map(|way| way.word()).collect();
            format!("enrol {}", words.join(" or "))
        }
        Step::Accept(terms) => format!("accept {terms}"),
        Step::Refuse(refusal) => format!("refuse: {refusal:?} ({})", refusal.error()),
        Step::Finish(passed) => format!("finish: {:?}", passed.class()),
    };
    expected.assert_eq(&line);
}

const PASSWORD: &[Method] = &[Method::Password];
const CODE: &[Method] = &[Method::Password, Method::Totp];

fn demanding(controls: Vec<Strength>) -> Policy {
    Policy {
        id: Id::fixed(0xca),
        name: "Mine".to_owned(),
        origin: Origin::ConditionalAccess,
        state: State::On,
        conditions: vec![Condition::Targets(Targets::AllApplications)],
        operator: Operator::And,
        controls: controls.into_iter().map(|strength| Control::AtLeast(AtLeast { strength })).collect(),
        session: SessionControls::default(),
        foreign: vec![],
    }
}

#[test]
fn before_a_first_proof_everyone_gets_the_same_page() {
    let blocked = anna().by(ClientApp::Other);
    for person in [anna(), piet(), anna().far_from_home(), blocked, anna().holding(Role::GlobalAdministrator)]
    {
        check(person.clone(), expect!["answer: password"]);
        // A code or a remembered browser without a password is no first factor.
        check(person.after(&[Method::RememberedDevice]), expect!["answer: password"]);
    }
}

#[test]
fn an_invitation_leads_to_a_passkey_or_a_password() {
    let invited = |person: Person| person.password(PasswordState::None).after(&[Method::Invitation]);
    let new = || invited(anna().has(&[]));
    check(new(), expect!["way in: passkey or password"]);
    // A passkey is both factors: nothing more is asked.
    check(
        invited(anna().has(&[Method::Passkey])).after(&[Method::Passkey]),
        expect!["finish: PhishingResistant"],
    );
    // A passkey of this machine alone is not all that an administrator has.
    let mut boss = new().holding(Role::GlobalAdministrator);
    check(boss.clone(), expect!["way in: passkey or password"]);
    boss.account.lasting_address = false;
    check(boss, expect!["new password"]);
    // Where nobody registers keys there is the password.
    let mut closed = new();
    closed.set.passkeys.is_self_service_registration_allowed = false;
    check(closed, expect!["new password"]);
    // Whoever had a password gets a new one.
    check(piet().after(&[Method::Invitation]), expect!["new password"]);
}

#[test]
fn at_home_a_password_is_enough() {
    check(anna().after(PASSWORD), expect!["finish: Single"]);
}

#[test]
fn far_from_home_the_second_factor_is_asked_once() {
    check(anna().far_from_home().after(PASSWORD), expect!["answer: totp or recoveryCode"]);
    check(anna().far_from_home().after(CODE), expect!["finish: Mfa"]);
}

#[test]
fn the_strongest_way_is_offered_first_and_the_one_that_runs_out_last() {
    let methods = [Method::Password, Method::Totp, Method::Passkey, Method::Push, Method::RecoveryCode];
    check(
        anna().has(&methods).far_from_home().after(PASSWORD),
        expect!["answer: passkey or push or totp or recoveryCode"],
    );
}

#[test]
fn a_block_is_shown_after_a_first_proof_only() {
    check(anna().by(ClientApp::Other), expect!["answer: password"]);
    check(anna().by(ClientApp::Other).after(PASSWORD), expect!["refuse: Policy(530035) (530035)"]);
}

#[test]
fn a_new_login_asks_for_the_password_again_and_then_for_the_code() {
    let request = Request { prompt_login: true, since: Some(NOW - Span::minutes(1)), ..Request::default() };
    let person = || {
        anna().holding(Role::GlobalAdministrator).requested(request.clone()).proven(
            CODE,
            Span::hours(3),
            How::FromSession,
        )
    };
    check(person(), expect!["answer: password"]);
    check(person().after(PASSWORD), expect!["answer: totp or recoveryCode"]);
    check(person().after(CODE), expect!["finish: Mfa"]);
}

#[test]
fn an_administrators_session_opens_the_admin_centre_without_a_question() {
    let admin = anna().holding(Role::GlobalAdministrator).opening(FirstParty::AdminCentre);
    check(admin.proven(CODE, Span::hours(3), How::FromSession), expect!["finish: Mfa"]);
}

#[test]
fn a_session_of_one_factor_is_raised_by_the_second_alone() {
    let session = anna().opening(FirstParty::AdminCentre).proven(PASSWORD, Span::hours(3), How::FromSession);
    check(session.clone(), expect!["answer: totp or recoveryCode"]);
    check(session.after(&[Method::Totp]), expect!["finish: Mfa"]);
}

#[test]
fn the_proof_that_closes_most_is_asked_first() {
    let pair = |second| MethodSet::of(&[Method::Password, second]);
    let passkey = MethodSet::of(&[Method::Passkey]);
    // A code closes both demands, each of the others one.
    let demands = vec![
        Strength::any_of([passkey, pair(Method::Totp)]),
        Strength::any_of([pair(Method::Push), pair(Method::Totp)]),
    ];
    let methods = [Method::Password, Method::Passkey, Method::Push, Method::Totp];
    let person = anna().has(&methods).under(demanding(demands));
    check(person.clone().after(PASSWORD), expect!["answer: totp or passkey"]);
    check(person.clone().after(CODE), expect!["finish: Mfa"]);
    check(person.after(&[Method::Password, Method::Passkey]), expect!["answer: push or totp"]);
}

#[test]
fn two_demands_that_nothing_closes_together_are_asked_one_after_the_other() {
    let app = Strength::any_of([MethodSet::of(&[Method::Password, Method::Totp])]);
    let person = anna()
        .has(&[Method::Password, Method::Passkey, Method::Totp])
        .under(demanding(vec![Strength::phishing_resistant(), app]));
    check(person.clone().after(PASSWORD), expect!["answer: passkey"]);
    check(person.clone().after(&[Method::Password, Method::Passkey]), expect!["answer: totp"]);
    check(
        person.after(&[Method::Password, Method::Passkey, Method::Totp]),
        expect!["finish: PhishingResistant"],
    );
}

#[test]
fn nobody_is_led_into_a_dead_end() {
    // The code would be right, and not enough, and nobody registers a passkey here: it is not asked at all.
    let mut person = anna().far_from_home().under(demanding(vec![Strength::phishing_resistant()]));
    person.set.passkeys.is_self_service_registration_allowed = false;
    check(person.after(PASSWORD), expect!["refuse: NoMethod (50076)"]);
    let lost = anna().far_from_home().can_use_only(PASSWORD);
    check(lost.after(PASSWORD), expect!["refuse: NoMethod (50076)"]);
}

#[test]
fn what_is_demanded_and_not_registered_yet_is_registered_after_what_is() {
    let person = anna().far_from_home().under(demanding(vec![Strength::phishing_resistant()]));
    check(person.clone().after(PASSWORD), expect!["answer: totp or recoveryCode"]);
    check(person.after(&[Method::Password, Method::Totp]), expect!["enrol passkey"]);
}

#[test]
fn a_password_beside_a_second_factor_registers_no_other_one() {
    let robbed = anna().can_use_only(PASSWORD).holding(Role::GlobalAdministrator);
    check(robbed.after(PASSWORD), expect!["refuse: NoMethod (50076)"]);
}

#[test]
fn whoever_has_no_second_factor_is_led_through_registration() {
    check(piet().after(PASSWORD), expect!["enrol passkey or totp or securityKey"]);
    check(piet().without_defaults().after(PASSWORD), expect!["finish: Single"]);
    check(
        piet().without_defaults().opening(FirstParty::AdminCentre).after(PASSWORD),
        expect!["enrol passkey or totp or securityKey"],
    );
}

#[test]
fn registering_ends_in_the_application_without_another_question() {
    let person = piet().holding(Role::GlobalAdministrator).far_from_home();
    let registered = person.has(&[Method::Password, Method::Totp, Method::RecoveryCode]);
    check(registered.after(CODE), expect!["finish: Mfa"]);
}

#[test]
fn a_stolen_password_of_a_dormant_account_registers_nothing() {
    check(piet().far_from_home().after(PASSWORD), expect!["refuse: RegistrationNotHere (50079)"]);
}

#[test]
fn a_new_password_registers_for_fourteen_days() {
    let set = |ago| {
        piet()
            .far_from_home()
            .password(PasswordState::Own { changed: NOW - ago, handed: NOW - ago })
            .after(PASSWORD)
    };
    check(set(Span::seconds(14 * 86_400 - 1)), expect!["enrol passkey or totp or securityKey"]);
    check(set(Span::days(14)), expect!["refuse: RegistrationNotHere (50079)"]);
    let imported = |ago| PasswordState::Elsewhere { since: NOW - ago };
    check(
        piet().far_from_home().password(imported(Span::days(3))).after(PASSWORD),
        expect!["enrol passkey or totp or securityKey"],
    );
    check(
        piet().far_from_home().password(imported(Span::days(30))).after(PASSWORD),
        expect!["refuse: RegistrationNotHere (50079)"],
    );
}

#[test]
fn a_temporary_password_of_long_ago_is_not_made_new_by_changing_it() {
    let given =
        |ago| piet().far_from_home().password(PasswordState::Temporary { at: NOW - ago }).after(PASSWORD);
    check(given(Span::days(2)), expect!["new password"]);
    check(given(Span::days(30)), expect!["refuse: RegistrationNotHere (50079)"]);
}

#[test]
fn a_temporary_password_is_changed_after_everything_that_is_demanded() {
    let given = || anna().password(PasswordState::Temporary { at: NOW - Span::days(1) }).far_from_home();
    check(given().after(PASSWORD), expect!["answer: totp or recoveryCode"]);
    check(given().after(CODE), expect!["new password"]);
}

fn invited() -> Person {
    piet().password(PasswordState::None).has(&[]).far_from_home()
}

#[test]
fn after_the_password_of_an_invitation_comes_a_second_factor() {
    let own = invited().has(PASSWORD).password(PasswordState::Own { changed: NOW, handed: NOW });
    check(
        own.after(&[Method::Invitation, Method::Password]),
        expect!["enrol passkey or totp or securityKey"],
    );
    check(invited().without_defaults().after(&[Method::Invitation]), expect!["way in: passkey or password"]);
}

#[test]
fn an_invitation_sets_no_password_beside_a_second_factor_that_was_not_given() {
    let person = || anna().far_from_home();
    check(person().after(&[Method::Invitation]), expect!["answer: totp or recoveryCode"]);
    check(person().after(&[Method::Invitation, Method::Totp]), expect!["new password"]);
    check(person().after(&[Method::Invitation, Method::Totp, Method::Password]), expect!["finish: Mfa"]);
}

#[test]
fn nobody_without_a_password_is_asked_for_one() {
    let request = Request { prompt_login: true, since: Some(NOW), ..Request::default() };
    let person = anna().has(&[Method::Passkey]).password(PasswordState::None).requested(request).proven(
        &[Method::Passkey],
        Span::hours(1),
        How::FromSession,
    );
    check(person, expect!["answer: passkey"]);
}

#[test]
fn a_recovery_code_lets_in_and_opens_ten_minutes_for_a_new_method() {
    let used =
        |ago| anna().far_from_home().proven(&[Method::Password, Method::RecoveryCode], ago, How::Prompted);
    check(used(Span::minutes(1)), expect!["finish: Mfa"]);
    let window = |ago| registration_window(&used(ago).facts.proofs, NOW).map(|until| until.since(NOW));
    assert_eq!(window(Span::minutes(1)), Some(Span::minutes(9)));
    assert_eq!(window(Span::minutes(11)), None);
    assert_eq!(registration_window(&anna().after(CODE).facts.proofs, NOW), None);
}

#[test]
fn terms_are_asked_after_every_proof_and_a_new_password() {
    let terms = |number| Control::TermsOfUse(TermsOfUse(Id::fixed(number)));
    let under = |person: Person, controls: Vec<Control>| {
        let strong = vec![Strength::mfa()];
        let mut policy = demanding(strong);
        policy.controls.extend(controls);
        person.without_defaults().under(policy)
    };
    let anna = || under(anna(), vec![terms(2), terms(1)]);
    check(anna().after(PASSWORD), expect!["answer: totp or recoveryCode"]);
    check(anna().after(CODE), expect!["accept 00000000-0000-0000-0000-000000000001"]);
    let mut half = anna().after(CODE);
    half.facts.subject.accepted = vec![Id::fixed(1)];
    check(half.clone(), expect!["accept 00000000-0000-0000-0000-000000000002"]);
    half.facts.subject.accepted.push(Id::fixed(2));
    check(half, expect!["finish: Mfa"]);
    let temporary = PasswordState::Temporary { at: NOW };
    check(anna().password(temporary).after(CODE), expect!["new password"]);
    // Nobody reads terms to be stopped after them.
    let device = Control::CompliantDevice(CompliantDevice {});
    check(
        under(crate::people::anna(), vec![terms(1), device]).after(CODE),
        expect!["refuse: Policy(53000) (53000)"],
    );
}

#[test]
fn an_emergency_account_is_asked_for_its_capsule_after_the_password() {
    let account = || anna().for_emergencies(&[Method::Password, Method::SealedCapsule]);
    for person in [account(), account().far_from_home(), account().without_defaults()] {
        check(person.clone().after(PASSWORD), expect!["answer: sealedCapsule"]);
        check(person.after(&[Method::Password, Method::SealedCapsule]), expect!["finish: Mfa"]);
    }
    let both = anna().for_emergencies(&[Method::Password, Method::SealedCapsule, Method::Passkey]);
    check(both.after(PASSWORD), expect!["answer: passkey or sealedCapsule"]);
}

#[test]
fn the_password_of_an_emergency_account_alone_sets_nothing_up() {
    // The browser is known and the password new: enough for everybody else.
    let account = anna()
        .for_emergencies(&[Method::Password])
        .password(PasswordState::Own { changed: NOW, handed: NOW });
    check(account.after(PASSWORD), expect!["refuse: RegistrationNotHere (50079)"]);
}
