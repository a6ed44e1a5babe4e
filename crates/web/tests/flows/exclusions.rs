//! Whom policies leave out: with a reason, until a last day, and shown as the hole that it is. On both databases and
//! without JavaScript.

use crate::on_both::on_both;
use crate::steps::{self, PIET, anna, audited, defaults, invite, leave, user};
use model::{Group, Id, Member, Span};
use policy::{Excluded, Plan, Policy, State};
use serde_json::{Value, json};
use service::authority::{Actor, ManageInstallation, Permit, SystemUser, Target, permit};
use service::conditional_access::{PolicyProblem, Reason, Wish};
use service::groups::{Leave, MemberChange, NewGroup};
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

const LIST: &str = "/admin/conditional-access/policies";
const REPORT: &str = "enabledForReportingButNotEnforced";

fn document(name: &str, state: &str, control: &str, users: &Value) -> Value {
    let mut all = users.clone();
    all["includeUsers"] = json!(["All"]);
    json!({
        "displayName": name,
        "state": state,
        "conditions": { "users": all, "applications": { "includeApplications": ["All"] } },
        "grantControls": { "operator": "OR", "builtInControls": [control] },
    })
}

async fn create(server: &Server, at: &Organisation, document: &Value) -> Id<Policy> {
    let saved = server.house.create_policy(at.tenant, leave(), &document.to_string(), Wish::default()).await;
    saved.unwrap().unwrap().id
}

async fn change(server: &Server, at: &Organisation, id: Id<Policy>, patch: &Value, wish: Wish) {
    server.house.change_policy(at.tenant, leave(), id, &patch.to_string(), wish).await.unwrap().unwrap();
}

/// Whoever runs the installation.
fn operator() -> Permit<ManageInstallation> {
    let root = SystemUser { uid: 0, name: "root".to_owned() };
    permit(&Actor::Cli(root), Target::Organisation).unwrap()
}

async fn excluded(server: &Server, at: &Organisation, id: Id<Policy>) -> Vec<Excluded> {
    server.house.policy(at.tenant, &leave(), id).await.unwrap().0.policy.excluded()
}

async fn group(server: &Server, at: &Organisation, name: &str) -> Id<Group> {
    let new =
        NewGroup { display: name.to_owned(), description: String::new(), carries_roles: false, rule: None };
    server.house.add_group(at.tenant, Leave::Plain(leave()), new).await.unwrap()
}

/// Sends a form with the token of the session, and opens the page that it leads to.
async fn sent(browser: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let done = browser.post(path, &all).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
}

/// What the records of an action changed, newest first.
async fn changes(server: &Server, at: &Organisation, action: &str) -> Vec<String> {
    let all = server.database().read(at.tenant, |tx| tx.audit().newest(1_000)).await.unwrap();
    all.into_iter().filter(|record| record.action == action).map(|record| record.changes).collect()
}

