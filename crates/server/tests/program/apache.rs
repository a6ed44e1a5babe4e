//! Apache with `mod_auth_openidc` before a page: a client that is none of ours, as administrators use it.

use crate::steps;
use testkit::{Apache, Browser, Process};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn apache_opens_a_page_to_whoever_signed_in_through_sluis() {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let browser = Browser::start("en").await;
    let mut marieke = steps::set_up(&browser, &sluis, "en").await;
    let port = testkit::Application::free_port();
    let archive = steps::register(&browser, &sluis, "Archive").await;
    // The address that mod_auth_openidc takes answers at, in the place of the other application's.
    steps::change_addresses(&browser, &sluis, &archive, &Apache::redirect_uri(port)).await;
    let apache = Apache::start(&archive.issuer, &archive.id, &archive.secret, port);

    browser.open(&format!("{}/", apache.origin())).await;
    browser.sees("The archive is open").await;

    // From the beginning, with both factors.
    browser.forget().await;
    browser.open(&format!("{}/my", sluis.base())).await;
    browser.forget().await;
    browser.open(&format!("{}/", apache.origin())).await;
    steps::give_password(&browser, steps::MARIEKE, steps::PASSWORD).await;
    steps::give_code(&browser, &mut marieke).await;
    browser.sees("The archive is open").await;

    // Somebody whom Apache's own rule does not name stays outside, though Sluis let them in.
    let link = steps::invite(&browser, &sluis, steps::PIET, "Piet Bakker").await;
    let piet = Browser::start("en").await;
    steps::accept(&piet, &link).await;
    steps::register_second_step(&piet).await;
    piet.open(&format!("{}/", apache.origin())).await;
    piet.sees("Unauthorized").await;
}
