use axum::response::Response;
use model::PasswordState;
use service::my::Changed;
use service::signing_in::{PasswordProblem, SHORTEST_PASSWORD};

use super::security;
use crate::admin::desk::{Desk, refused, shown};
use crate::admin::shown::count;
use crate::answer;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Done, Entry};
use crate::screens::my::{MyPassword, PasswordError, PasswordOccasion};

/// The page's address.
pub(super) const PATH: &str = "/my/password";

/// The empty form.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::MySecurity).await?;
    shown(&screen(&desk, None))
}

/// Changes the password, and every other session ends; or adds one where there is none.
pub(super) async fn change(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::MySecurity, PATH).await?;
    let (present, new) = (fields.get("current"), fields.get("new"));
    match occasion(&desk) {
        PasswordOccasion::Add => return add(&desk, new).await,
        PasswordOccasion::Elsewhere => return Err(refused(&screen(&desk, None))),
        PasswordOccasion::Change => {}
    }
    if present == new && !new.is_empty() {
        return Err(refused(&screen(&desk, Some(PasswordError::Same))));
    }
    let changed = desk
        .house()
        .change_password(desk.tenant(), &desk.visitor, &desk.here.context, (present.to_owned(), new))
        .await;
    let error = match desk.or_fault(changed)? {
        Changed::Done(()) => return Ok(desk.done(security::PATH, Done::Password)),
        Changed::NotRight | Changed::NotAllowed => PasswordError::Current,
        Changed::Locked(minutes) => PasswordError::Wait(minutes),
        Changed::Refused(problems) => error(&problems),
    };
    Err(refused(&screen(&desk, Some(error))))
}

async fn add(desk: &Desk, new: &str) -> Result<Response, Response> {
    let added = desk.house().add_password(desk.tenant(), &desk.visitor, &desk.here.context, new).await;
    match desk.or_fault(added)? {
        Changed::Done(()) => Ok(desk.done(security::PATH, Done::PasswordAdded)),
        Changed::Refused(problems) => Err(refused(&screen(desk, Some(error(&problems))))),
        Changed::NotRight | Changed::NotAllowed | Changed::Locked(_) => {
            Ok(answer::redirect(&desk.here.to(security::PATH)))
        }
    }
}

fn occasion(desk: &Desk) -> PasswordOccasion {
    match desk.visitor.user.password {
        PasswordState::None => PasswordOccasion::Add,
        PasswordState::Elsewhere { .. } => PasswordOccasion::Elsewhere,
        _ => PasswordOccasion::Change,
    }
}

fn screen(desk: &Desk, error: Option<PasswordError>) -> MyPassword {
    MyPassword {
        shell: desk.shell(),
        occasion: occasion(desk),
        user_name: desk.visitor.user.name.to_string(),
        least: count(SHORTEST_PASSWORD),
        error,
    }
}

/// The first of the problems: mending it may mend the others.
fn error(problems: &[PasswordProblem]) -> PasswordError {
    match problems.first() {
        Some(PasswordProblem::TooShort { .. }) => PasswordError::Short,
        Some(PasswordProblem::TooLong) => PasswordError::Long,
        Some(PasswordProblem::Common | PasswordProblem::ContainsOwnWords) | None => PasswordError::Common,
    }
}
