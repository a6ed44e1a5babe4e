//! The sign-in log and the audit log at the API.

use model::{Behalf, Permission};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Organisation, Server};

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;
use crate::steps::{ANNA, ELSEWHERE, OFFICE, anna, proved, user};

const LOGS: (Behalf, Permission) = (Behalf::Own, Permission::AuditLogReadAll);
const SIGN_INS: &str = "/v1.0/auditLogs/signIns";
const AUDITS: &str = "/v1.0/auditLogs/directoryAudits";

async fn reader(server: &Server, at: &Organisation) -> (Script, String) {
    let script = Script::register(server, at, &[LOGS]).await;
    let token = script.own_token().await;
    (script, token)
}

fn ids(list: &Value) -> Vec<String> {
    let rows = list["value"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn every_page(server: &Server, script: &Script, token: &str, first: &str) -> Vec<String> {
    let (mut path, mut all) = (first.to_owned(), vec![]);
    for _ in 0..100 {
        let page = script.read(token, &path).await;
        all.extend(ids(&page));
        match page["@odata.nextLink"].as_str() {
            Some(next) => path = next.strip_prefix(&server.base).unwrap().to_owned(),
            None => return all,
        }
    }
    panic!("the list does not end");
}

on_both! {
    async fn sign_ins_are_found_by_whom_whence_and_how_they_ended(database) {
        let (server, at) = Server::with_organisation(database).await;
        let _ = anna(&server, &at).await;
        let stranger = server.browser(ELSEWHERE);
        proved(&stranger, ANNA, "not the right one at all").await;
        let (script, token) = reader(&server, &at).await;
        let found = async |filter: &str| {
            let filter = filter.replace(' ', "%20");
            ids(&script.read(&token, &format!("{SIGN_INS}?$filter={filter}")).await)
        };
        let all = script.read(&token, SIGN_INS).await;
        let rows = all["value"].as_array().unwrap();
        let wrong = rows.iter().find(|row| row["status"]["errorCode"] == 50_126).unwrap();
        let right = rows.iter().find(|row| row["status"]["errorCode"] == 0).unwrap();
        assert_eq!((&wrong["ipAddress"], &right["ipAddress"]), (&json!(ELSEWHERE), &json!(OFFICE)));
        assert_eq!(right["userPrincipalName"], ANNA);
        assert_eq!(right["status"]["failureReason"], "Other.");
        assert!(rows.iter().all(|row| row["isInteractive"] == true), "v1.0 has no other");
        let (wrong, right) = (wrong["id"].as_str().unwrap().to_owned(), right["id"].as_str().unwrap().to_owned());
        let anna = user(&server, at.tenant, ANNA).await;
        for both in ["userPrincipalName eq 'anna@example.org'".to_owned(), format!("userId eq '{anna}'")] {
            let found = found(&both).await;
            assert!(found.contains(&wrong) && found.contains(&right), "{both}");
        }
        assert_eq!(found(&format!("ipAddress eq '{ELSEWHERE}'")).await, [wrong.as_str()]);
        assert_eq!(found("status/errorCode eq 50126").await, [wrong.as_str()]);
        assert!(!found("status/errorCode eq 0").await.contains(&wrong));
        assert_eq!(found(&format!("correlationId eq '{right}'")).await, [right.as_str()]);
        assert_eq!(found(&format!("userId eq '{anna}' and ipAddress eq '{ELSEWHERE}'")).await, [wrong.as_str()]);
        assert_eq!(found("userPrincipalName eq 'nobody@example.org'").await, Vec::<String>::new());
        assert_eq!(found("createdDateTime ge 2100-01-01T00:00:00Z").await, Vec::<String>::new());
        assert_eq!(found("createdDateTime le 2100-01-01T00:00:00Z").await, ids(&all));
        let one = script.read(&token, &format!("{SIGN_INS}/{right}")).await;
        assert_eq!(one["userId"], anna.to_string());
    }

    async fn the_log_is_read_page_by_page_without_losing_or_repeating_a_row(database) {
        let (server, at) = Server::with_organisation(database).await;
        let stranger = server.browser(ELSEWHERE);
        for _ in 0..3 {
            proved(&stranger, ANNA, "not the right one at all").await;
        }
        let (script, token) = reader(&server, &at).await;
        for list in [SIGN_INS, AUDITS] {
            let whole = ids(&script.read(&token, list).await);
            assert!(whole.len() >= 3, "{list}: {whole:?}");
            assert_eq!(every_page(&server, &script, &token, &format!("{list}?$top=1")).await, whole, "{list}");
        }
    }

    async fn what_no_index_carries_is_refused_and_never_left_out(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (script, token) = reader(&server, &at).await;
        for wrong in [
            "$filter=deviceDetail/browser%20eq%20'Firefox'",
            "$filter=startswith(userPrincipalName,'a')",
            "$filter=userId%20eq%20'a'%20or%20appId%20eq%20'b'",
            "$orderby=createdDateTime%20asc",
            "$orderby=userId%20desc",
            "$count=true",
            "$search=anna",
        ] {
            let answer = script.ask(&token, Method::GET, &format!("{SIGN_INS}?{wrong}"), None).await;
            assert!(matches!(answer.status, 400), "{wrong}: {}", answer.body);
        }
        let wrong = format!("{SIGN_INS}?$filter=createdDateTime%20ge%20'yesterday'");
        refused(&script.ask(&token, Method::GET, &wrong, None).await, 400, "BadRequest");
        let wrong = format!("{AUDITS}?$filter=initiatedBy/user/userPrincipalName%20eq%20'a'");
        refused(&script.ask(&token, Method::GET, &wrong, None).await, 400, "Request_UnsupportedQuery");
    }

    async fn what_policies_said_is_told_to_who_may_read_policies(database) {
        let (server, at) = Server::with_organisation(database).await;
        let writes = (Behalf::Own, Permission::PolicyReadWriteConditionalAccess);
        let both = Script::register(&server, &at, &[LOGS, writes]).await;
        let token = both.own_token().await;
        let policy = json!({ "displayName": "All", "state": "disabled", "conditions": { "clientAppTypes": ["all"],
            "users": { "includeUsers": ["All"] }, "applications": { "includeApplications": ["All"] } },
            "grantControls": { "operator": "OR", "builtInControls": ["mfa"] } });
        let path = "/v1.0/identity/conditionalAccess/policies";
        let made = both.ask(&token, Method::POST, path, Some(&policy)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let _ = anna(&server, &at).await;
        let newest = async |script: &Script, token: &str| {
            let list = script.read(token, &format!("{SIGN_INS}?$filter=status/errorCode%20eq%200&$top=1")).await;
            list["value"][0]["appliedConditionalAccessPolicies"].clone()
        };
        let told = newest(&both, &token).await;
        assert_eq!((&told[0]["displayName"], &told[0]["result"]), (&json!("All"), &json!("notEnabled")));
        assert_eq!(told[0]["enforcedGrantControls"], json!(["Mfa"]));
        let (script, token) = reader(&server, &at).await;
        assert_eq!(newest(&script, &token).await, json!([]));
    }

    async fn beta_tells_what_applications_did_by_themselves_when_it_is_asked(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (script, token) = reader(&server, &at).await;
        let beta = SIGN_INS.replace("v1.0", "beta");
        let filter = "$filter=signInEventTypes/any(t:t%20eq%20'servicePrincipal')";
        let told = script.read(&token, &format!("{beta}?{filter}")).await;
        let rows = told["value"].as_array().unwrap();
        assert!(rows.iter().any(|row| row["appId"] == script.app.app_id.to_string()), "{told}");
        let plain = script.read(&token, &beta).await;
        assert!(plain["value"].as_array().unwrap().iter().all(|row| row["isInteractive"] == true));
    }

    async fn changes_are_found_by_who_made_them_and_what_they_were_about(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let writes = (Behalf::Person, Permission::PolicyReadWriteConditionalAccess);
        let script = Script::register(&server, &at, &[LOGS, writes]).await;
        let tokens = script.tokens_for(&chief, "openid Policy.ReadWrite.ConditionalAccess").await;
        let annas = tokens["access_token"].as_str().unwrap();
        let place = json!({ "@odata.type": "#microsoft.graph.countryNamedLocation", "displayName": "Home",
            "countriesAndRegions": ["NL"] });
        let path = "/v1.0/identity/conditionalAccess/namedLocations";
        assert_eq!(script.ask(annas, Method::POST, path, Some(&place)).await.status, 201);
        let token = script.own_token().await;
        let found = async |filter: String| {
            let filter = filter.replace(' ', "%20");
            script.read(&token, &format!("{AUDITS}?$filter={filter}")).await["value"].as_array().unwrap().clone()
        };
        let anna = user(&server, at.tenant, ANNA).await;
        let hers = found(format!("initiatedBy/user/id eq '{anna}' and category eq 'Policy'")).await;
        assert_eq!(hers.len(), 1, "{hers:?}");
        assert_eq!(hers[0]["activityDisplayName"], "addNamedLocation");
        assert_eq!((&hers[0]["result"], &hers[0]["operationType"]), (&json!("success"), &json!("Add")));
        let app = script.app.app_id;
        let about = found(format!("targetResources/any(t:t/id eq '{app}')")).await;
        assert_eq!(about.last().unwrap()["activityDisplayName"], "addApplication");
        assert!(about.iter().all(|row| row["targetResources"][0]["id"] == app.to_string()));
        let one = about[0]["id"].as_str().unwrap();
        assert_eq!(script.read(&token, &format!("{AUDITS}/{one}")).await["id"], one);
        assert_eq!(found(format!("id eq '{one}' and category eq 'Policy'")).await.len(), 0);
    }
}
