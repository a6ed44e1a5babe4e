use axum::extract::Path;
use axum::response::Response;
use model::{Group, Id, Membership, Role, User};
use service::authority::{
    AssignRoles, ExportPeople, GiveThroughGroups, ManageGroups, ReadApps, ReadPeople, Target,
};
use service::groups::{GroupDetails, Leave, MEMBERS_SHOWN, Weight};

use super::desk::{Desk, refused, shown};
use super::group_new::{error, typed};
use super::groups::deleted_at;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Adding, Confirm, Deleted, Done, Entry, Group as Screen, GroupError, GroupForm, Importing, MayGroup,
    Named, NamedPerson, Previewed, Question,
};

/// The address of a group's page.
pub(super) fn path(id: Id<Group>) -> String {
    format!("{}/{id}", Entry::Groups.path())
}

/// One group.
pub(super) async fn page(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Groups).await?;
    let details = details(&desk, &id).await?;
    shown(&screen(&desk, details, Extra::default()))
}

/// Saves name and description.
pub(super) async fn change(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, details) = taken(&id, form).await?;
    let id = details.group.id;
    let form = typed(&fields);
    let leave = leave(&desk, details.weight)?;
    let changed = desk.house().change_group(desk.tenant(), leave, id, (&form.name, &form.description)).await;
    match changed {
        Ok(()) => Ok(desk.done(&path(id), Done::Saved)),
        Err(fault) => Err(match error(&fault, "") {
            Some(error) => {
                refused(&screen(&desk, details, Extra { typed: Some((form, error)), ..Extra::default() }))
            }
            None => desk.fault(&fault),
        }),
    }
}

/// Leave to change a group that gives so much; or the page that asks to confirm, or says which role would be needed.
pub(super) fn leave(desk: &Desk, weight: Weight) -> Result<Leave, Response> {
    Ok(match weight {
        Weight::Plain => Leave::Plain(desk.permit::<ManageGroups>(Target::Organisation)?),
        Weight::Access => Leave::Access(desk.permit::<GiveThroughGroups>(Target::Organisation)?),
        Weight::Roles => Leave::Roles(desk.permit::<AssignRoles>(Target::Organisation)?),
    })
}

/// Who sent a form about a group, with the group as it is.
pub(super) async fn taken(id: &str, form: Form) -> Result<(Desk, Fields, GroupDetails), Response> {
    let page = format!("{}/{id}", Entry::Groups.path());
    let (desk, fields) = Desk::take(form, Entry::Groups, &page).await?;
    let details = details(&desk, id).await?;
    Ok((desk, fields, details))
}

pub(super) async fn details(desk: &Desk, id: &str) -> Result<GroupDetails, Response> {
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let id = desk.id(id)?;
    desk.or_fault(desk.house().group(desk.tenant(), &permit, id).await)
}

/// Asks once more where policies leave out whoever is in the group: whoever comes in it is asked less.
pub(super) fn hole(
    desk: &Desk,
    details: &GroupDetails,
    act: &str,
    fields: &[(&str, &str)],
) -> Option<Confirm> {
    if details.left_out_of.is_empty() {
        return None;
    }
    let policies = details.left_out_of.iter().map(|(_, name)| name.clone()).collect();
    let back = path(details.group.id);
    let sure = ("sure", "yes");
    let fields = fields.iter().chain([&sure]).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Some(Confirm {
        shell: desk.shell(),
        question: Question::OpenHole(details.group.display.clone(), policies),
        action: desk.here.to(&format!("{back}/{act}")),
        back: desk.here.to(&back),
        fields: fields.collect(),
    })
}

/// What the page shows beside what is kept.
#[derive(Default)]
pub(super) struct Extra {
    /// What was typed, and what was wrong with it.
    pub(super) typed: Option<(GroupForm, GroupError)>,
    /// What came of adding somebody.
    pub(super) adding: Adding,
    /// What came of adding many people.
    pub(super) importing: Importing,
    /// Whom the rule that was typed fits.
    pub(super) preview: Option<Previewed>,
    /// What was wrong with an owner.
    pub(super) owner_error: Option<String>,
}

pub(super) fn screen(desk: &Desk, details: GroupDetails, extra: Extra) -> Screen {
    let group = &details.group;
    let (form, error) = match extra.typed {
        Some((form, error)) => (form, Some(error)),
        None => (form_of(group), None),
    };
    let shown = i64::try_from(details.people.len()).unwrap_or(i64::MAX);
    Screen {
        shell: desk.shell(),
        id: group.id.to_string(),
        name: group.display.clone(),
        description: group.description.clone(),
        created: desk.date(group.created),
        synced_as: details.synced_as.clone(),
        carries_roles: group.carries_roles,
        membership: group.membership.clone(),
        deleted: deleted_at(desk, group).map(|(when, days)| Deleted { when, days }),
        people: details.people.iter().map(named_person).collect(),
        is_cut: shown >= MEMBERS_SHOWN,
        nested: details.nested.iter().map(named_group).collect(),
        adding: extra.adding,
        preview: extra.preview,
        importing: extra.importing,
        owners: details.owners.iter().map(named_person).collect(),
        owner_error: extra.owner_error,
        inside: details.inside.iter().map(named_group).collect(),
        left_out_of: details
            .left_out_of
            .iter()
            .map(|(id, name)| Named { id: id.to_string(), name: name.clone() })
            .collect(),
        apps: details
            .apps
            .iter()
            .map(|app| Named { id: app.app_id.to_string(), name: app.name.clone() })
            .collect(),
        roles_to_give: Role::ALL.into_iter().filter(|role| !details.roles.contains(role)).collect(),
        form,
        error,
        may: MayGroup {
            manage: may_change(desk, details.weight),
            roles: desk.may::<AssignRoles>(Target::Organisation),
            apps: desk.may::<ReadApps>(Target::Organisation),
            export: desk.may::<ExportPeople>(Target::Organisation),
        },
        roles: details.roles,
    }
}

fn may_change(desk: &Desk, weight: Weight) -> bool {
    match weight {
        Weight::Plain => desk.may::<ManageGroups>(Target::Organisation),
        Weight::Access => desk.may::<GiveThroughGroups>(Target::Organisation),
        Weight::Roles => desk.may::<AssignRoles>(Target::Organisation),
    }
}

fn form_of(group: &Group) -> GroupForm {
    GroupForm {
        name: group.display.clone(),
        description: group.description.clone(),
        carries_roles: group.carries_roles,
        rule: match &group.membership {
            Membership::Assigned => String::new(),
            Membership::ByRule { rule, .. } => rule.clone(),
        },
    }
}

pub(super) fn named_person(user: &User) -> NamedPerson {
    NamedPerson { id: user.id.to_string(), name: user.display.clone(), user_name: user.name.to_string() }
}

pub(super) fn named_group(group: &Group) -> Named {
    Named { id: group.id.to_string(), name: group.display.clone() }
}
