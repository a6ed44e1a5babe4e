//! Reads every policy in files of Graph's JSON, whatever they are wrapped in, and looks that nothing of it is lost when
//! it is written again: `cargo run -p graph --example policies -- FILE...`.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a check for people who look at its output")]

use graph::{Version, read};
use serde_json::{Map, Value, json};

fn main() {
    let (mut policies, mut lost, mut foreign) = (0, 0, 0);
    for file in std::env::args().skip(1) {
        let value: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let mut found = vec![];
        find(&value, "", &mut found);
        for (name, policy) in found {
            policies += 1;
            let documents =
                read(&policy.to_string()).unwrap_or_else(|error| panic!("{file}: {name}: {error}"));
            let written = documents[0].write(Version::Beta);
            for path in missing(&policy, &written, "") {
                lost += 1;
                println!("{file}: {name}: LOST {path}");
            }
            let again = read(&written.to_string()).unwrap();
            assert_eq!(again[0].policy.conditions, documents[0].policy.conditions, "{file}: {name}");
            assert_eq!(again[0].policy.controls, documents[0].policy.controls, "{file}: {name}");
            for path in &documents[0].policy.foreign {
                foreign += 1;
                println!("{file}: {name}: not understood `{path}`");
            }
        }
    }
    println!("{policies} policies, {foreign} members that are not understood, {lost} that were lost");
    assert!(policies > 0 && lost == 0, "a policy is not the same when it is written again");
}

/// Every object with conditions: a template holds its policy in `details`, and some samples by file name.
fn find(value: &Value, name: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(members) if members.contains_key("conditions") => {
            found.push((name.to_owned(), whole(members, name)));
        }
        Value::Object(members) => {
            let own = members.get("name").or_else(|| members.get("displayName")).and_then(Value::as_str);
            members.iter().for_each(|(key, below)| find(below, own.unwrap_or(key), found));
        }
        Value::Array(values) => values.iter().for_each(|below| find(below, name, found)),
        _ => {}
    }
}

/// A template has no name and no state of its own.
fn whole(members: &Map<String, Value>, name: &str) -> Value {
    let mut members = members.clone();
    members.entry("displayName").or_insert_with(|| json!(name));
    members.entry("state").or_insert_with(|| json!("enabledForReportingButNotEnforced"));
    Value::Object(members)
}

/// The members of one document that say something and are not in the other. Lists are sets, words have any case, and
/// annotations that Graph adds say nothing.
fn missing(one: &Value, other: &Value, path: &str) -> Vec<String> {
    match (one, other) {
        (Value::Object(members), _) => members
            .iter()
            .filter(|(name, value)| !name.contains('@') && !says_nothing(value))
            .flat_map(|(name, value)| {
                missing(value, other.get(name).unwrap_or(&Value::Null), &format!("{path}.{name}"))
            })
            .collect(),
        (Value::Array(values), Value::Array(others)) => {
            let held = |value: &&Value| !others.iter().any(|other| missing(value, other, "").is_empty());
            values.iter().filter(held).map(|value| format!("{path}[{value}]")).collect()
        }
        (Value::String(one), Value::String(other)) if one.eq_ignore_ascii_case(other) => vec![],
        (one, other) if one == other => vec![],
        _ => vec![path.to_owned()],
    }
}

/// Null, an empty list, and an object in which nothing else stands; an operator without controls joins nothing.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members
            .iter()
            .all(|(name, value)| name == "operator" || name.contains('@') || says_nothing(value)),
        _ => false,
    }
}
