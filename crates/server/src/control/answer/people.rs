use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Answer, local, table};

/// Somebody who was deleted and can be restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletedPerson {
    /// The subject of tokens.
    pub id: String,
    /// The name that is kept for them.
    pub name: String,
    /// How the person is called.
    pub display: String,
    /// Since when.
    pub deleted: String,
    /// When they are removed for good.
    pub until: String,
}

impl DeletedPerson {
    pub(super) fn row(&self) -> Vec<String> {
        vec![self.name.clone(), local(&self.deleted), local(&self.until), self.display.clone()]
    }
}

/// A row of a file of people that was refused, or that has a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedRow {
    /// Its line in the file.
    pub line: u64,
    /// The name to sign in with.
    pub name: String,
    /// Why it was refused.
    pub refused: Option<String>,
    /// The way in.
    pub link: Option<String>,
}

/// What an import came to, for people.
pub(super) fn imported(answer: &Answer, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Answer::Imported { dry_run, added, changed, same, refused, not_kept, rows } = answer else {
        return Ok(());
    };
    let would = if *dry_run { "would be " } else { "" };
    writeln!(
        f,
        "{added} {would}added, {changed} {would}changed, {same} left as they are, {refused} refused"
    )?;
    if !not_kept.is_empty() {
        writeln!(f, "not kept here: {}", not_kept.join(", "))?;
    }
    if rows.is_empty() {
        return Ok(());
    }
    let row = |row: &ImportedRow| {
        let said = row.refused.clone().or_else(|| row.link.clone()).unwrap_or_default();
        vec![row.line.to_string(), row.name.clone(), said]
    };
    f.write_str("\n")?;
    f.write_str(&table(&["LINE", "NAME", "REFUSED, OR LINK"], rows.iter().map(row)))
}
