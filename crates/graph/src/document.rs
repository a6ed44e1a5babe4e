use std::fmt;

use model::{Id, Span, Timestamp};
use policy::conditions::Users;
use policy::controls::{Control, RequiredStrength};
use policy::{AuthenticationStrength, Origin, Policy, State};
use serde_json::{Map, Value, json};

use crate::Version;
use crate::foreign::Foreign;
use crate::reader::Object;
use crate::{conditions, grant, session};

/// The largest text that is read, in bytes.
pub const LARGEST: usize = 4 * 1024 * 1024;
/// The most policies in one text.
pub const MOST: usize = 1_000;
/// How deep lists and objects nest; a policy itself is five deep.
const DEEPEST: usize = 24;

/// A policy and everything that stood in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What decides. Its id is the document's, or one by its place where that has none.
    pub policy: Policy,
    /// What stands around it and decides nothing: ids, times, a description.
    about: Map<String, Value>,
    /// Users beside workloads, who mean nobody.
    beside: Option<Users>,
    /// The strength as it stood there.
    copy: Option<Value>,
    /// What was not understood.
    foreign: Foreign,
}

/// The members of a document that say something about it and decide nothing.
const ABOUT: [&str; 6] =
    ["id", "templateId", "description", "createdDateTime", "modifiedDateTime", "deletedDateTime"];

/// An annotation of an answer, and of no document.
pub(crate) const CONTEXT: &str = "@odata.context";

/// Why a text is no policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// Larger than [`LARGEST`].
    TooLarge,
    /// Nested deeper than a policy is.
    TooDeep,
    /// More than [`MOST`] policies.
    TooMany,
    /// Not JSON; where it ceases to be.
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// A value at this path is no policy.
    NotAPolicy(String),
    /// A policy without a member that it must have, or with one that cannot be read.
    Without(String),
}

/// A policy may not be on because of these members, by their JSON path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUnderstood(pub Vec<String>);

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "larger than {LARGEST} bytes"),
            Self::TooDeep => f.write_str("nested deeper than a policy is"),
            Self::TooMany => write!(f, "more than {MOST} policies"),
            Self::NotJson { line, column } => write!(f, "not JSON: line {line}, column {column}"),
            Self::NotAPolicy(path) => write!(f, "`{path}` is not a policy"),
            Self::Without(path) => write!(f, "`{path}` is missing or cannot be read"),
        }
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not understood, so that it may not be on: `{}`", self.0.join("`, `"))
    }
}

impl std::error::Error for NotUnderstood {}

