use axum::response::Response;
use service::authority::{ReadSecurity, Target};

use super::desk::{Desk, shown};
use crate::answer;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Entry, Health, HealthLine};

/// Where the page is.
pub(super) const PATH: &str = "/admin/health";

/// What was found of the installation last, the worst first.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Health).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let found = desk.house().health(desk.tenant(), &permit);
    let report = desk.or_fault(found)?;
    let zone = desk.house().zone();
    let line = |finding| HealthLine::of(finding, desk.locale(), &zone);
    let mut lines: Vec<_> = report.iter().flat_map(|report| report.findings.iter().map(line)).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.state));
    shown(&Health { shell: desk.shell(), at: report.map(|report| desk.date(report.at)), lines })
}

/// Has it looked at again; the page shows what comes of it a moment later.
pub(super) async fn again(form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::Health, PATH).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let found = desk.house().health(desk.tenant(), &permit);
    desk.or_fault(found)?;
    desk.house().look_again().await;
    Ok(answer::redirect(&desk.here.to(PATH)))
}
