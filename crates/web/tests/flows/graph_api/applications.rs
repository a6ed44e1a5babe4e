//! Applications and their service principals at the API.

use model::{Behalf, Permission};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::Server;

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;
use crate::steps::{ANNA, audited, user};

const WRITES: (Behalf, Permission) = (Behalf::Own, Permission::ApplicationReadWriteAll);
const NAMES: (Behalf, Permission) = (Behalf::Own, Permission::AppRoleAssignmentReadWriteAll);
const APPS: &str = "/v1.0/applications";
const PRINCIPALS: &str = "/v1.0/servicePrincipals";

fn wiki() -> Value {
    json!({ "displayName": "Wiki", "signInAudience": "AzureADMyOrg",
        "web": { "redirectUris": ["https://wiki.example.org/callback"] } })
}

on_both! {
    async fn an_application_is_registered_changed_and_deleted(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITES]).await;
        let token = script.own_token().await;
        let made = script.ask(&token, Method::POST, APPS, Some(&wiki())).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let made = made.json();
        assert_eq!(made["passwordCredentials"][0]["secretText"].as_str().unwrap().len(), 43, "told this once");
        let one = format!("{APPS}/{}", made["id"].as_str().unwrap());
        let told = script.read(&token, &one).await;
        assert_eq!(told["passwordCredentials"][0]["secretText"], Value::Null);
        assert_eq!(told["web"]["redirectUris"], json!(["https://wiki.example.org/callback"]));
        let app_id = made["appId"].as_str().unwrap();
        for filter in [format!("appId%20eq%20'{app_id}'"), "startswith(displayName,'Wi')".to_owned()] {
            let list = script.read(&token, &format!("{APPS}?$filter={filter}")).await;
            assert_eq!((list["value"].as_array().unwrap().len(), &list["value"][0]["id"]), (1, &made["id"]));
        }
        let patch = json!({ "displayName": "Wiki of the firm", "web": { "redirectUris": ["https://wiki.example.org/cb"] } });
        assert_eq!(script.ask(&token, Method::PATCH, &one, Some(&patch)).await.status, 204);
        let told = script.read(&token, &one).await;
        assert_eq!(told["displayName"], "Wiki of the firm");
        assert_eq!(told["web"]["redirectUris"], json!(["https://wiki.example.org/cb"]));
        let kind = json!({ "publicClient": { "redirectUris": ["org.example.wiki:/cb"] } });
        refused(&script.ask(&token, Method::PATCH, &one, Some(&kind)).await, 400, "Request_BadRequest");
        assert_eq!(script.ask(&token, Method::DELETE, &one, None).await.status, 204);
        refused(&script.ask(&token, Method::GET, &one, None).await, 404, "Request_ResourceNotFound");
        for word in ["addApplication", "changeApplication", "removeApplication"] {
            assert!(audited(&server, &at, word).await > 0, "{word}");
        }
    }

    async fn a_secret_is_added_told_once_and_removed(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITES]).await;
        let token = script.own_token().await;
        let made = script.ask(&token, Method::POST, APPS, Some(&wiki())).await.json();
        let one = format!("{APPS}/{}", made["id"].as_str().unwrap());
        let add = format!("{one}/addPassword");
        let body = json!({ "passwordCredential": { "displayName": "For the backup" } });
        let added = script.ask(&token, Method::POST, &add, Some(&body)).await;
        assert_eq!(added.status, 200, "{}", added.body);
        let added = added.json();
        assert_eq!((added["displayName"].as_str(), added["secretText"].as_str().unwrap().len()), (Some("For the backup"), 43));
        refused(&script.ask(&token, Method::POST, &add, Some(&json!({}))).await, 400, "Request_BadRequest");
        let remove = format!("{one}/removePassword");
        let key = json!({ "keyId": added["keyId"] });
        assert_eq!(script.ask(&token, Method::POST, &remove, Some(&key)).await.status, 204);
        refused(&script.ask(&token, Method::POST, &remove, Some(&key)).await, 404, "Request_ResourceNotFound");
        let long = json!({ "passwordCredential": { "endDateTime": "2199-01-01T00:00:00Z" } });
        refused(&script.ask(&token, Method::POST, &add, Some(&long)).await, 400, "Request_BadRequest");
        assert_eq!(audited(&server, &at, "addApplicationSecret").await, 1);
        assert_eq!(audited(&server, &at, "removeApplicationSecret").await, 1);
    }

    async fn people_and_groups_are_named_for_an_application(database) {
        let (server, at) = Server::with_organisation(database).await;
        let groups = (Behalf::Own, Permission::GroupReadWriteAll);
        let people = (Behalf::Own, Permission::UserReadAll);
        let script = Script::register(&server, &at, &[WRITES, NAMES, groups, people]).await;
        let token = script.own_token().await;
        let app = script.ask(&token, Method::POST, APPS, Some(&wiki())).await.json();
        let filter = format!("{PRINCIPALS}?$filter=appId%20eq%20'{}'", app["appId"].as_str().unwrap());
        let principal = script.read(&token, &filter).await["value"][0]["id"].as_str().unwrap().to_owned();
        let one = format!("{PRINCIPALS}/{principal}");
        let named = json!({ "appRoleAssignmentRequired": true });
        assert_eq!(script.ask(&token, Method::PATCH, &one, Some(&named)).await.status, 204);
        assert_eq!(script.read(&token, &one).await["appRoleAssignmentRequired"], true);
        let group = json!({ "displayName": "Writers", "mailEnabled": false, "mailNickname": "w", "securityEnabled": true });
        let group = script.ask(&token, Method::POST, "/v1.0/groups", Some(&group)).await.json();
        let anna = user(&server, at.tenant, ANNA).await.to_string();
        let list = format!("{one}/appRoleAssignedTo");
        for who in [anna.as_str(), group["id"].as_str().unwrap()] {
            let body = json!({ "principalId": who, "resourceId": principal, "appRoleId": "00000000-0000-0000-0000-000000000000" });
            let answer = script.ask(&token, Method::POST, &list, Some(&body)).await;
            assert_eq!(answer.status, 201, "{}", answer.body);
        }
        let told = script.read(&token, &list).await;
        let names: Vec<&str> =
            told["value"].as_array().unwrap().iter().map(|row| row["principalType"].as_str().unwrap()).collect();
        assert_eq!(names, ["User", "Group"]);
        let hers = script.read(&token, &format!("/v1.0/users/{anna}/appRoleAssignments")).await;
        assert_eq!(hers["value"][0]["resourceId"], principal.as_str());
        let role = json!({ "principalId": anna, "appRoleId": "11111111-1111-4111-8111-111111111111" });
        refused(&script.ask(&token, Method::POST, &list, Some(&role)).await, 400, "Request_BadRequest");
        for row in told["value"].as_array().unwrap() {
            let path = format!("{list}/{}", row["id"].as_str().unwrap());
            assert_eq!(script.ask(&token, Method::DELETE, &path, None).await.status, 204);
            refused(&script.ask(&token, Method::DELETE, &path, None).await, 404, "Request_ResourceNotFound");
        }
        assert_eq!(audited(&server, &at, "namePersonForApplication").await, 2);
        assert_eq!(audited(&server, &at, "unnamePersonForApplication").await, 2);
    }

    /// Who makes a secret of an application, or leads its answers elsewhere, has what it has.
    async fn what_opens_a_powerful_application_is_changed_by_no_application(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITES]).await;
        let token = script.own_token().await;
        let powerful = Script::register(&server, &at, &[(Behalf::Own, Permission::PolicyReadWriteConditionalAccess)]).await;
        for app in [&powerful.app, &script.app] {
            let one = format!("{APPS}/{}", app.object_id);
            let moved = json!({ "web": { "redirectUris": ["https://evil.example/cb"] } });
            for (method, path, body) in [
                (Method::POST, format!("{one}/addPassword"), json!({})),
                (Method::PATCH, one.clone(), moved),
            ] {
                refused(&script.ask(&token, method, &path, Some(&body)).await, 403, "Authorization_RequestDenied");
            }
        }
        assert_eq!(audited(&server, &at, "addApplicationSecret").await, 0);
        // Our own pages are no applications that anybody changes, and Graph itself is found by programs that look for it.
        let graph = script.read(&token, &format!("{PRINCIPALS}?$filter=appId%20eq%20'00000003-0000-0000-c000-000000000000'")).await;
        let id = graph["value"][0]["id"].as_str().unwrap();
        let named = json!({ "appRoleAssignmentRequired": true });
        let path = format!("{PRINCIPALS}/{id}");
        refused(&script.ask(&token, Method::PATCH, &path, Some(&named)).await, 404, "Request_ResourceNotFound");
    }
}
