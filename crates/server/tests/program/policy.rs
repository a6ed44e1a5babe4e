//! `sluis policy` over files: no server, no data folder.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value, json};

/// A file of policies in a folder of its own, removed at the end.
struct File(PathBuf);

impl File {
    fn of(name: &str, content: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("sluis-policy-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("policies.json");
        fs::write(&file, content).unwrap();
        Self(file)
    }

    fn run(&self, words: &[&str]) -> Output {
        let (verb, more) = words.split_first().unwrap();
        Command::new(env!("CARGO_BIN_EXE_sluis"))
            .args(["policy", verb])
            .arg(&self.0)
            .args(more)
            .output()
            .unwrap()
    }

    fn json(&self, words: &[&str]) -> (Option<i32>, Value) {
        let output = self.run(&[words, &["--json"]].concat());
        (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.parent().unwrap());
    }
}

fn policy(name: &str, state: &str, control: &str) -> Value {
    json!({
        "displayName": name,
        "state": state,
        "conditions": {
            "users": { "includeUsers": ["All"] },
            "applications": { "includeApplications": ["All"] },
            "platforms": { "includePlatforms": ["android"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [control] },
    })
}

#[test]
fn check_says_what_is_not_understood_by_its_path_and_fails_only_where_it_matters() {
    let mut strange = policy("Strange", "disabled", "mfa");
    strange["conditions"]["weather"] = json!("rain");
    let sound = File::of("sound", &json!([policy("Plain", "enabled", "mfa"), strange]).to_string());
    let (code, said) = sound.json(&["check"]);
    assert_eq!(code, Some(0));
    assert_eq!(said["files"][0]["policies"][0]["findings"], json!([]));
    assert_eq!(said["files"][0]["policies"][1]["notUnderstood"], json!(["conditions.weather"]));
    strange["state"] = json!("enabled");
    let wrong = File::of("wrong", &strange.to_string());
    let output = wrong.run(&["check"]);
    assert_eq!(output.status.code(), Some(6));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("error: `conditions.weather` is not understood"), "{text}");
}

#[test]
fn what_is_no_policy_is_refused_with_its_file() {
    let file = File::of("none", "{ \"displayName\": 1 }");
    let (code, said) = file.json(&["check"]);
    assert_eq!((code, &said["error"]["kind"]), (Some(2), &json!("usage")));
    assert!(said["error"]["message"].as_str().unwrap().contains("policies.json"), "{said}");
}

#[test]
fn what_if_names_every_condition_and_tells_the_result() {
    let file = File::of("ask", &policy("Ask Android", "enabled", "mfa").to_string());
    let (code, asked) = file.json(&["what-if", "--platform", "android"]);
    assert_eq!((code, &asked["result"]), (Some(0), &json!("asked")));
    assert_eq!(asked["policies"][0]["result"], "failure");
    let verdicts: Vec<_> = asked["policies"][0]["conditions"].as_array().unwrap().iter().collect();
    assert_eq!(verdicts.len(), 3);
    assert_eq!(verdicts[2]["verdict"], "holds");
    let (_, given) = file.json(&["what-if", "--platform", "android", "--proven", "password,totp"]);
    assert_eq!(given["result"], "in");
    let (_, elsewhere) = file.json(&["what-if", "--platform", "linux"]);
    assert_eq!(
        (&elsewhere["result"], &elsewhere["policies"][0]["result"]),
        (&json!("in"), &json!("notApplied"))
    );
    // Reference 3.12: what is not given makes a policy with that condition not apply.
    let (_, unsaid) = file.json(&["what-if"]);
    assert_eq!(unsaid["policies"][0]["conditions"][2]["seen"], "notEnoughInformation");
}

#[test]
fn what_if_tells_a_block_and_refuses_a_policy_that_may_not_be_on() {
    let block = File::of("block", &policy("Stop Android", "enabled", "block").to_string());
    let (_, said) = block.json(&["what-if", "--platform", "android"]);
    assert_eq!((&said["result"], &said["error"]), (&json!("stopped"), &json!(53_003)));
    let strange = File::of("strange", &policy("Strange", "enabled", "telepathy").to_string());
    let (code, said) = strange.json(&["what-if"]);
    assert_eq!((code, &said["error"]["kind"]), (Some(4), &json!("refused")));
    assert!(
        said["error"]["message"].as_str().unwrap().contains("grantControls.builtInControls[0]"),
        "{said}"
    );
}

#[test]
fn files_are_compared_with_files() {
    let (one, two) = (policy("One", "disabled", "mfa"), policy("Two", "disabled", "mfa"));
    let mut changed = one.clone();
    changed["state"] = json!("enabled");
    let before = File::of("before", &json!([one, two]).to_string());
    let after = File::of("after", &json!({ "value": [changed] }).to_string());
    let against = before.0.to_str().unwrap();
    let (code, said) = after.json(&["diff", "--against", against]);
    assert_eq!(code, Some(6));
    assert_eq!(
        said["differences"],
        json!([
            { "policy": "One", "changes": [{ "property": "state", "old": "disabled", "new": "enabled" }] },
            { "policy": "Two", "only": "other" },
        ])
    );
    let told = String::from_utf8(after.run(&["diff", "--against", against]).stdout).unwrap();
    assert!(told.contains("Two: only in the other files"), "{told}");
    let same = before.run(&["diff", "--against", against]);
    assert_eq!((same.status.code(), same.stdout), (Some(0), b"the same\n".to_vec()));
}

const AWAY: &str = "44444444-4444-4444-8444-444444444444";

/// A file beside that of the policies.
fn beside(file: &File, name: &str, content: &Value) -> String {
    let path = file.0.with_file_name(name);
    fs::write(&path, content.to_string()).unwrap();
    path.display().to_string()
}

fn never_without_a_second_step(whom: &Value) -> Value {
    let statement = json!({ "whom": whom, "opened": "anything", "whence": "anywhere",
        "rule": { "neverWithout": "secondStep" } });
    json!({ "name": "Two steps", "statement": statement })
}

#[test]
fn what_must_be_so_of_files_is_tried_and_what_breaks_it_is_shown() {
    let mut two_steps = policy("Two steps", "enabled", "mfa");
    two_steps["conditions"]["platforms"] = Value::Null;
    two_steps["conditions"]["users"]["excludeGroups"] = json!([AWAY]);
    let file = File::of("tested", &two_steps.to_string());
    let tests = beside(&file, "tests.json", &json!([never_without_a_second_step(&json!("everybody"))]));
    // The policies alone say whom there is to try.
    let (code, said) = file.json(&["test", "--tests", &tests]);
    let test = &said["tests"][0];
    assert_eq!((code, &test["holds"]), (Some(6), &json!(false)), "{said}");
    assert_eq!(test["example"]["user"], format!("in group {AWAY}"));
    assert_eq!(test["example"]["proven"], json!(["password"]));
    let output = file.run(&["test", "--tests", &tests]);
    assert_eq!(output.status.code(), Some(6));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Two steps: does not hold") && text.contains(AWAY), "{text}");
    // What it answered is a file of tests too.
    let again = beside(&file, "again.json", &said);
    assert_eq!(file.json(&["test", "--tests", &again]).1, said);
    // With people it is about them, and about whoever no policy names.
    let anna = json!({ "name": "anna@example.org", "roles": ["globalAdministrator"] });
    let people = beside(&file, "people.json", &json!([anna]));
    let (code, said) = file.json(&["test", "--tests", &tests, "--people", &people]);
    assert_eq!((code, &said["tests"][0]["holds"]), (Some(0), &json!(true)), "{said}");
    let piet = json!({ "name": "piet@example.org", "groups": [AWAY], "guest": "b2bCollaborationGuest" });
    let people = beside(&file, "people.json", &json!({ "people": [anna, piet] }));
    let (code, said) = file.json(&["test", "--tests", &tests, "--people", &people]);
    assert_eq!((code, &said["tests"][0]["example"]["user"]), (Some(6), &json!("piet@example.org")), "{said}");
}

#[test]
fn whoever_is_in_two_groups_is_thought_of_where_nobody_is_named() {
    let other = "55555555-5555-4555-8555-555555555555";
    let mut for_members = policy("For one", "enabled", "mfa");
    for_members["conditions"]["platforms"] = Value::Null;
    for_members["conditions"]["users"] = json!({ "includeGroups": [AWAY], "excludeGroups": [other] });
    let file = File::of("pairs", &for_members.to_string());
    let tests = beside(&file, "tests.json", &json!([never_without_a_second_step(&json!({ "group": AWAY }))]));
    let (code, said) = file.json(&["test", "--tests", &tests]);
    assert_eq!(code, Some(6));
    assert_eq!(said["tests"][0]["example"]["user"], format!("in group {AWAY}, in group {other}"));
}

#[test]
fn places_of_files_are_those_of_a_file_and_what_is_missing_is_said() {
    let place = "77777777-7777-4777-8777-777777777777";
    let mut outside = policy("Outside", "enabled", "mfa");
    outside["conditions"]["platforms"] = Value::Null;
    outside["conditions"]["locations"] = json!({ "includeLocations": ["All"], "excludeLocations": [place] });
    let file = File::of("places", &outside.to_string());
    let statement = json!({ "whom": "everybody", "opened": "anything", "whence": { "outside": place },
        "rule": { "neverWithout": "secondStep" } });
    let tests = beside(&file, "tests.json", &json!([{ "name": "Outside", "statement": statement }]));
    let (code, said) = file.json(&["test", "--tests", &tests]);
    assert!(code != Some(0) && said["error"]["message"].as_str().unwrap().contains("--locations"), "{said}");
    let office = json!({ "@odata.type": "#microsoft.graph.ipNamedLocation", "id": place, "displayName": "Office",
        "isTrusted": true, "ipRanges": [{ "cidrAddress": "203.0.113.0/24" }] });
    let places = beside(&file, "places.json", &json!({ "value": [office] }));
    let (code, said) = file.json(&["test", "--tests", &tests, "--locations", &places]);
    assert_eq!((code, &said["tests"][0]["holds"]), (Some(0), &json!(true)), "{said}");
    assert!(said["tests"][0]["says"].as_str().unwrap().contains("Office"), "{said}");
    let (code, said) = file.json(&["test"]);
    assert_eq!((code, &said["error"]["kind"]), (Some(2), &json!("usage")));
    let strange = beside(&file, "strange.json", &json!([{ "name": "x", "statement": { "whom": "moon" } }]));
    let (code, said) = file.json(&["test", "--tests", &strange]);
    assert_eq!(code, Some(2));
    assert!(said["error"]["message"].as_str().unwrap().contains("[0]"), "{said}");
}
