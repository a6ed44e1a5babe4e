//! The same test on SQLite and on PostgreSQL, and the steps that many tests take.

#![allow(dead_code, unused_macros, unused_imports, reason = "each test file uses some of it")]

use testkit::{Answer, Client};

/// Writes each test twice: as `sqlite::name` and as `postgres::name`.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident) $body:block)+) => {
        $(async fn $name($database: testkit::Database) $body)+
        mod sqlite {
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(testkit::Database::Sqlite).await })+
        }
        mod postgres {
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(testkit::Database::Postgres).await })+
        }
    };
}
pub(crate) use on_both;

/// Gives name, password and code, and expects to be in.
pub async fn sign_in(browser: &Client, name: &str, password: &str, code: &str) -> Answer {
    let page = browser.get("/sign-in").await;
    let page = browser.submit(&page, &[("name", name)]).await;
    let page = browser.submit(&page, &[("password", password)]).await;
    let done = if page.has_field("totp") { browser.submit(&page, &[("totp", code)]).await } else { page };
    assert_eq!(done.status, 303, "{}", done.text());
    done
}
