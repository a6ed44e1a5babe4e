//! The main job in a real browser, on the real binary: a newcomer opens the link, sets an organisation up, invites a
//! second person who registers an authenticator app, and that person signs in to a real application with two factors.

use crate::steps;
use testkit::{Browser, Kind, Process};

async fn whole_path(language: &str, database: Option<&str>) {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), database);
    let admin = Browser::start(language).await;
    steps::set_up(&admin, &sluis, language).await;

    let payroll = steps::register(&admin, &sluis, "Payroll").await;
    let link = steps::invite(&admin, &sluis, steps::PIET, "Piet Bakker").await;

    let piet = Browser::start(language).await;
    steps::accept(&piet, &link).await;
    steps::register_second_step(&piet).await;
    piet.sees("Piet Bakker").await;

    let application = payroll.start(Kind::OpenidClient);
    // The session that began at the invitation carries both factors; nothing more is asked.
    piet.open(application.origin()).await;
    piet.click("#sign-in").await;
    let claims = steps::claims(&piet).await;
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
