//! What would have let somebody in.

use expect_test::{Expect, expect};
use model::{ClientApp, FirstParty, How, Method, PasswordState, Role, Span, proved};
use policy::controls::{Control, Operator, TermsOfUse};
use policy::{Origin, Policy, SessionControls, State, code};
use proptest::prelude::*;
use proptest::sample::Index;
use signin::{Account, Change, Obstacle, Step, Tried, next, way_to_policy, ways_in};

mod around;

use crate::people::{NOW, Person, anna, piet};
use crate::properties::{done, person};

#[track_caller]
fn check(person: Person, obstacle: Option<Obstacle>, expected: Expect) {
    let ways = ways_in(&person.set, &Tried { facts: person.facts, obstacle });
    let lines: Vec<String> = ways.iter().map(|way| format!("{way:?}\n")).collect();
    expected.assert_eq(&lines.concat());
}

const PASSWORD: &[Method] = &[Method::Password];

#[test]
fn who_was_let_in_needed_nothing_else() {
    check(
        anna().after(PASSWORD),
        None,
        expect![[r#"
        []
    "#]],
    );
}

#[test]
fn who_stops_at_the_second_step_would_have_got_in_with_it_or_from_a_known_place() {
    check(
        anna().far_from_home().after(PASSWORD),
        None,
        expect![[r#"
        [KnownPlace]
        [Give(Totp)]
        [Give(RecoveryCode)]
    "#]],
    );
}

#[test]
fn more_terms_than_can_be_told_together_are_told_by_none() {
    let terms = (1..=100).map(|number| Control::TermsOfUse(TermsOfUse(model::Id::fixed(number))));
    let policy = Policy {
        id: model::Id::fixed(0xca),
        name: "Terms".to_owned(),
        origin: Origin::ConditionalAccess,
        state: State::On,
        conditions: vec![],
        operator: Operator::And,
        controls: terms.collect(),
        session: SessionControls::default(),
        foreign: vec![],
    };
    check(anna().without_defaults().under(policy).after(PASSWORD), None, expect![""]);
}

#[test]
fn an_administrator_gets_in_from_no_place_without_a_second_step() {
    let marieke = anna().holding(Role::GlobalAdministrator).opening(FirstParty::AdminCentre);
    check(
        marieke.far_from_home().after(PASSWORD),
        None,
        expect![[r#"
        [Give(Totp)]
        [Give(RecoveryCode)]
    "#]],
    );
}

#[test]
fn a_blocked_account_needs_what_policy_asks_beside_being_unblocked() {
    check(
        anna().far_from_home().after(PASSWORD),
        Some(Obstacle::Blocked),
        expect![[r#"
        [Unblocked, KnownPlace]
        [Unblocked, Give(Totp)]
        [Unblocked, Give(RecoveryCode)]
    "#]],
    );
}

#[test]
fn who_is_not_named_for_an_application_only_needed_that() {
    check(
        anna().after(PASSWORD),
        Some(Obstacle::NotAssigned),
        expect![[r#"
        [Assigned]
    "#]],
    );
}

#[test]
fn who_has_no_second_factor_sets_one_up() {
    check(
        piet().after(PASSWORD),
        None,
        expect![[r#"
        [SetUp(Totp)]
        [SetUp(Passkey)]
        [SetUp(SecurityKey)]
    "#]],
    );
}

#[test]
fn who_may_not_register_from_here_needs_an_invitation_or_an_old_browser() {
    check(
        piet().far_from_home().after(PASSWORD),
        Some(Obstacle::RegistrationNotHere),
        expect![[r#"
        [OldBrowser, SetUp(Totp)]
        [OldBrowser, SetUp(Passkey)]
        [OldBrowser, SetUp(SecurityKey)]
        [Invited, SetUp(Totp)]
        [Invited, SetUp(Passkey)]
        [Invited, SetUp(SecurityKey)]
    "#]],
    );
}

#[test]
fn an_old_program_would_have_had_to_be_a_browser() {
    check(
        anna().by(ClientApp::Other).after(PASSWORD),
        None,
        expect![[r#"
        [OtherProgram]
        [ModernProgram]
    "#]],
    );
}

#[test]
fn nothing_lets_anybody_in_where_the_organisation_is_blocked() {
    let mut person = anna().after(PASSWORD);
    person.set = person.set.blocked();
    check(person, None, expect![""]);
}

#[test]
fn before_policy_only_what_stood_in_the_way_is_known() {
    assert_eq!(way_to_policy(code::WRONG_PASSWORD, true), [Change::RightFirst]);
    assert_eq!(way_to_policy(code::LOCKED, true), [Change::LockOver, Change::RightFirst]);
    assert_eq!(way_to_policy(code::WRONG_PASSWORD, false), [Change::RightName, Change::RightFirst]);
    assert_eq!(way_to_policy(code::WRONG_CODE, true), [Change::RightSecond]);
    assert_eq!(way_to_policy(code::ENDED, false), []);
}

/// Somebody of whom facts and account tell the same, and what stands in their way.
fn attempt() -> impl Strategy<Value = (Person, Option<Obstacle>)> {
    let obstacles = prop::sample::select(vec![
        None,
        None,
        Some(Obstacle::Blocked),
        Some(Obstacle::NotAssigned),
        Some(Obstacle::Locked),
        Some(Obstacle::RegistrationNotHere),
        Some(Obstacle::TemporaryPassword),
    ]);
    (person(), obstacles).prop_map(|(mut person, obstacle)| {
        let long_ago = NOW - Span::days(700);
        person.account = Account {
            password: match obstacle {
                Some(Obstacle::TemporaryPassword) => PasswordState::Temporary { at: NOW },
                _ if person.facts.registered.contains(Method::Password) => {
                    PasswordState::Own { changed: long_ago, handed: long_ago }
                }
                _ => PasswordState::None,
            },
            lasting_address: true,
            known_browser: obstacle != Some(Obstacle::RegistrationNotHere),
        };
        let facts = &mut person.facts;
        if person.account.password == PasswordState::None {
            facts.usable = facts.usable.without(Method::Password);
        } else {
            facts.registered = facts.registered.with(Method::Password);
            facts.usable = facts.usable.with(Method::Password);
        }
        (person, obstacle)
    })
}

/// Whether a sign-in ends well, asked of the state machine itself.
fn arrives(person: &Person, tried: &Tried) -> bool {
    let is_stopped =
        matches!(tried.obstacle, Some(Obstacle::Blocked | Obstacle::NotAssigned | Obstacle::Locked));
    let mut account = person.account;
    if tried.obstacle.is_none() && matches!(account.password, PasswordState::Temporary { .. }) {
        account.password = PasswordState::Own { changed: NOW, handed: NOW };
    }
    !is_stopped && matches!(next(&person.set, &tried.facts, account), Step::Finish(_))
}

fn change(step: &Step, choice: Index) -> Option<Change> {
    Some(match step {
        Step::Answer(methods) => Change::Give(*choice.get(methods)),
        Step::WayIn(ways) if *choice.get(ways) == Method::Password => Change::OwnPassword,
        Step::NewPassword => Change::OwnPassword,
        Step::Enrol(ways) | Step::WayIn(ways) => Change::SetUp(*choice.get(ways)),
        Step::Accept(terms) => Change::Accept(*terms),
        Step::Refuse(_) | Step::Finish(_) => return None,
    })
}

proptest! {
    #[test]
    fn each_way_lets_in_and_nothing_less_does((person, obstacle) in attempt()) {
        let tried = Tried { facts: person.facts.clone(), obstacle };
        for way in ways_in(&person.set, &tried) {
            let changed = tried.with(&way);
            prop_assert!(changed.is_some_and(|tried| arrives(&person, &tried)), "{way:?} does not let in");
            for left_out in 0..(1_u32 << way.len()) - 1 {
                let kept = way.iter().enumerate().filter(|(place, _)| left_out & (1 << place) != 0);
                let less: Vec<Change> = kept.map(|(_, change)| *change).collect();
                let enough = tried.with(&less).is_some_and(|tried| arrives(&person, &tried));
                prop_assert!(!enough, "{less:?} is enough, not {way:?}");
            }
        }
    }

    #[test]
    fn whoever_arrives_by_the_questions_took_one_of_the_ways(
        (person, _) in attempt(),
        choices in any::<[Index; 8]>(),
    ) {
        let is_temporary = matches!(person.account.password, PasswordState::Temporary { .. });
        let obstacle = if is_temporary {
            Some(Obstacle::TemporaryPassword)
        } else if person.account.known_browser {
            None
        } else {
            Some(Obstacle::RegistrationNotHere)
        };
        let tried = Tried { facts: person.facts.clone(), obstacle };
        let (mut moved, mut did) = (person.clone(), vec![]);
        for choice in choices {
            let step = moved.next();
            let (Some(change), Some(further)) = (change(&step, choice), done(moved.clone(), &step, choice)) else {
                if matches!(step, Step::Finish(_)) {
                    let ways = ways_in(&person.set, &tried);
                    let took = ways.iter().any(|way| way.iter().all(|change| did.contains(change)));
                    prop_assert!(took, "{did:?} is none of {ways:?}");
                }
                return Ok(());
            };
            did.push(change);
            moved = further;
        }
    }

    #[test]
    fn what_was_proven_is_never_named_where_it_still_counts((person, obstacle) in attempt()) {
        let now = person.facts.proofs.iter().all(|proof| proof.at == NOW && proof.how == How::Prompted);
        let proven = proved(&person.facts.proofs);
        for way in ways_in(&person.set, &Tried { facts: person.facts.clone(), obstacle }) {
            let invited = way.contains(&Change::Invited);
            let again = way.iter().any(|change| matches!(change, Change::Give(method) if proven.contains(*method)));
            prop_assert!(!now || invited || !again, "{way:?} after {proven:?}");
        }
    }
}
