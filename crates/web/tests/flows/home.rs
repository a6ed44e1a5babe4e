//! Home: the first steps of a new organisation. On both databases.

use crate::on_both::on_both;
use crate::steps::{
    GOOD, OFFICE, PIET, accept, anna, audited, defaults, invite, leave, person_with_app, user,
};
use model::Span;
use testkit::Server;

on_both! {
    async fn a_first_step_that_was_done_stays_done(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let done = async || {
            let home = browser.get("/admin").await;
            home.body.matches("is-done").count()
        };
        let before = done().await;
        invite(&server, &organisation, PIET, None).await;
        assert_eq!(done().await, before + 1, "somebody was invited");
        let piet = user(&server, organisation.tenant, PIET).await;
        let role = service::people::RoleChange::Give(model::Role::GlobalAdministrator);
        server.house.set_role(organisation.tenant, leave(), piet, role).await.unwrap();
        assert_eq!(done().await, before + 1, "who was only invited lets nobody in, and nothing is undone");
        let (els, _) = person_with_app(&server, &organisation, "els@example.org", &server.browser(OFFICE)).await;
        server.house.set_role(organisation.tenant, leave(), els, role).await.unwrap();
        assert_eq!(done().await, before + 2, "a second administrator is there");
        server.house.block(organisation.tenant, leave(), els).await.unwrap();
        assert_eq!(done().await, before + 2);
    }

    async fn nobody_is_told_that_a_password_is_enough_while_a_policy_asks_more(database) {
        let (server, at) = Server::with_organisation(database).await;
        defaults(&server, &at, false).await;
        let browser = anna(&server, &at).await;
        let says_so = async || browser.get("/admin").await.text().contains("Turn them on");
        assert!(says_so().await);
        let policy = r#"{ "displayName": "Everybody", "state": "enabled",
            "conditions": { "users": { "includeUsers": ["All"] }, "applications": { "includeApplications": ["All"] } },
            "grantControls": { "operator": "OR", "builtInControls": ["mfa"] } }"#;
        let wish = service::conditional_access::Wish::default();
        server.house.create_policy(at.tenant, leave(), policy, wish).await.unwrap().unwrap();
        assert!(!says_so().await);
    }

    async fn people_without_a_second_step_are_reminded_by_mail_once_a_day(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        defaults(&server, &at, false).await;
        // Piet has a password and an address; Els no address; Kees has not accepted yet.
        for (name, mail) in [(PIET, Some("post@piet.example")), ("els@example.org", None)] {
            let link = invite(&server, &at, name, mail).await;
            let theirs = server.browser(OFFICE);
            let page = accept(&theirs, &link).await;
            assert_eq!(theirs.submit(&page, &[("new_password", GOOD)]).await.status, 303);
        }
        invite(&server, &at, "kees@example.org", Some("kees@example.org")).await;
        let reminded = async || {
            server.house.remind_of_second_step(at.tenant, leave()).await.unwrap()
        };
        let home = browser.get("/admin").await;
        assert!(home.body.contains("id=\"tasks\"") && home.body.contains("id=\"chart\""), "{}", home.text());
        assert!(home.body.contains("action=\"/admin/remind\""), "{}", home.text());
        let token = browser.get("/my").await.field("t");
        let done = browser.post("/admin/remind", &[("t", token.as_str())]).await;
        assert_eq!(done.location(), "/admin?done=reminded", "{}", done.text());
        assert_eq!(audited(&server, &at, "remindPerson").await, 1);
        let mail = server.mail().await;
        let letters: Vec<_> = mail.iter().filter(|letter| letter.subject.contains("second step")).collect();
        assert_eq!(letters.len(), 1, "{:?}", mail.iter().map(|letter| &letter.subject).collect::<Vec<_>>());
        assert_eq!(letters[0].to, "post@piet.example");
        assert!(letters[0].text.contains(&format!("{}/{}/my/security", server.base, at.tenant)), "{}", letters[0].text);
        assert_eq!(reminded().await, 0, "once a day at most");
        server.pass(Span::hours(25));
        assert_eq!(reminded().await, 1);
        let piet = user(&server, at.tenant, PIET).await;
        server.pass(Span::hours(25));
        server.house.block(at.tenant, leave(), piet).await.unwrap();
        assert_eq!(reminded().await, 0, "who is blocked hears nothing");
        assert_eq!(audited(&server, &at, "remindPerson").await, 2);
    }
}
