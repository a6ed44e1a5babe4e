//! The revisions of policies: listed with who and what, one beside another, and gone back to by the way of every save. On
//! both databases and without JavaScript.

use crate::on_both::{on_both, sign_in};
use crate::steps::{ANNA, OFFICE, anna, audited, defaults, leave};
use model::{Id, Span};
use policy::{Policy, PolicySet, State};
use serde_json::{Value, json};
use service::authority::SystemUser;
use service::conditional_access::Wish;
use testkit::{Answer, Client, Organisation, Server};

const LIST: &str = "/admin/conditional-access/revisions";
const POLICIES: &str = "/admin/conditional-access/policies";

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
    let saved = server.house.create_policy(at.tenant, leave(), &document.to_string(), Wish::default()).await;
    saved.unwrap().unwrap().id
}

async fn change(server: &Server, at: &Organisation, id: Id<Policy>, patch: &Value) {
    let (text, wish) = (patch.to_string(), Wish::default());
    server.house.change_policy(at.tenant, leave(), id, &text, wish).await.unwrap().unwrap();
}

async fn head(server: &Server, at: &Organisation) -> Id<PolicySet> {
    server.house.policies(at.tenant, &leave()).await.unwrap().revision
}

async fn names(server: &Server, at: &Organisation) -> Vec<(String, State)> {
    let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
    policies.written.into_iter().map(|one| (one.policy.name, one.policy.state)).collect()
}

/// Sends a form with the token of the session, and opens the page that it leads to.
async fn sent(browser: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let done = browser.post(path, &all).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
}

