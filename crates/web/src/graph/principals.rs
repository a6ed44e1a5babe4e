//! `servicePrincipals`: what applications are in the organisation, and who is named for them.

use axum::extract::Path;
use graph::application::{self, DEFAULT_ACCESS};
use model::Member;
use serde_json::Value;
use service::app_ids::AppNamed;
use service::apps::{AppDetails, Naming, NewApp};
use service::authority::{ManageApps, NameForApps, Permit, ReadApps, ReadPeople, Target};
use service::{App, Fault};

use super::applications::{described, found, wrong};
use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "servicePrincipals";
const ASSIGNMENTS: &str = "appRoleAssignments";

pub(super) async fn list(call: Call) -> Answer {
    let permit = call.permit::<ReadApps>(Target::Organisation)?;
    let (apps, next) = found(&call, &permit, AppNamed::Principal).await?;
    let told = apps.iter().map(|app| written(&call, app)).collect();
    call.page(CONTEXT, told, next, None)
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadApps>(Target::Organisation)?;
    let app = read(&call, &permit, &id).await?;
    call.one(CONTEXT, written(&call, &app))
}

/// Whether everybody may sign in to it, or those who are named.
pub(super) async fn change(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManageApps>(Target::Organisation)?;
    let reading = call.permit::<ReadApps>(Target::Organisation)?;
    let app = own(&call, &reading, &id).await?;
    let members = call.members()?;
    let assignment = match members.get("appRoleAssignmentRequired") {
        Some(Value::Bool(true)) => model::Assignment::Assigned,
        Some(Value::Bool(false)) => model::Assignment::Everyone,
        _ => return Err(wrong("Only 'appRoleAssignmentRequired' can be written, as true or false.")),
    };
    if members.keys().any(|name| name != "appRoleAssignmentRequired" && !name.starts_with('@')) {
        return Err(wrong("Only 'appRoleAssignmentRequired' can be written, as true or false."));
    }
    let new = NewApp {
        name: app.name,
        kind: app.kind,
        redirect_uris: app.redirect_uris,
        logout_uris: app.logout_uris,
        assignment,
    };
    call.or_fault(call.house().change_app(call.tenant(), permit, app.app_id, new).await, &id)?;
    Call::done()
}

/// Who is named for an application: people, and groups.
pub(super) async fn assigned(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadApps>(Target::Organisation)?;
    let app = own(&call, &permit, &id).await?;
    let AppDetails { people, groups, .. } =
        call.or_fault(call.house().app_details(call.tenant(), &permit, app.app_id).await, &id)?;
    let app = described(&app);
    let people = people.iter().map(|user| ("User", user.id.to_string(), user.display.clone()));
    let groups = groups.iter().map(|group| ("Group", group.id.to_string(), group.display.clone()));
    let told = people.chain(groups).map(|(kind, id, name)| application::assignment(&app, (kind, &id, &name)));
    let told = told.collect();
    call.list(ASSIGNMENTS, told)
}

/// Names a person or a group for an application.
pub(super) async fn assign(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<NameForApps>(Target::Organisation)?;
    let app = named(&call, &id).await?;
    let members = call.members()?;
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    if text("resourceId").is_some_and(|resource| resource != app.principal_id.to_string()) {
        return Err(wrong("'resourceId' is another application than the address says."));
    }
    if text("appRoleId").is_some_and(|role| role != DEFAULT_ACCESS) {
        return Err(wrong("Applications have the default role alone: 'appRoleId' is zeros."));
    }
    let principal = text("principalId").ok_or_else(|| wrong("'principalId' is missing."))?;
    let (member, name) = member(&call, principal).await?;
    let (kind, naming) = match member {
        Member::Person(user) => ("User", Naming::Add(user)),
        Member::Group(group) => ("Group", Naming::AddGroup(group)),
    };
    let assigned = call.house().name_for_app_at_api(call.tenant(), permit, app.app_id, naming).await;
    call.or_fault(assigned, principal)?;
    call.created(ASSIGNMENTS, application::assignment(&described(&app), (kind, principal, &name)))
}

pub(super) async fn unassign(Path((id, assignment)): Path<(String, String)>, call: Call) -> Answer {
    let permit = call.permit::<NameForApps>(Target::Organisation)?;
    let app = named(&call, &id).await?;
    let who = call.house().app_holder(call.tenant(), &permit, app.app_id, call.id(&assignment)?).await;
    let naming = match call.or_fault(who, &assignment)? {
        Member::Person(user) => Naming::Remove(user),
        Member::Group(group) => Naming::RemoveGroup(group),
    };
    let removed = call.house().name_for_app_at_api(call.tenant(), permit, app.app_id, naming).await;
    call.or_fault(removed, &assignment)?;
    Call::done()
}

/// The applications that somebody is named for themselves.
pub(super) async fn of_person(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadApps>(Target::Organisation)?;
    let people = call.permit::<ReadPeople>(Target::Organisation)?;
    let person = call.or_fault(call.house().directory_person(call.tenant(), &people, &id).await, &id)?;
    let user = person.user;
    let apps = call.house().apps_of_person(call.tenant(), &permit, user.id).await;
    let (user_id, apps) = (user.id.to_string(), call.or_fault(apps, &id)?);
    let told = apps
        .iter()
        .map(|app| application::assignment(&described(app), ("User", &user_id, &user.display)))
        .collect();
    call.list(ASSIGNMENTS, told)
}

/// Who has an id: a person, or a group.
async fn member(call: &Call, id: &str) -> Result<(Member, String), Problem> {
    let permit = call.permit::<NameForApps>(Target::Organisation)?;
    let found = call.house().nameable(call.tenant(), &permit, call.id(id)?).await;
    call.or_fault(found, id)
}

/// An application of the organisation, for whoever names people for it.
async fn named(call: &Call, id: &str) -> Result<App, Problem> {
    let permit = call.permit::<NameForApps>(Target::Organisation)?;
    let app = call.house().app_to_name_for(call.tenant(), &permit, call.id(id)?).await;
    call.or_fault(app, id)
}

async fn own(call: &Call, permit: &Permit<ReadApps>, id: &str) -> Result<App, Problem> {
    let app = read(call, permit, id).await?;
    if app.built_in { Err(Problem::missing(call.family, id)) } else { Ok(app) }
}

async fn read(call: &Call, permit: &Permit<ReadApps>, id: &str) -> Result<App, Problem> {
    let named = AppNamed::Principal(call.id(id)?);
    match call.house().app_named(call.tenant(), permit, named).await {
        Err(Fault::NotFound) => Err(Problem::missing(call.family, id)),
        found => call.or_fault(found, id),
    }
}

fn written(call: &Call, app: &App) -> Value {
    application::principal(&described(app), &call.tenant().to_string(), |at| call.written(at))
}
