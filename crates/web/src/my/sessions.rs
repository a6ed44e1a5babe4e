use axum::extract::Path;
use axum::response::Response;
use model::PasswordState;

use crate::admin::desk::{Desk, shown};
use crate::admin::shown as lines;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Done, Entry};
use crate::screens::my::MySessions;

/// How many sign-ins the page shows; the others have a page of their own.
const LATEST: usize = 5;

/// Where one is signed in, and one's own sign-ins.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::MySessions).await?;
    let overview = desk.or_fault(desk.house().overview(desk.tenant(), &desk.visitor).await)?;
    let name = &desk.visitor.user.display;
    let latest = &overview.records[..overview.records.len().min(LATEST)];
    shown(&MySessions {
        shell: desk.shell(),
        sessions: lines::sessions(&desk, &overview.sessions),
        remembered: lines::remembered(&desk, &overview.remembered),
        sign_ins: lines::attempts(&desk, name, latest).await?,
        has_password: desk.visitor.user.password != PasswordState::None,
        help_contact: desk.here.organisation.help_contact.clone(),
    })
}

/// Ends one of one's own sessions.
pub(super) async fn end(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::MySessions, Entry::MySessions.path()).await?;
    let session = desk.id(&id)?;
    desk.or_fault(desk.house().end_own_session(desk.tenant(), &desk.visitor, session).await)?;
    Ok(desk.done(Entry::MySessions.path(), Done::SessionEnded))
}

/// Ends all of one's own sessions but this one.
pub(super) async fn end_others(form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::MySessions, Entry::MySessions.path()).await?;
    desk.or_fault(desk.house().end_other_sessions(desk.tenant(), &desk.visitor).await)?;
    Ok(desk.done(Entry::MySessions.path(), Done::SignedOutElsewhere))
}

/// Forgets one of one's own remembered browsers: in it one is asked again.
pub(super) async fn forget(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::MySessions, Entry::MySessions.path()).await?;
    let record = desk.id(&id)?;
    desk.or_fault(desk.house().forget_own_remembered(desk.tenant(), &desk.visitor, record).await)?;
    Ok(desk.done(Entry::MySessions.path(), Done::Forgotten))
}
