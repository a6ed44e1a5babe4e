//! What holds for every set of facts.

use model::{Known, Method, Platform, Signal};
use policy::conditions::{Action, Applications, Condition, Locations, Platforms, Resource, Targets, Users};
use policy::{
    Answer, Applied, Classes, Decision, Facts, Origin, Policy, PolicySet, ResultCode, State, Verdict,
    evaluate, explain,
};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use crate::model::{control, facts, set_of, written};
use crate::people::defaults_off;
use crate::written::policy;

fn set() -> impl Strategy<Value = PolicySet> {
    set_of(5)
}

fn lets_in(decision: &Decision, facts: &Facts) -> bool {
    decision.open(facts).next().is_none()
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
        for (policy, told) in set.policies().iter().zip(&trace.policies) {
            let spared = facts.subject.emergency && policy.origin == Origin::ConditionalAccess;
            prop_assert_eq!(policy.conditions.len() + usize::from(spared), told.conditions.len());
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
        let set = defaults_off().with([policy(vec![Condition::Platforms(everywhere)], controls)]);
        let seen = evaluate(&set, &facts);
        let mut hidden = facts;
        hidden.circumstances.platform = Signal::Unknown;
        prop_assert!(is_at_least(&evaluate(&set, &hidden), &seen));
    }

    #[test]
    fn one_more_policy_never_lets_more_in(set in set(), extra in written(), facts in facts()) {
        let more = set.clone().with([extra]);
        let (before, after) = (evaluate(&set, &facts), evaluate(&more, &facts));
        prop_assert!(is_at_least(&after, &before));
        prop_assert!(!lets_in(&after, &facts) || lets_in(&before, &facts));
    }

    #[test]
    fn a_policy_on_trial_changes_nothing(set in set(), extra in written(), facts in facts()) {
        let more = set.clone().with([Policy { state: State::ReportOnly, ..extra }]);
        let (before, after) = (evaluate(&set, &facts), evaluate(&more, &facts));
        prop_assert_eq!(after.demands, before.demands);
        prop_assert_eq!(after.registration_due, before.registration_due);
        prop_assert_eq!(after.session, before.session);
    }

    #[test]
    fn the_order_of_policies_does_not_matter(set in set(), facts in facts(), swaps in any::<[(Index, Index); 4]>()) {
        let mut policies = set.policies().to_vec();
        for (one, other) in swaps {
            let len = policies.len();
            policies.swap(one.index(len), other.index(len));
        }
        let shuffled = set.clone().only(policies);
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
        // An application proved itself before, with what it has in the place of a factor.
        prop_assume!(facts.subject.workload.is_none());
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

// Large sets, so that rows are longer than a word: fewer of them.
proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_compiled_says_what_each_condition_says(set in set_of(90), facts in facts()) {
        let decision = evaluate(&set, &facts);
        let naive = applying(&set, &facts);
        for (place, (policy, (id, result))) in set.policies().iter().zip(&decision.results).enumerate() {
            prop_assert_eq!(policy.id, *id);
            let idle = matches!(
                result,
                ResultCode::NotApplied | ResultCode::NotEnabled | ResultCode::ReportOnlyNotApplied
            );
            prop_assert_eq!(!idle, naive.contains(&place), "{:?}", policy);
        }
        let trial = set.policies().iter().filter(|policy| policy.state == State::ReportOnly);
        prop_assert_eq!(decision.report_only.iter().map(|(id, _)| *id).collect::<Vec<_>>(), trial.map(|one| one.id).collect::<Vec<_>>());
        // The same policies without any condition, so that nothing is left to look up.
        let all = set.policies();
        let bare = naive.iter().map(|place| Policy { conditions: vec![], ..all[*place].clone() }).collect();
        let alone = evaluate(&set.clone().only(bare), &facts);
        prop_assert_eq!(&alone.demands, &decision.demands);
        prop_assert_eq!(alone.session, decision.session);
        prop_assert_eq!(alone.registration_due, decision.registration_due);
    }

    #[test]
    fn what_is_decided_fast_is_what_is_decided_at_length(set in set_of(70), seen in prop::collection::vec(facts(), 1..6)) {
        let (mut classes, mut applied) = (Classes::new(&set), Applied::default());
        let points: Vec<_> = seen.iter().map(|facts| classes.point(facts)).collect();
        for (facts, point) in seen.iter().zip(points) {
            let answer = classes.decide(point, &mut applied);
            prop_assert_eq!(applied.places().collect::<Vec<_>>(), applying(&set, facts));
            let decision = evaluate(&set, facts);
            prop_assert_eq!(answer == Answer::Blocks, decision.block().is_some());
            let asks = evaluate(&set.clone().only(vec![]), facts).demands != decision.demands;
            prop_assert!(answer != Answer::Opens || !asks, "{answer:?} {decision:?}");
            let person = classes.person(&facts.subject, facts.circumstances.client_app);
            prop_assert_eq!(point.of(person), point);
        }
    }

}

proptest! {
    #[test]
    fn exclude_beats_include(facts in facts(), extra in written(), which in 0..4) {
        let spared = match which {
            0 => Condition::Users(Users {
                all: true,
                exclude_users: vec![facts.subject.user],
                ..Users::default()
            }),
            1 => {
                let Some(resource) = facts.target.resource else { return Ok(()) };
                Condition::Targets(Targets::Written(Applications {
                    all: true,
                    actions: Action::ALL.to_vec(),
                    contexts: facts.target.contexts.clone(),
                    exclude: vec![Resource::Id(resource)],
                    ..Applications::default()
                }))
            }
            2 => {
                let Some(place) = facts.circumstances.locations.first() else { return Ok(()) };
                Condition::Locations(Locations {
                    all: true,
                    include: facts.circumstances.locations.clone(),
                    exclude: vec![*place],
                    ..Locations::default()
                })
            }
            _ => {
                let Signal::Known(platform) = facts.circumstances.platform else { return Ok(()) };
                Condition::Platforms(Platforms { all: true, include: vec![platform], exclude: vec![platform] })
            }
        };
        let mut conditions = vec![spared];
        conditions.extend(extra.conditions.iter().cloned());
        let set = defaults_off().only(vec![Policy { state: State::On, conditions, ..extra }]);
        prop_assert_eq!(evaluate(&set, &facts).results[0].1, ResultCode::NotApplied);
    }
}

/// The places of the policies that apply, each condition asked by itself: what compiled rows are held against.
fn applying(set: &PolicySet, facts: &Facts) -> Vec<usize> {
    let holds = |policy: &&Policy| {
        policy.state != State::Off
            && !(facts.subject.emergency && policy.origin == Origin::ConditionalAccess)
            && policy.conditions.iter().all(|condition| condition.verdict(facts) == Verdict::Holds)
    };
    let places = set.policies().iter().enumerate().filter(|(_, policy)| holds(policy));
    places.map(|(place, _)| place).collect()
}
