//! `policies/identitySecurityDefaultsEnforcementPolicy`.

use axum::http::StatusCode;
use serde_json::{Value, json};
use service::Fault;
use service::authority::{ManageSecurityDefaults, ReadSecurity, Target};
use service::security_defaults::Wanted;

use super::call::{Answer, Call};
use super::problem::Problem;

/// What the audit log keeps as the reason of who switches them off here: Graph has no place for one.
const REASON: &str = "other: by the API";

pub(super) async fn one(call: Call) -> Answer {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let kept = call.or_fault(call.house().security_defaults(call.tenant(), &permit).await, "")?;
    call.one(
        "policies/identitySecurityDefaultsEnforcementPolicy",
        json!({
            "id": "00000000-0000-0000-0000-000000000005",
            "displayName": "Security Defaults",
            "description": "Everybody registers a second factor, and gives it when it matters.",
            "isEnabled": kept.defaults.enabled,
            "deletedDateTime": Value::Null,
        }),
    )
}

pub(super) async fn change(call: Call) -> Answer {
    let permit = call.permit::<ManageSecurityDefaults>(Target::Organisation)?;
    let members = call.members()?;
    let enabled = match members.get("isEnabled") {
        Some(Value::Bool(enabled))
            if members.keys().all(|name| name == "isEnabled" || name.starts_with('@')) =>
        {
            *enabled
        }
        _ => return Err(Problem::bad("Only 'isEnabled' can be written, as true or false.")),
    };
    let reading = call.permit::<ReadSecurity>(Target::Organisation)?;
    let kept = call.or_fault(call.house().security_defaults(call.tenant(), &reading).await, "")?;
    if kept.defaults.enabled == enabled {
        return Call::done();
    }
    let wanted = Wanted {
        enabled,
        registration_days: kept.defaults.registration_days,
        reason: REASON.to_owned(),
        end_sessions: false,
    };
    match call.house().set_security_defaults(call.tenant(), permit, wanted).await {
        Err(Fault::Conflict("conditionalAccess")) => {
            let why =
                "Conditional access policies are enabled. Switch them off before enabling security defaults.";
            Err(Problem::new(StatusCode::BAD_REQUEST, "BadRequest", why))
        }
        changed => {
            call.or_fault(changed, "")?;
            Call::done()
        }
    }
}
