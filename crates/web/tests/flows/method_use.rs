//! The authentication methods policy: who may register and use which second step, on both databases and without JavaScript.

use crate::on_both::on_both;
use crate::steps::{
    ELSEWHERE, GOOD, OFFICE, PIET, anna, audited, factors_of, leave, person_with_app, person_with_password,
    proved, sign_out,
};
use model::{Group, Id, Method, Span, User};
use policy::{MethodConfiguration, MethodKind, MethodState};
use service::authority::ReadSecurity;
use service::conditional_access::{PolicyProblem, Wish};
use service::groups::{Leave, NewGroup};
use softkey::{Authenticator, Kind};
use store::Tables;
use testkit::{Organisation, Server};

const PATH: &str = "/admin/identity/authentication-methods/app/use";
const KEYS: &str = "/admin/identity/authentication-methods/passkey/use";

fn apps() -> MethodConfiguration {
    MethodConfiguration::usual(MethodKind::SoftwareOath)
}

/// A group with this person in it.
async fn group_of(server: &Server, at: &Organisation, person: Id<User>) -> Id<Group> {
    let new = NewGroup {
        display: "Pilots".to_owned(),
        description: String::new(),
        carries_roles: false,
        rule: None,
    };
    let group = server.house.add_group(at.tenant, Leave::Plain(leave()), new).await.unwrap();
    let now = server.now();
    let add = move |tx: &mut sql::Tx<'_>| tx.memberships().add(group, model::Member::Person(person), now);
    server.database().write(at.tenant, add).await.unwrap();
    group
}

async fn set(server: &Server, at: &Organisation, wanted: MethodConfiguration) {
    let saved = server.house.set_method_use(at.tenant, leave(), wanted, Wish::default()).await;
    saved.unwrap().unwrap();
}

