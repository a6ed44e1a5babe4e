//! Conditional access > Overview: sign-ins counted by day, and what the numbers lead to. On both databases.

use crate::on_both::{on_both, sign_in};
use crate::steps::{
    ANNA, ELSEWHERE, GOOD, OFFICE, PIET, anna, defaults, invite, leave, person_with_password, proved,
    sign_out, user,
};
use model::{Id, Span};
use policy::{Policy, State};
use serde_json::{Value, json};
use service::DayCounts;
use service::conditional_access::{Coverage, Wish};
use store::Tables;
use testkit::{Organisation, Server};

const OVERVIEW: &str = "/admin/conditional-access";

fn document(name: &str, state: &str, control: &str) -> Value {
    json!({
        "displayName": name,
        "state": state,
        "conditions": {
            "users": { "includeUsers": ["All"] },
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [control] },
    })
}

async fn create(server: &Server, at: &Organisation, document: &Value) -> Id<Policy> {
    let text = document.to_string();
    let saved = server.house.create_policy(at.tenant, leave(), &text, Wish::default()).await.unwrap();
    saved.unwrap().id
}

async fn counted(server: &Server, at: &Organisation, days: i64) -> Coverage {
    server.house.run_jobs().await;
    server.house.coverage(at.tenant, &leave(), days).await.unwrap()
}

