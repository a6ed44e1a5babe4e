use axum::extract::Path;
use axum::response::Response;
use model::{Id, User};
use service::authority::{ExportPersonalData, Target};

use super::desk::Desk;
use super::evidence::attached;
use crate::form::Form;
use crate::screens::admin::Entry;

/// Where what is kept of a person is downloaded: it leaves a record, so it is no address to open.
pub(super) const PATH: &str = "/admin/users/{id}/personal-data";

/// That address for one person.
pub(super) fn path(id: Id<User>) -> String {
    PATH.replace("{id}", &id.to_string())
}

/// What is kept of a person, for that person, whether or not they were deleted.
pub(super) async fn file(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let page = format!("{}/{id}", Entry::ActiveUsers.path());
    let (desk, _) = Desk::take(form, Entry::ActiveUsers, &page).await?;
    let id: Id<User> = desk.id(&id)?;
    let roles = desk.or_fault(desk.house().roles_of(desk.tenant(), id).await)?;
    let permit = desk.permit::<ExportPersonalData>(Target::Person(&roles))?;
    let file = desk.or_fault(desk.house().personal_data(desk.tenant(), permit, id).await)?;
    Ok(attached(file, "application/json", &format!("personal-data-{id}.json")))
}
