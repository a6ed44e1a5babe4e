//! The gate before every page of ours, and the token that every form of a session carries.

use axum::http::StatusCode;
use axum::response::Response;
use model::{LocalPath, Resume};
use service::{Destination, Visit, Visitor};

use crate::answer;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::Entry;
use crate::{pages, signing_in};

/// Asks the gate for a page: the visitor, or the answer that leads through a sign-in and back here.
pub async fn visitor(here: &Here, entry: Entry) -> Result<Visitor, Response> {
    visitor_to(here, &here.path, entry).await
}

/// The same for a form: its token must be the session's. A session that no longer suffices leads through a sign-in
/// to `page`, because a form cannot be sent again by itself.
pub async fn sender(form: &Form, page: &str, entry: Entry) -> Result<Visitor, Response> {
    let visitor = visitor_to(&form.here, page, entry).await?;
    let here = &form.here;
    if here.app.house.is_form_of(here.tenant(), &visitor, form.fields.get("t")) {
        Ok(visitor)
    } else {
        Err(pages::error(here, StatusCode::FORBIDDEN))
    }
}

/// What the gate judges is the page that is opened: an address that is read differently by the router and by the gate
/// opens nothing.
async fn visitor_to(here: &Here, path: &str, entry: Entry) -> Result<Visitor, Response> {
    let page = LocalPath::new(path).filter(|page| page.is_in("/admin") == Entry::ADMIN.contains(&entry));
    let page = page.ok_or_else(|| pages::error(here, StatusCode::BAD_REQUEST))?;
    let visit = here
        .app
        .house
        .visit(here.tenant(), &here.context, here.cookie.as_deref(), Resume::Page(page))
        .await
        .map_err(|fault| answer::fault(here, &fault))?;
    match visit {
        Visit::In(visitor) => Ok(*visitor),
        Visit::SignIn(progress) => Err(signing_in::shown(here, progress)),
    }
}

/// Where a sign-in goes for a path of ours; a path that could lead elsewhere goes to one's own page.
pub fn destination(path: &str) -> Destination {
    LocalPath::new(path).map_or_else(service::own_page, Resume::Page)
}
