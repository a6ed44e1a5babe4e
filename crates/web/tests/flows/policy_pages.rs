//! The pages of conditional access: policies as sentences, switched, deleted and brought back, and the trial. On both
//! databases and without JavaScript.

use crate::on_both::{on_both, sign_in};
use crate::steps::{ANNA, OFFICE, PIET, anna, audited, defaults, invite, leave, user};
use model::{Id, Span};
use policy::{Policy, State};
use serde_json::{Value, json};
use service::conditional_access::Wish;
use testkit::{Answer, Client, Organisation, Server};

const LIST: &str = "/admin/conditional-access/policies";

/// A policy that demands `control` of everybody but some for every application.
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

async fn state(server: &Server, at: &Organisation, id: Id<Policy>) -> State {
    server.house.policy(at.tenant, &leave(), id).await.unwrap().0.policy.state
}

/// Sends a form about a policy with the token of the session, and opens the page that it leads to.
async fn sent(browser: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let done = browser.post(path, &all).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
}

/// Presses the button that takes back what was done, and opens the page that it leads to.
async fn take_back(browser: &Client, page: &Answer) -> Answer {
    let (_, toast) = page.body.split_once("class=\"toast").unwrap_or_else(|| panic!("{}", page.text()));
    let (toast, _) = toast.split_once("</div>").unwrap();
    let after =
        |text: &str, mark: &str| text.split_once(mark).unwrap().1.split('"').next().unwrap().to_owned();
    let fields = toast.split("type=\"hidden\"").skip(1);
    let fields: Vec<_> = fields.map(|field| (after(field, "name=\""), after(field, "value=\""))).collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let done = browser.post(&after(toast, "action=\""), &fields).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
}

