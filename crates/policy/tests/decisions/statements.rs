//! Statements about a set, and the sign-in that shows that one is not so.

use std::net::IpAddr;

use model::{Country, Group, GuestKind, Id, Method, Role, Signal, User};
use policy::conditions::{Condition, Guests, Locations, Users};
use policy::controls::{Block, Control, Mfa, TermsOfUse};
use policy::statement::{Finding, Opened, Proven, Rule, Statement, Tried, Whence, Whom, examine};
use policy::{Area, End, Facts, Location, NamedLocation, Places, PolicySet, Subject, evaluate};
use proptest::prelude::*;

use crate::model::set_of;
use crate::people::{NEXTCLOUD, NOW, anna, defaults_off};
use crate::written::policy;

const STAFF: Id<Group> = Id::fixed(0x57aff);
const OFFICE: Id<Location> = Id::fixed(0x0ff1ce);
const PIET: Id<User> = Id::fixed(0x91e7);

fn piet() -> Subject {
    Subject { user: PIET, groups: vec![STAFF], ..anna().0.subject }
}

fn everywhere(rule: Rule) -> Statement {
    Statement { whom: Whom::Everybody, opened: Opened::Anything, whence: Whence::Anywhere, rule }
}

fn never_without(proven: Proven) -> Statement {
    everywhere(Rule::NeverWithout(proven))
}

fn found(set: &PolicySet, statement: Statement) -> Option<Facts> {
    let mut left = usize::MAX;
    broken(within(set, statement, &mut left))
}

fn broken(finding: Finding) -> Option<Facts> {
    match finding {
        Finding::Broken(facts) => Some(*facts),
        Finding::Holds => None,
        Finding::CutShort => panic!("there is no end to what is tried"),
    }
}

fn within(set: &PolicySet, statement: Statement, left: &mut usize) -> Finding {
    let country_of = |ip: IpAddr| match ip.to_string().starts_with("203.") {
        true => Country::new("NL").map_or(Signal::Unknown, Signal::Known),
        false => Signal::Unknown,
    };
    let people = [piet(), anna().0.subject];
    let tried = Tried { people: &people, applications: &[NEXTCLOUD], country_of: &country_of, now: NOW };
    examine(set, &statement, tried, left)
}

fn mfa_for(users: Users) -> PolicySet {
    defaults_off().with([policy(vec![Condition::Users(users)], vec![Control::Mfa(Mfa {})])])
}

fn everybody() -> Users {
    Users { all: true, ..Users::default() }
}

fn block(conditions: Vec<Condition>) -> PolicySet {
    defaults_off().with([policy(conditions, vec![Control::Block(Block { error: 53_003 })])])
}

#[test]
fn whoever_is_left_out_of_a_policy_is_the_example() {
    assert!(found(&mfa_for(everybody()), never_without(Proven::SecondStep)).is_none());
    let but_staff = Users { exclude_groups: vec![STAFF], ..everybody() };
    let facts =
        found(&mfa_for(but_staff.clone()), never_without(Proven::SecondStep)).expect("staff is left out");
    assert_eq!((facts.subject.user, facts.proofs[0].method), (PIET, Method::Password));
    // The exception is told of a group that nobody is in yet, too.
    let elsewhere = Users { exclude_groups: vec![Id::fixed(1)], ..everybody() };
    let of_group = Statement { whom: Whom::Group(Id::fixed(1)), ..never_without(Proven::SecondStep) };
    assert!(found(&mfa_for(elsewhere), of_group).is_some());
    let of_anna =
        Statement { whom: Whom::Person(anna().0.subject.user), ..never_without(Proven::SecondStep) };
    assert!(found(&mfa_for(but_staff), of_anna).is_none(), "Anna is no staff");
}

#[test]
fn a_guest_of_one_kind_is_not_forgotten() {
    let guests =
        Users { include_guests: Some(Guests::of(&[GuestKind::B2bCollaborationGuest])), ..Users::default() };
    let never = Statement { whom: Whom::Guests, ..everywhere(Rule::Never) };
    let facts = found(&block(vec![Condition::Users(guests)]), never).expect("other kinds come in");
    assert!(!matches!(facts.subject.guest, GuestKind::Member | GuestKind::B2bCollaborationGuest));
    let any = Users { include_any_guest: true, ..Users::default() };
    assert!(found(&block(vec![Condition::Users(any)]), never).is_none());
}

