use axum::response::Response;
use model::{AppId, Id};
use service::App;
use service::apps::AppLine;
use service::authority::{ManageApps, Permit, ReadApps, Target};

use super::application;
use super::desk::{Desk, shown, with_query};
use super::people::capitalised;
use super::shown::count;
use crate::here::Here;
use crate::screens::admin::{ApplicationLine, Applications, Entry};

/// How many applications a page shows.
const LINES: usize = 50;

/// Applications, by name.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Applications).await?;
    let permit = desk.permit::<ReadApps>(Target::Organisation)?;
    let query = desk.query();
    let after = query.get("after").parse().ok().map(|id| (query.get("from").to_owned(), id));
    let typed: String = query.get("q").trim().chars().take(120).collect();
    let mut lines = found(&desk, &permit, &typed, after).await?;
    let is_more = lines.len() > LINES;
    lines.truncate(LINES);
    let more = lines.last().filter(|_| is_more).map(|last| desk.here.to(&after_app(&typed, &last.app)));
    shown(&Applications {
        shell: desk.shell(),
        query: typed,
        lines: lines.iter().map(|line| shown_line(&desk, line)).collect(),
        open: application::beside(&desk, &permit).await?,
        more,
        may_manage: desk.may::<ManageApps>(Target::Organisation),
    })
}

/// The applications of a page, and one more when there is a next page: whose name begins as typed, else as typed with
/// a capital.
async fn found(
    desk: &Desk,
    permit: &Permit<ReadApps>,
    typed: &str,
    after: Option<(String, Id<AppId>)>,
) -> Result<Vec<AppLine>, Response> {
    let size = LINES as i64 + 1;
    let read = desk.house().app_lines(desk.tenant(), permit, typed.to_owned(), after.clone(), size).await;
    let lines = desk.or_fault(read)?;
    if !lines.is_empty() || typed.is_empty() {
        return Ok(lines);
    }
    desk.or_fault(desk.house().app_lines(desk.tenant(), permit, capitalised(typed), after, size).await)
}

fn after_app(typed: &str, last: &App) -> String {
    let id = last.app_id.to_string();
    with_query(Entry::Applications.path(), &[("q", typed), ("from", &last.name), ("after", &id)])
}

fn shown_line(desk: &Desk, line: &AppLine) -> ApplicationLine {
    ApplicationLine {
        id: line.app.app_id.to_string(),
        name: line.app.name.clone(),
        kind: line.app.kind,
        named: line.named.map(count),
        groups: count(line.groups),
        last_sign_in: line.last_sign_in.map(|at| desk.recently(at)),
    }
}
