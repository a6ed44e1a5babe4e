//! What the policies that nobody writes demand.

use crate::people::{Person, anna, defaults_off, defaults_on, registration_within};
use expect_test::{Expect, expect};
use model::{ClientApp, Door, FirstParty, Method, PerUserMfa, Role, Span};
use policy::{Demand, Location, Need, PolicySet, Source, Strength, evaluate};

/// The demands that are still open, with who demands them; `let in` when there are none.
#[track_caller]
fn check(set: &PolicySet, person: Person, expected: Expect) {
    let facts = person.0;
    let decision = evaluate(set, &facts);
    let mut lines: Vec<String> = decision
        .open(&facts)
        .map(|demand| format!("{}{}  because: {}", need(demand), age(demand, &facts), sources(set, demand)))
        .collect();
    if lines.is_empty() {
        lines.push("let in".to_owned());
    }
    if let Some(due) = decision.registration_due {
        lines.push(format!("register within {} days", due.since(facts.now).as_secs() / 86_400));
    }
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

fn need(demand: &Demand) -> String {
    match &demand.need {
        Need::Block(error) => format!("block {error}"),
        Need::Registration => "registration".to_owned(),
        Need::Control(outstanding) => outstanding.word(),
        Need::Combination(strength) if *strength == Strength::single() => "one factor".to_owned(),
        Need::Combination(strength) if *strength == Strength::mfa() => "mfa".to_owned(),
        Need::Combination(strength) if *strength == Strength::prompted_mfa() => "prompted mfa".to_owned(),
        Need::Combination(strength) => format!("{:?}", strength.combinations()),
    }
}

fn age(demand: &Demand, facts: &policy::Facts) -> String {
    let ago = |since| facts.now.since(since).as_secs();
    let both = demand.since.map_or(String::new(), |since| format!(" of the last {} s", ago(since)));
    let second = demand
        .second_since
        .map_or(String::new(), |since| format!(", the second of the last {} s", ago(since)));
    both + &second
}

fn sources(set: &PolicySet, demand: &Demand) -> String {
    let name = |source: &Source| match source {
        Source::Policy { id, .. } => set.policy(*id).map_or("gone".to_owned(), |policy| policy.name.clone()),
        other => other.word().to_owned(),
    };
    demand.sources.iter().map(name).collect::<Vec<_>>().join(", ")
}

const PASSWORD: &[Method] = &[Method::Password];
const BOTH: &[Method] = &[Method::Password, Method::Totp];
const REMEMBERED: &[Method] = &[Method::Password, Method::RememberedDevice];

#[test]
fn nobody_gets_in_without_a_first_factor() {
    check(
        &defaults_off(),
        anna(),
        expect![["
        one factor  because: firstFactor
    "]],
    );
}

#[test]
fn whoever_was_seen_here_before_needs_a_password_only() {
    check(
        &defaults_on(),
        anna().after(PASSWORD),
        expect![["
        let in
    "]],
    );
}

#[test]
fn whoever_has_no_second_factor_registers_one() {
    check(
        &defaults_on(),
        anna().with_only_a_password().after(PASSWORD),
        expect![["
        registration  because: defaults-registration
    "]],
    );
}

#[test]
fn registration_waits_for_its_deadline() {
    let person = || anna().with_only_a_password().after(PASSWORD);
    check(
        &registration_within(14),
        person().asked_first(Span::days(4)),
        expect![["
        let in
        register within 10 days
    "]],
    );
    check(
        &registration_within(14),
        person().asked_first(Span::days(14)),
        expect![["
        registration  because: defaults-registration
    "]],
    );
}

#[test]
fn a_deadline_is_never_longer_than_fourteen_days() {
    let person = anna().with_only_a_password().after(PASSWORD).asked_first(Span::days(15));
    check(
        &registration_within(200),
        person,
        expect![["
        registration  because: defaults-registration
    "]],
    );
}

#[test]
fn a_new_browser_network_or_country_needs_a_second_factor() {
    for person in [anna().in_a_new_browser(), anna().in_a_new_network(), anna().in_a_new_country()] {
        check(
            &defaults_on(),
            person.clone().after(PASSWORD),
            expect![["
            mfa  because: floor-own-factor, defaults-unfamiliar
        "]],
        );
        check(
            &defaults_on(),
            person.after(BOTH),
            expect![["
            let in
        "]],
        );
    }
}

#[test]
fn a_place_that_cannot_be_told_is_a_new_place() {
    check(
        &defaults_on(),
        anna().nowhere_that_can_be_told().after(PASSWORD),
        expect![["
        mfa  because: floor-own-factor, defaults-unfamiliar
    "]],
    );
}

#[test]
fn a_second_factor_that_somebody_set_up_is_asked_whatever_is_switched_off() {
    check(
        &defaults_off(),
        anna().in_a_new_browser().after(PASSWORD),
        expect![["
        mfa  because: floor-own-factor
    "]],
    );
}

#[test]
fn an_administrator_uses_it_at_every_new_session() {
    let admin = || anna().holding(Role::HelpdeskAdministrator);
    check(
        &defaults_on(),
        admin().after(PASSWORD),
        expect![["
        prompted mfa  because: defaults-administrators
    "]],
    );
    check(
        &defaults_on(),
        admin().after(BOTH),
        expect![["
        let in
    "]],
    );
}

#[test]
fn a_remembered_browser_never_stands_in_for_an_administrator() {
    check(
        &defaults_on(),
        anna().in_a_new_network().after(REMEMBERED),
        expect![["
        let in
    "]],
    );
    check(
        &defaults_on(),
        anna().holding(Role::GlobalAdministrator).after(REMEMBERED),
        expect![["
        prompted mfa  because: defaults-administrators
    "]],
    );
}

#[test]
fn an_administrators_session_serves_the_applications_opened_in_it() {
    let admin = anna().holding(Role::GlobalAdministrator).proven(BOTH, Span::hours(7)).at_door(Door::Session);
    check(
        &defaults_on(),
        admin,
        expect![["
        let in
    "]],
    );
}

#[test]
fn every_one_of_the_sixteen_roles_is_an_administrator() {
    for role in model::ALWAYS_MFA {
        check(
            &defaults_on(),
            anna().holding(role).after(PASSWORD),
            expect![["
            prompted mfa  because: defaults-administrators
        "]],
        );
    }
    check(
        &defaults_on(),
        anna().holding(Role::GlobalReader).after(PASSWORD),
        expect![["
        let in
    "]],
    );
}

#[test]
fn only_accounts_that_synchronise_a_directory_are_left_alone() {
    let account =
        || anna().with_only_a_password().holding(Role::DirectorySynchronizationAccounts).after(PASSWORD);
    check(
        &defaults_on(),
        account(),
        expect![["
        let in
    "]],
    );
    check(
        &defaults_on(),
        account().holding(Role::GlobalAdministrator),
        expect![["
        prompted mfa  because: defaults-administrators
    "]],
    );
}

#[test]
fn old_programs_are_refused_while_security_defaults_are_on() {
    for app in [ClientApp::Other, ClientApp::ExchangeActiveSync] {
        check(
            &defaults_on(),
            anna().by(app).after(BOTH),
            expect![["
            block 530035  because: defaults-legacy
        "]],
        );
        check(
            &defaults_off(),
            anna().by(app).after(BOTH),
            expect![["
            let in
        "]],
        );
    }
}

#[test]
fn the_admin_centre_and_its_api_need_mfa_whatever_is_switched_off() {
    for app in [FirstParty::AdminCentre, FirstParty::Graph] {
        check(
            &defaults_off(),
            anna().opening(app).after(PASSWORD),
            expect![["
            prompted mfa  because: floor-privileged
        "]],
        );
    }
    check(
        &defaults_off(),
        anna().opening(FirstParty::My).after(PASSWORD),
        expect![["
        let in
    "]],
    );
}

#[test]
fn changing_security_info_needs_both_factors_and_the_second_of_the_last_ten_minutes() {
    let changing = || anna().changing_security_info();
    check(
        &defaults_off(),
        changing().after(PASSWORD),
        expect![["
        prompted mfa, the second of the last 600 s  because: floor-security-info
    "]],
    );
    check(
        &defaults_off(),
        changing().proven(BOTH, Span::minutes(10)),
        expect![["
        let in
    "]],
    );
    check(
        &defaults_off(),
        changing().proven(BOTH, Span::minutes(11)),
        expect![["
        prompted mfa, the second of the last 600 s  because: floor-security-info
    "]],
    );
    // The password may be the session's; the second step may not.
    check(
        &defaults_off(),
        changing().proven(PASSWORD, Span::hours(3)).proven(&[Method::Totp], Span::minutes(9)),
        expect![["
        let in
    "]],
    );
    check(
        &defaults_off(),
        changing().proven(&[Method::Totp], Span::minutes(11)).after(PASSWORD),
        expect![["
        prompted mfa, the second of the last 600 s  because: floor-security-info
    "]],
    );
    // A remembered browser changes nothing (S14).
    check(
        &defaults_off(),
        changing().after(&[Method::Password, Method::RememberedDevice]),
        expect![["
        prompted mfa, the second of the last 600 s  because: floor-security-info
    "]],
    );
}

#[test]
fn a_recovery_code_opens_security_info_for_ten_minutes() {
    let lost_phone =
        |ago| anna().changing_security_info().proven(&[Method::Password, Method::RecoveryCode], ago);
    check(
        &defaults_on(),
        lost_phone(Span::minutes(9)),
        expect![["
        let in
    "]],
    );
    check(
        &defaults_on(),
        lost_phone(Span::minutes(11)),
        expect![["
        prompted mfa, the second of the last 600 s  because: floor-security-info
    "]],
    );
}

#[test]
fn a_first_factor_of_long_ago_registers_nothing() {
    let first = |ago| anna().with_only_a_password().changing_security_info().proven(PASSWORD, ago);
    check(
        &defaults_off(),
        first(Span::minutes(1)),
        expect![["
        let in
    "]],
    );
    check(
        &defaults_off(),
        first(Span::hours(1)),
        expect![["
        one factor of the last 600 s  because: firstFactor
    "]],
    );
}

#[test]
fn confirming_asks_for_a_second_factor_of_the_last_minutes_and_nothing_else() {
    let confirming = |ago| anna().confirming().proven(PASSWORD, Span::hours(8)).proven(&[Method::Totp], ago);
    check(
        &defaults_off(),
        confirming(Span::minutes(9)),
        expect![["
        let in
    "]],
    );
    check(
        &defaults_off(),
        confirming(Span::minutes(11)),
        expect![["
        [{passkey}, {temporaryAccessPass}, {totp}, {push}, {securityKey}, {sms}, {recoveryCode}, {sealedCapsule}] of the last 600 s  because: floor-confirm
    "]],
    );
    check(
        &defaults_off(),
        anna().confirming().after(REMEMBERED),
        expect![["
        [{passkey}, {temporaryAccessPass}, {totp}, {push}, {securityKey}, {sms}, {recoveryCode}, {sealedCapsule}] of the last 600 s  because: floor-confirm
    "]],
    );
    check(
        &defaults_off(),
        anna().with_only_a_password().confirming().proven(PASSWORD, Span::minutes(11)),
        expect![["
        one factor of the last 600 s  because: firstFactor
    "]],
    );
}

#[test]
fn the_per_user_switch_asks_by_itself() {
    let person = |state| anna().per_user(state).after(PASSWORD);
    check(
        &defaults_off(),
        person(PerUserMfa::Enforced),
        expect![["
        mfa  because: per-user-enforced
    "]],
    );
    check(
        &defaults_off(),
        person(PerUserMfa::Enabled),
        expect![["
        let in
    "]],
    );
    check(
        &defaults_off(),
        person(PerUserMfa::Enabled).with_only_a_password(),
        expect![["
        registration  because: per-user-enabled
    "]],
    );
}

#[test]
fn the_per_user_switch_asks_nothing_at_trusted_addresses() {
    let trusted = [Location::MFA_TRUSTED_IPS, Location::ALL_TRUSTED];
    for state in [PerUserMfa::Enforced, PerUserMfa::Enabled] {
        check(
            &defaults_off(),
            anna().per_user(state).with_only_a_password().after(PASSWORD).in_locations(&trusted),
            expect![["
        let in
    "]],
        );
    }
    // A named location that is trusted is another thing, and an address that cannot be told is none.
    for others in [&[Location::ALL_TRUSTED][..], &[]] {
        check(
            &defaults_off(),
            anna().per_user(PerUserMfa::Enforced).after(PASSWORD).in_locations(others),
            expect![["
        mfa  because: per-user-enforced
    "]],
        );
    }
}

#[test]
fn a_grant_is_judged_by_what_was_proven_and_not_by_where_its_application_is() {
    let refresh = |methods| anna().nowhere_that_can_be_told().at_door(Door::Refresh).after(methods);
    check(
        &defaults_on(),
        refresh(PASSWORD),
        expect![["
        let in
    "]],
    );
    check(
        &defaults_on(),
        refresh(PASSWORD).holding(Role::UserAdministrator),
        expect![["
        prompted mfa  because: defaults-administrators
    "]],
    );
}
