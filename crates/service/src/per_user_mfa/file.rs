//! Setting the switch of many people by a file: a line for each, `Username,MFA Status` as the old page of Microsoft took it,
//! or our own words for the columns. Doing it again changes nothing.

use std::sync::Arc;

use model::{Id, NameKey, PerUserMfa, Tenant};
use store::Tables;

use super::{Left, STEP};
use crate::Fault;
use crate::authority::{ManagePerUserMfa, Permit};
use crate::house::House;
use crate::importing::file::{FileError, MOST_BYTES, MOST_ROWS};

/// What the columns are called, in small letters and without spaces: who, and the state.
const NAMES: [&str; 2] = ["userprincipalname", "username"];
const STATES: [&str; 2] = ["perusermfastate", "mfastatus"];

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MfaRow {
    /// Its line in the file; the first is 1.
    pub line: u64,
    /// The name to sign in with, as it is written.
    pub name: String,
    /// The state; none for a word that is no state.
    pub state: Option<PerUserMfa>,
}

/// What came of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MfaReport {
    /// How many people were changed.
    pub changed: usize,
    /// How many were so already.
    pub same: usize,
    /// Lines that were refused, by their number, with the name that stands there.
    pub refused: Vec<(u64, String, MfaRefused)>,
}

/// Why a line was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MfaRefused {
    /// The state is none.
    State,
    /// The person was left as they are.
    Left(Left),
}

/// Reads a file: commas or semicolons, a heading, and below it a line each.
pub fn read(bytes: &[u8]) -> Result<Vec<MfaRow>, FileError> {
    if bytes.len() > MOST_BYTES {
        return Err(FileError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| FileError::NotText)?;
    // Lines are counted by their ends, and one of two characters would be counted late.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let heading = text.lines().next().unwrap_or_default();
    let separator = if heading.contains(';') && !heading.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| FileError::Broken(1))?.clone();
    let place = |known: &[&str]| {
        headings.iter().position(|heading| known.contains(&heading.to_lowercase().replace(' ', "").as_str()))
    };
    let name_at = place(&NAMES).ok_or(FileError::NoNames)?;
    let state_at = place(&STATES).ok_or_else(|| FileError::UnknownColumn("perUserMfaState".to_owned()))?;
    let mut rows = vec![];
    for record in reader.records() {
        let record =
            record.map_err(|error| FileError::Broken(error.position().map_or(1, csv::Position::line)))?;
        let line = record.position().map_or(1, |at| at.line() + empty_lines(&text, at));
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() > headings.len() {
            return Err(FileError::Broken(line));
        }
        if rows.len() == MOST_ROWS {
            return Err(FileError::TooLarge);
        }
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let state = PerUserMfa::from_word(&cell(state_at).to_lowercase());
        rows.push(MfaRow { line, name: cell(name_at).to_owned(), state });
    }
    if rows.is_empty() { Err(FileError::Empty) } else { Ok(rows) }
}

/// How many lines with nothing in them stand where a record is looked for.
fn empty_lines(text: &str, at: &csv::Position) -> u64 {
    let from = usize::try_from(at.byte()).ok().and_then(|byte| text.get(byte..)).unwrap_or_default();
    from.bytes().take_while(|byte| *byte == b'\n').map(|_| 1).sum()
}

impl House {
    /// Sets the switch of many people, in steps that each happen or do not.
    pub async fn set_per_user_mfa_by_file(
        &self,
        tenant: Id<Tenant>,
        permit: &Arc<Permit<ManagePerUserMfa>>,
        rows: Vec<MfaRow>,
    ) -> Result<MfaReport, Fault> {
        let mut report = MfaReport::default();
        for rows in rows.chunks(STEP) {
            let names: Vec<Option<NameKey>> = rows.iter().map(|row| NameKey::of(&row.name).ok()).collect();
            let found = self
                .db
                .read(tenant, move |tx| {
                    let by_name = |key: &Option<NameKey>| match key {
                        Some(key) => Ok(tx.users().by_login(key)?.map(|user| user.id)),
                        None => Ok::<_, Fault>(None),
                    };
                    names.iter().map(by_name).collect::<Result<Vec<_>, Fault>>()
                })
                .await?;
            let (mut step, mut of_step) = (vec![], vec![]);
            for (row, id) in rows.iter().zip(found) {
                match (row.state, id) {
                    (None, _) => report.refuse(row, MfaRefused::State),
                    (_, None) => report.refuse(row, MfaRefused::Left(Left::Nobody)),
                    (Some(state), Some(id)) => {
                        step.push((id, state, self.entry()));
                        of_step.push(row);
                    }
                }
            }
            for (row, came) in of_step.into_iter().zip(self.set_step(tenant, permit, step).await?) {
                match came {
                    Ok(_) => report.changed += 1,
                    Err(Left::Already) => report.same += 1,
                    Err(left) => report.refuse(row, MfaRefused::Left(left)),
                }
            }
        }
        report.refused.sort_by_key(|(line, ..)| *line);
        Ok(report)
    }
}

impl MfaReport {
    fn refuse(&mut self, row: &MfaRow, why: MfaRefused) {
        self.refused.push((row.line, row.name.clone(), why));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_file_and_our_own_are_read() {
        let old =
            read(b"Username,MFA Status\r\npiet@example.org,Enabled\r\n\r\njoke@example.org,On\r\n").unwrap();
        let row = |line, name: &str, state| MfaRow { line, name: name.to_owned(), state };
        let expected =
            [row(2, "piet@example.org", Some(PerUserMfa::Enabled)), row(4, "joke@example.org", None)];
        assert_eq!(old, expected);
        let own = read(
            b"\xef\xbb\xbfperUserMfaState;department;userPrincipalName\nenforced;Sales;piet@example.org",
        )
        .unwrap();
        assert_eq!(own, [row(2, "piet@example.org", Some(PerUserMfa::Enforced))]);
    }

    #[test]
    fn what_is_no_such_file_says_what_is_wrong() {
        assert_eq!(read(b"name,MFA Status\nx,Enabled"), Err(FileError::NoNames));
        assert_eq!(
            read(b"Username,status\nx,Enabled"),
            Err(FileError::UnknownColumn("perUserMfaState".to_owned()))
        );
        assert_eq!(read(b"Username,MFA Status\n"), Err(FileError::Empty));
        assert_eq!(read(b"Username,MFA Status\na,Enabled,more"), Err(FileError::Broken(2)));
        assert_eq!(read(&[0xff]), Err(FileError::NotText));
    }
}
