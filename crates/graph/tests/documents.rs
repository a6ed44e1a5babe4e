//! Policies in Graph's JSON: what is read is written again, and what is not understood is kept and named.

#![allow(clippy::unwrap_used, reason = "tests")]

use graph::{ReadError, Version, read};
use policy::State;
use proptest::prelude::*;
use serde_json::{Value, json};

fn full() -> Value {
    json!({
        "id": "11111111-1111-4111-8111-111111111111",
        "templateId": null,
        "displayName": "Everything",
        "description": null,
        "createdDateTime": "2026-01-01T00:00:00Z",
        "modifiedDateTime": null,
        "deletedDateTime": null,
        "state": "disabled",
        "conditions": {
            "clientAppTypes": ["browser", "mobileAppsAndDesktopClients"],
            "applications": {
                "includeApplications": ["All"],
                "excludeApplications": ["Office365", "22222222-2222-4222-8222-222222222222"],
                "includeUserActions": [],
                "includeAuthenticationContextClassReferences": [],
                "applicationFilter": { "mode": "exclude", "rule": "CustomSecurityAttribute.Set_Kind -eq \"open\"" },
            },
            "users": {
                "includeUsers": ["GuestsOrExternalUsers", "33333333-3333-4333-8333-333333333333"],
                "excludeUsers": [],
                "includeGroups": ["44444444-4444-4444-8444-444444444444"],
                "excludeGroups": [],
                "includeRoles": ["62e90394-69f5-4237-9190-012177145e10", "55555555-5555-4555-8555-555555555555"],
                "excludeRoles": ["d29b2b05-8046-44ba-8758-1e26182fcf32"],
                "includeGuestsOrExternalUsers": null,
                "excludeGuestsOrExternalUsers": {
                    "guestOrExternalUserTypes": "internalGuest,serviceProvider",
                    "externalTenants": {
                        "@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants",
                        "membershipKind": "enumerated",
                        "members": ["66666666-6666-4666-8666-666666666666"],
                    },
                },
            },
            "clientApplications": null,
            "platforms": { "includePlatforms": ["all"], "excludePlatforms": ["android", "iOS"] },
            "locations": {
                "includeLocations": ["All"],
                "excludeLocations": ["AllTrusted", "77777777-7777-4777-8777-777777777777"],
            },
            "devices": {
                "includeDevices": [], "excludeDevices": [], "includeDeviceStates": [], "excludeDeviceStates": [],
                "deviceFilter": { "mode": "include", "rule": "device.trustType -ne \"ServerAD\"" },
            },
            "deviceStates": null,
            "signInRiskLevels": ["high", "medium"],
            "userRiskLevels": ["high"],
            "servicePrincipalRiskLevels": [],
            "insiderRiskLevels": "moderate,elevated",
            "agentIdRiskLevels": "high",
            "authenticationFlows": { "transferMethods": "deviceCodeFlow,authenticationTransfer" },
        },
        "grantControls": {
            "operator": "OR",
            "builtInControls": ["compliantDevice", "domainJoinedDevice"],
            "customAuthenticationFactors": ["RequireDuoMfa"],
            "termsOfUse": ["88888888-8888-4888-8888-888888888888"],
            "authenticationStrength": { "id": "00000000-0000-0000-0000-000000000004" },
        },
        "sessionControls": {
            "signInFrequency": {
                "isEnabled": true, "frequencyInterval": "timeBased", "type": "hours", "value": 4,
                "authenticationType": "secondaryAuthentication",
            },
            "persistentBrowser": { "isEnabled": true, "mode": "never" },
            "cloudAppSecurity": { "isEnabled": false, "cloudAppSecurityType": "monitorOnly" },
            "applicationEnforcedRestrictions": null,
            "disableResilienceDefaults": true,
            "secureSignInSession": { "isEnabled": true },
            "continuousAccessEvaluation": { "mode": "strictLocation" },
            "globalSecureAccessFilteringProfile": null,
        },
    })
}

