//! The way out of security defaults in a real browser on the real binary, in both languages: security defaults give way to the four
//! baseline policies in one step, each of those is switched off again and saved, and security defaults are turned on.

use testkit::{Browser, Process};

use crate::steps::{self, MARIEKE, PASSWORD};

const LIST: &str = "/admin/conditional-access/policies";
const DEFAULTS: &str = "/admin/identity/properties/security-defaults";

/// What the pages say, as the guide names it.
struct Words {
    language: &'static str,
    replace: &'static str,
    everybody: &'static str,
    replaced: &'static str,
    kept: &'static str,
    is_off: &'static str,
    in_the_way: &'static str,
    are_on: &'static str,
    overview: &'static str,
    no_rules: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    replace: "Replace security defaults by policies",
    everybody: "Require multifactor authentication for all users",
    replaced: "Security defaults are off, and four policies are on in their place.",
    kept: "The trial has ended: the policies stay.",
    is_off: "The policy is off.",
    in_the_way: "Conditional access policies are on, and security defaults do not go together with them.",
    are_on: "Security defaults are on.",
    overview: "Overview",
    no_rules: "No rule is on.",
};
const DUTCH: Words = Words {
    language: "nl",
    replace: "Standaardinstellingen voor beveiliging vervangen door beleid",
    everybody: "Meervoudige verificatie eisen voor alle gebruikers",
    replaced: "De standaardinstellingen voor beveiliging zijn uitgeschakeld, en vier beleidsregels staan ervoor in de plaats aan.",
    kept: "De proef is voorbij: het beleid blijft.",
    is_off: "Het beleid staat uit.",
    in_the_way: "Er staan beleidsregels voor voorwaardelijke toegang aan",
    are_on: "De standaardinstellingen voor beveiliging staan aan.",
    overview: "Overzicht",
    no_rules: "Er staat geen regel aan.",
};

/// Turns security defaults on, or hears why not.
async fn turn_on(browser: &Browser, address: &str) {
    browser.open(address).await;
    browser.click("#enabled-yes").await;
    browser.submit().await;
}

async fn there_and_back(words: &Words) {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let browser = Browser::start(words.language).await;
    let mut device = steps::set_up(&browser, &sluis, words.language).await;
    let at = |path: &str| format!("{}{path}", sluis.base());
    browser.open(&at(DEFAULTS)).await;
    browser.click("main a[href$='/replace']").await;
    browser.sees(words.everybody).await;
    assert_eq!(browser.text_of("h1").await, words.replace);
    // Who would have been asked, before anything is changed.
    browser.click("form[action$='/look'] button").await;
    browser.find("#figures").await;
    browser.sees(words.everybody).await;
    browser.open(&at(&format!("{DEFAULTS}/replace"))).await;
    browser.submit().await;
    browser.sees(words.replaced).await;

    // One administrator is all there is: another browser comes in under the policies, and keeps them.
    let other = Browser::start(words.language).await;
    other.open(&at(LIST)).await;
    steps::give_password(&other, MARIEKE, PASSWORD).await;
    steps::give_code(&other, &mut device).await;
    other.click("form[action$='/trial/keep'] button").await;
    other.sees(words.kept).await;
    other.close().await;

    // Security defaults cannot come back yet; each policy that is on is set to off and saved.
    turn_on(&browser, &at(DEFAULTS)).await;
    browser.sees(words.in_the_way).await;
    for number in 1..=4 {
        browser.open(&at(LIST)).await;
        browser.click(&format!("tbody tr:nth-child({number}) a")).await;
        browser.click("#to-off").await;
        browser.click("form[action$='/switch'] button").await;
        browser.find("input[name=sure]").await;
        browser.submit().await;
        browser.sees(words.is_off).await;
    }
    browser.click(".nav-side a[href$='/admin/conditional-access']").await;
    browser.sees(words.no_rules).await;
    assert_eq!(browser.text_of("h1").await, words.overview);
    turn_on(&browser, &at(DEFAULTS)).await;
    browser.sees(words.are_on).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_baseline_policy_is_switched_off_and_security_defaults_are_turned_on_in_english() {
    there_and_back(&ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_baseline_policy_is_switched_off_and_security_defaults_are_turned_on_in_dutch() {
    there_and_back(&DUTCH).await;
}
