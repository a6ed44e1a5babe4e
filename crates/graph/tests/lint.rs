//! What is found about policies.

#![allow(clippy::unwrap_used, reason = "tests")]

use graph::{Code, Directory, Document, Finding, Known, Severity, lint, read};
use model::{Id, Role, Span, Timestamp};
use policy::State;
use serde_json::{Value, json};

fn one(value: &Value) -> Document {
    read(&value.to_string()).unwrap().remove(0)
}

fn minimal(change: impl FnOnce(&mut Value)) -> Value {
    let mut value = json!({
        "displayName": "Small",
        "state": "enabled",
        "conditions": {
            "clientAppTypes": ["all"],
            "users": { "includeUsers": ["All"] },
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
    });
    change(&mut value);
    value
}

fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|finding| finding.code).collect()
}

fn found(value: &Value) -> Vec<Code> {
    codes(&lint(&[&one(value)], Known::default())[0])
}

type Change = fn(&mut Value);

const GROUP: &str = "44444444-4444-4444-8444-444444444444";
const CONTEXTS: &str = "includeAuthenticationContextClassReferences";
const PLACE: &str = "77777777-7777-4777-8777-777777777777";

#[test]
fn a_policy_is_looked_over_by_itself() {
    assert_eq!(found(&minimal(|_| {})), []);
    let cases: [(&[Code], Change); 20] = [
        (&[Code::NobodyIncluded], |value| value["conditions"]["users"] = json!({ "includeUsers": ["None"] })),
        (&[Code::NothingIncluded], |value| value["conditions"]["applications"] = Value::Null),
        (&[Code::NothingDemanded], |value| value["grantControls"] = Value::Null),
        (&[Code::PeopleUndone], |value| {
            let group = json!([GROUP]);
            value["conditions"]["users"] = json!({ "includeGroups": group, "excludeGroups": group });
        }),
        (&[Code::PlatformsUndone], |value| {
            value["conditions"]["platforms"] =
                json!({ "includePlatforms": ["iOS"], "excludePlatforms": ["iOS"] });
        }),
        (&[Code::PlacesUndone], |value| {
            value["conditions"]["locations"] =
                json!({ "includeLocations": [PLACE], "excludeLocations": [PLACE] });
        }),
        (&[Code::ApplicationsUndone], |value| {
            value["conditions"]["applications"] =
                json!({ "includeApplications": ["Office365"], "excludeApplications": ["Office365"] });
        }),
        (&[Code::BlockBeside, Code::EverybodyBlocked], |value| {
            value["grantControls"]["builtInControls"] = json!(["mfa", "block"]);
        }),
        (&[Code::TargetsMixed], |value| {
            value["conditions"]["applications"]["includeUserActions"] = json!(["urn:user:registerdevice"]);
        }),
        (&[Code::NotUnderstood], |value| value["conditions"]["weather"] = json!("rain")),
        (&[Code::ImpossibleStrength], |value| {
            value["grantControls"] = json!({ "operator": "AND", "authenticationStrength": {
                "id": "99999999-9999-4999-8999-999999999999", "allowedCombinations": ["windowsHelloForBusiness"] } });
        }),
        (&[Code::MfaAndStrength], |value| {
            value["grantControls"]["authenticationStrength"] =
                json!({ "id": "00000000-0000-0000-0000-000000000004" });
        }),
        (&[Code::PasswordChangeAlone, Code::PasswordChangeWithoutRisk], |value| {
            value["grantControls"]["builtInControls"] = json!(["passwordChange"]);
        }),
        (&[Code::PasswordChangeNarrow], |value| {
            value["grantControls"] =
                json!({ "operator": "AND", "builtInControls": ["mfa", "passwordChange"] });
            value["conditions"]["userRiskLevels"] = json!(["high"]);
            value["conditions"]["platforms"] = json!({ "includePlatforms": ["iOS"] });
        }),
        (&[Code::RemediationAlone], |value| {
            value["grantControls"]["builtInControls"] = json!(["riskRemediation"]);
        }),
        (&[Code::RegisterDeviceOnlyMfa], |value| {
            value["conditions"]["applications"] =
                json!({ "includeUserActions": ["urn:user:registerdevice"] });
            value["grantControls"]["builtInControls"] = json!(["compliantDevice"]);
        }),
        (&[Code::PersistenceNarrow], |value| {
            value["conditions"]["applications"]["includeApplications"] = json!(["Office365"]);
            value["sessionControls"] = json!({ "persistentBrowser": { "isEnabled": true, "mode": "never" } });
        }),
        (&[Code::EverybodyBlocked], |value| value["grantControls"]["builtInControls"] = json!(["block"])),
        (&[Code::EverybodyManaged], |value| {
            value["grantControls"]["builtInControls"] = json!(["compliantDevice", "domainJoinedDevice"]);
        }),
        // With a group to get out by, or a condition that narrows it, it is somebody's choice.
        (&[], |value| {
            value["grantControls"]["builtInControls"] = json!(["block"]);
            value["conditions"]["users"]["excludeGroups"] = json!([GROUP]);
        }),
    ];
    for (expected, change) in cases {
        let value = minimal(change);
        assert_eq!(found(&value), expected, "{value}");
    }
}

