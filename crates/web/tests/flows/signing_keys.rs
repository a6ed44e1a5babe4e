//! Keys that sign tokens: made, published, used, retired. What an application sees of it is read from the published
//! documents alone, as any client does. Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{self, ANNA, BACK, VERIFIER, anna, authorize, leave};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use model::{AppId, Id, Span};
use oauth::SigningAlgorithm;
use serde_json::Value;
use service::Haste;
use service::apps::Naming;
use service::authority::{Actor, SystemUser, Target, permit};
use testkit::{Client, Organisation, Server};

/// An application that Anna may open.
async fn app(server: &Server, organisation: &Organisation) -> Id<AppId> {
    let app = steps::app(server, organisation).await;
    let anna = steps::user(server, organisation.tenant, ANNA).await;
    server.house.name_for_app(organisation.tenant, leave(), app, Naming::Add(anna)).await.unwrap();
    app
}

/// What an application does: it redeems a code and verifies the ID token with the published key it names.
async fn id_token(server: &Server, organisation: &Organisation, app: Id<AppId>, browser: &Client) -> String {
    let answer = browser.get(&authorize(organisation, app, "")).await;
    let code = answer.parameter("code").unwrap_or_else(|| panic!("{answer:?}"));
    let id = app.to_string();
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", id.as_str()),
        ("code", code.as_str()),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
    ];
    let tokens = browser.post(&format!("/{}/oauth2/v2.0/token", organisation.tenant), &fields).await;
    assert_eq!(tokens.status, 200, "{}", tokens.body);
    let token = tokens.json()["id_token"].as_str().unwrap().to_owned();
    assert!(verifies(server, organisation, &token).await, "the key of a new token is not published");
    token
}

async fn keys(server: &Server, organisation: &Organisation) -> JwkSet {
    let answer =
        server.browser("192.0.2.1").get(&format!("/{}/discovery/v2.0/keys", organisation.tenant)).await;
    serde_json::from_str(&answer.body).unwrap()
}

/// How many keys are published for what an application gets that asks for nothing.
async fn usual_keys(server: &Server, organisation: &Organisation) -> usize {
    let set = keys(server, organisation).await.keys;
    set.iter().filter(|key| key.common.key_algorithm.unwrap().to_string() == "ES256").count()
}

async fn algorithms(server: &Server, organisation: &Organisation) -> Value {
    let path = format!("/{}/v2.0/.well-known/openid-configuration", organisation.tenant);
    server.browser("192.0.2.1").get(&path).await.json()["id_token_signing_alg_values_supported"].clone()
}

async fn verifies(server: &Server, organisation: &Organisation, token: &str) -> bool {
    let header = decode_header(token).unwrap();
    let set = keys(server, organisation).await;
    let Some(jwk): Option<&Jwk> = set.find(header.kid.as_deref().unwrap()) else { return false };
    let mut validation = Validation::new(header.alg);
    validation.validate_aud = false;
    validation.validate_exp = false;
    decode::<Value>(token, &DecodingKey::from_jwk(jwk).unwrap(), &validation).is_ok()
}

fn algorithm(token: &str) -> String {
    format!("{:?}", decode_header(token).unwrap().alg)
}

fn operator() -> Actor {
    Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() })
}

