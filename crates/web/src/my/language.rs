use axum::response::Response;
use model::Locale;

use crate::admin::desk::{Desk, with_done};
use crate::form::Form;
use crate::screens::admin::{Done, Entry};
use crate::{answer, cookies};

/// Sets the language of one's pages and mail, and leads back to the page where it was chosen.
pub(super) async fn choose(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::MyApplications, Entry::MyApplications.path()).await?;
    let locale = Locale::from_tag(fields.get("locale")).ok_or_else(|| desk.missing())?;
    desk.or_fault(desk.house().choose_language(desk.tenant(), &desk.visitor, locale).await)?;
    let back = answer::redirect(&desk.here.to(&with_done(fields.get("here"), Done::Locale)));
    // The pages before one is inside are read in the same language from now on.
    Ok(answer::with_cookie(back, &cookies::set_language(locale)))
}
