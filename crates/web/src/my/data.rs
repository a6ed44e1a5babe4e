use axum::response::Response;

use crate::admin::attached;
use crate::admin::desk::{Desk, shown};
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::Entry;
use crate::screens::my::MyData;

/// Where the page is: below what is opened with fresh proofs only, for it tells everything.
pub(super) const PATH: &str = "/my/security/data";

/// What is kept of oneself.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::MySecurity).await?;
    shown(&MyData { shell: desk.shell() })
}

/// The same as a file.
pub(super) async fn file(form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::MySecurity, PATH).await?;
    let file = desk.or_fault(desk.house().own_personal_data(desk.tenant(), &desk.visitor).await)?;
    Ok(attached(file, "application/json", "my-data.json"))
}
