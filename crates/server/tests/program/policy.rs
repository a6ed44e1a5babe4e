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
