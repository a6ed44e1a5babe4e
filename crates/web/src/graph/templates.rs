//! `identity/conditionalAccess/templates`: what policies can be made of.

use axum::extract::Path;
use graph::{built_in_strengths, expanded};
use model::Locale;
use serde_json::{Value, json};
use service::authority::{ReadSecurity, Target};
use service::conditional_access::{Names, Template};

use super::call::{Answer, Call};
use super::problem::Problem;
use crate::screens::PolicyWords;
use crate::screens::admin::template_name;

const CONTEXT: &str = "identity/conditionalAccess/templates";

pub(super) async fn list(call: Call) -> Answer {
    call.permit::<ReadSecurity>(Target::Organisation)?;
    call.list(CONTEXT, Template::ALL.iter().filter_map(|template| written(&call, *template)).collect())
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    call.permit::<ReadSecurity>(Target::Organisation)?;
    let found = Template::from_id(&id).and_then(|template| written(&call, template));
    call.one(CONTEXT, found.ok_or_else(|| Problem::missing(call.family, &id))?)
}

/// Programs read English, as they do of Graph.
fn written(call: &Call, template: Template) -> Option<Value> {
    let t = text::of(Locale::En);
    let name = template_name(t, template);
    let document = template.document(&name)?;
    // A template has no strength but the built-in ones.
    let policy = expanded(document.write(call.version), &built_in_strengths());
    Some(json!({
        "id": template.id(),
        "name": name,
        "description": PolicyWords::new(t, &Names::default()).sentence(&document.policy).replace("**", ""),
        "scenarios": template.scenarios(),
        "details": {
            "conditions": policy["conditions"],
            "grantControls": policy["grantControls"],
            "sessionControls": policy["sessionControls"],
        },
    }))
}
