//! Where answers go, and what a request may hold.

use model::AppKind;
use testkit::Server;

use crate::attacks_oauth::party::{CALLBACK, Party, Tokens, anna, code_of, parameter, query};
use crate::on_both::on_both;

/// Addresses that look like the registered one to somebody.
const LOOKALIKES: &[&str] = &[
    "https://cloud.example.org@evil.example/callback",
    "https://evil.example/callback",
    "https://cloud.example.org.evil.example/callback",
    "https://cloudxexample.org/callback",
    "https://xcloud.example.org/callback",
    "https://cloud.example.org/callback/",
    "https://cloud.example.org/callback/more",
    "https://cloud.example.org/callbackmore",
    "https://cloud.example.org/Callback",
    "https://CLOUD.example.org/callback",
    "https://cloud.example.org:443/callback",
    "https://cloud.example.org:8443/callback",
    "http://cloud.example.org/callback",
    "https://cloud.example.org/callback?next=1",
    "https://cloud.example.org/callback#x",
    "https://cloud.example.org/call%62ack",
    "https://cloud.example.org/%2e%2e/callback",
    "https://cloud.example.org/x/../callback",
    "https://cloud.example.org//callback",
    "https://cloud.example.org\\@evil.example/callback",
    "https://evil.example\\.cloud.example.org/callback",
    "https://cloud.example.org%2f@evil.example/callback",
    "https%3A%2F%2Fcloud.example.org%2Fcallback",
    "https://*.example.org/callback",
    " https://cloud.example.org/callback",
    "//cloud.example.org/callback",
    "/callback",
    "javascript:alert(1)//https://cloud.example.org/callback",
    "data:text/html,https://cloud.example.org/callback",
    "http://127.0.0.1/callback",
    "http://localhost/callback",
    "http://[::1]/callback",
    "*",
];

/// Addresses that nobody may register.
const UNREGISTRABLE: &[&str] = &[
    "https://*.example.org/callback",
    "https://user@cloud.example.org/callback",
    "https://cloud.example.org/callback#x",
    "http://cloud.example.org/callback",
    "http://192.168.1.1/callback",
    "http://localhost.evil.example/callback",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://cloud.example.org/a/../b",
    "https://0x7f.1/callback",
    "https://cloud.example.org\\evil/",
    "https://cloud.example.org/callback?code=1",
    "//cloud.example.org/callback",
    "",
];

