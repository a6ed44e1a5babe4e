//! `applications`: what is registered, and its secrets. Secrets, return addresses and deleting go by the verbs that the
//! pages have: who changes what opens a powerful application is somebody who could give what it has.

use axum::extract::Path;
use axum::http::StatusCode;
use graph::application::{self, Application, Password, Said};
use graph::odata::Filter;
use jiff::Unit;
use model::{AppId, AppKind, Assignment, Id, Timestamp};
use serde_json::{Value, json};
use service::app_ids::AppNamed;
use service::app_secrets::{NewSecret, SecretLife};
use service::apps::NewApp;
use service::authority::{ManageApps, Permit, ReadApps, Target};
use service::{App, AppSecret, Fault};

use super::call::{Answer, Call};
use super::people::{not_offered, parse_token, write_token};
use super::problem::Problem;

const CONTEXT: &str = "applications";

pub(super) async fn list(call: Call) -> Answer {
    let permit = call.permit::<ReadApps>(Target::Organisation)?;
    let (found, next) = found(&call, &permit, AppNamed::Object).await?;
    let mut told = vec![];
    for app in found.into_iter().filter(|app| !app.built_in) {
        let secrets = secrets(&call, &permit, app.app_id).await?;
        told.push(written(&call, &app, &secrets));
    }
    call.page(CONTEXT, told, next, None)
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadApps>(Target::Organisation)?;
    let app = registered(&call, &permit, &id).await?;
    let secrets = secrets(&call, &permit, app.app_id).await?;
    call.one(CONTEXT, written(&call, &app, &secrets))
}

/// Registers an application. One that keeps a secret gets its first with it, which is told this once.
pub(super) async fn create(call: Call) -> Answer {
    let permit = call.permit::<ManageApps>(Target::Organisation)?;
    let said = application::said(&call.members()?)?;
    let new = NewApp {
        name: said.name.ok_or_else(|| wrong("'displayName' is missing."))?,
        kind: said.kind.unwrap_or(AppKind::Confidential),
        redirect_uris: said.redirect_uris.unwrap_or_default(),
        logout_uris: vec![],
        assignment: Assignment::Everyone,
    };
    if new.redirect_uris.is_empty() {
        return Err(wrong("'web/redirectUris' or 'publicClient/redirectUris' is missing."));
    }
    let (app, shown) = call.or_fault(call.house().add_app(call.tenant(), permit, new).await, "")?;
    // Whoever registers applications reads them.
    let reading = call.permit::<ReadApps>(Target::Organisation)?;
    let mut passwords: Vec<Password> =
        secrets(&call, &reading, app.app_id).await?.into_iter().map(|secret| told(secret, None)).collect();
    if let (Some(first), Some(shown)) = (passwords.first_mut(), shown) {
        first.secret = Some(shown.0);
    }
    let row = application::application(&described(&app), &passwords, |at| call.written(at));
    call.created(CONTEXT, row)
}

pub(super) async fn change(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManageApps>(Target::Organisation)?;
    let app = read(&call, &id).await?;
    let Said { name, kind, redirect_uris } = application::said(&call.members()?)?;
    if kind.is_some_and(|kind| kind != app.kind) {
        return Err(wrong("Whether an application keeps a secret is said when it is registered."));
    }
    let new = NewApp {
        name: name.unwrap_or(app.name),
        kind: app.kind,
        redirect_uris: redirect_uris.unwrap_or(app.redirect_uris),
        logout_uris: app.logout_uris,
        assignment: app.assignment,
    };
    call.or_fault(call.house().change_app(call.tenant(), permit, app.app_id, new).await, &id)?;
    Call::done()
}

pub(super) async fn delete(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManageApps>(Target::Organisation)?;
    let app = read(&call, &id).await?;
    call.or_fault(call.house().remove_app(call.tenant(), permit, app.app_id).await, &id)?;
    Call::done()
}

/// Adds a secret, which is told this once.
pub(super) async fn add_password(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManageApps>(Target::Organisation)?;
    let app = read(&call, &id).await?;
    let members = call.members()?;
    let wanted = members.get("passwordCredential").cloned().unwrap_or_else(|| json!({}));
    let reading = call.permit::<ReadApps>(Target::Organisation)?;
    let life = call.or_fault(call.house().secret_life(call.tenant(), &reading).await, "")?;
    let new = wanted_secret(&call, &wanted, life)?;
    let before: Vec<Id<AppSecret>> =
        secrets(&call, &reading, app.app_id).await?.into_iter().map(|secret| secret.id).collect();
    let made = call.house().add_app_secret(call.tenant(), permit, app.app_id, new).await;
    let shown = match made {
        Err(Fault::Conflict("secrets")) => {
            return Err(wrong("It has two secrets that work: remove one before another is added."));
        }
        Err(Fault::Invalid("months")) => {
            return Err(wrong(&format!("A secret lasts {} months at most.", life.longest_months)));
        }
        Err(Fault::Invalid("kind")) => return Err(wrong("This application keeps no secret.")),
        made => call.or_fault(made, &id)?,
    };
    let after = secrets(&call, &reading, app.app_id).await?;
    let newest = after.into_iter().find(|secret| !before.contains(&secret.id));
    let newest = newest.ok_or_else(|| Problem::missing(call.family, &id))?;
    let row = application::password(&told(newest, Some(shown.0)), |at| call.written(at));
    call.one("microsoft.graph.passwordCredential", row)
}

fn wanted_secret(call: &Call, wanted: &Value, life: SecretLife) -> Result<NewSecret, Problem> {
    let months = match wanted.get("endDateTime") {
        None | Some(Value::Null) => life.usual_months(),
        Some(end) => months_until(call.house().now(), end)?,
    };
    let description = wanted.get("displayName").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(NewSecret { description, months })
}

