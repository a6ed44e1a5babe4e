//! The pages of named locations, and policies that are made of templates. On both databases and without JavaScript.

use crate::on_both::on_both;
use crate::steps::{self, anna, audited, leave};
use policy::State;
use serde_json::json;
use service::conditional_access::{Template, Wish};
use testkit::{Answer, Client, Organisation, Server};

const LIST: &str = "/admin/conditional-access/locations";
const POLICIES: &str = "/admin/conditional-access/policies";

/// Sends a form with the token of the session, and opens the page that it leads to.
async fn sent(browser: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let done = browser.post(path, &all).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
}

/// Whether policies are on trial.
async fn is_on_trial(server: &Server, at: &Organisation) -> bool {
    server.house.policies(at.tenant, &leave()).await.unwrap().trial.is_some()
}

on_both! {
    async fn a_location_is_made_changed_and_deleted_unless_a_policy_names_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let page = admin.get(LIST).await.text();
        assert!(page.contains("There are no named locations yet"), "{page}");
        let new = format!("{LIST}/new");
        let wrong = sent(&admin, &new, &[("name", "Office"), ("kind", "addresses"), ("ranges", "10.0.0.0/8")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("“10.0.0.0/8” is no range that can be used"), "{}", wrong.text());
        let fields = [("name", "Office"), ("kind", "addresses"), ("ranges", "203.0.113.0/24\n2001:db8::/32"), ("trusted", "yes")];
        let made = sent(&admin, &new, &fields).await;
        assert!(made.text().contains("The location was saved.") && made.text().contains("203.0.113.0/24, 2001:db8::/32"), "{}", made.text());
        assert!(!is_on_trial(&server, &at).await, "nothing that is on looks at places");
        let (kept, _) = server.house.locations(at.tenant, &leave()).await.unwrap();
        let id = kept[0].document.location.id;
        let policy = json!({
            "displayName": "Outside", "state": "disabled",
            "conditions": {
                "users": { "includeUsers": ["All"] }, "applications": { "includeApplications": ["All"] },
                "locations": { "includeLocations": ["All"], "excludeLocations": [id.to_string()] },
            },
            "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
        });
        let policy = server.house.create_policy(at.tenant, leave(), &policy.to_string(), Wish::default()).await.unwrap().unwrap();
        assert!(admin.get(LIST).await.text().contains("Outside"));
        let one = format!("{LIST}/{id}");
        let delete = format!("{one}/delete");
        let trusted = sent(&admin, &delete, &[("sure", "yes")]).await;
        assert_eq!(trusted.status, 422);
        assert!(trusted.text().contains("It is trusted."), "{}", trusted.text());
        sent(&admin, &one, &[("name", "Office"), ("kind", "addresses"), ("ranges", "203.0.113.0/24")]).await;
        let used = sent(&admin, &delete, &[("sure", "yes")]).await;
        assert!(used.text().contains("These policies name it: Outside"), "{}", used.text());
        server.house.delete_policy(at.tenant, leave(), policy.id, Wish::default()).await.unwrap().unwrap();
        let asked = admin.get(&delete).await;
        assert!(asked.text().contains("Delete Office?"), "{}", asked.text());
        let gone = sent(&admin, &delete, &[("sure", "yes")]).await;
        assert!(gone.text().contains("The location was deleted."), "{}", gone.text());
        assert_eq!(admin.get(&one).await.status, 404);
        // What is deleted can be brought back for thirty days.
        assert!(gone.text().contains("Deleted locations") && gone.text().contains("Undo"), "{}", gone.text());
        let back = sent(&admin, &format!("{one}/restore"), &[]).await;
        assert!(back.text().contains("The location is back.") && !back.text().contains("Deleted locations"), "{}", back.text());
        sent(&admin, &delete, &[("sure", "yes")]).await;
        server.pass(model::Span::days(30));
        let late = server.house.restore_location(at.tenant, leave(), id).await;
        assert!(matches!(late, Err(service::Fault::NotFound)), "{late:?}");
        assert!(server.house.deleted_locations(at.tenant, &leave()).await.unwrap().is_empty());
        let verbs = [("addNamedLocation", 1), ("changeNamedLocation", 1), ("removeNamedLocation", 2), ("restoreNamedLocation", 1)];
        for (word, times) in verbs {
            assert_eq!(audited(&server, &at, word).await, times, "{word}");
        }
    }

    async fn places_that_a_policy_looks_at_are_changed_on_trial_where_one_administrator_is_left(database) {
        let (server, at) = Server::with_organisation(database).await;
        steps::defaults(&server, &at, false).await;
        let admin = anna(&server, &at).await;
        let policy = json!({
            "displayName": "Outside", "state": "enabled",
            "conditions": {
                "users": { "includeUsers": ["All"] }, "applications": { "includeApplications": ["All"] },
                "locations": { "includeLocations": ["All"], "excludeLocations": ["AllTrusted"] },
            },
            "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
        });
        // A command does not start one by itself.
        server.house.create_policy(at.tenant, leave(), &policy.to_string(), Wish::default()).await.unwrap().unwrap();
        assert!(!is_on_trial(&server, &at).await);
        let fields = [("name", "Office"), ("kind", "addresses"), ("ranges", "203.0.113.0/24"), ("trusted", "yes")];
        sent(&admin, &format!("{LIST}/new"), &fields).await;
        assert!(is_on_trial(&server, &at).await);
    }

    async fn countries_are_kept_as_typed_and_an_unknown_one_among_them(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let new = format!("{LIST}/new");
        let wrong = sent(&admin, &new, &[("name", "Benelux"), ("kind", "countries"), ("countries", "Nederland")]).await;
        assert!(wrong.text().contains("is no country of two letters"), "{}", wrong.text());
        let fields = [("name", "Benelux"), ("kind", "countries"), ("countries", "nl, BE LU"), ("unknown", "yes")];
        let made = sent(&admin, &new, &fields).await;
        assert!(made.text().contains("NL, BE, LU"), "{}", made.text());
        let (kept, _) = server.house.locations(at.tenant, &leave()).await.unwrap();
        let page = admin.get(&format!("{LIST}/{}", kept[0].document.location.id)).await;
        assert!(page.body.contains("name=\"unknown\" value=\"yes\" checked"), "{}", page.body);
    }

    async fn a_template_makes_a_policy_that_stops_nobody_and_says_what_the_template_says(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let page = admin.get(&format!("{POLICIES}/templates")).await;
        for template in Template::ALL {
            assert!(page.body.contains(&format!("new?template={}", template.id())), "{template:?}");
        }
        let id = Template::NoPersistence.id();
        let form = admin.get(&format!("{POLICIES}/new?template={id}")).await;
        assert!(form.body.contains("No lasting browser session") && form.text().contains("device.trustType -ne \"ServerAD\""), "{}", form.text());
        let fields = [
            ("name", "Unmanaged"), ("template", id), ("state", "reportOnly"), ("who", "all"), ("what", "all"),
            ("device-mode", "include"), ("device-rule", "device.trustType -ne \"ServerAD\" -or device.isCompliant -ne True"),
            ("access", "nothing"), ("again", "hours"), ("number", "1"), ("browser", "never"), ("act", "save"), ("end", "yes"),
        ];
        let made = sent(&admin, &format!("{POLICIES}/new"), &fields).await;
        assert!(made.text().contains("The policy was made."), "{}", made.text());
        let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
        let kept = &policies.written[0];
        assert_eq!((kept.policy.name.as_str(), kept.policy.state), ("Unmanaged", State::ReportOnly));
        let written = kept.write(graph::Version::Beta);
        assert_eq!(written["templateId"], id);
        let rule = &written["conditions"]["devices"]["deviceFilter"]["rule"];
        assert_eq!(rule, "device.trustType -ne \"ServerAD\" -or device.isCompliant -ne True");
        assert_eq!(admin.get(&format!("{POLICIES}/new?template=nothing")).await.status, 404);
    }
}
