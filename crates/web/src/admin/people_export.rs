use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use service::authority::{ExportPeople, Target};

use super::desk::Desk;
use super::people::Search;
use crate::form::Form;
use crate::screens::admin::Entry;

/// Where the form goes: it leaves a record, so it is no address to open.
pub(super) const PATH: &str = "/admin/users/export";

/// The list as a file.
pub(super) async fn export(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::ActiveUsers, Entry::ActiveUsers.path()).await?;
    let permit = desk.permit::<ExportPeople>(Target::Organisation)?;
    let search = Search::of(&fields);
    let filter = search.filter(&search.typed);
    let file = desk.or_fault(desk.house().export_people(desk.tenant(), permit, filter).await)?;
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"users.csv\""));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
