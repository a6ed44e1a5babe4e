//! For how long what is kept of people stays, on both databases.

use crate::on_both::on_both;
use crate::steps::{PIET, anna, audited, invite, leave, user};
use model::{Id, Span, User};
use store::{AuditRecord, Tables};
use testkit::{Answer, Client, Organisation, Server};

const PAGE: &str = "/admin/settings/retention";
const USUAL: [(&str, &str); 4] =
    [("sign_in_days", "30"), ("audit_days", "800"), ("deleted_days", "14"), ("mail_days", "3")];

async fn send(browser: &Client, changed: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut fields = vec![("t", token.as_str())];
    for (name, value) in USUAL {
        let other = changed.iter().find(|(field, _)| *field == name);
        fields.push((name, other.map_or(value, |(_, value)| *value)));
    }
    browser.post(PAGE, &fields).await
}

async fn newest(server: &Server, at: &Organisation) -> AuditRecord {
    server.database().read(at.tenant, |tx| tx.audit().newest(1)).await.unwrap().remove(0)
}

/// Invites somebody and deletes them.
async fn deleted(server: &Server, at: &Organisation) -> Id<User> {
    invite(server, at, PIET, None).await;
    let piet = user(server, at.tenant, PIET).await;
    server.house.delete_person(at.tenant, leave(), piet).await.unwrap();
    piet
}

async fn is_there(server: &Server, at: &Organisation, person: Id<User>) -> bool {
    server.database().read(at.tenant, move |tx| tx.users().by_id(person)).await.unwrap().is_some()
}

on_both! {
    async fn what_is_chosen_is_in_the_log_and_on_the_page_about_privacy(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        let page = browser.get(PAGE).await;
        let shown = USUAL.map(|(field, _)| page.field(field));
        assert_eq!(shown, ["90", "730", "30", "7"]);
        let saved = send(&browser, &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(
            newest(&server, &at).await.changes,
            "[{\"property\":\"signInDays\",\"old\":90,\"new\":30},{\"property\":\"auditDays\",\"old\":730,\"new\":800},\
             {\"property\":\"deletedDays\",\"old\":30,\"new\":14},{\"property\":\"mailDays\",\"old\":7,\"new\":3}]"
        );
        let privacy = server.browser("198.51.100.66").get("/privacy").await.text();
        for said in ["After 30 days", "After 800 days", "another 14 days", "for 3 days", "Global Reader"] {
            assert!(privacy.contains(said), "{said}: {privacy}");
        }
        let before = newest(&server, &at).await.id;
        assert_eq!(send(&browser, &[]).await.status, 303);
        assert_eq!(newest(&server, &at).await.id, before, "what stays as it was is no change");
    }

    async fn what_is_out_of_bounds_is_said_at_its_field_and_changes_nothing(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        for (field, value) in [
            ("sign_in_days", "6"),
            ("sign_in_days", "4000"),
            ("audit_days", "29"),
            ("audit_days", "many"),
            ("deleted_days", "0"),
            ("mail_days", "31"),
        ] {
            let page = send(&browser, &[(field, value)]).await;
            assert_eq!(page.status, 422, "{field}={value}: {}", page.text());
            assert!(page.body.contains(&format!("id=\"{field}-error\"")), "{field}={value}");
        }
        assert_eq!(audited(&server, &at, "changeRetention").await, 0);
    }

    async fn sign_ins_that_are_too_old_by_the_new_choice_go(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        server.pass(Span::days(20));
        server.house.run_jobs().await;
        let records = async || {
            let all = server.database().read(at.tenant, |tx| tx.records().list(&store::Filter::default(), 100));
            all.await.unwrap()
        };
        assert!(!records().await.is_empty(), "kept for 90 days");
        drop(browser);
        let browser = anna(&server, &at).await;
        assert_eq!(send(&browser, &[("sign_in_days", "7")]).await.status, 303);
        server.pass(Span::minutes(1));
        server.house.run_jobs().await;
        let left = records().await;
        assert!(!left.is_empty() && left.len() < 10, "only what is younger than a week: {}", left.len());
        assert!(left.iter().all(|record| record.at > server.now() - Span::days(7)));
    }

    async fn whoever_was_deleted_goes_when_the_chosen_days_are_over(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        assert_eq!(send(&browser, &[("deleted_days", "2")]).await.status, 303);
        let piet = deleted(&server, &at).await;
        assert!(browser.get("/admin/deleted-users").await.text().contains("in 2 days"));
        server.pass(Span::minutes(2 * 24 * 60 - 5));
        server.house.run_jobs().await;
        assert!(is_there(&server, &at, piet).await);
        server.pass(Span::minutes(6));
        let restored = server.house.restore_person(at.tenant, leave(), piet).await;
        assert!(matches!(restored, Err(service::Fault::Conflict("state"))), "nobody restores what is due");
        server.house.run_jobs().await;
        assert!(!is_there(&server, &at, piet).await);
    }

    async fn mail_that_could_not_leave_goes_when_the_chosen_days_are_over(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        assert_eq!(send(&browser, &[("mail_days", "1")]).await.status, 303);
        let letter = store::Letter { id: Id::fixed(7), user: None, message: vec![1], attempts: 3 };
        let now = server.now();
        server.database().write(at.tenant, move |tx| {
            tx.outbox().insert(&letter, now)?;
            // Nothing sends it: it is not due before it is gone.
            tx.outbox().failed(letter.id, "refused", now + Span::days(5))
        }).await.unwrap();
        let waits = async || {
            let until = server.now() + Span::days(100);
            server.database().read(at.tenant, move |tx| tx.outbox().any_before(until)).await.unwrap()
        };
        server.pass(Span::minutes(23 * 60));
        server.house.run_jobs().await;
        assert!(waits().await);
        server.pass(Span::minutes(61));
        server.house.run_jobs().await;
        assert!(!waits().await);
    }

    async fn it_is_confirmed_once_more(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        server.pass(Span::minutes(11));
        let asked = send(&browser, &[]).await;
        assert!(asked.headers["location"].contains("/confirm"), "{:?}", asked.headers);
        assert_eq!(audited(&server, &at, "changeRetention").await, 0);
    }
}
