//! Conditional access as it is kept: made, changed, switched, deleted, brought back, and taken on trial. Each runs on both
//! databases.

use crate::on_both::{on_both, sign_in};
use crate::steps::{
    self, ANNA, ELSEWHERE, GOOD, OFFICE, PIET, anna, defaults, leave, person_with_password, proved, user,
};
use graph::Version;
use model::{Id, Role, Span, Timestamp, User};
use policy::{Policy, PolicySet, State};
use serde_json::{Value, json};
use service::Fault;
use service::authority::{Action, Actor, Confirmation, Permit, Target, permit};
use service::conditional_access::{
    LARGEST_POLICY, LocationProblem, PolicyProblem, SECURITY_DEFAULTS_ON, Saved, TrialProblem, Wish,
};
use service::security_defaults::Wanted;
use store::{AuditFilter, Tables};
use testkit::{Client, Organisation, Server};

/// A policy that demands `control` of `users` for every application.
fn document(name: &str, state: &str, users: Value, control: &str) -> Value {
    json!({
        "displayName": name,
        "state": state,
        "conditions": {
            "clientAppTypes": ["all"],
            "users": users,
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [control] },
        "sessionControls": null,
    })
}

fn everybody() -> Value {
    json!({ "includeUsers": ["All"] })
}

fn one(user: Id<User>) -> Value {
    json!({ "includeUsers": [user.to_string()] })
}

async fn create(server: &Server, at: &Organisation, document: &Value) -> Result<Saved, PolicyProblem> {
    let text = document.to_string();
    server.house.create_policy(at.tenant, leave(), &text, Wish::default()).await.unwrap()
}

async fn switch(
    server: &Server,
    at: &Organisation,
    id: Id<Policy>,
    state: State,
) -> Result<Saved, PolicyProblem> {
    server.house.switch_policy(at.tenant, leave(), id, state, Wish::default()).await.unwrap()
}

async fn rename(
    server: &Server,
    at: &Organisation,
    id: Id<Policy>,
    name: &str,
    wish: Wish,
) -> Result<Saved, PolicyProblem> {
    let text = json!({ "displayName": name }).to_string();
    server.house.change_policy(at.tenant, leave(), id, &text, wish).await.unwrap()
}

async fn written(server: &Server, at: &Organisation) -> Vec<Value> {
    let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
    policies.written.iter().map(|document| document.write(Version::Beta)).collect()
}

/// The words of the audit log, newest first.
async fn audited(server: &Server, at: &Organisation) -> Vec<String> {
    let log = server.house.audit_log(at.tenant, &leave(), AuditFilter::default(), 20).await.unwrap();
    log.into_iter().map(|one| one.record.action).collect()
}

/// Somebody in the session of a browser, who has just confirmed.
async fn acting<A: Action>(server: &Server, at: &Organisation, name: &str) -> Permit<A> {
    let (id, now) = (user(server, at.tenant, name).await, server.now());
    let read = server.database().read(at.tenant, move |tx| {
        Ok::<_, sql::Error>((tx.users().roles(id)?, tx.sessions().of_user(id, now, 1)?))
    });
    let (roles, sessions) = read.await.unwrap();
    let session = sessions[0].session.id;
    let actor = Actor::Person { user: id, roles, session, address: None, confirmation: Confirmation::Fresh };
    permit(&actor, Target::Organisation).unwrap()
}

/// True for a moment that is so far ahead, within a minute.
fn is_in(server: &Server, at: Option<Timestamp>, span: Span) -> bool {
    let now = server.now();
    at.is_some_and(|at| at <= now + span && at > now + span - Span::minutes(1))
}

