use axum::response::Response;

use crate::admin::desk::{Desk, with_done};
use crate::form::Form;
use crate::screens::admin::{Done, Entry};
use crate::{answer, cookies};

/// Switches single keys such as `/` on or off in this browser, and leads back to the page where it was chosen.
pub(super) async fn choose(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::MyApplications, Entry::MyApplications.path()).await?;
    let back = answer::redirect(&desk.here.to(&with_done(fields.get("here"), Done::Saved)));
    Ok(answer::with_cookie(back, &cookies::set_shortcuts(fields.get("shortcuts"))))
}
