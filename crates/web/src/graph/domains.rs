//! `domains`: the name of the organisation. There is one, and it is set by a command on the server.

use axum::extract::Path;
use model::{Organisation, Permission};
use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "domains";

pub(super) async fn list(call: Call) -> Answer {
    let own = own(&call)?;
    call.list(CONTEXT, vec![written(&own)])
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let own = own(&call)?;
    if !own.domain.eq_ignore_ascii_case(&id) {
        return Err(Problem::missing(call.family, &id));
    }
    call.one(CONTEXT, written(&own))
}

/// It stands on the page where people sign in, so that every permission will do.
fn own(call: &Call) -> Result<std::sync::Arc<Organisation>, Problem> {
    call.needs(Permission::ALL)?;
    call.house().organisation(call.tenant()).ok_or_else(|| Problem::missing(call.family, ""))
}

fn written(own: &Organisation) -> Value {
    json!({
        "id": own.domain,
        "authenticationType": "Managed",
        "availabilityStatus": null,
        "isAdminManaged": true,
        "isDefault": true,
        "isInitial": true,
        "isRoot": true,
        "isVerified": true,
        "supportedServices": [],
        "passwordValidityPeriodInDays": null,
        "passwordNotificationWindowInDays": null,
    })
}
