//! A device that is not asked again, in a real browser on the real binary: the tick, the next sign-in without a code,
//! the list, and asked again.

use testkit::{Application, Browser, Kind, Process};

use crate::steps::{self, PIET, Registered, THEIR_PASSWORD};

/// What the application asks for: two factors, wherever the person is.
fn asks_for_two(app: &Registered) -> String {
    let root = app.issuer.trim_end_matches("/v2.0");
    let back = Application::redirect_uri(app.port).replace(':', "%3A").replace('/', "%2F");
    format!(
        "{root}/oauth2/v2.0/authorize?client_id={}&redirect_uri={back}&response_type=code&scope=openid&state=s\
         &acr_values=urn%3Asluis%3Aacr%3A2&code_challenge=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\
         &code_challenge_method=S256",
        app.id
    )
}

async fn sign_out(browser: &Browser, sluis: &Process) {
    browser.open(&format!("{}/my", sluis.base())).await;
    browser.click(".person-menu summary").await;
    browser.click("form[action$='/sign-out'] button").await;
    browser.find(".door").await;
}

/// Waits until the browser is at the application.
async fn arrives(browser: &Browser, application: &Application) {
    for _ in 0..100 {
        if browser.address().await.starts_with(application.origin()) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("still at {}: {}", browser.address().await, browser.text().await);
}

async fn story(language: &str, listed: &str) {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let admin = Browser::start(language).await;
    steps::set_up(&admin, &sluis, language).await;
    let app = steps::register(&admin, &sluis, "Payroll").await;
    let application = app.start(Kind::OpenidClient);
    let link = steps::invite(&admin, &sluis, PIET, "Piet Bakker").await;
    let piet = Browser::start(language).await;
    steps::accept(&piet, &link).await;
    let mut device = steps::register_second_step(&piet).await;
    sign_out(&piet, &sluis).await;

    piet.open(&asks_for_two(&app)).await;
    steps::give_password(&piet, PIET, THEIR_PASSWORD).await;
    piet.find("[name=totp]").await;
    piet.click("#remember").await;
    steps::give_code(&piet, &mut device).await;
    arrives(&piet, &application).await;
    sign_out(&piet, &sluis).await;

    piet.open(&asks_for_two(&app)).await;
    steps::give_password(&piet, PIET, THEIR_PASSWORD).await;
    arrives(&piet, &application).await;

    piet.open(&format!("{}/my/sessions", sluis.base())).await;
    piet.sees(listed).await;
    piet.click("form[action*='/my/remembered/'] button").await;
    // The session that was let in by it ends with it.
    piet.find("[name=name]").await;

    piet.open(&asks_for_two(&app)).await;
    steps::give_password(&piet, PIET, THEIR_PASSWORD).await;
    piet.find("[name=totp]").await;
    piet.close().await;
    admin.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_is_not_asked_again_until_its_person_says_so() {
    let listed = "Browsers where you are not asked for your second step";
    story("en", listed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn een_apparaat_wordt_niet_opnieuw_gevraagd_tot_iemand_het_wil() {
    let listed = "Browsers waarin uw tweede stap niet wordt gevraagd";
    story("nl", listed).await;
}