on_both! {
    async fn who_may_no_longer_use_what_they_have_is_told_at_once_with_a_code(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &organisation, PIET, &own).await;
        let pilots = group_of(&server, &organisation, piet).await;
        set(&server, &organisation, MethodConfiguration { exclude_groups: vec![pilots], ..apps() }).await;
        let away = server.browser(ELSEWHERE);
        assert!(proved(&away, PIET, GOOD).await.has_field("recovery"), "a recovery code is a way still");
        let spend = move |tx: &mut sql::Tx<'_>| tx.recovery_codes().remove_all(piet);
        server.database().write(organisation.tenant, spend).await.unwrap();
        // Nothing that cannot be finished is begun: no dead end.
        let page = proved(&away, PIET, GOOD).await;
        assert!(!page.has_field("totp") && !page.has_field("way"), "{}", page.text());
        assert!(page.body.contains("class=\"ref\""), "the code for the help desk: {}", page.text());
        // What is kept works again once it may be used.
        set(&server, &organisation, apps()).await;
        server.pass(Span::seconds(30));
        assert!(proved(&away, PIET, GOOD).await.has_field("totp"));
    }

    async fn who_may_use_what_goes_back_with_the_trial(database) {
        let (server, at) = Server::with_organisation(database).await;
        let state = async || {
            let uses = server.house.method_uses(at.tenant, &leave::<ReadSecurity>()).await.unwrap();
            uses.into_iter().find(|one| one.configuration.id == MethodKind::Fido2).unwrap().configuration.state
        };
        // The administrator has an app.
        let off = MethodConfiguration { state: MethodState::Disabled, ..MethodConfiguration::usual(MethodKind::Fido2) };
        let wish = Wish { trial: Some(Span::minutes(10)), ..Wish::default() };
        server.house.set_method_use(at.tenant, leave(), off, wish).await.unwrap().unwrap();
        assert_eq!(state().await, MethodState::Disabled);
        server.pass(Span::minutes(11));
        server.house.run_jobs().await;
        assert_eq!(state().await, MethodState::Enabled);
    }

    async fn two_who_change_methods_do_not_write_over_each_other(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let own = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &own).await;
        let pilots = group_of(&server, &at, piet).await;
        let save = async |path: &str, fields: &[(&str, &str)]| {
            let token = admin.get("/my").await.field("t");
            let own = [("t", token.as_str()), ("sure", "yes")];
            admin.post(path, &[&own[..], fields].concat()).await
        };
        let opened = admin.get(PATH).await.field("seen");
        let trial = Wish { trial: Some(Span::minutes(10)), ..Wish::default() };
        let other = MethodConfiguration { exclude_groups: vec![pilots], ..apps() };
        server.house.set_method_use(at.tenant, leave(), other, trial).await.unwrap().unwrap();
        let late = save(PATH, &[("enabled", "yes"), ("trial", "10"), ("seen", &opened)]).await;
        assert_eq!(late.status, 422);
        assert!(late.text().contains("Somebody changed this since you opened it"), "{}", late.text());
        assert!(admin.get(PATH).await.body.contains("Pilots"));
        // A change of something else meanwhile is nobody's.
        let keys = MethodConfiguration::usual(MethodKind::Fido2);
        let head = server.house.method_uses(at.tenant, &leave::<ReadSecurity>()).await.unwrap()[0].revision;
        let seen = Wish { seen: Some(head), trial: Some(Span::minutes(10)), ..Wish::default() };
        assert!(server.house.set_method_use(at.tenant, leave(), keys, seen).await.unwrap().is_ok());
        let rules = "/admin/identity/authentication-methods/passkey";
        let opened = admin.get(rules).await.field("seen");
        assert_eq!(save(rules, &[("self", "yes"), ("list", "block"), ("seen", &opened)]).await.status, 303);
        let again = admin.get(rules).await.field("seen");
        assert_eq!(save(rules, &[("list", "block"), ("seen", &again)]).await.status, 303);
        let late = save(rules, &[("self", "yes"), ("list", "block"), ("seen", &again)]).await;
        assert_eq!(late.status, 422);
        assert!(late.text().contains("Somebody changed this since you opened it"), "{}", late.text());
    }

    async fn what_may_not_be_used_is_offered_to_nobody_who_sets_up_a_second_step(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        let pilots = group_of(&server, &organisation, piet).await;
        set(&server, &organisation, MethodConfiguration { exclude_groups: vec![pilots], ..apps() }).await;
        let enforced = model::PerUserMfa::Enforced;
        server.house.set_per_user_mfa(organisation.tenant, leave(), piet, enforced).await.unwrap();
        sign_out(&own).await;
        let page = proved(&own, PIET, GOOD).await;
        assert!(page.body.contains("value=\"passkey\"") && !page.body.contains("value=\"app\""), "{}", page.body);
        // A form that asks for it all the same gets the choice again.
        let again = own.submit(&page, &[("way", "app")]).await;
        assert!(!again.has_field("enrol"), "{}", again.text());
    }

    async fn nobody_switches_off_what_the_last_administrators_come_in_with(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let off = MethodConfiguration { state: MethodState::Disabled, ..apps() };
        let refused = server.house.set_method_use(organisation.tenant, leave(), off, Wish::default()).await;
        assert!(matches!(refused, Ok(Err(PolicyProblem::LocksOut(_)))), "{refused:?}");
        let admin = anna(&server, &organisation).await;
        let page = admin.get(PATH).await;
        let asked = admin.submit(&page, &[("enabled", "no")]).await;
        assert!(asked.status == 422 && asked.text().contains("1 person would have no second step left"), "{}", asked.text());
        let told = admin.submit(&page, &[("enabled", "no"), ("sure", "yes")]).await;
        assert!(told.status == 422 && told.text().contains("too few administrators"), "{}", told.text());
        let strange = admin.submit(&page, &[("include", "<b>Nobody")]).await;
        assert!(strange.status == 422 && !strange.body.contains("<b>Nobody"), "attack 74: {}", strange.body);
        assert_eq!(audited(&server, &organisation, "changeAuthenticationMethods").await, 0);
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        group_of(&server, &organisation, piet).await;
        // Whoever would be left without one is counted and named before it is saved.
        let asked = admin.submit(&page, &[("exclude", "pilots")]).await;
        assert!(asked.status == 422 && asked.text().contains("they may use: Piet Bakker."), "{}", asked.text());
        let saved = admin.submit(&page, &[("exclude", "pilots"), ("sure", "yes")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(audited(&server, &organisation, "changeAuthenticationMethods").await, 1);
        assert!(admin.get("/admin/identity/authentication-methods").await.text().contains("groups say who"));
    }

    async fn groups_that_are_gone_leave_nobody_else_in(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let pilots = group_of(&server, &organisation, piet).await;
        let keys = MethodConfiguration { include_groups: vec![pilots], ..MethodConfiguration::usual(MethodKind::Fido2) };
        set(&server, &organisation, keys).await;
        let (house, tenant) = (&server.house, organisation.tenant);
        house.delete_group(tenant, Leave::Access(leave()), pilots).await.unwrap();
        house.purge_group(tenant, Leave::Access(leave()), pilots).await.unwrap();
        let admin = anna(&server, &organisation).await;
        let page = admin.get(KEYS).await;
        let id = pilots.to_string();
        assert!(page.body.contains(&id), "{}", page.body);
        let saved = admin.submit(&page, &[("enabled", "yes"), ("include", &id)]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let uses = house.method_uses(tenant, &leave::<ReadSecurity>()).await.unwrap();
        let of_keys = uses.iter().find(|one| one.configuration.id == MethodKind::Fido2).unwrap();
        assert_eq!(of_keys.configuration.include_groups, [pilots]);
    }

    async fn nobody_removes_the_last_method_that_they_may_use(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &organisation, PIET, &own).await;
        let mut laptop = Authenticator::new(Kind::Synced, &server.base);
        let page = own.get("/my/security/passkey").await;
        let made = laptop.register(&page.data("options")).to_string();
        own.submit(&page, &[("made", &made), ("label", "Blue laptop")]).await;
        let read = move |tx: &mut sql::Tx<'_>| tx.credentials().of(piet);
        let held = server.database().read(organisation.tenant, read).await.unwrap();
        let path = format!("/my/security/keys/{}", held.iter().find(|held| held.method == Method::Passkey).unwrap().id);
        let pilots = group_of(&server, &organisation, piet).await;
        set(&server, &organisation, MethodConfiguration { exclude_groups: vec![pilots], ..apps() }).await;
        let browser = server.browser(OFFICE);
        let page = browser.get("/sign-in").await;
        let proof = laptop.assert(&page.data("options")).unwrap().to_string();
        assert_eq!(browser.submit(&page, &[("key", &proof)]).await.status, 303);
        let page = browser.get(&path).await;
        assert!(page.text().contains("This is your only second step"), "{}", page.text());
        let token = page.field("t");
        let kept = browser.post(&path, &[("t", &token), ("sure", "yes")]).await;
        assert_eq!(kept.status, 422, "{}", kept.text());
        assert_eq!(factors_of(&server, organisation.tenant, piet).await, 2);
        // Once the app may be used again it is another way.
        set(&server, &organisation, apps()).await;
        let gone = browser.post(&path, &[("t", &token), ("sure", "yes")]).await;
        assert_eq!(gone.status, 303, "{}", gone.text());
        assert_eq!(factors_of(&server, organisation.tenant, piet).await, 1);
    }
}