pub(super) async fn remove_password(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManageApps>(Target::Organisation)?;
    let app = read(&call, &id).await?;
    let members = call.members()?;
    let key = members.get("keyId").and_then(Value::as_str).ok_or_else(|| wrong("'keyId' is missing."))?;
    let secret: Id<AppSecret> = call.id(key)?;
    call.or_fault(call.house().remove_app_secret(call.tenant(), permit, app.app_id, secret).await, key)?;
    Call::done()
}

/// The applications that a request asks for, and where the list goes on. `id` says of what the ids are.
pub(super) async fn found<T>(
    call: &Call,
    permit: &Permit<ReadApps>,
    id: impl Fn(Id<T>) -> AppNamed,
) -> Result<(Vec<App>, Option<String>), Problem> {
    by_name(call)?;
    let (mut starting, mut exact) = (String::new(), None);
    for part in call.query.filter.iter().flat_map(Filter::parts) {
        let named = match part {
            Filter::Is(name, Value::String(text)) if name == "id" => id(call.id(text)?),
            Filter::Is(name, Value::String(text)) if name == "appId" => AppNamed::Client(call.id(text)?),
            Filter::Begins(name, text) if name == "displayName" => {
                starting.clone_from(text);
                continue;
            }
            Filter::Is(name, Value::String(text)) if name == "displayName" => {
                starting.clone_from(text);
                exact = Some(text);
                continue;
            }
            _ => {
                return Err(not_offered(
                    "Applications are found by id, appId and displayName (eq and startswith).",
                ));
            }
        };
        return match call.house().app_named(call.tenant(), permit, named).await {
            Err(Fault::NotFound) => Ok((vec![], None)),
            found => Ok((vec![call.or_fault(found, "")?], None)),
        };
    }
    let after = call.query.skip_token.as_deref().map(read_token).transpose()?;
    let rows = call.query.rows();
    let limit = i64::try_from(rows + 1).unwrap_or(i64::MAX);
    let apps = call.house().apps(call.tenant(), permit, starting, after, limit).await;
    let mut apps = call.or_fault(apps, "")?;
    let is_more = apps.len() > rows;
    apps.truncate(rows);
    let next = apps.last().filter(|_| is_more).map(|app| write_token(&app.name, &app.app_id.to_string()));
    apps.retain(|app| exact.is_none_or(|exact| app.name.eq_ignore_ascii_case(exact)));
    Ok((apps, next))
}

fn by_name(call: &Call) -> Result<(), Problem> {
    let is_other = call.query.order.as_ref().is_some_and(|order| *order != ("displayName".to_owned(), false));
    if call.query.search.is_some() || call.query.count || is_other {
        return Err(not_offered("Applications are listed by displayName, without $search and $count."));
    }
    Ok(())
}

fn read_token(token: &str) -> Result<(String, Id<AppId>), Problem> {
    let (name, id) = parse_token(token)?;
    let id = id.parse().map_err(|_| Problem::bad("Invalid value of the query option '$skiptoken'."))?;
    Ok((name, id))
}

/// The application with this registration that an administrator may change. Whoever may change none is not told which
/// there are.
async fn read(call: &Call, id: &str) -> Result<App, Problem> {
    let permit = call.permit::<ReadApps>(Target::Organisation)?;
    registered(call, &permit, id).await
}

async fn registered(call: &Call, permit: &Permit<ReadApps>, id: &str) -> Result<App, Problem> {
    let named = AppNamed::Object(call.id(id)?);
    let app = call.or_fault(call.house().app_named(call.tenant(), permit, named).await, id)?;
    if app.built_in { Err(Problem::missing(call.family, id)) } else { Ok(app) }
}

async fn secrets(call: &Call, permit: &Permit<ReadApps>, id: Id<AppId>) -> Result<Vec<AppSecret>, Problem> {
    call.or_fault(call.house().app_secrets(call.tenant(), permit, id).await, "")
}

fn written(call: &Call, app: &App, secrets: &[AppSecret]) -> Value {
    let passwords: Vec<Password> = secrets.iter().map(|secret| told(secret.clone(), None)).collect();
    application::application(&described(app), &passwords, |at| call.written(at))
}

/// What is told of an application.
pub(super) fn described(app: &App) -> Application {
    Application {
        object_id: app.object_id.to_string(),
        app_id: app.app_id.to_string(),
        principal_id: app.principal_id.to_string(),
        name: app.name.clone(),
        kind: app.kind,
        assignment: app.assignment,
        redirect_uris: app.redirect_uris.clone(),
        created: app.created,
    }
}

fn told(secret: AppSecret, shown: Option<String>) -> Password {
    Password {
        id: secret.id.to_string(),
        description: secret.description,
        hint: secret.hint,
        created: secret.created,
        until: secret.until,
        secret: shown,
    }
}

/// How many whole months there are until a moment: a secret never outlasts what was asked.
fn months_until(now: Timestamp, end: &Value) -> Result<u8, Problem> {
    let wrong = || Problem::bad("Invalid value specified for 'endDateTime'.");
    let end: jiff::Timestamp = end.as_str().and_then(|text| text.parse().ok()).ok_or_else(wrong)?;
    let now = jiff::Timestamp::from_microsecond(now.as_micros()).map_err(|_| wrong())?;
    let zone = jiff::tz::TimeZone::UTC;
    let months = now.to_zoned(zone.clone()).until((Unit::Month, &end.to_zoned(zone))).map_err(|_| wrong())?;
    let months = u8::try_from(months.get_months()).ok().filter(|months| *months > 0);
    months.ok_or_else(|| self::wrong("A secret lasts at least a month, and no longer than is allowed here."))
}

pub(super) fn wrong(why: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "Request_BadRequest", why)
}
