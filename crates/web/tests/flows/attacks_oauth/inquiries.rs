//! What must fail where applications ask about tokens (RFC 7662) and give them up (RFC 7009).

use model::{AppKind, Span};
use serde_json::json;
use testkit::{Answer, Server};

use crate::attacks_oauth::party::{Party, Tokens, anna, bram, code_of, leave, refused};
use crate::on_both::on_both;

async fn about(party: &Party, token: &str) -> Answer {
    party.asks("introspect", &[("token", token)]).await
}

async fn is_active(party: &Party, token: &str) -> bool {
    let answer = about(party, token).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let told = answer.json();
    let active = told["active"].as_bool().unwrap();
    assert!(active || told == json!({ "active": false }), "more is said: {told}");
    active
}

async fn give_up(party: &Party, token: &str) -> Answer {
    party.asks("revoke", &[("token", token)]).await
}

on_both! {
    /// Attacks 51 and 60: an application is told of what it was given itself, and of nothing else.
    async fn an_application_is_told_of_its_own_tokens_alone(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let other = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let (own, theirs) = (party.tokens(&browser).await, other.tokens(&browser).await);
        for token in [&own.access, own.refresh()] {
            assert!(is_active(&party, token).await && !is_active(&other, token).await);
        }
        assert!(!is_active(&party, &theirs.access).await);
        // An ID token is no access token, and what is nearly one is nothing.
        let short = own.access[..own.access.len() - 1].to_owned();
        let none = own.access.replacen("ey", "eyJhbGciOiJub25lIn0.ey", 1);
        for wrong in [own.id.as_str(), &short, &none, "x", &"a".repeat(9_000)] {
            assert!(!is_active(&party, wrong).await, "{wrong}");
        }
        // It is asked of what was replaced, and of what is too old.
        let newer = Tokens::of(&party.refresh(own.refresh()).await);
        assert!(!is_active(&party, own.refresh()).await && is_active(&party, newer.refresh()).await);
        server.pass(Span::minutes(16));
        assert!(!is_active(&party, &newer.access).await && is_active(&party, newer.refresh()).await);
    }

    /// Attack 58: asking about a token tells no more of a person than the token itself was given for.
    async fn an_application_that_was_not_given_the_user_name_is_not_told_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        for (scope, wanted) in [("openid profile", json!("anna@example.org")), ("openid offline_access", json!(null))] {
            let answer = browser.get(&party.authorize(&[("scope", scope)])).await;
            let tokens = Tokens::of(&party.redeem(&code_of(&answer)).await);
            let told = about(&party, &tokens.access).await.json();
            assert_eq!((&told["active"], &told["username"]), (&json!(true), &wanted), "{scope}: {told}");
        }
    }

    /// Attack 55: without a secret nobody tries tokens here.
    async fn whoever_does_not_prove_to_be_an_application_is_told_nothing(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let public = Party::register(&server, &at, AppKind::Public).await;
        let browser = anna(&server, &at).await;
        let (own, theirs) = (public.tokens(&browser).await, party.tokens(&browser).await);
        refused(&about(&public, &own.access).await, "invalid_client");
        let id = party.app.app_id.to_string();
        let address = format!("{}/oauth2/v2.0/introspect", party.root);
        for secret in ["", "wrong", &public.secret] {
            for token in [&theirs.access, "x"] {
                let fields = [("client_id", &*id), ("client_secret", secret), ("token", token)];
                refused(&party.server.post(&address, &fields).await, "invalid_client");
            }
        }
        assert_eq!(party.server.get(&format!("{address}?token={}", theirs.access)).await.status, 405);
        refused(&party.asks("introspect", &[]).await, "invalid_request");
        refused(&party.asks("introspect", &[("token", "a"), ("token", "b")]).await, "invalid_request");
    }

    /// Attacks 38, 43 and 44: who is out is out at the next question.
    async fn a_token_of_whoever_is_out_is_active_no_more(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let (user, browser) = bram(&server, &at).await;
        let tokens = party.tokens(&browser).await;
        assert!(is_active(&party, &tokens.access).await);
        server.house.block(at.tenant, leave(), user).await.unwrap();
        assert!(!is_active(&party, &tokens.access).await && !is_active(&party, tokens.refresh()).await);
        let id = party.app.app_id;
        let anna = anna(&server, &at).await;
        let tokens = party.tokens(&anna).await;
        let named = party.registration(model::Assignment::Assigned);
        server.house.change_app(at.tenant, leave(), id, named).await.unwrap();
        assert!(!is_active(&party, &tokens.access).await, "she is not named");
    }

    async fn a_token_that_is_given_up_takes_its_grant_with_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        for kind in [AppKind::Confidential, AppKind::Public] {
            let party = Party::register(&server, &at, kind).await;
            let other = Party::register(&server, &at, AppKind::Public).await;
            let browser = anna(&server, &at).await;
            for which in [0, 1, 2] {
                let first = party.tokens(&browser).await;
                let newer = Tokens::of(&party.refresh(first.refresh()).await);
                let given_up = [newer.refresh(), &newer.access, first.refresh()][which];
                // Attack 51: not another's.
                refused(&give_up(&other, given_up).await, "invalid_grant");
                assert_eq!(party.userinfo(&newer.access).await.status, 200);
                for _ in 0..2 {
                    let answer = give_up(&party, given_up).await;
                    assert_eq!((answer.status, answer.body.as_str()), (200, ""), "{which}");
                }
                assert_eq!(party.userinfo(&newer.access).await.status, 401, "{which}");
                refused(&party.refresh(newer.refresh()).await, "invalid_grant");
            }
            assert_eq!(give_up(&party, "x").await.status, 200, "it is given up already");
        }
    }

    /// Attack 75: a page of the application's own origin may give up its tokens, and no other page learns what came of it.
    async fn only_the_applications_own_pages_read_what_came_of_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        let id = party.app.app_id.to_string();
        let address = format!("{}/oauth2/v2.0/revoke", party.root);
        for (origin, may) in [("https://cloud.example.org", true), ("https://evil.example", false)] {
            let answer =
                party.server.post_with(&address, &[("client_id", &*id), ("token", "x")], ("origin", origin)).await;
            let allowed = answer.headers.get("access-control-allow-origin").map(String::as_str);
            assert_eq!((answer.status, allowed), (200, may.then_some(origin)));
        }
    }
}