on_both! {
    /// Attack 50: an address that is not the registered one to the byte gets nothing, not even an error.
    async fn only_the_registered_address_is_ever_sent_to(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        assert_eq!(browser.get(&party.authorize(&[])).await.status, 303);
        for sent in LOOKALIKES {
            let answer = browser.get(&party.authorize(&[("redirect_uri", sent)])).await;
            assert_eq!((answer.status, answer.location()), (400, ""), "{sent}");
            // The page is not a way to have a word of theirs run as ours.
            assert!(!answer.body.contains("<a href=\"javascript"), "{sent}");
            let wrong = [("redirect_uri", *sent), ("response_type", "token")];
            let answer = browser.get(&party.authorize(&wrong)).await;
            assert_eq!((answer.status, answer.location()), (400, ""), "{sent}");
        }
        let answer = browser.get(&party.authorize(&[("redirect_uri", "")])).await;
        assert_eq!((answer.status, answer.location()), (400, ""));
    }

    /// Attack 50: the same at registration.
    async fn an_address_that_two_readers_could_read_differently_cannot_be_registered(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        for bad in UNREGISTRABLE {
            let mut new = party.registration(model::Assignment::Everyone);
            new.redirect_uris = vec![(*bad).to_owned()];
            let made = server.house.add_app(at.tenant, crate::attacks_oauth::party::leave(), new).await;
            assert!(made.is_err(), "{bad}");
        }
    }

    /// Attack 50: only a public application on a loopback address may choose its port (RFC 8252 §7.3).
    async fn a_port_may_differ_for_a_public_application_on_loopback_only(database) {
        let (server, at) = Server::with_organisation(database).await;
        let uris = ["http://127.0.0.1/callback", "http://[::1]:80/callback", "http://localhost/callback"];
        let public = Party::with_redirects(&server, &at, AppKind::Public, &uris).await;
        let own = Party::with_redirects(&server, &at, AppKind::Confidential, &uris).await;
        let browser = anna(&server, &at).await;
        let status = async |party: &Party, sent: &str| {
            browser.get(&party.authorize(&[("redirect_uri", sent)])).await.status
        };
        for sent in ["http://127.0.0.1:51004/callback", "http://[::1]:51004/callback"] {
            assert_eq!(status(&public, sent).await, 303, "{sent}");
            assert_eq!(status(&own, sent).await, 400, "{sent}");
        }
        for sent in [
            "http://localhost:51004/callback",
            "http://127.0.0.2:51004/callback",
            "http://127.0.0.1:51004/other",
            "http://127.0.0.1:51004@evil.example/callback",
            "http://127.0.0.1:/callback",
            "https://127.0.0.1:51004/callback",
        ] {
            assert_eq!(status(&public, sent).await, 400, "{sent}");
        }
    }

    /// Attack 50: a code is redeemed with the very address that it was sent to.
    async fn a_code_is_not_redeemed_with_another_registered_address(database) {
        let (server, at) = Server::with_organisation(database).await;
        let other = "https://cloud.example.org/other";
        let party = Party::with_redirects(&server, &at, AppKind::Confidential, &[CALLBACK, other]).await;
        let browser = anna(&server, &at).await;
        let sent = browser.get(&party.authorize(&[("redirect_uri", other)])).await;
        assert!(sent.location().starts_with(other));
        crate::attacks_oauth::party::refused(&party.redeem(&code_of(&sent)).await, "invalid_grant");
    }

    /// Attack 54: what is sent twice is an error and never the choice of one.
    async fn a_parameter_that_is_sent_twice_is_refused(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let good = party.authorize(&[]);
        for name in ["scope", "state", "nonce", "prompt", "code_challenge", "code_challenge_method",
            "response_type", "max_age", "unheard_of"] {
            let more = [(name, "one"), (name, "two")];
            let answer = browser.get(&format!("{good}&{}", query(more.iter()))).await;
            assert_eq!(answer.status, 303, "{name}");
            assert!(answer.location().starts_with(&format!("{CALLBACK}?")), "{name}");
            assert_eq!(parameter(&answer, "error").as_deref(), Some("invalid_request"), "{name}");
            assert_eq!(parameter(&answer, "code"), None, "{name}");
        }
        // Who asks, or where the answer goes, in two ways: nobody is sent anywhere.
        for (name, value) in [("client_id", party.app.app_id.to_string()), ("redirect_uri", CALLBACK.to_owned()),
            ("redirect_uri", "https://evil.example/".to_owned())] {
            let answer = browser.get(&format!("{good}&{}", query([(name, value.as_str())].iter()))).await;
            assert_eq!((answer.status, answer.location()), (400, ""), "{name}");
        }
        let code = party.silent_code(&browser).await;
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", crate::attacks_oauth::party::VERIFIER),
        ];
        for twice in fields {
            let mut all = fields.to_vec();
            all.push(twice);
            crate::attacks_oauth::party::refused(&party.token(&all).await, "invalid_request");
        }
        // None of that used the code up.
        Tokens::of(&party.token(&fields).await);
    }

    /// Attack 54: a flow that is not offered cannot be asked for, by either endpoint.
    async fn flows_that_are_not_offered_stay_shut(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        for (name, value, error) in [
            ("response_type", "token", "unsupported_response_type"),
            ("response_type", "id_token", "unsupported_response_type"),
            ("response_type", "code id_token", "unsupported_response_type"),
            ("response_type", "none", "unsupported_response_type"),
            ("response_type", "", "invalid_request"),
            ("response_mode", "jwt", "invalid_request"),
            ("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported"),
            ("request_uri", "https://evil.example/r", "request_uri_not_supported"),
            ("registration", "{}", "registration_not_supported"),
        ] {
            let answer = browser.get(&party.authorize(&[(name, value)])).await;
            assert_eq!(parameter(&answer, "error").as_deref(), Some(error), "{name}={value}");
            assert!(!answer.location().contains("code=") && !answer.location().contains('#'));
        }
        for (grant, expected) in [
            ("password", "unsupported_grant_type"),
            ("client_credentials", "invalid_request"),
            ("urn:ietf:params:oauth:grant-type:device_code", "unsupported_grant_type"),
            ("urn:ietf:params:oauth:grant-type:token-exchange", "unsupported_grant_type"),
            ("urn:ietf:params:oauth:grant-type:jwt-bearer", "unsupported_grant_type"),
            ("", "invalid_request"),
        ] {
            let fields = [("grant_type", grant), ("username", "anna@example.org"), ("password", &at.password)];
            crate::attacks_oauth::party::refused(&party.token(&fields).await, expected);
        }
    }
}
