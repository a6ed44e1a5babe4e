//! Policies of a file, and the ids in them that are nothing here. On both databases and without JavaScript.

use crate::on_both::on_both;
use crate::steps::{self, OFFICE, PIET, anna, audited, leave, person_with_password};
use model::Id;
use policy::State;
use serde_json::json;
use service::conditional_access::Mappable;
use service::groups::{Leave, NewGroup};
use testkit::{Answer, Client};

const IMPORT: &str = "/admin/conditional-access/policies/import";
const MAP: &str = "/admin/conditional-access/policies/map";
const GROUP: &str = "11111111-1111-4111-8111-111111111111";
const PERSON: &str = "22222222-2222-4222-8222-222222222222";
const PLACE: &str = "33333333-3333-4333-8333-333333333333";

fn export() -> String {
    let policy = |name: &str, users: serde_json::Value| {
        json!({
            "id": "44444444-4444-4444-8444-444444444444", "displayName": name, "state": "enabled",
            "conditions": {
                "clientAppTypes": ["all"], "users": users,
                "applications": { "includeApplications": ["All"] },
                "locations": { "includeLocations": ["All"], "excludeLocations": [PLACE] },
            },
            "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
        })
    };
    json!({ "value": [
        policy("Staff", json!({ "includeGroups": [GROUP] })),
        policy("Everybody", json!({ "includeUsers": ["All"], "excludeUsers": [PERSON], "excludeGroups": [GROUP] })),
    ] })
    .to_string()
}

async fn import(browser: &Client, file: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let done = browser.post_file(IMPORT, &all, file.as_bytes()).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
}

async fn sent(browser: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let done = browser.post(path, &all).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
}

on_both! {
    async fn policies_of_a_file_begin_off_and_what_they_name_is_mapped(database) {
        let (server, at) = testkit::Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let new = NewGroup { display: "Staff of ours".to_owned(), description: String::new(), carries_roles: false, rule: None };
        let staff = server.house.add_group(at.tenant, Leave::Plain(leave()), new).await.unwrap();
        let place = json!({ "displayName": "Office", "ipRanges": [{ "cidrAddress": "203.0.113.0/24" }] });
        let place = server.house.create_location(at.tenant, leave(), &place.to_string()).await.unwrap().unwrap().id;
        let page = import(&admin, &export(), &[("state", "off")]).await;
        assert!(page.text().contains("The policies were made.") && page.text().contains("Unknown ids"), "{}", page.text());
        assert!(page.text().contains("Staff, Everybody"), "{}", page.text());
        let kept = server.house.policies(at.tenant, &leave()).await.unwrap().written;
        assert!(kept.len() == 2 && kept.iter().all(|document| document.policy.state == State::Off));
        assert_eq!(audited(&server, &at, "addConditionalAccessPolicy").await, 2);
        let list = admin.get("/admin/conditional-access/policies").await;
        assert!(list.text().contains("Policies name 3 ids that are nothing here."), "{}", list.text());
        // A file has no place for why somebody is left out: it comes in, and its page says that nobody said why.
        let page = admin.get(&format!("/admin/conditional-access/policies/{}", kept[1].policy.id)).await;
        assert!(page.text().contains("No reason was given: it came in a file"), "{}", page.text());
        // A group is found by its name, a place is chosen.
        let found = admin.get(&format!("{MAP}?kind=group&id={GROUP}&find=staff")).await;
        assert!(found.text().contains("Staff of ours"), "{}", found.text());
        let mapped = sent(&admin, MAP, &[("kind", "group"), ("id", GROUP), ("to", &staff.to_string())]).await;
        assert!(mapped.text().contains("The id was replaced") && !mapped.body.contains(GROUP), "{}", mapped.text());
        let places = admin.get(&format!("{MAP}?kind=location&id={PLACE}")).await;
        assert!(places.text().contains("Office"), "{}", places.text());
        sent(&admin, MAP, &[("kind", "location"), ("id", PLACE), ("to", &place.to_string())]).await;
        let piet = steps::user(&server, at.tenant, PIET).await;
        let done = sent(&admin, MAP, &[("kind", "person"), ("id", PERSON), ("to", &piet.to_string())]).await;
        assert!(done.text().contains("Everything that policies name is here."), "{}", done.text());
        let written = server.house.policies(at.tenant, &leave()).await.unwrap().written;
        let second = written[1].write(graph::Version::Beta);
        assert_eq!(second["conditions"]["users"]["excludeUsers"], json!([piet.to_string()]));
        assert_eq!(second["conditions"]["users"]["excludeGroups"], json!([staff.to_string()]));
        assert_eq!(second["conditions"]["locations"]["excludeLocations"], json!([place.to_string()]));
        assert_eq!(audited(&server, &at, "mapPolicyId").await, 3);
    }

    async fn what_is_no_file_of_policies_makes_none_and_says_why(database) {
        let (server, at) = testkit::Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        assert!(admin.get(MAP).await.text().contains("Everything that policies name is here."));
        for (file, why) in [
            ("", "cannot be read"),
            ("[]", "There are no policies in this file."),
            ("{ \"displayName\": 1 }", "cannot be read"),
            ("\u{0}{", "cannot be read"),
        ] {
            let refused = import(&admin, file, &[]).await;
            assert_eq!(refused.status, 422, "{file}");
            assert!(refused.text().contains(why), "{file}: {}", refused.text());
        }
        // One that cannot be kept stops there, and what came before stays.
        let mut two: serde_json::Value = serde_json::from_str(&export()).unwrap();
        two["value"][1]["displayName"] = json!("x".repeat(300));
        let stopped = import(&admin, &two.to_string(), &[("state", "reportOnly")]).await;
        assert!(stopped.text().contains("Policies that were made before it: 1."), "{}", stopped.text());
        let kept = server.house.policies(at.tenant, &leave()).await.unwrap().written;
        assert_eq!((kept.len(), kept[0].policy.state), (1, State::ReportOnly));
    }

    async fn an_id_is_mapped_only_to_what_is_here_and_where_it_is_named(database) {
        let (server, at) = testkit::Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        import(&admin, &export(), &[]).await;
        let group: Id<()> = GROUP.parse().unwrap();
        let map = async |kind, from, to| server.house.map_policy_id(at.tenant, leave(), kind, (from, to)).await;
        let nobody = map(Mappable::Group, group, Id::fixed(9)).await;
        assert!(matches!(nobody, Err(service::Fault::NotFound)), "{nobody:?}");
        let anna = steps::user(&server, at.tenant, steps::ANNA).await;
        let unnamed = map(Mappable::Person, Id::fixed(9), anna.cast()).await;
        assert!(matches!(unnamed, Err(service::Fault::NotFound)), "{unnamed:?}");
        // Who is here stays who a policy names: in the place of one, another comes by a change of the policy.
        import(&admin, &export().replace(PERSON, &anna.to_string()), &[]).await;
        person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let piet = steps::user(&server, at.tenant, PIET).await;
        let other = map(Mappable::Person, anna.cast(), piet.cast()).await;
        assert!(matches!(other, Err(service::Fault::NotFound)), "{other:?}");
        assert_eq!(sent(&admin, MAP, &[("kind", "moon"), ("id", GROUP), ("to", GROUP)]).await.status, 404);
    }
}
