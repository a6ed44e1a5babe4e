use axum::response::Response;
use model::{GuestKind, Locale, Role};
use service::Fault;
use service::authority::{AssignRoles, ManagePeople, Target};
use service::people::{Delivery, FirstRole, NewPerson};

use super::desk::{Desk, refused, shown};
use super::person;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{Done, Entry, PersonError, PersonForm, PersonNew};

const PATH: &str = "/admin/users/new";

/// The empty form; `?role=administrator` asks for a second administrator, `?kind=guest` for a guest.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::ActiveUsers).await?;
    desk.permit::<ManagePeople>(Target::Organisation)?;
    let wants_administrator = desk.query().get("role") == "administrator" && may_give(&desk);
    let form = PersonForm {
        is_guest: desk.query().get("kind") == "guest",
        role: wants_administrator.then_some(Role::GlobalAdministrator),
        by_mail: desk.house().mail_route().leaves(),
        ..PersonForm::default()
    };
    shown(&screen(&desk, form, None))
}

/// Adds a person and invites them.
pub(super) async fn add(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::ActiveUsers, PATH).await?;
    let permit = desk.permit::<ManagePeople>(Target::Organisation)?;
    let typed = typed(&fields);
    let delivery = if typed.by_mail { Delivery::Mail } else { Delivery::Link };
    if typed.role.is_some() && !may_give(&desk) {
        return Err(refused(&screen(&desk, typed, Some(PersonError::Role))));
    }
    // Asked before anything is done: who has to confirm first comes back with the whole form.
    let role = match typed.role {
        Some(role) => Some(FirstRole { role, leave: desk.permit(Target::Organisation)? }),
        None => None,
    };
    let new = NewPerson {
        display: typed.display.clone(),
        name: typed.name.clone(),
        mail: Some(typed.mail.clone()),
        locale: typed.locale,
    };
    let guest = if typed.is_guest { GuestKind::InternalGuest } else { GuestKind::Member };
    let added = desk.house().add_person_with(desk.tenant(), permit, (new, guest, role), delivery).await;
    let (user, link) = match added {
        Ok(added) => added,
        Err(fault) => {
            return Err(match error(&fault, &typed) {
                Some(error) => refused(&screen(&desk, typed, Some(error))),
                None => desk.fault(&fault),
            });
        }
    };
    match delivery {
        Delivery::Mail => Ok(desk.done(&person::path(user.id), Done::PersonAdded)),
        Delivery::Link => person::show_link(&desk, &user, link),
    }
}

fn may_give(desk: &Desk) -> bool {
    desk.may::<AssignRoles>(Target::Organisation)
}

fn typed(fields: &Fields) -> PersonForm {
    PersonForm {
        display: fields.get("display").to_owned(),
        name: fields.get("name").to_owned(),
        mail: fields.get("mail").trim().to_owned(),
        locale: Locale::from_tag(fields.get("locale")),
        role: fields.get("role").parse().ok().and_then(Role::from_id),
        by_mail: fields.get("delivery") == "mail",
        is_guest: fields.get("kind") == "guest",
    }
}

/// What of a fault the form can show.
fn error(fault: &Fault, typed: &PersonForm) -> Option<PersonError> {
    Some(match fault {
        Fault::Invalid("display") => PersonError::Display,
        Fault::Invalid("name") => PersonError::Name,
        Fault::Conflict("name") => PersonError::NameTaken,
        Fault::Invalid("mail") if typed.mail.is_empty() => PersonError::MailMissing,
        Fault::Invalid("mail") => PersonError::Mail,
        _ => return None,
    })
}

fn screen(desk: &Desk, form: PersonForm, error: Option<PersonError>) -> PersonNew {
    let mut shell = desk.shell();
    PATH.clone_into(&mut shell.here);
    PersonNew {
        shell,
        domain: desk.here.organisation.domain.clone(),
        form,
        roles: if may_give(desk) { person::roles_in_use() } else { vec![] },
        mail_works: desk.house().mail_route().leaves(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_read_and_a_made_up_role_is_none() {
        let global = Role::GlobalAdministrator.id();
        let body = format!("display=Anna&name=anna%40x.nl&mail=+&locale=nl&role={global}&delivery=mail");
        let form = typed(&Fields::read(body.as_bytes()));
        assert_eq!(form.role, Some(Role::GlobalAdministrator));
        assert_eq!((form.mail.as_str(), form.locale, form.by_mail), ("", Some(Locale::Nl), true));
        assert_eq!(typed(&Fields::read(b"role=root&locale=xx")).role, None);
    }

    #[test]
    fn a_wanted_mail_without_an_address_is_another_error_than_a_bad_address() {
        let none = PersonForm::default();
        let bad = PersonForm { mail: "a@b,c@d".to_owned(), ..PersonForm::default() };
        assert_eq!(error(&Fault::Invalid("mail"), &none), Some(PersonError::MailMissing));
        assert_eq!(error(&Fault::Invalid("mail"), &bad), Some(PersonError::Mail));
        assert_eq!(error(&Fault::Busy, &bad), None);
    }
}
