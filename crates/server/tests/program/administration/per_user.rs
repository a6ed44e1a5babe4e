//! Procedure P2 of the guide: before anything else asks everybody, the old per-user switch is set to disabled, by the
//! links that people click, in both languages.

use super::House;
use super::steps::PIET;

/// The words of the page, as the guide names them.
struct Words {
    language: &'static str,
    users: &'static str,
    title: &'static str,
    disabled: &'static str,
    disable: &'static str,
    off: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    users: "Active users",
    title: "Multi-factor authentication",
    disabled: "disabled",
    disable: "Disable",
    off: "MFA per user is off for everybody.",
};
const DUTCH: Words = Words {
    language: "nl",
    users: "Actieve gebruikers",
    title: "Meervoudige verificatie",
    disabled: "uitgeschakeld",
    disable: "Uitschakelen",
    off: "MFA per gebruiker staat voor iedereen uit.",
};

/// Users > Active users > Multi-factor authentication.
async fn open(house: &House, words: &Words) {
    house.admin.open(&house.at("/admin")).await;
    house.admin.click(".nav-side a[href$='/admin/users']").await;
    house.admin.find("main a[href$='/admin/users/mfa']").await;
    assert_eq!(house.admin.text_of("h1").await, words.users);
    house.admin.click("main a[href$='/admin/users/mfa']").await;
    house.admin.find("#state").await;
    assert_eq!(house.admin.text_of("h1").await, words.title);
}

/// Chooses everybody who is shown and presses a button, twice: the page asks in between.
async fn choose(house: &House, act: &str) {
    house.admin.run("for (const box of document.querySelectorAll('[name=person]')) box.click()").await;
    house.admin.click(&format!("button[value={act}]")).await;
    house.admin.find("[name=sure]").await;
    house.admin.submit().await;
    house.admin.find(".is-ok").await;
}

async fn set_to_disabled(words: &Words) {
    let house = House::start(words.language).await;
    house.invite(PIET, "Piet Bakker").await;
    open(&house, words).await;
    choose(&house, "mfa-enforced").await;
    open(&house, words).await;
    house.admin.click("#state option[value=enforced]").await;
    house.admin.click("main .filter button").await;
    house.admin.sees("Piet Bakker").await;
    assert!(house.admin.address().await.contains("state=enforced"), "what the list shows is in its address");
    assert_eq!(house.admin.text_of("button[value=mfa-disabled]").await, words.disable);
    choose(&house, "mfa-disabled").await;
    open(&house, words).await;
    house.admin.sees(words.off).await;
    house.admin.sees(words.disabled).await;
    assert!(!house.admin.has(".dot.ok").await, "nobody is enforced any more");
    house.admin.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn per_user_mfa_is_set_to_disabled_in_english() {
    set_to_disabled(&ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn per_user_mfa_is_set_to_disabled_in_dutch() {
    set_to_disabled(&DUTCH).await;
}
