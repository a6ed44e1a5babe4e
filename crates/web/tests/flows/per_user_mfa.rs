//! Multi-factor authentication per user: what each state asks at the doors, who may set it, and the page of it, on both
//! databases and without JavaScript.

use crate::on_both::on_both;
use crate::steps::{
    ANNA, ELSEWHERE, GOOD, OFFICE, PIET, anna, audited, enrolled, invite, kept, leave, person_with_app,
    person_with_password, proved, sign_out, user,
};
use model::{Id, PerUserMfa, Role, Span, User};
use serde_json::json;
use service::authority::{Actor, ManagePerUserMfa, SystemUser, Target, permit};
use service::conditional_access::Wish;
use service::people::RoleChange;
use service::{Fault, Page};
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

const PATH: &str = "/admin/users/mfa";

/// Chooses these people in the list, presses a button and says that it is meant.
async fn set(browser: &Client, act: &str, ids: &[Id<User>]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut all = vec![("t", token.as_str()), ("act", act), ("sure", "yes")];
    all.extend(ids.iter().map(|id| ("person", id.as_str())));
    browser.post("/admin/users/selected", &all).await
}

async fn state_of(server: &Server, at: &Organisation, id: Id<User>) -> PerUserMfa {
    let found = server.database().read(at.tenant, move |tx| tx.users().by_id(id)).await;
    found.unwrap().unwrap().per_user_mfa
}

async fn give_role(server: &Server, at: &Organisation, id: Id<User>, role: Role) {
    server.house.set_role(at.tenant, leave(), id, RoleChange::Give(role)).await.unwrap();
}