fn one(value: &Value) -> graph::Document {
    let mut documents = read(&value.to_string()).unwrap();
    assert_eq!(documents.len(), 1);
    documents.remove(0)
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

#[test]
fn everything_that_graph_writes_is_written_again() {
    let document = one(&full());
    assert_eq!(document.policy.foreign, Vec::<String>::new());
    assert_eq!(document.write(Version::Beta), full());
}

#[test]
fn every_member_is_written_where_nothing_is_set() {
    let written = one(&minimal(|_| {})).write(Version::V1);
    assert_eq!(written["conditions"]["signInRiskLevels"], json!([]));
    assert_eq!(written["conditions"]["locations"], Value::Null);
    assert!(written["conditions"].get("agentIdRiskLevels").is_none(), "only beta has it");
    assert_eq!(written["conditions"]["users"]["excludeGroups"], json!([]));
    assert_eq!(written["grantControls"]["termsOfUse"], json!([]));
    assert!(written.as_object().unwrap().contains_key("sessionControls"));
    assert_eq!(one(&written), one(&one(&written).write(Version::V1)));
}

#[test]
fn what_is_not_understood_is_named_and_kept_where_it_was() {
    let value = minimal(|value| {
        value["conditions"]["clientAppTypes"] = json!(["browser", "telepathy"]);
        value["conditions"]["weather"] = json!({ "include": ["rain"] });
        value["conditions"]["users"]["excludeUsers"] = json!(["Current administrator will be excluded"]);
        value["conditions"]["times"] = Value::Null;
        value["grantControls"]["builtInControls"] = json!(["mfa", "unknownFutureValue"]);
        value["sessionControls"] =
            json!({ "signInFrequency": { "isEnabled": true, "type": "years", "value": 1 } });
        value["colour"] = json!("blue");
        value["conditions"]["users"]["@odata.type"] = json!("#microsoft.graph.conditionalAccessUsers");
    });
    let document = one(&value);
    let paths = [
        "conditions.clientAppTypes[1]",
        "conditions.users.excludeUsers[0]",
        "conditions.weather",
        "grantControls.builtInControls[1]",
        "sessionControls.signInFrequency.isEnabled",
        "sessionControls.signInFrequency.type",
        "sessionControls.signInFrequency.value",
    ];
    assert_eq!(document.policy.foreign, paths);
    let written = document.write(Version::Beta);
    for path in [
        "/conditions/weather",
        "/conditions/clientAppTypes",
        "/grantControls/builtInControls",
        "/colour",
        "/conditions/users/excludeUsers",
        "/sessionControls/signInFrequency",
        "/conditions/users/@odata.type",
    ] {
        assert_eq!(written.pointer(path), value.pointer(path), "{path}");
    }
    assert_eq!(one(&written).policy.foreign, document.policy.foreign);
}

#[test]
fn a_policy_with_a_member_that_is_not_understood_may_be_off_or_on_trial_and_not_on() {
    let document = one(&minimal(|value| value["conditions"]["weather"] = json!("rain")));
    let refused = document.usable().unwrap_err();
    assert_eq!(refused.0, ["conditions.weather"]);
    for state in [State::Off, State::ReportOnly] {
        assert!(document.clone().in_state(state).usable().is_ok());
    }
    let about = one(&minimal(|value| value["weather"] = json!("rain")));
    assert!(about.usable().is_ok(), "what stands beside the policy decides nothing");
}

#[test]
fn a_rule_that_cannot_be_read_is_not_understood() {
    let filter = json!({ "deviceFilter": { "mode": "exclude", "rule": "device.model -like \"x\"" } });
    let value = minimal(|value| value["conditions"]["devices"] = filter.clone());
    let document = one(&value);
    assert_eq!(
        document.policy.foreign,
        ["conditions.devices.deviceFilter.mode", "conditions.devices.deviceFilter.rule"]
    );
    assert_eq!(document.write(Version::V1)["conditions"]["devices"], filter);
}

#[test]
fn a_list_and_an_answer_of_graph_hold_several() {
    let policy = minimal(|_| {});
    assert_eq!(read(&json!([policy, policy]).to_string()).unwrap().len(), 2);
    assert_eq!(read(&json!({ "value": [policy] }).to_string()).unwrap().len(), 1);
    assert_eq!(read("[]").unwrap().len(), 0);
}

#[test]
fn what_is_no_policy_is_refused_with_its_place() {
    let refused = |text: &str| read(text).unwrap_err();
    assert_eq!(refused("{"), ReadError::NotJson { line: 1, column: 1 });
    assert_eq!(refused("7"), ReadError::NotAPolicy("$".to_owned()));
    assert_eq!(refused("{}"), ReadError::NotAPolicy("$".to_owned()));
    assert_eq!(refused("[{\"displayName\": \"x\"}]"), ReadError::Without("[0].state".to_owned()));
    assert_eq!(refused("{\"value\": [1]}"), ReadError::NotAPolicy("value[0]".to_owned()));
    let deep = format!("{}{}", "[".repeat(60), "]".repeat(60));
    assert_eq!(refused(&deep), ReadError::TooDeep);
    assert_eq!(refused(&" ".repeat(graph::LARGEST + 1)), ReadError::TooLarge);
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..50_i64).prop_map(Value::from),
        prop::sample::select(vec!["all", "All", "mfa", "enabled", "everyTime", "hours", "", "x.y[0]@z"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The path of every member below a policy.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    if let Value::Object(members) = value {
        for (name, below) in members {
            let path = format!("{path}/{name}");
            places(below, &path, found);
            found.push(path);
        }
    }
}

proptest! {
    #[test]
    fn whatever_stands_in_a_member_reading_what_was_written_finds_the_same(
        place in any::<prop::sample::Index>(),
        value in json_value(),
    ) {
        let mut policy = full();
        let mut paths = vec![];
        places(&policy, "", &mut paths);
        *policy.pointer_mut(&paths[place.index(paths.len())]).unwrap() = value;
        if let Ok(documents) = read(&policy.to_string()) {
            let written = documents[0].write(Version::Beta);
            let (mut again, mut before) = (one(&written).policy, documents[0].policy.clone());
            // Lists are sets: the place of a value in one may change.
            for policy in [&mut again, &mut before] {
                policy.foreign.iter_mut().for_each(|path| *path = path.split('[').next().unwrap().to_owned());
                policy.foreign.sort();
            }
            prop_assert_eq!(again, before, "{}", written);
        }
    }
}