#[test]
fn a_place_is_tried_on_both_sides_of_its_edge() {
    let range = "203.0.113.0/24".parse().expect("a range");
    let office = NamedLocation {
        id: OFFICE,
        name: "Office".to_owned(),
        area: Area::Addresses { trusted: true, ranges: vec![range] },
    };
    let outside =
        Condition::Locations(Locations { all: true, exclude_all_trusted: true, ..Locations::default() });
    let set = mfa_for(everybody()).with_places(Places::new(vec![office], vec![]));
    let set = set.clone().only(vec![policy(vec![outside], vec![Control::Mfa(Mfa {})])]);
    let at = |whence| Statement { whence, ..never_without(Proven::SecondStep) };
    let facts = found(&set, at(Whence::Anywhere)).expect("the office is left out");
    assert!(facts.circumstances.locations.contains(&OFFICE));
    assert_eq!(facts.circumstances.country, Country::new("NL").map_or(Signal::Unknown, Signal::Known));
    assert!(found(&set, at(Whence::Untrusted)).is_none());
    assert!(found(&set, at(Whence::Outside(OFFICE))).is_none());
    assert!(found(&set, at(Whence::At(OFFICE))).is_some());
}

#[test]
fn who_must_always_come_in_is_told_when_a_policy_stops_them() {
    let holder = Statement {
        whom: Whom::Role(Role::GlobalAdministrator),
        ..everywhere(Rule::Always(Proven::PhishingResistant))
    };
    assert!(found(&mfa_for(everybody()), holder).is_none());
    let facts = found(&block(vec![Condition::Users(everybody())]), holder).expect("everybody is blocked");
    assert!(facts.subject.roles.contains(&Role::GlobalAdministrator));
    assert!(facts.proofs.iter().any(|proof| proof.method == Method::Passkey));
    let by_password = Statement { rule: Rule::Always(Proven::Password), ..holder };
    assert!(found(&mfa_for(everybody()), by_password).is_some(), "a password is not enough");
}

#[test]
fn what_was_not_tried_to_the_end_does_not_hold() {
    let (set, statement) = (mfa_for(everybody()), never_without(Proven::SecondStep));
    let mut left = usize::MAX;
    assert_eq!(within(&set, statement, &mut left), Finding::Holds);
    let needed = usize::MAX - left;
    let mut enough = needed;
    assert_eq!((within(&set, statement, &mut enough), enough), (Finding::Holds, 0));
    let mut few = needed - 1;
    assert_eq!((within(&set, statement, &mut few), few), (Finding::CutShort, 0));
    let mut one = 1;
    let broken = within(&defaults_off(), statement, &mut one);
    assert!(matches!(broken, Finding::Broken(_)), "what is found counts wherever it ends: {broken:?}");
}

#[test]
fn terms_that_everybody_accepts_hide_nobody_who_comes_in_without_a_second_step() {
    let terms =
        policy(vec![Condition::Users(everybody())], vec![Control::TermsOfUse(TermsOfUse(Id::fixed(5)))]);
    let set = defaults_off().with([terms]);
    assert!(found(&set, never_without(Proven::SecondStep)).is_some());
    // The floor asks for more than a remembered browser at our own pages.
    assert_eq!(found(&set, everywhere(Rule::Always(Proven::PhishingResistant))), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_example_really_is_one(set in set_of(6)) {
        if let Some(facts) = found(&set, never_without(Proven::SecondStep)) {
            prop_assert_eq!(evaluate(&set, &facts).end(&facts), End::In);
            prop_assert!(!policy::Strength::mfa().is_met_by(model::proved(&facts.proofs)));
        }
        if let Some(facts) = found(&set, everywhere(Rule::Always(Proven::PhishingResistant))) {
            prop_assert_ne!(evaluate(&set, &facts).end(&facts), End::In);
        }
    }

    #[test]
    fn whoever_comes_in_is_found(set in set_of(6), subject in crate::model::facts().prop_map(|facts| facts.subject)) {
        // The example need not be this one, but where there is none, this is none either.
        let never = everywhere(Rule::Never);
        let base = found(&defaults_off(), never);
        prop_assert!(base.is_some(), "without a policy everybody comes in");
        let people = [Subject { workload: None, emergency: false, ..subject }];
        let tried = Tried { people: &people, applications: &[NEXTCLOUD], country_of: &|_| Signal::Unknown, now: NOW };
        let mut left = usize::MAX;
        if let (Some(base), None) = (base, broken(examine(&set, &never, tried, &mut left))) {
            let [subject] = people;
            let facts = Facts { subject, ..base };
            prop_assert_ne!(evaluate(&set, &facts).end(&facts), End::In);
        }
    }
}