on_both! {
    async fn who_is_enforced_is_asked_at_every_sign_in_and_who_is_disabled_is_not(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        let admin = anna(&server, &organisation).await;
        let list = admin.get(&format!("{PATH}?q=Piet")).await;
        assert!(list.text().contains("Nothing"), "{}", list.text());
        sign_out(&own).await;
        assert_eq!(proved(&own, PIET, GOOD).await.status, 303, "nothing asks for a second step");
        let done = set(&admin, "mfa-enforced", &[piet]).await;
        assert!(done.text().contains("MFA per user is enforced for 1 person"), "{}", done.text());
        assert!(own.get("/my").await.has_field("way"), "a session from before is asked too");
        sign_out_anyhow(&own).await;
        assert!(proved(&own, PIET, GOOD).await.has_field("way"), "a second step is set up first");
        let list = admin.get(&format!("{PATH}?state=enforced")).await;
        assert!(list.text().contains("Piet Bakker") && !list.text().contains("Nothing"), "{}", list.text());
        assert!(!list.body.contains(ANNA), "she is disabled");
        set(&admin, "mfa-disabled", &[piet]).await;
        assert_eq!(proved(&own, PIET, GOOD).await.status, 303);
        assert_eq!(audited(&server, &organisation, "changePerUserMfa").await, 2);
    }

    async fn who_is_enabled_sets_up_a_second_step_and_is_enforced_from_then_on(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        let admin = anna(&server, &organisation).await;
        set(&admin, "mfa-enabled", &[piet]).await;
        assert_eq!(state_of(&server, &organisation, piet).await, PerUserMfa::Enabled);
        sign_out_anyhow(&own).await;
        let page = proved(&own, PIET, GOOD).await;
        let (_, codes) = enrolled(&server, &own, &page).await;
        assert_eq!(state_of(&server, &organisation, piet).await, PerUserMfa::Enforced);
        assert_eq!(kept(&own, &codes).await.status, 303);
        let newest = server.database().read(organisation.tenant, |tx| tx.audit().newest(20)).await.unwrap();
        let record = newest.iter().find(|record| record.action == "registerSecurityInfo").unwrap();
        assert!(record.changes.contains(r#"{"property":"perUserMfa","old":"enabled","new":"enforced"}"#), "{}", record.changes);
        server.pass(Span::seconds(30));
        sign_out(&own).await;
        assert!(proved(&own, PIET, GOOD).await.has_field("totp"), "in a place that is known, too");
        // Who has a second step and is to be asked to set one up is asked for it at once.
        set(&admin, "mfa-disabled", &[piet]).await;
        let done = set(&admin, "mfa-enabled", &[piet]).await;
        assert!(done.text().contains("enforced, for a second step is set up"), "{}", done.text());
        assert_eq!(state_of(&server, &organisation, piet).await, PerUserMfa::Enforced);
    }

    async fn nothing_is_asked_at_trusted_addresses_and_everything_elsewhere(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        let enforced = PerUserMfa::Enforced;
        server.house.set_per_user_mfa(organisation.tenant, leave(), piet, enforced).await.unwrap();
        let office = vec!["203.0.113.0/24".parse().unwrap()];
        let saved = server.house.set_trusted_ips(organisation.tenant, leave(), office, Wish::default()).await;
        saved.unwrap().unwrap();
        sign_out_anyhow(&own).await;
        assert_eq!(proved(&own, PIET, GOOD).await.status, 303);
        let away = server.browser(ELSEWHERE);
        assert_ne!(proved(&away, PIET, GOOD).await.status, 303);
    }

    async fn trusted_addresses_are_saved_on_a_page_that_says_what_is_wrong_with_them(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        let page = admin.get(&format!("{PATH}/settings")).await;
        let wrong = admin.submit(&page, &[("trusted", "203.0.113.0/24 office")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("office is no range"), "{}", wrong.text());
        let wide = admin.submit(&page, &[("trusted", "10.0.0.0/8")]).await;
        assert!(wide.status == 422 && wide.text().contains("10.0.0.0/8 is no range"), "{}", wide.text());
        assert_eq!(audited(&server, &organisation, "changeTrustedIps").await, 0);
        let saved = admin.submit(&page, &[("trusted", "203.0.113.0/24, 198.51.100.7")]).await;
        let after = admin.get(saved.location()).await;
        assert!(after.body.contains("203.0.113.0/24\n198.51.100.7/32"), "{}", after.body);
        // One administrator alone could keep themselves out by it: it is on trial.
        assert!(after.text().contains("Saved on trial"), "{}", after.text());
        assert_eq!(audited(&server, &organisation, "changeTrustedIps").await, 1);
    }

    /// Attack 96: nobody who may set it for others asks less of themselves, or of who holds more.
    async fn who_holds_more_is_left_alone_and_nobody_asks_less_of_themselves(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let tenant = organisation.tenant;
        let desk = server.browser(OFFICE);
        let (clerk, _) = person_with_app(&server, &organisation, "clerk@example.org", &desk).await;
        give_role(&server, &organisation, clerk, Role::AuthenticationAdministrator).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let chief = user(&server, tenant, ANNA).await;
        for id in [clerk, chief, piet] {
            server.house.set_per_user_mfa(tenant, leave(), id, PerUserMfa::Enforced).await.unwrap();
        }
        let done = set(&desk, "mfa-disabled", &[clerk, chief, piet]).await;
        assert!(done.text().contains("disabled for 1 person"), "{}", done.text());
        assert!(done.text().contains("a role that you do not") && done.text().contains("that is you"), "{}", done.text());
        for (id, state) in [(clerk, PerUserMfa::Enforced), (chief, PerUserMfa::Enforced), (piet, PerUserMfa::Disabled)] {
            assert_eq!(state_of(&server, &organisation, id).await, state);
        }
        // The same for everybody at once: who is left is said.
        let token = desk.get("/my").await.field("t");
        let off = desk.post(&format!("{PATH}/off"), &[("t", &token)]).await;
        assert!(desk.get(off.location()).await.text().contains("except for people who hold a role"), "{}", off.location());
        let admin = anna(&server, &organisation).await;
        let asked = admin.get(&format!("{PATH}/off")).await;
        assert!(asked.text().contains("Switch MFA per user off for 2 people?"), "{}", asked.text());
        let off = admin.submit(&asked, &[]).await;
        assert!(admin.get(off.location()).await.text().contains("MFA per user is off."));
        assert_eq!(state_of(&server, &organisation, chief).await, PerUserMfa::Disabled, "a Global Administrator may");
        assert_eq!(audited(&server, &organisation, "changePerUserMfa").await, 6);
        server.pass(Span::minutes(11));
        let unconfirmed = set(&desk, "mfa-enforced", &[piet]).await;
        assert!(unconfirmed.location().starts_with("/confirm"), "{}", unconfirmed.location());
    }

    async fn a_file_sets_many_and_says_of_each_line_that_is_refused_why(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let token = admin.get(PATH).await.field("t");
        let send = async |file: &str| admin.post_file(&format!("{PATH}/file"), &[("t", &token)], file.as_bytes()).await;
        let file = format!("Username,MFA Status\n{PIET},Enabled\n\"<b>\"\"x\",Enforced\n{ANNA},perhaps\n");
        let done = send(&file).await;
        assert!(done.text().contains("1 changed, 0 left as they were, 2 refused"), "{}", done.text());
        assert!(done.text().contains("Nobody signs in with this name") && done.text().contains("This is no state"), "{}", done.text());
        assert!(!done.body.contains("<b>\"x"), "attack 74: what stands in a file is text");
        assert_eq!(state_of(&server, &organisation, piet).await, PerUserMfa::Enabled);
        let again = send(&file).await;
        assert!(again.text().contains("0 changed, 1 left as they were"), "{}", again.text());
        assert_eq!(audited(&server, &organisation, "changePerUserMfa").await, 1);
        let wrong = send("name,state\nx,Enabled\n").await;
        assert_eq!(wrong.status, 422);
    }

    async fn the_list_names_what_really_asks_and_goes_on_page_after_page(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let tenant = organisation.tenant;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let policy = json!({
            "displayName": "Piet <b>only",
            "state": "enabled",
            "conditions": {
                "clientAppTypes": ["all"],
                "users": { "includeUsers": [piet.to_string()] },
                "applications": { "includeApplications": ["All"] },
            },
            "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
        });
        let made = server.house.create_policy(tenant, leave(), &policy.to_string(), Wish::default()).await;
        made.unwrap().unwrap();
        let list = admin.get(PATH).await;
        assert!(list.text().contains("Policy: Piet <b>only"), "{}", list.text());
        assert!(list.text().contains("Only where they are new"), "Anna has a second step: {}", list.text());
        assert!(!list.body.contains("Piet <b>only"), "attack 74: a name is text");
        for number in 0..7 {
            invite(&server, &organisation, &format!("person{number}@example.org"), None).await;
            let id = user(&server, tenant, &format!("person{number}@example.org")).await;
            server.house.set_per_user_mfa(tenant, leave(), id, PerUserMfa::Enabled).await.unwrap();
        }
        let (mut seen, mut after) = (vec![], None);
        loop {
            let narrowed = (Some(PerUserMfa::Enabled), "");
            let page = server.house.per_user_mfa(tenant, &leave(), narrowed, after, 3).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(Page { display: last.row.user.display.clone(), id: last.row.user.id });
            seen.extend(page.into_iter().map(|found| found.row.user.id));
        }
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((count, seen.len()), (7, 7), "everybody once");
        let counts = server.house.per_user_mfa_counts(tenant, &leave()).await.unwrap();
        assert_eq!((counts.enabled, counts.enforced), (7, 0));
    }

    /// The guard: nothing that is set here keeps the last administrator out who may change policy.
    async fn the_last_administrator_comes_in_whatever_is_set(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let chief = user(&server, organisation.tenant, ANNA).await;
        let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
        for state in [PerUserMfa::Enforced, PerUserMfa::Disabled] {
            let permit = permit::<ManagePerUserMfa>(&root, Target::Organisation).unwrap();
            server.house.set_per_user_mfa(organisation.tenant, permit, chief, state).await.unwrap();
            anna(&server, &organisation).await;
        }
        let permit = permit::<ManagePerUserMfa>(&root, Target::Organisation).unwrap();
        let again = server.house.set_per_user_mfa(organisation.tenant, permit, chief, PerUserMfa::Disabled).await;
        assert!(matches!(again, Err(Fault::Conflict("state"))), "{again:?}");
    }
}

/// Signs out somebody whose session is asked for more.
async fn sign_out_anyhow(browser: &Client) {
    browser.post("/sign-out", &[]).await;
}
