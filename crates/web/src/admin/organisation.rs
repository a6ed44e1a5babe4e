use axum::response::Response;
use model::Locale;
use serde_json::Value;
use service::Fault;
use service::audit::Verb;
use service::authority::{ManageOrganisation, ReadAudit, ReadSecurity, Target};
use service::organisation_settings::OrganisationSettings;

use super::desk::{Desk, refused, shown};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{Done, Entry, OrganisationForm, OrganisationPage};

/// The page's address.
pub(super) const PATH: &str = "/admin/identity/properties/organisation";

/// The settings as they are; with `?before=` and the id of a record of the audit log, as they were before that change.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Properties).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let found = desk.house().organisation_settings(desk.tenant(), &permit).await;
    let mut form = typed(&desk.or_fault(found)?);
    let query = desk.query();
    let is_undo = !query.get("before").is_empty();
    if is_undo {
        put_back(&desk, &mut form, query.get("before")).await?;
    }
    shown(&screen(&desk, form, None, is_undo))
}

/// Changes them.
pub(super) async fn save(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Properties, PATH).await?;
    let permit = desk.permit::<ManageOrganisation>(Target::Organisation)?;
    let form = sent(&fields);
    let wanted = wanted(&form, desk.here.organisation.locale);
    match desk.house().set_organisation_settings(desk.tenant(), permit, wanted).await {
        Ok(_) => Ok(desk.done(Entry::Properties.path(), Done::Saved)),
        Err(Fault::Invalid(field)) => Err(refused(&screen(&desk, form, Some(field), false))),
        Err(fault) => Err(desk.fault(&fault)),
    }
}

fn screen(
    desk: &Desk,
    form: OrganisationForm,
    wrong: Option<&'static str>,
    is_undo: bool,
) -> OrganisationPage {
    let may_change = desk.may::<ManageOrganisation>(Target::Organisation);
    OrganisationPage { shell: desk.shell(), form, wrong, may_change, is_undo }
}

fn typed(settings: &OrganisationSettings) -> OrganisationForm {
    OrganisationForm {
        organisation: settings.name.clone(),
        locale: Some(settings.locale),
        help_contact: settings.help_contact.clone(),
        privacy_contact: settings.privacy_contact.clone().unwrap_or_default(),
    }
}

fn sent(fields: &Fields) -> OrganisationForm {
    let text = |name: &str| fields.get(name).trim().to_owned();
    OrganisationForm {
        organisation: text("organisation"),
        locale: Locale::from_tag(fields.get("locale")),
        help_contact: text("help_contact"),
        privacy_contact: text("privacy_contact"),
    }
}

/// What is meant; it is looked at where it is saved.
fn wanted(form: &OrganisationForm, locale: Locale) -> OrganisationSettings {
    OrganisationSettings {
        name: form.organisation.clone(),
        locale: form.locale.unwrap_or(locale),
        help_contact: form.help_contact.clone(),
        privacy_contact: Some(form.privacy_contact.clone()),
    }
}

/// Puts what a record of the audit log says was there before into the fields.
async fn put_back(desk: &Desk, form: &mut OrganisationForm, record: &str) -> Result<(), Response> {
    let permit = desk.permit::<ReadAudit>(Target::Organisation)?;
    let audited = desk.or_fault(desk.house().audited(desk.tenant(), &permit, desk.id(record)?).await)?;
    if audited.verb != Some(Verb::ChangeOrganisation) {
        return Err(desk.missing());
    }
    for change in &audited.changes {
        let old = match &change.old {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        match change.property.as_str() {
            "name" => form.organisation = old,
            "language" => form.locale = Locale::from_tag(&old),
            "helpContact" => form.help_contact = old,
            "privacyContact" => form.privacy_contact = old,
            _ => {}
        }
    }
    Ok(())
}
