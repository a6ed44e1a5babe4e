//! `organization` and `subscribedSkus`: whose house it is, and which plan it has.

use axum::extract::Path;
use graph::organisation::{organisation, subscription};
use model::{Organisation, Permission};
use serde_json::Value;
use service::authority::{ReadSecurity, Target};

use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "organization";
const SUBSCRIPTIONS: &str = "subscribedSkus";

pub(super) async fn list(call: Call) -> Answer {
    let own = own(&call).await?;
    call.list(CONTEXT, vec![own])
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let own = own(&call).await?;
    if call.id::<model::Tenant>(&id)? != call.tenant() {
        return Err(Problem::missing(call.family, &id));
    }
    call.one(CONTEXT, own)
}

pub(super) async fn subscriptions(call: Call) -> Answer {
    let held = held(&call).await?;
    call.list(SUBSCRIPTIONS, held.into_iter().collect())
}

pub(super) async fn subscribed(Path(id): Path<String>, call: Call) -> Answer {
    match held(&call).await?.filter(|sku| sku["id"] == id.as_str()) {
        Some(sku) => call.one(SUBSCRIPTIONS, sku),
        None => Err(Problem::missing(call.family, &id)),
    }
}

/// Its name and domain stand on the page where people sign in, so that every permission will do.
async fn own(call: &Call) -> Result<Value, Problem> {
    call.needs(Permission::ALL)?;
    let plan = match call.may::<ReadSecurity>(Target::Organisation) {
        true => {
            let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
            Some(call.or_fault(call.house().plan(call.tenant(), &permit).await, "")?)
        }
        false => None,
    };
    let own = whose(call)?;
    Ok(organisation(&own, plan, |at| call.written(at)))
}

async fn held(call: &Call) -> Result<Option<Value>, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let plan = call.or_fault(call.house().plan(call.tenant(), &permit).await, "")?;
    let people = call.or_fault(call.house().covered_people(call.tenant(), &permit).await, "")?;
    let own = whose(call)?;
    Ok(subscription(&own, plan, people))
}

fn whose(call: &Call) -> Result<std::sync::Arc<Organisation>, Problem> {
    call.house().organisation(call.tenant()).ok_or_else(|| Problem::missing(call.family, ""))
}
