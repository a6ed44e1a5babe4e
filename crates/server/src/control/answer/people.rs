use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Answer, local, table};

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// The subject of tokens.
    pub id: String,
    /// The name to sign in with.
    pub name: String,
    /// How the person is called.
    pub display: String,
    /// `invited`, `active` or `blocked`.
    pub state: String,
    /// Whether any administrator role is held.
    pub administrator: bool,
    /// Whether a second step is registered.
    pub second_step: bool,
    /// The last successful sign-in.
    pub last_sign_in: Option<String>,
}

/// A person in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonDetails {
    /// As in a list.
    #[serde(flatten)]
    pub person: Person,
    /// Where mail goes.
    pub mail: Option<String>,
    /// What else is known of them, by attribute.
    #[serde(default)]
    pub known: BTreeMap<String, String>,
    /// The roles held.
    pub roles: Vec<String>,
    /// The methods that are registered.
    pub methods: Vec<String>,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
    /// Open sessions.
    pub sessions: usize,
    /// Until when the account is locked by wrong attempts.
    pub locked_until: Option<String>,
}

impl PersonDetails {
    /// True for whoever may do everything.
    pub(crate) fn is_global_administrator(&self) -> bool {
        let role = format!("{:?}", model::Role::GlobalAdministrator);
        self.roles.contains(&role)
    }
}

impl Person {
    pub(super) fn row(&self) -> Vec<String> {
        let yes = |value| if value { "yes" } else { "no" };
        let last = self.last_sign_in.as_deref().map_or_else(|| "never".to_owned(), local);
        let (administrator, second) = (yes(self.administrator), yes(self.second_step));
        [&self.name, self.state.as_str(), administrator, second, &last, &self.display]
            .map(str::to_owned)
            .to_vec()
    }
}

impl fmt::Display for PersonDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_none = |words: &[String]| match words {
            [] => "none".to_owned(),
            some => some.join(", "),
        };
        let person = &self.person;
        writeln!(f, "{} ({})", person.display, person.name)?;
        let facts = [
            ("id", person.id.clone()),
            ("state", person.state.clone()),
            ("locked until", self.locked_until.as_deref().map_or_else(|| "not locked".to_owned(), local)),
            ("mail", self.mail.clone().unwrap_or_else(|| "none".to_owned())),
            ("roles", or_none(&self.roles)),
            ("methods", or_none(&self.methods)),
            ("recovery codes", self.recovery_codes.to_string()),
            ("open sessions", self.sessions.to_string()),
            ("last sign-in", person.last_sign_in.as_deref().map_or_else(|| "never".to_owned(), local)),
        ];
        facts.iter().try_for_each(|(what, value)| writeln!(f, "  {what:<15} {value}"))?;
        if self.known.is_empty() {
            return Ok(());
        }
        // By the names that `user set` takes.
        writeln!(f, "\nattributes, as `sluis user set` names them:")?;
        let width = self.known.keys().map(String::len).max().unwrap_or(0);
        for (attribute, value) in &self.known {
            let printable: String = value.chars().filter(|c| !c.is_control()).collect();
            writeln!(f, "  {attribute:<width$} {printable}")?;
        }
        Ok(())
    }
}

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

/// Somebody with the state of the old per-user switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MfaLine {
    /// The name to sign in with.
    pub name: String,
    /// How the person is called.
    pub display: String,
    /// Graph's word for the state.
    pub per_user_mfa_state: String,
    /// Whether a second step is registered.
    pub second_step: bool,
    /// What asks for a second step, whatever they open.
    pub asked_by: Vec<String>,
}

/// Who has it, for people.
pub(super) fn per_user_mfa(people: &[MfaLine], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let row = |line: &MfaLine| {
        let second = if line.second_step { "yes" } else { "no" };
        let asks = if line.asked_by.is_empty() { "nothing".to_owned() } else { line.asked_by.join(", ") };
        vec![
            line.name.clone(),
            line.per_user_mfa_state.clone(),
            second.to_owned(),
            asks,
            line.display.clone(),
        ]
    };
    let head = ["NAME", "MFA PER USER", "SECOND STEP", "ASKED BY", "DISPLAY NAME"];
    f.write_str(&table(&head, people.iter().map(row)))
}

/// What a file came to, for people.
pub(super) fn per_user_mfa_set(
    f: &mut fmt::Formatter<'_>,
    (changed, same): (usize, usize),
    refused: &[ImportedRow],
) -> fmt::Result {
    writeln!(f, "{changed} changed, {same} left as they are, {} refused", refused.len())?;
    if refused.is_empty() {
        return Ok(());
    }
    let row = |row: &ImportedRow| {
        vec![row.line.to_string(), row.name.clone(), row.refused.clone().unwrap_or_default()]
    };
    f.write_str("\n")?;
    f.write_str(&table(&["LINE", "NAME", "REFUSED"], refused.iter().map(row)))
}
