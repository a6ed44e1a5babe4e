//! Conditional access as administrators are guided through it, in a real browser on the real binary, in both languages: the plan has
//! it, and a policy that asks for a second step is written, tried, turned on, kept, and turned off again.

use testkit::{Browser, Process};

use crate::steps::{self, MARIEKE, PASSWORD};

const LIST: &str = "/admin/conditional-access/policies";

/// What the pages say, as the guide names it.
struct Words {
    language: &'static str,
    group: &'static str,
    asked: &'static str,
    blocked: &'static str,
    report_only: &'static str,
    on_trial: &'static str,
    kept: &'static str,
    is_on: &'static str,
    is_off: &'static str,
    plan: &'static str,
    plan_has: &'static str,
    as_if_on: &'static str,
    asked_more: &'static str,
    replayed: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    group: "Conditional access",
    asked: "When everyone opens all applications, then only with multi-factor authentication.",
    blocked: "When everyone opens all applications, nobody gets in.",
    report_only: "Report-only",
    on_trial: "Policies are on trial until",
    kept: "The trial has ended: the policies stay.",
    is_on: "The policy is on.",
    is_off: "The policy is off.",
    plan: "Plan: P2",
    plan_has: "Conditional access policies, authentication strengths, What If",
    as_if_on: "Judged as if “Twee stappen” were on.",
    asked_more: "is asked for more before",
    replayed: "as if “Twee stappen” were on",
};
const DUTCH: Words = Words {
    language: "nl",
    group: "Voorwaardelijke toegang",
    asked: "Als iedereen alle toepassingen opent, dan alleen met meervoudige verificatie.",
    blocked: "Als iedereen alle toepassingen opent, komt niemand binnen.",
    report_only: "Alleen rapporteren",
    on_trial: "Het beleid is op proef tot",
    kept: "De proef is voorbij: het beleid blijft.",
    is_on: "Het beleid staat aan.",
    is_off: "Het beleid staat uit.",
    plan: "Abonnement: P2",
    plan_has: "Beleid voor voorwaardelijke toegang, verificatiesterkten, What If",
    as_if_on: "Beoordeeld alsof “Twee stappen” aanstond.",
    asked_more: "wordt meer gevraagd voordat",
    replayed: "alsof “Twee stappen” aanstond",
};

/// Chooses a state on the page of a policy and saves, and answers the question that comes.
async fn switch(browser: &Browser, to: &str) {
    browser.click(&format!("#to-{to}")).await;
    browser.click("form[action$='/switch'] button").await;
    browser.find("input[name=sure]").await;
    browser.submit().await;
}

/// Which plan the organisation has, and that it has conditional access.
async fn see_the_plan(browser: &Browser, words: &Words, home: &str) {
    browser.open(home).await;
    browser.click(".nav-side a[href$='/identity/properties']").await;
    browser.click("main a[href$='/properties/plan']").await;
    browser.sees(words.plan_has).await;
    assert_eq!(browser.text_of("h1").await, words.plan);
}

/// What the policy that only reports would do to the administrator, and what it would have done.
async fn try_it(browser: &Browser, words: &Words, what_if: &str) {
    let policy = browser.address().await;
    browser.open(what_if).await;
    browser.fill("#person", MARIEKE).await;
    browser.click("#open option:nth-child(2)").await;
    browser.click("main details.fold summary").await;
    browser.click("#policy option:nth-child(2)").await;
    browser.click("#then option[value=on]").await;
    browser.submit().await;
    browser.sees(words.as_if_on).await;
    assert!(browser.text_of("#result").await.contains(words.asked_more));
    browser.open(&policy).await;
    browser.click("main a[href*='/replay?policy=']").await;
    browser.submit().await;
    browser.find("#figures").await;
    browser.sees(words.replayed).await;
}

async fn a_second_step_for_everybody(words: &Words) {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let browser = Browser::start(words.language).await;
    let mut device = steps::set_up(&browser, &sluis, words.language).await;
    let at = |path: &str| format!("{}{path}", sluis.base());
    see_the_plan(&browser, words, &at("/admin")).await;
    // Security defaults give way first.
    browser.open(&at("/admin/identity/properties/security-defaults")).await;
    browser.click("#enabled-no").await;
    browser.click("#reason option:nth-child(2)").await;
    browser.click("#understood").await;
    browser.submit().await;
    browser.find(".toast").await;

    // A policy that asks for a second step, which stops nobody yet.
    browser.open(&at("/admin")).await;
    assert!(browser.text_of(".nav-side").await.contains(words.group));
    browser.click(".nav-side a[href$='/conditional-access/policies']").await;
    browser.click(".head a[href$='/policies/new']").await;
    assert_eq!(browser.text_of("#said .sentence").await, words.asked);
    // The sentence follows what is chosen.
    browser.click("input[name=access][value=block]").await;
    browser.sees(words.blocked).await;
    browser.click("input[name=access][value=grant]").await;
    browser.sees(words.asked).await;
    browser.fill("#name", "Twee stappen").await;
    browser.click("button[value=save]").await;
    browser.find(".toast").await;
    browser.sees(words.report_only).await;
    assert_eq!(browser.text_of(".sentence").await, words.asked);
    try_it(&browser, words, &at("/admin/conditional-access/what-if")).await;

    browser.open(&at(LIST)).await;
    browser.click("tbody a").await;
    // On, and on trial, for there is one administrator; another browser comes in under it and keeps it.
    switch(&browser, "on").await;
    browser.sees(words.is_on).await;
    browser.sees(words.on_trial).await;
    let other = Browser::start(words.language).await;
    other.open(&at(LIST)).await;
    steps::give_password(&other, MARIEKE, PASSWORD).await;
    steps::give_code(&other, &mut device).await;
    other.sees(words.on_trial).await;
    other.click("form[action$='/trial/keep'] button").await;
    other.sees(words.kept).await;
    other.close().await;

    // Each policy that is on is set to off and saved.
    browser.open(&at(LIST)).await;
    browser.click("tbody a").await;
    switch(&browser, "off").await;
    browser.sees(words.is_off).await;
    browser.click(".toast button").await;
    browser.sees(words.is_on).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_asks_everybody_for_a_second_step_and_is_switched_off_again_in_english() {
    a_second_step_for_everybody(&ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_asks_everybody_for_a_second_step_and_is_switched_off_again_in_dutch() {
    a_second_step_for_everybody(&DUTCH).await;
}