/// Reads a policy, a list of them, or the answer of Graph that holds them in `value`.
pub fn read(text: &str) -> Result<Vec<Document>, ReadError> {
    if text.len() > LARGEST {
        return Err(ReadError::TooLarge);
    }
    let value: Value = serde_json::from_str(text)
        .map_err(|error| ReadError::NotJson { line: error.line(), column: error.column() })?;
    if depth(&value) > DEEPEST {
        return Err(ReadError::TooDeep);
    }
    let (values, root) = match value {
        Value::Array(values) => (values, ""),
        Value::Object(mut members) => match members.remove("value") {
            Some(Value::Array(values)) if !members.contains_key("conditions") => (values, "value"),
            value => {
                members.extend(value.map(|value| ("value".to_owned(), value)));
                return Ok(vec![document(Value::Object(members), "$", 0)?]);
            }
        },
        _ => return Err(ReadError::NotAPolicy("$".to_owned())),
    };
    if values.len() > MOST {
        return Err(ReadError::TooMany);
    }
    let one = |(place, value)| document(value, &format!("{root}[{place}]"), place);
    values.into_iter().enumerate().map(one).collect()
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn document(value: Value, path: &str, place: usize) -> Result<Document, ReadError> {
    let Value::Object(members) = value else { return Err(ReadError::NotAPolicy(path.to_owned())) };
    // A template of Graph holds its policy in `details`, without a name or a state.
    if !members.contains_key("conditions") && !members.contains_key("displayName") {
        return Err(ReadError::NotAPolicy(path.to_owned()));
    }
    let without = |name: &str| ReadError::Without(format!("{path}.{name}"));
    let mut foreign = Foreign::default();
    let mut object = Object::new(String::new(), members, &mut foreign);
    // Where the answer is described that it came in.
    object.take(CONTEXT);
    let name =
        object.text("displayName", |name| Some(name.to_owned())).ok_or_else(|| without("displayName"))?;
    let state = object.text("state", state).ok_or_else(|| without("state"))?;
    let about: Map<String, Value> =
        ABOUT.iter().filter_map(|name| object.take(name).map(|value| ((*name).to_owned(), value))).collect();
    let read = object.object("conditions", conditions::read).unwrap_or_else(conditions::Read::nothing);
    let grant = object.object("grantControls", grant::read).unwrap_or_default();
    let session = object.object("sessionControls", session::read).unwrap_or_default();
    object.finish();
    let id = about.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let policy = Policy {
        id: id.unwrap_or_else(|| Id::fixed(0x510a5004_0000_4000_8000_000000000000 + place as u128)),
        name,
        origin: Origin::ConditionalAccess,
        state,
        conditions: read.conditions,
        operator: grant.operator,
        controls: grant.controls,
        session,
        foreign: foreign.deciding(),
    };
    Ok(Document { policy, about, beside: read.beside, copy: grant.copy, foreign })
}

fn state(word: &str) -> Option<State> {
    match word {
        "enabled" => Some(State::On),
        "disabled" => Some(State::Off),
        "enabledForReportingButNotEnforced" => Some(State::ReportOnly),
        _ => None,
    }
}

/// The day of a moment as Graph writes it (RFC 3339).
fn day(text: &str) -> Option<Timestamp> {
    let mut parts = text.get(..10)?.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March, so that the day that comes every four years is the last of one.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
    Some(Timestamp::from_secs(0) + Span::days(days))
}

/// Graph's word for a state.
pub const fn state_word(state: State) -> &'static str {
    match state {
        State::On => "enabled",
        State::Off => "disabled",
        State::ReportOnly => "enabledForReportingButNotEnforced",
    }
}

impl Document {
    /// The policy as it may be used: one that is on and has a member that decides and is not understood is refused.
    pub fn usable(&self) -> Result<&Policy, NotUnderstood> {
        if self.policy.state == State::On && !self.policy.foreign.is_empty() {
            return Err(NotUnderstood(self.policy.foreign.clone()));
        }
        Ok(&self.policy)
    }

    /// The same where a strength is what an organisation keeps under its id; where it keeps none, what its document said
    /// it was.
    #[must_use]
    pub fn with_strengths(mut self, kept: &[AuthenticationStrength]) -> Self {
        for control in &mut self.policy.controls {
            if let Control::Strength(required) = control
                && kept.iter().any(|strength| strength.id == required.id)
            {
                *required = RequiredStrength::find(required.id, kept);
            }
        }
        self
    }

    /// Everything that was read and not understood.
    pub const fn foreign(&self) -> &Foreign {
        &self.foreign
    }

    /// The same in another state; see [`Document::usable`].
    #[must_use]
    pub fn in_state(mut self, state: State) -> Self {
        self.policy.state = state;
        self
    }

    /// The day of its last change, as far as it is told.
    pub(crate) fn changed(&self) -> Option<Timestamp> {
        let told = |name: &str| self.about.get(name).and_then(Value::as_str).and_then(day);
        told("modifiedDateTime").or_else(|| told("createdDateTime"))
    }

    /// The document again: every member that Graph writes, and what was not understood where it was.
    pub fn write(&self, version: Version) -> Value {
        let policy = &self.policy;
        let mut members = Map::new();
        for name in ABOUT {
            members.insert(name.to_owned(), self.about.get(name).cloned().unwrap_or_default());
        }
        members.insert("displayName".to_owned(), json!(policy.name));
        members.insert("state".to_owned(), json!(state_word(policy.state)));
        let conditions = conditions::write(&policy.conditions, self.beside.as_ref(), version);
        members.insert("conditions".to_owned(), conditions);
        // Where none of the controls is understood, the operator still joins them.
        let grants = !policy.controls.is_empty() || self.foreign.has_below("grantControls");
        let grant = grants.then(|| grant::write(policy.operator, &policy.controls, self.copy.as_ref()));
        members.insert("grantControls".to_owned(), grant.unwrap_or_default());
        members.insert("sessionControls".to_owned(), session::write(&policy.session, version));
        self.foreign.merge_into(&mut members);
        Value::Object(members)
    }
}
