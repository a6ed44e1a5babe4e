use axum::extract::Path;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use graph::{Document, Finding, Version};
use model::Id;
use policy::{Policy, PolicySet, State};
use service::authority::{ManagePolicies, ReadSecurity, Target};
use service::conditional_access::Names;

use super::desk::{Desk, shown};
use super::exclusions;
use super::policies::{changed, is_error, looked_over, moment, state_of};
use super::{per_user_mfa, plan};
use crate::answer;
use crate::here::Here;
use crate::screens::admin::{Entry, FindingLine, PolicyPage};
use crate::screens::{PolicyWords, finding_words};

/// The address of a policy's page.
pub(super) fn path(id: Id<Policy>) -> String {
    format!("{}/{id}", Entry::Policies.path())
}

/// One policy: what it says, and what was found about it.
pub(super) async fn page(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    let over = looked_over(&desk).await?;
    let id: Id<Policy> = desk.id(&id)?;
    let mut found = over.policies.written.iter().zip(&over.findings);
    let (document, findings) =
        found.find(|(document, _)| document.policy.id == id).ok_or_else(|| desk.missing())?;
    let is_on = document.policy.state == State::On;
    let exclusions = exclusions::of(&desk, id).await?;
    let exclusions = exclusions.iter().map(|one| exclusions::line(&desk, &over.names, one)).collect();
    shown(&PolicyPage {
        exclusions,
        lacks_plan: plan::is_lacking(&desk).await?,
        per_user_mfa: if is_on { per_user_mfa::offered(&desk).await? } else { 0 },
        ..screen(&desk, document, findings, &over.names)
    })
}

fn screen(desk: &Desk, document: &Document, findings: &[Finding], names: &Names) -> PolicyPage {
    let (t, policy) = (desk.texts(), &document.policy);
    let words = PolicyWords::new(t, names);
    let finding = |finding: &Finding| FindingLine {
        text: finding_words(t, finding),
        is_error: is_error(finding, policy.state),
    };
    PolicyPage {
        shell: desk.shell(),
        id: policy.id.to_string(),
        name: policy.name.clone(),
        state: state_of(desk, document),
        sentence: words.sentence(policy),
        parts: words.parts(policy),
        findings: findings.iter().map(finding).collect(),
        exclusions: vec![],
        made: moment(document, "createdDateTime").map(|at| desk.date(at)),
        changed: moment(document, "modifiedDateTime").and(changed(document)).map(|at| desk.date(at)),
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
        lacks_plan: false,
        per_user_mfa: 0,
    }
}

/// One policy as Graph's JSON, to keep or to import elsewhere.
pub(super) async fn file(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    let (document, _) = kept(&desk, &id).await?;
    let body = serde_json::to_string_pretty(&document.write(Version::Beta)).unwrap_or_default();
    let mut response = answer::json(StatusCode::OK, body);
    let name = format!("attachment; filename=\"policy-{}.json\"", document.policy.id);
    let name = HeaderValue::from_str(&name).unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    response.headers_mut().insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

/// The policy of an address, with the revision that it was read from.
pub(super) async fn kept(desk: &Desk, id: &str) -> Result<(Document, Id<PolicySet>), Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let id = desk.id(id)?;
    desk.or_fault(desk.house().policy(desk.tenant(), &permit, id).await)
}
