//! Identity > Authentication methods > who may use a kind of second step.

use axum::response::Response;
use model::{Group, Id};
use policy::{MethodConfiguration, MethodKind, MethodState};
use service::authority::{ManageMethods, ReadPeople, ReadSecurity, Target};
use service::conditional_access::{MethodUse, PolicyProblem};

use super::desk::{Desk, refused, shown};
use super::methods;
use super::policy_acts::wish;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Done, Entry, MethodUseError, MethodUsePage};

/// Who may use passkeys and security keys.
pub(super) const KEYS: &str = "/admin/identity/authentication-methods/passkey/use";
/// Who may use authenticator apps.
pub(super) const APPS: &str = "/admin/identity/authentication-methods/app/use";

/// The page about passkeys and security keys.
pub(super) async fn keys(here: Here) -> Result<Response, Response> {
    page(here, MethodKind::Fido2).await
}

/// The page about authenticator apps.
pub(super) async fn apps(here: Here) -> Result<Response, Response> {
    page(here, MethodKind::SoftwareOath).await
}

/// Changes who may use passkeys and security keys.
pub(super) async fn save_keys(form: Form) -> Result<Response, Response> {
    save(form, MethodKind::Fido2, KEYS).await
}

/// Changes who may use authenticator apps.
pub(super) async fn save_apps(form: Form) -> Result<Response, Response> {
    save(form, MethodKind::SoftwareOath, APPS).await
}

async fn page(here: Here, kind: MethodKind) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Methods).await?;
    let found = method_use(&desk, kind).await?;
    shown(&MethodUsePage {
        shell: desk.shell(),
        kind,
        seen: found.revision.to_string(),
        is_on: found.configuration.state == MethodState::Enabled,
        include: names(&found.configuration.include_groups, &found.include),
        exclude: names(&found.configuration.exclude_groups, &found.exclude),
        error: None,
        may_change: desk.may::<ManageMethods>(Target::Organisation),
    })
}

async fn save(form: Form, kind: MethodKind, page: &str) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Methods, page).await?;
    let permit = desk.permit::<ManageMethods>(Target::Organisation)?;
    let before = method_use(&desk, kind).await?;
    let screen = |error| MethodUsePage {
        shell: desk.shell(),
        kind,
        // Whoever was told that somebody else changed it writes over it when they save again.
        seen: match error {
            MethodUseError::Changed => before.revision.to_string(),
            _ => fields.get("seen").to_owned(),
        },
        is_on: fields.get("enabled") != "no",
        include: fields.get("include").to_owned(),
        exclude: fields.get("exclude").to_owned(),
        error: Some(error),
        may_change: true,
    };
    let named = &before.configuration;
    let include = match groups(&desk, fields.get("include"), &named.include_groups).await? {
        Ok(groups) => groups,
        Err(name) => return Err(refused(&screen(MethodUseError::Include(name)))),
    };
    let exclude = match groups(&desk, fields.get("exclude"), &named.exclude_groups).await? {
        Ok(groups) => groups,
        Err(name) => return Err(refused(&screen(MethodUseError::Exclude(name)))),
    };
    // Only a plain no switches it off.
    let state = if fields.get("enabled") == "no" { MethodState::Disabled } else { MethodState::Enabled };
    let wanted = MethodConfiguration { id: kind, state, include_groups: include, exclude_groups: exclude };
    if !fields.has("sure") {
        let left = desk.house().left_without_method(desk.tenant(), &permit, wanted.clone()).await;
        let (people, names) = desk.or_fault(left)?;
        if people > 0 {
            return Err(refused(&screen(MethodUseError::LeavesWithout(people, names))));
        }
    }
    let saved = desk.house().set_method_use(desk.tenant(), permit, wanted, wish(&fields)).await;
    match desk.or_fault(saved)? {
        Ok(None) => Ok(desk.done(methods::PATH, Done::Saved)),
        Ok(Some(_)) => Ok(desk.done(methods::PATH, Done::SavedOnTrial)),
        Err(PolicyProblem::LocksOut(people)) => {
            let people = people.into_iter().map(|person| person.name).collect();
            Err(refused(&screen(MethodUseError::LocksOut(people))))
        }
        Err(PolicyProblem::ChangedMeanwhile) => Err(refused(&screen(MethodUseError::Changed))),
        Err(_) => Err(refused(&screen(MethodUseError::Meanwhile))),
    }
}

async fn method_use(desk: &Desk, kind: MethodKind) -> Result<MethodUse, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let uses = desk.or_fault(desk.house().method_uses(desk.tenant(), &permit).await)?;
    uses.into_iter().find(|one| one.configuration.id == kind).ok_or_else(|| desk.missing())
}

/// The names of the groups, each on a line. One that was deleted stands there by its id: a list that became empty by
/// itself would be everybody.
fn names(ids: &[Id<Group>], there: &[Group]) -> String {
    let called = |id: &Id<Group>| {
        let found = there.iter().find(|group| group.id == *id);
        found.map_or_else(|| id.to_string(), |group| group.display.clone())
    };
    ids.iter().map(called).collect::<Vec<_>>().join("\n")
}

/// The groups whose names stand on the lines, or the id of one of those before; or the line that is neither.
async fn groups(
    desk: &Desk,
    typed: &str,
    before: &[Id<Group>],
) -> Result<Result<Vec<Id<Group>>, String>, Response> {
    let mut ids: Vec<Id<Group>> = vec![];
    for name in typed.lines().map(str::trim).filter(|name| !name.is_empty()) {
        if let Some(id) = before.iter().find(|id| id.to_string() == name) {
            if !ids.contains(id) {
                ids.push(*id);
            }
            continue;
        }
        let name: String = name.chars().take(120).collect();
        let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
        let found = desk.or_fault(desk.house().find_groups(desk.tenant(), &permit, &name).await)?;
        let mut called = found.iter().filter(|group| group.display.eq_ignore_ascii_case(&name));
        let (Some(group), None) = (called.next(), called.next()) else { return Ok(Err(name)) };
        if !ids.contains(&group.id) {
            ids.push(group.id);
        }
    }
    Ok(Ok(ids))
}
