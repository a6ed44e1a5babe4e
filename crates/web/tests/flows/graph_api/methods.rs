//! The authentication methods policy and the per-user switch at the API.

use model::{Behalf, Permission, Role};
use reqwest::Method;
use serde_json::{Value, json};
use service::groups::{Leave, NewGroup};
use store::Tables;
use testkit::{Organisation, Server};

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;
use crate::steps::{ANNA, OFFICE, PIET, leave, person_with_app, person_with_password};

const WRITE: (Behalf, Permission) = (Behalf::Own, Permission::PolicyReadWriteAuthenticationMethod);
const POLICY: &str = "/v1.0/policies/authenticationMethodsPolicy";
const APP: &str =
    "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/SoftwareOath";
const KEYS: &str = "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2";

async fn audited(server: &Server, at: &Organisation) -> Vec<String> {
    let all = server.database().read(at.tenant, |tx| tx.audit().newest(100)).await.unwrap();
    all.into_iter().map(|record| record.action).collect()
}

/// A second administrator, so that nothing is on trial.
async fn another_administrator(server: &Server, at: &Organisation) {
    let (piet, _) = person_with_app(server, at, PIET, &server.browser(OFFICE)).await;
    let now = server.now();
    let give = move |tx: &mut sql::Tx<'_>| tx.users().assign(piet, Role::GlobalAdministrator, now);
    server.database().write(at.tenant, give).await.unwrap();
}

