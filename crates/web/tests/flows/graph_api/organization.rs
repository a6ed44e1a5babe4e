//! The organisation and its plan at the API.

use model::{Behalf, Permission};
use policy::Plan;
use reqwest::Method;
use serde_json::json;
use service::authority::{Actor, ManageInstallation, Permit, SystemUser, Target, permit};
use testkit::Server;

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;

const POLICIES: (Behalf, Permission) = (Behalf::Own, Permission::PolicyReadAll);
const GROUPS: (Behalf, Permission) = (Behalf::Own, Permission::GroupReadAll);

fn operator() -> Permit<ManageInstallation> {
    let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
    permit(&root, Target::Organisation).unwrap()
}

on_both! {
    async fn an_organisation_is_told_with_its_plan_to_who_may_know_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[POLICIES]).await;
        let token = script.own_token().await;
        let all = script.read(&token, "/v1.0/organization").await;
        let own = &all["value"][0];
        assert_eq!(own["id"], at.tenant.to_string());
        assert_eq!(own["verifiedDomains"][0]["name"], "example.org");
        let held: Vec<_> = own["assignedPlans"].as_array().unwrap().iter().map(|plan| &plan["servicePlanId"]).collect();
        assert_eq!(held, [&json!("41781fb2-bc02-4b7c-bd55-b576c07bb09d"), &json!("eec0eb4f-6444-4f95-aba0-50c24d67f998")]);
        let one = script.read(&token, &format!("/v1.0/organization/{}?$select=id,displayName", at.tenant)).await;
        assert_eq!(one["displayName"], own["displayName"]);
        assert!(one.get("verifiedDomains").is_none());
        let other = "/v1.0/organization/11111111-1111-4111-8111-111111111111";
        refused(&script.ask(&token, Method::GET, other, None).await, 404, "Request_ResourceNotFound");
        let narrow = Script::register(&server, &at, &[GROUPS]).await;
        let token = narrow.own_token().await;
        assert_eq!(narrow.read(&token, "/v1.0/organization").await["value"][0]["assignedPlans"], json!([]));
        refused(&narrow.ask(&token, Method::GET, "/v1.0/subscribedSkus", None).await, 403, "Authorization_RequestDenied");
    }

    async fn a_plan_is_told_as_what_was_subscribed_to(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[POLICIES]).await;
        let token = script.own_token().await;
        let all = script.read(&token, "/v1.0/subscribedSkus").await;
        let sku = &all["value"][0];
        assert_eq!((sku["skuPartNumber"].as_str(), sku["capabilityStatus"].as_str()), (Some("AAD_PREMIUM_P2"), Some("Enabled")));
        let names: Vec<_> = sku["servicePlans"].as_array().unwrap().iter().map(|one| &one["servicePlanName"]).collect();
        assert_eq!(names, ["AAD_PREMIUM", "AAD_PREMIUM_P2"]);
        let people = server.database().read(at.tenant, |tx| store::Tables::users(tx).count_all()).await.unwrap();
        assert_eq!((&sku["consumedUnits"], &sku["prepaidUnits"]["enabled"]), (&json!(people), &json!(people)));
        let path = format!("/v1.0/subscribedSkus/{}", sku["id"].as_str().unwrap());
        assert_eq!(script.read(&token, &path).await["skuId"], sku["skuId"]);
        server.house.set_plan(at.tenant, operator(), Plan::P1).await.unwrap();
        assert_eq!(script.read(&token, "/v1.0/subscribedSkus").await["value"][0]["skuPartNumber"], "AAD_PREMIUM");
        refused(&script.ask(&token, Method::GET, &path, None).await, 404, "Request_ResourceNotFound");
        server.house.set_plan(at.tenant, operator(), Plan::Free).await.unwrap();
        assert_eq!(script.read(&token, "/v1.0/subscribedSkus").await["value"], json!([]));
    }
}
