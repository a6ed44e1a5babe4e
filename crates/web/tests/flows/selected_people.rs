//! Several people at once, and what the list shows, on both databases and without JavaScript.

use crate::on_both::on_both;
use crate::steps::{
    ANNA, GOOD, OFFICE, PIET, anna, audited, invite, leave, person_with_app, person_with_password, proved,
    user,
};
use model::{Attribute, Id, Role, Span, User, UserState};
use service::people::RoleChange;
use store::Tables;
use testkit::{Answer, Client, Server};

const PATH: &str = "/admin/users/selected";

/// Chooses these people in the list and presses a button.
async fn chosen(browser: &Client, act: &str, ids: &[Id<User>], more: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut all = vec![("t", token.as_str()), ("act", act)];
    all.extend(ids.iter().map(|id| ("person", id.as_str())));
    all.extend(more);
    browser.post(PATH, &all).await
}

on_both! {
    async fn several_people_are_blocked_ended_and_deleted_with_a_word_for_each(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        invite(&server, &organisation, "kees@example.org", None).await;
        let kees = user(&server, organisation.tenant, "kees@example.org").await;
        let chief = user(&server, organisation.tenant, ANNA).await;
        let admin = anna(&server, &organisation).await;
        let list = admin.get("/admin/users").await;
        assert!(list.body.contains(&format!("name=\"person\" value=\"{piet}\"")), "{}", list.body);
        // First it says what will happen, and nothing does.
        let asked = chosen(&admin, "block", &[piet, kees, chief, piet], &[]).await;
        assert_eq!(asked.status, 200);
        assert!(asked.text().contains("Block 2 people?") && asked.text().contains("that is you"), "{}", asked.text());
        assert_eq!(audited(&server, &organisation, "blockPerson").await, 0);
        let done = chosen(&admin, "block", &[piet, kees, chief], &[("sure", "yes")]).await;
        assert!(done.text().contains("2 people are blocked"), "{}", done.text());
        assert_ne!(proved(&own, PIET, GOOD).await.status, 303);
        let again = chosen(&admin, "block", &[piet], &[("sure", "yes")]).await;
        assert!(again.text().contains("it is so already"), "{}", again.text());
        chosen(&admin, "unblock", &[piet], &[("sure", "yes")]).await;
        chosen(&admin, "end-sessions", &[piet, chief], &[("sure", "yes")]).await;
        let admin = anna(&server, &organisation).await;
        let gone = chosen(&admin, "delete", &[piet, kees], &[("sure", "yes")]).await;
        assert!(gone.text().contains("2 people are deleted"), "{}", gone.text());
        let state = server.database().read(organisation.tenant, move |tx| tx.users().by_id(piet)).await;
        assert!(matches!(state.unwrap().unwrap().state, UserState::Deleted { .. }));
        for (action, times) in [("blockPerson", 2), ("unblockPerson", 1), ("endSessions", 2), ("deletePerson", 2)] {
            assert_eq!(audited(&server, &organisation, action).await, times, "{action}");
        }
        assert_eq!(chosen(&admin, "promote", &[piet], &[]).await.status, 404);
    }

    async fn who_holds_more_is_left_alone_and_deleting_is_confirmed(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let clerk = server.browser(OFFICE);
        let (id, _) = person_with_app(&server, &organisation, "clerk@example.org", &clerk).await;
        let role = RoleChange::Give(Role::UserAdministrator);
        server.house.set_role(organisation.tenant, leave(), id, role).await.unwrap();
        let chief = user(&server, organisation.tenant, ANNA).await;
        for act in ["block", "end-sessions", "delete"] {
            let done = chosen(&clerk, act, &[chief], &[("sure", "yes")]).await;
            assert!(done.text().contains("a role that you do not"), "{act}: {}", done.text());
        }
        server.pass(Span::minutes(11));
        let asked = chosen(&clerk, "delete", &[chief], &[("sure", "yes")]).await;
        assert!(asked.location().starts_with("/confirm"), "{}", asked.location());
    }

    async fn the_list_shows_the_columns_that_the_address_names(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        invite(&server, &organisation, PIET, None).await;
        let piet = user(&server, organisation.tenant, PIET).await;
        let typed = vec![(Attribute::Department, "Sales and care".to_owned())];
        server.house.change_person(organisation.tenant, leave(), piet, typed).await.unwrap();
        let admin = anna(&server, &organisation).await;
        let plain = admin.get("/admin/users").await;
        assert!(!plain.text().contains("Sales and care"), "{}", plain.text());
        let shown = admin.get("/admin/users?show=department&show=jobTitle&show=roles&show=department").await;
        assert!(shown.text().contains("Sales and care"), "{}", shown.text());
        assert_eq!(shown.body.matches("<th scope=\"col\"").count(), plain.body.matches("<th scope=\"col\"").count() + 2);
    }

    /// The help desk gives a way to a new password to who is no administrator, and nothing more.
    async fn the_help_desk_invites_again_and_removes_no_method(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let desk = server.browser(OFFICE);
        let (id, _) = person_with_app(&server, &organisation, "desk@example.org", &desk).await;
        let role = RoleChange::Give(Role::HelpdeskAdministrator);
        server.house.set_role(organisation.tenant, leave(), id, role).await.unwrap();
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let chief = user(&server, organisation.tenant, ANNA).await;
        let token = desk.get("/my").await.field("t");
        let invite = |id: Id<User>| format!("/admin/users/{id}/invite");
        assert_eq!(desk.post(&invite(chief), &[("t", &token), ("delivery", "link")]).await.status, 403);
        let made = desk.post(&invite(piet), &[("t", &token), ("delivery", "link")]).await;
        assert!(made.text().contains("/invitation/"), "{}", made.text());
        let again = desk.post(&format!("/admin/users/{piet}/register-again"), &[("t", &token), ("sure", "yes")]).await;
        assert_eq!(again.status, 403);
    }

    async fn a_role_with_a_last_day_is_taken_by_itself_and_the_last_administrator_has_none(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let tenant = organisation.tenant;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let chief = user(&server, tenant, ANNA).await;
        let admin = anna(&server, &organisation).await;
        let token = admin.get("/my").await.field("t");
        let role = Role::ReportsReader.id().to_string();
        let give = async |day: &str| {
            let fields = [("t", token.as_str()), ("role", role.as_str()), ("until", day)];
            let done = admin.post(&format!("/admin/users/{piet}/roles"), &fields).await;
            admin.get(done.location()).await.text()
        };
        assert!(give("2001-01-01").await.contains("Fill in a day to come"));
        assert!(server.house.roles_of(tenant, piet).await.unwrap().is_empty());
        let tomorrow = server.house.last_day_before(server.now() + Span::days(1));
        let page = give(&tomorrow).await;
        assert!(page.contains("until "), "{page}");
        server.house.run_jobs().await;
        assert_eq!(server.house.roles_of(tenant, piet).await.unwrap(), [Role::ReportsReader]);
        server.pass(Span::days(2));
        server.house.run_jobs().await;
        assert!(server.house.roles_of(tenant, piet).await.unwrap().is_empty());
        assert_eq!(audited(&server, &organisation, "takeRole").await, 1);
        // Nobody is left without an administrator by a day that comes.
        let until = RoleChange::GiveUntil(Role::GlobalAdministrator, server.now() + Span::days(1));
        let refused = server.house.set_role(tenant, leave(), chief, until).await;
        assert!(matches!(refused, Err(service::Fault::Conflict("last administrator"))), "{refused:?}");
        server.house.set_role(tenant, leave(), piet, until).await.unwrap();
        let taken = server.house.set_role(tenant, leave(), chief, RoleChange::Take(Role::GlobalAdministrator)).await;
        assert!(matches!(taken, Err(service::Fault::Conflict("last administrator"))), "one that ends is not enough");
    }
}
