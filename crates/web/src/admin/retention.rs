use axum::response::Response;
use service::Fault;
use service::authority::{ManageOrganisation, ReadSecurity, Target};
use service::retention::{KINDS, Retention};

use super::desk::{Desk, refused, shown};
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Done, Entry, RetentionPage};

/// The page's address.
pub(super) const PATH: &str = "/admin/settings/retention";

/// Settings > Retention.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Retention).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let kept = desk.or_fault(desk.house().retention_settings(desk.tenant(), &permit).await)?;
    shown(&screen(&desk, RetentionPage::typed(kept), None))
}

/// Chooses it.
pub(super) async fn save(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Retention, PATH).await?;
    let permit = desk.permit::<ManageOrganisation>(Target::Organisation)?;
    let mut typed = KINDS.map(|(field, _)| fields.get(field).trim().to_owned());
    // A field that is locked sends nothing.
    for (typed, fixed) in typed.iter_mut().zip(desk.house().fixed_retention()) {
        *typed = fixed.map_or_else(|| typed.clone(), |days| days.to_string());
    }
    let mut days = [0; 4];
    for ((days, sent), (field, _)) in days.iter_mut().zip(&typed).zip(&KINDS) {
        match sent.parse() {
            Ok(number) => *days = number,
            Err(_) => return Err(refused(&screen(&desk, typed.clone(), Some(*field)))),
        }
    }
    let saved = match Retention::of(days) {
        Ok(wanted) => desk.house().set_retention(desk.tenant(), permit, wanted).await,
        Err(field) => Err(Fault::Invalid(field)),
    };
    match saved {
        Ok(_) => Ok(desk.done(PATH, Done::Saved)),
        Err(Fault::Invalid(field)) => Err(refused(&screen(&desk, typed, Some(field)))),
        Err(fault) => Err(desk.fault(&fault)),
    }
}

fn screen(desk: &Desk, typed: [String; 4], wrong: Option<&'static str>) -> RetentionPage {
    let may_change = desk.may::<ManageOrganisation>(Target::Organisation);
    let fixed = desk.house().fixed_retention().map(|days| days.is_some());
    RetentionPage { shell: desk.shell(), typed, wrong, fixed, may_change }
}
