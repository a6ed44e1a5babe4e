//! The admin centre with the keyboard: search, details beside lists, and what opens without scripts.

use testkit::{Browser, DESK, PHONE};

use super::House;
use super::steps::{self, MARIEKE, PASSWORD, PIET};

const ESCAPE: &str = "\u{e00c}";
const ENTER: &str = "\u{e007}";
const DOWN: &str = "\u{e015}";
const TAB: &str = "\u{e004}";
const UP: &str = "\u{e013}";

/// An administrator's browser on a desk, with Piet and an application in the organisation.
async fn with_people(language: &str) -> House {
    let house = House::start(language).await;
    steps::register(&house.admin, &house.sluis, "Piet's planner").await;
    house.invite(PIET, "Piet Bakker").await;
    house.admin.resize(DESK).await;
    house
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slash_goes_to_search_and_the_arrows_through_what_was_found() {
    let House { sluis, admin, .. } = with_people("en").await;
    admin.open(&format!("{}/admin", sluis.base())).await;
    admin.press("/").await;
    assert_eq!(admin.focus().await, "search");
    admin.press("piet").await;
    admin.press(ENTER).await;
    admin.find("[data-found]").await;
    admin.press(DOWN).await;
    assert_eq!(admin.focus().await, "Piet Bakker", "a page that has just come is where the field was");
    admin.press("/").await;
    assert_eq!(admin.value_of("#search").await, "piet", "the slash itself is not typed");
    admin.press(DOWN).await;
    assert_eq!(admin.focus().await, "Piet Bakker");
    admin.press(DOWN).await;
    assert_eq!(admin.focus().await, "Piet's planner");
    admin.press(UP).await;
    admin.press(UP).await;
    assert_eq!(admin.focus().await, "search");
    admin.press(DOWN).await;
    admin.press(ENTER).await;
    admin.find("#help").await;
    assert_eq!(admin.text_of("h1").await, "Piet Bakker");

    // WCAG 2.2, 2.1.4: whoever speaks to the computer may switch single keys off.
    admin.click(".person-menu summary").await;
    admin.click("button[name=shortcuts][value=off]").await;
    admin.find(".toast").await;
    assert_eq!(admin.text_of("h1").await, "Piet Bakker", "it leads back to where it was chosen");
    admin.press("/").await;
    assert_ne!(admin.focus().await, "search");
    assert!(!admin.has("#search[aria-keyshortcuts]").await);
    admin.click(".person-menu summary").await;
    admin.click("button[name=shortcuts][value=on]").await;
    admin.find("#search[aria-keyshortcuts]").await;
    admin.press("/").await;
    assert_eq!(admin.focus().await, "search");
    admin.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_opens_beside_its_list_and_escape_leads_back_to_it() {
    let House { sluis, admin, mut device } = with_people("nl").await;
    let list = format!("{}/admin/users?q=piet", sluis.base());
    admin.open(&list).await;
    admin.click("tbody a").await;
    admin.find(".beside").await;
    assert_eq!(admin.text_of(".beside h2").await, "Piet Bakker");
    assert_eq!(admin.focus().await, "Piet Bakker", "the heading of what was opened");
    assert!(admin.has("tbody [aria-current]").await && admin.has("main table").await);
    admin.press(TAB).await;
    assert_eq!(admin.focus().await, "Hele pagina openen", "the keyboard goes on in the panel");
    let open = admin.address().await;
    assert!(open.starts_with(&format!("{list}&open=")), "{open}");
    admin.press(ESCAPE).await;
    admin.find(".shell:not(.has-details)").await;
    assert_eq!(admin.address().await, list);
    assert_eq!(admin.run("return document.activeElement.className").await, "row-link");
    // Back and forward go through what was open.
    admin.driver().back().await.unwrap();
    admin.find(".beside").await;
    admin.driver().forward().await.unwrap();
    admin.find(".shell:not(.has-details)").await;

    // The address alone shows it too, and help in its place leads back to it.
    admin.open(&open).await;
    assert_eq!(admin.text_of(".beside h2").await, "Piet Bakker");
    admin.click(".bar-help").await;
    admin.find(".has-help .prose").await;
    admin.press(ESCAPE).await;
    admin.find(".has-details .beside").await;
    admin.press(ESCAPE).await;
    admin.find(".shell:not(.has-details)").await;
    // Nobody, and what is no id, show the list alone.
    for nothing in ["7f000001-0000-4000-8000-000000000001", "x", "%3Cscript%3E"] {
        admin.open(&format!("{list}&open={nothing}")).await;
        admin.find("tbody a").await;
        assert!(!admin.has(".beside").await, "{nothing}");
    }

    // On a telephone a row leads to its page.
    admin.resize(PHONE).await;
    admin.open(&list).await;
    admin.click("tbody a").await;
    admin.find("#help").await;
    admin.close().await;

    // So it does where no scripts run.
    let plain = Browser::without_scripts("nl").await;
    plain.resize(DESK).await;
    plain.open(&open).await;
    steps::give_password(&plain, MARIEKE, PASSWORD).await;
    steps::give_code(&plain, &mut device).await;
    plain.find(".beside").await;
    plain.click(".beside [data-close]").await;
    plain.click("tbody a").await;
    plain.find("#help").await;
    plain.close().await;
}
