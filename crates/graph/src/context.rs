//! Authentication contexts in Graph's JSON: a name for what an application asks for beside a sign-in.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::document::CONTEXT;

/// An authentication context and everything that stood in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextDocument {
    /// Its id: `c1` to `c99`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it is published: applications may be pointed at it.
    pub is_available: bool,
    /// What stands around it.
    rest: Map<String, Value>,
}

/// Why a text is no authentication context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContextError {
    /// Not JSON, or not an object.
    NotAContext,
    /// An id other than `c1` to `c99`.
    Id(String),
    /// Without a name.
    Name,
    /// A member that is of another kind.
    Member(&'static str),
}

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAContext => f.write_str("not an authentication context"),
            Self::Id(id) => write!(f, "`{id}` is not an id of a context: they are `c1` to `c99`"),
            Self::Name => f.write_str("`displayName` is missing or cannot be shown"),
            Self::Member(name) => write!(f, "`{name}` cannot be read"),
        }
    }
}

impl std::error::Error for ContextError {}

impl ContextDocument {
    /// The most that there are.
    pub const MOST: usize = 99;

    /// True for `c1` to `c99`.
    pub fn is_id(id: &str) -> bool {
        let number = id.strip_prefix('c').filter(|number| !number.starts_with(['0', '+']));
        number.and_then(|number| number.parse().ok()).is_some_and(|number| (1..=Self::MOST).contains(&number))
    }

    /// The document again.
    pub fn write(&self) -> Value {
        let mut members = Map::new();
        members.insert("id".to_owned(), json!(self.id));
        members.insert("displayName".to_owned(), json!(self.name));
        members.insert("description".to_owned(), json!(self.description));
        members.insert("isAvailable".to_owned(), json!(self.is_available));
        members.extend(self.rest.clone());
        Value::Object(members)
    }
}

/// Reads an authentication context.
pub fn read_context(text: &str) -> Result<ContextDocument, ContextError> {
    let Ok(Value::Object(mut rest)) = serde_json::from_str(text) else {
        return Err(ContextError::NotAContext);
    };
    let mut word = |name: &'static str| match rest.remove(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.trim().to_owned()),
        Some(_) => Err(ContextError::Member(name)),
    };
    let (id, name, description) = (word("id")?, word("displayName")?, word("description")?);
    if !ContextDocument::is_id(&id) {
        return Err(ContextError::Id(id.chars().take(64).collect()));
    }
    let name = model::plain_text(&name, 256).ok_or(ContextError::Name)?;
    let is_shown = description.is_empty() || model::plain_text(&description, 1024).is_some();
    let is_available = match rest.remove("isAvailable") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(is_available)) => is_available,
        Some(_) => return Err(ContextError::Member("isAvailable")),
    };
    if !is_shown {
        return Err(ContextError::Member("description"));
    }
    rest.remove(CONTEXT);
    Ok(ContextDocument { id, name, description, is_available, rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_written_as_it_was_read() {
        let text = r#"{"id":"c7","displayName":"Payments","description":"","isAvailable":true,"ours":1}"#;
        let read = read_context(text).unwrap();
        assert_eq!(read.write(), serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(read_context(&read.write().to_string()), Ok(read));
    }

    #[test]
    fn only_c1_to_c99_are_ids() {
        assert!(["c1", "c25", "c99"].into_iter().all(ContextDocument::is_id));
        for id in ["", "c", "c0", "c01", "c+1", "c100", "C1", "1", "c1 "] {
            assert!(!ContextDocument::is_id(id), "{id}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_refused_with_its_reason() {
        let read = |value: Value| read_context(&value.to_string()).map(|read| read.name);
        assert_eq!(read(json!([])), Err(ContextError::NotAContext));
        assert_eq!(read(json!({ "id": "c1" })), Err(ContextError::Name));
        assert_eq!(read(json!({ "displayName": "x" })), Err(ContextError::Id(String::new())));
        let wrong = json!({ "id": "c1", "displayName": "x", "isAvailable": "yes" });
        assert_eq!(read(wrong), Err(ContextError::Member("isAvailable")));
    }
}
