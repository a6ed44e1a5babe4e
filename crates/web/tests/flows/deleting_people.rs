//! Deleting people, restoring them, and removing them for good, on both databases and without JavaScript.

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, ELSEWHERE, GOOD, OFFICE, PIET, accept, anna, app, audited, authorize, invite, invite_again,
    is_in, is_wrong, kept, leave, person_with_app, person_with_password, proved, user,
};
use model::{Attribute, Id, Role, Span, User};
use service::people::RoleChange;
use softkey::{Authenticator, Kind};
use store::{Filter, Tables};
use testkit::{Answer, Client, Organisation, Server};

/// Answers the question of an act, and opens the page that it leads to.
async fn act(browser: &Client, question: &str) -> Answer {
    let page = browser.get(question).await;
    let done = browser.submit(&page, &[("sure", "yes")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    browser.get(done.location()).await
}

/// The form of the button that takes it back: where it goes and what it holds.
fn undo(page: &Answer) -> (String, Vec<(String, String)>) {
    let (_, toast) = page.body.split_once("class=\"toast").unwrap_or_else(|| panic!("{}", page.text()));
    let (toast, _) = toast.split_once("</div>").unwrap();
    let after =
        |text: &str, mark: &str| text.split_once(mark).unwrap().1.split('"').next().unwrap().to_owned();
    let fields = toast.split("type=\"hidden\"").skip(1);
    let field = |text: &str| (after(text, "name=\""), after(text, "value=\""));
    (after(toast, "action=\""), fields.map(field).collect())
}

/// Somebody who was invited, chose a password and made a passkey.
async fn person_with_passkey(
    server: &Server,
    at: &Organisation,
    browser: &Client,
    device: &mut Authenticator,
) -> Id<User> {
    let link = invite(server, at, PIET, Some(PIET)).await;
    let page = accept(browser, &link).await;
    let page = browser.submit(&page, &[("new_password", GOOD)]).await;
    let page = browser.submit(&page, &[("way", "passkey")]).await;
    let made = device.register(&page.data("options")).to_string();
    let codes = browser.submit(&page, &[("made", &made), ("label", "Blue laptop")]).await;
    assert_eq!(kept(browser, &codes).await.status, 303);
    user(server, at.tenant, PIET).await
}

async fn with_passkey(browser: &Client, device: &mut Authenticator) -> Answer {
    let page = browser.get("/sign-in").await;
    let proof = device.assert(&page.data("options")).unwrap().to_string();
    browser.submit(&page, &[("key", &proof)]).await
}

on_both! {
    async fn who_is_deleted_loses_everything_and_gets_it_back_when_restored(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        let link = invite_again(&server, &organisation, piet).await;
        let app = app(&server, &organisation).await;
        let admin = anna(&server, &organisation).await;
        let page = admin.get(&format!("/admin/applications/{app}")).await;
        let named = [("t", page.field("t")), ("person", PIET.to_owned())];
        let named: Vec<(&str, &str)> = named.iter().map(|(name, value)| (*name, &**value)).collect();
        admin.post(&format!("/admin/applications/{app}/people"), &named).await;
        assert!(is_in(&own).await);
        let code = own.get(&authorize(&organisation, app, "")).await;
        assert!(code.location().contains("code="), "{}", code.text());

        let list = act(&admin, &format!("/admin/users/{piet}/delete")).await;
        assert!(list.text().contains("Under Deleted users this can be restored."), "{}", list.text());
        assert!(!is_in(&own).await, "the session ended");
        assert!(is_wrong(&proved(&own, PIET, GOOD).await), "the same page as for a name that is nobody's");
        assert_eq!(own.get(&link).await.status, 404, "the invitation ended");
        assert_eq!(admin.get(&format!("/admin/users/{piet}")).await.status, 404);
        assert!(!admin.get("/admin/users").await.body.contains(&piet.to_string()));
        assert!(!admin.get("/admin/search?q=piet").await.body.contains(&piet.to_string()));
        let deleted = admin.get("/admin/deleted-users").await;
        assert!(deleted.text().contains("Piet Bakker") && deleted.text().contains("in 30 days"), "{}", deleted.text());
        // The name is kept for them.
        let new = service::people::NewPerson { display: "Piet".to_owned(), name: PIET.to_owned(), mail: None, locale: None };
        let taken = server.house.add_person(organisation.tenant, leave(), new, service::people::Delivery::Link).await;
        assert!(matches!(taken, Err(service::Fault::Conflict("name"))));

        let (action, fields) = undo(&list);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let back = admin.post(&action, &fields).await;
        assert_eq!(back.status, 303, "{}", back.text());
        assert!(admin.get(back.location()).await.text().contains("Restored."));
        assert!(!is_in(&own).await, "what was ended does not come back");
        assert_eq!(own.get(&link).await.status, 404);
        assert_eq!(proved(&own, PIET, GOOD).await.status, 303);
        let code = own.get(&authorize(&organisation, app, "")).await;
        assert!(code.location().contains("code="), "still named for the application: {}", code.text());
        assert!(admin.get("/admin/search?q=piet").await.body.contains(&piet.to_string()));
        for action in ["deletePerson", "restorePerson"] {
            assert_eq!(audited(&server, &organisation, action).await, 1, "{action}");
        }
    }

    async fn a_refresh_token_of_somebody_deleted_gets_nothing(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        let app = app(&server, &organisation).await;
        server.house.name_for_app(organisation.tenant, leave(), app, service::apps::Naming::Add(piet)).await.unwrap();
        let code = own.get(&authorize(&organisation, app, "")).await.parameter("code").unwrap();
        let (id, token) = (app.to_string(), format!("/{}/oauth2/v2.0/token", organisation.tenant));
        let fields = [("grant_type", "authorization_code"), ("client_id", &id), ("code", &code),
            ("redirect_uri", steps::BACK), ("code_verifier", steps::VERIFIER)];
        let tokens = own.post(&token, &fields).await;
        let refresh = tokens.json()["refresh_token"].as_str().unwrap().to_owned();
        server.house.delete_person(organisation.tenant, leave(), piet).await.unwrap();
        server.house.restore_person(organisation.tenant, leave(), piet).await.unwrap();
        let fields = [("grant_type", "refresh_token"), ("client_id", &id), ("refresh_token", &refresh)];
        assert_eq!(own.post(&token, &fields).await.status, 400, "restoring brings no token back");
    }

    async fn nobody_deletes_themselves_or_the_last_global_administrator(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        let chief = user(&server, organisation.tenant, ANNA).await;
        let page = admin.get(&format!("/admin/users/{chief}")).await;
        assert!(!page.body.contains(&format!("/admin/users/{chief}/delete")), "it is not offered");
        let token = page.field("t");
        let delete = |id: Id<User>| format!("/admin/users/{id}/delete");
        let refused = admin.post(&delete(chief), &[("t", &token), ("sure", "yes")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("that is you"), "{}", refused.text());
        let gone = server.house.delete_person(organisation.tenant, leave(), chief).await;
        assert!(matches!(gone, Err(service::Fault::Conflict("last administrator"))), "{gone:?}");
        // With a second one, who holds more is still out of reach of who holds less.
        let browser = server.browser(OFFICE);
        let (clerk, _) = person_with_app(&server, &organisation, "clerk@example.org", &browser).await;
        let role = RoleChange::Give(Role::UserAdministrator);
        server.house.set_role(organisation.tenant, leave(), clerk, role).await.unwrap();
        let token = browser.get("/my").await.field("t");
        assert_eq!(browser.post(&delete(chief), &[("t", &token), ("sure", "yes")]).await.status, 403);
        invite(&server, &organisation, "kees@example.org", None).await;
        let kees = user(&server, organisation.tenant, "kees@example.org").await;
        let role = RoleChange::Give(Role::GlobalAdministrator);
        server.house.set_role(organisation.tenant, leave(), kees, role).await.unwrap();
        server.house.delete_person(organisation.tenant, leave(), kees).await.unwrap();
        for path in ["restore", "erase"] {
            let path = format!("/admin/deleted-users/{kees}/{path}");
            assert_eq!(browser.post(&path, &[("t", &token), ("sure", "yes")]).await.status, 403, "{path}");
        }
        // Whoever is deleted does not count as an administrator who is left.
        let gone = server.house.delete_person(organisation.tenant, leave(), chief).await;
        assert!(matches!(gone, Err(service::Fault::Conflict("last administrator"))), "{gone:?}");
    }

    async fn deleting_asks_to_confirm_once_more_when_the_proof_is_old(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        server.pass(Span::minutes(11));
        let token = admin.get("/my").await.field("t");
        let sent = admin.post(&format!("/admin/users/{piet}/delete"), &[("t", &token), ("sure", "yes")]).await;
        assert!(sent.location().starts_with("/confirm"), "{}", sent.location());
        assert!(server.house.delete_person(organisation.tenant, leave(), piet).await.is_ok(), "nothing was done");
    }

    /// Attack 28: a passkey survives the deletion of its person, and works for a name that was made again.
    async fn nothing_of_somebody_who_was_removed_works_for_who_gets_the_name(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (own, mut laptop) = (server.browser(OFFICE), Authenticator::new(Kind::Synced, &server.base));
        let old = person_with_passkey(&server, &organisation, &own, &mut laptop).await;
        let session = own.cookie("s").unwrap();
        server.house.delete_person(organisation.tenant, leave(), old).await.unwrap();
        let elsewhere = server.browser(ELSEWHERE);
        assert_ne!(with_passkey(&elsewhere, &mut laptop).await.status, 303, "while it can be restored");
        server.house.erase_person(organisation.tenant, leave(), old).await.unwrap();
        assert_ne!(with_passkey(&elsewhere, &mut laptop).await.status, 303, "when it is gone");
        // Somebody else gets the name, with the same password.
        let new = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        assert_ne!(new, old, "the id is never used again");
        assert_ne!(with_passkey(&elsewhere, &mut laptop).await.status, 303);
        let thief = server.browser(OFFICE);
        thief.get("/sign-in").await;
        thief.plant("s", &session);
        assert!(!is_in(&thief).await);
        let left = server.database().read(organisation.tenant, move |tx| {
            let methods = tx.credentials().of(new)?.len() + tx.passkeys().of(new)?.len() + tx.passkeys().of(old)?.len();
            Ok::<_, sql::Error>((methods, tx.users().handle(old)?, tx.users().roles(old)?))
        });
        assert_eq!(left.await.unwrap(), (0, None, vec![]));
        let restored = server.house.restore_person(organisation.tenant, leave(), old).await;
        assert!(matches!(restored, Err(service::Fault::NotFound)));
    }

    async fn after_thirty_days_only_what_happened_is_left(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let tenant = organisation.tenant;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let typed = |text: &str| vec![(Attribute::Department, text.to_owned())];
        server.house.change_person(tenant, leave(), piet, typed("Sales")).await.unwrap();
        let called = vec![(Attribute::DisplayName, "Bram Visser".to_owned())];
        server.house.change_person(tenant, leave(), piet, called).await.unwrap();
        invite(&server, &organisation, "kees@example.org", None).await;
        let kees = user(&server, tenant, "kees@example.org").await;
        let manager = vec![(Attribute::Manager, PIET.to_owned())];
        server.house.change_person(tenant, leave(), kees, manager).await.unwrap();
        server.house.delete_person(tenant, leave(), piet).await.unwrap();
        server.pass(Span::minutes(30 * 24 * 60 - 1));
        server.house.run_jobs().await;
        assert!(server.house.deleted_person(tenant, &leave(), piet).await.is_ok());
        server.pass(Span::minutes(1));
        let late = server.house.restore_person(tenant, leave(), piet).await;
        assert!(matches!(late, Err(service::Fault::Conflict("state"))), "{late:?}");
        for _ in 0..4 {
            server.house.run_jobs().await;
        }
        assert!(server.house.deleted_people(tenant, &leave(), None, 10).await.unwrap().is_empty());
        let left = server.database().read(tenant, move |tx| {
            let records = tx.records().list(&Filter { user: Some(piet), ..Filter::default() }, 100)?;
            let subjects = records.iter().filter_map(|record| record.subject).collect::<Vec<_>>();
            for subject in subjects {
                assert_eq!(tx.records().subject_content(subject)?.as_deref(), Some(""));
            }
            let said = records.iter().filter(|record| record.address.is_some() || record.agent.is_some()).count();
            let manager = tx.profiles().of(kees)?.manager;
            Ok::<_, sql::Error>((records.len(), said, manager, tx.users().by_id(piet)?))
        });
        let (records, said, manager, person) = left.await.unwrap();
        assert!(records > 0, "what happened stays");
        assert_eq!((said, manager, person), (0, None, None));
        // The audit log says that it happened, without the person; it is still what was sealed.
        let admin = anna(&server, &organisation).await;
        let log = admin.get("/admin/audit-logs").await.text();
        assert!(!log.contains("Bram Visser"), "{log}");
        assert!(log.contains("Sluis itself removed somebody who no longer has an account for good."), "{log}");
        let list = admin.get("/admin/audit-logs?action=changePerson").await;
        let mut pages = String::new();
        for row in list.body.split("class=\"row-link").skip(1) {
            let id = row.split_once("href=\"/admin/audit-logs/").unwrap().1.split('"').next().unwrap();
            pages += &admin.get(&format!("/admin/audit-logs/{id}")).await.text();
        }
        assert!(pages.contains("erased"), "{pages}");
        assert!(!pages.contains("Sales") && !pages.contains("Bram Visser"), "{pages}");
        // The sign-in log can still be read, page and story.
        let log = admin.get("/admin/sign-ins").await;
        assert!(!log.text().contains("Bram Visser"), "{}", log.text());
        for part in log.body.split("href=\"/admin/sign-ins/").skip(1) {
            let code = part.split('"').next().unwrap();
            assert_eq!(admin.get(&format!("/admin/sign-ins/{code}")).await.status, 200);
        }
        // The name is free again.
        invite(&server, &organisation, PIET, None).await;
    }

    async fn who_was_blocked_stays_blocked_and_who_was_invited_is_invited_again(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let tenant = organisation.tenant;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        invite(&server, &organisation, "kees@example.org", None).await;
        let kees = user(&server, tenant, "kees@example.org").await;
        server.house.block(tenant, leave(), piet).await.unwrap();
        let admin = anna(&server, &organisation).await;
        for id in [piet, kees] {
            act(&admin, &format!("/admin/users/{id}/delete")).await;
            act(&admin, &format!("/admin/deleted-users/{id}/restore")).await;
        }
        assert_ne!(proved(&own, PIET, GOOD).await.status, 303);
        let page = admin.get(&format!("/admin/users/{piet}")).await.text();
        assert!(page.contains("blocked"), "{page}");
        let page = admin.get(&format!("/admin/users/{kees}")).await.text();
        assert!(page.contains("unused"), "{page}");
        // Removing for good is asked too, and says so.
        act(&admin, &format!("/admin/users/{kees}/delete")).await;
        let page = act(&admin, &format!("/admin/deleted-users/{kees}/erase")).await;
        assert!(page.text().contains("Deleted permanently."), "{}", page.text());
        assert_eq!(admin.get(&format!("/admin/deleted-users/{kees}/erase")).await.status, 404);
        assert_eq!(audited(&server, &organisation, "erasePerson").await, 1);
    }
}
