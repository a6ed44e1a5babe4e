use axum::extract::Path;
use axum::response::Response;
use model::{AppId, AppKind, Id};
use service::app_secrets::{ENDS_SOON, NewSecret, ShownSecret};
use service::apps::AppDetails;
use service::{AppSecret, Fault};

use super::application::{Extra, ask, details, path, screen, taken};
use super::desk::{Desk, refused, shown};
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Done, Entry, Question, SecretError, SecretForm, SecretLine, Secrets};
use service::authority::{ManageApps, Target};

/// What became of a secret that was asked for.
#[derive(Default)]
pub(super) enum Asked {
    /// None was.
    #[default]
    Nothing,
    /// It was made just now.
    Made(ShownSecret),
    /// It was not.
    Refused(NewSecret, SecretError),
}

/// The page right after a secret was made: it stands there this once.
pub(super) async fn with_secret(
    desk: &Desk,
    id: Id<AppId>,
    secret: ShownSecret,
) -> Result<Response, Response> {
    let details = details(desk, &id.to_string()).await?;
    shown(&screen(desk, details, Extra { secret: Asked::Made(secret), ..Extra::default() }))
}

/// Makes another secret and shows it, this once.
pub(super) async fn add(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let id: Id<AppId> = desk.id(&id)?;
    let new = NewSecret {
        description: fields.get("description").to_owned(),
        // What is no number is no life that anybody may choose.
        months: fields.get("months").parse().unwrap_or(0),
    };
    let error = match desk.house().add_app_secret(desk.tenant(), permit, id, new.clone()).await {
        Ok(secret) => return with_secret(&desk, id, secret).await,
        Err(Fault::Conflict("secrets")) => SecretError::Full,
        Err(Fault::Invalid("description")) => SecretError::Description,
        Err(Fault::Invalid("months")) => SecretError::Months,
        Err(fault) => return Err(desk.fault(&fault)),
    };
    let details = details(&desk, &id.to_string()).await?;
    let extra = Extra { secret: Asked::Refused(new, error), ..Extra::default() };
    Err(refused(&screen(&desk, details, extra)))
}

/// Asks once more before a secret goes.
pub(super) async fn ask_removal(
    here: Here,
    Path((id, secret)): Path<(String, String)>,
) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Applications).await?;
    ask_about(&desk, &id, &secret).await
}

/// Removes a secret.
pub(super) async fn remove(
    Path((id, secret)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    if !fields.has("sure") {
        return ask_about(&desk, &id, &secret).await;
    }
    let id: Id<AppId> = desk.id(&id)?;
    let secret: Id<AppSecret> = desk.id(&secret)?;
    let removed = desk.house().remove_app_secret(desk.tenant(), permit, id, secret).await;
    desk.or_fault(removed)?;
    Ok(desk.done(&path(id), Done::SecretRemoved))
}

async fn ask_about(desk: &Desk, id: &str, secret: &str) -> Result<Response, Response> {
    desk.permit::<ManageApps>(Target::Organisation)?;
    let details = details(desk, id).await?;
    let secret: Id<AppSecret> = desk.id(secret)?;
    let Some(kept) = details.secrets.iter().find(|kept| kept.id == secret) else {
        return Err(desk.missing());
    };
    let question = Question::RemoveSecret(details.app.name.clone(), kept.hint.clone());
    ask(desk, question, details.app.app_id, &format!("secrets/{secret}/remove"))
}

/// The secrets of an application as its page shows them.
pub(super) fn secrets(desk: &Desk, details: &AppDetails, asked: Asked) -> Secrets {
    if details.app.kind == AppKind::Public {
        return Secrets::Public;
    }
    let now = desk.house().now();
    let line = |secret: &AppSecret| SecretLine {
        id: secret.id.to_string(),
        hint: secret.hint.clone(),
        description: secret.description.clone(),
        created: desk.day(secret.created),
        until: desk.day(secret.until),
        ends_soon: secret.until <= now + ENDS_SOON,
        used: secret.last_used.map(|at| desk.recently(at)),
    };
    let life = details.secret_life;
    let usual = NewSecret { description: String::new(), months: life.usual_months() };
    let (new, typed, error) = match asked {
        Asked::Nothing => (None, usual, None),
        Asked::Made(secret) => (Some(secret.0), usual, None),
        Asked::Refused(typed, error) => (None, typed, Some(error)),
    };
    let form =
        SecretForm { description: typed.description, months: typed.months, choices: life.choices(), error };
    Secrets::Kept { new, lines: details.secrets.iter().map(line).collect(), form }
}
