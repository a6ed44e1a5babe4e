//! The main job in a real browser, on the real binary: a newcomer opens the link, sets an organisation up, invites a
//! second person who registers an authenticator app, and that person signs in to a real application with two factors.

#![allow(clippy::unwrap_used, reason = "tests")]

use testkit::{Application, Browser, Kind, Process, totp};

const PASSWORD: &str = "koffie met zeventien paperclips";

/// Sets an organisation up in a browser; the secret of the administrator's app.
async fn set_up(browser: &Browser, sluis: &Process, language: &str) -> String {
    browser.open(&sluis.set_up_link()).await;
    browser.click(&format!("#language-{language}")).await;
    browser.submit().await;
    browser.fill("[name=organisation]", "De Vries Accountants").await;
    browser.fill("[name=domain]", "devries.example").await;
    browser.fill("[name=contact]", "Marieke de Vries, 020 123 45 67").await;
    browser.submit().await;
    browser.fill("[name=display]", "Marieke de Vries").await;
    browser.fill("[name=user_name]", "marieke@devries.example").await;
    browser.fill("[name=mail]", "marieke@devries.example").await;
    browser.fill("[name=new_password]", PASSWORD).await;
    browser.submit().await;
    let secret = connect_app(browser).await;
    browser.find(".codes li").await;
    browser.click("#kept").await;
    browser.submit().await;
    browser.find(".lede").await;
    secret
}

/// Sets an authenticator app up from the page's own secret, and gives its first code.
async fn connect_app(browser: &Browser) -> String {
    let uri = browser.find("a[href^='otpauth:']").await.attr("href").await.unwrap().unwrap();
    let secret = uri.split("secret=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    browser.fill("[name=enrol]", &totp(&secret)).await;
    browser.submit().await;
    secret
}

async fn invite(browser: &Browser, sluis: &Process, name: &str, display: &str) -> String {
    browser.open(&format!("{}/admin/users/new", sluis.base())).await;
    browser.fill("[name=display]", display).await;
    browser.fill("[name=name]", name).await;
    browser.fill("[name=mail]", name).await;
    browser.click("#delivery-link").await;
    browser.submit().await;
    browser.text_of("#link").await
}

/// Registers an application; its client id and secret.
async fn register(browser: &Browser, sluis: &Process, port: u16) -> (String, String) {
    browser.open(&format!("{}/admin/applications/new", sluis.base())).await;
    browser.fill("[name=name]", "Payroll").await;
    browser.fill("textarea", &Application::redirect_uri(port)).await;
    browser.submit().await;
    (browser.text_of("#value-client-id").await, browser.text_of("#value-secret").await)
}

async fn whole_path(language: &str, database: Option<&str>) {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), database);
    let admin = Browser::start(language).await;
    set_up(&admin, &sluis, language).await;

    let port = Application::free_port();
    let (id, secret) = register(&admin, &sluis, port).await;
    admin.open(&format!("{}/admin/applications/{id}", sluis.base())).await;
    let issuer = admin.text_of("#value-issuer").await;
    let link = invite(&admin, &sluis, "piet@devries.example", "Piet Bakker").await;

    let piet = Browser::start(language).await;
    piet.open(&link).await;
    piet.submit().await;
    piet.fill("[name=new_password]", "twaalf groene fietsen bij de sluis").await;
    piet.submit().await;
    piet.click("button[name=way]").await;
    connect_app(&piet).await;
    piet.click("#kept").await;
    piet.submit().await;
    piet.sees("Piet Bakker").await;

    let application = Application::start(Kind::OpenidClient, &issuer, &id, &secret, port);
    // Another browser: nothing is known there, so both factors are asked.
    piet.open(application.origin()).await;
    piet.click("#sign-in").await;
    piet.find("#claims").await;
    let claims: serde_json::Value = serde_json::from_str(&piet.text_of("#claims").await).unwrap();
    assert_eq!(claims["claims"]["preferred_username"], "piet@devries.example");
    assert_eq!(claims["claims"]["acr"], "urn:sluis:acr:2");
    assert!(claims["claims"]["amr"].as_array().unwrap().iter().any(|word| word == "mfa"), "{claims}");
    assert_eq!(claims["userinfo"]["name"], "Piet Bakker");

    admin.open(&format!("{}/admin/sign-ins", sluis.base())).await;
    admin.sees("Payroll").await;
    admin.click("tbody a").await;
    admin.sees("Piet Bakker").await;

    piet.close().await;
    admin.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organisation_signs_in_with_two_factors_in_english() {
    whole_path("en", None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organisation_signs_in_with_two_factors_in_dutch_on_postgresql() {
    let postgres = testdb::postgres();
    whole_path("nl", Some(postgres.url())).await;
}
