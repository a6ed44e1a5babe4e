use axum::extract::Path;
use axum::response::Response;
use model::Attribute;
use service::Fault;
use service::authority::{ManagePeople, ReadPeople, Target};
use service::people::PersonDetails;
use service::person_changes::Typed;

use super::desk::{Desk, refused, shown};
use super::person;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{Done, EditError, Entry, PersonEdit};

/// What is known of a person, to be changed.
pub(super) async fn page(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::ActiveUsers).await?;
    let details = person::details(&desk, &id).await?;
    desk.permit::<ManagePeople>(Target::Person(&details.roles))?;
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let known = desk.or_fault(desk.house().known_of(desk.tenant(), &permit, details.user.id).await)?;
    shown(&screen(&desk, &details, known, None))
}

/// Changes it.
pub(super) async fn save(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let page = format!("{}/{id}/edit", Entry::ActiveUsers.path());
    let (desk, fields) = Desk::take(form, Entry::ActiveUsers, &page).await?;
    let details = person::details(&desk, &id).await?;
    let permit = desk.permit::<ManagePeople>(Target::Person(&details.roles))?;
    let typed = typed(&fields);
    match desk.house().change_person(desk.tenant(), permit, details.user.id, typed.clone()).await {
        Ok(changed) => {
            let done = if changed { Done::PersonChanged } else { Done::PersonUnchanged };
            Ok(desk.done(&person::path(details.user.id), done))
        }
        Err(fault) => Err(match error(&fault) {
            Some(error) => refused(&screen(&desk, &details, typed, Some(error))),
            None => desk.fault(&fault),
        }),
    }
}

/// What the form holds; an attribute that it does not hold stays as it is.
fn typed(fields: &Fields) -> Typed {
    let held = |attribute: &Attribute| Some((*attribute, fields.find(attribute.word())?.replace('\r', "")));
    Attribute::ALL.iter().filter_map(held).collect()
}

/// What of a fault the form can show.
fn error(fault: &Fault) -> Option<EditError> {
    Some(match fault {
        Fault::Invalid(word) => EditError::Value(Attribute::from_word(word)?),
        Fault::Conflict("name") => EditError::NameTaken,
        Fault::Conflict("manager") => EditError::Circle,
        Fault::Conflict("oneself") => EditError::Oneself,
        Fault::Conflict("synced") => EditError::Synced,
        Fault::Conflict("last administrator") => EditError::LastAdministrator,
        _ => return None,
    })
}

fn screen(desk: &Desk, details: &PersonDetails, typed: Typed, error: Option<EditError>) -> PersonEdit {
    PersonEdit {
        shell: desk.shell(),
        id: details.user.id.to_string(),
        name: details.user.display.clone(),
        typed,
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_form_holds_is_changed() {
        let fields = Fields::read(b"displayName=Anna&otherMails=a%40x.nl%0D%0Ab%40x.nl&roles=x&state=active");
        let typed = typed(&fields);
        assert_eq!(
            typed,
            [
                (Attribute::DisplayName, "Anna".to_owned()),
                (Attribute::OtherMails, "a@x.nl\nb@x.nl".to_owned())
            ]
        );
    }
}
