//! Emergency accounts: no policy that an administrator can write is about them, and the floor is.

use expect_test::expect;
use model::{FirstParty, How, Method, PerUserMfa, Proof};
use policy::conditions::{Condition, Users};
use policy::controls::{Block, Control};
use policy::statement::{Finding, Opened, Rule, Statement, Tried, Whence, Whom, examine};
use policy::{
    Answer, Applied, Classes, Facts, Origin, Policy, PolicySet, ResultCode, Subject, Verdict, builtin,
    evaluate, explain,
};
use proptest::prelude::*;

use crate::model::{facts, written};
use crate::people::{NEXTCLOUD, NOW, Person, anna, defaults_off, defaults_on};
use crate::written::policy;

const CAPSULE: &[Method] = &[Method::Password, Method::SealedCapsule];

fn nobody_gets_in() -> Policy {
    let everybody = Condition::Users(Users { all: true, ..Users::default() });
    policy(vec![everybody], vec![Control::Block(Block { error: 53_003 })])
}

fn gets_in(set: &PolicySet, person: Person) -> bool {
    evaluate(set, &person.0).open(&person.0).next().is_none()
}

#[test]
fn an_emergency_account_gets_in_where_a_policy_blocks_everybody_else() {
    let set = defaults_off().with([nobody_gets_in()]);
    assert!(!gets_in(&set, anna().opening(FirstParty::AdminCentre).after(&[Method::Password, Method::Totp])));
    let capsule = anna().for_emergencies().opening(FirstParty::AdminCentre).after(CAPSULE);
    assert!(gets_in(&set, capsule));
    let passkey = anna().for_emergencies().opening(FirstParty::AdminCentre).after(&[Method::Passkey]);
    assert!(gets_in(&set, passkey));
}

#[test]
fn a_password_or_a_capsule_alone_opens_an_emergency_account_nowhere() {
    for set in [defaults_off(), defaults_on()] {
        for methods in [
            &[Method::Password][..],
            &[Method::SealedCapsule],
            &[Method::Password, Method::Totp],
            &[Method::Password, Method::RememberedDevice],
            &[Method::Password, Method::RecoveryCode],
        ] {
            assert!(!gets_in(&set, anna().for_emergencies().after(methods)), "{methods:?}");
        }
    }
}

#[test]
fn security_defaults_and_the_per_user_switch_ask_nothing_that_a_capsule_is_not() {
    let person = || anna().for_emergencies().opening(FirstParty::AdminCentre).after(CAPSULE);
    assert!(gets_in(&defaults_on(), person()));
    for state in [PerUserMfa::Enabled, PerUserMfa::Enforced] {
        assert!(gets_in(&defaults_off(), person().per_user(state)), "{state:?}");
    }
}

#[test]
fn the_trace_says_that_an_emergency_account_is_left_out() {
    let set = defaults_off().with([nobody_gets_in()]);
    let facts = anna().for_emergencies().after(CAPSULE).0;
    let trace = explain(&set, &facts);
    let mine = trace.policies.last().expect("it is in the set");
    let told = &mine.conditions[0];
    assert_eq!((mine.result, told.verdict), (ResultCode::NotApplied, Verdict::Fails));
    expect!["emergencyAccount: emergency account / no emergency account"]
        .assert_eq(&format!("{}: {} / {}", told.condition, told.seen, told.wanted));
    let floor = trace.policies.iter().find(|policy| policy.id == builtin::FLOOR_EMERGENCY);
    assert_eq!(floor.map(|policy| policy.result), Some(ResultCode::Success));
}

#[test]
fn nobody_else_meets_the_floor_of_emergency_accounts() {
    let facts = anna().after(&[Method::Password]).0;
    let decision = evaluate(&defaults_off(), &facts);
    let floor = decision.results.iter().find(|(id, _)| *id == builtin::FLOOR_EMERGENCY);
    assert_eq!(floor.map(|(_, result)| *result), Some(ResultCode::NotApplied));
}

#[test]
fn a_policy_test_about_everybody_is_not_about_emergency_accounts_and_one_that_names_one_is() {
    let set = defaults_off().with([nobody_gets_in()]);
    let subject = anna().for_emergencies().0.subject;
    let people = [subject.clone()];
    let examined = |whom| {
        let statement =
            Statement { whom, opened: Opened::Anything, whence: Whence::Anywhere, rule: Rule::Never };
        let tried = Tried {
            people: &people,
            applications: &[NEXTCLOUD],
            country_of: &|_| model::Signal::Unknown,
            now: NOW,
        };
        let mut left = usize::MAX;
        examine(&set, &statement, tried, &mut left)
    };
    assert_eq!(examined(Whom::Everybody), Finding::Holds);
    let Finding::Broken(example) = examined(Whom::Person(subject.user)) else {
        panic!("the emergency account comes in")
    };
    assert!(example.subject.emergency);
}

#[test]
fn a_record_keeps_that_it_was_an_emergency_account() {
    let subject = anna().for_emergencies().0.subject;
    let kept = serde_json::to_string(&subject).unwrap();
    assert_eq!(serde_json::from_str::<Subject>(&kept).unwrap(), subject);
    let other = serde_json::to_string(&anna().0.subject).unwrap();
    assert!(!other.contains("emergency"), "records of everybody else are as they were: {other}");
}

proptest! {
    #[test]
    fn no_written_policy_changes_what_an_emergency_account_is_asked(
        policies in prop::collection::vec(written(), 1..6),
        facts in facts(),
    ) {
        let facts = Facts { subject: Subject { emergency: true, workload: None, ..facts.subject }, ..facts };
        let own = |policy: Policy| Policy { origin: Origin::ConditionalAccess, ..policy };
        let set = defaults_on().with(policies.into_iter().map(own));
        let (bare, more) = (evaluate(&defaults_on(), &facts), evaluate(&set, &facts));
        prop_assert_eq!(&more.demands, &bare.demands);
        prop_assert_eq!(more.session, bare.session);
        for (policy, (_, result)) in set.policies().iter().zip(&more.results) {
            let is_idle = matches!(
                result,
                ResultCode::NotApplied | ResultCode::NotEnabled | ResultCode::ReportOnlyNotApplied
            );
            prop_assert!(is_idle || policy.origin != Origin::ConditionalAccess, "{:?}", policy);
        }
        // What is decided for many at once says the same.
        let (mut classes, mut applied) = (Classes::new(&set), Applied::default());
        let point = classes.point(&facts);
        let answer = classes.decide(point, &mut applied);
        prop_assert_eq!(answer == Answer::Blocks, bare.block().is_some());
        let all = set.policies();
        prop_assert!(applied.places().all(|place| all[place].origin != Origin::ConditionalAccess));
    }

    #[test]
    fn an_emergency_account_comes_into_an_application_with_a_passkey_or_its_capsule_only(
        facts in facts(),
        methods in prop::sample::subsequence(Method::ALL.to_vec(), 0..5),
    ) {
        let prove = |method: &Method| Proof { method: *method, credential: None, at: facts.now, how: How::Prompted };
        let proofs: Vec<Proof> = methods.iter().map(prove).collect();
        let subject = Subject { emergency: true, workload: None, ..facts.subject.clone() };
        let mut facts = Facts { subject, proofs, ..facts.clone() };
        facts.target.resource = Some(NEXTCLOUD);
        let strong = methods.contains(&Method::Passkey)
            || (methods.contains(&Method::Password) && methods.contains(&Method::SealedCapsule));
        prop_assert!(strong || evaluate(&defaults_off(), &facts).open(&facts).next().is_some());
    }
}
