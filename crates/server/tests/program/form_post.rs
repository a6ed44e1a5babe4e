//! Answers that travel in a form: signing in to an application of another origin, with its own library, in a browser.

use crate::steps;
use testkit::{Browser, Kind, Process};

async fn round(browser: &Browser, origin: &str) {
    browser.open(&format!("{origin}/login?response_mode=form_post")).await;
    let claims = steps::claims(browser).await;
    assert_eq!(claims["claims"]["preferred_username"], steps::MARIEKE);
    let address = browser.address().await;
    assert_eq!(address, format!("{origin}/callback"), "nothing of the answer stands in an address");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_in_a_form_reaches_the_application_and_stands_in_no_address() {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let browser = Browser::start("en").await;
    let mut marieke = steps::set_up(&browser, &sluis, "en").await;
    let payroll = steps::register(&browser, &sluis, "Payroll").await;
    let application = payroll.start(Kind::OpenidClient);
    round(&browser, application.origin()).await;
    // After a whole sign-in, whose last page was a form of its own.
    browser.open(&format!("{}/my", sluis.base())).await;
    browser.forget().await;
    browser.open(&format!("{}/login?response_mode=form_post", application.origin())).await;
    steps::give_password(&browser, steps::MARIEKE, steps::PASSWORD).await;
    steps::give_code(&browser, &mut marieke).await;
    let claims = steps::claims(&browser).await;
    assert_eq!(claims["claims"]["preferred_username"], steps::MARIEKE);
    // The application has no icon; that is all that the browser noticed.
    let mut complaints = browser.complaints().await;
    complaints.retain(|complaint| !complaint.contains("/favicon.ico"));
    assert_eq!(complaints, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_in_a_form_is_sent_by_its_button_without_scripts() {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let browser = Browser::without_scripts("nl").await;
    steps::set_up(&browser, &sluis, "nl").await;
    let payroll = steps::register(&browser, &sluis, "Payroll").await;
    let application = payroll.start(Kind::OpenidClient);
    browser.open(&format!("{}/login?response_mode=form_post", application.origin())).await;
    browser.sees("U bent binnen").await;
    browser.submit().await;
    let claims = steps::claims(&browser).await;
    assert_eq!(claims["claims"]["preferred_username"], steps::MARIEKE);
}
