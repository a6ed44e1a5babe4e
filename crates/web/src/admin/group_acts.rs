//! What is done to a group as a whole, and the roles that it carries: each that takes something away is asked once more.

use axum::extract::Path;
use axum::response::Response;
use model::{Group, Role};
use service::Fault;
use service::authority::{AssignRoles, Target};
use service::groups::GroupDetails;
use service::people::RoleChange;

use super::desk::{Desk, refused, shown};
use super::group::{details, leave, path, taken};
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Confirm, Done, Entry, GroupLoses, Question, role};

/// Asks once more before a group goes, with what it gives.
pub(super) async fn ask_delete(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Groups).await?;
    let details = details(&desk, &id).await?;
    leave(&desk, details.weight)?;
    shown(&question(&desk, &details.group, "delete", Question::DeleteGroup(loses(&desk, &details))))
}

/// Deletes a group.
pub(super) async fn delete(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, details) = taken(&id, form).await?;
    let leave = leave(&desk, details.weight)?;
    if !fields.has("sure") {
        let asked = Question::DeleteGroup(loses(&desk, &details));
        return shown(&question(&desk, &details.group, "delete", asked));
    }
    let id = details.group.id;
    match desk.house().delete_group(desk.tenant(), leave, id).await {
        Ok(()) => {
            let undo = format!("{}/restore", path(id));
            Ok(desk.done_until_undone(&path(id), Done::GroupDeleted, (&undo, vec![])))
        }
        Err(Fault::Conflict("last administrator")) => Err(last_administrator(&desk, &details.group)),
        Err(fault) => Err(desk.fault(&fault)),
    }
}

/// Restores a deleted group.
pub(super) async fn restore(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, _, details) = taken(&id, form).await?;
    let leave = leave(&desk, details.weight)?;
    let id = details.group.id;
    match desk.house().restore_group(desk.tenant(), leave, id).await {
        Ok(()) => Ok(desk.done(&path(id), Done::GroupRestored)),
        Err(Fault::Conflict("last administrator")) => Err(last_administrator(&desk, &details.group)),
        Err(fault) => Err(desk.fault(&fault)),
    }
}

/// Asks once more before a deleted group is gone for good.
pub(super) async fn ask_purge(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Groups).await?;
    let details = details(&desk, &id).await?;
    leave(&desk, details.weight)?;
    let asked = Question::PurgeGroup(details.group.display.clone());
    shown(&question(&desk, &details.group, "purge", asked))
}

/// Deletes a deleted group for good.
pub(super) async fn purge(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, details) = taken(&id, form).await?;
    let leave = leave(&desk, details.weight)?;
    if !fields.has("sure") {
        let asked = Question::PurgeGroup(details.group.display.clone());
        return shown(&question(&desk, &details.group, "purge", asked));
    }
    desk.or_fault(desk.house().purge_group(desk.tenant(), leave, details.group.id).await)?;
    Ok(desk.done(Entry::Groups.path(), Done::GroupPurged))
}

/// Lets a group carry a role.
pub(super) async fn give_role(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, details) = taken(&id, form).await?;
    let permit = desk.permit::<AssignRoles>(Target::Organisation)?;
    if fields.get("role").is_empty() {
        return Ok(desk.done(&path(details.group.id), Done::NoRole));
    }
    let role = role_of(&desk, fields.get("role"))?;
    let id = details.group.id;
    let given = desk.house().set_group_role(desk.tenant(), permit, id, RoleChange::Give(role)).await;
    desk.or_fault(given)?;
    Ok(desk.done(&path(id), Done::RoleGiven))
}

/// Asks once more before a role is taken from a group.
pub(super) async fn ask_role(
    here: Here,
    Path((id, role)): Path<(String, String)>,
) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Groups).await?;
    desk.permit::<AssignRoles>(Target::Organisation)?;
    let details = details(&desk, &id).await?;
    let role = role_of(&desk, &role)?;
    shown(&role_question(&desk, &details.group, role))
}

/// Takes a role from a group.
pub(super) async fn take_role(
    Path((id, role)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    let (desk, fields, details) = taken(&id, form).await?;
    let permit = desk.permit::<AssignRoles>(Target::Organisation)?;
    let role = role_of(&desk, &role)?;
    if !fields.has("sure") {
        return shown(&role_question(&desk, &details.group, role));
    }
    let id = details.group.id;
    match desk.house().set_group_role(desk.tenant(), permit, id, RoleChange::Take(role)).await {
        Ok(()) => Ok(desk.done(&path(id), Done::RoleTaken)),
        Err(Fault::Conflict("last administrator")) => Err(last_administrator(&desk, &details.group)),
        Err(fault) => Err(desk.fault(&fault)),
    }
}

/// The page that says that nobody would be left who may do everything.
pub(super) fn last_administrator(desk: &Desk, group: &Group) -> Response {
    refused(&question(desk, group, "", Question::LastGroupOfAdministrators(group.display.clone())))
}

fn role_of(desk: &Desk, text: &str) -> Result<Role, Response> {
    Role::from_id(desk.id(text)?).ok_or_else(|| desk.missing())
}

fn role_question(desk: &Desk, group: &Group, role: Role) -> Confirm {
    let act = format!("roles/{}/take", role.id());
    question(desk, group, &act, Question::TakeRole(group.display.clone(), role))
}

fn question(desk: &Desk, group: &Group, act: &str, question: Question) -> Confirm {
    let back = path(group.id);
    Confirm {
        shell: desk.shell(),
        question,
        action: desk.here.to(&format!("{back}/{act}")),
        back: desk.here.to(&back),
        fields: vec![("sure".to_owned(), "yes".to_owned())],
    }
}

/// What the members of a group would lose.
fn loses(desk: &Desk, details: &GroupDetails) -> GroupLoses {
    let t = desk.texts();
    GroupLoses {
        name: details.group.display.clone(),
        members: details.members,
        roles: details.roles.iter().map(|held| role(t, *held)).collect(),
        apps: details.apps.iter().map(|app| app.name.clone()).collect(),
        inside: details.inside.iter().map(|group| group.display.clone()).collect(),
    }
}
