//! Authentication strengths and contexts at the API.

use model::{Behalf, Permission};
use reqwest::Method;
use serde_json::{Value, json};
use store::Tables;
use testkit::{Organisation, Server};

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;

const WRITE: (Behalf, Permission) = (Behalf::Own, Permission::PolicyReadWriteConditionalAccess);
const READ: (Behalf, Permission) = (Behalf::Own, Permission::PolicyReadAll);
const STRENGTHS: &str = "/v1.0/identity/conditionalAccess/authenticationStrength/policies";
const CONTEXTS: &str = "/v1.0/identity/conditionalAccess/authenticationContextClassReferences";
const POLICIES: &str = "/v1.0/identity/conditionalAccess/policies";
const RESISTANT: &str = "00000000-0000-0000-0000-000000000004";
const BLUE: &str = "cb69481e-8ff7-4039-93ec-0a2729a154a8";

fn demanding(strength: &str) -> Value {
    json!({
        "displayName": "Keys",
        "state": "disabled",
        "conditions": {
            "users": { "includeUsers": ["All"] },
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [], "authenticationStrength": { "id": strength } },
    })
}

async fn audited(server: &Server, at: &Organisation) -> Vec<String> {
    let all = server.database().read(at.tenant, |tx| tx.audit().newest(100)).await.unwrap();
    all.into_iter().map(|record| record.action).collect()
}

