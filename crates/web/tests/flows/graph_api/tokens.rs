//! Tokens that an application gets for itself, and what they hang on.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use model::{AppKind, Behalf, Permission, Span};
use reqwest::Method;
use serde_json::{Value, json};
use service::app_permissions::PermissionChange;
use service::app_secrets::NewSecret;
use service::conditional_access::Wish;
use store::{Filter, Tables};
use testkit::Server;

use crate::graph_api::api::{DEFAULT, Script, refused};
use crate::on_both::on_both;
use crate::steps::{defaults, leave};

const READ: (Behalf, Permission) = (Behalf::Own, Permission::PolicyReadAll);
const POLICIES: &str = "/v1.0/identity/conditionalAccess/policies";

fn claims(token: &str) -> Value {
    let body = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64URL_NOPAD.decode(body.as_bytes()).unwrap()).unwrap()
}

on_both! {
    async fn an_application_gets_a_token_for_itself_with_what_it_was_given(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[READ]).await;
        let answer = script.token(&[("grant_type", "client_credentials"), ("scope", DEFAULT)]).await;
        let told = answer.json();
        assert_eq!((told["token_type"].as_str(), told["expires_in"].as_i64()), (Some("Bearer"), Some(900)));
        assert!(told.get("refresh_token").is_none() && told.get("id_token").is_none(), "{told}");
        let claims = claims(told["access_token"].as_str().unwrap());
        assert_eq!(claims["roles"], json!(["Policy.Read.All"]));
        assert_eq!(claims["idtyp"], "app");
        assert_eq!(claims["oid"], script.app.principal_id.to_string());
        assert_eq!(claims["aud"], "00000003-0000-0000-c000-000000000000");
        let list = script.read(&script.own_token().await, POLICIES).await;
        assert_eq!(list["value"], json!([]));
        assert_eq!(list["@odata.context"], format!("{}/v1.0/$metadata#identity/conditionalAccess/policies", server.base));
    }

    async fn the_secret_may_come_in_the_header_and_the_api_by_our_own_address(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[READ]).await;
        let basic = format!("Basic {}", BASE64.encode(format!("{}:{}", script.app.app_id, script.secret).as_bytes()));
        let fields = |scope| [("grant_type", "client_credentials"), ("scope", scope)];
        let address = format!("/{}/oauth2/v2.0/token", at.tenant);
        let ours = format!("{}/.default", server.base);
        let client = server.browser("198.51.100.20");
        let answer = client.post_with(&address, &fields(&ours), ("authorization", &basic)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        for wrong in ["openid", "https://evil.example/.default", "Policy.Read.All"] {
            let answer = client.post_with(&address, &fields(wrong), ("authorization", &basic)).await;
            assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some("invalid_scope")), "{wrong}");
        }
        let wrong = format!("Basic {}", BASE64.encode(format!("{}:x", script.app.app_id).as_bytes()));
        let answer = client.post_with(&address, &fields(DEFAULT), ("authorization", &wrong)).await;
        assert_eq!(answer.status, 401);
    }

    async fn an_application_without_a_secret_gets_none_for_itself(database) {
        let (server, at) = Server::with_organisation(database).await;
        let new = service::apps::NewApp {
            name: "Telephone".to_owned(),
            kind: AppKind::Public,
            redirect_uris: vec!["com.example.app:/cb".to_owned()],
            logout_uris: vec![],
            assignment: model::Assignment::Everyone,
        };
        let (app, _) = server.house.add_app(at.tenant, leave(), new).await.unwrap();
        let id = app.app_id.to_string();
        let fields = [("client_id", id.as_str()), ("grant_type", "client_credentials"), ("scope", DEFAULT)];
        let address = format!("/{}/oauth2/v2.0/token", at.tenant);
        let answer = server.browser("198.51.100.20").post_with(&address, &fields, ("accept", "*/*")).await;
        assert_eq!(answer.json()["error"], "unauthorized_client");
        let give = PermissionChange::Give(READ);
        assert!(server.house.set_app_permission(at.tenant, leave(), app.app_id, give).await.is_err());
    }

    async fn what_is_taken_from_an_application_is_gone_at_once(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[READ]).await;
        let token = script.own_token().await;
        assert_eq!(script.ask(&token, Method::GET, POLICIES, None).await.status, 200);
        script.set(&server, &at, PermissionChange::Take(READ)).await;
        refused(&script.ask(&token, Method::GET, POLICIES, None).await, 403, "AccessDenied");
        script.set(&server, &at, PermissionChange::Give(READ)).await;
        assert_eq!(script.ask(&token, Method::GET, POLICIES, None).await.status, 200);
        // With the secret goes everything that it gave, and the other one goes on working.
        let new = NewSecret { description: String::new(), months: 6 };
        server.house.add_app_secret(at.tenant, leave(), script.app.app_id, new).await.unwrap();
        let details = server.house.app_details(at.tenant, &leave(), script.app.app_id).await.unwrap();
        let first = details.secrets.iter().min_by_key(|secret| secret.created).unwrap().id;
        server.house.remove_app_secret(at.tenant, leave(), script.app.app_id, first).await.unwrap();
        refused(&script.ask(&token, Method::GET, POLICIES, None).await, 401, "InvalidAuthenticationToken");
    }

    async fn a_token_of_an_application_ends_by_itself_and_with_the_application(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[READ]).await;
        let token = script.own_token().await;
        server.pass(Span::minutes(14));
        assert_eq!(script.ask(&token, Method::GET, POLICIES, None).await.status, 200);
        server.pass(Span::minutes(1));
        refused(&script.ask(&token, Method::GET, POLICIES, None).await, 401, "InvalidAuthenticationToken");
        let token = script.own_token().await;
        server.house.remove_app(at.tenant, leave(), script.app.app_id).await.unwrap();
        refused(&script.ask(&token, Method::GET, POLICIES, None).await, 401, "InvalidAuthenticationToken");
        let back = server.house.put_app_back(at.tenant, leave(), script.app.app_id).await.unwrap();
        let kept = server.house.app_permissions(at.tenant, &leave(), back.app_id).await.unwrap();
        assert!(kept.own.is_empty(), "what lets it in does not come back: {kept:?}");
    }

    async fn the_gate_stops_an_application_by_a_policy_about_workloads(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[READ]).await;
        let token = script.own_token().await;
        defaults(&server, &at, false).await;
        assert_eq!(script.ask(&token, Method::GET, POLICIES, None).await.status, 200);
        let policy = json!({
            "displayName": "No scripts from there",
            "state": "enabled",
            "conditions": {
                "clientAppTypes": ["all"],
                "applications": { "includeApplications": ["All"] },
                "clientApplications": { "includeServicePrincipals": [script.app.principal_id.to_string()] },
            },
            "grantControls": { "operator": "OR", "builtInControls": ["block"] },
        });
        let made = server.house.create_policy(at.tenant, leave(), &policy.to_string(), Wish::default()).await;
        made.unwrap().unwrap();
        refused(&script.ask(&token, Method::GET, POLICIES, None).await, 401, "InvalidAuthenticationToken");
        let answer = script.token(&[("grant_type", "client_credentials"), ("scope", DEFAULT)]).await;
        assert_eq!(answer.json()["error"], "access_denied", "{}", answer.body);
        let filter = Filter { client: Some(script.app.app_id), ..Filter::default() };
        let records = server.database().read(at.tenant, move |tx| tx.records().list(&filter, 10)).await.unwrap();
        let told: Vec<_> = records.iter().map(|one| (one.error, one.times, one.user)).collect();
        assert_eq!(told, [(53003, 1, None), (0, 1, None)], "the log tells of both");
    }

    async fn equal_tokens_of_an_application_are_counted_in_one_record(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[READ]).await;
        for _ in 0..3 {
            script.own_token().await;
        }
        let filter = Filter { client: Some(script.app.app_id), ..Filter::default() };
        let records = server.database().read(at.tenant, move |tx| tx.records().list(&filter, 10)).await.unwrap();
        assert_eq!(records.iter().map(|one| one.times).collect::<Vec<_>>(), [3]);
    }
}
