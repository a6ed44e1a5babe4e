//! Conditional access as the guide has it (P4 and P5), in a real browser on the real binary, in both languages: a policy
//! that asks for a second step is written, tried, turned on, kept, and turned off again.

#![allow(clippy::unwrap_used, reason = "tests")]

use testkit::{Browser, Process};

mod steps;

use steps::{MARIEKE, PASSWORD};

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
};

/// Chooses a state on the page of a policy and saves, and answers the question that comes.
async fn switch(browser: &Browser, to: &str) {
    browser.click(&format!("#to-{to}")).await;
    browser.click("form[action$='/switch'] button").await;
    browser.find("input[name=sure]").await;
    browser.submit().await;
}

async fn a_second_step_for_everybody(words: &Words) {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let browser = Browser::start(words.language).await;
    let mut device = steps::set_up(&browser, &sluis, words.language).await;
    let at = |path: &str| format!("{}{path}", sluis.base());
    // Security defaults give way first.
    browser.open(&at("/admin/identity/properties/security-defaults")).await;
    browser.click("#enabled-no").await;
    browser.click("#reason option:nth-child(2)").await;
    browser.click("#understood").await;
    browser.submit().await;
    browser.find(".toast").await;

    // P5: a policy that asks for a second step, which stops nobody yet.
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

    // P4: each policy that is on is set to off and saved.
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
