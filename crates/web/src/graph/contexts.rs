//! `identity/conditionalAccess/authenticationContextClassReferences`.

use axum::extract::Path;
use serde_json::Value;
use service::authority::{ManagePolicies, ReadSecurity, Target};
use service::conditional_access::{ContextProblem, Keeping, Wish};

use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "identity/conditionalAccess/authenticationContextClassReferences";

pub(super) async fn list(call: Call) -> Answer {
    let all = all(&call).await?;
    call.list(CONTEXT, all)
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let found = read(&call, &id).await?;
    call.one(CONTEXT, found)
}

pub(super) async fn create(call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let id = call.members()?.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let keeping = (call.text()?, Keeping::New);
    let kept = call.house().keep_context(call.tenant(), permit, &id, keeping, Wish::default()).await;
    let trial = call.or_fault(kept, &id)??;
    let made = read(&call, &id).await?;
    Call::saved(call.created(CONTEXT, made), trial)
}

/// Changes a context, or makes it where there is none with this id.
pub(super) async fn change(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let keeping = (call.text()?, Keeping::Either);
    let kept = call.house().keep_context(call.tenant(), permit, &id, keeping, Wish::default()).await;
    let trial = call.or_fault(kept, &id)??;
    Call::saved(Call::done(), trial)
}

pub(super) async fn delete(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let deleted = call.house().delete_context(call.tenant(), permit, &id).await;
    call.or_fault(deleted, &id)??;
    Call::done()
}

async fn all(call: &Call) -> Result<Vec<Value>, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let kept = call.or_fault(call.house().contexts(call.tenant(), &permit).await, "")?;
    Ok(kept.iter().map(|kept| kept.document.write()).collect())
}

async fn read(call: &Call, id: &str) -> Result<Value, Problem> {
    let found = all(call).await?.into_iter().find(|context| context["id"] == id);
    found.ok_or_else(|| Problem::missing(call.family, id))
}

impl From<ContextProblem> for Problem {
    fn from(problem: ContextProblem) -> Self {
        match problem {
            ContextProblem::Policies(problem) => problem.into(),
            other => Self::bad(other.to_string()),
        }
    }
}
