use axum::response::Response;
use service::authority::{ReadSecurity, Target};

use super::desk::{Desk, shown};
use crate::here::Here;
use crate::screens::admin::{Entry, PlanPage};

/// The page's address.
pub(super) const PATH: &str = "/admin/identity/properties/plan";

/// The plan, and what each plan has. It is set by whoever runs the installation, so there is no form.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Properties).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let plan = desk.or_fault(desk.house().plan(desk.tenant(), &permit).await)?;
    let domain = desk.here.organisation.domain.clone();
    shown(&PlanPage { shell: desk.shell(), plan, domain })
}
