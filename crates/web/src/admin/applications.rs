use axum::response::Response;
use service::App;
use service::apps::AppLine;
use service::authority::{ManageApps, ReadApps, Target};

use super::desk::{Desk, shown, with_query};
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
    let read = desk.house().app_lines(desk.tenant(), &permit, after, LINES as i64 + 1).await;
    let mut lines = desk.or_fault(read)?;
    let is_more = lines.len() > LINES;
    lines.truncate(LINES);
    let more = lines.last().filter(|_| is_more).map(|last| desk.here.to(&after_app(&last.app)));
    shown(&Applications {
        shell: desk.shell(),
        lines: lines.iter().map(|line| shown_line(&desk, line)).collect(),
        more,
        may_manage: desk.may::<ManageApps>(Target::Organisation),
    })
}

fn after_app(last: &App) -> String {
    with_query(Entry::Applications.path(), &[("from", &last.name), ("after", &last.app_id.to_string())])
}

fn shown_line(desk: &Desk, line: &AppLine) -> ApplicationLine {
    ApplicationLine {
        id: line.app.app_id.to_string(),
        name: line.app.name.clone(),
        kind: line.app.kind,
        named: line.named.map(count),
        last_sign_in: line.last_sign_in.map(|at| desk.recently(at)),
    }
}
