//! Conditional access at the API: the wire rules, the exact errors, and what each write leaves.

use model::{Behalf, Permission, Role};
use reqwest::Method;
use serde_json::{Value, json};
use service::conditional_access::{SECURITY_DEFAULTS_ON, Wish};
use store::Tables;
use testkit::{Organisation, Server};

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;
use crate::steps::{OFFICE, PIET, leave, person_with_app};

const WRITE: (Behalf, Permission) = (Behalf::Own, Permission::PolicyReadWriteConditionalAccess);
const POLICIES: &str = "/v1.0/identity/conditionalAccess/policies";
const DELETED: &str = "/v1.0/identity/conditionalAccess/deletedItems/policies";
const LOCATIONS: &str = "/v1.0/identity/conditionalAccess/namedLocations";

fn policy(name: &str, state: &str) -> Value {
    json!({
        "displayName": name,
        "state": state,
        "conditions": {
            "clientAppTypes": ["all"],
            "users": { "includeUsers": ["All"] },
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
    })
}

async fn audited(server: &Server, at: &Organisation) -> Vec<String> {
    let all = server.database().read(at.tenant, |tx| tx.audit().newest(100)).await.unwrap();
    all.into_iter().map(|record| format!("{} {:?}", record.action, record.actor)).collect()
}

on_both! {
    async fn a_policy_that_somebody_else_changed_is_not_written_over(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let mut made = vec![];
        for name in ["One", "Two"] {
            let answer = script.ask(&token, Method::POST, POLICIES, Some(&policy(name, "disabled"))).await;
            made.push(format!("{POLICIES}/{}", answer.json()["id"].as_str().unwrap()));
        }
        let answer = script.ask(&token, Method::GET, &made[0], None).await;
        let (read, tag) = (answer.json(), answer.headers["etag"].clone());
        assert_eq!(read["@odata.etag"], tag.as_str());
        let write = async |path: &str, tag: &str, body: Value| {
            let headers = [("if-match", tag)];
            script.ask_with(&token, Method::PATCH, path, Some(&body), &headers).await
        };
        // Another policy may change meanwhile; this one may not.
        let other = json!({ "displayName": "Two of two" });
        assert_eq!(script.ask(&token, Method::PATCH, &made[1], Some(&other)).await.status, 204);
        assert_eq!(write(&made[0], &tag, json!({ "displayName": "First" })).await.status, 204);
        refused(&write(&made[0], &tag, json!({ "displayName": "Again" })).await, 412, "PreconditionFailed");
        for wrong in ["\"x\"", "W/\"11111111-1111-7111-8111-111111111111\""] {
            refused(&write(&made[0], wrong, json!({ "displayName": "Again" })).await, 412, "PreconditionFailed");
        }
        assert_eq!(write(&made[0], "*", json!({ "displayName": "Whatever" })).await.status, 204);
        let deleted = script.ask_with(&token, Method::DELETE, &made[0], None, &[("if-match", &tag)]).await;
        refused(&deleted, 412, "PreconditionFailed");
        // What was read is sent back, its tag among it, and the tag is not kept.
        let body = json!({ "@odata.etag": tag, "displayName": "Sent back" });
        let answer = script.ask(&token, Method::PATCH, &made[0], Some(&body)).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
        let told = script.read(&token, &made[0]).await;
        assert_eq!(told["displayName"], "Sent back");
        assert_ne!(told["@odata.etag"], tag.as_str());
        let name = json!({ "displayName": "x" });
        let people = script.ask_with(&token, Method::PATCH, "/v1.0/users/anna@example.org", Some(&name), &[("if-match", &tag)]).await;
        refused(&people, 412, "PreconditionFailed");
    }

    async fn a_policy_is_made_read_changed_deleted_and_brought_back(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let made = script.ask(&token, Method::POST, POLICIES, Some(&policy("Everybody", "disabled"))).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let made = made.json();
        let id = made["id"].as_str().unwrap();
        // Every key is there, and nothing that is absent is left out.
        for key in ["templateId", "modifiedDateTime", "sessionControls", "createdDateTime"] {
            assert!(made.get(key).is_some(), "{key}");
        }
        for list in ["signInRiskLevels", "userRiskLevels", "servicePrincipalRiskLevels"] {
            assert_eq!(made["conditions"][list], json!([]), "{list}");
        }
        assert_eq!(made["conditions"]["locations"], Value::Null);
        let one = format!("{POLICIES}/{id}");
        let patch = json!({ "displayName": "All", "state": "enabledForReportingButNotEnforced" });
        let changed = script.ask(&token, Method::PATCH, &one, Some(&patch)).await;
        assert_eq!((changed.status, changed.body.as_str()), (204, ""));
        let read = script.read(&token, &one).await;
        assert_eq!((read["displayName"].as_str(), read["state"].as_str()), (Some("All"), patch["state"].as_str()));
        assert_eq!(read["conditions"]["users"]["includeUsers"], json!(["All"]), "the rest stays");
        assert_eq!(script.ask(&token, Method::DELETE, &one, None).await.status, 204);
        refused(&script.ask(&token, Method::GET, &one, None).await, 404, "NotFound");
        let gone = script.read(&token, DELETED).await;
        assert_eq!(gone["value"][0]["id"], id);
        assert!(gone["value"][0]["deletedDateTime"].is_string());
        let back = script.ask(&token, Method::POST, &format!("{DELETED}/{id}/restore"), None).await;
        assert_eq!((back.status, back.json()["state"].as_str()), (200, Some("disabled")), "{}", back.body);
        assert_eq!(script.ask(&token, Method::DELETE, &one, None).await.status, 204);
        assert_eq!(script.ask(&token, Method::DELETE, &format!("{DELETED}/{id}"), None).await.status, 204);
        refused(&script.ask(&token, Method::POST, &format!("{DELETED}/{id}/restore"), None).await, 404, "NotFound");
        let by = format!("App({:?})", script.app.app_id);
        let log = audited(&server, &at).await;
        for word in [
            "addConditionalAccessPolicy",
            "changeConditionalAccessPolicy",
            "removeConditionalAccessPolicy",
            "restoreConditionalAccessPolicy",
        ] {
            assert!(log.contains(&format!("{word} {by}")), "{word}: {log:?}");
        }
    }

    async fn a_policy_is_not_on_while_security_defaults_are(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let answer = script.ask(&token, Method::POST, POLICIES, Some(&policy("Everybody", "enabled"))).await;
        refused(&answer, 400, "BadRequest");
        assert_eq!(answer.json()["error"]["message"], SECURITY_DEFAULTS_ON);
        let kept = script.read(&token, "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy").await;
        assert_eq!((kept["isEnabled"].as_bool(), kept["displayName"].as_str()), (Some(true), Some("Security Defaults")));
        let switch = async |enabled: bool| {
            let path = "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy";
            script.ask(&token, Method::PATCH, path, Some(&json!({ "isEnabled": enabled }))).await
        };
        assert_eq!(switch(false).await.status, 204);
        let enabled = policy("Everybody", "enabled");
        let wish = Wish::default();
        server.house.create_policy(at.tenant, leave(), &enabled.to_string(), wish).await.unwrap().unwrap();
        refused(&switch(true).await, 400, "BadRequest");
        // There is one administrator: what a script switches on is tried first, and nothing is saved beside it.
        let answer = script.ask(&token, Method::POST, POLICIES, Some(&enabled)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let answer = script.ask(&token, Method::POST, POLICIES, Some(&enabled)).await;
        refused(&answer, 409, "Conflict");
    }

    async fn what_is_no_policy_is_refused_with_its_reason(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let id = "11111111-1111-4111-8111-111111111111";
        for body in [json!({}), json!([]), json!({ "displayName": "x" }), json!({ "displayName": "", "state": "disabled", "conditions": {} })] {
            refused(&script.ask(&token, Method::POST, POLICIES, Some(&body)).await, 400, "BadRequest");
        }
        refused(&script.ask(&token, Method::PATCH, &format!("{POLICIES}/{id}"), Some(&json!({}))).await, 404, "NotFound");
        refused(&script.ask(&token, Method::GET, &format!("{POLICIES}/x"), None).await, 404, "NotFound");
        refused(&script.ask(&token, Method::GET, "/v1.0/identity/nothing", None).await, 400, "BadRequest");
        refused(&script.ask(&token, Method::PUT, POLICIES, Some(&json!({}))).await, 405, "Request_BadRequest");
        refused(&script.ask(&token, Method::GET, &format!("{POLICIES}?$expand=x"), None).await, 400, "Request_UnsupportedQuery");
        let large = json!({ "displayName": "x".repeat(300 * 1024), "state": "disabled", "conditions": {} });
        refused(&script.ask(&token, Method::POST, POLICIES, Some(&large)).await, 413, "RequestEntityTooLarge");
        let form = [("content-type", "text/plain")];
        let sent = script.ask_with(&token, Method::POST, POLICIES, None, &form).await;
        refused(&sent, 400, "BadRequest");
    }

    async fn a_list_is_narrowed_ordered_cut_and_counted(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        for name in ["Block all", "Require MFA", "Require TLS"] {
            let state = if name == "Block all" { "disabled" } else { "enabledForReportingButNotEnforced" };
            script.ask(&token, Method::POST, POLICIES, Some(&policy(name, state))).await;
        }
        let names = |list: &Value| -> Vec<String> {
            list["value"].as_array().unwrap().iter().map(|one| one["displayName"].as_str().unwrap().to_owned()).collect()
        };
        let read = async |query: &str| script.read(&token, &format!("{POLICIES}?{query}")).await;
        assert_eq!(names(&read("$filter=displayName%20eq%20'Require%20MFA'").await), ["Require MFA"]);
        assert_eq!(names(&read("$filter=startswith(displayName,'require')&$orderby=displayName%20desc").await), ["Require TLS", "Require MFA"]);
        assert_eq!(names(&read("$filter=state%20eq%20'disabled'").await), ["Block all"]);
        let first = read("$top=2&$count=true&$orderby=displayName&$select=displayName").await;
        assert_eq!((names(&first), first["@odata.count"].as_i64()), (vec!["Block all".to_owned(), "Require MFA".to_owned()], Some(3)));
        let members = first["value"][0].as_object().unwrap().keys().map(String::as_str);
        assert_eq!(members.collect::<Vec<_>>(), ["displayName", "@odata.etag"], "the tag is no property");
        let next = first["@odata.nextLink"].as_str().unwrap().strip_prefix(&server.base).unwrap();
        let second = script.read(&token, next).await;
        assert_eq!(names(&second), ["Require TLS"]);
        assert!(second.get("@odata.nextLink").is_none());
        for path in ["/v1.0/policies/conditionalAccessPolicies", "/beta/identity/conditionalAccess/policies", "/beta/conditionalAccess/policies"] {
            assert_eq!(script.read(&token, path).await["value"].as_array().unwrap().len(), 3, "{path}");
        }
    }

    async fn later_words_are_told_to_who_asks_for_them(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let mut body = policy("Risky", "disabled");
        body["conditions"]["userRiskLevels"] = json!(["high"]);
        body["grantControls"] = json!({ "operator": "AND", "builtInControls": ["riskRemediation"],
            "authenticationStrength": { "id": "00000000-0000-0000-0000-000000000002" } });
        let made = script.ask(&token, Method::POST, POLICIES, Some(&body)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        assert_eq!(made.json()["grantControls"]["builtInControls"], json!(["unknownFutureValue"]));
        let prefer = [("prefer", "include-unknown-enum-members")];
        let all = script.ask_with(&token, Method::GET, POLICIES, None, &prefer).await;
        assert_eq!(all.json()["value"][0]["grantControls"]["builtInControls"], json!(["riskRemediation"]));
        assert_eq!(all.headers["preference-applied"], "include-unknown-enum-members");
    }

    async fn named_locations_are_made_used_and_deleted(database) {
        let (server, at) = Server::with_organisation(database).await;
        // Where everything rests on one administrator, another place is tried first.
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        let now = server.now();
        let give = move |tx: &mut sql::Tx<'_>| tx.users().assign(piet, Role::GlobalAdministrator, now);
        server.database().write(at.tenant, give).await.unwrap();
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let office = json!({
            "@odata.type": "#microsoft.graph.ipNamedLocation",
            "displayName": "Office",
            "isTrusted": true,
            "ipRanges": [{ "@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "203.0.113.0/24" }],
        });
        let made = script.ask(&token, Method::POST, LOCATIONS, Some(&office)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let one = format!("{LOCATIONS}/{id}");
        refused(&script.ask(&token, Method::DELETE, &one, None).await, 400, "BadRequest");
        let plain = json!({ "isTrusted": false });
        assert_eq!(script.ask(&token, Method::PATCH, &one, Some(&plain)).await.status, 204);
        assert_eq!(script.read(&token, &one).await["isTrusted"], false);
        let mut body = policy("Elsewhere", "disabled");
        body["conditions"]["locations"] = json!({ "includeLocations": ["All"], "excludeLocations": [id] });
        let used = script.ask(&token, Method::POST, POLICIES, Some(&body)).await.json();
        refused(&script.ask(&token, Method::DELETE, &one, None).await, 400, "BadRequest");
        let by = format!("{POLICIES}/{}", used["id"].as_str().unwrap());
        assert_eq!(script.ask(&token, Method::DELETE, &by, None).await.status, 204);
        assert_eq!(script.ask(&token, Method::DELETE, &one, None).await.status, 204);
        assert_eq!(script.read(&token, LOCATIONS).await["value"], json!([]));
        // For thirty days it is brought back, or gone for good.
        let deleted = "/v1.0/identity/conditionalAccess/deletedItems/namedLocations";
        let gone = format!("{deleted}/{id}");
        assert_eq!(script.read(&token, deleted).await["value"][0]["id"], id.as_str());
        assert!(script.read(&token, &gone).await["deletedDateTime"].is_string());
        let back = script.ask(&token, Method::POST, &format!("{gone}/restore"), None).await;
        assert_eq!((back.status, &back.json()["deletedDateTime"]), (200, &Value::Null), "{}", back.body);
        assert_eq!(script.read(&token, &one).await["displayName"], "Office");
        assert_eq!(script.ask(&token, Method::DELETE, &one, None).await.status, 204);
        assert_eq!(script.ask(&token, Method::DELETE, &gone, None).await.status, 204);
        refused(&script.ask(&token, Method::POST, &format!("{gone}/restore"), None).await, 404, "NotFound");
        let wide = json!({ "displayName": "x", "ipRanges": [{ "cidrAddress": "10.0.0.0/8" }] });
        refused(&script.ask(&token, Method::POST, LOCATIONS, Some(&wide)).await, 400, "BadRequest");
        let log = audited(&server, &at).await;
        for word in ["addNamedLocation", "changeNamedLocation", "removeNamedLocation", "restoreNamedLocation"] {
            assert!(log.iter().any(|record| record.starts_with(word)), "{word}: {log:?}");
        }
    }

    async fn built_in_strengths_are_read_by_their_known_ids(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[(Behalf::Own, Permission::PolicyReadAll)]).await;
        let token = script.own_token().await;
        let all = script.read(&token, "/v1.0/policies/authenticationStrengthPolicies").await;
        assert_eq!(all["value"].as_array().unwrap().len(), 3);
        let one = script.read(&token, "/v1.0/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004").await;
        assert_eq!(one["displayName"], "Phishing-resistant MFA");
    }
}
