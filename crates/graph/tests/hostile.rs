//! Whatever is handed in as a policy is read or refused: nothing panics, and nothing grows beyond its bounds.

#![allow(clippy::unwrap_used, reason = "tests")]

use graph::{Document, Known, MOST, Version, lint, read};
use model::{Id, Timestamp};
use policy::{PolicySet, SecurityDefaults, State};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// Words that mean something somewhere in a policy, and some that mean nothing.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "All",
        "None",
        "GuestsOrExternalUsers",
        "AllTrusted",
        "Office365",
        "MicrosoftAdminPortals",
        "enabled",
        "disabled",
        "enabledForReportingButNotEnforced",
        "include",
        "exclude",
        "AND",
        "OR",
        "mfa",
        "block",
        "compliantDevice",
        "passwordChange",
        "urn:user:registersecurityinfo",
        "c1",
        "browser",
        "other",
        "low,high",
        "b2bCollaborationGuest",
        "timeBased",
        "everyTime",
        "hours",
        "never",
        "windows",
        "00000000-0000-0000-0000-000000000004",
        "44444444-4444-4444-8444-444444444444",
        "device.model -eq \"x\"",
        "2026-02-30T00:00:00Z",
        "9999999999-99-99",
        "",
        "\u{0}",
        "é\u{202e}",
        "a.b[0]@c",
    ];
    prop_oneof![8 => select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,40}"]
}

/// The names of a policy's members, and others.
fn name() -> impl Strategy<Value = String> {
    let names = [
        "displayName",
        "state",
        "conditions",
        "grantControls",
        "sessionControls",
        "users",
        "applications",
        "includeUsers",
        "excludeUsers",
        "includeGroups",
        "includeRoles",
        "includeGuestsOrExternalUsers",
        "guestOrExternalUserTypes",
        "externalTenants",
        "members",
        "includeApplications",
        "includeUserActions",
        "applicationFilter",
        "mode",
        "rule",
        "locations",
        "includeLocations",
        "excludeLocations",
        "platforms",
        "includePlatforms",
        "devices",
        "deviceFilter",
        "clientAppTypes",
        "signInRiskLevels",
        "userRiskLevels",
        "insiderRiskLevels",
        "authenticationFlows",
        "transferMethods",
        "clientApplications",
        "operator",
        "builtInControls",
        "termsOfUse",
        "authenticationStrength",
        "id",
        "allowedCombinations",
        "signInFrequency",
        "isEnabled",
        "value",
        "type",
        "persistentBrowser",
        "createdDateTime",
        "@odata.type",
        "x@y.z",
    ];
    prop_oneof![9 => select(names.to_vec()).prop_map(str::to_owned), 1 => "[a-z.@\\[\\]]{0,8}"]
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            2 => prop::collection::vec((name(), inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A policy in which several members are something else.
fn broken() -> impl Strategy<Value = Value> {
    let sound = json!({
        "displayName": "Broken", "state": "enabled",
        "conditions": {
            "clientAppTypes": ["all"],
            "users": { "includeUsers": ["All"], "excludeGroups": [], "includeGuestsOrExternalUsers": {} },
            "applications": { "includeApplications": ["All"], "applicationFilter": {} },
            "platforms": {}, "locations": {}, "devices": { "deviceFilter": {} }, "authenticationFlows": {},
        },
        "grantControls": { "operator": "OR", "builtInControls": ["mfa"], "authenticationStrength": {} },
        "sessionControls": { "signInFrequency": {}, "persistentBrowser": {} },
    });
    prop::collection::vec((any::<Index>(), json_value()), 1..5).prop_map(move |changes| {
        let mut policy = sound.clone();
        for (place, value) in changes {
            let mut paths = vec![];
            places(&policy, "", &mut paths);
            if let Some(member) =
                paths.get(place.index(paths.len().max(1))).and_then(|path| policy.pointer_mut(path))
            {
                *member = value;
            }
        }
        policy
    })
}

fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    if let Value::Object(members) = value {
        for (name, below) in members {
            let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
            places(below, &path, found);
            found.push(path);
        }
    }
}

/// Reads, looks over, writes, reads again, and decides by what was read.
fn goes_through(text: &str) {
    let Ok(documents) = read(text) else { return };
    assert!(documents.len() <= MOST);
    let all: Vec<&Document> = documents.iter().collect();
    let findings = lint(
        &all,
        Known { directory: Some(&graph::Directory::default()), now: Some(Timestamp::from_secs(0)) },
    );
    assert_eq!(findings.len(), documents.len());
    for document in &documents {
        for version in [Version::V1, Version::Beta] {
            let written = document.write(version).to_string();
            assert!(read(&written).is_ok_and(|again| again.len() == 1), "{written}");
        }
        let is_on = document.policy.state == State::On;
        assert!(document.usable().is_ok() || (is_on && !document.policy.foreign.is_empty()));
    }
    let defaults = SecurityDefaults::new_organisation(Timestamp::from_secs(0));
    let policies: Vec<_> = documents.into_iter().map(|document| document.policy).collect();
    let many = policies.len();
    assert_eq!(PolicySet::new(Id::fixed(1), defaults).only(policies).policies().len(), many);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        goes_through(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_json_is_read_or_refused(value in json_value()) {
        goes_through(&value.to_string());
        goes_through(&json!([value]).to_string());
        goes_through(&json!({ "value": [value] }).to_string());
    }

    #[test]
    fn any_broken_policy_is_read_or_refused(policies in prop::collection::vec(broken(), 1..4)) {
        goes_through(&Value::from(policies).to_string());
    }

    #[test]
    fn depth_is_bounded(depth in 1_usize..4_000, object: bool) {
        let (open, close) = if object { ("{\"conditions\":", "}") } else { ("[", "]") };
        let text = format!("{}1{}", open.repeat(depth), close.repeat(depth));
        prop_assert!(read(&text).is_err());
    }
}

#[test]
fn as_many_policies_as_are_allowed_are_read_and_one_more_is_not() {
    let policy = json!({ "displayName": "x", "state": "disabled", "conditions": {} });
    let text = |many: usize| Value::from(vec![policy.clone(); many]).to_string();
    assert_eq!(read(&text(MOST)).unwrap().len(), MOST);
    assert_eq!(read(&text(MOST + 1)).unwrap_err(), graph::ReadError::TooMany);
}
