//! `identity/conditionalAccess/policies`, and those that were deleted.

use axum::extract::Path;
use graph::expanded;
use model::Id;
use policy::Policy;
use serde_json::Value;
use service::authority::{ManagePolicies, ReadSecurity, Target};
use service::conditional_access::{Policies, Wish};

use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "identity/conditionalAccess/policies";

pub(super) async fn list(call: Call) -> Answer {
    let (all, strengths) = (all(&call).await?, strengths(&call).await?);
    let written = all.written.iter().map(|document| expanded(document.write(call.version), &strengths));
    call.list(CONTEXT, written.collect())
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let written = read(&call, call.id(&id)?).await?;
    call.one(CONTEXT, written)
}

pub(super) async fn create(call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let made = call.house().create_policy(call.tenant(), permit, call.text()?, Wish::default()).await;
    let saved = call.or_fault(made, "")??;
    // Whoever writes policies reads them.
    let written = read(&call, saved.id).await?;
    Call::saved(call.created(CONTEXT, written), saved.trial)
}

pub(super) async fn change(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let policy = call.id(&id)?;
    let changed =
        call.house().change_policy(call.tenant(), permit, policy, call.text()?, Wish::default()).await;
    let saved = call.or_fault(changed, &id)??;
    Call::saved(Call::done(), saved.trial)
}

pub(super) async fn delete(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let policy = call.id(&id)?;
    let deleted = call.house().delete_policy(call.tenant(), permit, policy, Wish::default()).await;
    let saved = call.or_fault(deleted, &id)??;
    Call::saved(Call::done(), saved.trial)
}

pub(super) async fn deleted(call: Call) -> Answer {
    let all = all(&call).await?;
    let strengths = strengths(&call).await?;
    let written = all.deleted.iter().map(|(document, _)| expanded(document.write(call.version), &strengths));
    call.list("identity/conditionalAccess/deletedItems/policies", written.collect())
}

pub(super) async fn deleted_one(Path(id): Path<String>, call: Call) -> Answer {
    let policy: Id<Policy> = call.id(&id)?;
    let all = all(&call).await?;
    let found = all.deleted.iter().find(|(document, _)| document.policy.id == policy);
    let (document, _) = found.ok_or_else(|| Problem::missing(call.family, &id))?;
    let written = expanded(document.write(call.version), &strengths(&call).await?);
    call.one("identity/conditionalAccess/deletedItems/policies", written)
}

pub(super) async fn restore(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let policy = call.id(&id)?;
    let restored = call.house().restore_policy(call.tenant(), permit, policy, Wish::default()).await;
    let saved = call.or_fault(restored, &id)??;
    let written = read(&call, policy).await?;
    Call::saved(call.one(CONTEXT, written), saved.trial)
}

pub(super) async fn forget(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let policy = call.id(&id)?;
    let forgotten = call.house().forget_policy(call.tenant(), permit, policy).await;
    call.or_fault(forgotten, &id)??;
    Call::done()
}

async fn all(call: &Call) -> Result<Policies, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    call.or_fault(call.house().policies(call.tenant(), &permit).await, "")
}

async fn read(call: &Call, id: Id<Policy>) -> Result<Value, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let found = call.house().policy(call.tenant(), &permit, id).await;
    let (document, _) = call.or_fault(found, &id.to_string())?;
    Ok(expanded(document.write(call.version), &strengths(call).await?))
}

/// The strengths as they are now: a policy is told with its own in full.
pub(super) async fn strengths(call: &Call) -> Result<Vec<Value>, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let all = call.or_fault(call.house().strengths(call.tenant(), &permit).await, "")?;
    Ok(super::strengths::written(&all))
}
