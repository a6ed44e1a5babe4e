//! Where a request comes from: what cannot be told is never a place that somebody knows.

use model::Span;
use testkit::{Client, Organisation, Server};

use crate::attacks_oauth::party::{BRAMS, anna, bram_with_app};
use crate::on_both::on_both;

/// The network in which Bram works.
const HOME: &str = "203.0.113.20";

/// Somebody without a role who has an authenticator app, whose browser and network are known, and who is signed out.
async fn known(server: &Server, at: &Organisation) -> (Client, String) {
    let (_, browser, secret) = bram_with_app(server, at).await;
    sign_out(&browser).await;
    assert!(!is_asked(&browser).await, "at home in one's own browser the password is enough");
    sign_out(&browser).await;
    (browser, secret)
}

async fn sign_out(browser: &Client) {
    assert_eq!(browser.post("/sign-out", &[]).await.status, 200);
}

/// Signs in with name and password: true when a code is asked for.
async fn is_asked(browser: &Client) -> bool {
    let page = browser.get("/sign-in").await;
    let page = browser.submit(&page, &[("name", "bram@example.org")]).await;
    let page = browser.submit(&page, &[("password", BRAMS)]).await;
    if page.has_field("totp") {
        return true;
    }
    assert_eq!(page.status, 303, "{}", page.text());
    false
}

on_both! {
    /// Attack 31: garbage where the address should stand makes it unknown, and no step is skipped for that.
    async fn garbage_in_the_forwarded_address_skips_nothing(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (browser, _) = known(&server, &at).await;
        for garbage in ["garbage", "unknown", "203.0.113.20:", "203.0.113.256", "203.0.113", "'; drop table users",
            "203.0.113.20, ", "203.0.113.20 203.0.113.20", "203.0.113.20,,", "[203.0.113.20]", "0.0.0.0", "::",
            "for=203.0.113.20", "fe80::1%eth0", "-", "0"] {
            let moved = browser.moved_to(garbage);
            assert!(is_asked(&moved).await, "{garbage}");
            assert!(moved.cookie("s").is_none(), "{garbage}");
        }
        assert!(!is_asked(&browser.moved_to(HOME)).await);
    }

    /// Attack 31: at the doors that a stranger reaches garbage is no error either.
    async fn garbage_in_the_forwarded_address_breaks_nothing(database) {
        let (server, _) = Server::with_organisation(database).await;
        let long = "10.0.0.1, ".repeat(400) + "x";
        for garbage in ["garbage", "", "\t", &long] {
            let page = server.browser(garbage).get("/sign-in").await;
            assert_eq!(page.status, 200, "{garbage}");
        }
    }

    /// Attack 32: what the client wrote itself stands left of what the proxy wrote, and is not believed.
    async fn a_spoofed_address_puts_nobody_at_home(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (browser, _) = known(&server, &at).await;
        for spoofed in ["203.0.113.20, 198.51.100.9", "203.0.113.20,203.0.113.20,198.51.100.9",
            "203.0.113.20, 198.51.100.9, 127.0.0.1", "127.0.0.1, 198.51.100.9", "::ffff:203.0.113.20, 198.51.100.9"] {
            assert!(is_asked(&browser.moved_to(spoofed)).await, "{spoofed}");
        }
        for header in ["x-real-ip", "forwarded", "cf-connecting-ip", "true-client-ip", "x-client-ip"] {
            // No other header names an address: the sign-in below is still from Spain.
            let away = browser.moved_to("198.51.100.9");
            let page = away.get_with("/sign-in", (header, HOME)).await;
            let fields = [("t", page.field("t")), ("name", "bram@example.org".to_owned())];
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let page = away.post_with("/sign-in", &fields, (header, HOME)).await;
            let fields = [("t", page.field("t")), ("password", BRAMS.to_owned())];
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let page = away.post_with("/sign-in", &fields, (header, HOME)).await;
            assert!(page.has_field("totp"), "{header}: {}", page.text());
        }
        assert!(!is_asked(&browser.moved_to("198.51.100.9, 203.0.113.20")).await, "the proxy's word counts");
    }

    /// Attack 33: a browser that cannot be told is not one that is known.
    async fn a_missing_or_garbled_browser_cookie_is_unfamiliar(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (browser, _) = known(&server, &at).await;
        let own = browser.cookie("b").unwrap();
        assert!(is_asked(&server.browser(HOME)).await, "another browser in the same network");
        let long = own.repeat(20);
        let cut = own[..own.len() - 2].to_owned();
        for garbled in ["", "garbage", "%00", &cut, &long, &own.to_lowercase()] {
            let other = browser.moved_to(HOME);
            other.plant("b", garbled);
            assert!(is_asked(&other).await, "`{garbled}`");
        }
        assert!(!is_asked(&browser.moved_to(HOME)).await);
    }

    /// Attack 33: where the country cannot be told the network still speaks.
    async fn a_country_that_cannot_be_told_lets_nobody_off(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (browser, secret) = known(&server, &at).await;
        for nowhere in ["192.0.2.77", "10.20.30.40", "2001:db8:7::1"] {
            assert!(is_asked(&browser.moved_to(nowhere)).await, "{nowhere}");
        }
        // A place from before, three months later, is a new one.
        server.pass(Span::days(91));
        let page = browser.get("/sign-in").await;
        let page = browser.submit(&page, &[("name", "bram@example.org")]).await;
        let page = browser.submit(&page, &[("password", BRAMS)]).await;
        assert!(page.has_field("totp"), "{}", page.text());
        assert_eq!(browser.submit(&page, &[("totp", &server.code(&secret))]).await.status, 303);
    }

    /// Attack 89: a proxy's own address is nobody's: it never becomes familiar, whoever signed in behind it.
    async fn the_address_of_a_proxy_never_becomes_familiar(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (browser, secret) = known(&server, &at).await;
        for proxies in ["127.0.0.1", "127.0.0.1, 127.0.0.2", ""] {
            let behind = browser.moved_to(proxies);
            let page = behind.get("/sign-in").await;
            let page = behind.submit(&page, &[("name", "bram@example.org")]).await;
            let page = behind.submit(&page, &[("password", BRAMS)]).await;
            assert!(page.has_field("totp"), "`{proxies}`: {}", page.text());
            let done = behind.submit(&page, &[("totp", &server.code(&secret))]).await;
            assert_eq!(done.status, 303, "{}", done.text());
            server.pass(Span::seconds(30));
            sign_out(&behind).await;
            assert!(is_asked(&behind).await, "`{proxies}` became a place that is known");
        }
    }

    /// Attack 89: what was tried without an address counts against nobody's address.
    async fn failures_without_an_address_stop_nobody_elsewhere(database) {
        let (server, at) = Server::with_organisation(database).await;
        for number in 0..25 {
            let stranger = server.browser("127.0.0.1");
            let page = stranger.get("/sign-in").await;
            let page = stranger.submit(&page, &[("name", &format!("nobody{number}@example.org"))]).await;
            stranger.submit(&page, &[("password", "wrong horse")]).await;
        }
        let browser = anna(&server, &at).await;
        assert!(browser.cookie("s").is_some());
    }
}
