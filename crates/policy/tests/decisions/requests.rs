//! What an application asks for becomes a demand like any other.

use crate::people::{NOW, Person, anna, defaults_off, defaults_on};
use model::{Method, Role, Span, Timestamp};
use policy::{Request, Source, Standing, StandingStrength, evaluate};

const BEGAN: Timestamp = Timestamp::from_secs(1_795_000_000 - 60);

fn acr(values: &[&str]) -> Request {
    Request { acr_values: values.iter().map(|&value| value.to_owned()).collect(), ..Request::default() }
}

fn no_older_than(age: Span) -> Request {
    Request { max_age: Some(age), since: Some(BEGAN), ..Request::default() }
}

fn login() -> Request {
    Request { prompt_login: true, since: Some(BEGAN), ..Request::default() }
}

#[track_caller]
fn check(person: Person, lets_in: bool) {
    let facts = person.0;
    let decision = evaluate(&defaults_off(), &facts);
    let open: Vec<_> = decision.open(&facts).collect();
    assert_eq!(open.is_empty(), lets_in, "{open:?}");
}

#[test]
fn max_age_is_counted_from_the_request_and_not_from_the_answer() {
    let asked = |ago| anna().requested(no_older_than(Span::seconds(30))).proven(&[Method::Password], ago);
    check(asked(Span::seconds(90)), true);
    check(asked(Span::seconds(91)), false);
}

#[test]
fn a_max_age_of_zero_can_be_answered() {
    let asked = |ago| anna().requested(no_older_than(Span::ZERO)).proven(&[Method::Password], ago);
    check(asked(Span::seconds(20)), true);
    check(asked(Span::seconds(61)), false);
}

#[test]
fn prompt_login_is_answered_by_what_was_proven_since_it_was_asked() {
    check(anna().requested(login()).proven(&[Method::Password], Span::seconds(20)), true);
    check(anna().requested(login()).proven(&[Method::Password], Span::minutes(2)), false);
}

#[test]
fn a_wish_for_a_new_login_whose_moment_is_not_told_is_not_dropped() {
    let request = Request { since: None, ..login() };
    check(anna().requested(request).proven(&[Method::Password], Span::seconds(1)), false);
}

#[test]
fn a_fresh_proof_of_one_factor_does_not_make_an_old_second_one_fresh() {
    let facts = anna()
        .holding(Role::GlobalAdministrator)
        .requested(login())
        .proven(&[Method::Totp], Span::hours(1))
        .proven(&[Method::Password], Span::seconds(1))
        .0;
    let decision = evaluate(&defaults_on(), &facts);
    assert_eq!(decision.open(&facts).count(), 1);
}

#[test]
fn the_shortest_of_two_wishes_counts() {
    let both = Request { prompt_login: true, ..no_older_than(Span::hours(8)) };
    check(anna().requested(both).proven(&[Method::Password], Span::hours(1)), false);
}

#[test]
fn the_strength_that_is_wanted_most_is_demanded() {
    let asking = |values: &[&str]| anna().requested(acr(values)).after(&[Method::Password]);
    check(asking(&["urn:sluis:acr:2"]), false);
    check(asking(&["urn:sluis:acr:1", "urn:sluis:acr:2"]), true);
    check(asking(&["urn:example:gold", "urn:sluis:acr:2"]), false);
    check(asking(&["urn:example:gold"]), true);
}

#[test]
fn a_wish_that_cannot_be_met_stops_nobody() {
    let asking = |values: &[&str]| anna().requested(acr(values));
    check(asking(&["phr"]).after(&[Method::Password]), true);
    check(asking(&["phr"]).also_has(Method::Passkey).after(&[Method::Password, Method::Totp]), false);
    check(asking(&["phr"]).also_has(Method::Passkey).after(&[Method::Passkey]), true);
    check(asking(&["urn:sluis:acr:2"]).with_only_a_password().after(&[Method::Password]), true);
}

#[test]
fn a_wish_never_lowers_what_policy_demands() {
    let facts = anna()
        .holding(Role::GlobalAdministrator)
        .requested(acr(&["urn:sluis:acr:1"]))
        .after(&[Method::Password])
        .0;
    let decision = evaluate(&defaults_on(), &facts);
    assert_eq!(decision.open(&facts).count(), 1);
    assert_eq!(facts.now, NOW);
}

fn standing(strength: Option<StandingStrength>, max_age: Option<Span>) -> Request {
    Request { standing: Standing { strength, max_age }, ..Request::default() }
}

#[test]
fn what_an_application_asks_of_every_sign_in_is_demanded_whatever_a_request_says() {
    let mfa = Some(StandingStrength::MultiFactor);
    check(anna().requested(standing(mfa, None)).after(&[Method::Password]), false);
    check(anna().requested(standing(mfa, None)).after(&[Method::Password, Method::Totp]), true);
    let weaker = Request { acr_values: vec!["urn:sluis:acr:1".to_owned()], ..standing(mfa, None) };
    check(anna().requested(weaker).after(&[Method::Password]), false);
    let older = Request { max_age: Some(Span::days(9)), ..standing(None, Some(Span::hours(1))) };
    check(anna().requested(older.clone()).proven(&[Method::Password], Span::minutes(59)), true);
    check(anna().requested(older).proven(&[Method::Password], Span::minutes(61)), false);
}

/// Attack 16: a one-time code of this moment is no passkey, and an old passkey is no fresh one.
#[test]
fn a_passkey_is_met_by_nothing_weaker_and_nothing_older() {
    let resistant = Some(StandingStrength::PhishingResistant);
    let asks = |age| anna().requested(standing(resistant, age));
    check(asks(None).after(&[Method::Password, Method::Totp]), false);
    check(asks(None).after(&[Method::Password, Method::SecurityKey]), false);
    check(asks(None).after(&[Method::Passkey]), true);
    let mixed = |person: Person| person.proven(&[Method::Passkey], Span::hours(2)).after(&[Method::Password]);
    check(mixed(asks(Some(Span::hours(1)))), false);
    check(mixed(asks(Some(Span::hours(3)))), true);
}

#[test]
fn who_asked_is_told_by_the_demand() {
    let request = standing(Some(StandingStrength::MultiFactor), Some(Span::hours(1)));
    let facts = anna().requested(request).after(&[Method::Password]).0;
    let decision = evaluate(&defaults_off(), &facts);
    let open: Vec<_> = decision.open(&facts).collect();
    assert_eq!(open.len(), 1);
    assert!(open[0].sources.contains(&Source::Application), "{open:?}");
    assert!(!open[0].sources.contains(&Source::Request), "{open:?}");
}
