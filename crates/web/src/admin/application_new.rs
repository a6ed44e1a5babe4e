use axum::response::Response;
use model::{AppKind, Assignment};
use oauth::RedirectUri;
use service::Fault;
use service::apps::NewApp;
use service::authority::{ManageApps, Target};

use super::desk::{Desk, refused, shown};
use super::{application, application_secrets};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{AppError, ApplicationForm, ApplicationNew, Done, Entry};

const PATH: &str = "/admin/applications/new";

/// The empty form.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Applications).await?;
    desk.permit::<ManageApps>(Target::Organisation)?;
    shown(&ApplicationNew { shell: desk.shell(), form: ApplicationForm::default(), error: None })
}

/// Registers an application. Its secret stands in this answer and nowhere else.
pub(super) async fn register(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Applications, PATH).await?;
    let permit = desk.permit::<ManageApps>(Target::Organisation)?;
    let typed = typed(&fields);
    let (app, secret) = match desk.house().add_app(desk.tenant(), permit, new_app(&typed)).await {
        Ok(added) => added,
        Err(fault) => {
            return Err(match error(&fault, &typed) {
                Some(error) => {
                    refused(&ApplicationNew { shell: desk.shell(), form: typed, error: Some(error) })
                }
                None => desk.fault(&fault),
            });
        }
    };
    match secret {
        Some(secret) => application_secrets::with_secret(&desk, app.app_id, secret).await,
        None => Ok(desk.done(&application::path(app.app_id), Done::Saved)),
    }
}

/// What a form about an application holds.
pub(super) fn typed(fields: &Fields) -> ApplicationForm {
    ApplicationForm {
        name: fields.get("name").to_owned(),
        kind: if fields.get("kind") == "public" { AppKind::Public } else { AppKind::Confidential },
        addresses: fields.get("addresses").to_owned(),
        logout_addresses: fields.get("logout_addresses").to_owned(),
        who: assignment(fields.get("who")),
    }
}

/// Who may sign in, as forms say it.
pub(super) fn assignment(word: &str) -> Assignment {
    if word == "assigned" { Assignment::Assigned } else { Assignment::Everyone }
}

/// The word that [`assignment`] reads.
pub(super) const fn assignment_word(assignment: Assignment) -> &'static str {
    match assignment {
        Assignment::Assigned => "assigned",
        Assignment::Everyone => "everyone",
    }
}

/// The same for the use case.
pub(super) fn new_app(form: &ApplicationForm) -> NewApp {
    let lines = |text: &str| addresses(text).map(str::to_owned).collect();
    NewApp {
        name: form.name.clone(),
        kind: form.kind,
        redirect_uris: lines(&form.addresses),
        logout_uris: lines(&form.logout_addresses),
        assignment: form.who,
    }
}

fn addresses(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// What of a fault the form can show: the address that is meant is the first that cannot be used.
pub(super) fn error(fault: &Fault, form: &ApplicationForm) -> Option<AppError> {
    let bad = |text: &str| {
        let cannot = |address: &&str| RedirectUri::parse(address, form.kind).is_err();
        addresses(text).find(cannot).map(str::to_owned)
    };
    Some(match fault {
        Fault::Invalid("name") => AppError::Name,
        Fault::Invalid("redirect_uri") => {
            if let Some(address) = bad(&form.addresses) {
                AppError::Address(address)
            } else if let Some(address) = bad(&form.logout_addresses) {
                AppError::LogoutAddress(address)
            } else {
                // All can be used: there is none, or there are too many, and the last is one of those.
                addresses(&form.addresses)
                    .last()
                    .map_or(AppError::AddressMissing, |last| AppError::Address(last.to_owned()))
            }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(addresses: &str, logout_addresses: &str) -> ApplicationForm {
        ApplicationForm {
            addresses: addresses.to_owned(),
            logout_addresses: logout_addresses.to_owned(),
            ..ApplicationForm::default()
        }
    }

    fn wrong(addresses: &str, logout: &str) -> Option<AppError> {
        error(&Fault::Invalid("redirect_uri"), &form(addresses, logout))
    }

    #[test]
    fn the_address_that_cannot_be_used_is_named_at_its_field() {
        let good = "https://cloud.example.org/code";
        let bad = "http://cloud.example.org/code";
        assert_eq!(wrong(&format!("{good}\r\n{bad}"), ""), Some(AppError::Address(bad.to_owned())));
        assert_eq!(wrong(good, bad), Some(AppError::LogoutAddress(bad.to_owned())));
        assert_eq!(wrong(" \r\n ", ""), Some(AppError::AddressMissing));
    }

    #[test]
    fn lines_become_addresses_and_empty_lines_do_not() {
        let new = new_app(&form("https://a.example/\r\n\r\n  https://b.example/ \n", ""));
        assert_eq!(new.redirect_uris, ["https://a.example/", "https://b.example/"]);
        assert!(new.logout_uris.is_empty());
    }
}