#[test]
fn a_policy_about_user_actions_may_be_on_trial_and_that_is_told() {
    let value = minimal(|value| {
        value["state"] = json!("enabledForReportingButNotEnforced");
        value["conditions"]["applications"] =
            json!({ "includeUserActions": ["urn:user:registersecurityinfo"] });
    });
    let findings = lint(&[&one(&value)], Known::default()).remove(0);
    assert_eq!(codes(&findings), [Code::ActionOnTrial]);
    assert_eq!(findings[0].severity(State::ReportOnly), Severity::Warning);
}

#[test]
fn what_is_not_understood_stops_only_a_policy_that_is_on() {
    let findings =
        lint(&[&one(&minimal(|value| value["conditions"]["weather"] = json!("rain")))], Known::default());
    let severities = [State::On, State::ReportOnly, State::Off].map(|state| findings[0][0].severity(state));
    assert_eq!(severities, [Severity::Error, Severity::Warning, Severity::Warning]);
}

#[test]
fn a_trial_is_too_long_after_ninety_days() {
    // 2026-11-26.
    let now = Timestamp::from_secs(1_795_651_200);
    let since = |modified: Value, ago: i64| {
        let document = one(&minimal(|value| {
            value["state"] = json!("enabledForReportingButNotEnforced");
            value["createdDateTime"] = json!("2020-02-29T23:59:59Z");
            value["modifiedDateTime"] = modified;
        }));
        codes(&lint(&[&document], Known { now: Some(now - Span::days(ago)), directory: None })[0])
    };
    assert_eq!(since(json!("2026-08-28T10:00:00Z"), 0), []);
    assert_eq!(since(json!("2026-08-27T10:00:00Z"), 0), [Code::TrialTooLong]);
    assert_eq!(since(json!("2026-08-27T10:00:00Z"), 1), []);
    assert_eq!(since(Value::Null, 0), [Code::TrialTooLong], "where it was never changed, since it was made");
    assert_eq!(since(json!("when it rains"), 0), [Code::TrialTooLong]);
}

fn together(changes: &[Change]) -> Vec<Vec<Code>> {
    let documents: Vec<Document> = changes.iter().map(|change| one(&minimal(change))).collect();
    let documents: Vec<&Document> = documents.iter().collect();
    lint(&documents, Known::default()).iter().map(|findings| codes(findings)).collect()
}

fn block(value: &mut Value) {
    value["grantControls"]["builtInControls"] = json!(["block"]);
    value["conditions"]["users"]["excludeGroups"] = json!([GROUP]);
}

#[test]
fn a_policy_below_one_that_blocks_everything_is_in_its_shadow() {
    let below: Change = |value| {
        value["conditions"]["signInRiskLevels"] = json!(["high"]);
        value["conditions"]["users"]["excludeGroups"] = json!([GROUP]);
    };
    assert_eq!(together(&[below, block]), [vec![Code::Shadowed], vec![]]);
    let off: Change = |value| {
        block(value);
        value["state"] = json!("disabled");
    };
    assert_eq!(together(&[below, off]), [vec![], vec![]]);
}

#[test]
fn of_two_that_demand_the_same_the_narrower_or_later_one_is_redundant() {
    let risky: Change = |value| value["conditions"]["signInRiskLevels"] = json!(["high"]);
    assert_eq!(together(&[risky, |_| {}]), [vec![Code::Redundant], vec![]]);
    assert_eq!(together(&[|_| {}, |_| {}]), [vec![], vec![Code::Redundant]]);
    let hourly: Change = |value| {
        value["sessionControls"] = json!({ "signInFrequency": {
            "isEnabled": true, "type": "hours", "value": 1, "frequencyInterval": "timeBased" } });
    };
    assert_eq!(together(&[hourly, |_| {}]), [vec![], vec![]]);
}

#[test]
fn two_that_block_a_thing_and_its_opposite_let_nobody_in() {
    let inside: Change = |value| {
        block(value);
        value["conditions"]["locations"] = json!({ "includeLocations": [PLACE] });
    };
    let outside: Change = |value| {
        block(value);
        value["conditions"]["locations"] =
            json!({ "includeLocations": ["All"], "excludeLocations": [PLACE] });
    };
    assert_eq!(together(&[inside, outside]), [vec![Code::Contradiction], vec![Code::Contradiction]]);
    // A trusted place is in neither: somebody gets in.
    let untrusted: Change = |value| {
        block(value);
        value["conditions"]["locations"] =
            json!({ "includeLocations": ["All"], "excludeLocations": [PLACE, "AllTrusted"] });
    };
    assert_eq!(together(&[inside, untrusted]), [vec![], vec![]]);
    let known: Change = |value| {
        block(value);
        value["conditions"]["platforms"] =
            json!({ "includePlatforms": ["android", "iOS", "windows", "windowsPhone", "macOS", "linux"] });
    };
    let unknown: Change = |value| {
        block(value);
        value["conditions"]["platforms"] = json!({ "includePlatforms": ["all"], "excludePlatforms":
            ["android", "iOS", "windows", "windowsPhone", "macOS", "linux"] });
    };
    assert_eq!(together(&[known, unknown]), [vec![Code::Contradiction], vec![Code::Contradiction]]);
    let managed = |mode: &str| {
        one(&minimal(|value| {
            block(value);
            value["conditions"]["devices"] =
                json!({ "deviceFilter": { "mode": mode, "rule": "device.isCompliant -eq True" } });
        }))
    };
    let findings = lint(&[&managed("include"), &managed("exclude")], Known::default());
    assert_eq!(codes(&findings[0]), [Code::Contradiction]);
    assert_eq!(findings[0][0].about, "Small", "the other one is named");
}