on_both! {
    async fn who_may_use_what_is_read_and_changed_by_its_id(database) {
        let (server, at) = Server::with_organisation(database).await;
        another_administrator(&server, &at).await;
        let new = NewGroup { display: "Pilots".to_owned(), description: String::new(), carries_roles: false, rule: None };
        let pilots = server.house.add_group(at.tenant, Leave::Plain(leave()), new).await.unwrap();
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let policy = script.read(&token, POLICY).await;
        assert_eq!((&policy["id"], &policy["policyMigrationState"]), (&json!("authenticationMethodsPolicy"), &json!("migrationComplete")));
        let configurations = policy["authenticationMethodConfigurations"].as_array().unwrap();
        let states: Vec<(&str, &str)> =
            configurations.iter().map(|one| (one["id"].as_str().unwrap(), one["state"].as_str().unwrap())).collect();
        assert!(states.contains(&("Fido2", "enabled")) && states.contains(&("Sms", "disabled")), "{states:?}");
        assert!(!states.iter().any(|(id, _)| *id == "HardwareOath"), "beta alone has it");
        let beta = script.read(&token, &POLICY.replace("v1.0", "beta")).await;
        assert_eq!(beta["systemCredentialPreferences"]["state"], "enabled");
        assert_eq!(script.read(&token, APP).await["includeTargets"][0]["id"], "all_users");
        let wanted = json!({ "@odata.type": "#microsoft.graph.softwareOathAuthenticationMethodConfiguration",
            "state": "enabled", "includeTargets": [{ "targetType": "group", "id": "all_users" }],
            "excludeTargets": [{ "targetType": "group", "id": pilots.to_string() }] });
        let changed = script.ask(&token, Method::PATCH, APP, Some(&wanted)).await;
        assert_eq!(changed.status, 204, "{}", changed.body);
        let read = script.read(&token, APP).await;
        assert_eq!(read["excludeTargets"], json!([{ "targetType": "group", "id": pilots.to_string() }]));
        // What was read is sent back whole, and changes nothing.
        assert_eq!(script.ask(&token, Method::PATCH, APP, Some(&read)).await.status, 204);
        let strange = json!({ "excludeTargets": [{ "targetType": "group", "id": "11111111-1111-4111-8111-111111111111" }] });
        refused(&script.ask(&token, Method::PATCH, APP, Some(&strange)).await, 400, "Request_BadRequest");
        for wrong in [json!({ "state": "x" }), json!({ "includeTargets": [] }), json!({ "isAttestationEnforced": true })] {
            refused(&script.ask(&token, Method::PATCH, APP, Some(&wrong)).await, 400, "BadRequest");
        }
        let others = POLICY.to_owned() + "/authenticationMethodConfigurations";
        let on = json!({ "state": "enabled" });
        refused(&script.ask(&token, Method::PATCH, &format!("{others}/Sms"), Some(&on)).await, 400, "BadRequest");
        refused(&script.ask(&token, Method::GET, &format!("{others}/Moon"), None).await, 404, "NotFound");
        let times = audited(&server, &at).await.iter().filter(|word| *word == "changeAuthenticationMethods").count();
        assert_eq!(times, 1);
    }

    async fn a_change_that_goes_on_trial_says_until_when(database) {
        let (server, at) = Server::with_organisation(database).await;
        let new = NewGroup { display: "Pilots".to_owned(), description: String::new(), carries_roles: false, rule: None };
        let pilots = server.house.add_group(at.tenant, Leave::Plain(leave()), new).await.unwrap();
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let without = json!({ "excludeTargets": [{ "targetType": "group", "id": pilots.to_string() }] });
        let changed = script.ask(&token, Method::PATCH, APP, Some(&without)).await;
        assert_eq!(changed.status, 204, "{}", changed.body);
        let trial = server.house.policy_trial(at.tenant, &leave()).await.unwrap().unwrap();
        let until = jiff::Timestamp::from_second(trial.until.as_secs()).unwrap().to_string();
        assert_eq!(changed.headers.get("sluis-trial-until"), Some(&until), "there is one administrator");
        // While it runs nothing else is saved.
        refused(&script.ask(&token, Method::PATCH, APP, Some(&json!({ "excludeTargets": [] }))).await, 409, "Conflict");
        server.house.take_back_trial(at.tenant, leave()).await.unwrap().unwrap();
        another_administrator(&server, &at).await;
        let changed = script.ask(&token, Method::PATCH, APP, Some(&without)).await;
        assert_eq!((changed.status, changed.headers.get("sluis-trial-until")), (204, None));
    }

    async fn what_is_asked_of_keys_is_changed_apart_from_who_uses_them(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let blue = "cb69481e-8ff7-4039-93ec-0a2729a154a8";
        let keys = json!({ "keyRestrictions": { "isEnforced": true, "enforcementType": "allow", "aaGuids": [blue] } });
        let changed = script.ask(&token, Method::PATCH, KEYS, Some(&keys)).await;
        assert_eq!(changed.status, 204, "{}", changed.body);
        let read = script.read(&token, KEYS).await;
        assert_eq!(read["keyRestrictions"], json!({ "isEnforced": true, "enforcementType": "allow", "aaGuids": [blue] }));
        let both = json!({ "state": "disabled", "isSelfServiceRegistrationAllowed": false });
        refused(&script.ask(&token, Method::PATCH, KEYS, Some(&both)).await, 400, "BadRequest");
        let attested = json!({ "isAttestationEnforced": true });
        let without_roots = script.ask(&token, Method::PATCH, KEYS, Some(&attested)).await;
        refused(&without_roots, 400, "BadRequest");
        assert!(without_roots.body.contains("certificate"), "{}", without_roots.body);
        assert!(audited(&server, &at).await.contains(&"changePasskeySettings".to_owned()));
    }

    async fn the_per_user_switch_is_read_and_set_in_beta_alone(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let path = format!("/beta/users/{PIET}/authentication/requirements");
        assert_eq!(script.read(&token, &path).await["perUserMfaState"], "disabled");
        let wanted = json!({ "perUserMfaState": "enabled" });
        for _ in 0..2 {
            assert_eq!(script.ask(&token, Method::PATCH, &path, Some(&wanted)).await.status, 204);
        }
        let by_id = format!("/beta/users/{piet}/authentication/requirements");
        assert_eq!(script.read(&token, &by_id).await["perUserMfaState"], "enabled");
        for wrong in [json!({}), json!({ "perUserMfaState": "on" }), json!({ "perUserMfaState": "enabled", "x": 1 })] {
            refused(&script.ask(&token, Method::PATCH, &path, Some(&wrong)).await, 400, "BadRequest");
        }
        let v1 = path.replace("beta", "v1.0");
        refused(&script.ask(&token, Method::GET, &v1, None).await, 400, "BadRequest");
        // An application holds no role, so that whoever holds one is above it.
        let chief = format!("/beta/users/{ANNA}/authentication/requirements");
        refused(&script.ask(&token, Method::PATCH, &chief, Some(&wanted)).await, 403, "Authorization_RequestDenied");
        assert!(audited(&server, &at).await.contains(&"changePerUserMfa".to_owned()));
    }

    async fn who_may_only_read_policies_changes_no_method(database) {
        let (server, at) = Server::with_organisation(database).await;
        let read = (Behalf::Own, Permission::PolicyReadAll);
        let script = Script::register(&server, &at, &[read]).await;
        let token = script.own_token().await;
        assert_eq!(script.read(&token, KEYS).await["id"], "Fido2");
        let off: Value = json!({ "state": "disabled" });
        refused(&script.ask(&token, Method::PATCH, KEYS, Some(&off)).await, 403, "AccessDenied");
        let switch = json!({ "perUserMfaState": "disabled" });
        let path = format!("/beta/users/{ANNA}/authentication/requirements");
        refused(&script.ask(&token, Method::PATCH, &path, Some(&switch)).await, 403, "Authorization_RequestDenied");
        // Whoever writes methods reads no policies by it.
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let policies = "/v1.0/identity/conditionalAccess/policies";
        refused(&script.ask(&token, Method::GET, policies, None).await, 403, "AccessDenied");
    }
}
