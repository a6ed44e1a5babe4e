//! The pages of conditional access.

use super::Looker;
use super::steps::PIET;

const LIST: &str = "/admin/conditional-access/policies";
const PLACES: &str = "/admin/conditional-access/locations";

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
    trying(look).await;
    look.open(LIST, "policies").await;
    look.browser.click("tbody a").await;
    look.browser.click("a[href$='/delete']").await;
    look.browser.find("#question").await;
    look.at("policy-delete").await;
    look.browser.submit().await;
    look.browser.find(".toast").await;
    look.at("policy-deleted").await;
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