on_both! {
    async fn a_sign_in_counts_for_its_day_by_what_was_enforced_and_given(database) {
        let (server, at) = Server::with_organisation(database).await;
        // Setting up was a sign-in too: Anna gave both factors under security defaults.
        let first = counted(&server, &at, 7).await.total();
        assert_eq!(first, DayCounts { sign_ins: 1, covered: 1, ..DayCounts::default() });
        let piet = server.browser(OFFICE);
        person_with_password(&server, &at, PIET, &piet).await;
        let total = counted(&server, &at, 7).await.total();
        assert_eq!(total, DayCounts { sign_ins: 2, covered: 1, single_factor: 1, ..DayCounts::default() });
        // What is asked of the same session again is no sign-in.
        piet.get("/my").await;
        assert_eq!(counted(&server, &at, 7).await.total(), total);
        server.pass(Span::days(1));
        let mut block = document("Not Piet", "enabled", "block");
        block["conditions"]["users"]["includeUsers"] = json!([user(&server, at.tenant, PIET).await.to_string()]);
        create(&server, &at, &block).await;
        proved(&server.browser(ELSEWHERE), PIET, GOOD).await;
        let coverage = counted(&server, &at, 7).await;
        assert_eq!(coverage.total(), DayCounts { blocked: 1, ..total });
        assert_eq!(coverage.days.len(), 2, "each on its own day");
        assert_eq!(counted(&server, &at, 1).await.total(), DayCounts { blocked: 1, ..DayCounts::default() });
        // A wrong password reaches no policy, and a week later nothing of it is in the week.
        proved(&server.browser(ELSEWHERE), PIET, "not this").await;
        assert_eq!(counted(&server, &at, 7).await.total().blocked, 1);
        server.pass(Span::days(8));
        assert_eq!(counted(&server, &at, 7).await.total(), DayCounts::default());
        assert_eq!(counted(&server, &at, 30).await.total(), DayCounts { blocked: 1, ..total });
        server.pass(Span::days(400));
        assert_eq!(counted(&server, &at, 500).await.total(), DayCounts::default(), "what is old is forgotten");
    }

    async fn people_are_counted_once_for_each_policy_in_seven_days(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        person_with_password(&server, &at, PIET, &own).await;
        let id = create(&server, &at, &document("Report", "enabledForReportingButNotEnforced", "mfa")).await;
        let off = create(&server, &at, &document("Off", "disabled", "mfa")).await;
        let people = async || {
            let people = counted(&server, &at, 1).await.people;
            (people.get(&id).copied().unwrap_or(0), people.get(&off).copied())
        };
        assert_eq!(people().await, (0, None));
        let again = async || {
            sign_out(&own).await;
            assert_eq!(proved(&own, PIET, GOOD).await.status, 303);
        };
        again().await;
        again().await;
        assert_eq!(people().await, (1, None), "twice on one day is one person");
        let admin = anna(&server, &at).await;
        assert_eq!(people().await.0, 2);
        let list = admin.get("/admin/conditional-access/policies").await;
        assert!(list.body.contains("data-label=\"People, 7 days\">2</td>"), "{}", list.body);
        server.pass(Span::days(4));
        again().await;
        assert_eq!(people().await.0, 2, "again in the week is still one");
        server.pass(Span::days(5));
        assert_eq!(people().await.0, 1, "Anna was here nine days ago");
        server.pass(Span::days(8));
        assert_eq!(people().await.0, 0);
    }

    async fn a_number_leads_to_the_sign_ins_that_it_counts(database) {
        let (server, at) = Server::with_organisation(database).await;
        person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &at).await;
        server.house.run_jobs().await;
        let page = admin.get(OVERVIEW).await;
        let text = page.text();
        assert!(text.contains("1 of 3 sign-ins (33 %)"), "{text}");
        assert!(text.contains("No rule is on.") && page.body.contains("/policies/templates"), "{text}");
        assert!(page.body.contains("replay?policy=defaults&amp;then=on"), "{}", page.body);
        // The page itself names Anna twice: her account, and her name in it.
        let annas = |listed: &str| listed.matches("Anna de Vries").count() - 2;
        let listed = admin.get("/admin/sign-ins?gap=singleFactor&time=7d").await.text();
        assert!(listed.contains("Piet Bakker") && annas(&listed) == 0, "{listed}");
        assert!(listed.contains("counts as “Without a second factor”"), "{listed}");
        let listed = admin.get("/admin/sign-ins?gap=uncovered&time=7d").await.text();
        assert!(listed.contains("Piet Bakker") && annas(&listed) > 0, "{listed}");
        let blocked = admin.get("/admin/sign-ins?gap=blocked&time=7d").await.text();
        assert!(!blocked.contains("Piet Bakker"), "{blocked}");
        let month = admin.get(&format!("{OVERVIEW}?days=30")).await;
        assert!(month.body.contains("gap=singleFactor&amp;time=30d") || month.body.contains("gap=singleFactor&#38;time=30d"), "{}", month.body);
    }

    async fn the_overview_says_what_needs_somebody(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let page = admin.get(OVERVIEW).await.text();
        assert!(page.contains("Nothing about policies needs you now."), "{page}");
        defaults(&server, &at, false).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await.to_string();
        let mut on = document("Two steps", "enabled", "mfa");
        on["conditions"]["users"]["excludeUsers"] = json!([piet]);
        let on = create(&server, &at, &on).await;
        create(&server, &at, &document("Some day", "enabledForReportingButNotEnforced", "block")).await;
        let page = admin.get(OVERVIEW).await;
        assert!(page.text().contains("Two steps leaves out 1 person or group by name."), "{}", page.text());
        assert!(page.body.contains(&format!("/policies/{on}")) && !page.text().contains("Some day has been"), "{}", page.text());
        server.pass(Span::days(31));
        server.house.switch_policy(at.tenant, leave(), on, State::Off, Wish::default()).await.unwrap().unwrap();
        let fresh = server.browser(OFFICE);
        sign_in(&fresh, ANNA, &at.password, &server.code(&at.secret)).await;
        let page = fresh.get(OVERVIEW).await.text();
        assert!(page.contains("Some day has been report-only for 31 days"), "{page}");
        assert!(page.contains("No rule is on."), "{page}");
    }

    async fn a_sign_in_is_counted_once_by_two_nodes(database) {
        let (server, at) = Server::with_organisation(database).await;
        person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let other = server.started_again().await;
        tokio::join!(server.house.run_jobs(), other.run_jobs());
        assert_eq!(counted(&server, &at, 7).await.total().sign_ins, 2);
    }

    async fn who_is_removed_for_good_is_in_no_count_of_people_any_more(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &at, PIET, &own).await;
        create(&server, &at, &document("Report", "enabledForReportingButNotEnforced", "mfa")).await;
        sign_out(&own).await;
        proved(&own, PIET, GOOD).await;
        server.house.run_jobs().await;
        let named = async || {
            server.database().read(at.tenant, move |tx| tx.coverage().last_days(piet)).await.unwrap().len()
        };
        assert_eq!(named().await, 1);
        server.house.delete_person(at.tenant, leave(), piet).await.unwrap();
        server.house.erase_person(at.tenant, leave(), piet).await.unwrap();
        assert_eq!(named().await, 0);
    }
}
