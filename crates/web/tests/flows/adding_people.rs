//! Adding people: members and guests, what the invitation says, and from when on somebody is no longer merely invited.
//! On both databases and without JavaScript.

use crate::on_both::on_both;
use crate::steps::{GOOD, OFFICE, PIET, accept, anna, defaults, enrolled, invite, leave, user};
use model::{GuestKind, Id, User, UserState};
use service::people::Delivery;
use store::Tables;
use testkit::{Organisation, Server};

async fn person(server: &Server, at: &Organisation, id: Id<User>) -> User {
    server.database().read(at.tenant, move |tx| tx.users().by_id(id)).await.unwrap().unwrap()
}

on_both! {
    async fn the_list_of_guests_adds_guests(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let list = admin.get("/admin/guests").await;
        assert!(list.body.contains("href=\"/admin/users/new?kind=guest\""), "{}", list.text());
        let form = admin.get("/admin/users/new?kind=guest").await;
        assert!(form.text().contains("Add a guest"), "{}", form.text());
        let token = form.field("t");
        let kind = form.field("kind");
        for (name, more) in [("guest@example.org", &[("kind", kind.as_str())][..]), ("member@example.org", &[])] {
            let mut fields = vec![("t", token.as_str()), ("display", "Els"), ("name", name), ("delivery", "link")];
            fields.extend(more);
            let added = admin.post("/admin/users", &fields).await;
            assert!(added.text().contains("Invitation for Els"), "{}", added.text());
        }
        let guest = user(&server, at.tenant, "guest@example.org").await;
        let member = user(&server, at.tenant, "member@example.org").await;
        assert_eq!(person(&server, &at, guest).await.guest, GuestKind::InternalGuest);
        assert_eq!(person(&server, &at, member).await.guest, GuestKind::Member);
        // What is wrong with it is said on the page of a guest again.
        let fields = [("t", token.as_str()), ("display", ""), ("name", "x@example.org"), ("kind", "guest")];
        let again = admin.post("/admin/users", &fields).await;
        assert!(again.text().contains("Add a guest") && again.has_field("kind"), "{}", again.text());
    }

    async fn whoever_has_a_password_and_a_second_step_is_active_wherever_they_stop(database) {
        let (server, at) = Server::with_organisation(database).await;
        defaults(&server, &at, true).await;
        let browser = server.browser(OFFICE);
        let link = invite(&server, &at, PIET, None).await;
        let page = accept(&browser, &link).await;
        let page = browser.submit(&page, &[("new_password", GOOD)]).await;
        let piet = user(&server, at.tenant, PIET).await;
        let state = person(&server, &at, piet).await.state;
        assert!(matches!(state, UserState::Invited { .. }), "a password alone is not enough here: {state:?}");
        let (_, codes) = enrolled(&server, &browser, &page).await;
        let another = browser.submit(&codes, &[("kept", "yes"), ("go", "on")]).await;
        assert!(another.text().contains("Authenticator app is set up."), "{}", another.text());
        // The page that offers another one is closed here.
        assert_eq!(person(&server, &at, piet).await.state, UserState::Active);
    }

    async fn an_invitation_names_who_sends_it_once_and_promises_no_button_to_whoever_reads_text(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, Some("post@piet.example")).await;
        let piet = user(&server, at.tenant, PIET).await;
        server.house.invite_again(at.tenant, leave(), piet, Delivery::Mail).await.unwrap();
        let admin = anna(&server, &at).await;
        let token = admin.get("/my").await.field("t");
        let sent = admin.post(&format!("/admin/users/{piet}/invite"), &[("t", &token), ("delivery", "mail")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let mail = server.mail().await;
        let name = server.house.organisation(at.tenant).unwrap().name.clone();
        let says = |words: &str| mail.iter().filter(|letter| letter.text.contains(words)).count();
        assert_eq!(mail.len(), 2);
        assert_eq!(says(&format!("\n{name} has made an account for you.\n")), 1, "{mail:?}");
        assert_eq!(says(&format!(" has made an account for you at {name}.\n")), 1, "{mail:?}");
        for letter in &mail {
            assert!(!letter.text.contains("button") && !letter.text.contains("password"), "{}", letter.text);
        }
    }

    async fn a_role_that_nobody_chose_is_not_given(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        let admin = anna(&server, &at).await;
        let path = format!("/admin/users/{piet}");
        let page = admin.get(&path).await;
        let (_, choice) = page.body.split_once("<select id=\"role\"").unwrap();
        let (choice, _) = choice.split_once("</select>").unwrap();
        assert!(choice.contains("<option value=\"\">") && !choice.contains("selected"), "{choice}");
        let names: Vec<_> = choice.split("<option value=\"").skip(2).filter_map(|role| role.split('>').nth(1)).collect();
        assert!(names.len() > 5 && names.is_sorted(), "{names:?}");
        let done = admin.post(&format!("{path}/roles"), &[("t", &page.field("t")), ("role", "")]).await;
        assert!(done.location().contains("done=no-role"), "{}", done.location());
        let held = server.house.roles_of(at.tenant, piet).await.unwrap();
        assert!(held.is_empty(), "{held:?}");
    }
}
