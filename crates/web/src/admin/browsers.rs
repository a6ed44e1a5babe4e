use axum::response::Response;
use policy::Browsers;
use service::authority::{ManageBrowsers, ReadSecurity, Target};

use super::desk::{Desk, refused, shown};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{BrowsersPage, Done, Entry};

/// The page's address.
pub(super) const PATH: &str = "/admin/identity/properties/browsers";

/// The settings as they are.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Properties).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let now = desk.or_fault(desk.house().browsers(desk.tenant(), &permit).await)?;
    shown(&BrowsersPage {
        shell: desk.shell(),
        remembered: now.remembered_days.to_string(),
        signed_in: now.signed_in_days.to_string(),
        is_checked: false,
        may_change: may_change(&desk),
    })
}

/// Changes them.
pub(super) async fn save(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Properties, PATH).await?;
    let permit = desk.permit::<ManageBrowsers>(Target::Organisation)?;
    let Some(wanted) = wanted(&fields) else {
        return Err(refused(&BrowsersPage {
            shell: desk.shell(),
            remembered: fields.get("remembered").to_owned(),
            signed_in: fields.get("signed_in").to_owned(),
            is_checked: true,
            may_change: may_change(&desk),
        }));
    };
    desk.or_fault(desk.house().set_browsers(desk.tenant(), permit, wanted).await)?;
    Ok(desk.done(Entry::Properties.path(), Done::Saved))
}

fn may_change(desk: &Desk) -> bool {
    desk.may::<ManageBrowsers>(Target::Organisation)
}

fn wanted(fields: &Fields) -> Option<Browsers> {
    let days = |name: &str| fields.get(name).trim().parse().ok();
    let wanted = Browsers { remembered_days: days("remembered")?, signed_in_days: days("signed_in")? };
    wanted.is_sound().then_some(wanted)
}
