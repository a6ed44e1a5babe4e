//! Leaving security defaults for policies on their page, and what policy pages say of the plan and of the old per-user
//! switch. On both databases and without JavaScript.

use crate::on_both::on_both;
use crate::steps::{PIET, anna, audited, defaults, invite, leave, user};
use model::PerUserMfa;
use policy::{Plan, State};
use serde_json::{Value, json};
use service::authority::{Actor, SystemUser, Target, permit};
use service::conditional_access::Wish;
use testkit::{Answer, Client, Organisation, Server};

const LIST: &str = "/admin/conditional-access/policies";
const REPLACE: &str = "/admin/identity/properties/security-defaults/replace";

fn document(state: &str) -> Value {
    json!({
        "displayName": "Two steps",
        "state": state,
        "conditions": {
            "users": { "includeUsers": ["All"] },
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
    })
}

async fn create(server: &Server, at: &Organisation, state: &str) -> String {
    let text = document(state).to_string();
    let saved = server.house.create_policy(at.tenant, leave(), &text, Wish::default()).await.unwrap();
    saved.unwrap().id.to_string()
}

async fn sent(browser: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let done = browser.post(path, &all).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
}

async fn has_plan(server: &Server, at: &Organisation, plan: Plan) {
    let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
    let operator = permit(&root, Target::Organisation).unwrap();
    server.house.set_plan(at.tenant, operator, plan).await.unwrap();
}

/// Begins a replay: its address, when it is over.
async fn looked(browser: &Client, path: &str, fields: &[(&str, &str)]) -> String {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let begun = browser.post(path, &all).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    let run = begun.location().to_owned();
    while browser.get(&run).await.body.contains("data-again") {}
    run
}

on_both! {
    async fn security_defaults_are_replaced_where_graphs_error_is_met(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let admin = anna(&server, &at).await;
        let id = create(&server, &at, "enabledForReportingButNotEnforced").await;
        let refused = sent(&admin, &format!("{LIST}/{id}/switch"), &[("to", "on"), ("sure", "yes")]).await;
        assert_eq!(refused.status, 422);
        for page in [&refused, &admin.get(LIST).await, &admin.get("/admin/identity/properties/security-defaults").await] {
            assert!(page.body.contains(&format!("href=\"{REPLACE}\"")), "{}", page.text());
        }
        let page = admin.get(REPLACE).await;
        let text = page.text();
        assert!(text.contains("Require multifactor authentication for all users"), "{text}");
        assert!(text.contains("1 person has no second step yet"), "{text}");
        // Who would have been asked, before anything is changed.
        let run = looked(&admin, &format!("{REPLACE}/look"), &[]).await;
        let found = admin.get(&run).await.text();
        assert!(found.contains("Judged as if there were also: Block legacy authentication"), "{found}");
        assert!(server.house.policies(at.tenant, &leave()).await.unwrap().defaults_on);
        let done = sent(&admin, REPLACE, &[("trial", ""), ("words", "our\nown  rules")]).await;
        assert!(done.text().contains("four policies are on in their place"), "{}", done.text());
        let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
        let on = policies.written.iter().filter(|one| one.policy.state == State::On).count();
        assert_eq!((policies.defaults_on, on), (false, 4));
        assert!(policies.trial.is_some(), "one administrator is all there is");
        assert_eq!(audited(&server, &at, "replaceSecurityDefaults").await, 1);
        assert!(admin.get(REPLACE).await.text().contains("there is nothing to replace"));
        let again = sent(&admin, REPLACE, &[]).await;
        assert_eq!(again.status, 422);
        assert_eq!(audited(&server, &at, "replaceSecurityDefaults").await, 1);
    }

    async fn policy_pages_say_that_the_plan_has_no_policies(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let id = create(&server, &at, "disabled").await;
        let lacks = "The plan of this organisation has no conditional access";
        let pages =
            [LIST, &format!("{LIST}/{id}"), &format!("{LIST}/templates"), "/admin/conditional-access/locations", REPLACE];
        for path in pages {
            assert!(!admin.get(path).await.text().contains(lacks), "{path}");
        }
        assert!(admin.get(LIST).await.body.contains(&format!("{LIST}/new")));
        has_plan(&server, &at, Plan::Free).await;
        for path in pages {
            let page = admin.get(path).await;
            assert!(page.text().contains(lacks) && page.body.contains("/admin/identity/properties/plan"), "{path}: {}", page.text());
        }
        assert!(!admin.get(LIST).await.body.contains(&format!("{LIST}/new")), "nothing is offered that is refused");
        let refused = sent(&admin, &format!("{LIST}/{id}/switch"), &[("to", "reportOnly"), ("sure", "yes")]).await;
        assert!(refused.status == 422 && refused.body.contains("/admin/identity/properties/plan"), "{}", refused.text());
        let refused = sent(&admin, REPLACE, &[]).await;
        assert_eq!(refused.status, 422);
        assert!(server.house.policies(at.tenant, &leave()).await.unwrap().defaults_on);
    }

    /// Per-user MFA goes off after policies went on.
    async fn where_policies_are_on_the_old_switch_is_offered_to_be_switched_off(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        let person = admin.get(&format!("/admin/users/{piet}")).await.text();
        assert!(person.contains("MFA per user disabled"), "{person}");
        server.house.set_per_user_mfa(at.tenant, leave(), piet, PerUserMfa::Enforced).await.unwrap();
        let person = admin.get(&format!("/admin/users/{piet}")).await.text();
        assert!(person.contains("MFA per user enforced"), "{person}");
        defaults(&server, &at, false).await;
        let id = create(&server, &at, "enabledForReportingButNotEnforced").await;
        let pages = [LIST.to_owned(), format!("{LIST}/{id}")];
        for path in &pages {
            assert!(!admin.get(path).await.body.contains("/admin/users/mfa/off"), "{path}: nothing is on yet");
        }
        sent(&admin, &format!("{LIST}/{id}/switch"), &[("to", "on"), ("sure", "yes")]).await;
        for path in &pages {
            let page = admin.get(path).await;
            assert!(page.text().contains("MFA per user is on for 1 person."), "{path}: {}", page.text());
            assert!(page.body.contains("/admin/users/mfa/off"), "{path}");
        }
    }

    async fn what_a_policy_cannot_be_judged_by_is_said_in_the_language_of_the_page(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let mut moon = document("disabled");
        moon["conditions"]["moonPhase"] = json!("full");
        let text = moon.to_string();
        let id = server.house.create_policy(at.tenant, leave(), &text, Wish::default()).await.unwrap().unwrap().id;
        let fields = [("policy", id.to_string()), ("then", "on".to_owned()), ("days", "7".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let run = looked(&admin, "/admin/conditional-access/replay", &fields).await;
        let told = admin.get(&run).await.text();
        assert!(told.contains("It has members that Sluis does not understand"), "{told}");
        sent(&admin, "/my/language", &[("locale", "nl"), ("here", "/admin")]).await;
        let dutch = admin.get(&run).await.text();
        assert!(dutch.contains("onderdelen") && !dutch.contains("not understood"), "{dutch}");
    }
}
