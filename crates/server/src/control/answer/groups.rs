use std::fmt;

use serde::{Deserialize, Serialize};

use super::{local, table};

/// A group in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupLine {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// How many people and groups are in it itself; 1,000 stands for that many and more.
    pub members: i64,
    /// `assigned`, `byRule` or `paused`.
    pub membership: String,
    /// `nothing`, `access` or `roles`.
    pub gives: String,
}

/// A group in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupFound {
    /// As in a list.
    #[serde(flatten)]
    pub group: GroupLine,
    /// What it is for.
    pub description: String,
    /// When it was deleted, if it was.
    pub deleted: Option<String>,
    /// The rule that fills it.
    pub rule: Option<String>,
    /// The groups that it is in.
    pub inside: Vec<String>,
    /// The roles that it carries.
    pub roles: Vec<String>,
    /// The applications that it gives access to.
    pub applications: Vec<String>,
    /// Who looks after it.
    pub owners: Vec<String>,
}

/// Somebody or something in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupMember {
    /// Its id.
    pub id: String,
    /// `person` or `group`.
    pub kind: String,
    /// The name to sign in with, or the name of the group.
    pub name: String,
    /// How it is called.
    pub display: String,
}

pub(super) fn list(groups: &[GroupLine], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let row = |group: &GroupLine| {
        let members = if group.members < 1_000 { group.members.to_string() } else { "1000+".to_owned() };
        [members.as_str(), &group.membership, &group.gives, &group.name, &group.id]
            .map(str::to_owned)
            .to_vec()
    };
    f.write_str(&table(&["MEMBERS", "MEMBERSHIP", "GIVES", "NAME", "ID"], groups.iter().map(row)))
}

pub(super) fn members(members: &[GroupMember], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let row = |one: &GroupMember| [one.kind.as_str(), &one.name, &one.display].map(str::to_owned).to_vec();
    f.write_str(&table(&["KIND", "NAME", "DISPLAY NAME"], members.iter().map(row)))
}

pub(super) fn imported(
    f: &mut fmt::Formatter<'_>,
    added: usize,
    there: usize,
    unknown: &[(usize, String)],
) -> fmt::Result {
    writeln!(f, "{added} added, {there} were there already, {} are nobody.", unknown.len())?;
    unknown.iter().try_for_each(|(number, line)| {
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        writeln!(f, "  line {number}: {line}")
    })
}

impl fmt::Display for GroupFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
        let or_none = |words: &[String]| match words {
            [] => "none".to_owned(),
            some => plain(&some.join(", ")),
        };
        writeln!(f, "{}", plain(&self.group.name))?;
        for (what, value) in [
            ("id", self.group.id.clone()),
            ("for", plain(&self.description)),
            ("deleted", self.deleted.as_deref().map_or_else(|| "no".to_owned(), local)),
            ("membership", self.group.membership.clone()),
            ("rule", plain(self.rule.as_deref().unwrap_or("none"))),
            ("members", self.group.members.to_string()),
            ("in the groups", or_none(&self.inside)),
            ("roles", or_none(&self.roles)),
            ("applications", or_none(&self.applications)),
            ("owners", or_none(&self.owners)),
        ] {
            writeln!(f, "  {what:<15} {value}")?;
        }
        Ok(())
    }
}
