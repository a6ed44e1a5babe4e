//! The first path, form by form and without JavaScript, on both databases: an administrator signs in with two
//! factors, invites somebody, who sets a password, registers an app and signs in to an application.

#![allow(clippy::unwrap_used, reason = "tests")]

mod on_both;

use model::Span;
use on_both::{on_both, sign_in};
use testkit::Server;

on_both! {
    async fn an_administrator_signs_in_with_two_factors(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser("203.0.113.7");
        let page = browser.get("/sign-in").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let page = browser.submit(&page, &[("name", "Anna@Example.org")]).await;
        let page = browser.submit(&page, &[("password", &organisation.password)]).await;
        assert!(page.has_field("totp"), "{}", page.text());
        let done = browser.submit(&page, &[("totp", &server.code(&organisation.secret))]).await;
        assert_eq!((done.status, done.location()), (303, "/my"));
        assert!(browser.cookie("s").is_some());
    }

    async fn a_code_works_once(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let code = server.code(&organisation.secret);
        let one = server.browser("203.0.113.7");
        sign_in(&one, "anna@example.org", &organisation.password, &code).await;
        let two = server.browser("203.0.113.8");
        let page = two.get("/sign-in").await;
        let page = two.submit(&page, &[("name", "anna@example.org")]).await;
        let page = two.submit(&page, &[("password", &organisation.password)]).await;
        let again = two.submit(&page, &[("totp", &code)]).await;
        assert!(again.has_field("totp") && again.status == 200, "{}", again.text());
        assert!(two.cookie("s").is_none());
        server.pass(Span::seconds(30));
        let done = two.submit(&again, &[("totp", &server.code(&organisation.secret))]).await;
        assert_eq!(done.status, 303);
    }
}
