//! The flows of applications from the authorization endpoint to sign-out.

use model::{AppKind, Span};
use testkit::{Client, Organisation, Server};

use crate::attacks_oauth::party::{
    CALLBACK, GOODBYE, Party, Tokens, anna, anna_in, answer_all, bram, claims, code_of, parameter, query,
    refused,
};
use crate::on_both::on_both;

/// Signs Anna in by the pages that the application's request leads to.
async fn through_pages(
    server: &Server,
    at: &Organisation,
    browser: &Client,
    address: &str,
) -> testkit::Answer {
    let page = browser.get(address).await;
    let code = server.code(&at.secret);
    let answer = answer_all(browser, page, "anna@example.org", &at.password, &code).await;
    server.pass(Span::seconds(30));
    answer
}

fn logout(party: &Party, hint: &str) -> String {
    let pairs = [("id_token_hint", hint), ("post_logout_redirect_uri", GOODBYE), ("state", "bye & now")];
    format!("{}/oauth2/v2.0/logout?{}", party.root, query(pairs.iter()))
}

on_both! {
    async fn a_confidential_application_gets_its_tokens_and_keeps_offline_access(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = server.browser("203.0.113.7");
        let answer = through_pages(&server, &at, &browser, &party.authorize(&[])).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert!(answer.location().starts_with(&format!("{CALLBACK}?")));
        let issuer = format!("{}/v2.0", party.root);
        assert_eq!(parameter(&answer, "iss").as_deref(), Some(issuer.as_str()));
        assert_eq!(parameter(&answer, "state").as_deref(), Some("a state & more"));

        let given = party.redeem(&code_of(&answer)).await;
        assert_eq!(given.headers["cache-control"], "no-store");
        assert_eq!(given.json()["token_type"], "Bearer");
        let first = Tokens::of(&given);
        let id = claims(&first.id);
        assert_eq!(id["iss"], issuer);
        assert_eq!(id["aud"], party.app.app_id.to_string());
        assert_eq!(id["nonce"], "n-0S6_WzA2Mj");
        assert_eq!(id["preferred_username"], "anna@example.org");
        assert_eq!(id["tid"], at.tenant.to_string());
        let (issued, proved) = (id["iat"].as_i64().unwrap(), id["auth_time"].as_i64().unwrap());
        assert!(proved <= issued && issued < id["exp"].as_i64().unwrap());
        assert!(id["amr"].to_string().contains("mfa"), "{id}");

        let who = party.userinfo(&first.access).await;
        assert_eq!((who.status, &who.json()["sub"]), (200, &id["sub"]));
        let second = Tokens::of(&party.refresh(first.refresh()).await);
        assert_ne!(first.refresh, second.refresh);
        let again = claims(&second.id);
        assert_eq!((&again["sub"], &again["sid"], &again["auth_time"]), (&id["sub"], &id["sid"], &id["auth_time"]));
        assert_eq!(party.userinfo(&second.access).await.status, 200);

        let out = browser.get(&logout(&party, &second.id)).await;
        assert_eq!(out.status, 303, "{}", out.text());
        assert_eq!(out.location(), format!("{GOODBYE}?state=bye+%26+now").replace('+', separator(&out)));
        assert!(browser.cookie("s").is_none());
        let silent = browser.get(&party.authorize(&[("prompt", "none")])).await;
        assert_eq!(parameter(&silent, "error").as_deref(), Some("login_required"));
        // D11: what was given for offline use outlives the sign-out of a browser.
        Tokens::of(&party.refresh(second.refresh()).await);
    }

    async fn what_a_public_application_got_without_offline_access_ends_at_sign_out(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        let browser = server.browser("203.0.113.7");
        let address = party.authorize(&[("scope", "openid email")]);
        let answer = through_pages(&server, &at, &browser, &address).await;
        let tokens = Tokens::of(&party.redeem(&code_of(&answer)).await);
        assert_eq!(tokens.refresh, None);
        let id = claims(&tokens.id);
        assert_eq!((&id["email"], id.get("preferred_username")), (&"anna@example.org".into(), None));
        assert_eq!(party.userinfo(&tokens.access).await.status, 200);
        let out = browser.get(&logout(&party, &tokens.id)).await;
        assert_eq!(out.status, 303);
        assert_eq!(party.userinfo(&tokens.access).await.status, 401);
    }

    async fn prompt_none_answers_without_a_page(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = server.browser("203.0.113.7");
        let issuer = format!("{}/v2.0", party.root);
        let nobody = browser.get(&party.authorize(&[("prompt", "none")])).await;
        assert_eq!(nobody.status, 303);
        assert_eq!(parameter(&nobody, "error").as_deref(), Some("login_required"));
        assert_eq!(parameter(&nobody, "iss").as_deref(), Some(issuer.as_str()));
        assert_eq!(parameter(&nobody, "state").as_deref(), Some("a state & more"));

        anna_in(&server, &at, &browser).await;
        let silent = browser.get(&party.authorize(&[("prompt", "none"), ("nonce", "another")])).await;
        let tokens = Tokens::of(&party.redeem(&code_of(&silent)).await);
        assert_eq!(claims(&tokens.id)["nonce"], "another");

        // The session is older than what is asked for, and no page may ask again.
        let old = browser.get(&party.authorize(&[("prompt", "none"), ("max_age", "5")])).await;
        assert_eq!(parameter(&old, "error").as_deref(), Some("login_required"));
        assert_eq!(parameter(&old, "code"), None);
        let both = browser.get(&party.authorize(&[("prompt", "none login")])).await;
        assert_eq!(parameter(&both, "error").as_deref(), Some("invalid_request"));
    }

    async fn prompt_login_asks_again_in_a_running_session(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let before = claims(&party.tokens(&browser).await.id);
        server.pass(Span::minutes(2));
        let address = party.authorize(&[("prompt", "login")]);
        let page = browser.get(&address).await;
        assert_eq!(page.status, 200);
        assert!(page.has_field("password"), "{}", page.text());
        let answer = through_pages(&server, &at, &browser, &address).await;
        let after = claims(&Tokens::of(&party.redeem(&code_of(&answer)).await).id);
        let time = |claims: &serde_json::Value| claims["auth_time"].as_i64().unwrap();
        assert!(time(&after) >= time(&before) + 120, "{before} {after}");
        assert_eq!(after["sub"], before["sub"]);
    }

    async fn max_age_asks_again_only_when_the_sign_in_is_older(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        server.pass(Span::minutes(5));
        let young = browser.get(&party.authorize(&[("max_age", "3600")])).await;
        assert_eq!(young.status, 303, "{}", young.text());
        let address = party.authorize(&[("max_age", "60")]);
        let old = browser.get(&address).await;
        assert!(old.status == 200 && old.has_field("password"), "{}", old.text());
        let answer = through_pages(&server, &at, &browser, &address).await;
        let id = claims(&Tokens::of(&party.redeem(&code_of(&answer)).await).id);
        assert!(id["iat"].as_i64().unwrap() - id["auth_time"].as_i64().unwrap() <= 60, "{id}");
        for wrong in ["-1", "1.5", "+5", "99999999999", "soon"] {
            let answer = browser.get(&party.authorize(&[("max_age", wrong)])).await;
            assert_eq!(parameter(&answer, "error").as_deref(), Some("invalid_request"), "{wrong}");
        }
    }

    async fn a_code_is_only_for_the_person_whom_the_hint_names(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let (_, brams) = bram(&server, &at).await;
        let hint = party.tokens(&anna(&server, &at).await).await.id;
        let other = brams.get(&party.authorize(&[("prompt", "none"), ("id_token_hint", &hint)])).await;
        assert_eq!(parameter(&other, "error").as_deref(), Some("login_required"));
        assert_eq!(parameter(&other, "code"), None);
    }

    /// OpenID Connect Core §3.1.2.2 and §5.5.1: a hint and a claim that name two people can be answered by neither.
    async fn a_hint_and_a_claim_of_another_person_are_an_error(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let (bram, brams) = bram(&server, &at).await;
        let annas = anna(&server, &at).await;
        let hint = party.tokens(&annas).await.id;
        let ask = |subject: &str| {
            let asked = format!(r#"{{"id_token":{{"sub":{{"value":"{subject}"}}}}}}"#);
            party.authorize(&[("claims", &asked), ("id_token_hint", &hint)])
        };
        for browser in [&annas, &brams] {
            let answer = browser.get(&ask(&bram.to_string())).await;
            assert_eq!(parameter(&answer, "error").as_deref(), Some("invalid_request"), "{}", answer.text());
            assert_eq!(parameter(&answer, "code"), None);
        }
        let subject = claims(&hint)["sub"].as_str().unwrap().to_owned();
        code_of(&annas.get(&ask(&subject)).await);
    }

    async fn the_published_document_says_what_there_is(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = server.browser("203.0.113.7");
        let by_id = browser.get(&format!("/{}/v2.0/.well-known/openid-configuration", at.tenant)).await.json();
        let by_name = browser.get("/example.org/v2.0/.well-known/openid-configuration").await.json();
        let by_rfc = format!("/.well-known/oauth-authorization-server/{}/v2.0", at.tenant);
        assert_eq!(by_id, by_name);
        assert_eq!(by_id, browser.get(&by_rfc).await.json());
        assert_eq!(by_id["issuer"], format!("{}/v2.0", party.root));
        assert_eq!(by_id["authorization_response_iss_parameter_supported"], true);
        assert_eq!(by_id["code_challenge_methods_supported"], serde_json::json!(["S256"]));
        let grants = serde_json::json!(["authorization_code", "refresh_token", "client_credentials"]);
        assert_eq!(by_id["grant_types_supported"], grants);
        let keys = browser.get(by_id["jwks_uri"].as_str().unwrap()).await.json();
        let keys = keys["keys"].as_array().unwrap();
        assert!(!keys.is_empty());
        assert!(keys.iter().all(|key| key.get("d").is_none() && key["kty"] == "EC"), "{keys:?}");
        let token = by_id["token_endpoint"].as_str().unwrap();
        refused(&browser.post(token, &[("grant_type", "password")]).await, "invalid_client");
    }
}

/// How a redirect writes a space.
fn separator(answer: &testkit::Answer) -> &'static str {
    if answer.location().contains("%20") { "%20" } else { "+" }
}
