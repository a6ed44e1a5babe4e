use axum::response::Response;
use service::Fault;
use service::authority::{AssignRoles, ManageGroups, Target};
use service::groups::{NewGroup, read_rule};

use super::desk::{Desk, refused, shown};
use super::group;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{Done, Entry, GroupError, GroupForm, GroupNew};

/// Where a group is made.
pub(super) const PATH: &str = "/admin/groups/new";

/// The empty form.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Groups).await?;
    desk.permit::<ManageGroups>(Target::Organisation)?;
    shown(&screen(&desk, GroupForm::default(), None))
}

/// Makes the group.
pub(super) async fn add(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Groups, PATH).await?;
    let form = typed(&fields);
    let new = NewGroup {
        display: form.name.clone(),
        description: form.description.clone(),
        carries_roles: form.carries_roles,
        rule: Some(form.rule.trim().to_owned()).filter(|rule| !rule.is_empty()),
    };
    let weight = new.weight();
    let leave = group::leave(&desk, weight)?;
    match desk.house().add_group(desk.tenant(), leave, new).await {
        Ok(id) => Ok(desk.done(&group::path(id), Done::GroupAdded)),
        Err(fault) => Err(match error(&fault, &form.rule) {
            Some(error) => refused(&screen(&desk, form, Some(error))),
            None => desk.fault(&fault),
        }),
    }
}

pub(super) fn typed(fields: &Fields) -> GroupForm {
    GroupForm {
        name: fields.get("name").to_owned(),
        description: fields.get("description").to_owned(),
        carries_roles: fields.get("carries_roles") == "yes",
        rule: fields.get("rule").to_owned(),
    }
}

pub(super) fn error(fault: &Fault, rule: &str) -> Option<GroupError> {
    match fault {
        Fault::Invalid("name") => Some(GroupError::Name),
        Fault::Invalid("description") => Some(GroupError::Description),
        Fault::Invalid("rule") => read_rule(rule).err().map(GroupError::Rule),
        Fault::Invalid("roles by rule") => Some(GroupError::RolesByRule),
        Fault::Conflict("rules") => Some(GroupError::Rules),
        _ => None,
    }
}

fn screen(desk: &Desk, form: GroupForm, error: Option<GroupError>) -> GroupNew {
    let may_carry_roles = desk.may::<AssignRoles>(Target::Organisation);
    GroupNew { shell: desk.shell(), form, error, may_carry_roles }
}
