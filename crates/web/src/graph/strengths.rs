//! The built-in authentication strengths (reference 5.2).

use axum::extract::Path;
use service::authority::{ReadSecurity, Target};

use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "policies/authenticationStrengthPolicies";

pub(super) async fn list(call: Call) -> Answer {
    call.permit::<ReadSecurity>(Target::Organisation)?;
    call.list(CONTEXT, graph::built_in_strengths())
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    call.permit::<ReadSecurity>(Target::Organisation)?;
    let found = graph::built_in_strengths().into_iter().find(|strength| strength["id"] == id.as_str());
    call.one(CONTEXT, found.ok_or_else(|| Problem::missing(call.family, &id))?)
}