on_both! {
    /// Nobody can have read the key set of an organisation that was made a moment ago.
    async fn an_organisation_that_was_just_made_signs_with_every_algorithm_at_once(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        server.house.run_jobs().await;
        let all: Vec<Value> = SigningAlgorithm::ALL.map(|one| one.word().into()).to_vec();
        assert_eq!(algorithms(&server, &organisation).await, Value::Array(all));
        let browser = anna(&server, &organisation).await;
        let app = app(&server, &organisation).await;
        for wanted in SigningAlgorithm::ALL {
            server.house.sign_app_with(organisation.tenant, leave(), app, wanted).await.unwrap();
            assert_eq!(algorithm(&id_token(&server, &organisation, app, &browser).await), wanted.word());
        }
    }

    /// An organisation that is older may have its key set kept somewhere, with or without an application.
    async fn the_first_key_of_an_older_organisation_waits_until_it_was_published(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        server.pass(oauth::FIRST_AFTER);
        server.house.run_jobs().await;
        assert_eq!(algorithms(&server, &organisation).await, serde_json::json!(["ES256"]));
        assert_eq!(keys(&server, &organisation).await.keys.len(), 3);
        server.pass(oauth::FIRST_AFTER);
        server.house.run_jobs().await;
        assert_eq!(algorithms(&server, &organisation).await.as_array().unwrap().len(), 3);
    }

    async fn an_application_gets_rs256_or_eddsa_once_its_key_was_published(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let app = app(&server, &organisation).await;
        assert_eq!(algorithm(&id_token(&server, &organisation, app, &browser).await), "ES256");
        // There was an application before the keys were: they are published before they sign.
        server.house.run_jobs().await;
        for wanted in SigningAlgorithm::ALL {
            let published = keys(&server, &organisation).await;
            let is_it = |key: &Jwk| key.common.key_algorithm.unwrap().to_string() == wanted.word();
            assert!(published.keys.iter().any(is_it), "{wanted:?}");
            server.house.sign_app_with(organisation.tenant, leave(), app, wanted).await.unwrap();
            assert_eq!(algorithm(&id_token(&server, &organisation, app, &browser).await), "ES256");
        }
        assert_eq!(algorithms(&server, &organisation).await, serde_json::json!(["ES256"]));
        server.pass(oauth::FIRST_AFTER);
        server.house.run_jobs().await;
        for wanted in SigningAlgorithm::ALL {
            server.house.sign_app_with(organisation.tenant, leave(), app, wanted).await.unwrap();
            assert_eq!(algorithm(&id_token(&server, &organisation, app, &browser).await), wanted.word());
        }
        assert_eq!(algorithms(&server, &organisation).await.as_array().unwrap().len(), 3);
    }

    async fn a_key_is_replaced_with_overlap_and_without_anybody_noticing(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let app = app(&server, &organisation).await;
        let first = id_token(&server, &organisation, app, &anna(&server, &organisation).await).await;
        server.pass(Span::hours(89 * 24 + 1));
        server.house.run_jobs().await;
        assert_eq!(usual_keys(&server, &organisation).await, 2);
        let second = id_token(&server, &organisation, app, &anna(&server, &organisation).await).await;
        assert_eq!(decode_header(&first).unwrap().kid, decode_header(&second).unwrap().kid);
        server.pass(oauth::PUBLISHED_BEFORE);
        server.house.run_jobs().await;
        let third = id_token(&server, &organisation, app, &anna(&server, &organisation).await).await;
        assert_ne!(decode_header(&second).unwrap().kid, decode_header(&third).unwrap().kid);
        assert!(verifies(&server, &organisation, &second).await);
        server.pass(oauth::KEPT_AFTER);
        server.house.run_jobs().await;
        assert!(!verifies(&server, &organisation, &second).await);
        assert!(verifies(&server, &organisation, &third).await);
    }

    async fn a_leaked_key_is_believed_no_longer_on_any_node(database) {
        let (mut server, organisation) = Server::with_organisation(database).await;
        let app = app(&server, &organisation).await;
        let browser = anna(&server, &organisation).await;
        let before = id_token(&server, &organisation, app, &browser).await;
        let other = server.second_node().await;
        let path = format!("/{}/discovery/v2.0/keys", organisation.tenant);
        let elsewhere = Client::at_node(&other, &server.base, "192.0.2.1");
        assert_eq!(elsewhere.get(&path).await.body, browser.get(&path).await.body);
        for haste in [Haste::Now, Haste::Leaked] {
            let leave = permit(&operator(), Target::Organisation).unwrap();
            server.house.rotate_signing_keys(organisation.tenant, leave, haste).await.unwrap();
            assert_eq!(verifies(&server, &organisation, &before).await, haste == Haste::Now);
            let after = id_token(&server, &organisation, app, &browser).await;
            assert_ne!(decode_header(&before).unwrap().kid, decode_header(&after).unwrap().kid);
        }
        assert_eq!(keys(&server, &organisation).await.keys.len(), 1);
    }
}
