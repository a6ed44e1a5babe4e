use std::fmt;

use serde::{Deserialize, Serialize};

use super::{local, table};

/// A revision of the policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RevisionTold {
    /// Its id.
    pub id: String,
    /// When it was made.
    pub made: String,
    /// Who made it; nothing where the audit log no longer tells.
    pub by: Option<String>,
    /// What is otherwise than in the one before.
    pub changes: Vec<String>,
    /// What became of it, where it was on trial: `running`, `joined`, `confirmed`, `takenBack` or `lapsed`.
    pub trial: Option<String>,
    /// Until when it is on trial, while it is.
    pub trial_until: Option<String>,
    /// Whether it is the one in force.
    pub in_force: bool,
}

pub(super) fn list(revisions: &[RevisionTold], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let row = |revision: &RevisionTold| {
        let state = if revision.in_force { "in force" } else { "" };
        let trial = match (&revision.trial, &revision.trial_until) {
            (Some(_), Some(until)) => format!("until {}", local(until)),
            (Some(trial), None) => trial.clone(),
            (None, _) => String::new(),
        };
        let by = revision.by.clone().unwrap_or_else(|| "unknown".to_owned());
        let changes = revision.changes.join("; ");
        vec![local(&revision.made), revision.id.clone(), state.to_owned(), trial, by, changes]
    };
    f.write_str(&table(&["MADE", "ID", "STATE", "TRIAL", "BY", "CHANGES"], revisions.iter().map(row)))
}
