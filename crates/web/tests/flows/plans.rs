//! What an organisation's plan lets it write, and what a smaller plan leaves as it is. Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{
    GOOD, OFFICE, PIET, anna, audited, defaults, leave, person_with_password, proved, sign_out,
};
use policy::{Plan, State};
use serde_json::{Value, json};
use service::Fault;
use service::authority::{Actor, ManageInstallation, Permit, SystemUser, Target, permit};
use service::conditional_access::{LocationProblem, PolicyProblem, Saved, Wish};
use testkit::{Organisation, Server};

/// Whoever runs the installation.
fn operator() -> Permit<ManageInstallation> {
    let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
    permit(&root, Target::Organisation).unwrap()
}

async fn set(server: &Server, at: &Organisation, plan: Plan) {
    server.house.set_plan(at.tenant, operator(), plan).await.unwrap();
}

fn document(state: &str, risk: &[&str]) -> Value {
    json!({
        "displayName": "Ask",
        "state": state,
        "conditions": {
            "clientAppTypes": ["all"],
            "users": { "includeUsers": ["All"] },
            "applications": { "includeApplications": ["All"] },
            "signInRiskLevels": risk,
        },
        "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
    })
}

async fn create(server: &Server, at: &Organisation, document: &Value) -> Result<Saved, PolicyProblem> {
    server.house.create_policy(at.tenant, leave(), &document.to_string(), Wish::default()).await.unwrap()
}

on_both! {
    async fn without_the_plan_nothing_is_written_and_the_error_is_graphs(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        defaults(&server, &organisation, false).await;
        set(&server, &organisation, Plan::Free).await;
        let refused = create(&server, &organisation, &document("disabled", &[])).await.unwrap_err();
        assert_eq!(refused, PolicyProblem::NotLicensed(Plan::P1));
        assert_eq!(refused.code(), "AccessDenied");
        assert!(refused.to_string().contains("tenant is not licensed"), "{refused}");
        let office = vec!["203.0.113.0/24".parse().unwrap()];
        let places = server.house.set_trusted_ips(organisation.tenant, leave(), office, Wish::default()).await;
        assert_eq!(places.unwrap(), Err(LocationProblem::Policies(PolicyProblem::NotLicensed(Plan::P1))));
        set(&server, &organisation, Plan::P1).await;
        let risky = create(&server, &organisation, &document("disabled", &["high"])).await;
        assert_eq!(risky, Err(PolicyProblem::NotLicensed(Plan::P2)));
        create(&server, &organisation, &document("disabled", &[])).await.unwrap();
        set(&server, &organisation, Plan::P2).await;
        create(&server, &organisation, &document("disabled", &["high"])).await.unwrap();
        assert_eq!(audited(&server, &organisation, "changePlan").await, 3);
        let again = server.house.set_plan(organisation.tenant, operator(), Plan::P2).await;
        assert!(matches!(again, Err(Fault::Conflict("state"))), "{again:?}");
    }

    async fn a_policy_that_is_on_outlives_the_plan_and_can_be_switched_off_and_deleted(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        person_with_password(&server, &organisation, PIET, &own).await;
        let saved = create(&server, &organisation, &document("enabled", &[])).await.unwrap();
        set(&server, &organisation, Plan::Free).await;
        sign_out(&own).await;
        assert!(proved(&own, PIET, GOOD).await.has_field("way"), "it still asks for a second step");
        let tenant = organisation.tenant;
        let switch = async |state| server.house.switch_policy(tenant, leave(), saved.id, state, Wish::default()).await.unwrap();
        let renamed = json!({ "displayName": "Other" }).to_string();
        let renamed = server.house.change_policy(tenant, leave(), saved.id, &renamed, Wish::default()).await.unwrap();
        assert_eq!(renamed, Err(PolicyProblem::NotLicensed(Plan::P1)));
        switch(State::Off).await.unwrap();
        assert_eq!(switch(State::On).await, Err(PolicyProblem::NotLicensed(Plan::P1)));
        server.house.delete_policy(tenant, leave(), saved.id, Wish::default()).await.unwrap().unwrap();
    }

    async fn the_page_says_which_plan_it_is_and_who_sets_it(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        let page = admin.get("/admin/identity/properties/plan").await;
        assert!(page.text().contains("Plan: P2") && page.text().contains("sluis org plan example.org p1"), "{}", page.text());
        set(&server, &organisation, Plan::Free).await;
        let page = admin.get("/admin/identity/properties/plan").await;
        assert!(page.text().contains("Plan: Free"), "{}", page.text());
        let settings = admin.get("/admin/users/mfa/settings").await;
        let refused = admin.submit(&settings, &[("trusted", "203.0.113.0/24")]).await;
        assert!(refused.status == 422 && refused.text().contains("it needs P1"), "{}", refused.text());
    }
}
