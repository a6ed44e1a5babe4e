//! A draft over sign-ins that were kept.

use std::collections::HashMap;

use model::{Id, Method, Span};
use policy::controls::{Block, Control, Mfa};
use policy::replay::{Count, MOST_EXAMPLES, MOST_NAMED, Replay};
use policy::{End, Facts, Policy, PolicySet, State, evaluate, explain};
use proptest::prelude::*;

use crate::model::{facts, set_of, written};
use crate::people::{anna, defaults_off};
use crate::written::policy;

/// The facts as a record keeps them and they are read again.
#[allow(clippy::unwrap_used, reason = "tests")]
fn kept_and_read(facts: &Facts) -> Facts {
    let subject = serde_json::from_str(&serde_json::to_string(&facts.subject).unwrap()).unwrap();
    let rest = serde_json::from_str(&serde_json::to_string(&facts.rest()).unwrap()).unwrap();
    let mut read = Facts::restore(facts.tenant, facts.client, subject, rest, facts.now);
    // The address has a column of its own.
    read.circumstances.address = facts.circumstances.address;
    read
}

const PASSWORD: &[Method] = &[Method::Password];

fn replayed<'s>(before: &'s PolicySet, after: &'s PolicySet, seen: &[Facts]) -> Replay<'s> {
    let mut replay = Replay::new(before, after);
    for (place, facts) in seen.iter().enumerate() {
        replay.add(Id::fixed(place as u128), facts, 1);
    }
    replay
}

#[test]
fn a_draft_tells_who_would_be_asked_by_what_and_for_what() {
    let draft = Policy { id: Id::fixed(0xd), ..policy(vec![], vec![Control::Mfa(Mfa {})]) };
    let (before, after) = (defaults_off(), defaults_off().with([draft]));
    let seen = [
        anna().after(PASSWORD).0,
        anna().after(&[Method::Password, Method::Totp]).0,
        anna().with_only_a_password().after(PASSWORD).0,
    ];
    let mut replay = replayed(&before, &after, &seen);
    replay.add(Id::fixed(9), &seen[0], 5);
    let found = replay.into_found();
    let expected = Count { let_in: 0, asked: 6, stuck: 1, stopped: 0 };
    assert_eq!((found.looked_at, found.changed), (8, expected));
    assert_eq!(found.people.most(), [(seen[0].subject.user, expected)]);
    assert_eq!(found.applications.most(), [(seen[0].target.resource, expected)]);
    assert_eq!(found.reasons.most(), [(Id::fixed(0xd), expected)]);
    assert_eq!(found.days.most(), [(1_795_000_000 / 86_400, expected)]);
    let ends: Vec<_> = found.examples.iter().map(|one| (one.record, one.before, one.after)).collect();
    assert_eq!(
        ends,
        [
            (Id::fixed(0), End::In, End::Asked),
            (Id::fixed(2), End::In, End::Stuck),
            (Id::fixed(9), End::In, End::Asked)
        ]
    );
}

#[test]
fn switching_a_block_off_names_it_as_the_reason_that_more_gets_in() {
    let block =
        Policy { id: Id::fixed(0xb), ..policy(vec![], vec![Control::Block(Block { error: 53_003 })]) };
    let (before, after) = (defaults_off().with([block]), defaults_off());
    let found = replayed(&before, &after, &[anna().after(PASSWORD).0]).into_found();
    assert_eq!(found.changed, Count { let_in: 1, ..Count::default() });
    assert_eq!(found.reasons.most().len(), 1);
    assert_eq!(found.examples[0].before, End::Stopped(53_003));
}

#[test]
fn what_is_kept_is_bounded_and_nothing_is_lost_from_the_sums() {
    let draft = policy(vec![], vec![Control::Mfa(Mfa {})]);
    let (before, after) = (defaults_off(), defaults_off().with([draft]));
    let mut replay = Replay::new(&before, &after);
    let many = MOST_NAMED as u128 + 500;
    for user in 0..many {
        let mut facts = anna().after(PASSWORD).0;
        facts.subject.user = Id::fixed(user);
        facts.now = facts.now + Span::seconds(1);
        replay.add(Id::fixed(user), &facts, 1);
    }
    let found = replay.found();
    assert_eq!(found.people.most().len(), MOST_NAMED);
    assert_eq!(found.people.unnamed.asked, 500);
    assert_eq!(found.examples.len(), MOST_EXAMPLES);
    assert_eq!(found.changed.total(), many as u64);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_replay_is_what_evaluating_each_sign_in_twice_says(
        before in set_of(8),
        extra in prop::collection::vec(written(), 0..3),
        fewer in prop::option::of(any::<prop::sample::Index>()),
        seen in prop::collection::vec(facts(), 1..12),
    ) {
        let mut policies = before.policies().to_vec();
        if let Some(place) = fewer {
            policies.remove(place.index(policies.len()));
        }
        policies.extend(extra);
        let after = before.clone().only(policies);
        let found = replayed(&before, &after, &seen).into_found();
        let ends = |set: &PolicySet, facts: &Facts| evaluate(set, facts).end(facts);
        let differ: Vec<_> = seen.iter().filter(|facts| ends(&before, facts) != ends(&after, facts)).collect();
        prop_assert_eq!(found.looked_at, seen.len() as u64);
        prop_assert_eq!(found.changed.total(), differ.len() as u64);
        let mut people = HashMap::new();
        differ.iter().for_each(|facts| *people.entry(facts.subject.user).or_insert(0) += 1);
        for (user, count) in found.people.most() {
            prop_assert_eq!(people.get(&user), Some(&count.total()));
        }
    }

    #[test]
    fn a_policy_on_trial_or_off_changes_no_sign_in(
        before in set_of(5),
        extra in written(),
        seen in prop::collection::vec(facts(), 1..6),
    ) {
        for state in [State::ReportOnly, State::Off] {
            let after = before.clone().with([Policy { state, ..extra.clone() }]);
            prop_assert_eq!(replayed(&before, &after, &seen).into_found().changed, Count::default());
        }
    }

    #[test]
    fn what_if_evaluation_and_replay_say_the_same_of_the_same_facts(
        before in set_of(6),
        after in set_of(6),
        seen in prop::collection::vec(facts(), 1..8),
    ) {
        let kept: Vec<Facts> = seen.iter().map(kept_and_read).collect();
        let found = replayed(&before, &after, &kept).into_found();
        for (place, facts) in seen.iter().enumerate() {
            let mut ends = vec![];
            for set in [&before, &after] {
                let (told, decided) = (explain(set, facts), evaluate(set, facts));
                prop_assert_eq!(&told.decision, &decided);
                ends.push(decided.end(facts));
            }
            let record = Id::fixed(place as u128);
            let example = found.examples.iter().find(|example| example.record == record);
            let replayed = example.map(|example| vec![example.before, example.after]);
            prop_assert_eq!(replayed, (ends[0] != ends[1]).then_some(ends));
        }
    }

    #[test]
    fn how_it_ends_agrees_with_what_is_open(set in set_of(5), facts in facts()) {
        let decision = evaluate(&set, &facts);
        let open = decision.open(&facts).count();
        prop_assert_eq!(decision.end(&facts) == End::In, open == 0);
    }
}
