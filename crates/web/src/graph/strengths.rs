//! `policies/authenticationStrengthPolicies`, which is `identity/conditionalAccess/authenticationStrength/policies` too.

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use model::Id;
use policy::{AuthenticationStrength, Policy};
use serde_json::{Value, json};
use service::authority::{ManagePolicies, Permit, ReadSecurity, Target};
use service::conditional_access::{CombinationChange, SavedStrength, StrengthProblem, Strengths, Wish};

use super::call::{Answer, Call};
use super::problem::Problem;
use crate::app::App;

const CONTEXT: &str = "policies/authenticationStrengthPolicies";

/// The routes, each at both addresses.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/identity/conditionalAccess/authenticationStrength/policies", get(list).post(create))
        .route(
            "/identity/conditionalAccess/authenticationStrength/policies/{id}",
            get(read).patch(change).delete(delete),
        )
        .route(
            "/identity/conditionalAccess/authenticationStrength/policies/{id}/updateAllowedCombinations",
            post(allow),
        )
        .route("/identity/conditionalAccess/authenticationStrength/policies/{id}/usage", get(usage))
        // As a function is called.
        .route("/identity/conditionalAccess/authenticationStrength/policies/{id}/usage()", get(usage))
        .route(
            "/identity/conditionalAccess/authenticationStrength/policies/{id}/combinationConfigurations",
            get(configurations).post(configure),
        )
        .route(
            "/identity/conditionalAccess/authenticationStrength/policies/{id}/combinationConfigurations/{part}",
            get(configuration).patch(reconfigure).delete(unconfigure),
        )
        .route("/policies/authenticationStrengthPolicies", get(list).post(create))
        .route(
            "/policies/authenticationStrengthPolicies/{id}",
            get(read).patch(change).delete(delete),
        )
        .route(
            "/policies/authenticationStrengthPolicies/{id}/updateAllowedCombinations",
            post(allow),
        )
        .route("/policies/authenticationStrengthPolicies/{id}/usage", get(usage))
        // As a function is called.
        .route("/policies/authenticationStrengthPolicies/{id}/usage()", get(usage))
        .route(
            "/policies/authenticationStrengthPolicies/{id}/combinationConfigurations",
            get(configurations).post(configure),
        )
        .route(
            "/policies/authenticationStrengthPolicies/{id}/combinationConfigurations/{part}",
            get(configuration).patch(reconfigure).delete(unconfigure),
        )
}

async fn list(call: Call) -> Answer {
    let all = all(&call).await?;
    call.list(CONTEXT, written(&all))
}

async fn read(Path(id): Path<String>, call: Call) -> Answer {
    let found = found(&call, &id).await?;
    call.one(CONTEXT, found)
}

async fn create(call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let made = call.house().create_strength(call.tenant(), permit, call.text()?).await;
    let id = call.or_fault(made, "")??.id.to_string();
    let made = found(&call, &id).await?;
    call.created(CONTEXT, made)
}

async fn change(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let saved = save(&call, permit, &id, call.text()?).await?;
    Call::saved(Call::done(), saved.trial)
}

async fn delete(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let gone = call.house().delete_strength(call.tenant(), permit, call.id(&id)?).await;
    call.or_fault(gone, &id)??;
    Call::done()
}

/// `updateAllowedCombinations`: other combinations, and which policies that is for.
async fn allow(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let members = call.members()?;
    let Some(wanted) = members.get("allowedCombinations").filter(|wanted| wanted.is_array()) else {
        return Err(Problem::bad("'allowedCombinations' is missing."));
    };
    let before = found(&call, &id).await?;
    let saved = save(&call, permit, &id, &json!({ "allowedCombinations": wanted }).to_string()).await?;
    let after = found(&call, &id).await?;
    let references = users(&all(&call).await?, call.id(&id)?);
    let result = call.one(
        "microsoft.graph.updateAllowedCombinationsResult",
        json!({
            "additionalInformation": Value::Null,
            "conditionalAccessReferences": references.iter().map(|policy| policy.id).collect::<Vec<_>>(),
            "currentCombinations": after["allowedCombinations"],
            "previousCombinations": before["allowedCombinations"],
        }),
    );
    Call::saved(result, saved.trial)
}

