//! Terms of use in a real browser on the real binary, in both languages: written, asked for by a policy, declined, and
//! accepted.

use testkit::{Browser, Process};

use crate::steps::{self, MARIEKE, PASSWORD};

const TERMS: &str = "/admin/conditional-access/terms";
const POLICIES: &str = "/admin/conditional-access/policies";

/// What the pages say.
struct Words {
    language: &'static str,
    field: &'static str,
    text: &'static str,
    saved: &'static str,
    declined: &'static str,
    on_trial: &'static str,
    accepted: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    field: "#english",
    text: "Be kind to the network.",
    saved: "The terms of use were saved.",
    declined: "You declined the terms of use.",
    on_trial: "Policies are on trial until",
    accepted: "Accepted",
};
const DUTCH: Words = Words {
    language: "nl",
    field: "#dutch",
    text: "Wees zuinig op het netwerk.",
    saved: "De gebruiksvoorwaarden zijn opgeslagen.",
    declined: "U hebt de gebruiksvoorwaarden geweigerd.",
    on_trial: "Het beleid is op proef tot",
    accepted: "Aanvaard",
};

async fn rules_are_declined_and_accepted(words: &Words) {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let browser = Browser::start(words.language).await;
    let mut device = steps::set_up(&browser, &sluis, words.language).await;
    let at = |path: &str| format!("{}{path}", sluis.base());
    browser.open(&at("/admin/identity/properties/security-defaults")).await;
    browser.click("#enabled-no").await;
    browser.click("#reason option:nth-child(2)").await;
    browser.click("#understood").await;
    browser.submit().await;
    browser.find(".toast").await;

    browser.open(&at(TERMS)).await;
    browser.click(".head a[href$='/terms/new']").await;
    browser.fill("#name", "Netwerk").await;
    browser.fill(words.field, words.text).await;
    browser.click("input[name=open]").await;
    browser.click("form.panel button.primary").await;
    browser.sees(words.saved).await;

    // A policy that asks everybody for them, and is on.
    browser.open(&at(&format!("{POLICIES}/new"))).await;
    browser.fill("#name", "Iedereen").await;
    browser.click("input[name=terms]").await;
    browser.click("input[name=operator][value=AND]").await;
    browser.click("input[name=state][value=on]").await;
    browser.click("button[value=save]").await;
    // Whoever is signed in is asked at their next page.
    browser.sees(words.text).await;

    // The text comes after both factors; who declines may think again.
    let other = Browser::start(words.language).await;
    other.open(&at("/admin")).await;
    steps::give_password(&other, MARIEKE, PASSWORD).await;
    steps::give_code(&other, &mut device).await;
    other.sees(words.text).await;
    other.click("button[value=decline]").await;
    other.sees(words.declined).await;
    other.open(&at(POLICIES)).await;
    steps::give_password(&other, MARIEKE, PASSWORD).await;
    steps::give_code(&other, &mut device).await;
    other.sees(words.text).await;
    other.click("button[value=accept]").await;
    other.sees(words.on_trial).await;
    other.click("form[action$='/trial/keep'] button").await;
    other.open(&at("/my/terms")).await;
    other.sees(words.accepted).await;
    other.close().await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn terms_of_use_are_declined_and_accepted_in_english() {
    rules_are_declined_and_accepted(&ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn terms_of_use_are_declined_and_accepted_in_dutch() {
    rules_are_declined_and_accepted(&DUTCH).await;
}
