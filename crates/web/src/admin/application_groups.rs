//! The groups whose members may sign in to an application.

use axum::extract::Path;
use axum::response::Response;
use model::{Group, Id};
use service::Fault;
use service::apps::Naming;
use service::authority::{ReadPeople, Target};

use super::application::{Extra, details, path, screen, taken};
use super::desk::{Desk, refused};
use crate::form::{Fields, Form};
use crate::screens::admin::Done;

/// Names a group, by its name or id.
pub(super) async fn name_group(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let details = details(&desk, &id).await?;
    let id = details.app.app_id;
    let typed: String = fields.get("group").trim().chars().take(120).collect();
    let error = match meant(&desk, &fields, &typed).await? {
        None => desk.texts().groups_app_nobody(&typed),
        Some(group) => {
            let named = desk.house().name_for_app(desk.tenant(), permit, id, Naming::AddGroup(group)).await;
            match named {
                Ok(()) => return Ok(desk.done(&path(id), Done::Named)),
                Err(Fault::Conflict("group")) => desk.texts().groups_error_member(),
                Err(fault) => return Err(desk.fault(&fault)),
            }
        }
    };
    let extra = Extra { group_error: Some((typed, error)), ..Extra::default() };
    Err(refused(&screen(&desk, details, extra)))
}

/// The one group that is called so, or whose name alone begins so.
async fn meant(desk: &Desk, fields: &Fields, typed: &str) -> Result<Option<Id<Group>>, Response> {
    if let Ok(id) = fields.get("group").parse() {
        return Ok(Some(id));
    }
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let found = desk.or_fault(desk.house().find_groups(desk.tenant(), &permit, typed).await)?;
    let exact: Vec<&Group> = found.iter().filter(|group| group.display.eq_ignore_ascii_case(typed)).collect();
    Ok(match (exact.as_slice(), found.as_slice()) {
        ([one], _) => Some(one.id),
        ([], [one]) => Some(one.id),
        _ => None,
    })
}

/// Takes a group's name off.
pub(super) async fn unname_group(
    Path((id, group)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    let (desk, _, permit) = taken(&id, form).await?;
    let id = details(&desk, &id).await?.app.app_id;
    let group: Id<Group> = desk.id(&group)?;
    let removed = desk.house().name_for_app(desk.tenant(), permit, id, Naming::RemoveGroup(group)).await;
    desk.or_fault(removed)?;
    let again = (format!("{}/groups", path(id)), vec![("group".to_owned(), group.to_string())]);
    Ok(desk.done_until_undone(&path(id), Done::NoLongerNamed, (&again.0, again.1)))
}
