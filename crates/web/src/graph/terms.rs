//! `identityGovernance/termsOfUse/agreements`: terms of use, read by whoever reads policies.

use axum::extract::Path;
use data_encoding::BASE64;
use model::Id;
use policy::Agreement;
use serde_json::{Value, json};
use service::authority::{ReadSecurity, Target};
use service::terms::TermsDetails;

use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "identityGovernance/termsOfUse/agreements";

pub(super) async fn list(call: Call) -> Answer {
    let all = all(&call).await?;
    call.list(CONTEXT, all.iter().map(written).collect())
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let found = find(&call, &id).await?;
    call.one(CONTEXT, written(&found))
}

/// The texts of the newest version, one for each language.
pub(super) async fn files(Path(id): Path<String>, call: Call) -> Answer {
    let found = find(&call, &id).await?;
    let terms = &found.terms;
    let file = |(place, (locale, text)): (usize, &(model::Locale, String))| {
        json!({
            "id": format!("{}-{}-{}", terms.id, terms.version, locale.tag()),
            "createdDateTime": call.written(terms.changed),
            "displayName": terms.name,
            "fileData": { "data": BASE64.encode(text.as_bytes()) },
            "fileName": format!("{}.txt", locale.tag()),
            "isDefault": place == 0,
            "isMajorVersion": terms.asked == terms.version,
            "language": locale.tag(),
        })
    };
    call.list(&format!("{CONTEXT}('{}')/files", terms.id), found.texts.iter().enumerate().map(file).collect())
}

fn written(found: &TermsDetails) -> Value {
    let terms = &found.terms;
    json!({
        "id": terms.id.to_string(),
        "displayName": terms.name,
        "isPerDeviceAcceptanceRequired": false,
        "isViewingBeforeAcceptanceRequired": terms.must_view,
        "termsExpiration": null,
        "userReacceptRequiredFrequency": terms.again_days.map(|days| format!("P{days}D")),
    })
}

async fn all(call: &Call) -> Result<Vec<TermsDetails>, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    call.or_fault(call.house().terms(call.tenant(), &permit).await, "")
}

async fn find(call: &Call, id: &str) -> Result<TermsDetails, Problem> {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let terms: Id<Agreement> = call.id(id)?;
    call.or_fault(call.house().terms_of(call.tenant(), &permit, terms).await, id)
}
