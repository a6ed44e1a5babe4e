use std::collections::BTreeMap;

use serde_json::Value;

use crate::audit::{Change, Changes};

/// What differs between two documents of policies, by the path of each member that says something.
pub fn differences(before: &Value, after: &Value) -> Vec<Change> {
    difference(before, after).into_list()
}

/// What differs between two documents, by the path of each member that says something. Lists are compared whole.
pub(super) fn difference(before: &Value, after: &Value) -> Changes {
    let (before, after) = (leaves(before), leaves(after));
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    let of = |leaves: &BTreeMap<String, Value>, path| leaves.get(path).cloned().unwrap_or_default();
    paths
        .into_iter()
        .fold(Changes::default(), |changes, path| changes.set(path, of(&before, path), of(&after, path)))
}

/// The members that hold something; when it changed is told by the record itself.
fn leaves(value: &Value) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    collect("", value, &mut found);
    for time in ["createdDateTime", "modifiedDateTime", "deletedDateTime"] {
        found.remove(time);
    }
    found
}

fn collect(path: &str, value: &Value, found: &mut BTreeMap<String, Value>) {
    match value {
        Value::Null => {}
        Value::Array(values) if values.is_empty() => {}
        Value::Object(members) => {
            for (name, value) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                collect(&path, value, found);
            }
        }
        other => {
            found.insert(path.to_owned(), other.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_says_something_else_differs() {
        let before = json!({ "state": "disabled", "a": { "b": ["x"], "c": null }, "modifiedDateTime": null });
        let after =
            json!({ "state": "enabled", "a": { "b": ["x", "y"], "c": [] }, "modifiedDateTime": "now" });
        assert_eq!(
            difference(&before, &after).text(),
            r#"[{"property":"a.b","old":["x"],"new":["x","y"]},{"property":"state","old":"disabled","new":"enabled"}]"#
        );
    }
}
