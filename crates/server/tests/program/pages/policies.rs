//! The pages of conditional access.

use super::Looker;
use super::steps::PIET;

const LIST: &str = "/admin/conditional-access/policies";
const PLACES: &str = "/admin/conditional-access/locations";
const TERMS: &str = "/admin/conditional-access/terms";
const STRENGTHS: &str = "/admin/conditional-access/strengths";
const CONTEXTS: &str = "/admin/conditional-access/contexts";

/// Policies and named locations, from none to some.
pub(super) async fn policies(look: &mut Looker) {
    look.open("/admin/emergency-access", "emergency-access").await;
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
    look.open(TERMS, "terms-empty").await;
    look.open(&format!("{TERMS}/new"), "terms-new").await;
    look.browser.fill("#name", "Huisregels").await;
    look.browser.click("main form .btn.primary").await;
    look.browser.find(".notice.stop").await;
    look.at_refusal("terms-wrong", 422).await;
    look.browser.fill("#dutch", "# Regels\n\n- Wees zuinig op het netwerk").await;
    look.browser.click("main form .btn.primary").await;
    look.browser.find(".toast").await;
    look.at("terms").await;
    look.browser.click("tbody a").await;
    look.browser.find("#delete").await;
    look.at("terms-edit").await;
    look.browser.click("a[href$='/answers']").await;
    look.browser.find(".empty").await;
    look.at("terms-answers").await;
    look.open("/my/terms", "my-terms").await;
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
    look.browser.fill("input[name^='why-']", "Nieuwe telefoon is onderweg").await;
    look.at("policy-choose").await;
    look.browser.click("button[value=save]").await;
    look.browser.find(".toast").await;
    look.at("policy").await;
    look.browser.click("a[href*='/exclusions/']").await;
    look.browser.find("#reason").await;
    look.at("exclusion").await;
    look.browser.click("main .row-of-buttons a").await;
    look.browser.find("#to-on").await;
    look.browser.click("#to-on").await;
    look.browser.click("form[action$='/switch'] button").await;
    look.browser.find("input[name=sure]").await;
    look.at("policy-on").await;
    look.browser.submit().await;
    look.browser.find(".notice.stop").await;
    look.at_refusal("policy-refused", 422).await;
    trying(look).await;
    look.open(LIST, "policies").await;
    look.browser.click("tbody a").await;
    look.browser.click("a[href$='/delete']").await;
    look.browser.find("#question").await;
    look.at("policy-delete").await;
    look.browser.submit().await;
    look.browser.find(".toast").await;
    look.at("policy-deleted").await;
    look.open("/admin/conditional-access/revisions", "revisions").await;
    look.browser.click("tbody tr:nth-child(2) a").await;
    look.browser.find("#with").await;
    look.at("revision").await;
    look.browser.click("a[href$='/restore']").await;
    look.browser.find("#question").await;
    look.at("revision-restore").await;
}

/// The overview, what could be replaced, and what policies would do and must do, while one of them only reports.
async fn trying(look: &mut Looker) {
    look.open("/admin/conditional-access", "policies-overview").await;
    look.open("/admin/conditional-access?days=30", "policies-overview-month").await;
    look.open("/admin/sign-ins?gap=blocked&time=7d", "sign-ins-of-overview").await;
    look.open("/admin/identity/properties/security-defaults/replace", "security-defaults-replace").await;
    look.open("/admin/conditional-access/what-if", "what-if").await;
    look.browser.fill("#person", "niemand@devries.example").await;
    look.browser.click("#open option:nth-child(3)").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("what-if-wrong", 422).await;
    look.browser.fill("#person", PIET).await;
    look.browser.click("main details.fold summary").await;
    look.browser.click("#policy option:nth-child(2)").await;
    look.browser.click("#then option[value=on]").await;
    look.browser.submit().await;
    look.browser.find("#result").await;
    look.at("what-if-answer").await;
    look.open("/admin/conditional-access/replay?policy=defaults&then=off", "replay").await;
    look.browser.fill("#days", "0").await;
    look.browser.run("document.querySelector('#days').type = 'text'").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("replay-wrong", 422).await;
    look.browser.fill("#days", "30").await;
    look.browser.submit().await;
    look.browser.find("#figures").await;
    look.at("replay-done").await;
    look.open("/admin/conditional-access/tests", "policy-tests-empty").await;
    look.browser.fill("#name", "Gasten nooit met een wachtwoord alleen").await;
    look.browser.fill("#person", "niemand@devries.example").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("policy-tests-wrong", 422).await;
    look.browser.fill("#person", "").await;
    look.browser.submit().await;
    look.browser.find(".toast").await;
    look.at("policy-tests").await;
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
