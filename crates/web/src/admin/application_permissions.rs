//! What an application may do at the admin API.

use axum::extract::Path;
use axum::response::Response;
use model::{AppId, Id};
use service::app_permissions::PermissionChange;
use service::authority::{GivePermissions, Target};

use super::application::path;
use super::desk::Desk;
use crate::form::Form;
use crate::screens::admin::{Done, Entry, permission_from_value};

/// Gives a permission.
pub(super) async fn give(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, id, value) = taken(&id, form).await?;
    let permit = desk.permit::<GivePermissions>(Target::Organisation)?;
    let change = PermissionChange::Give(permission_from_value(&value).ok_or_else(|| desk.missing())?);
    desk.or_fault(desk.house().set_app_permission(desk.tenant(), permit, id, change).await)?;
    let undo = (format!("{}/permissions/remove", path(id)), vec![("permission".to_owned(), value)]);
    Ok(desk.done_until_undone(&path(id), Done::Saved, (&undo.0, undo.1)))
}

/// Takes one.
pub(super) async fn take(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, id, value) = taken(&id, form).await?;
    let permit = desk.permit::<GivePermissions>(Target::Organisation)?;
    let change = PermissionChange::Take(permission_from_value(&value).ok_or_else(|| desk.missing())?);
    desk.or_fault(desk.house().set_app_permission(desk.tenant(), permit, id, change).await)?;
    let undo = (format!("{}/permissions", path(id)), vec![("permission".to_owned(), value)]);
    Ok(desk.done_until_undone(&path(id), Done::Saved, (&undo.0, undo.1)))
}

async fn taken(id: &str, form: Form) -> Result<(Desk, Id<AppId>, String), Response> {
    let page = format!("{}/{id}", Entry::Applications.path());
    let (desk, fields) = Desk::take(form, Entry::Applications, &page).await?;
    let id = desk.id(id)?;
    let value = fields.get("permission").to_owned();
    Ok((desk, id, value))
}
