//! `identity/conditionalAccess/policies`, and those that were deleted.

use axum::extract::Path;
use graph::expanded;
use model::Id;
use policy::{Policy, PolicySet};
use serde_json::Value;
use service::authority::{ManagePolicies, ReadSecurity, Target};
use service::conditional_access::{Policies, PolicyProblem, Wish};

use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "identity/conditionalAccess/policies";
const ETAG: &str = "@odata.etag";

pub(super) async fn list(call: Call) -> Answer {
    let (all, strengths) = (all(&call).await?, strengths(&call).await?);
    let written = all
        .written
        .iter()
        .map(|document| tagged(expanded(document.write(call.version), &strengths), all.revision));
    call.list(CONTEXT, written.collect())
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let written = read(&call, call.id(&id)?).await?;
    call.one(CONTEXT, written)
}

pub(super) async fn create(call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let made = call.house().create_policy(call.tenant(), permit, &said(&call)?, Wish::default()).await;
    let saved = call.or_fault(made, "")??;
    // Whoever writes policies reads them.
    let written = read(&call, saved.id).await?;
    Call::saved(call.created(CONTEXT, written), saved.trial)
}

pub(super) async fn change(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let policy = call.id(&id)?;
    let wish = wish(&call, policy).await?;
    let changed = call.house().change_policy(call.tenant(), permit, policy, &said(&call)?, wish).await;
    let saved = unless_changed(&call, call.or_fault(changed, &id)?)?;
    Call::saved(Call::done(), saved.trial)
}

pub(super) async fn delete(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let policy = call.id(&id)?;
    let wish = wish(&call, policy).await?;
    let deleted = call.house().delete_policy(call.tenant(), permit, policy, wish).await;
    let saved = unless_changed(&call, call.or_fault(deleted, &id)?)?;
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
    let (document, revision) = call.or_fault(found, &id.to_string())?;
    Ok(tagged(expanded(document.write(call.version), &strengths(call).await?), revision))
}

/// The policy with the revision that it was read of: whoever writes it says by that what they saw.
fn tagged(mut policy: Value, revision: Id<PolicySet>) -> Value {
    policy[ETAG] = format!("W/\"{revision}\"").into();
    policy
}

/// What is to be written: a policy is often sent back as it was read, with its tag.
fn said(call: &Call) -> Result<String, Problem> {
    let text = call.text()?;
    if !text.contains(ETAG) {
        return Ok(text.to_owned());
    }
    let mut members = call.members()?;
    members.remove(ETAG);
    Ok(Value::Object(members).to_string())
}

/// What `If-Match` asks: that nobody changed the policy since that revision (RFC 9110 §13.1.1).
async fn wish(call: &Call, policy: Id<Policy>) -> Result<Wish, Problem> {
    let Some(tag) = call.if_match() else { return Ok(Wish::default()) };
    let bare = tag.trim().trim_start_matches("W/").trim_matches('"');
    let seen = bare.parse().map_err(|_| Problem::changed())?;
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let id = policy.to_string();
    call.or_fault(call.house().policy(call.tenant(), &permit, policy).await, &id)?;
    let known = call.house().knows_revision(call.tenant(), &permit, seen).await;
    if !call.or_fault(known, &id)? {
        return Err(Problem::changed());
    }
    Ok(Wish { seen: Some(seen), ..Wish::default() })
}

fn unless_changed<T>(call: &Call, saved: Result<T, PolicyProblem>) -> Result<T, Problem> {
    match saved {
        Err(PolicyProblem::ChangedMeanwhile) if call.if_match().is_some() => Err(Problem::changed()),
        saved => Ok(saved?),
    }
}

/// The strengths as they are now: a policy is told with its own in full.
pub(super) async fn strengths(call: &Call) -> Result<Vec<Value>, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let all = call.or_fault(call.house().strengths(call.tenant(), &permit).await, "")?;
    Ok(super::strengths::written(&all))
}
