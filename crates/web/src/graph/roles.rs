//! `directoryRoles` and `roleManagement/directory`: who holds which role, giving it and taking it. Who gives and takes is
//! somebody who has just shown that it is them: an application by itself hands out no power.

use axum::extract::Path;
use graph::directory;
use graph::odata::Filter;
use model::{Id, Locale, Member, Role};
use serde_json::{Value, json};
use service::authority::{AssignRoles, ReadRoles, Target};
use service::directory::Held;
use service::people::RoleChange;

use super::applications::wrong;
use super::call::{Answer, Call};
use super::people::{self, not_offered};
use super::problem::Problem;
use crate::screens::admin::role as name_of;

const CONTEXT: &str = "directoryRoles";

pub(super) async fn list(call: Call) -> Answer {
    call.permit::<ReadRoles>(Target::Organisation)?;
    call.list(CONTEXT, Role::ALL.into_iter().map(written).collect())
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    call.permit::<ReadRoles>(Target::Organisation)?;
    call.one(CONTEXT, written(role(&call, &id)?))
}

pub(super) async fn members(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadRoles>(Target::Organisation)?;
    let holders = call.house().directory_holders(call.tenant(), &permit, role(&call, &id)?).await;
    let told = call.or_fault(holders, &id)?.iter().map(|person| people::typed(&call, person)).collect();
    call.list("directoryObjects", told)
}

const ASSIGNMENTS: &str = "roleManagement/directory/roleAssignments";

/// Those that were given to people and groups themselves; whoever has one through a group is told by `directoryRoles`.
pub(super) async fn assignments(call: Call) -> Answer {
    call.permit::<ReadRoles>(Target::Organisation)?;
    let given = given(&call, of_whom(&call)?).await?;
    call.list(ASSIGNMENTS, given.iter().map(assignment).collect())
}

pub(super) async fn one_assignment(Path(id): Path<String>, call: Call) -> Answer {
    call.permit::<ReadRoles>(Target::Organisation)?;
    let (role, holder) = named(&call, &id)?;
    let held = given(&call, Some(holder)).await?.into_iter().find(|held| held.role == role);
    call.one(ASSIGNMENTS, assignment(&held.ok_or_else(|| Problem::missing(call.family, &id))?))
}

/// `{"principalId", "roleDefinitionId", "directoryScopeId": "/"}`.
pub(super) async fn assign(call: Call) -> Answer {
    call.permit::<AssignRoles>(Target::Organisation)?;
    let members = call.members()?;
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    if text("directoryScopeId").is_some_and(|scope| scope != "/") {
        return Err(wrong("Roles are of the whole organisation: 'directoryScopeId' is '/'."));
    }
    let role = role(&call, text("roleDefinitionId").ok_or_else(|| wrong("'roleDefinitionId' is missing."))?)?;
    let holder = call.id(text("principalId").ok_or_else(|| wrong("'principalId' is missing."))?)?;
    let holder = give(&call, holder, role).await?;
    call.created(ASSIGNMENTS, assignment(&Held { holder, role }))
}

pub(super) async fn unassign(Path(id): Path<String>, call: Call) -> Answer {
    call.permit::<AssignRoles>(Target::Organisation)?;
    let (role, holder) = named(&call, &id)?;
    take(&call, holder, role).await
}

/// `{"@odata.id": "https://…/v1.0/directoryObjects/{id}"}`: only the last segment says something.
pub(super) async fn add_member(Path(id): Path<String>, call: Call) -> Answer {
    call.permit::<AssignRoles>(Target::Organisation)?;
    let members = call.members()?;
    let address = members.get("@odata.id").and_then(Value::as_str);
    let address = address.ok_or_else(|| wrong("'@odata.id' is missing."))?;
    let holder = call.id(address.rsplit('/').next().unwrap_or_default())?;
    give(&call, holder, role(&call, &id)?).await?;
    Call::done()
}

pub(super) async fn remove_member(Path((id, member)): Path<(String, String)>, call: Call) -> Answer {
    call.permit::<AssignRoles>(Target::Organisation)?;
    take(&call, call.id(&member)?, role(&call, &id)?).await
}

async fn give(call: &Call, id: Id<()>, role: Role) -> Result<Member, Problem> {
    let permit = call.permit::<AssignRoles>(Target::Organisation)?;
    let holder = call.or_fault(call.house().bearer(call.tenant(), &permit, id).await, &id.to_string())?;
    if given(call, Some(id)).await?.iter().any(|held| held.role == role) {
        return Err(wrong("A conflicting object is present in the directory: the role was given already."));
    }
    change(call, holder, RoleChange::Give(role)).await?;
    Ok(holder)
}

async fn take(call: &Call, id: Id<()>, role: Role) -> Answer {
    call.permit::<AssignRoles>(Target::Organisation)?;
    let held = given(call, Some(id)).await?.into_iter().find(|held| held.role == role);
    let held = held.ok_or_else(|| Problem::missing(call.family, &id.to_string()))?;
    change(call, held.holder, RoleChange::Take(role)).await?;
    Call::done()
}

async fn change(call: &Call, holder: Member, change: RoleChange) -> Result<(), Problem> {
    let permit = call.permit::<AssignRoles>(Target::Organisation)?;
    let changed = match holder {
        Member::Person(user) => call.house().set_role(call.tenant(), permit, user, change).await,
        Member::Group(group) => call.house().set_group_role(call.tenant(), permit, group, change).await,
    };
    call.or_fault(changed, &holder.id().to_string())
}

async fn given(call: &Call, holder: Option<Id<()>>) -> Result<Vec<Held>, Problem> {
    let permit = call.permit::<ReadRoles>(Target::Organisation)?;
    let given = call.house().directory_roles_given(call.tenant(), &permit, holder).await;
    call.or_fault(given, "")
}

fn assignment(held: &Held) -> Value {
    let (principal, role) = (held.holder.id(), held.role.id());
    json!({
        "id": format!("{role}-{principal}"),
        "directoryScopeId": "/",
        "principalId": principal.to_string(),
        "roleDefinitionId": role.to_string(),
    })
}

/// The role and the holder that the id of an assignment names.
fn named(call: &Call, id: &str) -> Result<(Role, Id<()>), Problem> {
    let missing = || Problem::missing(call.family, id);
    let (role, holder) = id.split_at_checked(36).ok_or_else(missing)?;
    let holder = holder.strip_prefix('-').ok_or_else(missing)?;
    Ok((self::role(call, role)?, call.id(holder)?))
}

/// One holder's are read by an index; everybody's are few.
fn of_whom(call: &Call) -> Result<Option<Id<()>>, Problem> {
    for part in call.query.filter.iter().flat_map(Filter::parts) {
        match part {
            Filter::Is(name, Value::String(id)) if name == "principalId" => return Ok(Some(call.id(id)?)),
            Filter::Is(name, _) if name == "roleDefinitionId" => {}
            _ => return Err(not_offered("Assignments are found by principalId and roleDefinitionId.")),
        }
    }
    Ok(None)
}

fn role(call: &Call, id: &str) -> Result<Role, Problem> {
    // Graph also names them `roleTemplateId=…`.
    let id = id.strip_prefix("roleTemplateId=").unwrap_or(id);
    Role::from_id(call.id(id)?).ok_or_else(|| Problem::missing(call.family, id))
}

fn written(role: Role) -> Value {
    directory::role(role, &name_of(text::of(Locale::En), role))
}
