use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Answer, table};

/// What became of somebody, or of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncedRow {
    /// `user` or `group`.
    pub kind: String,
    /// How they are called.
    pub name: String,
    /// What became of them.
    pub outcome: String,
    /// How many members came.
    pub came: usize,
    /// How many members went.
    pub went: usize,
    /// Attributes that could not be taken over.
    pub left_out: Vec<String>,
}

pub(super) fn synced(answer: &Answer, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Answer::Synced {
        dry_run,
        full,
        added,
        changed,
        same,
        blocked,
        back,
        deleted,
        refused,
        held_back,
        rows,
    } = answer
    else {
        return Ok(());
    };
    if *dry_run {
        f.write_str("nothing was done; this is what would be\n")?;
    }
    let row = |row: &SyncedRow| {
        let mut notes = vec![];
        if row.came + row.went > 0 {
            notes.push(format!("{} came, {} went", row.came, row.went));
        }
        if !row.left_out.is_empty() {
            notes.push(format!("not taken over: {}", row.left_out.join(", ")));
        }
        vec![row.outcome.clone(), row.kind.clone(), row.name.clone(), notes.join("; ")]
    };
    if !rows.is_empty() {
        f.write_str(&table(&["RESULT", "KIND", "NAME", "NOTE"], rows.iter().map(row)))?;
    }
    let looked_at = if *full { "everything" } else { "what changed" };
    writeln!(
        f,
        "{looked_at} was looked at: {added} new, {changed} changed, {same} the same, {blocked} blocked, {back} back, \
         {deleted} deleted, {refused} refused"
    )?;
    if *held_back > 0 {
        writeln!(
            f,
            "{held_back} would be taken out, which is more at once than is allowed, so nobody was; if it is right, give \
             --full --allow-deletions"
        )?;
    }
    Ok(())
}
