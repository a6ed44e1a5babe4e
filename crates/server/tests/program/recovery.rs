//! The way back in, in a real browser on the real binary: an administrator has lost telephone and codes, somebody at the
//! server makes a link, and it leads to a new password, a new second step and the admin centre.

use crate::house::{ANNA, PASSWORD, free_port, installed_at};
use crate::steps;
use testkit::{Browser, Database};

fn way_back(language: &str, database: Database) {
    let port = free_port();
    let house = installed_at(database, &format!("http://localhost:{port}"));
    let server = house.start(&["--listen", &format!("localhost:{port}")]);
    let link = house.json(&["recover", ANNA, "--yes"])["link"]["address"].as_str().unwrap().to_owned();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(follow(language, port, &link));
    server.stop();
}

async fn follow(language: &str, port: u16, link: &str) {
    let browser = Browser::start(language).await;
    browser.open(&format!("http://localhost:{port}/admin")).await;
    steps::give_password(&browser, ANNA, PASSWORD).await;
    browser.find(".field-error").await;

    steps::accept(&browser, link).await;
    let mut device = steps::register_second_step(&browser).await;
    browser.open(&format!("http://localhost:{port}/admin")).await;
    browser.find(".lede").await;

    // The link is used up, and from now on both steps are asked.
    browser.forget().await;
    browser.open(link).await;
    assert!(!browser.has("[name=begin]").await);
    browser.open(&format!("http://localhost:{port}/admin")).await;
    steps::give_password(&browser, ANNA, steps::THEIR_PASSWORD).await;
    steps::give_code(&browser, &mut device).await;
    browser.find(".lede").await;
    browser.close().await;
}

#[test]
fn an_administrator_gets_back_in_by_a_link_from_the_server_in_english() {
    way_back("en", Database::Sqlite);
}

#[test]
fn an_administrator_gets_back_in_by_a_link_from_the_server_in_dutch_on_postgresql() {
    way_back("nl", Database::Postgres);
}
