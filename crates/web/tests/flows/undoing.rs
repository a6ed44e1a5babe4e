//! Taking back what was just done, on both databases and without JavaScript.

use crate::on_both::{self, on_both};
use crate::steps::{
    self, ANNA, BACK, GOOD, OFFICE, PIET, anna, app, leave, person_with_password, proved, sign_out, user,
};
use model::{AppKind, Assignment, Role, Span};
use service::apps::{Naming, NewApp};
use store::Tables;
use testkit::{Answer, Client, Server};

/// Answers the question of an act, and opens the page that it leads to.
async fn act(browser: &Client, question: &str) -> Answer {
    let page = browser.get(question).await;
    let done = browser.submit(&page, &[("sure", "yes")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    browser.get(done.location()).await
}

/// The form of the button that takes it back: where it goes and what it holds.
fn undo(page: &Answer) -> Option<(String, Vec<(String, String)>)> {
    let (_, toast) = page.body.split_once("class=\"toast")?;
    let (toast, _) = toast.split_once("</div>")?;
    let after = |text: &str, mark: &str| Some(text.split_once(mark)?.1.split('"').next()?.to_owned());
    let action = after(toast, "action=\"")?;
    let fields = toast.split("type=\"hidden\"").skip(1);
    let field = |text: &str| Some((after(text, "name=\"")?, after(text, "value=\"")?));
    Some((action, fields.filter_map(field).collect()))
}

/// Presses it, and opens the page that it leads to.
async fn take_back(browser: &Client, page: &Answer) -> Answer {
    let (action, fields) = undo(page).unwrap_or_else(|| panic!("{}", page.text()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let done = browser.post(&action, &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    browser.get(done.location()).await
}

async fn audited(browser: &Client) -> String {
    browser.get("/admin/audit-logs").await.text()
}

on_both! {
    async fn a_person_who_was_blocked_by_mistake_signs_in_again(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        let admin = anna(&server, &organisation).await;
        let blocked = act(&admin, &format!("/admin/users/{piet}/block")).await;
        assert_ne!(proved(&own, PIET, GOOD).await.status, 303);
        let page = take_back(&admin, &blocked).await;
        assert!(page.text().contains("Unblocked"), "{}", page.text());
        assert_eq!(proved(&own, PIET, GOOD).await.status, 303);
        let log = audited(&admin).await;
        assert!(log.contains("Anna de Vries unblocked Piet Bakker."), "{log}");
        // Once more changes nothing: it is so already.
        let page = take_back(&admin, &blocked).await;
        assert!(page.text().contains("Unblocked"), "{}", page.text());
        // What was done is said once: opening the page again shows neither.
        assert!(undo(&admin.get(&format!("/admin/users/{piet}")).await).is_none());
    }

    async fn a_role_is_given_back_and_taken_back(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let person = format!("/admin/users/{piet}");
        let role = Role::ReportsReader.id().to_string();
        let token = admin.get(&person).await.field("t");
        let given = admin.post(&format!("{person}/roles"), &[("t", &token), ("role", &role)]).await;
        let given = admin.get(given.location()).await;
        let taken = take_back(&admin, &given).await;
        assert!(server.house.roles_of(organisation.tenant, piet).await.unwrap().is_empty());
        let again = take_back(&admin, &taken).await;
        assert_eq!(server.house.roles_of(organisation.tenant, piet).await.unwrap(), [Role::ReportsReader]);
        assert!(undo(&again).is_some());
        for (action, times) in [("giveRole", 2), ("takeRole", 1)] {
            let log = admin.get(&format!("/admin/audit-logs?action={action}")).await.text();
            assert_eq!(log.matches("Piet Bakker").count(), times, "{action}: {log}");
        }
    }

    async fn a_name_comes_back_to_an_application(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let page = format!("/admin/applications/{}", app(&server, &organisation).await);
        let token = admin.get(&page).await.field("t");
        admin.post(&format!("{page}/people"), &[("t", &token), ("person", PIET)]).await;
        let removed = admin.post(&format!("{page}/people/{piet}/remove"), &[("t", &token)]).await;
        let removed = admin.get(removed.location()).await;
        assert!(!removed.body.contains(&format!("people/{piet}/remove")), "{}", removed.text());
        let back = take_back(&admin, &removed).await;
        assert!(back.body.contains(&format!("people/{piet}/remove")), "{}", back.text());
        // From named people to everyone, and back.
        let everyone = admin.post(&format!("{page}/who"), &[("t", &token), ("who", "everyone")]).await;
        let everyone = admin.get(everyone.location()).await;
        assert!(!everyone.body.contains(&format!("people/{piet}/remove")), "{}", everyone.text());
        let back = take_back(&admin, &everyone).await;
        assert!(back.body.contains(&format!("people/{piet}/remove")), "{}", back.text());
    }

    /// A secret that leaked may be why somebody deleted it.
    async fn an_application_comes_back_with_its_people_and_without_its_secrets(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let new = NewApp {
            name: "Wiki".to_owned(),
            kind: AppKind::Confidential,
            redirect_uris: vec![BACK.to_owned()],
            logout_uris: vec![],
            assignment: Assignment::Assigned,
        };
        let (house, tenant) = (&server.house, organisation.tenant);
        let (app, _) = house.add_app(tenant, leave(), new).await.unwrap();
        house.name_for_app(tenant, leave(), app.app_id, Naming::Add(piet)).await.unwrap();
        let page = format!("/admin/applications/{}", app.app_id);
        let deleted = act(&admin, &format!("{page}/delete")).await;
        assert_eq!(admin.get(&page).await.status, 404);
        assert!(!admin.get("/admin/search?q=wiki").await.text().contains("Wiki"));
        let asked = admin.get(&steps::authorize(&organisation, app.app_id, "")).await;
        assert_eq!(asked.status, 400, "{}", asked.text());
        let back = take_back(&admin, &deleted).await;
        assert!(back.text().contains("The application is back, without its secrets"), "{}", back.text());
        let details = house.app_details(tenant, &leave(), app.app_id).await.unwrap();
        assert_eq!((&details.app, details.secrets.len()), (&app, 0));
        assert_eq!(details.people.iter().map(|user| user.id).collect::<Vec<_>>(), [piet]);
        assert!(admin.get("/admin/search?q=wiki").await.text().contains("Wiki"));
        assert_eq!(steps::audited(&server, &organisation, "putApplicationBack").await, 1);
        // Once more changes nothing, and what is gone for an hour is gone.
        take_back(&admin, &deleted).await;
        assert_eq!(steps::audited(&server, &organisation, "putApplicationBack").await, 1);
        house.remove_app(tenant, leave(), app.app_id).await.unwrap();
        server.pass(Span::minutes(61));
        let late = house.put_app_back(tenant, leave(), app.app_id).await;
        assert!(matches!(late, Err(service::Fault::NotFound)), "{late:?}");
        house.run_jobs().await;
        let left = server.database().read(tenant, move |tx| tx.apps().assigned(app.principal_id, 10)).await;
        assert_eq!(left.unwrap(), []);
    }

    async fn what_is_gone_offers_no_way_back(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = steps::person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        assert!(undo(&act(&admin, &format!("/admin/users/{piet}/end-sessions")).await).is_none());
        assert!(undo(&act(&admin, &format!("/admin/users/{piet}/register-again")).await).is_none());
        // The invitation of somebody who never accepted it is withdrawn, and does not come back.
        steps::invite(&server, &organisation, "kees@example.org", None).await;
        let kees = user(&server, organisation.tenant, "kees@example.org").await;
        assert!(undo(&act(&admin, &format!("/admin/users/{kees}/block")).await).is_none());
    }

    async fn somebody_blocked_before_they_accepted_is_invited_again_when_unblocked(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        steps::invite(&server, &organisation, "kees@example.org", None).await;
        let kees = user(&server, organisation.tenant, "kees@example.org").await;
        act(&admin, &format!("/admin/users/{kees}/block")).await;
        let page = act(&admin, &format!("/admin/users/{kees}/unblock")).await;
        assert!(page.text().contains("Now make a new invitation"), "{}", page.text());
        assert!(page.text().contains("Invitation ended") || page.text().contains("unused. Send a new one"));
        // The button makes one, and whoever has it gets in.
        let token = page.field("t");
        let invite = format!("/admin/users/{kees}/invite");
        let made = admin.post(&invite, &[("t", &token), ("delivery", "link")]).await;
        assert!(made.text().contains("/invitation/"), "{}", made.text());
    }

    /// Attacks 75 and 18: nobody makes a link that shows another person a button of their choice, and the button is a
    /// form like any other.
    async fn a_way_back_is_good_in_its_own_session_for_its_own_act(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let person = format!("/admin/users/{piet}");
        let question = admin.get(&format!("{person}/block")).await;
        let done = admin.submit(&question, &[("sure", "yes")]).await;
        let link = done.location().to_owned();
        assert!(link.starts_with(&format!("{person}?done=blocked&undo=")), "{link}");
        let (action, _) = undo(&admin.get(&link).await).unwrap();
        // Without a token, or made up.
        assert_eq!(admin.post(&action, &[("sure", "yes")]).await.status, 403);
        for forged in [format!("{link}x"), format!("{person}?done=blocked&undo=%2Fadmin%2Fusers%2F{piet}%2Funblock")] {
            assert!(undo(&admin.get(&forged).await).is_none(), "{forged}");
        }
        // Another session of the same administrator, and this one when it is too late.
        let other = server.browser("203.0.113.90");
        let code = server.code(&organisation.secret);
        on_both::sign_in(&other, ANNA, &organisation.password, &code).await;
        assert!(undo(&other.get(&link).await).is_none(), "it was sent in another session");
        server.pass(Span::minutes(16));
        assert!(undo(&admin.get(&link).await).is_none(), "it is too late");
        sign_out(&admin).await;
    }
}