on_both! {
    async fn a_strength_is_made_narrowed_used_and_deleted(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let body = json!({ "displayName": "Keys", "allowedCombinations": ["softwareOath,password", "fido2"] });
        let made = script.ask(&token, Method::POST, STRENGTHS, Some(&body)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let made = made.json();
        let id = made["id"].as_str().unwrap();
        assert_eq!(made["allowedCombinations"], json!(["password,softwareOath", "fido2"]));
        assert_eq!((&made["policyType"], &made["requirementsSatisfied"]), (&json!("custom"), &json!("mfa")));
        assert!(made["createdDateTime"].is_string() && made["modifiedDateTime"].is_string());
        let one = format!("{STRENGTHS}/{id}");
        let patch = json!({ "description": "Of the firm" });
        assert_eq!(script.ask(&token, Method::PATCH, &one, Some(&patch)).await.status, 204);
        // The other address is the same thing.
        let read = script.read(&token, &format!("/beta/policies/authenticationStrengthPolicies/{id}")).await;
        assert_eq!((&read["displayName"], &read["description"]), (&json!("Keys"), &json!("Of the firm")));
        let wanted = json!({ "allowedCombinations": ["fido2"] });
        let change = format!("{one}/updateAllowedCombinations");
        let changed = script.ask(&token, Method::POST, &change, Some(&wanted)).await.json();
        assert_eq!(changed["currentCombinations"], json!(["fido2"]));
        assert_eq!(changed["previousCombinations"], json!(["password,softwareOath", "fido2"]));
        let parts = format!("{one}/combinationConfigurations");
        let keys = json!({ "@odata.type": "#microsoft.graph.fido2CombinationConfiguration",
            "appliesToCombinations": ["fido2"], "allowedAAGUIDs": [BLUE.to_uppercase()] });
        let part = script.ask(&token, Method::POST, &parts, Some(&keys)).await;
        assert_eq!(part.status, 201, "{}", part.body);
        let part = part.json();
        assert_eq!(part["allowedAAGUIDs"], json!([BLUE]));
        refused(&script.ask(&token, Method::POST, &parts, Some(&keys)).await, 400, "BadRequest");
        let certificates = json!({ "@odata.type": "#microsoft.graph.x509CertificateCombinationConfiguration",
            "allowedIssuerSkis": ["9a4248c6ac8c2931"], "allowedPolicyOIDs": ["1.2.3"], "ours": 1 });
        let other = script.ask(&token, Method::POST, &parts, Some(&certificates)).await.json();
        let kept = script.read(&token, &format!("{parts}/{}", other["id"].as_str().unwrap())).await;
        assert_eq!((&kept["allowedPolicyOIDs"], &kept["ours"]), (&json!(["1.2.3"]), &json!(1)), "kept without loss");
        let part = format!("{parts}/{}", part["id"].as_str().unwrap());
        let none = json!({ "allowedAAGUIDs": [] });
        refused(&script.ask(&token, Method::PATCH, &part, Some(&none)).await, 400, "BadRequest");
        let used = script.ask(&token, Method::POST, POLICIES, Some(&demanding(id))).await;
        assert_eq!(used.status, 201, "{}", used.body);
        // A policy is told with its strength in full.
        let told = used.json()["grantControls"]["authenticationStrength"].clone();
        assert_eq!(told, script.read(&token, &one).await.as_object().map(|all| {
            Value::Object(all.iter().filter(|(name, _)| !name.starts_with('@')).map(|(n, v)| (n.clone(), v.clone())).collect())
        }).unwrap());
        for address in ["usage", "usage()"] {
            let usage = script.read(&token, &format!("{one}/{address}")).await;
            assert_eq!((&usage["mfa"][0]["displayName"], &usage["none"]), (&json!("Keys"), &json!([])));
        }
        refused(&script.ask(&token, Method::DELETE, &one, None).await, 400, "BadRequest");
        let policy = format!("{POLICIES}/{}", used.json()["id"].as_str().unwrap());
        assert_eq!(script.ask(&token, Method::DELETE, &policy, None).await.status, 204);
        assert_eq!(script.ask(&token, Method::DELETE, &part, None).await.status, 204);
        assert_eq!(script.read(&token, &parts).await["value"].as_array().unwrap().len(), 1);
        assert_eq!(script.ask(&token, Method::DELETE, &one, None).await.status, 204);
        refused(&script.ask(&token, Method::GET, &one, None).await, 404, "NotFound");
        let log = audited(&server, &at).await;
        for word in ["addAuthenticationStrength", "changeAuthenticationStrength", "removeAuthenticationStrength"] {
            assert!(log.iter().any(|action| action == word), "{word}: {log:?}");
        }
    }

    async fn built_in_strengths_stay_what_they_are_and_names_are_not_shared(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let built_in = format!("{STRENGTHS}/{RESISTANT}");
        for (method, path) in [(Method::PATCH, built_in.clone()), (Method::DELETE, built_in.clone())] {
            let body = json!({ "displayName": "Mine" });
            refused(&script.ask(&token, method, &path, Some(&body)).await, 400, "BadRequest");
        }
        let body = |name: &str| json!({ "displayName": name, "allowedCombinations": ["fido2"] });
        refused(&script.ask(&token, Method::POST, STRENGTHS, Some(&body("passwordless MFA"))).await, 400, "BadRequest");
        assert_eq!(script.ask(&token, Method::POST, STRENGTHS, Some(&body("Keys"))).await.status, 201);
        refused(&script.ask(&token, Method::POST, STRENGTHS, Some(&body("keys"))).await, 400, "BadRequest");
        for wrong in [json!({}), json!([]), json!({ "displayName": "x" }), json!({ "displayName": "x", "allowedCombinations": ["moon"] })] {
            refused(&script.ask(&token, Method::POST, STRENGTHS, Some(&wrong)).await, 400, "BadRequest");
        }
        for number in 2..=15 {
            assert_eq!(script.ask(&token, Method::POST, STRENGTHS, Some(&body(&number.to_string()))).await.status, 201);
        }
        refused(&script.ask(&token, Method::POST, STRENGTHS, Some(&body("One more"))).await, 400, "BadRequest");
        let filtered = script.read(&token, &format!("{STRENGTHS}?$filter=policyType eq 'builtIn'")).await;
        assert_eq!(filtered["value"].as_array().unwrap().len(), 3);
    }

    async fn who_may_only_read_strengths_and_contexts_changes_neither(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[READ]).await;
        let token = script.own_token().await;
        assert_eq!(script.read(&token, STRENGTHS).await["value"].as_array().unwrap().len(), 3);
        assert_eq!(script.read(&token, CONTEXTS).await["value"], json!([]));
        let strength = json!({ "displayName": "Keys", "allowedCombinations": ["fido2"] });
        refused(&script.ask(&token, Method::POST, STRENGTHS, Some(&strength)).await, 403, "AccessDenied");
        let update = format!("{STRENGTHS}/{RESISTANT}/updateAllowedCombinations");
        refused(&script.ask(&token, Method::POST, &update, Some(&strength)).await, 403, "AccessDenied");
        let parts = format!("{STRENGTHS}/{RESISTANT}/combinationConfigurations");
        refused(&script.ask(&token, Method::POST, &parts, Some(&json!({}))).await, 403, "AccessDenied");
        let context = json!({ "id": "c1", "displayName": "Payments" });
        refused(&script.ask(&token, Method::POST, CONTEXTS, Some(&context)).await, 403, "AccessDenied");
        refused(&script.ask(&token, Method::DELETE, &format!("{CONTEXTS}/c1"), None).await, 403, "AccessDenied");
    }

    async fn a_context_is_made_used_and_deleted_by_its_number(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let body = json!({ "id": "c12", "displayName": "Payments", "description": "Money leaves", "isAvailable": true });
        let made = script.ask(&token, Method::POST, CONTEXTS, Some(&body)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        refused(&script.ask(&token, Method::POST, CONTEXTS, Some(&body)).await, 400, "BadRequest");
        let one = format!("{CONTEXTS}/c12");
        // Graph makes what is not there under an id that may be.
        let second = json!({ "displayName": "Contracts" });
        assert_eq!(script.ask(&token, Method::PATCH, &format!("{CONTEXTS}/c2"), Some(&second)).await.status, 204);
        let all = script.read(&token, &CONTEXTS.replace("v1.0", "beta")).await;
        let ids: Vec<&str> = all["value"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["c2", "c12"]);
        for wrong in ["c0", "c100", "x"] {
            let path = format!("{CONTEXTS}/{wrong}");
            refused(&script.ask(&token, Method::PATCH, &path, Some(&second)).await, 400, "BadRequest");
        }
        let mut policy = demanding(RESISTANT);
        policy["conditions"]["applications"] = json!({ "includeAuthenticationContextClassReferences": ["c12"] });
        let used = script.ask(&token, Method::POST, POLICIES, Some(&policy)).await;
        assert_eq!(used.status, 201, "{}", used.body);
        refused(&script.ask(&token, Method::DELETE, &one, None).await, 400, "BadRequest");
        let hidden = json!({ "isAvailable": false });
        assert_eq!(script.ask(&token, Method::PATCH, &one, Some(&hidden)).await.status, 204);
        assert_eq!(script.read(&token, &one).await["description"], "Money leaves", "the rest stays");
        refused(&script.ask(&token, Method::DELETE, &one, None).await, 400, "BadRequest");
        let by = format!("{POLICIES}/{}", used.json()["id"].as_str().unwrap());
        assert_eq!(script.ask(&token, Method::DELETE, &by, None).await.status, 204);
        assert_eq!(script.ask(&token, Method::DELETE, &one, None).await.status, 204);
        refused(&script.ask(&token, Method::GET, &one, None).await, 404, "NotFound");
        let log = audited(&server, &at).await;
        for word in ["addAuthenticationContext", "changeAuthenticationContext", "removeAuthenticationContext"] {
            assert!(log.iter().any(|action| action == word), "{word}: {log:?}");
        }
    }

    async fn a_strength_that_would_keep_the_administrator_out_is_not_saved(database) {
        let (server, at) = Server::with_organisation(database).await;
        crate::steps::defaults(&server, &at, false).await;
        let text = json!({ "displayName": "Enough", "allowedCombinations": ["fido2", "password,softwareOath"] }).to_string();
        let id = server.house.create_strength(at.tenant, crate::steps::leave(), &text).await.unwrap().unwrap().id;
        let mut policy = demanding(&id.to_string());
        policy["state"] = "enabled".into();
        let wish = service::conditional_access::Wish::default();
        server.house.create_policy(at.tenant, crate::steps::leave(), &policy.to_string(), wish).await.unwrap().unwrap();
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let update = format!("{STRENGTHS}/{id}/updateAllowedCombinations");
        // The administrator has an app and no passkey.
        let keys = json!({ "allowedCombinations": ["fido2"] });
        let locked = script.ask(&token, Method::POST, &update, Some(&keys)).await;
        refused(&locked, 400, "BadRequest");
        assert!(locked.body.contains("too few administrators"), "{}", locked.body);
        let nothing = json!({ "allowedCombinations": ["windowsHelloForBusiness"] });
        let impossible = script.ask(&token, Method::POST, &update, Some(&nothing)).await;
        assert!(impossible.body.contains("nobody could give any of it"), "{}", impossible.body);
        // With one administrator a change that holds is tried first.
        let fewer = json!({ "allowedCombinations": ["password,softwareOath"] });
        assert_eq!(script.ask(&token, Method::POST, &update, Some(&fewer)).await.status, 200);
        assert!(server.house.policies(at.tenant, &crate::steps::leave()).await.unwrap().trial.is_some());
        server.pass(model::Span::minutes(11));
        server.house.run_jobs().await;
        let kept = script.read(&script.own_token().await, &format!("{STRENGTHS}/{id}")).await;
        assert_eq!(kept["allowedCombinations"], json!(["fido2", "password,softwareOath"]), "it went back");
    }
}