on_both! {
    async fn who_is_left_out_at_a_page_has_a_reason_and_it_stands_beside_the_policy(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await.to_string();
        let admin = anna(&server, &at).await;
        let (why, until) = (format!("why-{piet}"), format!("until-{piet}"));
        let last = server.house.last_day_before(server.now() + Span::days(3));
        let all = [("name", "Two steps"), ("who", "all"), ("what", "all"), ("mfa", "yes"), ("end", "yes"),
            ("act", "save"), ("not-people", &piet)];
        let silent = sent(&admin, &format!("{LIST}/new"), &all).await;
        assert_eq!(silent.status, 422);
        assert!(silent.text().contains("Say of each person, group or role"), "{}", silent.text());
        let past = [&all[..], &[(&why, "New telephone"), (&until, "2001-01-01")]].concat();
        let past = sent(&admin, &format!("{LIST}/new"), &past).await;
        assert!(past.text().contains("The last day must be today or later."), "{}", past.text());
        assert!(past.body.contains("New telephone"), "what was typed stays: {}", past.body);
        let said = [&all[..], &[(&why, "New telephone"), (&until, &last)]].concat();
        let made = sent(&admin, &format!("{LIST}/new"), &said).await.text();
        assert!(made.contains("The policy was made."), "{made}");
        assert!(made.contains("Piet Bakker A person New telephone Said by Anna de Vries") && made.contains("Last day"), "{made}");
        let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
        let id = policies.written[0].policy.id;
        let file = admin.get(&format!("{LIST}/{id}/json")).await;
        assert!(!file.body.contains("telephone"), "Graph's document has no place for it");
        // The editor shows it, and what is said already need not be said again.
        let page = admin.get(&format!("{LIST}/{id}/edit")).await;
        assert_eq!((page.field(&why), page.field(&until)), ("New telephone".to_owned(), last));
        let seen = page.field("seen");
        let again = [&all[..], &[("seen", seen.as_str())]].concat();
        let saved = sent(&admin, &format!("{LIST}/{id}/edit"), &again).await.text();
        assert!(saved.contains("The policy was saved.") && saved.contains("New telephone"), "{saved}");
        let log = changes(&server, &at, "explainPolicyExclusion").await;
        assert_eq!(log.len(), 1);
        assert!(log[0].contains(&piet) && !log[0].contains("telephone"), "what was said of a person is kept apart: {}", log[0]);
        let record = admin.get("/admin/audit-logs?action=explainPolicyExclusion").await;
        assert!(record.text().contains("said why the policy Two steps leaves somebody out"), "{}", record.text());
        let link = record.body.split("href=\"").find(|part| part.starts_with("/admin/audit-logs/") && !part.starts_with("/admin/audit-logs/seals"));
        let one = admin.get(link.unwrap().split('"').next().unwrap()).await.text();
        assert!(one.contains("New telephone") && one.contains("Piet Bakker"), "{one}");
    }

    async fn what_came_without_a_reason_is_shown_so_and_gets_one_later(database) {
        let (server, at) = Server::with_organisation(database).await;
        let away = group(&server, &at, "Contractors").await;
        let id = create(&server, &at, &document("Two steps", REPORT, "mfa", &json!({ "excludeGroups": [away.to_string()] }))).await;
        let admin = anna(&server, &at).await;
        let page = admin.get(&format!("{LIST}/{id}")).await.text();
        assert!(page.contains("Contractors A group, with nobody in it No reason was given"), "{page}");
        let form = format!("{LIST}/{id}/exclusions/{away}");
        assert!(admin.get(&form).await.text().contains("Why Contractors is left out"));
        for (reason, until, wrong) in [("", "", "Say in one line"), ("They end soon", "2001-01-01", "today or later")] {
            let refused = sent(&admin, &form, &[("reason", reason), ("until", until)]).await;
            assert_eq!(refused.status, 422);
            assert!(refused.text().contains(wrong), "{}", refused.text());
        }
        let done = sent(&admin, &form, &[("reason", "They end soon"), ("until", "")]).await.text();
        assert!(done.contains("The reason was saved.") && done.contains("They end soon") && done.contains("No last day"), "{done}");
        sent(&admin, &form, &[("reason", "They stay"), ("until", "")]).await;
        let log = changes(&server, &at, "explainPolicyExclusion").await;
        assert!(log[0].contains(r#""old":"They end soon","new":"They stay""#), "{}", log[0]);
        let nobody = format!("{LIST}/{id}/exclusions/{id}");
        assert_eq!(admin.get(&nobody).await.status, 404, "nobody is left out by that name");
        assert_eq!(sent(&admin, &nobody, &[("reason", "x"), ("until", "")]).await.status, 404);
    }

    async fn after_its_last_day_an_exclusion_is_taken_out_by_itself(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        let other = group(&server, &at, "Emergency").await;
        let users = json!({ "excludeUsers": [piet.to_string()], "excludeGroups": [other.to_string()] });
        let id = create(&server, &at, &document("Two steps", REPORT, "mfa", &users)).await;
        let ends = Some(server.now() + Span::days(2));
        for (excluded, ends) in [(Excluded::Person(piet), ends), (Excluded::Group(other), None)] {
            let reason = Reason { excluded, reason: "For now".to_owned(), ends };
            server.house.explain_exclusion(at.tenant, leave(), id, reason).await.unwrap();
        }
        server.pass(Span::days(1));
        server.house.run_jobs().await;
        assert_eq!(excluded(&server, &at, id).await.len(), 2, "its last day is not over");
        server.pass(Span::days(1));
        server.house.run_jobs().await;
        assert_eq!(excluded(&server, &at, id).await, [Excluded::Group(other)]);
        assert_eq!(audited(&server, &at, "endPolicyExclusion").await, 1);
        let log = changes(&server, &at, "endPolicyExclusion").await;
        assert!(log[0].contains("conditions.users.excludeUsers") && log[0].contains(&piet.to_string()), "{}", log[0]);
        let revisions = server.house.policy_revisions(at.tenant, &leave(), None, 1).await.unwrap();
        assert!(matches!(revisions[0].by, Some((store::Actor::System, None))), "{:?}", revisions[0].by);
        // Whoever is left out again later is left out without what was said before.
        change(&server, &at, id, &json!({ "conditions": { "users": { "excludeUsers": [piet.to_string()] } } }), Wish::default()).await;
        let kept = server.house.policy_exclusions(at.tenant, &leave(), id).await.unwrap();
        let silent = |who| kept.iter().find(|one| one.excluded == who).unwrap().why.is_none();
        assert!(silent(Excluded::Person(piet)) && !silent(Excluded::Group(other)));
    }

    async fn an_exclusion_that_is_over_ends_under_a_smaller_plan_too(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        let other = group(&server, &at, "Emergency").await;
        let users = json!({ "excludeUsers": [piet.to_string()], "excludeGroups": [other.to_string()] });
        let id = create(&server, &at, &document("Two steps", REPORT, "mfa", &users)).await;
        let ends = Some(server.now() + Span::days(2));
        let reason = Reason { excluded: Excluded::Person(piet), reason: "For now".to_owned(), ends };
        server.house.explain_exclusion(at.tenant, leave(), id, reason).await.unwrap();
        server.house.set_plan(at.tenant, operator(), Plan::Free).await.unwrap();
        server.pass(Span::days(2));
        server.house.run_jobs().await;
        assert_eq!(excluded(&server, &at, id).await, [Excluded::Group(other)]);
        // Leaving out somebody else takes the plan, whatever else goes.
        let more = json!({ "conditions": { "users": { "excludeUsers": [piet.to_string()], "excludeGroups": [] } } });
        let refused = server.house.change_policy(at.tenant, leave(), id, &more.to_string(), Wish::default()).await;
        assert_eq!(refused.unwrap(), Err(PolicyProblem::NotLicensed(Plan::P1)));
    }

    async fn what_would_lock_administrators_out_stays_and_is_said_aloud(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let her = user(&server, at.tenant, steps::ANNA).await;
        let id = create(&server, &at, &document("Nobody", "enabled", "block", &json!({ "excludeUsers": [her.to_string()] }))).await;
        let reason = Reason { excluded: Excluded::Person(her), reason: "Setting up".to_owned(), ends: Some(server.now() + Span::hours(1)) };
        server.house.explain_exclusion(at.tenant, leave(), id, reason).await.unwrap();
        assert!(!admin.get("/admin").await.text().contains("whose last day is over"));
        server.pass(Span::minutes(61));
        for _ in 0..3 {
            server.house.run_jobs().await;
        }
        assert_eq!(excluded(&server, &at, id).await, [Excluded::Person(her)], "she would be the last");
        assert_eq!(audited(&server, &at, "endPolicyExclusion").await, 1, "it is said once");
        let log = changes(&server, &at, "endPolicyExclusion").await;
        assert!(log[0].contains("too few administrators would still come in"), "{}", log[0]);
        assert!(!log[0].contains("Anna"), "who, and from where, would outlive them: {}", log[0]);
        assert!(admin.get("/admin").await.text().contains("A policy still leaves somebody out whose last day is over."));
        let list = admin.get(LIST).await.text();
        assert!(list.contains("leaves somebody out too long"), "{list}");
        let page = admin.get(&format!("{LIST}/{id}")).await.text();
        assert!(page.contains("The last day on which Anna de Vries is left out was") && page.contains("too few administrators"), "{page}");
        // Once the policy can do without it, the next try takes it out.
        change(&server, &at, id, &json!({ "state": "disabled" }), Wish::default()).await;
        server.pass(Span::minutes(61));
        server.house.run_jobs().await;
        assert_eq!(excluded(&server, &at, id).await, []);
        assert!(!admin.get("/admin").await.text().contains("whose last day is over"));
    }

    async fn going_back_brings_an_exclusion_back_with_its_end_and_none_that_is_over(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        let away = group(&server, &at, "Contractors").await;
        let users = json!({ "excludeUsers": [piet.to_string()], "excludeGroups": [away.to_string()] });
        let id = create(&server, &at, &document("Two steps", REPORT, "mfa", &users)).await;
        let (short, long) = (Some(server.now() + Span::days(2)), Some(server.now() + Span::days(20)));
        for (excluded, ends) in [(Excluded::Person(piet), short), (Excluded::Group(away), long)] {
            let reason = Reason { excluded, reason: "For now".to_owned(), ends };
            server.house.explain_exclusion(at.tenant, leave(), id, reason).await.unwrap();
        }
        let then = server.house.policies(at.tenant, &leave()).await.unwrap().revision;
        let nobody = json!({ "conditions": { "users": { "excludeUsers": [], "excludeGroups": [] } } });
        change(&server, &at, id, &nobody, Wish::default()).await;
        // Before its last day both come back as they were.
        let restore = async || {
            server.house.restore_revision(at.tenant, leave(), then, Wish::default()).await.unwrap().unwrap();
            server.house.policy_exclusions(at.tenant, &leave(), id).await.unwrap()
        };
        let ends = |kept: &[service::conditional_access::KeptExclusion]| {
            kept.iter().map(|one| (one.excluded, one.why.as_ref().unwrap().ends)).collect::<Vec<_>>()
        };
        assert_eq!(ends(&restore().await), [(Excluded::Person(piet), short), (Excluded::Group(away), long)]);
        server.pass(Span::days(2));
        server.house.run_jobs().await;
        assert_eq!(excluded(&server, &at, id).await, [Excluded::Group(away)]);
        change(&server, &at, id, &nobody, Wish::default()).await;
        let admin = anna(&server, &at).await;
        let question = admin.get(&format!("/admin/conditional-access/revisions/{then}/restore")).await.text();
        assert!(question.contains("do not come back") && question.contains("Piet Bakker in the policy"), "{question}");
        assert_eq!(ends(&restore().await), [(Excluded::Group(away), long)]);
        let log = changes(&server, &at, "restoreConditionalAccessRevision").await;
        assert!(log[0].contains(&piet.to_string()), "the record says who stays out: {}", log[0]);
        // Whoever was left out once more is meant to be.
        let again = json!({ "conditions": { "users": { "excludeUsers": [piet.to_string()] } } });
        change(&server, &at, id, &again, Wish::default()).await;
        change(&server, &at, id, &json!({ "displayName": "Three steps" }), Wish::default()).await;
        restore().await;
        assert!(excluded(&server, &at, id).await.contains(&Excluded::Person(piet)));
    }

    async fn a_trial_that_is_taken_back_loses_no_reason(database) {
        let (server, at) = Server::with_organisation(database).await;
        let away = group(&server, &at, "Contractors").await;
        let users = json!({ "excludeGroups": [away.to_string()] });
        let id = create(&server, &at, &document("Two steps", REPORT, "mfa", &users)).await;
        let reason = Reason { excluded: Excluded::Group(away), reason: "For now".to_owned(), ends: None };
        server.house.explain_exclusion(at.tenant, leave(), id, reason).await.unwrap();
        let said = async || server.house.policy_exclusions(at.tenant, &leave(), id).await.unwrap();
        let without = json!({ "conditions": { "users": { "excludeGroups": [] } } });
        change(&server, &at, id, &without, Wish { trial: Some(Span::minutes(10)), ..Wish::default() }).await;
        assert!(said().await.is_empty());
        server.house.take_back_trial(at.tenant, leave()).await.unwrap().unwrap();
        assert_eq!(said().await[0].why.as_ref().unwrap().reason, "For now");
        // Neither does one that is deleted and restored.
        server.house.delete_policy(at.tenant, leave(), id, Wish::default()).await.unwrap().unwrap();
        server.house.restore_policy(at.tenant, leave(), id, Wish::default()).await.unwrap().unwrap();
        assert_eq!(said().await[0].why.as_ref().unwrap().reason, "For now");
        change(&server, &at, id, &without, Wish::default()).await;
        let rows = server.database().read(at.tenant, |tx| tx.exclusions().all()).await.unwrap();
        assert_eq!(rows, [], "what is no longer so counts for nothing");
    }

    async fn a_member_of_a_group_that_a_policy_leaves_out_is_a_hole_and_a_change_of_the_policy(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        let (away, inside) = (group(&server, &at, "Contractors").await, group(&server, &at, "Painters").await);
        let users = json!({ "excludeGroups": [away.to_string()] });
        let id = create(&server, &at, &document("Two steps", "disabled", "mfa", &users)).await;
        let admin = anna(&server, &at).await;
        let page = admin.get(&format!("/admin/groups/{away}")).await.text();
        assert!(!page.contains("Policies leave out"), "a policy that is off leaves nobody out: {page}");
        server.house.switch_policy(at.tenant, leave(), id, State::ReportOnly, Wish::default()).await.unwrap().unwrap();
        let add = |member| MemberChange::Add(member);
        let put = async |group, member| {
            server.house.change_member(at.tenant, Leave::Access(leave()), group, add(member)).await.unwrap();
        };
        put(away, Member::Group(inside)).await;
        let page = admin.get(&format!("/admin/groups/{inside}")).await.text();
        assert!(page.contains("Policies leave out whoever is in this group.") && page.contains("Two steps"), "{page}");
        put(inside, Member::Person(piet)).await;
        let log = changes(&server, &at, "widenPolicyExclusion").await;
        assert_eq!(log.len(), 2);
        assert!(log[0].contains(&piet.to_string()) && log[0].contains(&inside.to_string()), "{}", log[0]);
        assert!(log[1].contains("nestedGroup"), "{}", log[1]);
        let page = admin.get("/admin/audit-logs?action=widenPolicyExclusion").await.text();
        assert!(page.contains("put somebody in a group that the policy Two steps leaves out"), "{page}");
        // Whoever leaves one makes no hole; whoever comes by a file, or back with the group, does.
        let remove = MemberChange::Remove(Member::Person(piet));
        server.house.change_member(at.tenant, Leave::Access(leave()), inside, remove).await.unwrap();
        assert_eq!(audited(&server, &at, "widenPolicyExclusion").await, 2);
        let lines = vec![(1, PIET.to_owned())];
        let imported = server.house.add_members(at.tenant, || Ok(Leave::Access(leave())), away, lines).await.unwrap();
        assert_eq!(imported.added, 1);
        assert!(changes(&server, &at, "widenPolicyExclusion").await[0].contains("membersAdded"));
        server.house.delete_group(at.tenant, Leave::Access(leave()), away).await.unwrap();
        server.house.restore_group(at.tenant, Leave::Access(leave()), away).await.unwrap();
        assert_eq!(audited(&server, &at, "widenPolicyExclusion").await, 4);
    }

    async fn whoever_fills_a_group_that_a_policy_leaves_out_is_asked_once_more(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await.to_string();
        let away = group(&server, &at, "Contractors").await;
        let users = json!({ "excludeGroups": [away.to_string()] });
        create(&server, &at, &document("Two steps", REPORT, "mfa", &users)).await;
        let admin = anna(&server, &at).await;
        let page = format!("/admin/groups/{away}");
        let ways = [("members", "member", ("person", piet.as_str())), ("import", "people", ("people", PIET))];
        for (act, field, answer) in ways {
            let asked = sent(&admin, &format!("{page}/{act}"), &[(field, PIET)]).await;
            assert_eq!(asked.status, 200);
            assert!(asked.text().contains("Two steps") && asked.has_field("sure"), "{}", asked.text());
            assert!(!admin.get(&page).await.body.contains(&piet), "nobody came in it yet");
            assert_eq!(asked.field(answer.0), answer.1);
            sent(&admin, &format!("{page}/{act}"), &[answer, ("sure", "yes")]).await;
            assert!(admin.get(&page).await.body.contains(&piet));
            sent(&admin, &format!("{page}/members/{piet}/remove"), &[]).await;
        }
        assert_eq!(audited(&server, &at, "widenPolicyExclusion").await, 2);
        let plain = group(&server, &at, "Painters").await;
        let added = sent(&admin, &format!("/admin/groups/{plain}/members"), &[("member", PIET)]).await;
        // The way back that the page offers is sure by itself.
        assert!(added.text().contains("Added to the group") && added.body.contains(&piet), "{}", added.text());
    }

    async fn a_rule_that_fills_a_group_that_is_left_out_makes_a_hole_too(database) {
        let (server, at) = Server::with_organisation(database).await;
        let new = NewGroup {
            display: "Everybody called Anna".to_owned(),
            description: String::new(),
            carries_roles: false,
            rule: Some("user.displayName -startsWith \"Anna\"".to_owned()),
        };
        let ruled = server.house.add_group(at.tenant, Leave::Plain(leave()), new).await.unwrap();
        let users = json!({ "excludeGroups": [ruled.to_string()] });
        create(&server, &at, &document("Two steps", REPORT, "mfa", &users)).await;
        server.house.run_jobs().await;
        assert_eq!(audited(&server, &at, "followGroupRule").await, 1);
        assert_eq!(audited(&server, &at, "widenPolicyExclusion").await, 1);
    }

    async fn what_was_said_of_a_person_goes_with_them(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        let users = json!({ "excludeUsers": [piet.to_string()] });
        let id = create(&server, &at, &document("Two steps", REPORT, "mfa", &users)).await;
        let reason = Reason { excluded: Excluded::Person(piet), reason: "Lost a telephone".to_owned(), ends: None };
        server.house.explain_exclusion(at.tenant, leave(), id, reason).await.unwrap();
        server.house.delete_person(at.tenant, leave(), piet).await.unwrap();
        server.house.erase_person(at.tenant, leave(), piet).await.unwrap();
        let rows = server.database().read(at.tenant, |tx| tx.exclusions().all()).await.unwrap();
        assert_eq!(rows, []);
        let records = server.database().read(at.tenant, |tx| tx.audit().newest(100)).await.unwrap();
        let explained = records.iter().find(|record| record.action == "explainPolicyExclusion").unwrap().id;
        let told = server.house.audited(at.tenant, &leave(), explained).await.unwrap();
        assert!(told.changes.iter().any(|change| change.is_erased()), "{:?}", told.changes);
        assert!(!format!("{told:?}").contains("telephone"));
    }
}
