//! What administrators do to people, and what keeps strangers out, in a real browser on the real binary.

use testkit::{Browser, Kind, Process};

mod keyboard;
mod per_user;

use crate::steps::{self, MARIEKE, PASSWORD, PIET, THEIR_PASSWORD};

const KEES: &str = "kees@devries.example";
const CONTACT: &str = "Marieke de Vries, 020 123 45 67";

/// A Sluis with an organisation, and the browser of its administrator.
struct House {
    sluis: Process,
    admin: Browser,
    device: steps::Device,
}

impl House {
    async fn start(language: &str) -> Self {
        let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
        let admin = Browser::start(language).await;
        let device = steps::set_up(&admin, &sluis, language).await;
        Self { sluis, admin, device }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.sluis.base())
    }

    async fn invite(&self, name: &str, display: &str) -> String {
        steps::invite(&self.admin, &self.sluis, name, display).await
    }
}

/// Ten wrong passwords for a name, and what the page says to the eleventh, which is right where it can be.
async fn locked_out(house: &House, name: &str) -> String {
    let browser = Browser::start("en").await;
    browser.open(&house.at("/my")).await;
    steps::give_password(&browser, name, "not this one").await;
    for tries in 2..=10 {
        browser.sees("That name or password is not right. Try again.").await;
        browser.fill("[name=password]", &format!("not this one either, {tries}")).await;
        browser.submit().await;
    }
    browser.fill("[name=password]", PASSWORD).await;
    browser.submit().await;
    browser.sees("The password was entered wrongly too often.").await;
    let told = browser.text().await;
    browser.close().await;
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_wrong_passwords_lock_known_and_unknown_names_out_with_the_same_words() {
    let house = House::start("en").await;
    let known = locked_out(&house, MARIEKE).await;
    let unknown = locked_out(&house, "nobody@devries.example").await;
    assert!(known.contains("You can try again in 1 minute."), "{known}");
    assert_eq!(known.replace(MARIEKE, "_"), unknown.replace("nobody@devries.example", "_"));

    // Strangers lock only strangers out: the browser that signed in before still gets in.
    house.admin.click(".person-menu summary").await;
    house.admin.click("form[action$='/sign-out'] button").await;
    house.admin.open(&house.at("/my")).await;
    steps::give_password(&house.admin, MARIEKE, PASSWORD).await;
    house.admin.find(".tabs, [name=totp]").await;
    house.admin.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocked_person_loses_the_application_and_is_told_whom_to_call() {
    let house = House::start("en").await;
    let payroll = steps::register(&house.admin, &house.sluis, "Payroll").await;
    let link = house.invite(PIET, "Piet Bakker").await;
    let piet = Browser::start("en").await;
    steps::accept(&piet, &link).await;
    steps::register_second_step(&piet).await;
    let application = payroll.start(Kind::OpenidClient);
    piet.open(&format!("{}/login", application.origin())).await;
    steps::claims(&piet).await;
    piet.open(&format!("{}/refresh", application.origin())).await;
    piet.find("#claims").await;

    house.admin.open(&house.at("/admin/users?q=piet")).await;
    house.admin.click("tbody a").await;
    house.admin.click(".beside-head a").await;
    house.admin.click("a[href$='/block']").await;
    house.admin.sees("Piet Bakker").await;
    house.admin.submit().await;
    house.admin.find(".toast").await;

    piet.open(&format!("{}/refresh", application.origin())).await;
    let error = piet.text_of("#error").await;
    assert!(error.contains("invalid_grant"), "{error}");
    piet.open(&house.at("/my")).await;
    steps::give_password(&piet, PIET, THEIR_PASSWORD).await;
    let code = piet.text_of(".ref").await;
    assert_eq!(code.len(), "K7P-4MX".len(), "{code}");
    let said = piet.text_of("main").await;
    assert!(said.contains(CONTACT), "{said}");
    assert!(
        !said.to_lowercase().contains("block"),
        "the reason is not for whoever knows only a password: {said}"
    );

    // The code leads the administrator to why.
    house.admin.open(&house.at(&format!("/admin/sign-ins?code={code}"))).await;
    house.admin.sees("Piet Bakker").await;
    piet.close().await;
    house.admin.close().await;
}

/// The words of the pages about security defaults, as the guide names them.
struct Words {
    language: &'static str,
    properties: &'static str,
    manage: &'static str,
    off: &'static str,
}

const ENGLISH: Words =
    Words { language: "en", properties: "Properties", manage: "Manage security defaults", off: "No" };
const DUTCH: Words = Words {
    language: "nl",
    properties: "Eigenschappen",
    manage: "Standaardinstellingen voor beveiliging beheren",
    off: "Nee",
};

/// Identity > Overview > Properties > Manage security defaults, by the links that people click.
async fn manage_defaults(house: &House, words: &Words) {
    house.admin.open(&house.at("/admin")).await;
    house.admin.click(".nav-side a[href$='/identity/properties']").await;
    house.admin.sees(words.properties).await;
    house.admin.sees(words.manage).await;
    house.admin.click("a[href$='/security-defaults']").await;
    house.admin.find("#enabled-no").await;
}

async fn turn_off_and_on(words: &Words) {
    let mut house = House::start(words.language).await;
    manage_defaults(&house, words).await;
    assert_eq!(house.admin.text_of("label[for=enabled-no] b").await, words.off);
    house.admin.click("#enabled-no").await;
    house.admin.click("#reason option:nth-child(2)").await;
    house.admin.click("#understood").await;
    house.admin.submit().await;
    house.admin.find(".toast").await;

    let link = house.invite(KEES, "Kees de Jong").await;
    let kees = Browser::start(words.language).await;
    steps::accept(&kees, &link).await;
    kees.find(".tabs").await;
    kees.forget().await;
    kees.open(&house.at("/my")).await;
    steps::give_password(&kees, KEES, THEIR_PASSWORD).await;
    kees.find(".tabs").await;

    manage_defaults(&house, words).await;
    house.admin.click("#enabled-yes").await;
    house.admin.click("#revoke-yes").await;
    house.admin.submit().await;
    // Every session ends, also the administrator's own: the answer to the form is a sign-in.
    house.admin.find("[name=name]").await;
    house.admin.open(&house.at("/admin")).await;
    steps::give_password(&house.admin, MARIEKE, PASSWORD).await;
    steps::give_code(&house.admin, &mut house.device).await;
    house.admin.find(".lede").await;

    kees.open(&house.at("/my")).await;
    steps::give_password(&kees, KEES, THEIR_PASSWORD).await;
    steps::register_second_step(&kees).await;
    kees.sees("Kees de Jong").await;
    kees.close().await;
    house.admin.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn security_defaults_go_off_with_a_reason_and_on_with_registration_in_english() {
    turn_off_and_on(&ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn security_defaults_go_off_with_a_reason_and_on_with_registration_in_dutch() {
    turn_off_and_on(&DUTCH).await;
}

/// Signs in to an application of a library, refreshes; a person with a session of two factors is asked nothing.
async fn uses(house: &House, kind: Kind, name: &str) -> testkit::Application {
    let registered = steps::register(&house.admin, &house.sluis, name).await;
    let application = registered.start(kind);
    house.admin.open(&format!("{}/login", application.origin())).await;
    let claims = steps::claims(&house.admin).await;
    assert_eq!(claims["claims"]["preferred_username"], MARIEKE);
    assert_eq!(claims["userinfo"]["email"], MARIEKE);
    for _ in 0..2 {
        house.admin.open(&format!("{}/refresh", application.origin())).await;
        let refreshed = steps::claims(&house.admin).await;
        assert_eq!(refreshed["scope"], claims["scope"], "{refreshed}");
    }
    application
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_independent_libraries_sign_in_refresh_and_sign_out() {
    let house = House::start("en").await;
    let _authlib = uses(&house, Kind::Authlib, "Archive").await;
    let payroll = uses(&house, Kind::OpenidClient, "Payroll").await;
    house.admin.open(&format!("{}/logout", payroll.origin())).await;
    house.admin.find("#sign-in").await;
    assert_eq!(house.admin.address().await, format!("{}/", payroll.origin()));
    house.admin.open(&house.at("/my")).await;
    house.admin.find("[name=name]").await;
    // Leave to work while the person is away outlives a sign-out by the person.
    house.admin.open(&format!("{}/refresh", payroll.origin())).await;
    house.admin.find("#claims").await;
    house.admin.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_from_set_up_to_signing_out_works_without_scripts() {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let browser = Browser::without_scripts("en").await;
    steps::open_set_up(&browser, &sluis, "en").await;
    steps::name_organisation(&browser).await;
    // A script would have shown the button that shows the password.
    assert!(!browser.find("[data-show]").await.is_displayed().await.unwrap(), "scripts run");
    steps::name_oneself(&browser).await;
    let mut marieke = steps::connect_app(&browser).await;
    steps::keep_codes(&browser).await;
    browser.find(".lede").await;
    let payroll = steps::register(&browser, &sluis, "Payroll").await;
    let link = steps::invite(&browser, &sluis, PIET, "Piet Bakker").await;

    browser.forget().await;
    steps::accept(&browser, &link).await;
    let mut piet = steps::register_second_step(&browser).await;
    browser.click(".person-menu summary").await;
    browser.click("form[action$='/sign-out'] button").await;
    browser.find("h1").await;

    browser.forget().await;
    let application = payroll.start(Kind::OpenidClient);
    browser.open(&format!("{}/login", application.origin())).await;
    steps::give_password(&browser, PIET, THEIR_PASSWORD).await;
    steps::give_code(&browser, &mut piet).await;
    let claims = steps::claims(&browser).await;
    assert_eq!(claims["claims"]["acr"], "urn:sluis:acr:2");

    browser.open(&format!("{}/logout", application.origin())).await;
    browser.find("#sign-in").await;
    browser.open(&format!("{}/admin", sluis.base())).await;
    steps::give_password(&browser, MARIEKE, PASSWORD).await;
    steps::give_code(&browser, &mut marieke).await;
    browser.find(".lede").await;
    browser.close().await;
}
