use axum::extract::Path;
use axum::response::Response;
use service::authority::{EndSessions, Target};

use super::desk::Desk;
use super::person;
use crate::form::Form;
use crate::screens::admin::{Done, Entry};

/// Forgets a remembered browser of a person. It only makes Sluis ask once more, so nobody is asked whether they are
/// sure.
pub(super) async fn forget(
    Path((id, record)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    let page = format!("{}/{id}", Entry::ActiveUsers.path());
    let (desk, _) = Desk::take(form, Entry::ActiveUsers, &page).await?;
    let record = desk.id(&record)?;
    let details = person::details(&desk, &id).await?;
    let permit = desk.permit::<EndSessions>(Target::Person(&details.roles))?;
    let forgotten = desk.house().forget_remembered(desk.tenant(), permit, (details.user.id, record)).await;
    desk.or_fault(forgotten)?;
    Ok(desk.done(&page, Done::Forgotten))
}
