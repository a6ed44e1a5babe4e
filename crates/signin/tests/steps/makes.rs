//! A strength that names makes: what it lets through, asks for and registers.

use model::{Id, Make, Method, MethodSet, Proof, Span};
use policy::conditions::{Condition, Targets};
use policy::controls::{Control, Operator, RequiredStrength};
use policy::{
    AuthenticationStrength, Combination, End, HeldKey, Origin, Policy, SessionControls, State, Strength,
    evaluate,
};
use signin::{Change, Refusal, Step, Tried, Verdict, judge, makes_asked, ways_in};

use crate::people::{Person, anna};

const BLUE: Id<Make> = Id::fixed(0xb1);
const RED: Id<Make> = Id::fixed(0x4e);

fn key(make: Id<Make>) -> HeldKey {
    HeldKey { credential: Id::fixed(0xc0de + u128::from(make == BLUE)), make }
}

/// Demands a passkey of these makes.
fn only(makes: &[Id<Make>]) -> Policy {
    let kept = AuthenticationStrength {
        id: Id::fixed(9),
        name: "Keys".to_owned(),
        combinations: vec![Combination::from_words("fido2").expect("Graph has these words")],
        makes: Some(makes.to_vec()),
    };
    Policy {
        id: Id::fixed(0xca),
        name: "Mine".to_owned(),
        origin: Origin::ConditionalAccess,
        state: State::On,
        conditions: vec![Condition::Targets(Targets::AllApplications)],
        operator: Operator::Or,
        controls: vec![Control::Strength(RequiredStrength::find(kept.id, &[kept]))],
        session: SessionControls::default(),
        foreign: vec![],
    }
}

/// Somebody with passkeys of these makes, after one of them was given.
fn holding(makes: &[Id<Make>], given: Option<Id<Make>>) -> Person {
    let mut person = anna().without_defaults().under(only(&[BLUE]));
    let registered = [Method::Password, Method::Passkey];
    person = person.has(if makes.is_empty() { &registered[..1] } else { &registered });
    person.facts.keys = makes.iter().map(|make| key(*make)).collect();
    if let Some(make) = given {
        let proof = person.facts.given(Method::Passkey).into_iter();
        person.facts.proofs = proof.filter(|proof| proof.credential == Some(key(make).credential)).collect();
    }
    person
}

fn is_let_in(person: &Person) -> bool {
    matches!(judge(&person.set, &person.facts), Verdict::Passed(_))
}

#[test]
fn only_a_passkey_of_a_named_make_lets_in() {
    assert!(is_let_in(&holding(&[RED, BLUE], Some(BLUE))));
    assert!(!is_let_in(&holding(&[RED, BLUE], Some(RED))));
    // A proof that names no key, as records from before makes decided have it.
    let mut old = holding(&[BLUE], Some(BLUE));
    old.facts.keys.clear();
    assert!(!is_let_in(&old));
}

#[test]
fn who_gave_another_key_is_asked_for_the_one_that_counts() {
    let person = holding(&[RED, BLUE], Some(RED));
    assert!(matches!(person.next(), Step::Answer(methods) if methods == [Method::Passkey]));
    let Verdict::Ask(decision) = judge(&person.set, &person.facts) else { panic!("something is open") };
    assert_eq!(makes_asked(&decision, &person.facts), Some(vec![BLUE]));
    assert_eq!(decision.end(&person.facts), End::Asked);
}

#[test]
fn who_has_no_key_that_counts_registers_one_or_is_told_at_once() {
    let person = holding(&[RED], Some(RED));
    assert!(matches!(person.next(), Step::Enrol(ways) if ways == [Method::Passkey]));
    assert_eq!(evaluate(&person.set, &person.facts).end(&person.facts), End::Stuck);
    // The organisation takes no new key of that make: nothing is begun that leads nowhere.
    let mut person = person;
    person.set.passkeys = person.set.passkeys.narrowed_to(&[RED]);
    assert!(matches!(person.next(), Step::Refuse(Refusal::NoMethod)));
    let before = holding(&[], None).after(&[Method::Password]);
    assert!(matches!(before.next(), Step::Enrol(ways) if ways == [Method::Passkey]));
}

#[test]
fn what_would_have_let_in_is_a_key_of_that_make() {
    let ways = |person: Person| ways_in(&person.set, &Tried { facts: person.facts, obstacle: None });
    assert_eq!(ways(holding(&[RED], Some(RED))), [[Change::SetUp(Method::Passkey)]]);
    assert_eq!(ways(holding(&[RED, BLUE], Some(RED))), [[Change::Give(Method::Passkey)]]);
}

#[test]
fn an_old_proof_by_the_right_key_is_old_and_not_another() {
    let mut person = holding(&[BLUE], Some(BLUE));
    person.facts.request.max_age = Some(Span::seconds(1));
    person.facts.proofs = person
        .facts
        .proofs
        .into_iter()
        .map(|proof| Proof { at: proof.at - Span::hours(1), ..proof })
        .collect();
    let Verdict::Ask(decision) = judge(&person.set, &person.facts) else { panic!("it is too old") };
    assert!(signin::is_only_old(&decision, &person.facts));
    let proven = MethodSet::of(&[Method::Passkey]);
    assert!(Strength::phishing_resistant().of_makes(Some(vec![BLUE])).counting(proven, [RED]).is_empty());
}
