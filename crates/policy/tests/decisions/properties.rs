//! What holds for every set of facts.

use model::{
    ClientApp, Door, Familiarity, FirstParty, Known, Method, MethodSet, PerUserMfa, Platform, Role, Signal,
    Span,
};
use policy::conditions::{Condition, Platforms, Targets, Unfamiliar, Users};
use policy::controls::{AtLeast, Block, Control, Registration};
use policy::{
    Decision, Facts, Policy, PolicySet, Request, SessionControls, Standing, StandingStrength, State,
    Strength, Verdict, evaluate, explain,
};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use crate::people::{NOW, anna, defaults_off, defaults_on};
use crate::written::policy;

fn known() -> impl Strategy<Value = Known> {
    select(vec![Known::Seen, Known::New, Known::Unknown])
}

prop_compose! {
    fn familiarity()(browser in known(), network in known(), country in known()) -> Familiarity {
        Familiarity { browser, network, country }
    }
}

fn methods() -> impl Strategy<Value = Vec<Method>> {
    subsequence(Method::ALL.to_vec(), 0..=5)
}

prop_compose! {
    fn request()(
        acr in subsequence(vec!["phr", "urn:sluis:acr:2", "urn:sluis:acr:1", "urn:example:x"], 0..=2),
        essential in subsequence(vec!["phr", "urn:sluis:acr:2", "urn:sluis:acr:1"], 0..=2),
        max_age in prop::option::of((0_i64..100).prop_map(Span::minutes)),
        prompt_login: bool,
        began in prop::option::of(0_i64..30),
        strength in prop::option::of(select(StandingStrength::ALL.to_vec())),
        oldest in prop::option::of((5_i64..100).prop_map(Span::minutes)),
    ) -> Request {
        Request {
            acr_values: acr.into_iter().map(str::to_owned).collect(),
            essential_acr: essential.into_iter().map(str::to_owned).collect(),
            max_age,
            prompt_login,
            since: began.map(|minutes| NOW - Span::minutes(minutes)),
            contexts: vec![],
            standing: Standing { strength, max_age: oldest },
        }
    }
}

prop_compose! {
    /// Anybody, anywhere, with anything proven.
    pub(crate) fn facts()(
        roles in subsequence(Role::ALL.to_vec(), 0..=2),
        (registered, proven) in (methods(), methods()),
        ages in prop::collection::vec(0_i64..120, 5),
        familiarity in familiarity(),
        (door, client_app) in (select(Door::ALL), select(ClientApp::ALL)),
        platform in prop::option::of(select(Platform::ALL)),
        per_user in select(PerUserMfa::ALL),
        request in request(),
        app in prop::option::of(select(FirstParty::ALL.to_vec())),
        changing in prop::bool::weighted(0.2),
    ) -> Facts {
        let mut person = anna().seen(familiarity).at_door(door).by(client_app).per_user(per_user).requested(request);
        for (method, minutes) in proven.into_iter().zip(ages) {
            person = person.proven(&[method], Span::minutes(minutes));
        }
        if let Some(app) = app {
            person = person.opening(app);
        }
        if changing {
            person = person.changing_security_info();
        }
        let mut facts = person.on(Signal::from_option(platform)).0;
        facts.subject.roles = roles;
        facts.registered = MethodSet::of(&registered);
        facts.usable = facts.registered;
        facts
    }
}

fn strength() -> impl Strategy<Value = Strength> {
    select(vec![
        Strength::single(),
        Strength::mfa(),
        Strength::prompted_mfa(),
        Strength::phishing_resistant(),
        Strength::any_of([MethodSet::of(&[Method::Password, Method::Totp])]),
        Strength::any_of([MethodSet::of(&[Method::Password, Method::Push])]),
    ])
}

fn control() -> impl Strategy<Value = Control> {
    prop_oneof![
        8 => strength().prop_map(|strength| Control::AtLeast(AtLeast { strength })),
        2 => (0_i64..20).prop_map(|days| Control::Registration(Registration { grace: Span::days(days) })),
        1 => Just(Control::Block(Block { error: 53_003 })),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        Just(Condition::Targets(Targets::AllApplications)),
        Just(Condition::Unfamiliar(Unfamiliar {})),
        subsequence(Role::ALL.to_vec(), 0..=4).prop_map(|roles| Condition::Users(Users::all_but(&roles))),
        (
            any::<bool>(),
            subsequence(Platform::ALL.to_vec(), 0..=3),
            subsequence(Platform::ALL.to_vec(), 0..=2)
        )
            .prop_map(|(all, include, exclude)| Condition::Platforms(Platforms {
                all,
                include,
                exclude
            })),
    ]
}

prop_compose! {
    fn written()(
        state in select(vec![State::On, State::ReportOnly, State::Off]),
        conditions in prop::collection::vec(condition(), 0..3),
        controls in prop::collection::vec(control(), 1..3),
        hours in prop::option::of(0_i64..3),
    ) -> Policy {
        let session = hours.map_or_else(SessionControls::default, |hours| SessionControls::within(Span::hours(hours)));
        Policy { state, session, ..policy(conditions, controls) }
    }
}

