use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What was read and not understood, by its JSON path: `conditions.clientAppTypes[1]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Foreign(BTreeMap<String, Value>);

/// The members that decide.
const DECIDES: [&str; 3] = ["conditions", "grantControls", "sessionControls"];

impl Foreign {
    pub(crate) fn keep(&mut self, path: String, value: Value) {
        self.0.insert(path, value);
    }

    /// Everything that was kept, with its path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(path, value)| (path.as_str(), value))
    }

    /// The paths of what decides and is not understood. A member that says nothing decides nothing, and neither does
    /// an annotation (`@odata.type`).
    pub fn deciding(&self) -> Vec<String> {
        let decides = |path: &str| {
            let first = path.split(['.', '[']).next().unwrap_or(path);
            DECIDES.contains(&first) && !path.contains('@')
        };
        self.iter()
            .filter(|(path, value)| decides(path) && !is_nothing(value))
            .map(|(path, _)| path.to_owned())
            .collect()
    }

    /// True when something of this member was kept.
    pub(crate) fn has_below(&self, member: &str) -> bool {
        self.0.keys().any(|path| path.strip_prefix(member).is_some_and(|rest| rest.starts_with('.')))
    }

    /// Puts everything back where it was.
    pub(crate) fn merge_into(&self, document: &mut Map<String, Value>) {
        // By place, so that each stands before what came after it.
        let mut kept: Vec<(&str, &Value)> = self.iter().collect();
        kept.sort_by_key(|(path, _)| place(path));
        for (path, value) in kept {
            let (holder, name) =
                path.rsplit_once('.').filter(|_| !path.contains('@')).unwrap_or_else(|| annotated(path));
            let Some(object) = holder_of(document, holder) else { continue };
            match name.split_once('[') {
                None => {
                    object.insert(name.to_owned(), value.clone());
                }
                Some((list, _)) => match object.entry(list).or_insert(Value::Null) {
                    Value::Array(values) => values.insert(place(path).min(values.len()), value.clone()),
                    other => *other = Value::Array(vec![value.clone()]),
                },
            }
        }
    }
}

/// The place in a list that a path ends with.
fn place(path: &str) -> usize {
    let index = path.strip_suffix(']').and_then(|path| path.rsplit_once('['));
    index.and_then(|(_, index)| index.parse().ok()).unwrap_or(0)
}

/// The object and the name of an annotation: its own name has dots.
fn annotated(path: &str) -> (&str, &str) {
    let name = path.split('@').next().unwrap_or("");
    match name.rfind('.') {
        Some(dot) => (&path[..dot], &path[dot + 1..]),
        None => ("", path),
    }
}

/// The object at a path, made where there is none.
fn holder_of<'d>(document: &'d mut Map<String, Value>, path: &str) -> Option<&'d mut Map<String, Value>> {
    let mut object = document;
    for name in path.split('.').filter(|name| !name.is_empty()) {
        let member = object.entry(name).or_insert(Value::Null);
        if !member.is_object() {
            *member = Value::Object(Map::new());
        }
        object = member.as_object_mut()?;
    }
    Some(object)
}

/// True for null, an empty list and an empty object: Graph writes them where nothing is set.
pub(crate) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
