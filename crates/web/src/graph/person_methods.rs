//! `users/{id}/authentication/methods` and the lists by kind: what somebody has registered (reference 5.8). Nothing is
//! registered here for somebody else, and nobody's password is set: whoever cannot come in is invited.

use axum::extract::Path;
use graph::person_methods::{EMPTY, PASSWORD, Registered, list_of, method};
use model::{Id, Method, User};
use serde_json::Value;
use service::authority::{HelpPeople, ReadPersonMethods, Target};
use service::person_methods::HeldMethod;

use super::call::{Answer, Call};
use super::people::target;
use super::problem::Problem;

const CONTEXT: &str = "users/authentication/methods";

pub(super) async fn all(Path(id): Path<String>, call: Call) -> Answer {
    let held = held(&call, &id).await?;
    let told = held.iter().filter_map(|one| written(&call, one)).collect();
    call.list(CONTEXT, told)
}

pub(super) async fn one(Path((id, wanted)): Path<(String, String)>, call: Call) -> Answer {
    let found = found(&call, (&id, None, &wanted)).await?;
    call.one(CONTEXT, written(&call, &found).unwrap_or_default())
}

/// The methods of one kind; of what nobody can register here there are none.
pub(super) async fn of_kind(Path((id, kind)): Path<(String, String)>, call: Call) -> Answer {
    is_kind(&kind)?;
    let held = held(&call, &id).await?;
    let of_kind = held.iter().filter(|one| list_of(one.method) == Some(kind.as_str()));
    let told = of_kind.filter_map(|one| written(&call, one)).collect();
    call.list(&format!("users/authentication/{kind}"), told)
}

pub(super) async fn one_of_kind(
    Path((id, kind, wanted)): Path<(String, String, String)>,
    call: Call,
) -> Answer {
    is_kind(&kind)?;
    let found = found(&call, (&id, Some(&kind), &wanted)).await?;
    call.one(&format!("users/authentication/{kind}"), written(&call, &found).unwrap_or_default())
}

/// Removes one: what rests on it ends, and the person is told by mail.
pub(super) async fn delete(Path((id, kind, wanted)): Path<(String, String, String)>, call: Call) -> Answer {
    is_kind(&kind)?;
    let (user, permit) = target::<HelpPeople>(&call, &id).await?;
    let found = of_person(&call, user, Some(&kind), &wanted).await?;
    let credential =
        found.id.ok_or_else(|| Problem::bad("A password is not deleted: invite the person again."))?;
    call.or_fault(call.house().remove_method(call.tenant(), permit, user, credential).await, &wanted)?;
    Call::done()
}

fn is_kind(kind: &str) -> Result<(), Problem> {
    let is_known =
        EMPTY.contains(&kind) || Method::ALL.into_iter().any(|method| list_of(method) == Some(kind));
    if is_known { Ok(()) } else { Err(super::no_such_resource()) }
}

async fn held(call: &Call, id: &str) -> Result<Vec<HeldMethod>, Problem> {
    call.permit::<ReadPersonMethods>(Target::Organisation)?;
    let (user, _) = call.or_fault(call.house().directory_target(call.tenant(), id).await, id)?;
    of_user(call, user).await
}

async fn of_user(call: &Call, user: Id<User>) -> Result<Vec<HeldMethod>, Problem> {
    let permit = call.permit::<ReadPersonMethods>(Target::Organisation)?;
    let held = call.house().methods_of_person(call.tenant(), &permit, user).await;
    call.or_fault(held, &user.to_string())
}

async fn found(call: &Call, (id, kind, wanted): (&str, Option<&str>, &str)) -> Result<HeldMethod, Problem> {
    call.permit::<ReadPersonMethods>(Target::Organisation)?;
    let (user, _) = call.or_fault(call.house().directory_target(call.tenant(), id).await, id)?;
    of_person(call, user, kind, wanted).await
}

async fn of_person(
    call: &Call,
    user: Id<User>,
    kind: Option<&str>,
    wanted: &str,
) -> Result<HeldMethod, Problem> {
    let is_it = |one: &HeldMethod| {
        let id = one.id.map_or_else(|| PASSWORD.to_owned(), |id| id.to_string());
        let list = list_of(one.method);
        list.is_some() && id.eq_ignore_ascii_case(wanted) && kind.is_none_or(|kind| list == Some(kind))
    };
    let found = of_user(call, user).await?.into_iter().find(is_it);
    found.ok_or_else(|| Problem::missing(call.family, wanted))
}

/// Nothing for what Graph has no name for.
fn written(call: &Call, held: &HeldMethod) -> Option<Value> {
    list_of(held.method)?;
    let registered = Registered {
        id: held.id.map(|id| id.to_string()).unwrap_or_default(),
        method: held.method,
        label: held.label.clone(),
        created: held.created,
        key: held.key.map(|(make, is_synced)| (make.to_string(), is_synced)),
    };
    Some(method(&registered, |at| call.written(at)))
}
