//! What an application asks of every sign-in to it, as an administrator set it: at every door, by the one gate.

use model::{AppKind, Span};
use policy::{Standing, StandingStrength};
use service::security_defaults::Wanted;
use testkit::{Organisation, Server};

use crate::attacks_oauth::party::{
    Party, Tokens, anna, answer_all, claims, code_of, leave, parameter, refused,
};
use crate::on_both::on_both;

async fn ask(server: &Server, at: &Organisation, party: &Party, standing: Standing) {
    let id = party.app.app_id;
    server.house.ask_of_sign_ins(at.tenant, leave(), id, standing).await.unwrap();
}

const MFA: Standing = Standing { strength: Some(StandingStrength::MultiFactor), max_age: None };
const PASSKEY: Standing = Standing { strength: Some(StandingStrength::PhishingResistant), max_age: None };
const HOUR: Standing = Standing { strength: None, max_age: Some(Span::hours(1)) };

/// Everything that an application could say to have less asked.
const LESS: [(&str, &str); 6] = [
    ("acr_values", "urn:sluis:acr:1"),
    ("max_age", "9999999"),
    ("acr", "phr"),
    ("amr", "pop"),
    ("skip", "mfa"),
    ("force", "false"),
];

on_both! {
    /// Attack 18: nothing that a request says lowers what is set for the application.
    async fn a_second_step_that_is_set_for_an_application_is_asked_whatever_it_sends(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let off = Wanted {
            enabled: false,
            registration_days: 0,
            reason: "a test".to_owned(),
            end_sessions: false,
        };
        server.house.set_security_defaults(at.tenant, leave(), off).await.unwrap();
        let browser = anna(&server, &at).await;
        // In this browser she was before: without the setting a password is enough.
        browser.post("/sign-out", &[]).await;
        let page = browser.get(&party.authorize(&[])).await;
        let done = answer_all(&browser, page, "anna@example.org", &at.password, "").await;
        let tokens = Tokens::of(&party.redeem(&code_of(&done)).await);
        assert_eq!(claims(&tokens.id)["acr"], "urn:sluis:acr:1");
        ask(&server, &at, &party, MFA).await;
        refused(&party.refresh(tokens.refresh()).await, "invalid_grant");
        let mut less = LESS.to_vec();
        less.push(("prompt", "none"));
        let silent = browser.get(&party.authorize(&less)).await;
        assert_eq!(parameter(&silent, "error").as_deref(), Some("interaction_required"));
        let question = browser.get(&party.authorize(&LESS)).await;
        assert!(question.has_field("totp"), "{}", question.text());
        let done = browser.submit(&question, &[("totp", &server.code(&at.secret))]).await;
        let tokens = Tokens::of(&party.redeem(&code_of(&done)).await);
        assert_eq!(claims(&tokens.id)["acr"], "urn:sluis:acr:2");
        Tokens::of(&party.refresh(tokens.refresh()).await);
        // Another application asks what the organisation asks.
        let other = Party::register(&server, &at, AppKind::Public).await;
        other.silent_code(&browser).await;
    }

    /// Attack 16: a code of this moment is no passkey.
    async fn a_passkey_that_is_set_for_an_application_is_met_by_no_code(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        ask(&server, &at, &party, PASSKEY).await;
        let browser = anna(&server, &at).await;
        let silent = browser.get(&party.authorize(&[("prompt", "none")])).await;
        assert_eq!(parameter(&silent, "error").as_deref(), Some("interaction_required"));
        let mut page = browser.get(&party.authorize(&[])).await;
        assert!(page.text().contains("Passkey Your finger"), "a passkey is set up: {}", page.text());
        for answer in [("totp", server.code(&at.secret)), ("password", at.password.clone()), ("later", "yes".to_owned())] {
            page = browser.submit(&page, &[(answer.0, answer.1.as_str())]).await;
            assert_eq!(page.status, 200, "{} let somebody in: {}", answer.0, page.location());
        }
    }

    /// Attack 16: a sign-in of longer ago is given again, also for tokens that an application has already.
    async fn a_sign_in_that_is_too_old_for_an_application_is_given_again(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        ask(&server, &at, &party, HOUR).await;
        let browser = anna(&server, &at).await;
        server.pass(Span::minutes(58));
        let tokens = party.tokens(&browser).await;
        let again = Tokens::of(&party.refresh(tokens.refresh()).await);
        server.pass(Span::minutes(3));
        refused(&party.refresh(again.refresh()).await, "invalid_grant");
        let mut less = LESS.to_vec();
        less.push(("prompt", "none"));
        let silent = browser.get(&party.authorize(&less)).await;
        assert_eq!(parameter(&silent, "error").as_deref(), Some("login_required"));
        let page = browser.get(&party.authorize(&LESS)).await;
        let code = server.code(&at.secret);
        let done = answer_all(&browser, page, "anna@example.org", &at.password, &code).await;
        Tokens::of(&party.redeem(&code_of(&done)).await);
    }

    async fn the_story_of_a_sign_in_says_that_the_application_asked(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        let browser = anna(&server, &at).await;
        let path = format!("/admin/applications/{}", party.app.app_id);
        let form = browser.get(&path).await;
        let token = form.field("t");
        let fields = [("t", &*token), ("strength", "multiFactor"), ("max_age", "3600")];
        let saved = browser.post(&format!("{path}/sign-ins"), &fields).await;
        assert_eq!(saved.location(), format!("{path}?done=saved"));
        for wrong in [("strength", "none"), ("max_age", "1"), ("max_age", "x"), ("max_age", "99999999999")] {
            let mut fields = vec![("t", &*token), wrong];
            fields.extend([("strength", ""), ("max_age", "")].iter().filter(|field| field.0 != wrong.0));
            assert_eq!(browser.post(&format!("{path}/sign-ins"), &fields).await.status, 404, "{wrong:?}");
        }
        party.silent_code(&browser).await;
        let log = browser.get(&format!("/admin/sign-ins?application={}", party.app.app_id)).await;
        let link = log.body.split("/admin/sign-ins/").nth(1).expect("a sign-in");
        let code: String = link.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let story = browser.get(&format!("/admin/sign-ins/{code}")).await;
        assert!(story.text().contains("Set for the application"), "{}", story.text());
    }

    /// OpenID Connect Core §5.5: what is essential is reached and said, and what is asked by name is told.
    async fn an_essential_context_is_reached_or_nobody_gets_in(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let acr = |values: &str| format!(r#"{{"id_token":{{"acr":{{"essential":true,"values":[{values}]}}}}}}"#);
        let ask = |claims: &str| party.authorize(&[("scope", "openid offline_access"), ("claims", claims)]);
        let met = browser.get(&ask(&acr(r#""urn:sluis:acr:2","urn:sluis:acr:1""#))).await;
        let tokens = Tokens::of(&party.redeem(&code_of(&met)).await);
        assert_eq!(claims(&tokens.id)["acr"], "urn:sluis:acr:2");
        let least = browser.get(&ask(&acr(r#""urn:sluis:acr:1""#))).await;
        let tokens = Tokens::of(&party.redeem(&code_of(&least)).await);
        assert_eq!(claims(&tokens.id)["acr"], "urn:sluis:acr:1", "one of those that were asked");
        let again = Tokens::of(&party.refresh(tokens.refresh()).await);
        assert_eq!(claims(&again.id)["acr"], "urn:sluis:acr:1");
        // Attack 16: a code is no passkey, whatever else is said.
        let passkey = acr(r#""phr""#);
        let mut asked = vec![("claims", passkey.as_str()), ("prompt", "none")];
        let silent = browser.get(&party.authorize(&asked)).await;
        assert_eq!(parameter(&silent, "error").as_deref(), Some("interaction_required"));
        asked[1] = ("acr_values", "urn:sluis:acr:1");
        let page = browser.get(&party.authorize(&asked)).await;
        assert_eq!(page.status, 200, "{}", page.location());
        let gold = browser.get(&ask(&acr(r#""urn:example:gold""#))).await;
        assert_eq!(parameter(&gold, "error").as_deref(), Some("unmet_authentication_requirements"));
        // Attack 54: what stands twice is read by nobody.
        let twice = format!("{}&claims=%7B%7D", ask(&passkey));
        assert_eq!(parameter(&browser.get(&twice).await, "error").as_deref(), Some("invalid_request"));
        let twice = ask(r#"{"id_token":{"acr":{"essential":true,"value":"phr"},"acr":null}}"#);
        assert_eq!(parameter(&browser.get(&twice).await, "error").as_deref(), Some("invalid_request"));
    }

    async fn claims_that_are_asked_by_name_are_told_where_they_are_asked(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let ask = |claims: &str| party.authorize(&[("scope", "openid"), ("claims", claims)]);
        let wanted = r#"{"id_token":{"name":null,"auth_time":{"essential":true}},"userinfo":{"preferred_username":null}}"#;
        let tokens = Tokens::of(&party.redeem(&code_of(&browser.get(&ask(wanted)).await)).await);
        let id = claims(&tokens.id);
        assert_eq!(id["name"], "Anna de Vries");
        assert!(id["auth_time"].is_i64() && id.get("preferred_username").is_none(), "{id}");
        let who = party.userinfo(&tokens.access).await.json();
        assert_eq!(who["preferred_username"], "anna@example.org");
        assert!(who.get("name").is_none(), "{who}");
        let own = format!(r#"{{"id_token":{{"sub":{{"value":{}}}}}}}"#, id["sub"]);
        code_of(&browser.get(&ask(&own)).await);
        let other = browser.get(&ask(r#"{"id_token":{"sub":{"value":"somebody"}}}"#)).await;
        assert_eq!(parameter(&other, "error").as_deref(), Some("login_required"));
        // What Microsoft's libraries always send.
        code_of(&browser.get(&ask(r#"{"access_token":{"xms_cc":{"values":["CP1"]}}}"#)).await);
    }
}
