//! Taking what is known of people out in a file.

use model::{Attribute, Id, Tenant, UserState};
use store::{Page, PeopleFilter, Tables};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ExportPeople, Permit};
use crate::house::House;
use crate::person_changes::{person, typed};
use crate::spreadsheet::line;

/// The most people of one file.
pub const MOST: usize = 100_000;
/// How many people are read at once.
const STEP: i64 = 500;

impl House {
    /// The people of a list as a file of comma-separated values (RFC 4180), in UTF-8 with a mark at its beginning that
    /// spreadsheets look for. What was taken out is in the audit log: how many people, and what the list was narrowed to.
    pub async fn export_people(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ExportPeople>,
        filter: PeopleFilter,
    ) -> Result<Vec<u8>, Fault> {
        let mut file = b"\xef\xbb\xbf".to_vec();
        let heading = Attribute::ALL.iter().map(|attribute| attribute.word());
        line(&mut file, heading.chain(["accountEnabled", "state", "secondStep", "lastSignIn"]))?;
        let (mut people, mut after) = (0, None::<Page>);
        let zone = self.zone();
        loop {
            let (narrowed, from, zone) = (filter.clone(), after.clone(), zone.clone());
            let read = self.db.read(tenant, move |tx| {
                let rows = tx.users().list(&narrowed, from.as_ref(), STEP)?;
                let mut lines = Vec::with_capacity(rows.len());
                let last = rows.last().map(|row| Page { display: row.user.display.clone(), id: row.user.id });
                for row in rows {
                    let known = person(tx, row.user)?;
                    let mut cells: Vec<String> =
                        typed(tx, &zone, &known)?.into_iter().map(|(_, text)| text).collect();
                    cells.extend(beside(known.user.state));
                    cells.push(if row.has_second_factor { "yes" } else { "no" }.to_owned());
                    cells.push(row.last_sign_in.map_or_else(String::new, |at| moment(at.as_secs())));
                    lines.push(cells);
                }
                Ok::<_, Fault>((lines, last))
            });
            let (lines, last) = read.await?;
            let is_last = lines.is_empty() || people + lines.len() >= MOST;
            people += lines.len();
            for cells in &lines {
                line(&mut file, cells.iter().map(String::as_str))?;
            }
            after = last;
            if is_last {
                break;
            }
        }
        self.keep_export(tenant, permit, (people, &filter)).await?;
        Ok(file)
    }

    async fn keep_export(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ExportPeople>,
        (people, filter): (usize, &PeopleFilter),
    ) -> Result<(), Fault> {
        let entry = self.entry();
        let narrowed = filter.words();
        self.db
            .write(tenant, move |tx| {
                crate::standing::may_still(tx, &permit, None, entry.at)?;
                let changes = Changes::default().made("people", people);
                let changes =
                    if narrowed.is_empty() { changes } else { changes.made("filter", narrowed.clone()) };
                let target = ("organisation", Some(tenant));
                entry.write(tx, &permit, Verb::ExportPeople, target, &changes)
            })
            .await
    }
}

fn beside(state: UserState) -> [String; 2] {
    let word = match state {
        UserState::Invited { .. } => "invited",
        UserState::Active => "active",
        UserState::Blocked { .. } => "blocked",
        UserState::Deleted { .. } => "deleted",
    };
    let enabled = if matches!(state, UserState::Blocked { .. }) { "no" } else { "yes" };
    [enabled.to_owned(), word.to_owned()]
}

pub(crate) fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| String::new(), |at| at.to_string())
}
