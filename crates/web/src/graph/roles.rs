//! `directoryRoles` and `roleManagement/directory`: who holds which role.

use axum::extract::Path;
use graph::directory;
use graph::odata::Filter;
use model::{Id, Locale, Role, User};
use serde_json::{Value, json};
use service::authority::{ReadRoles, Target};

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

/// Those that were given to people themselves; whoever has one through a group is told by `directoryRoles`.
pub(super) async fn assignments(call: Call) -> Answer {
    let permit = call.permit::<ReadRoles>(Target::Organisation)?;
    let given = call.house().directory_roles_given(call.tenant(), &permit, of_whom(&call)?).await;
    let told = call.or_fault(given, "")?.into_iter().map(|held| {
        let (principal, role) = (held.holder.id(), held.role.id());
        json!({
            "id": format!("{role}-{principal}"),
            "directoryScopeId": "/",
            "principalId": principal.to_string(),
            "roleDefinitionId": role.to_string(),
        })
    });
    call.list("roleManagement/directory/roleAssignments", told.collect())
}

/// One person's are read by an index; everybody's are few.
fn of_whom(call: &Call) -> Result<Option<Id<User>>, Problem> {
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
