use axum::extract::Path;
use axum::response::Response;
use model::{AppId, AppKind, Assignment, Id, Span, User};
use oauth::{Addresses, SigningAlgorithm, path as endpoint};
use policy::{Standing, StandingStrength};
use service::Fault;
use service::apps::{AppDetails, Naming};
use service::authority::{GivePermissions, ManageApps, Permit, ReadApps, Target};

use super::application_new::{assignment, assignment_word, error, new_app, typed};
use super::application_secrets::{Asked, secrets};
use super::desk::{Desk, refused, shown};
use super::group;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    AppError, Application, ApplicationForm, Confirm, Done, Endpoint, Entry, NamedPerson, Permissions,
    Question, RefusalLine, Takes, WhoMaySignIn,
};

/// The address of an application's page.
pub(super) fn path(id: Id<AppId>) -> String {
    format!("{}/{id}", Entry::Applications.path())
}

/// One application.
pub(super) async fn page(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Applications).await?;
    let details = details(&desk, &id).await?;
    shown(&screen(&desk, details, Extra::default()))
}

/// The application that a list shows beside itself, if the address names one.
pub(super) async fn beside(
    desk: &Desk,
    permit: &Permit<ReadApps>,
) -> Result<Option<Box<Application>>, Response> {
    let Some(id) = desk.opened().and_then(|id| id.parse().ok()) else { return Ok(None) };
    match desk.house().app_details(desk.tenant(), permit, id).await {
        Err(Fault::NotFound) => Ok(None),
        found => Ok(Some(Box::new(screen(desk, desk.or_fault(found)?, Extra::default())))),
    }
}

/// Saves name and addresses.
pub(super) async fn change(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let before = details(&desk, &id).await?;
    // The form holds neither the kind nor who may sign in: those stay as they are.
    let form = ApplicationForm { kind: before.app.kind, who: before.app.assignment, ..typed(&fields) };
    let outcome = if form.addresses.trim().is_empty() {
        Err(Fault::Invalid("redirect_uri"))
    } else {
        desk.house().change_app(desk.tenant(), permit, before.app.app_id, new_app(&form)).await
    };
    match outcome {
        Ok(()) => Ok(desk.done(&path(before.app.app_id), Done::Saved)),
        Err(fault) => Err(match error(&fault, &form) {
            Some(error) => {
                refused(&screen(&desk, before, Extra { typed: Some((form, error)), ..Extra::default() }))
            }
            None => desk.fault(&fault),
        }),
    }
}

/// Everyone, or the people who are named.
pub(super) async fn choose_who(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let app = details(&desk, &id).await?.app;
    let id = app.app_id;
    let form = ApplicationForm { who: assignment(fields.get("who")), ..form_of(&app) };
    let changed = desk.house().change_app(desk.tenant(), permit, id, new_app(&form)).await;
    desk.or_fault(changed)?;
    if form.who == app.assignment {
        return Ok(desk.done(&path(id), Done::Saved));
    }
    let before = vec![("who".to_owned(), assignment_word(app.assignment).to_owned())];
    Ok(desk.done_until_undone(&path(id), Done::Saved, (&format!("{}/who", path(id)), before)))
}

/// How its ID tokens are signed.
pub(super) async fn choose_signing(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let id: Id<AppId> = desk.id(&id)?;
    let algorithm = SigningAlgorithm::from_word(fields.get("signing")).ok_or_else(|| desk.missing())?;
    desk.or_fault(desk.house().sign_app_with(desk.tenant(), permit, id, algorithm).await)?;
    Ok(desk.done(&path(id), Done::Saved))
}

/// What it asks of every sign-in.
pub(super) async fn choose_demand(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let id: Id<AppId> = desk.id(&id)?;
    let standing = standing(&fields).ok_or_else(|| desk.missing())?;
    desk.or_fault(desk.house().ask_of_sign_ins(desk.tenant(), permit, id, standing).await)?;
    Ok(desk.done(&path(id), Done::Saved))
}

/// `None` for what the page does not offer.
fn standing(fields: &Fields) -> Option<Standing> {
    let strength = match fields.find("strength")? {
        "" => None,
        word => Some(StandingStrength::from_word(word)?),
    };
    let max_age = match fields.find("max_age")? {
        "" => None,
        seconds => Some(Span::seconds(seconds.parse().ok()?)),
    };
    Some(Standing { strength, max_age }).filter(|standing| standing.is_sound())
}

/// Names somebody by user name.
pub(super) async fn name_person(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let details = details(&desk, &id).await?;
    let name = fields.get("person").trim();
    let found = desk.house().person_named(desk.tenant(), &permit, name).await;
    let Some(user) = desk.or_fault(found)? else {
        let unknown = Some(name.to_owned());
        return Err(refused(&screen(&desk, details, Extra { unknown, ..Extra::default() })));
    };
    let id = details.app.app_id;
    let named = desk.house().name_for_app(desk.tenant(), permit, id, Naming::Add(user.id)).await;
    desk.or_fault(named)?;
    Ok(desk.done(&path(id), Done::Named))
}

/// Takes somebody's name off.
pub(super) async fn unname_person(
    Path((id, person)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    let (desk, _, permit) = taken(&id, form).await?;
    let details = details(&desk, &id).await?;
    let id = details.app.app_id;
    let person: Id<User> = desk.id(&person)?;
    let removed = desk.house().name_for_app(desk.tenant(), permit, id, Naming::Remove(person)).await;
    desk.or_fault(removed)?;
    let Some(named) = details.people.iter().find(|named| named.id == person) else {
        return Ok(desk.done(&path(id), Done::NoLongerNamed));
    };
    let again = (format!("{}/people", path(id)), vec![("person".to_owned(), named.name.to_string())]);
    Ok(desk.done_until_undone(&path(id), Done::NoLongerNamed, (&again.0, again.1)))
}

/// Asks once more before an application goes.
pub(super) async fn ask_delete(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Applications).await?;
    ask_about_app(&desk, &id).await
}