on_both! {
    async fn each_save_is_listed_with_who_and_what_and_what_became_of_its_trial(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let first = admin.get(LIST).await.text();
        assert!(first.contains("Security defaults on") && first.contains("In force"), "{first}");
        defaults(&server, &at, false).await;
        server.pass(Span::minutes(1));
        let id = create(&server, &at, &document("Two steps", "disabled", "mfa")).await;
        let switch = format!("{POLICIES}/{id}/switch");
        let on = [("to", "on"), ("sure", "yes"), ("trial", "15")];
        sent(&admin, &switch, &on).await;
        let page = admin.get(LIST).await.text();
        assert!(page.contains("Policy Two steps turned on Anna de Vries On trial until"), "{page}");
        assert!(page.contains("Policy Two steps made"), "{page}");
        server.pass(Span::minutes(16));
        server.house.run_jobs().await;
        let admin = anna(&server, &at).await;
        let page = admin.get(LIST).await.text();
        assert!(page.contains("Policy Two steps turned off Trial ended unconfirmed Sluis"), "{page}");
        assert!(page.contains("Anna de Vries Not confirmed in time"), "{page}");
        sent(&admin, &switch, &on).await;
        sent(&admin, "/admin/conditional-access/trial/take-back", &[("sure", "yes")]).await;
        sent(&admin, &switch, &on).await;
        server.pass(Span::minutes(1));
        let fresh = server.browser(OFFICE);
        sign_in(&fresh, ANNA, &at.password, &server.code(&at.secret)).await;
        sent(&fresh, "/admin/conditional-access/trial/keep", &[]).await;
        let page = admin.get(LIST).await.text();
        assert!(page.contains("Policy Two steps turned off Trial taken back Anna de Vries"), "{page}");
        assert!(page.contains("Anna de Vries Taken back") && page.contains("Anna de Vries Confirmed"), "{page}");
        assert!(page.contains("Trial confirmed"), "{page}");
    }

    async fn the_list_goes_on_after_a_page_and_ends_at_the_first(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let id = create(&server, &at, &document("One", "disabled", "mfa")).await;
        for number in 0..30 {
            change(&server, &at, id, &json!({ "displayName": format!("Name {number}") })).await;
        }
        let page = admin.get(LIST).await;
        assert!(page.text().contains("Policy Name 29 changed") && !page.text().contains("Policy One made"));
        let more = page.body.split("href=\"").find(|part| part.starts_with(&format!("{LIST}?after="))).unwrap();
        let next = admin.get(more.split('"').next().unwrap()).await;
        assert!(next.text().contains("Policy One made") && next.text().contains("Security defaults on"), "{}", next.text());
        assert!(!next.text().contains("Policy Name 29 changed") && !next.text().contains("In force"), "{}", next.text());
        assert_eq!(admin.get(&format!("{LIST}?after={id}")).await.status, 404, "that is no revision");
        assert_eq!(admin.get(&format!("{LIST}/{id}")).await.status, 404);
    }

    async fn two_revisions_stand_side_by_side_in_words_and_as_they_are_kept(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let id = create(&server, &at, &document("Two steps", "enabledForReportingButNotEnforced", "mfa")).await;
        let made = head(&server, &at).await;
        server.pass(Span::minutes(5));
        let patch = json!({ "grantControls": { "builtInControls": ["block"] }, "conditions": { "moonPhase": "full" } });
        change(&server, &at, id, &patch).await;
        let changed = head(&server, &at).await;
        let page = admin.get(&format!("{LIST}/{changed}")).await;
        let text = page.text();
        assert!(text.contains("Policy Two steps changed"), "{text}");
        assert!(text.contains("Access multi-factor authentication block access"), "{text}");
        assert!(text.contains("conditions.moonPhase nothing full"), "{text}");
        assert!(!text.contains("opens all applications"), "what is the same is not said: {text}");
        let with_head = admin.get(&format!("{LIST}/{made}?with=now")).await.text();
        assert!(with_head.contains("Access multi-factor authentication block access"), "{with_head}");
        // The older one is on the left, whichever was opened.
        let with_this = admin.get(&format!("{LIST}/{changed}?with={made}")).await.text();
        assert!(with_this.contains("Access multi-factor authentication block access"), "{with_this}");
        let same = admin.get(&format!("{LIST}/{changed}?with=now")).await.text();
        assert!(same.contains("These two say the same."), "{same}");
        let dutch = admin.get_with(&format!("{LIST}/{changed}"), ("accept-language", "nl")).await;
        assert_eq!(dutch.status, 200);
    }

    async fn going_back_makes_a_new_revision_with_the_old_policies_and_locations(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let office = json!({ "displayName": "Office", "ipRanges": [{ "cidrAddress": "192.0.2.0/24" }] }).to_string();
        server.house.create_location(at.tenant, leave(), &office).await.unwrap().unwrap();
        let kept = create(&server, &at, &document("Kept", "disabled", "mfa")).await;
        let gone = create(&server, &at, &document("Gone", "disabled", "mfa")).await;
        let then = head(&server, &at).await;
        change(&server, &at, kept, &json!({ "displayName": "Renamed", "state": "enabledForReportingButNotEnforced" })).await;
        server.house.delete_policy(at.tenant, leave(), gone, Wish::default()).await.unwrap().unwrap();
        create(&server, &at, &document("New", "disabled", "mfa")).await;
        let restore = format!("{LIST}/{then}/restore");
        let asked = admin.get(&restore).await;
        let text = asked.text();
        for said in ["Policy Kept changed", "Policy Gone brought back", "Policy New deleted"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        let before = head(&server, &at).await;
        let seen = asked.field("seen");
        let done = sent(&admin, &restore, &[("sure", "yes"), ("seen", &seen), ("trial", "")]).await;
        assert!(done.text().contains("The policies of the earlier revision count again."), "{}", done.text());
        let mut names = names(&server, &at).await;
        names.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(names, [("Gone".to_owned(), State::Off), ("Kept".to_owned(), State::Off)]);
        assert_ne!(head(&server, &at).await, before, "it is a new one");
        assert_eq!(server.house.policy(at.tenant, &leave(), kept).await.unwrap().0.policy.name, "Kept", "under its id");
        let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
        let deleted: Vec<_> = policies.deleted.iter().map(|(one, _)| one.policy.name.as_str()).collect();
        assert_eq!(deleted, ["New"], "what was not there then can be brought back");
        assert_eq!(audited(&server, &at, "restoreConditionalAccessRevision").await, 1);
        let again = sent(&admin, &restore, &[("sure", "yes")]).await;
        assert_eq!(again.status, 422);
        assert!(again.text().contains("are those in force already"), "{}", again.text());
    }

    async fn a_location_that_going_back_deletes_can_be_brought_back(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        create(&server, &at, &document("Two steps", "disabled", "mfa")).await;
        let then = head(&server, &at).await;
        let office = json!({ "displayName": "Office", "ipRanges": [{ "cidrAddress": "192.0.2.0/24" }] }).to_string();
        let id = server.house.create_location(at.tenant, leave(), &office).await.unwrap().unwrap().id;
        let restore = format!("{LIST}/{then}/restore");
        let asked = admin.get(&restore).await.text();
        assert!(asked.contains("Location Office deleted"), "{asked}");
        let done = sent(&admin, &restore, &[("sure", "yes")]).await;
        assert!(done.text().contains("The policies of the earlier revision count again."), "{}", done.text());
        let deleted = async || {
            let all = server.house.deleted_locations(at.tenant, &leave()).await.unwrap();
            all.into_iter().map(|(document, _)| document.location.name).collect::<Vec<_>>()
        };
        assert_eq!(deleted().await, ["Office"]);
        server.house.restore_location(at.tenant, leave(), id).await.unwrap().unwrap();
        assert!(deleted().await.is_empty());
        // That it came back is told, and going back once more deletes it once more.
        let page = admin.get(&format!("{LIST}/{}", head(&server, &at).await)).await.text();
        assert!(page.contains("Location Office made"), "{page}");
        sent(&admin, &restore, &[("sure", "yes")]).await;
        assert_eq!(deleted().await, ["Office"]);
    }

    async fn going_back_passes_the_guard_the_trial_and_what_a_colleague_saved(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let id = create(&server, &at, &document("Two steps", "enabled", "mfa")).await;
        let then = head(&server, &at).await;
        change(&server, &at, id, &json!({ "state": "disabled" })).await;
        let restore = format!("{LIST}/{then}/restore");
        let seen = admin.get(&restore).await.field("seen");
        // Somebody saves between the question and the answer.
        create(&server, &at, &document("Meanwhile", "disabled", "mfa")).await;
        let late = sent(&admin, &restore, &[("sure", "yes"), ("seen", &seen)]).await;
        assert_eq!(late.status, 422);
        let text = late.text();
        assert!(text.contains("Somebody saved policies since you were asked"), "{text}");
        assert!(text.contains("Policy Meanwhile deleted"), "{text}");
        let now = head(&server, &at).await;
        assert!(late.body.contains(&format!("{LIST}/{now}?with={seen}")), "{}", late.body);
        assert_eq!(late.field("seen"), now.to_string(), "what is shown is what the next answer is about");
        // Only one administrator is there: what can keep her out is on trial.
        let done = sent(&admin, &restore, &[("sure", "yes"), ("seen", &late.field("seen"))]).await;
        assert!(done.text().contains("Policies are on trial until"), "{}", done.text());
        assert_eq!(names(&server, &at).await, [("Two steps".to_owned(), State::On)]);
        // While it is, going anywhere else is refused.
        let refused = sent(&admin, &format!("{LIST}/{now}/restore"), &[("sure", "yes")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("Keep them or take them back first"), "{}", refused.text());
    }

    async fn what_would_lock_out_or_cannot_be_on_is_not_gone_back_to(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        defaults(&server, &at, false).await;
        // It was on, with the guard aside, and then somebody switched it off.
        let id = create(&server, &at, &document("Nobody", "disabled", "block")).await;
        let root = service::authority::Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
        let permit = service::authority::permit(&root, service::authority::Target::Organisation).unwrap();
        let wish = Wish { guard: service::conditional_access::Guard::StepsAside, ..Wish::default() };
        server.house.switch_policy(at.tenant, permit, id, State::On, wish).await.unwrap().unwrap();
        let then = head(&server, &at).await;
        change(&server, &at, id, &json!({ "state": "disabled" })).await;
        let refused = sent(&admin, &format!("{LIST}/{then}/restore"), &[("sure", "yes")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("too few administrators would still get in"), "{}", refused.text());
        // Security defaults stay as they are now, and policies do not go with them.
        let mfa = create(&server, &at, &document("Two steps", "disabled", "mfa")).await;
        let wish = Wish { trial: Some(Span::minutes(5)), ..Wish::default() };
        server.house.switch_policy(at.tenant, leave(), mfa, State::On, wish).await.unwrap().unwrap();
        let then = head(&server, &at).await;
        server.house.take_back_trial(at.tenant, leave()).await.unwrap().unwrap();
        defaults(&server, &at, true).await;
        let refused = sent(&admin, &format!("{LIST}/{then}/restore"), &[("sure", "yes")]).await;
        assert!(refused.text().contains("Security defaults are on"), "{}", refused.text());
    }

    async fn whoever_answers_about_a_policy_is_told_of_what_a_colleague_changed_meanwhile(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let id = create(&server, &at, &document("Two steps", "disabled", "mfa")).await;
        let switch = format!("{POLICIES}/{id}/switch");
        let delete = format!("{POLICIES}/{id}/delete");
        let asked = sent(&admin, &switch, &[("to", "reportOnly")]).await;
        let seen = asked.field("seen");
        change(&server, &at, id, &json!({ "grantControls": { "builtInControls": ["block"] } })).await;
        for (path, to) in [(&switch, "reportOnly"), (&delete, "")] {
            let late = sent(&admin, path, &[("to", to), ("sure", "yes"), ("seen", &seen)]).await;
            assert_eq!(late.status, 422, "{path}");
            assert!(late.text().contains("Somebody changed this policy since you were asked"), "{}", late.text());
            let now = head(&server, &at).await;
            let link = format!("{LIST}/{now}?with={seen}");
            assert!(late.body.contains(&link), "{}", late.body);
            let shown = admin.get(&link).await.text();
            assert!(shown.contains("Access multi-factor authentication block access"), "{shown}");
            assert_eq!(late.field("seen"), now.to_string());
        }
        assert_eq!(names(&server, &at).await, [("Two steps".to_owned(), State::Off)], "nothing was done");
        // Another policy is another matter.
        let seen = admin.get(&delete).await.field("seen");
        create(&server, &at, &document("Other", "disabled", "mfa")).await;
        let done = sent(&admin, &delete, &[("sure", "yes"), ("seen", &seen)]).await;
        assert!(done.text().contains("The policy was deleted."), "{}", done.text());
    }
}
