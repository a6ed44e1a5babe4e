//! `identity/conditionalAccess/namedLocations`, and those that were deleted.

use axum::extract::Path;
use model::Id;
use policy::Location;
use serde_json::Value;
use service::authority::{ManagePolicies, ReadSecurity, Target};

use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "identity/conditionalAccess/namedLocations";
const DELETED: &str = "identity/conditionalAccess/deletedItems/namedLocations";

pub(super) async fn list(call: Call) -> Answer {
    let all = all(&call).await?;
    call.list(CONTEXT, all)
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let written = read(&call, call.id(&id)?).await?;
    call.one(CONTEXT, written)
}

pub(super) async fn create(call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let made = call.house().create_location(call.tenant(), permit, call.text()?).await;
    let saved = call.or_fault(made, "")??;
    let written = read(&call, saved.id).await?;
    Call::saved(call.created(CONTEXT, written), saved.trial)
}

pub(super) async fn change(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let location = call.id(&id)?;
    let changed = call.house().change_location(call.tenant(), permit, location, call.text()?).await;
    let saved = call.or_fault(changed, &id)??;
    Call::saved(Call::done(), saved.trial)
}

pub(super) async fn delete(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let location = call.id(&id)?;
    let deleted = call.house().delete_location(call.tenant(), permit, location).await;
    call.or_fault(deleted, &id)??;
    Call::done()
}

pub(super) async fn deleted(call: Call) -> Answer {
    let all = all_deleted(&call).await?;
    call.list(DELETED, all)
}

pub(super) async fn deleted_one(Path(id): Path<String>, call: Call) -> Answer {
    let id: Id<Location> = call.id(&id)?;
    let found = of_id(all_deleted(&call).await?, id);
    call.one(DELETED, found.ok_or_else(|| Problem::missing(call.family, &id.to_string()))?)
}

pub(super) async fn restore(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let location = call.id(&id)?;
    let restored = call.house().restore_location(call.tenant(), permit, location).await;
    call.or_fault(restored, &id)??;
    let written = read(&call, location).await?;
    call.one(CONTEXT, written)
}

pub(super) async fn forget(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManagePolicies>(Target::Organisation)?;
    let location = call.id(&id)?;
    let forgotten = call.house().forget_location(call.tenant(), permit, location).await;
    call.or_fault(forgotten, &id)??;
    Call::done()
}

async fn all_deleted(call: &Call) -> Result<Vec<Value>, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let deleted = call.or_fault(call.house().deleted_locations(call.tenant(), &permit).await, "")?;
    Ok(deleted.iter().map(|(document, _)| document.write()).collect())
}

fn of_id(all: Vec<Value>, id: Id<Location>) -> Option<Value> {
    let id = id.to_string();
    all.into_iter().find(|location| location["id"] == id.as_str())
}

async fn all(call: &Call) -> Result<Vec<Value>, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let (kept, _) = call.or_fault(call.house().locations(call.tenant(), &permit).await, "")?;
    Ok(kept.iter().map(|kept| kept.document.write()).collect())
}

async fn read(call: &Call, id: Id<Location>) -> Result<Value, Problem> {
    let found = of_id(all(call).await?, id);
    found.ok_or_else(|| Problem::missing(call.family, &id.to_string()))
}
