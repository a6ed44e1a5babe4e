//! What holds for everybody: whoever follows the questions arrives, and is asked nothing twice.

use model::{FirstParty, How, Known, Method, MethodSet, PasswordState, Role, Span};
use policy::controls::{AtLeast, Control, Operator, TermsOfUse};
use policy::{Class, Origin, Policy, Request, SECOND_FACTORS, SessionControls, State, Strength};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use signin::{Step, Verdict, judge};

use crate::people::{NOW, Person, anna};

const CREDENTIALS: [Method; 6] =
    [Method::Password, Method::Totp, Method::RecoveryCode, Method::Passkey, Method::Push, Method::Sms];

fn known() -> impl Strategy<Value = Known> {
    select(vec![Known::Seen, Known::New, Known::Unknown])
}

fn strengths() -> impl Strategy<Value = Vec<Strength>> {
    let pair = |second| Strength::any_of([MethodSet::of(&[Method::Password, second])]);
    let all = vec![
        Strength::mfa(),
        Strength::prompted_mfa(),
        Strength::phishing_resistant(),
        pair(Method::Totp),
        pair(Method::Push),
    ];
    subsequence(all, 0..=3)
}

fn password() -> impl Strategy<Value = PasswordState> {
    (0_i64..40).prop_flat_map(|days| {
        let at = NOW - Span::days(days);
        select(vec![
            PasswordState::None,
            PasswordState::Temporary { at },
            PasswordState::Own { changed: at, handed: at },
            PasswordState::Elsewhere { since: at },
        ])
    })
}

prop_compose! {
    fn request()(prompt_login: bool, max_age in prop::option::of((0_i64..60).prop_map(Span::minutes))) -> Request {
        Request { prompt_login, max_age, since: Some(NOW - Span::minutes(1)), ..Request::default() }
    }
}

prop_compose! {
    /// Anybody in the middle of a sign-in or with a session of an hour ago.
    pub(crate) fn person()(
        credentials in subsequence(CREDENTIALS.to_vec(), 0..=6),
        usable in subsequence(CREDENTIALS.to_vec(), 3..=6),
        session in subsequence(CREDENTIALS.to_vec(), 0..=2),
        first in select(vec![Method::Password, Method::Invitation, Method::Passkey]),
        (browser, network) in (known(), known()),
        (defaults, known_browser, admin, terms) in any::<(bool, bool, bool, bool)>(),
        app in prop::option::of(select(FirstParty::ALL.to_vec())),
        strengths in strengths(),
        password in password(),
        request in request(),
    ) -> Person {
        let strengths = strengths.into_iter().map(|strength| Control::AtLeast(AtLeast { strength }));
        let terms = terms.then(|| Control::TermsOfUse(TermsOfUse(model::Id::fixed(0x7e))));
        let policy = Policy {
            id: model::Id::fixed(0xca),
            name: "Mine".to_owned(),
            origin: Origin::ConditionalAccess,
            state: State::On,
            conditions: vec![],
            operator: Operator::And,
            controls: strengths.chain(terms).collect(),
            session: SessionControls::default(),
            foreign: vec![],
        };
        let mut person = if defaults { anna() } else { anna().without_defaults() };
        person = person.under(policy).password(password).requested(request).has(&credentials);
        person.facts.usable = usable.into_iter().filter(|method| credentials.contains(method)).collect();
        person = person.proven(&session, Span::hours(1), How::FromSession).after(&[first]);
        if admin {
            person = person.holding(Role::GlobalAdministrator);
        }
        if let Some(app) = app {
            person = person.opening(app);
        }
        person.account.known_browser = known_browser;
        let place = &mut person.facts.circumstances.familiarity;
        (place.browser, place.network) = (browser, network);
        person
    }
}

/// Does what a step asks, as a person would.
pub(crate) fn done(person: Person, step: &Step, choice: Index) -> Option<Person> {
    match step {
        Step::Answer(methods) => Some(person.proven(&[*choice.get(methods)], Span::ZERO, How::Prompted)),
        Step::NewPassword => {
            let own = person.password(PasswordState::Own { changed: NOW, handed: NOW });
            Some(own.proven(&[Method::Password], Span::ZERO, How::Prompted))
        }
        Step::WayIn(ways) if *choice.get(ways) == Method::Password => {
            done(person, &Step::NewPassword, choice)
        }
        Step::Enrol(ways) | Step::WayIn(ways) => {
            let way = *choice.get(ways);
            let mut own = person;
            own.facts.registered = own.facts.registered.with(way);
            own.facts.usable = own.facts.usable.with(way);
            Some(own.proven(&[way], Span::ZERO, How::Prompted))
        }
        Step::Accept(terms) => {
            let mut own = person;
            own.facts.subject.accepted.push(*terms);
            Some(own)
        }
        Step::Refuse(_) | Step::Finish(_) => None,
    }
}

proptest! {
    #[test]
    fn whoever_follows_the_questions_arrives_and_is_asked_nothing_twice(
        person in person(),
        choices in any::<[Index; 8]>(),
    ) {
        let mut person = person;
        let mut asked = vec![];
        for choice in choices {
            let step = person.next();
            if let Step::Answer(methods) = &step {
                let method = *choice.get(methods);
                prop_assert!(!asked.contains(&method), "{method:?} is asked twice after {asked:?}");
                asked.push(method);
            }
            match done(person.clone(), &step, choice) {
                Some(moved) => person = moved,
                None => {
                    // Nobody is asked for a second factor only to be told that it leads nowhere.
                    let answered = asked.iter().any(|method| SECOND_FACTORS.contains(*method));
                    let dead_end = matches!(step, Step::Refuse(signin::Refusal::NoMethod));
                    let invited = model::proved(&person.facts.proofs).contains(Method::Invitation);
                    prop_assert!(invited || !(answered && dead_end), "a dead end after {asked:?}");
                    return Ok(());
                }
            }
        }
        prop_assert!(false, "no end after {asked:?}");
    }

    #[test]
    fn only_what_the_gate_lets_through_is_finished(person in person()) {
        let step = person.next();
        let passes = matches!(judge(&person.set, &person.facts), Verdict::Passed(_));
        prop_assert!(passes || !matches!(step, Step::Finish(_)));
    }

    #[test]
    fn what_is_offered_is_what_the_person_can_use(person in person()) {
        if let Step::Answer(methods) = person.next() {
            prop_assert!(!methods.is_empty());
            for (place, method) in methods.iter().enumerate() {
                prop_assert!(!methods[..place].contains(method));
                let proven = Class::of(&person.facts.proofs) > Class::None;
                let has_password = person.account.password != PasswordState::None;
                let usable = person.facts.usable.contains(*method) || (*method == Method::Password && has_password);
                prop_assert!(!proven || usable, "{method:?}");
            }
        }
    }

    #[test]
    fn a_second_factor_is_registered_beside_another_only_after_that_was_proven(person in person()) {
        if matches!(person.next(), Step::Enrol(_)) && person.facts.registered.intersects(SECOND_FACTORS) {
            prop_assert!(Class::of(&person.facts.proofs) >= Class::Mfa);
        }
    }
}