/// Deletes an application.
pub(super) async fn delete(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    if !fields.has("sure") {
        return ask_about_app(&desk, &id).await;
    }
    let id: Id<AppId> = desk.id(&id)?;
    desk.or_fault(desk.house().remove_app(desk.tenant(), permit, id).await)?;
    let back = format!("{}/put-back", path(id));
    Ok(desk.done_until_undone(Entry::Applications.path(), Done::AppDeleted, (&back, vec![])))
}

/// Puts an application back that was deleted a moment ago.
pub(super) async fn put_back(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, _, permit) = taken(&id, form).await?;
    let id: Id<AppId> = desk.id(&id)?;
    let app = desk.or_fault(desk.house().put_app_back(desk.tenant(), permit, id).await)?;
    let done = match app.kind {
        AppKind::Confidential => Done::AppBackWithoutSecret,
        AppKind::Public => Done::AppBack,
    };
    Ok(desk.done(&path(id), done))
}

/// Who sent a form about an application, with the leave to change it.
pub(super) async fn taken(id: &str, form: Form) -> Result<(Desk, Fields, Permit<ManageApps>), Response> {
    let page = format!("{}/{id}", Entry::Applications.path());
    let (desk, fields) = Desk::take(form, Entry::Applications, &page).await?;
    let permit = desk.permit::<ManageApps>(Target::Organisation)?;
    Ok((desk, fields, permit))
}

pub(super) async fn details(desk: &Desk, id: &str) -> Result<AppDetails, Response> {
    let permit = desk.permit::<ReadApps>(Target::Organisation)?;
    let id = desk.id(id)?;
    desk.or_fault(desk.house().app_details(desk.tenant(), &permit, id).await)
}

async fn ask_about_app(desk: &Desk, id: &str) -> Result<Response, Response> {
    desk.permit::<ManageApps>(Target::Organisation)?;
    let app = details(desk, id).await?.app;
    ask(desk, Question::DeleteApp(app.name), app.app_id, "delete")
}

pub(super) fn ask(desk: &Desk, question: Question, id: Id<AppId>, verb: &str) -> Result<Response, Response> {
    let back = path(id);
    shown(&Confirm {
        shell: desk.shell(),
        question,
        action: desk.here.to(&format!("{back}/{verb}")),
        back: desk.here.to(&back),
        fields: vec![("sure".to_owned(), "yes".to_owned())],
    })
}

/// What the page shows beside what is kept.
#[derive(Default)]
pub(super) struct Extra {
    /// What became of a secret that was asked for.
    pub(super) secret: Asked,
    /// What was typed, and what was wrong with it.
    pub(super) typed: Option<(ApplicationForm, AppError)>,
    /// A user name that is nobody's.
    pub(super) unknown: Option<String>,
    /// What was typed for a group, and what was wrong with it.
    pub(super) group_error: Option<(String, String)>,
}

pub(super) fn screen(desk: &Desk, details: AppDetails, extra: Extra) -> Application {
    let (form, error) = match extra.typed {
        Some((form, error)) => (form, Some(error)),
        None => (form_of(&details.app), None),
    };
    let refusals = details.refusals.iter().map(|refusal| RefusalLine {
        when: desk.recently(refusal.at),
        reason: refusal.reason.clone(),
        sent: refusal.sent.clone(),
    });
    Application {
        shell: desk.shell(),
        id: details.app.app_id.to_string(),
        created: desk.date(details.app.created),
        form,
        error,
        endpoint: addresses(desk),
        who: who(&details, extra.unknown, extra.group_error),
        takes: Takes(details.app.standing),
        signing: details.app.signing.word(),
        signs_from: details.signs_from.map(|at| desk.recently(at)),
        token_minutes: details.token_lifetime.minutes_up(),
        refusals: refusals.collect(),
        permissions: Permissions {
            given: details.permissions,
            kind: details.app.kind,
            may_give: desk.may::<GivePermissions>(Target::Organisation),
        },
        secrets: secrets(desk, &details, extra.secret),
        may_manage: desk.may::<ManageApps>(Target::Organisation),
    }
}

fn form_of(app: &service::App) -> ApplicationForm {
    ApplicationForm {
        name: app.name.clone(),
        kind: app.kind,
        addresses: app.redirect_uris.join("\n"),
        logout_addresses: app.logout_uris.join("\n"),
        who: app.assignment,
    }
}

fn addresses(desk: &Desk) -> Endpoint {
    let addresses = Addresses::new(&desk.here.organisation.public_address, desk.tenant());
    Endpoint {
        discovery: addresses.of(endpoint::CONFIGURATION),
        issuer: addresses.issuer(),
        authorization: addresses.of(endpoint::AUTHORIZE),
        token: addresses.of(endpoint::TOKEN),
        userinfo: addresses.of(endpoint::USERINFO),
        logout: addresses.of(endpoint::LOGOUT),
        keys: addresses.of(endpoint::KEYS),
    }
}

fn who(details: &AppDetails, unknown: Option<String>, group_error: Option<(String, String)>) -> WhoMaySignIn {
    if details.app.assignment == Assignment::Everyone {
        return WhoMaySignIn::Everyone;
    }
    let named = |user: &User| NamedPerson {
        id: user.id.to_string(),
        name: user.display.clone(),
        user_name: user.name.to_string(),
    };
    WhoMaySignIn::Named {
        people: details.people.iter().map(named).collect(),
        groups: details.groups.iter().map(group::named_group).collect(),
        unknown,
        group_error,
    }
}