prop_compose! {
    fn set()(on: bool, policies in prop::collection::vec(written(), 0..5)) -> PolicySet {
        let mut set = if on { defaults_on() } else { defaults_off() };
        set.policies.extend(policies);
        set
    }
}

fn lets_in(decision: &Decision, facts: &Facts) -> bool {
    decision.open(&facts.proofs, facts.registered).next().is_none()
}

/// True when whoever meets `one` meets `other` too.
fn is_at_least(one: &Decision, other: &Decision) -> bool {
    other.demands.iter().all(|weaker| one.demands.iter().any(|held| held.implies(weaker)))
}

proptest! {
    #[test]
    fn the_trace_tells_what_was_decided(set in set(), facts in facts()) {
        let trace = explain(&set, &facts);
        prop_assert_eq!(&trace.decision, &evaluate(&set, &facts));
        for (policy, told) in set.policies.iter().zip(&trace.policies) {
            prop_assert_eq!(policy.conditions.len(), told.conditions.len());
            let holds = told.conditions.iter().all(|condition| condition.verdict == Verdict::Holds);
            use policy::ResultCode::{NotApplied, NotEnabled, ReportOnlyNotApplied};
            let applied = !matches!(told.result, NotApplied | NotEnabled | ReportOnlyNotApplied);
            prop_assert_eq!(applied, holds && policy.state != State::Off);
        }
    }

    #[test]
    fn a_place_that_cannot_be_told_is_held_to_what_a_known_place_is(set in set(), facts in facts()) {
        for part in 0..3 {
            let with = |known| {
                let mut facts = facts.clone();
                let place = &mut facts.circumstances.familiarity;
                *[&mut place.browser, &mut place.network, &mut place.country][part] = known;
                evaluate(&set, &facts)
            };
            prop_assert!(is_at_least(&with(Known::Unknown), &with(Known::Seen)));
            prop_assert!(is_at_least(&with(Known::New), &with(Known::Unknown)));
            if part < 2 {
                prop_assert_eq!(with(Known::Unknown).demands, with(Known::New).demands);
            }
        }
    }

    #[test]
    fn hiding_the_platform_leaves_no_exclusion(
        facts in facts(),
        exclude in subsequence(Platform::ALL.to_vec(), 0..=6),
        controls in prop::collection::vec(control(), 1..3),
    ) {
        let everywhere = Platforms { all: true, include: vec![], exclude };
        let mut set = defaults_off();
        set.policies.push(policy(vec![Condition::Platforms(everywhere)], controls));
        let seen = evaluate(&set, &facts);
        let mut hidden = facts;
        hidden.circumstances.platform = Signal::Unknown;
        prop_assert!(is_at_least(&evaluate(&set, &hidden), &seen));
    }

    #[test]
    fn one_more_policy_never_lets_more_in(set in set(), extra in written(), facts in facts()) {
        let mut more = set.clone();
        more.policies.push(extra);
        let (before, after) = (evaluate(&set, &facts), evaluate(&more, &facts));
        prop_assert!(is_at_least(&after, &before));
        prop_assert!(!lets_in(&after, &facts) || lets_in(&before, &facts));
    }

    #[test]
    fn a_policy_on_trial_changes_nothing(set in set(), extra in written(), facts in facts()) {
        let mut more = set.clone();
        more.policies.push(Policy { state: State::ReportOnly, ..extra });
        let (before, after) = (evaluate(&set, &facts), evaluate(&more, &facts));
        prop_assert_eq!(after.demands, before.demands);
        prop_assert_eq!(after.registration_due, before.registration_due);
    }

    #[test]
    fn the_order_of_policies_does_not_matter(set in set(), facts in facts(), swaps in any::<[(Index, Index); 4]>()) {
        let mut shuffled = set.clone();
        for (one, other) in swaps {
            let len = shuffled.policies.len();
            shuffled.policies.swap(one.index(len), other.index(len));
        }
        let (one, other) = (evaluate(&set, &facts), evaluate(&shuffled, &facts));
        prop_assert!(is_at_least(&one, &other) && is_at_least(&other, &one));
        prop_assert_eq!(one.demands.len(), other.demands.len());
        prop_assert_eq!(lets_in(&one, &facts), lets_in(&other, &facts));
    }

    #[test]
    fn one_more_proof_never_locks_anybody_out(set in set(), facts in facts(), method in select(Method::ALL.to_vec())) {
        let before = evaluate(&set, &facts);
        let more = crate::people::Person(facts.clone()).after(&[method]).0;
        let after = evaluate(&set, &more);
        prop_assert!(!lets_in(&before, &facts) || lets_in(&after, &more));
    }

    #[test]
    fn nobody_is_let_in_without_a_first_factor(set in set(), facts in facts()) {
        if lets_in(&evaluate(&set, &facts), &facts) {
            prop_assert!(policy::Class::of(&facts.proofs) >= policy::Class::Single);
        }
    }

    #[test]
    fn no_demand_implies_another_that_stands_beside_it(set in set(), facts in facts()) {
        let decision = evaluate(&set, &facts);
        for (place, one) in decision.demands.iter().enumerate() {
            for (other_place, other) in decision.demands.iter().enumerate() {
                prop_assert!(place == other_place || !one.implies(other));
            }
        }
    }
}