#[test]
fn nobody_registers_a_second_factor_where_that_is_blocked_everywhere() {
    let registering: Change = |value| {
        value["conditions"]["applications"] =
            json!({ "includeUserActions": ["urn:user:registersecurityinfo"] });
        value["grantControls"]["builtInControls"] = json!(["block"]);
    };
    assert_eq!(together(&[|_| {}, registering]), [vec![Code::NobodyRegisters], vec![]]);
    let outside: Change = |value| {
        value["conditions"]["applications"] =
            json!({ "includeUserActions": ["urn:user:registersecurityinfo"] });
        value["conditions"]["locations"] =
            json!({ "includeLocations": ["All"], "excludeLocations": [PLACE] });
        value["grantControls"]["builtInControls"] = json!(["block"]);
    };
    assert_eq!(together(&[|_| {}, outside]), [vec![], vec![]]);
}

#[test]
fn what_a_policy_names_is_looked_up_where_there_is_a_directory() {
    let (user, gone) = ("33333333-3333-4333-8333-333333333333", "33333333-3333-4333-8333-333333333334");
    let spare = "33333333-3333-4333-8333-333333333335";
    let directory = Directory {
        users: [user.parse().unwrap(), spare.parse().unwrap(), Id::fixed(1)].into(),
        emergency: [spare.parse().unwrap()].into(),
        groups: [(GROUP.parse().unwrap(), 3)].into(),
        locations: [PLACE.parse().unwrap()].into(),
        ..Directory::default()
    };
    let look = |change: &dyn Fn(&mut Value)| {
        let document = one(&minimal(|value| change(value)));
        codes(&lint(&[&document], Known { directory: Some(&directory), now: None })[0])
    };
    assert_eq!(look(&|_| {}), []);
    let people = |value: &mut Value, people: Value| value["conditions"]["users"] = people;
    assert_eq!(look(&|value| people(value, json!({ "includeUsers": [user] }))), []);
    assert_eq!(look(&|value| people(value, json!({ "includeUsers": [gone, user] }))), [Code::MissingPeople]);
    assert_eq!(
        look(&|value| people(value, json!({ "includeUsers": [gone] }))),
        [Code::MissingPeople, Code::MatchesNobody]
    );
    assert_eq!(
        look(&|value| people(value, json!({ "includeUsers": ["All"], "excludeUsers": [spare] }))),
        [Code::NamesEmergencyAccount]
    );
    let role = Role::GlobalAdministrator.id().to_string();
    assert_eq!(look(&|value| people(value, json!({ "includeRoles": [role, gone] }))), [Code::MissingPeople]);
    assert_eq!(
        look(&|value| people(value, json!({ "includeUsers": ["All"], "excludeGroups": [GROUP] }))),
        [Code::EverybodyExcluded]
    );
    assert_eq!(
        look(&|value| value["conditions"]["applications"]["includeApplications"] = json!(["Office365"])),
        [Code::MissingApplication, Code::MatchesNothing]
    );
    assert_eq!(
        look(&|value| value["conditions"]["locations"] =
            json!({ "includeLocations": ["All"], "excludeLocations": [PLACE, gone] })),
        [Code::MissingPlace]
    );
    assert_eq!(look(&|value| value["grantControls"]["termsOfUse"] = json!([gone])), [Code::MissingControl]);
    let contexts =
        |value: &mut Value| value["conditions"]["applications"] = json!({ CONTEXTS: ["c1", "c9"] });
    let known = Directory { contexts: ["c1".to_owned()].into(), ..Directory::default() };
    let document = one(&minimal(contexts));
    let missing = &lint(&[&document], Known { directory: Some(&known), now: None })[0];
    let path = format!("conditions.applications.{CONTEXTS}");
    assert_eq!(missing[..], [Finding { code: Code::MissingContext, path, about: "c9".to_owned() }]);
    assert_eq!(
        missing[0].severity(State::On),
        Severity::Warning,
        "an application may ask for it all the same"
    );
}

#[test]
fn every_code_has_a_word_of_its_own() {
    let mut words: Vec<&str> = Code::ALL.iter().map(|code| code.word()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Code::ALL.len());
}