/// The policies that demand it, by whether it is multi-factor.
async fn usage(Path(id): Path<String>, call: Call) -> Answer {
    let found = found(&call, &id).await?;
    let ids = users(&all(&call).await?, call.id(&id)?).into_iter().map(|policy| policy.id.to_string());
    let ids: Vec<String> = ids.collect();
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let policies = call.or_fault(call.house().policies(call.tenant(), &permit).await, "")?.written;
    let named = policies.iter().filter(|document| ids.contains(&document.policy.id.to_string()));
    let strengths = written(&all(&call).await?);
    let named: Vec<Value> =
        named.map(|document| graph::expanded(document.write(call.version), &strengths)).collect();
    let (mfa, none) = match found["requirementsSatisfied"].as_str() {
        Some("mfa") => (named, vec![]),
        _ => (vec![], named),
    };
    call.one("microsoft.graph.authenticationStrengthUsage", json!({ "mfa": mfa, "none": none }))
}

async fn configurations(Path(id): Path<String>, call: Call) -> Answer {
    let parts = parts(&call, &id).await?;
    call.list(&narrowed(&id), parts)
}

async fn configuration(Path((id, part)): Path<(String, String)>, call: Call) -> Answer {
    let found = part_of(&call, &id, &part).await?;
    call.one(&narrowed(&id), found)
}

async fn configure(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let before = parts(&call, &id).await?;
    let saved = combine(&call, permit, &id, CombinationChange::Add(call.members()?)).await?;
    let after = parts(&call, &id).await?;
    let made = after.into_iter().find(|part| before.iter().all(|old| old["id"] != part["id"]));
    let made = made.ok_or_else(|| Problem::missing(call.family, &id))?;
    Call::saved(call.created(&narrowed(&id), made), saved.trial)
}

async fn reconfigure(Path((id, part)): Path<(String, String)>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let saved = combine(&call, permit, &id, CombinationChange::Change(part, call.members()?)).await?;
    Call::saved(Call::done(), saved.trial)
}

async fn unconfigure(Path((id, part)): Path<(String, String)>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let saved = combine(&call, permit, &id, CombinationChange::Remove(part)).await?;
    Call::saved(Call::done(), saved.trial)
}

async fn save(
    call: &Call,
    permit: Permit<ManagePolicies>,
    id: &str,
    text: &str,
) -> Result<SavedStrength, Problem> {
    let changed =
        call.house().change_strength(call.tenant(), permit, call.id(id)?, text, Wish::default()).await;
    Ok(call.or_fault(changed, id)??)
}

async fn combine(
    call: &Call,
    permit: Permit<ManagePolicies>,
    id: &str,
    change: CombinationChange,
) -> Result<SavedStrength, Problem> {
    let changed = call.house().change_combination(call.tenant(), permit, call.id(id)?, change).await;
    Ok(call.or_fault(changed, id)??)
}

async fn all(call: &Call) -> Result<Strengths, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    call.or_fault(call.house().strengths(call.tenant(), &permit).await, "")
}

/// Built-in strengths and those of one's own, as Graph writes them.
pub(super) fn written(all: &Strengths) -> Vec<Value> {
    let own = all.own.iter().map(|kept| kept.document.write());
    graph::built_in_strengths().into_iter().chain(own).collect()
}

/// The policies that demand a strength.
fn users(all: &Strengths, id: Id<AuthenticationStrength>) -> Vec<Policy> {
    let own = all.own.iter().find(|kept| kept.document.strength.id == id).map(|kept| &kept.used_by);
    let built_in = all.built_in.iter().find(|(other, _)| *other == id).map(|(_, users)| users);
    own.or(built_in).cloned().unwrap_or_default()
}

async fn found(call: &Call, id: &str) -> Result<Value, Problem> {
    let found = written(&all(call).await?).into_iter().find(|strength| strength["id"] == id);
    found.ok_or_else(|| Problem::missing(call.family, id))
}

async fn parts(call: &Call, id: &str) -> Result<Vec<Value>, Problem> {
    match found(call, id).await?["combinationConfigurations"].take() {
        Value::Array(parts) => Ok(parts),
        _ => Ok(vec![]),
    }
}

async fn part_of(call: &Call, id: &str, part: &str) -> Result<Value, Problem> {
    let found = parts(call, id).await?.into_iter().find(|one| one["id"] == part);
    found.ok_or_else(|| Problem::missing(call.family, part))
}

fn narrowed(id: &str) -> String {
    let id: String = id.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    format!("{CONTEXT}('{id}')/combinationConfigurations")
}

impl From<StrengthProblem> for Problem {
    fn from(problem: StrengthProblem) -> Self {
        match problem {
            StrengthProblem::Policies(problem) => problem.into(),
            other => Self::bad(other.to_string()),
        }
    }
}
