//! Many members at once: read from what was pasted or from a file, and written to one.

use model::{Group, Id, Member, Membership, NameKey, Tenant, User};
use sql::Tx;
use store::Tables;

use super::leave::watched;
use super::{Leave, active, not_synced};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ExportPeople, Permit};
use crate::house::House;
use crate::spreadsheet::line;
use crate::standing::may_still;

/// How many lines are taken at once.
pub const MOST_LINES: usize = 5_000;
/// How many lines one transaction takes.
const STEP: usize = 500;
/// How many people are read at once for a file.
const PAGE: i64 = 500;
/// The columns that name a member: ours, which is Graph's, and the one of Microsoft's template.
const COLUMNS: [&str; 2] = ["userprincipalname", "[memberobjectidorupn]"];

/// What came of adding many people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// How many were added.
    pub added: usize,
    /// How many were in the group already.
    pub there: usize,
    /// Lines that are nobody, by their number, as they were written.
    pub unknown: Vec<(usize, String)>,
}

/// Why lines cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinesError {
    /// The first line names columns, and none of them names members.
    Column,
    /// More than [`MOST_LINES`].
    TooMany,
}

/// Reads user names or ids, one on each line, or the column of them in a file with commas; each with the number of its
/// line.
pub fn read_lines(text: &str) -> Result<Vec<(usize, String)>, LinesError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).peekable();
    // Microsoft's template begins with its version.
    while lines.next_if(|(_, line)| line.is_empty() || line.starts_with("version:")).is_some() {}
    let column = match lines.peek() {
        Some((_, first)) => {
            let named = |cell: &String| COLUMNS.iter().any(|name| cell.to_lowercase().contains(name));
            let head = cells(first);
            let found = head.iter().position(named);
            if found.is_none() && head.len() > 1 {
                return Err(LinesError::Column);
            }
            if found.is_some() {
                lines.next();
            }
            found.unwrap_or(0)
        }
        None => 0,
    };
    let cell = |line: &str| cells(line).into_iter().nth(column).unwrap_or_default().trim().to_owned();
    let names: Vec<_> = lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| (number, cell(line)))
        .filter(|(_, name)| !name.is_empty())
        .take(MOST_LINES + 1)
        .collect();
    if names.len() > MOST_LINES { Err(LinesError::TooMany) } else { Ok(names) }
}

/// The cells of a line (RFC 4180, without line breaks in quotes).
fn cells(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .trim(csv::Trim::All)
        .buffer_capacity(line.len() + 1)
        .from_reader(line.as_bytes());
    let first = reader.records().next().and_then(Result::ok).unwrap_or_default();
    first.iter().map(str::to_owned).collect()
}

impl House {
    /// Adds people by user name or id, in steps of 500 that each happen or do not; who is in the group stays in it, so
    /// that the same lines can be taken again. `leave` is asked for each step.
    pub async fn add_members(
        &self,
        tenant: Id<Tenant>,
        leave: impl Fn() -> Result<Leave, Fault>,
        id: Id<Group>,
        lines: Vec<(usize, String)>,
    ) -> Result<Imported, Fault> {
        let mut all = Imported::default();
        for step in lines.chunks(STEP) {
            let (house, step, leave, entry) = (self.clone(), step.to_vec(), leave()?, self.entry());
            let done = self
                .db
                .write(tenant, move |tx| {
                    let group = active(tx, id)?;
                    leave.check(tx, &group, entry.at)?;
                    if matches!(group.membership, Membership::ByRule { .. }) {
                        return Err(Fault::Conflict("rule"));
                    }
                    not_synced(tx, id)?;
                    let watched = watched(&house, tx, &group, entry.at)?;
                    let (mut done, mut added) = (Imported::default(), vec![]);
                    for (number, name) in &step {
                        match meant(tx, name)? {
                            None => done.unknown.push((*number, name.clone())),
                            Some(user) if tx.memberships().add(id, Member::Person(user), entry.at)? => {
                                added.push(user);
                            }
                            Some(_) => done.there += 1,
                        }
                    }
                    watched.after(&house, tx, entry.at)?;
                    done.added = added.len();
                    if !added.is_empty() {
                        let changes = Changes::default().made("membersAdded", &added);
                        leave.note_hole(tx, (entry, id), &changes)?;
                        leave.write(tx, entry, Verb::AddGroupMember, id, &changes)?;
                    }
                    Ok(done)
                })
                .await?;
            all.added += done.added;
            all.there += done.there;
            all.unknown.extend(done.unknown);
        }
        Ok(all)
    }

    /// The people in a group itself as a file; that it was written is in the audit log.
    pub async fn members_file(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ExportPeople>,
        id: Id<Group>,
    ) -> Result<Vec<u8>, Fault> {
        let entry = self.entry();
        let mut file = vec![];
        line(&mut file, ["userPrincipalName", "displayName", "id"])?;
        let (mut after, mut count) = (User::NOBODY, 0_usize);
        loop {
            let page = self.db.read(tenant, move |tx| tx.memberships().people(id, after, PAGE)).await?;
            let Some(last) = page.last() else { break };
            after = *last;
            let read = move |tx: &mut Tx<'_>| {
                page.iter().filter_map(|id| tx.users().by_id(*id).transpose()).collect::<Result<Vec<_>, _>>()
            };
            let people = self.db.read(tenant, read).await?;
            for user in people.iter().filter(|user| !user.state.is_deleted()) {
                line(&mut file, [user.name.as_str(), &user.display, &user.id.to_string()])?;
                count += 1;
            }
        }
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                tx.groups().by_id(id)?.ok_or(Fault::NotFound)?;
                let changes = Changes::default().made("people", count);
                entry.write(tx, &permit, Verb::ExportGroupMembers, ("group", Some(id)), &changes)
            })
            .await?;
        Ok(file)
    }
}

/// Somebody who was not deleted, by user name or id.
fn meant(tx: &mut Tx<'_>, name: &str) -> Result<Option<Id<User>>, Fault> {
    let user = match (name.parse::<Id<User>>(), NameKey::of(name)) {
        (Ok(id), _) => tx.users().by_id(id)?,
        (_, Ok(key)) => tx.users().by_login(&key)?,
        _ => None,
    };
    Ok(user.filter(|user| !user.state.is_deleted()).map(|user| user.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        read_lines(text).unwrap().into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn names_stand_on_lines_or_in_the_column_that_says_so() {
        assert_eq!(names("anna@x.nl\r\n\r\n piet@x.nl \n"), ["anna@x.nl", "piet@x.nl"]);
        let file = "\u{feff}displayName,userPrincipalName\n\"Vries, de\",anna@x.nl\nPiet,\"piet@x.nl\"\n";
        assert_eq!(names(file), ["anna@x.nl", "piet@x.nl"]);
        let template =
            "version:v1.0\nMember object ID or user principal name [memberObjectIdOrUpn] Required\na@x.nl\n";
        assert_eq!(names(template), ["a@x.nl"]);
        assert_eq!(read_lines(file).unwrap()[1].0, 3, "the number is the file's");
        assert_eq!(read_lines("name,mail\nAnna,anna@x.nl"), Err(LinesError::Column));
        assert_eq!(read_lines(&"a\n".repeat(MOST_LINES + 1)), Err(LinesError::TooMany));
        assert!(names("").is_empty());
    }
}
