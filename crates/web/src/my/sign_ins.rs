use axum::response::Response;
use model::{Id, MethodSet, Timestamp};
use service::log::Entry as Kept;

use crate::admin::desk::{Desk, shown, with_query};
use crate::admin::sign_ins::line;
use crate::here::Here;
use crate::screens::admin::{Entry, method};
use crate::screens::my::{MySignIns, OwnSignIn};

/// The page's address.
pub(super) const PATH: &str = "/my/sign-ins";
/// How many sign-ins a page shows.
const LINES: usize = 50;

/// One's own sign-ins, page by page.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::MySessions).await?;
    let house = desk.house();
    let asked = house.own_sign_ins(desk.tenant(), &desk.visitor, before(&desk), LINES as i64 + 1).await;
    let mut found = desk.or_fault(asked)?;
    let is_more = found.len() > LINES;
    found.truncate(LINES);
    let more = found.last().filter(|_| is_more).map(|(last, _)| desk.here.to(&after(last)));
    shown(&MySignIns {
        shell: desk.shell(),
        lines: found.iter().map(|(kept, methods)| own(&desk, kept, *methods)).collect(),
        more,
        help_contact: desk.here.organisation.help_contact.clone(),
    })
}

fn own(desk: &Desk, kept: &Kept, methods: MethodSet) -> OwnSignIn {
    let with: Vec<String> = methods.iter().map(|one| method(desk.texts(), one)).collect();
    OwnSignIn { line: line(desk, kept), with: with.join(", ") }
}

fn before(desk: &Desk) -> Option<(Timestamp, Id<signin::RecordId>)> {
    let query = desk.query();
    let at = query.get("before").parse().ok().map(Timestamp::from_micros)?;
    Some((at, query.get("id").parse().ok()?))
}

fn after(last: &Kept) -> String {
    let (at, id) = (last.record.at.as_micros().to_string(), last.record.id.to_string());
    with_query(PATH, &[("before", &at), ("id", &id)])
}