on_both! {
    async fn a_policy_reads_as_a_sentence_with_names_and_goes_out_as_json(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let admin = anna(&server, &at).await;
        let page = admin.get(LIST).await.text();
        assert!(page.contains("There are no policies yet. Security defaults protect"), "{page}");
        let piet = user(&server, at.tenant, PIET).await;
        let mut sent = document("Abroad", "disabled", "mfa");
        sent["conditions"]["users"]["excludeUsers"] = json!([piet.to_string()]);
        sent["conditions"]["users"]["excludeRoles"] = json!(["62e90394-69f5-4237-9190-012177145e10"]);
        sent["conditions"]["locations"] = json!({ "includeLocations": ["All"], "excludeLocations": ["AllTrusted"] });
        sent["sessionControls"] = json!({ "signInFrequency": { "isEnabled": true, "type": "hours", "value": 12,
            "frequencyInterval": "timeBased", "authenticationType": "primaryAndSecondaryAuthentication" } });
        sent["conditions"]["moonPhase"] = json!({ "include": ["full"] });
        let id = create(&server, &at, &sent).await;
        let page = admin.get(LIST).await;
        assert!(page.body.contains(&format!("href=\"{LIST}/{id}\"")), "{}", page.text());
        assert!(page.text().contains("1 finding"), "{}", page.text());
        // What stands in bold has a space after it here.
        let page = admin.get(&format!("{LIST}/{id}")).await.text().replace(" ,", ",").replace(" .", ".");
        let sentence = "When everyone except Piet Bakker and any Global Administrator opens all applications, from anywhere except \
            all trusted locations, then only with multi-factor authentication, and a new sign-in after 12 hours.";
        assert!(page.contains(sentence), "{page}");
        assert!(page.contains("conditions.moonPhase") && page.contains("is not understood"), "{page}");
        let file = admin.get(&format!("{LIST}/{id}/json")).await;
        assert!(file.headers["content-disposition"].contains(&id.to_string()));
        assert_eq!(file.json()["conditions"]["moonPhase"], sent["conditions"]["moonPhase"]);
        let dutch = admin.get_with(&format!("{LIST}/{id}"), ("accept-language", "nl")).await;
        assert_eq!(dutch.status, 200);
        assert_eq!(admin.get(&format!("{LIST}/{piet}")).await.status, 404);
    }

    /// Each policy that is on is switched off and saved, and can be switched on again.
    async fn a_policy_is_switched_off_and_on_again_by_undo(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let id = create(&server, &at, &document("Two steps", "enabled", "mfa")).await;
        let switch = format!("{LIST}/{id}/switch");
        let asked = sent(&admin, &switch, &[("to", "off")]).await;
        assert!(asked.text().contains("Turn Two steps off?"), "{}", asked.text());
        assert_eq!(state(&server, &at, id).await, State::On, "asking does nothing");
        let done = sent(&admin, &switch, &[("to", "off"), ("sure", "yes"), ("trial", "")]).await;
        assert!(done.text().contains("The policy is off."), "{}", done.text());
        assert_eq!(state(&server, &at, id).await, State::Off);
        let back = take_back(&admin, &done).await;
        assert!(back.text().contains("The policy is on."), "{}", back.text());
        assert_eq!(state(&server, &at, id).await, State::On);
        assert_eq!(audited(&server, &at, "switchConditionalAccessPolicy").await, 2);
        assert_eq!(sent(&admin, &switch, &[("to", "away"), ("sure", "yes")]).await.status, 404);
    }

    async fn what_would_lock_administrators_out_is_refused_by_name_with_the_way_out(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let id = create(&server, &at, &document("Nobody", "enabledForReportingButNotEnforced", "block")).await;
        let switch = format!("{LIST}/{id}/switch");
        let on = [("to", "on"), ("sure", "yes")];
        let refused = sent(&admin, &switch, &on).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("Security defaults are on"), "{}", refused.text());
        defaults(&server, &at, false).await;
        let refused = sent(&admin, &switch, &on).await;
        let text = refused.text();
        assert!(text.contains("Anna de Vries (from 203.0.113.7)") && text.contains("save it as report-only"), "{text}");
        assert_eq!(state(&server, &at, id).await, State::ReportOnly);
    }

    async fn a_policy_that_was_deleted_comes_back_off(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let id = create(&server, &at, &document("Two steps", "enabledForReportingButNotEnforced", "mfa")).await;
        let delete = format!("{LIST}/{id}/delete");
        let asked = admin.get(&delete).await;
        assert!(asked.text().contains("Delete Two steps?"), "{}", asked.text());
        let gone = sent(&admin, &delete, &[("sure", "yes")]).await;
        assert!(gone.text().contains("The policy was deleted.") && gone.text().contains("Deleted policies"), "{}", gone.text());
        assert_eq!(admin.get(&format!("{LIST}/{id}")).await.status, 404);
        let back = take_back(&admin, &gone).await;
        assert!(back.text().contains("The policy is back, and off."), "{}", back.text());
        assert_eq!(state(&server, &at, id).await, State::Off);
        let again = sent(&admin, &format!("{LIST}/{id}/restore"), &[]).await;
        assert_eq!(again.status, 404, "it is not deleted any more");
    }

    async fn a_trial_is_said_on_every_page_and_kept_only_in_a_fresh_sign_in(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let id = create(&server, &at, &document("Two steps", "disabled", "mfa")).await;
        assert!(!admin.get("/admin").await.text().contains("on trial"));
        let switch = format!("{LIST}/{id}/switch");
        let on = [("to", "on"), ("sure", "yes"), ("trial", "60")];
        sent(&admin, &switch, &on).await;
        for path in ["/admin", "/admin/users", LIST] {
            let page = admin.get(path).await.text();
            assert!(page.contains("Policies are on trial until"), "{path}: {page}");
        }
        let keep = "/admin/conditional-access/trial/keep";
        let refused = sent(&admin, keep, &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("Sign in once more first"), "{}", refused.text());
        let asked = admin.get("/admin/conditional-access/trial/take-back").await;
        assert!(asked.text().contains("Take the policies back now?"), "{}", asked.text());
        let back = sent(&admin, "/admin/conditional-access/trial/take-back", &[("sure", "yes")]).await;
        assert!(back.text().contains("What was before is back."), "{}", back.text());
        assert_eq!(state(&server, &at, id).await, State::Off);
        assert_eq!(audited(&server, &at, "takeBackPolicyTrial").await, 1);
        sent(&admin, &switch, &on).await;
        server.pass(Span::minutes(1));
        let fresh = server.browser(OFFICE);
        sign_in(&fresh, ANNA, &at.password, &server.code(&at.secret)).await;
        let kept = sent(&fresh, keep, &[]).await;
        assert!(kept.text().contains("the policies stay"), "{}", kept.text());
        let late = sent(&fresh, keep, &[]).await;
        assert!(late.text().contains("No trial is running any more."), "{}", late.text());
        assert_eq!(audited(&server, &at, "confirmPolicyTrial").await, 1);
        server.pass(Span::minutes(60));
        server.house.run_jobs().await;
        assert_eq!(state(&server, &at, id).await, State::On);
    }

    /// Without JavaScript: whom it spares is found by name, and only Save keeps anything.
    async fn a_policy_is_written_and_changed_in_a_form(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await.to_string();
        let admin = anna(&server, &at).await;
        let new = format!("{LIST}/new");
        let page = admin.get(&new).await;
        assert!(page.text().contains("When everyone opens all applications"), "{}", page.text());
        let all = [("who", "all"), ("what", "all"), ("access", "grant"), ("mfa", "yes"), ("end", "yes")];
        let typed = |more: &[(&'static str, &str)]| -> Vec<(String, String)> {
            all.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let send = async |path: &str, more: &[(&'static str, &str)]| {
            let fields = typed(more);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
            sent(&admin, path, &fields).await
        };
        let found = send(&new, &[("name", "Two steps"), ("find-out", "piet"), ("act", "find-out")]).await;
        assert_eq!(found.status, 200);
        assert!(found.text().contains("everyone except Piet Bakker") && found.body.contains(&piet), "{}", found.text());
        let nobody = send(&new, &[("find-out", "zz"), ("act", "look")]).await;
        assert!(nobody.text().contains("Nothing here begins with “zz”"), "{}", nobody.text());
        assert!(server.house.policies(at.tenant, &leave()).await.unwrap().written.is_empty(), "nothing is kept yet");
        let wrong = send(&new, &[("name", ""), ("act", "save")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("Give the policy a name"), "{}", wrong.text());
        let silent = send(&new, &[("name", "Two steps"), ("not-people", &piet), ("act", "save")]).await;
        assert_eq!(silent.status, 422);
        assert!(silent.text().contains("Only exceptions with a reason can be saved here"), "{}", silent.text());
        let why: &'static str = format!("why-{piet}").leak();
        let made = send(&new, &[("name", "Two steps"), ("not-people", &piet), (why, "New telephone"), ("act", "save")]).await;
        assert!(made.text().contains("The policy was made.") && made.text().contains("Report-only"), "{}", made.text());
        let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
        let (id, seen) = (policies.written[0].policy.id, policies.revision.to_string());
        // What the form does not show stays, and two editors are told of each other.
        let patch = json!({ "conditions": { "insiderRiskLevels": "elevated" } }).to_string();
        server.house.change_policy(at.tenant, leave(), id, &patch, Wish::default()).await.unwrap().unwrap();
        let edit = format!("{LIST}/{id}/edit");
        let late = send(&edit, &[("name", "Late"), ("seen", &seen), ("act", "save")]).await;
        assert_eq!(late.status, 422);
        assert!(late.text().contains("Somebody changed this policy since you opened it"), "{}", late.text());
        let page = admin.get(&edit).await;
        assert!(page.text().contains("Kept as it is") && page.text().contains("Risk inside elevated"), "{}", page.text());
        let seen = page.field("seen");
        let done = send(&edit, &[("name", "Three steps"), ("seen", &seen), ("again", "hours"), ("number", "8"), ("act", "save")]).await;
        assert!(done.text().contains("The policy was saved."), "{}", done.text());
        let kept = server.house.policy(at.tenant, &leave(), id).await.unwrap().0.write(graph::Version::Beta);
        assert_eq!(kept["displayName"], "Three steps");
        assert_eq!(kept["conditions"]["insiderRiskLevels"], "elevated");
        assert_eq!(kept["conditions"]["users"]["excludeUsers"], json!([]), "the form no longer named him");
        assert_eq!(kept["sessionControls"]["signInFrequency"]["value"], 8);
        // A form that came in part changes nothing.
        let cut = sent(&admin, &edit, &[("name", "Cut"), ("seen", &seen), ("act", "save")]).await;
        assert_eq!(cut.status, 422);
        let kept = server.house.policy(at.tenant, &leave(), id).await.unwrap().0;
        assert_eq!(kept.policy.name, "Three steps");
    }
}
