//! `sluis policy` over what an installation keeps: taken from a file, listed, switched, compared, and written out. On both
//! databases.

use std::fs;

use crate::house::{self, Installed, installed, on_both};
use serde_json::{Value, json};
use store::Actor;

fn policy(name: &str, control: &str) -> Value {
    json!({
        "displayName": name,
        "state": "enabled",
        "conditions": {
            "users": { "includeUsers": ["All"], "excludeGroups": ["11111111-1111-4111-8111-111111111111"] },
            "applications": { "includeApplications": ["MicrosoftAdminPortals"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [control] },
    })
}

fn states(house: &Installed) -> Vec<(String, String)> {
    let list = house.json(&["policy", "list"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let policies = list["policies"].as_array().unwrap();
    policies.iter().map(|one| (text(&one["name"]), text(&one["state"]))).collect()
}

fn life(house: &Installed, folder: &std::path::Path) {
    let file = folder.join("policies.json");
    let written = json!({ "value": [policy("Administrators", "mfa"), policy("Devices", "compliantDevice")] });
    fs::write(&file, written.to_string()).unwrap();
    let file = file.to_str().unwrap();
    // What it names is looked up: the group is nobody here, and with another id of that kind neither.
    let checked = house.run(&["policy", "check", file, "--here", "--json"]);
    let said: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let codes: Vec<_> = said["files"][0]["policies"][0]["findings"].as_array().unwrap().iter().collect();
    assert!(codes.iter().any(|finding| finding["code"] == "missingPeople"), "{said}");
    let plain = house.run(&["policy", "check", file, "--json"]);
    assert!(!String::from_utf8(plain.stdout).unwrap().contains("missingPeople"));
    let map = "11111111-1111-4111-8111-111111111111=22222222-2222-4222-8222-222222222222";
    let made = house.json(&["policy", "import", file, "--map", map]);
    assert_eq!(made["policies"].as_array().unwrap().len(), 2);
    let pair = |name: &str, state: &str| (name.to_owned(), state.to_owned());
    assert_eq!(states(house), [pair("Administrators", "disabled"), pair("Devices", "disabled")]);
    // Security defaults are on, and Graph has words for that.
    let (code, message) = house.refused(&["policy", "enable", "Administrators"]);
    assert!(code == 4 && message.contains("You must disable Security defaults before"), "{message}");
    assert!(house.run(&["policy", "enable", "Administrators", "--report-only"]).status.success());
    assert_eq!(states(house)[0].1, "enabledForReportingButNotEnforced");
    assert!(house.run(&["policy", "disable", "Administrators"]).status.success());
    let (code, _) = house.refused(&["policy", "disable", "Nobody's"]);
    assert_eq!(code, 3);
    let (code, message) = house.refused(&["policy", "import", file, "--map", "x=y"]);
    assert!(code == 2 && message.contains("`x=y`"), "{message}");
    // What is written out is read again, and is the same.
    let out = folder.join("out.json");
    let out = out.to_str().unwrap();
    assert!(house.run(&["policy", "export", out]).status.success());
    let (code, _) = house.refused(&["policy", "export", out]);
    assert_eq!(code, 4, "a file that is there is somebody's");
    assert!(house.run(&["policy", "diff", out]).status.success());
    let differs = house.run(&["policy", "diff", file]);
    assert_eq!(differs.status.code(), Some(6));
    let told = String::from_utf8(differs.stdout).unwrap();
    assert!(told.contains("state: \"disabled\" on the server, \"enabled\" in the files"), "{told}");
    assert!(told.contains("22222222-2222-4222-8222-222222222222"), "{told}");
    revised(house);
    judged(house, file);
    replaced(house);
    let records = house.audited();
    let ours = records.iter().filter(|record| matches!(record.actor, Actor::Cli(_)));
    let words: Vec<&str> =
        ours.map(|record| record.action.as_str()).filter(|word| word.contains("Policy")).collect();
    assert_eq!(words.iter().filter(|word| **word == "addConditionalAccessPolicy").count(), 2);
    assert_eq!(words.iter().filter(|word| **word == "switchConditionalAccessPolicy").count(), 2);
}

/// Security defaults give way to four policies on trial, which are taken back, and then confirmed at the machine.
fn replaced(house: &Installed) {
    let (code, message) = house.refused(&["policy", "confirm"]);
    assert!(code == 4 && message.contains("no policies are on trial"), "{message}");
    let on = || states(house).iter().filter(|(_, state)| state == "enabled").count();
    let replace = ["policy", "replace-defaults", "--trial", "30", "--reason", "our own rules"];
    let made = house.json(&replace);
    assert!(made["policies"].as_array().unwrap().len() == 4 && made["trial"].is_string(), "{made}");
    assert_eq!(on(), 4);
    let (code, message) = house.refused(&replace);
    assert!(code == 4 && message.contains("security defaults are off already"), "{message}");
    assert!(house.run(&["policy", "take-back"]).status.success());
    assert_eq!(on(), 0);
    assert_eq!(house.json(&["policy", "list"])["defaultsOn"], true);
    house.json(&replace);
    assert!(house.run(&["policy", "confirm"]).status.success());
    assert!(on() == 4 && house.json(&["policy", "list"])["trial"].is_null());
    let records = house.audited();
    let words = ["replaceSecurityDefaults", "takeBackPolicyTrial", "confirmPolicyTrial"];
    let times = words.map(|word| records.iter().filter(|record| record.action == word).count());
    assert_eq!(times, [2, 1, 1]);
}

/// Who changed what when, and the way back to before.
fn revised(house: &Installed) {
    let told = house.json(&["policy", "revisions"]);
    let revisions = told["revisions"].as_array().unwrap();
    let newest = &revisions[0];
    assert_eq!((&newest["inForce"], &newest["trial"]), (&json!(true), &json!(null)));
    assert_eq!(newest["changes"], json!(["Policy Administrators turned off"]));
    assert!(newest["by"].as_str().unwrap().contains("uid"), "{newest}");
    let first = revisions.last().unwrap();
    assert_eq!((&first["by"], &first["changes"]), (&json!("set-up"), &json!(["Security defaults on"])));
    let id = |number: usize| revisions[number]["id"].as_str().unwrap();
    let one = house.json(&["policy", "revisions", "--last", "1", "--before", id(0)]);
    assert_eq!(one["revisions"], json!([revisions[1]]));
    assert!(house.run(&["policy", "restore", id(1)]).status.success());
    assert_eq!(states(house)[0].1, "enabledForReportingButNotEnforced");
    let (code, message) = house.refused(&["policy", "restore", id(1)]);
    assert!(code == 4 && message.contains("in force already"), "{message}");
    let (code, _) = house.refused(&["policy", "restore", "yesterday"]);
    assert_eq!(code, 2);
    let (code, _) = house.refused(&["policy", "restore", "11111111-1111-4111-8111-111111111111"]);
    assert_eq!(code, 3);
    assert!(house.run(&["policy", "restore", id(0)]).status.success());
    assert_eq!(states(house)[0].1, "disabled");
}

/// What the policies would say of a sign-in, and would have said of those that were: nothing is kept of either.
fn judged(house: &Installed, file: &str) {
    let asked = ["policy", "what-if", "--user", house::ANNA, "--app", "admin"];
    let told = house.json(&asked);
    assert_eq!((&told["result"], &told["canGive"]), (&json!("asked"), &json!(true)));
    let given = house.json(&[&asked[..], &["--proven", "password,totp"]].concat());
    assert_eq!(given["result"], "in");
    let devices = [&asked[..], &["--proven", "password,totp", "--if-on", "Devices"]].concat();
    let told = house.json(&devices);
    assert_eq!((&told["result"], &told["error"]), (&json!("stopped"), &json!(53_000)));
    let devices =
        told["policies"].as_array().unwrap().iter().find(|one| one["displayName"] == "Devices").unwrap();
    assert_eq!((&devices["state"], &devices["result"]), (&json!("on"), &json!("failure")));
    let (code, message) = house.refused(&["policy", "what-if", "--app", "admin"]);
    assert!(code == 2 && message.contains("--user NAME"), "{message}");
    let replay = house.json(&["policy", "replay", "--with", file, "--days", "7"]);
    // The policy about devices, as it is written in the file, would have stopped Anna when she set Sluis up.
    assert_eq!(
        (&replay["changed"]["stopped"], &replay["lookedAt"], &replay["unreadable"]),
        (&json!(1), &json!(1), &json!(0))
    );
    let (code, message) = house.refused(&["policy", "replay"]);
    assert!(code == 2 && message.contains("--if-on"), "{message}");
}

on_both! {
    fn policies_are_kept_by_commands(database) {
        let house = installed(database);
        let folder = testdb::temp_dir();
        life(&house, folder.path());
    }
}
