//! `users/{id}/authentication/requirements`: the per-user switch, which only beta has.

use axum::extract::Path;
use graph::Version;
use model::PerUserMfa;
use serde_json::{Value, json};
use service::Fault;
use service::authority::{ManagePerUserMfa, ReadMethods, Target};

use super::call::{Answer, Call};
use super::people::target;
use super::problem::Problem;

const MEMBER: &str = "perUserMfaState";

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    is_beta(&call)?;
    let permit = call.permit::<ReadMethods>(Target::Organisation)?;
    let (user, _) = call.or_fault(call.house().directory_target(call.tenant(), &id).await, &id)?;
    let found = call.house().per_user_mfa_of(call.tenant(), &permit, user).await;
    let state = call.or_fault(found, &id)?;
    call.one("users/authentication/requirements", json!({ MEMBER: state.word() }))
}

pub(super) async fn change(Path(id): Path<String>, call: Call) -> Answer {
    is_beta(&call)?;
    let (user, permit) = target::<ManagePerUserMfa>(&call, &id).await?;
    let members = call.members()?;
    let is_known = |name: &String| name == MEMBER || name.starts_with('@');
    let wish = members.get(MEMBER).and_then(Value::as_str).and_then(PerUserMfa::from_word);
    let Some(wish) = wish.filter(|_| members.keys().all(is_known)) else {
        return Err(Problem::bad("Only 'perUserMfaState' can be written, as disabled, enabled or enforced."));
    };
    match call.house().set_per_user_mfa(call.tenant(), permit, user, wish).await {
        // It is so already.
        Err(Fault::Conflict("state")) => Call::done(),
        Err(Fault::Conflict("oneself")) => Err(Problem::denied(call.family)),
        set => {
            call.or_fault(set, &id)?;
            Call::done()
        }
    }
}

fn is_beta(call: &Call) -> Result<(), Problem> {
    if call.version == Version::Beta { Ok(()) } else { Err(super::no_such_resource()) }
}
