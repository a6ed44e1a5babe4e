//! Users > Active users > Multi-factor authentication: the old per-user switch, who has it, and what really asks.

use std::sync::Arc;

use axum::response::Response;
use model::PerUserMfa;
use service::Page;
use service::authority::{ManagePerUserMfa, ReadPeople, Target};
use service::importing::file::FileError;
use service::per_user_mfa::{PerUserRow, file};

use super::desk::{Desk, refused, shown, with_query};
use super::shown::count;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Done, Entry, MfaFile, PerUserLine, PerUserMfaOff, PerUserMfaPage, SelectedAct, mfa_refused,
};
use crate::upload::Upload;

/// Where a file goes.
pub(super) const FILE: &str = "/admin/users/mfa/file";
/// Where it is switched off for everybody.
pub(super) const OFF: &str = "/admin/users/mfa/off";
/// How many people a page shows.
const LINES: usize = 50;

/// What the list is narrowed to, from the address.
struct Search {
    typed: String,
    state: Option<PerUserMfa>,
    after: Option<Page>,
}

impl Search {
    fn of(query: &Fields) -> Self {
        let after = query.get("after").parse().ok();
        Self {
            typed: query.get("q").trim().chars().take(120).collect(),
            state: PerUserMfa::from_word(query.get("state")),
            after: after.map(|id| Page { display: query.get("from").to_owned(), id }),
        }
    }

    /// The address of the page after this row.
    fn after(&self, last: &PerUserRow) -> String {
        let state = self.state.map_or("", PerUserMfa::word);
        let (from, id) = (&last.row.user.display, last.row.user.id.to_string());
        let pairs = [("q", self.typed.as_str()), ("state", state), ("from", from), ("after", &id)];
        with_query(Entry::PerUserMfa.path(), &pairs)
    }
}

/// The list.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::PerUserMfa).await?;
    let search = Search::of(&desk.query());
    shown(&screen(&desk, search, MfaFile::Nothing).await?)
}

/// Sets what a file says.
pub(super) async fn take(upload: Upload) -> Result<Response, Response> {
    let list = Entry::PerUserMfa.path();
    let (desk, _) = Desk::take(upload.form, Entry::PerUserMfa, list).await?;
    let permit = Arc::new(desk.permit::<ManagePerUserMfa>(Target::Organisation)?);
    let everybody = Search::of(&Fields::default());
    let rows = match file::read(&upload.file) {
        Ok(rows) => rows,
        Err(error) => return Err(not_read(&desk, everybody, error).await?),
    };
    let report = desk.house().set_per_user_mfa_by_file(desk.tenant(), &permit, rows).await;
    let report = desk.or_fault(report)?;
    let line = |(line, name, why): (u64, String, _)| (line, name, mfa_refused(desk.texts(), why));
    let done = MfaFile::Done {
        changed: count(report.changed),
        same: count(report.same),
        refused: report.refused.into_iter().map(line).collect(),
    };
    shown(&screen(&desk, everybody, done).await?)
}

async fn not_read(desk: &Desk, search: Search, error: FileError) -> Result<Response, Response> {
    Ok(refused(&screen(desk, search, MfaFile::NotRead(error)).await?))
}

/// Asks whether it is to be off for everybody.
pub(super) async fn ask(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::PerUserMfa).await?;
    drop(desk.permit::<ManagePerUserMfa>(Target::Organisation)?);
    let mut rows = vec![];
    for state in [PerUserMfa::Enforced, PerUserMfa::Enabled] {
        let search = Search { typed: String::new(), state: Some(state), after: None };
        rows.extend(found(&desk, &search).await?);
    }
    rows.truncate(LINES);
    shown(&PerUserMfaOff {
        shell: desk.shell(),
        on: on(&desk).await?,
        lines: rows.into_iter().map(|row| line(&desk, row)).collect(),
    })
}

/// Switches it off for everybody.
pub(super) async fn switch_off(form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::PerUserMfa, OFF).await?;
    let permit = Arc::new(desk.permit::<ManagePerUserMfa>(Target::Organisation)?);
    let off = desk.or_fault(desk.house().switch_off_per_user_mfa(desk.tenant(), &permit).await)?;
    let done = if off.left == 0 { Done::PerUserMfaOff } else { Done::PerUserMfaOffLeft };
    Ok(desk.done(Entry::PerUserMfa.path(), done))
}

async fn screen(desk: &Desk, search: Search, file: MfaFile) -> Result<PerUserMfaPage, Response> {
    let mut rows = found(desk, &search).await?;
    let more = if rows.len() > LINES {
        rows.truncate(LINES);
        rows.last().map(|last| desk.here.to(&search.after(last)))
    } else {
        None
    };
    let may_change = desk.may::<ManagePerUserMfa>(Target::Organisation);
    let mut shell = desk.shell();
    if file.is_shown() {
        // What a file came to stands in the answer of the form, which has no address of its own.
        Entry::PerUserMfa.path().clone_into(&mut shell.here);
    }
    Ok(PerUserMfaPage {
        shell,
        on: on(desk).await?,
        query: search.typed,
        state: search.state,
        lines: rows.into_iter().map(|row| line(desk, row)).collect(),
        more,
        acts: if may_change { SelectedAct::MFA.to_vec() } else { vec![] },
        file,
    })
}

async fn found(desk: &Desk, search: &Search) -> Result<Vec<PerUserRow>, Response> {
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let narrowed = (search.state, search.typed.as_str());
    let limit = LINES as i64 + 1;
    let read = desk.house().per_user_mfa(desk.tenant(), &permit, narrowed, search.after.clone(), limit);
    desk.or_fault(read.await)
}

async fn on(desk: &Desk) -> Result<u32, Response> {
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let counts = desk.house().per_user_mfa_counts(desk.tenant(), &permit).await;
    Ok(count(desk.or_fault(counts)?.on()))
}

/// For how many people it is on, where the reader may switch it off: what is offered beside what asks everybody.
pub(super) async fn offered(desk: &Desk) -> Result<u32, Response> {
    let may =
        desk.may::<ReadPeople>(Target::Organisation) && desk.may::<ManagePerUserMfa>(Target::Organisation);
    if may { on(desk).await } else { Ok(0) }
}

fn line(desk: &Desk, found: PerUserRow) -> PerUserLine {
    let user = found.row.user;
    PerUserLine {
        is_you: user.id == desk.visitor.user.id,
        id: user.id.to_string(),
        user_name: user.name.to_string(),
        name: user.display,
        state: user.per_user_mfa,
        has_second_step: found.row.has_second_factor,
        asked_by: found.asked_by,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_the_list_is_narrowed_to() {
        let query = b"q=an&state=enforced&from=Anna&after=7f000001-0000-4000-8000-000000000001";
        let search = Search::of(&Fields::read(query));
        assert_eq!((search.typed.as_str(), search.state), ("an", Some(PerUserMfa::Enforced)));
        assert_eq!(search.after.unwrap().display, "Anna");
        assert_eq!(Search::of(&Fields::read(b"state=on")).state, None, "no state of that name");
    }
}
