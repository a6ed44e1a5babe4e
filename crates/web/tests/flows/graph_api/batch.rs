//! Several requests in one.

use model::{Behalf, Permission};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::Server;

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;

const BATCH: &str = "/v1.0/$batch";

async fn asked(script: &Script, token: &str, requests: Value) -> Vec<Value> {
    let answer = script.ask(token, Method::POST, BATCH, Some(&json!({ "requests": requests }))).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["responses"].as_array().unwrap().clone()
}

fn statuses(answers: &[Value]) -> Vec<(&str, u64)> {
    answers.iter().map(|one| (one["id"].as_str().unwrap(), one["status"].as_u64().unwrap())).collect()
}

on_both! {
    async fn each_request_of_a_batch_is_answered_as_if_it_had_come_by_itself(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[(Behalf::Own, Permission::UserReadWriteAll)]).await;
        let token = script.own_token().await;
        let els = json!({ "accountEnabled": true, "displayName": "Els", "mailNickname": "els",
            "userPrincipalName": "els@example.org" });
        let answers = asked(&script, &token, json!([
            { "id": "1", "method": "POST", "url": "/users", "body": els,
              "headers": { "Content-Type": "application/json" } },
            { "id": "2", "method": "GET", "url": "/users/els@example.org?$select=displayName", "dependsOn": ["1"] },
            { "id": "3", "method": "GET", "url": "/groups" },
            { "id": "4", "method": "GET", "url": "/users", "dependsOn": ["3"] },
            { "id": "5", "method": "GET", "url": "/users/$count" },
            { "id": "6", "method": "POST", "url": "/$batch", "body": { "requests": [] } },
            { "id": "7", "method": "DELETE", "url": "/v1.0/users/els@example.org", "dependsOn": ["2"] },
        ])).await;
        assert_eq!(
            statuses(&answers),
            [("1", 201), ("2", 200), ("3", 403), ("4", 424), ("5", 200), ("6", 400), ("7", 204)]
        );
        assert_eq!(answers[1]["body"]["displayName"], "Els");
        assert_eq!(answers[2]["body"]["error"]["code"], "Authorization_RequestDenied");
        assert!(answers[2]["body"]["error"]["innerError"]["request-id"].is_string());
        assert!(answers[6].get("body").is_none());
    }

    async fn a_batch_asks_nobody_else_and_brings_one_token(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[(Behalf::Own, Permission::UserReadAll)]).await;
        let token = script.own_token().await;
        let one = |url: &str| json!({ "requests": [{ "id": "1", "method": "GET", "url": url }] });
        for url in ["https://evil.example/users", "//evil.example/users", ""] {
            let answer = script.ask(&token, Method::POST, BATCH, Some(&one(url))).await;
            assert!(answer.status == 400 || answer.json()["responses"][0]["status"] == 400, "{url}: {}", answer.body);
        }
        refused(&script.ask("", Method::POST, BATCH, Some(&one("/users"))).await, 401, "InvalidAuthenticationToken");
        // A token inside is none: the one of the whole counts.
        let powerful = Script::register(&server, &at, &[(Behalf::Own, Permission::GroupReadAll)]).await;
        let bearer = format!("Bearer {}", powerful.own_token().await);
        let answers = asked(&script, &token, json!([
            { "id": "1", "method": "GET", "url": "/groups", "headers": { "Authorization": bearer } },
        ])).await;
        assert_eq!(statuses(&answers), [("1", 403)]);
        let many: Vec<Value> =
            (0..21).map(|id| json!({ "id": id.to_string(), "method": "GET", "url": "/users" })).collect();
        refused(&script.ask(&token, Method::POST, BATCH, Some(&json!({ "requests": many }))).await, 400, "BadRequest");
    }
}
