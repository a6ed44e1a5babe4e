//! Conditions of which one always holds.

use model::{Flow, Id, Platform, Signal};
use policy::Verdict;
use policy::conditions::{Condition, Flows, Locations, Platforms, one_always_holds};
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::model::facts;

fn places() -> impl Strategy<Value = Condition> {
    let ids = || subsequence(vec![Id::fixed(0x70c1), Id::fixed(0x70c2)], 0..=1);
    (any::<[bool; 3]>(), ids(), ids()).prop_map(
        |([all, all_trusted, exclude_all_trusted], include, exclude)| {
            Condition::Locations(Locations { all, all_trusted, include, exclude_all_trusted, exclude })
        },
    )
}

fn platforms() -> impl Strategy<Value = Condition> {
    let some = || subsequence(Platform::ALL.to_vec(), 0..=1);
    (any::<bool>(), some(), some())
        .prop_map(|(all, include, exclude)| Condition::Platforms(Platforms { all, include, exclude }))
}

fn flows() -> impl Strategy<Value = Condition> {
    subsequence(Flow::ALL.to_vec(), 1..=3).prop_map(|flows| Condition::Flows(Flows(flows)))
}

fn pair() -> impl Strategy<Value = (Condition, Condition)> {
    prop_oneof![(places(), places()), (platforms(), platforms()), (flows(), flows())]
}

proptest! {
    #[test]
    fn where_one_of_two_is_said_to_always_hold_one_does((one, other) in pair(), facts in facts()) {
        let here = &facts.circumstances;
        prop_assume!(here.address != Signal::NotGiven && here.platform != Signal::NotGiven);
        // A place that cannot be told is in no location, and a policy about anywhere holds for it.
        let holds = |condition: &Condition| condition.verdict(&facts) == Verdict::Holds;
        prop_assert!(!one_always_holds(&one, &other) || holds(&one) || holds(&other), "{one:?} {other:?}");
    }
}
