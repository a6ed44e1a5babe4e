use axum::response::Response;
use policy::Plan;
use service::authority::{ReadSecurity, Target};

use super::desk::{Desk, shown};
use crate::here::Here;
use crate::screens::admin::{Entry, PlanPage};

/// The page's address.
pub(super) const PATH: &str = "/admin/identity/properties/plan";

/// The plan, and what each plan has. It is set by whoever runs the installation, so there is no form.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Properties).await?;
    let plan = of(&desk).await?;
    let domain = desk.here.organisation.domain.clone();
    shown(&PlanPage { shell: desk.shell(), plan, domain })
}

async fn of(desk: &Desk) -> Result<Plan, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.or_fault(desk.house().plan(desk.tenant(), &permit).await)
}

/// True where the organisation's plan has no policies: what pages about them say.
pub(super) async fn is_lacking(desk: &Desk) -> Result<bool, Response> {
    Ok(of(desk).await? < Plan::P1)
}
