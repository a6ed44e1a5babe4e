//! What a record keeps of facts: enough to decide again, and readable for as long as there are records.

use expect_test::{Expect, expect};
use model::{Method, Role};
use policy::{Facts, Rest, Subject, evaluate};

use crate::people::{anna, defaults_on};

fn check(kept: &str, expected: Expect) {
    expected.assert_eq(&(kept.replace("},\"", "},\n\"") + "\n"));
}

#[test]
fn the_form_of_version_one_does_not_change() {
    let facts = anna().holding(Role::UserAdministrator).after(&[Method::Password]).0;
    assert_eq!(Facts::VERSION, 1);
    check(
        &serde_json::to_string(&facts.rest()).unwrap(),
        expect![[r#"
        {"v":1,"target":{"resource":"00000000-0000-0000-0000-00000000000c","scopes":"baseline"},
        "circumstances":{"door":"browser","protocol":"oAuth2","clientApp":"browser","platform":{"known":"linux"},
        "addressRule":"forwarded","country":{"known":"NL"},
        "countryData":"2026-11","flow":"none","trackedFlow":"none","familiarity":{"browser":"known","network":"known","country":"known"},
        "newSession":true,"plan":"p2"},
        "proofs":[{"method":"password","credential":null,"at":1794999995000000,"how":"prompted"}],"registered":7,"usable":7}
    "#]],
    );
    check(
        &serde_json::to_string(&facts.subject).unwrap(),
        expect![[r#"
        {"user":"00000000-0000-0000-0000-00000000a11a","roles":["userAdministrator"],"guest":"none","perUserMfa":"disabled","registrationSince":1795000000000000}
    "#]],
    );
}

#[test]
fn an_address_is_kept_in_its_column_only() {
    let kept = serde_json::to_string(&anna().0.rest()).unwrap();
    assert!(!kept.contains("198.51.100"), "{kept}");
    assert!(kept.contains("forwarded"), "{kept}");
}

#[test]
fn what_was_decided_is_decided_again_from_the_record() {
    for person in [anna(), anna().in_a_new_country(), anna().holding(Role::GlobalAdministrator)] {
        let facts = person.after(&[Method::Password]).0;
        let rest: Rest = serde_json::from_str(&serde_json::to_string(&facts.rest()).unwrap()).unwrap();
        let subject: Subject = serde_json::from_str(&serde_json::to_string(&facts.subject).unwrap()).unwrap();
        let again = Facts::restore(facts.tenant, facts.client, subject, rest, facts.now);
        assert_eq!(evaluate(&defaults_on(), &again), evaluate(&defaults_on(), &facts));
    }
}

#[test]
fn a_verdict_is_read_back_as_it_was_written() {
    let decision = evaluate(&defaults_on(), &anna().in_a_new_country().0);
    let kept = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<policy::Decision>(&kept).unwrap(), decision);
}
