use std::time::Duration;

use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::Response;
use service::authority::{ReadAudit, Target};
use tokio::time::timeout;

use super::desk::{Desk, shown};
use crate::answer;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{AuditSeals, Entry};

/// Where the page is.
pub(super) const PATH: &str = "/admin/audit-logs/seals";
/// The seals themselves.
pub(super) const FILE: &str = "/admin/audit-logs/seals.json";
/// How long the answer waits for a look; one over a long log goes on, and the page tells how far it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// Until when the log is sealed, and what was found last.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::AuditLogs).await?;
    let permit = desk.permit::<ReadAudit>(Target::Organisation)?;
    let sealed = desk.or_fault(desk.house().audit_sealed(desk.tenant(), &permit).await)?;
    let (found, busy) = desk.house().audit_look(desk.tenant(), &permit);
    shown(&AuditSeals::of(desk.shell(), &sealed, (found.as_deref(), busy), &desk.house().zone()))
}

/// Looks at the log again; the page shows what comes of it. Nothing is changed by it.
pub(super) async fn again(form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::AuditLogs, PATH).await?;
    let permit = desk.permit::<ReadAudit>(Target::Organisation)?;
    let (house, tenant) = (desk.house().clone(), desk.tenant());
    let look = tokio::spawn(async move {
        if let Err(fault) = house.look_at_audit(tenant, &permit).await {
            tracing::warn!(%fault, "the audit log could not be looked at");
        }
    });
    // What takes longer goes on by itself.
    let _ = timeout(PATIENCE, look).await;
    Ok(answer::redirect(&desk.here.to(PATH)))
}

/// The seals as a file, to keep elsewhere.
pub(super) async fn file(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::AuditLogs).await?;
    let permit = desk.permit::<ReadAudit>(Target::Organisation)?;
    let seals = desk.or_fault(desk.house().audit_seals(desk.tenant(), &permit).await)?;
    let body = serde_json::to_string_pretty(&seals).unwrap_or_default();
    let mut response = answer::json(StatusCode::OK, body);
    let name = HeaderValue::from_static("attachment; filename=\"seals.json\"");
    response.headers_mut().insert(CONTENT_DISPOSITION, name);
    Ok(response)
}