on_both! {
    async fn a_policy_reads_back_without_loss(database) {
        let (server, at) = Server::with_organisation(database).await;
        let mut sent = document("Everybody", "disabled", everybody(), "mfa");
        sent["templateId"] = "a3d0a415-b068-4326-9251-f9cdf9feeb64".into();
        sent["conditions"]["moonPhase"] = json!({ "include": ["full"] });
        sent["partialEnablementStrategy"] = "later".into();
        sent["conditions"]["users"]["excludeUsers"] = json!(["Current administrator will be excluded"]);
        let saved = create(&server, &at, &sent).await.unwrap();
        let [kept] = &written(&server, &at).await[..] else { panic!("one policy") };
        assert_eq!(kept["id"], saved.id.to_string());
        assert_eq!(kept["conditions"]["moonPhase"], sent["conditions"]["moonPhase"]);
        assert_eq!(kept["partialEnablementStrategy"], "later");
        assert_eq!(kept["templateId"], sent["templateId"]);
        assert_eq!(kept["modifiedDateTime"], Value::Null);
        assert!(kept["createdDateTime"].as_str().unwrap().ends_with('Z'));
        assert_eq!(kept["conditions"]["users"]["excludeUsers"], json!([]), "the placeholder excludes nobody");
        // A change of one member leaves the others as they are.
        let patch = json!({ "displayName": "All", "conditions": { "platforms": { "includePlatforms": ["linux"] } } });
        let changed = server.house
            .change_policy(at.tenant, leave(), saved.id, &patch.to_string(), Wish::default()).await.unwrap();
        assert!(changed.is_ok());
        let [now] = &written(&server, &at).await[..] else { panic!("one policy") };
        assert_eq!((&now["displayName"], &now["conditions"]["moonPhase"]), (&"All".into(), &sent["conditions"]["moonPhase"]));
        assert_eq!(now["conditions"]["platforms"]["includePlatforms"], json!(["linux"]));
        assert_eq!(now["createdDateTime"], kept["createdDateTime"]);
        assert!(now["modifiedDateTime"].is_string());
        let log = server.house.audit_log(at.tenant, &leave(), AuditFilter::default(), 1).await.unwrap();
        let told: Vec<&str> = log[0].changes.iter().map(|change| change.property.as_str()).collect();
        assert_eq!(told, ["conditions.platforms.includePlatforms", "displayName"]);
    }

    async fn what_is_not_understood_is_kept_and_never_on(database) {
        let (server, at) = Server::with_organisation(database).await;
        defaults(&server, &at, false).await;
        let mut sent = document("Moon", "enabledForReportingButNotEnforced", everybody(), "mfa");
        sent["conditions"]["moonPhase"] = json!({ "include": ["full"] });
        let saved = create(&server, &at, &sent).await.unwrap();
        let problem = switch(&server, &at, saved.id, State::On).await.unwrap_err();
        assert_eq!(problem.to_string(), "not understood, so that it may not be on: `conditions.moonPhase`");
        assert_eq!(written(&server, &at).await[0]["state"], "enabledForReportingButNotEnforced");
        for (control, word) in [("compliantDevice", "compliantDevice"), ("verifiedID", "verifiedID")] {
            let sent = document("Device", "enabled", everybody(), control);
            assert_eq!(create(&server, &at, &sent).await, Err(PolicyProblem::CannotYet(vec![word])));
        }
        let mut either = document("Either", "enabled", everybody(), "mfa");
        either["grantControls"]["builtInControls"] = json!(["compliantDevice", "mfa"]);
        create(&server, &at, &either).await.unwrap();
        let nowhere = json!({ "includeLocations": ["77777777-7777-4777-8777-777777777777"] });
        let mut sent = document("Nowhere", "enabled", everybody(), "mfa");
        sent["conditions"]["locations"] = nowhere;
        assert!(matches!(create(&server, &at, &sent).await, Err(PolicyProblem::NoSuchLocation(_))));
        for (text, wanted) in [("{", "not JSON"), ("[]", "not a policy"), ("{\"displayName\":\"x\"}", "state")] {
            let problem = server.house.create_policy(at.tenant, leave(), text, Wish::default()).await.unwrap();
            assert!(problem.unwrap_err().to_string().contains(wanted), "{text}");
        }
    }

    async fn a_member_whose_name_looks_like_a_path_changes_nothing_behind_anybodys_back(database) {
        let (server, at) = Server::with_organisation(database).await;
        let mut sent = document("Paths", "disabled", everybody(), "mfa");
        sent["conditions.users"] = json!({ "includeUsers": ["None"] });
        sent["grantControls.builtInControls"] = json!(["block"]);
        match create(&server, &at, &sent).await {
            Err(problem) => assert!(matches!(problem, PolicyProblem::NotReadable(_)), "{problem}"),
            Ok(_) => {
                let kept = &written(&server, &at).await[0];
                assert_eq!(kept["conditions"]["users"]["includeUsers"], json!(["All"]));
                assert_eq!(kept["grantControls"]["builtInControls"], json!(["mfa"]));
            }
        }
    }

    async fn a_policy_brings_no_id_and_no_name_of_ours(database) {
        let (server, at) = Server::with_organisation(database).await;
        let mut sent = document("Exported", "disabled", everybody(), "mfa");
        sent["id"] = policy::builtin::FLOOR_PRIVILEGED.to_string().into();
        let saved = create(&server, &at, &sent).await.unwrap();
        assert_ne!(saved.id, policy::builtin::FLOOR_PRIVILEGED, "it gets one of its own");
        let wrapped = create(&server, &at, &json!({ "value": [sent] })).await;
        assert!(matches!(wrapped, Err(PolicyProblem::NotReadable(_))), "{wrapped:?}");
        let change = async |patch: Value| {
            let (text, wish) = (patch.to_string(), Wish::default());
            server.house.change_policy(at.tenant, leave(), saved.id, &text, wish).await.unwrap().map(|_| ())
        };
        assert_eq!(change(json!({ "id": sent["id"] })).await, Err(PolicyProblem::AnotherId));
        assert_eq!(change(json!({ "id": saved.id.to_string(), "description": "the same" })).await, Ok(()));
        for name in ["floor-privileged", " Defaults-Legacy", "floor-organisation-blocked"] {
            assert_eq!(change(json!({ "displayName": name })).await, Err(PolicyProblem::NameOfOurs), "{name}");
            let ours = document(name, "disabled", everybody(), "mfa");
            assert_eq!(create(&server, &at, &ours).await, Err(PolicyProblem::NameOfOurs), "{name}");
        }
        assert_eq!(written(&server, &at).await.len(), 1);
        // What is added bit by bit is no larger than what comes at once.
        let half = "x".repeat(LARGEST_POLICY / 2);
        assert_eq!(change(json!({ "half": half })).await, Ok(()));
        assert_eq!(change(json!({ "other": half })).await, Err(PolicyProblem::TooLarge));
        let office = json!({ "displayName": "Office", "ipRanges": [{ "cidrAddress": "203.0.113.0/24" }], "half": half });
        let office = server.house.create_location(at.tenant, leave(), &office.to_string()).await.unwrap().unwrap();
        let more = json!({ "other": half }).to_string();
        let problem = server.house.change_location(at.tenant, leave(), office.id, &more).await.unwrap().unwrap_err();
        assert!(matches!(problem, LocationProblem::NotReadable(_)), "{problem:?}");
    }

    async fn policies_and_security_defaults_are_never_on_together(database) {
        let (server, at) = Server::with_organisation(database).await;
        let on = document("Everybody", "enabled", everybody(), "mfa");
        let problem = create(&server, &at, &on).await.unwrap_err();
        assert_eq!((problem.code(), problem.to_string().as_str()), ("BadRequest", SECURITY_DEFAULTS_ON));
        let report = document("Everybody", "enabledForReportingButNotEnforced", everybody(), "mfa");
        let saved = create(&server, &at, &report).await.unwrap();
        assert_eq!(switch(&server, &at, saved.id, State::On).await, Err(PolicyProblem::SecurityDefaultsOn));
        defaults(&server, &at, false).await;
        switch(&server, &at, saved.id, State::On).await.unwrap();
        let again = Wanted { enabled: true, registration_days: 0, reason: String::new(), end_sessions: false };
        let fault = server.house.set_security_defaults(at.tenant, leave(), again).await.unwrap_err();
        assert!(matches!(fault, Fault::Conflict("conditionalAccess")), "{fault}");
        switch(&server, &at, saved.id, State::ReportOnly).await.unwrap();
        defaults(&server, &at, true).await;
    }

    async fn security_defaults_give_way_in_one_revision(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        let made = server.house
            .replace_security_defaults(at.tenant, leave(), "conditionalAccess", Wish::default()).await.unwrap();
        assert_eq!(made.unwrap().policies.len(), 4);
        let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
        assert!(!policies.defaults_on && policies.written.len() == 4);
        assert!(policies.written.iter().all(|one| one.policy.state == State::On && one.foreign().deciding().is_empty()));
        assert_eq!(audited(&server, &at).await[0], "replaceSecurityDefaults");
        assert!(steps::is_in(&browser).await, "whoever gave both factors goes on");
        // Whoever has a password alone is asked to set up a second step, as before.
        let piet = server.browser(OFFICE);
        let link = steps::invite(&server, &at, PIET, None).await;
        let page = steps::accept(&piet, &link).await;
        let page = piet.submit(&page, &[("new_password", GOOD)]).await;
        assert!(page.has_field("way"), "{}", page.text());
        let fault = server.house.replace_security_defaults(at.tenant, leave(), "again", Wish::default()).await;
        assert!(matches!(fault, Err(Fault::Conflict(_))));
    }

    async fn a_policy_is_judged_by_from_the_next_request_on(database) {
        let (mut server, at) = Server::with_organisation(database).await;
        let browser = Client::at_node(&server.base, &server.base, OFFICE);
        let piet = person_with_password(&server, &at, PIET, &browser).await;
        assert!(steps::is_in(&browser).await);
        let node = match database { testkit::Database::Sqlite => None, testkit::Database::Postgres => Some(server.second_node().await) };
        let elsewhere = node.as_deref().map(|node| browser.moved_to_node(node));
        if let Some(other) = &elsewhere {
            assert!(steps::is_in(other).await, "the other node has the set in memory now");
        }
        let saved = create(&server, &at, &document("Not Piet", "enabled", one(piet), "block")).await.unwrap();
        for browser in [Some(&browser), elsewhere.as_ref()].into_iter().flatten() {
            assert_eq!(browser.get("/my").await.status, 403);
        }
        let stopped = proved(&server.browser(OFFICE), PIET, GOOD).await;
        assert!(!stopped.has_field("totp") && stopped.text().contains("code"), "{}", stopped.text());
        switch(&server, &at, saved.id, State::Off).await.unwrap();
        assert_eq!(proved(&server.browser(OFFICE), PIET, GOOD).await.status, 303);
    }

    async fn a_deleted_policy_comes_back_off_within_thirty_days(database) {
        let (server, at) = Server::with_organisation(database).await;
        defaults(&server, &at, false).await;
        let saved = create(&server, &at, &document("Everybody", "enabled", everybody(), "mfa")).await.unwrap();
        let gone = server.house.delete_policy(at.tenant, leave(), saved.id, Wish::default()).await.unwrap();
        assert!(gone.is_ok());
        let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
        assert_eq!((policies.written.len(), policies.deleted.len()), (0, 1));
        server.pass(Span::days(29));
        server.house.restore_policy(at.tenant, leave(), saved.id, Wish::default()).await.unwrap().unwrap();
        let kept = &written(&server, &at).await[0];
        assert_eq!((&kept["state"], &kept["deletedDateTime"]), (&"disabled".into(), &Value::Null));
        server.house.delete_policy(at.tenant, leave(), saved.id, Wish::default()).await.unwrap().unwrap();
        server.pass(Span::days(31));
        let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
        assert!(policies.deleted.is_empty());
        let fault = server.house.restore_policy(at.tenant, leave(), saved.id, Wish::default()).await;
        assert!(matches!(fault, Err(Fault::NotFound)));
        create(&server, &at, &document("Another", "disabled", everybody(), "mfa")).await.unwrap();
        let parts = server.database().read(at.tenant, |tx| {
            let head = tx.policy_sets().head()?.unwrap();
            tx.policy_sets().load(head)
        });
        let parts = parts.await.unwrap().unwrap().parts;
        assert!(!parts.iter().any(|(part, _)| part.starts_with(PolicySet::DELETED_PART)), "the next save drops it");
        let words = audited(&server, &at).await;
        assert_eq!(words[1..5], ["removeConditionalAccessPolicy", "restoreConditionalAccessPolicy", "removeConditionalAccessPolicy", "addConditionalAccessPolicy"]);
    }

    async fn two_editors_are_told_of_each_other(database) {
        let (server, at) = Server::with_organisation(database).await;
        let first = create(&server, &at, &document("One", "disabled", everybody(), "mfa")).await.unwrap();
        let other = create(&server, &at, &document("Two", "disabled", everybody(), "mfa")).await.unwrap();
        let seen = Wish { seen: Some(other.revision), ..Wish::default() };
        rename(&server, &at, first.id, "First", seen).await.unwrap();
        assert_eq!(rename(&server, &at, first.id, "1", seen).await, Err(PolicyProblem::ChangedMeanwhile));
        let second = rename(&server, &at, other.id, "Second", seen).await;
        assert!(second.is_ok(), "another policy stands in nobody's way");
    }

    async fn nobody_saves_what_keeps_every_administrator_out(database) {
        let (server, at) = Server::with_organisation(database).await;
        anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let block = document("Nobody", "enabled", everybody(), "block");
        let Err(PolicyProblem::LocksOut(people)) = create(&server, &at, &block).await else { panic!("it locks out") };
        assert!(people.len() == 1 && people[0].from.contains(&OFFICE.to_owned()), "{people:?}");
        // A passkey is demanded, and Anna has a code.
        let mut strong = document("Passkeys", "enabled", everybody(), "mfa");
        strong["grantControls"] = json!({ "operator": "OR", "builtInControls": [],
            "authenticationStrength": { "id": "00000000-0000-0000-0000-000000000004" } });
        assert!(matches!(create(&server, &at, &strong).await, Err(PolicyProblem::LocksOut(_))));
        // From the office she comes in: she was never elsewhere.
        let office = json!({ "displayName": "Office", "isTrusted": true, "ipRanges": [{ "cidrAddress": "203.0.113.0/24" }] });
        let office = server.house.create_location(at.tenant, leave(), &office.to_string()).await.unwrap().unwrap();
        let mut outside = block.clone();
        outside["conditions"]["locations"] = json!({ "includeLocations": ["All"], "excludeLocations": [office.id.to_string()] });
        create(&server, &at, &outside).await.unwrap();
        // Now the location holds the policy up.
        let moved = json!({ "ipRanges": [{ "cidrAddress": "192.0.2.0/24" }] }).to_string();
        let problem = server.house.change_location(at.tenant, leave(), office.id, &moved).await.unwrap().unwrap_err();
        assert!(matches!(problem, LocationProblem::Policies(PolicyProblem::LocksOut(_))), "{problem:?}");
        let problem = server.house.delete_location(at.tenant, leave(), office.id).await.unwrap().unwrap_err();
        assert_eq!(problem, LocationProblem::Trusted);
        let untrusted = json!({ "isTrusted": false }).to_string();
        server.house.change_location(at.tenant, leave(), office.id, &untrusted).await.unwrap().unwrap();
        let problem = server.house.delete_location(at.tenant, leave(), office.id).await.unwrap().unwrap_err();
        assert_eq!(problem, LocationProblem::Used(vec!["Nobody".to_owned()]));
    }

    async fn the_last_way_in_of_the_last_administrator_is_not_removed(database) {
        let (server, at) = Server::with_organisation(database).await;
        anna(&server, &at).await;
        defaults(&server, &at, false).await;
        create(&server, &at, &document("Everybody", "enabled", everybody(), "mfa")).await.unwrap();
        let id = user(&server, at.tenant, ANNA).await;
        let held = server.database().read(at.tenant, move |tx| tx.credentials().of(id)).await.unwrap();
        let fault = server.house.remove_method(at.tenant, leave(), id, held[0].id).await;
        assert!(matches!(fault, Err(Fault::Conflict("last administrator"))), "{fault:?}");
        assert_eq!(steps::factors_of(&server, at.tenant, id).await, 1);
    }

    async fn a_trial_ends_by_itself_unless_somebody_signs_in_afresh_and_confirms(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let on = document("Everybody", "enabled", everybody(), "mfa").to_string();
        // One administrator: the trial is not a choice.
        let permit = acting(&server, &at, ANNA).await;
        let saved = server.house.create_policy(at.tenant, permit, &on, Wish::default()).await.unwrap().unwrap();
        assert!(is_in(&server, saved.trial, Span::minutes(10)));
        let problem = server.house.confirm_trial(at.tenant, acting(&server, &at, ANNA).await).await.unwrap();
        assert_eq!(problem, Err(TrialProblem::NotFresh), "the session that saved it confirms nothing");
        server.house.run_jobs().await;
        assert_eq!(written(&server, &at).await.len(), 1, "not over yet");
        server.pass(Span::minutes(10));
        server.house.run_jobs().await;
        assert_eq!(written(&server, &at).await.len(), 0, "what was before is back");
        assert!(audited(&server, &at).await.contains(&"takeBackPolicyTrial".to_owned()));
        // Once more, and this time she signs in under it.
        let permit = acting(&server, &at, ANNA).await;
        server.house.create_policy(at.tenant, permit, &on, Wish::default()).await.unwrap().unwrap();
        server.pass(Span::minutes(1));
        let fresh = server.browser(OFFICE);
        sign_in(&fresh, ANNA, &at.password, &server.code(&at.secret)).await;
        let confirmed = server.house.confirm_trial(at.tenant, acting(&server, &at, ANNA).await).await.unwrap();
        assert_eq!(confirmed, Ok(()));
        server.pass(Span::minutes(10));
        server.house.run_jobs().await;
        assert_eq!(written(&server, &at).await.len(), 1);
        assert!(steps::is_in(&browser).await);
    }

    /// Attack 97.
    async fn another_save_keeps_nothing_that_is_on_trial(database) {
        let (server, at) = Server::with_organisation(database).await;
        anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let wish = Wish { trial: Some(Span::minutes(30)), ..Wish::default() };
        let before = create(&server, &at, &document("Before", "disabled", everybody(), "mfa")).await.unwrap();
        let on = server.house.switch_policy(at.tenant, leave(), before.id, State::On, wish).await.unwrap().unwrap();
        let refused = Err(PolicyProblem::OnTrial(on.trial.unwrap()));
        let other = document("Other", "disabled", everybody(), "mfa");
        assert_eq!(create(&server, &at, &other).await, refused);
        let text = other.to_string();
        let hers = server.house.create_policy(at.tenant, acting(&server, &at, ANNA).await, &text, Wish::default()).await;
        assert_eq!(hers.unwrap(), refused);
        let office = json!({ "displayName": "Office", "ipRanges": [{ "cidrAddress": "203.0.113.0/24" }] }).to_string();
        let office = server.house.create_location(at.tenant, leave(), &office).await.unwrap();
        assert_eq!(office.map(|_| ()), Err(LocationProblem::Policies(PolicyProblem::OnTrial(on.trial.unwrap()))));
        let wanted = Wanted { enabled: false, registration_days: 3, reason: String::new(), end_sessions: false };
        let fault = server.house.set_security_defaults(at.tenant, leave(), wanted).await.unwrap_err();
        assert!(matches!(fault, Fault::Conflict("trial")), "{fault}");
        // What joins the trial goes with it.
        let joined = server.house.create_policy(at.tenant, leave(), &text, wish).await.unwrap();
        assert!(joined.is_ok_and(|joined| is_in(&server, joined.trial, Span::minutes(30))));
        server.pass(Span::minutes(30));
        server.house.run_jobs().await;
        let [kept] = &written(&server, &at).await[..] else { panic!("one policy") };
        assert_eq!((&kept["displayName"], &kept["state"]), (&"Before".into(), &"disabled".into()));
        create(&server, &at, &other).await.unwrap();
    }

    async fn what_was_set_beside_a_trial_stays_when_it_ends(database) {
        let (server, at) = Server::with_organisation(database).await;
        anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let before = create(&server, &at, &document("Before", "disabled", everybody(), "mfa")).await.unwrap();
        let wish = Wish { trial: Some(Span::minutes(30)), ..Wish::default() };
        let on = server.house.switch_policy(at.tenant, leave(), before.id, State::On, wish).await.unwrap().unwrap();
        assert!(is_in(&server, on.trial, Span::minutes(30)));
        let browsers = policy::Browsers { remembered_days: 3, signed_in_days: 4 };
        server.house.set_browsers(at.tenant, leave(), browsers).await.unwrap();
        let taken = server.house.take_back_trial(at.tenant, leave()).await.unwrap();
        assert_eq!(taken, Ok(()));
        assert_eq!(written(&server, &at).await[0]["state"], "disabled");
        assert_eq!(server.house.browsers(at.tenant, &leave()).await.unwrap(), browsers);
        assert_eq!(server.house.take_back_trial(at.tenant, leave()).await.unwrap(), Err(TrialProblem::None));
    }

    async fn only_who_may_writes_policies_and_only_after_confirming(database) {
        let (server, at) = Server::with_organisation(database).await;
        for role in Role::ALL {
            let actor = |confirmation| Actor::Person {
                user: Id::fixed(1), roles: vec![role], session: Id::fixed(2), address: None, confirmation,
            };
            let may = permit::<service::authority::ManagePolicies>(&actor(Confirmation::Fresh), Target::Organisation);
            let wanted = [Role::GlobalAdministrator, Role::SecurityAdministrator, Role::ConditionalAccessAdministrator];
            assert_eq!(may.is_ok(), wanted.contains(&role), "{role:?}");
            let stale = permit::<service::authority::ManagePolicies>(&actor(Confirmation::Missing), Target::Organisation);
            assert!(stale.is_err(), "{role:?}");
        }
        // Leave that was given before the role was taken is no leave.
        anna(&server, &at).await;
        let before = acting(&server, &at, ANNA).await;
        let id = user(&server, at.tenant, ANNA).await;
        server.database().write(at.tenant, move |tx| tx.users().unassign(id, Role::GlobalAdministrator)).await.unwrap();
        let text = document("Late", "disabled", everybody(), "mfa").to_string();
        let fault = server.house.create_policy(at.tenant, before, &text, Wish::default()).await;
        assert!(matches!(fault, Err(Fault::Denied)));
        // Another organisation has its own.
        let other = server.house.policies(Id::fixed(9), &leave()).await;
        assert!(matches!(other, Err(Fault::NotFound)));
        let _ = ELSEWHERE;
    }

    /// Reference 3.2, step 13: a registration in the middle of a sign-in is a registration too.
    async fn a_second_step_is_not_set_up_where_a_policy_forbids_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        defaults(&server, &at, false).await;
        let office = json!({ "displayName": "Office", "isTrusted": true, "ipRanges": [{ "cidrAddress": "203.0.113.0/24" }] });
        server.house.create_location(at.tenant, leave(), &office.to_string()).await.unwrap().unwrap();
        create(&server, &at, &document("Everybody", "enabled", everybody(), "mfa")).await.unwrap();
        let mut registering = document("Registering", "enabled", everybody(), "mfa");
        registering["conditions"]["applications"] = json!({ "includeUserActions": ["urn:user:registersecurityinfo"] });
        registering["conditions"]["locations"] = json!({ "includeLocations": ["All"], "excludeLocations": ["AllTrusted"] });
        create(&server, &at, &registering).await.unwrap();
        let link = steps::invite(&server, &at, PIET, None).await;
        let outside = server.browser(ELSEWHERE);
        let page = steps::accept(&outside, &link).await;
        assert!(!page.has_field("way"), "a passkey is no way in here either: {}", page.text());
        let stopped = outside.submit(&page, &[("new_password", GOOD)]).await;
        assert_eq!(stopped.status, 403, "{}", stopped.text());
        let piet = user(&server, at.tenant, PIET).await;
        let filter = store::Filter { user: Some(piet), ..store::Filter::default() };
        let newest = server.database().read(at.tenant, move |tx| tx.records().list(&filter, 1)).await.unwrap();
        assert_eq!(newest[0].error, policy::code::REGISTRATION_NOT_HERE);
        let inside = server.browser(OFFICE);
        let page = proved(&inside, PIET, GOOD).await;
        assert!(page.has_field("way"), "{}", page.text());
    }

    async fn a_policy_says_whether_a_browser_stays_signed_in(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let piet = person_with_password(&server, &at, PIET, &browser).await;
        let lasting = async |tick: &[(&str, &str)]| {
            let browser = server.browser(OFFICE);
            let page = steps::named(&browser, PIET).await;
            let fields: Vec<(&str, &str)> = [("password", GOOD), ("box", "keep")].into_iter().chain(tick.iter().copied()).collect();
            assert_eq!(browser.submit(&page, &fields).await.status, 303);
            let now = server.now();
            let rows = server.database().read(at.tenant, move |tx| tx.sessions().of_user(piet, now, 1)).await.unwrap();
            (browser, rows[0].session.lasting)
        };
        let (kept, how) = lasting(&[("keep", "yes")]).await;
        assert_eq!(how, signin::Lasting::Kept);
        let mut policy = document("Browsers", "enabled", one(piet), "mfa");
        policy["grantControls"] = Value::Null;
        policy["sessionControls"] = json!({ "persistentBrowser": { "isEnabled": true, "mode": "never" } });
        let saved = create(&server, &at, &policy).await.unwrap();
        assert!(!steps::is_in(&kept).await, "a session that outlives its browser is one too many");
        let (_, how) = lasting(&[("keep", "yes")]).await;
        assert_eq!(how, signin::Lasting::UntilClosed);
        let always = json!({ "sessionControls": { "persistentBrowser": { "isEnabled": true, "mode": "always" } } });
        let changed = server.house
            .change_policy(at.tenant, leave(), saved.id, &always.to_string(), Wish::default()).await.unwrap();
        assert!(changed.is_ok());
        let (_, how) = lasting(&[]).await;
        assert_eq!(how, signin::Lasting::Kept, "whatever they answered");
    }

    async fn the_story_of_a_sign_in_names_the_policy_and_the_place(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let piet = person_with_password(&server, &at, PIET, &browser).await;
        let office = json!({ "displayName": "The office", "ipRanges": [{ "cidrAddress": "203.0.113.0/24" }] });
        let office = server.house.create_location(at.tenant, leave(), &office.to_string()).await.unwrap().unwrap();
        let mut outside = document("Only at the office", "enabled", one(piet), "block");
        outside["conditions"]["locations"] = json!({ "includeLocations": ["All"], "excludeLocations": [office.id.to_string()] });
        create(&server, &at, &outside).await.unwrap();
        let tried = document("On trial", "enabledForReportingButNotEnforced", one(piet), "block");
        create(&server, &at, &tried).await.unwrap();
        let stopped = proved(&server.browser(ELSEWHERE), PIET, GOOD).await;
        assert_eq!(stopped.status, 403, "{}", stopped.text());
        assert!(!stopped.text().contains("Only at the office"), "nothing is said before a second step");
        let anna = anna(&server, &at).await;
        let log = anna.get("/admin/sign-ins?person=piet%40example.org").await;
        let (_, rest) = log.body.split_once("/admin/sign-ins/").unwrap();
        let story = anna.get(&format!("/admin/sign-ins/{}", rest.split('"').next().unwrap())).await;
        for words in ["Only at the office", "From where", "anywhere, without The office", "stops", "On trial", "report-only: would stop"] {
            assert!(story.text().contains(words), "{words}: {}", story.text());
        }
    }
}
