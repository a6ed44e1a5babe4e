//! The pages of conditional access.

use super::Looker;
use super::steps::PIET;

const LIST: &str = "/admin/conditional-access/policies";
const PLACES: &str = "/admin/conditional-access/locations";
const STRENGTHS: &str = "/admin/conditional-access/strengths";
const CONTEXTS: &str = "/admin/conditional-access/contexts";

/// Policies and named locations, from none to some.
pub(super) async fn policies(look: &mut Looker) {
    look.open(LIST, "policies-empty").await;
    look.open(PLACES, "locations-empty").await;
    look.open(&format!("{PLACES}/new"), "location-new").await;
    look.browser.fill("#name", "Kantoor").await;
    look.browser.fill("#ranges", "overal").await;
    look.browser.click("main form .btn.primary").await;
    look.browser.find(".notice.stop").await;
    look.at_refusal("location-wrong", 422).await;
    look.browser.fill("#ranges", "203.0.113.0/28").await;
    look.browser.click("main form .btn.primary").await;
    look.browser.find(".toast").await;
    look.at("locations").await;
    strengths(look).await;
    // One administrator is all there is: where MFA per user asks nothing is on trial, and nothing else is saved meanwhile.
    look.browser.open(&format!("{}/admin/users/mfa/settings", look.base)).await;
    look.browser.fill("[name=trusted]", "203.0.113.0/28").await;
    look.browser.submit().await;
    look.browser.find("a[href$='/trial/take-back']").await;
    look.at("trial").await;
    look.browser.click("a[href$='/trial/take-back']").await;
    look.browser.find("#question").await;
    look.at("trial-back").await;
    look.browser.submit().await;
    look.browser.find(".toast").await;
    look.open(&format!("{LIST}/templates"), "policy-templates").await;
    look.open(&format!("{LIST}/new"), "policy-new").await;
    look.browser.fill("#name", "Twee stappen").await;
    look.browser.fill("#find-out", PIET).await;
    look.browser.click("button[value=find-out]").await;
    look.browser.find("button[value^='drop:not-people']").await;
    look.browser.fill("#find-out", "b").await;
    look.browser.click("button[value=find-out]").await;
    look.browser.find("button[value^='add:']").await;
    look.at("policy-choose").await;
    look.browser.click("button[value=save]").await;
    look.browser.find(".toast").await;
    look.at("policy").await;
    look.browser.click("#to-on").await;
    look.browser.click("form[action$='/switch'] button").await;
    look.browser.find("input[name=sure]").await;
    look.at("policy-on").await;
    look.browser.submit().await;
    look.browser.find(".notice.stop").await;
    look.at_refusal("policy-refused", 422).await;
    look.open(LIST, "policies").await;
    look.browser.click("tbody a").await;
    look.browser.click("a[href$='/delete']").await;
    look.browser.find("#question").await;
    look.at("policy-delete").await;
    look.browser.submit().await;
    look.browser.find(".toast").await;
    look.at("policy-deleted").await;
}

/// Authentication strengths and contexts, from none of one's own to one.
async fn strengths(look: &mut Looker) {
    look.open(&format!("{STRENGTHS}/new"), "strength-new").await;
    look.browser.fill("#name", "Eigen sleutels").await;
    look.browser.fill("#more", "blauw").await;
    look.browser.click("[name=combination][value=fido2]").await;
    look.browser.click("main form .btn.primary").await;
    look.browser.find(".notice.stop").await;
    look.at_refusal("strength-wrong", 422).await;
    look.browser.fill("#more", "cb69481e-8ff7-4039-93ec-0a2729a154a8").await;
    look.browser.click("main form .btn.primary").await;
    look.browser.find(".toast").await;
    look.at("strengths").await;
    look.open(CONTEXTS, "contexts-empty").await;
    look.open(&format!("{CONTEXTS}/new"), "context-new").await;
    look.browser.fill("#name", "Betalingen").await;
    look.browser.click("main form .btn.primary").await;
    look.browser.find(".toast").await;
    look.at("contexts").await;
}
