//! What an organisation chooses about itself, on both databases.

use std::time::Duration;

use crate::on_both::on_both;
use crate::steps::anna;
use model::Span;
use store::{AuditRecord, Tables};
use testkit::{Answer, Client, Database, Organisation, Server};

const PAGE: &str = "/admin/identity/properties/organisation";
const USUAL: [(&str, &str); 4] = [
    ("organisation", "De Vries & Jansen"),
    ("locale", "nl"),
    ("help_contact", "Piet Bakker, 030 765 43 21"),
    ("privacy_contact", "privacy@example.org"),
];

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

on_both! {
    async fn what_is_chosen_holds_at_the_next_request_and_is_in_the_log(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        let saved = send(&browser, &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let page = browser.get("/admin/identity/properties").await;
        for said in ["De Vries & Jansen", "Piet Bakker, 030 765 43 21", "Nederlands"] {
            assert!(page.text().contains(said), "{said}: {}", page.text());
        }
        let stranger = server.browser("198.51.100.66");
        assert!(stranger.get("/help").await.text().contains("Piet Bakker, 030 765 43 21"));
        let privacy = stranger.get("/privacy").await.text();
        assert!(privacy.contains("privacy@example.org"), "{privacy}");
        assert_eq!(
            newest(&server, &at).await.changes,
            "[{\"property\":\"name\",\"old\":\"De Vries Accountants\",\"new\":\"De Vries & Jansen\"},\
             {\"property\":\"language\",\"old\":\"en\",\"new\":\"nl\"},\
             {\"property\":\"helpContact\",\"old\":\"Marieke de Vries, 020 123 45 67\",\
             \"new\":\"Piet Bakker, 030 765 43 21\"},\
             {\"property\":\"privacyContact\",\"old\":null,\"new\":\"privacy@example.org\"}]"
        );
        let before = newest(&server, &at).await.id;
        assert_eq!(send(&browser, &[]).await.status, 303);
        assert_eq!(newest(&server, &at).await.id, before, "what stays as it was is no change");
    }

    async fn what_was_before_can_be_put_back_from_the_log(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        send(&browser, &[("locale", "en")]).await;
        let record = newest(&server, &at).await.id;
        let told = browser.get(&format!("/admin/audit-logs/{record}")).await;
        let link = format!("{PAGE}?before={record}");
        assert!(told.body.contains(&format!("href=\"{link}\"")), "{}", told.text());
        let page = browser.get(&link).await;
        assert!(page.text().contains("Nothing is put back until you save."), "{}", page.text());
        assert_eq!(page.field("organisation"), "De Vries Accountants");
        assert_eq!(page.field("privacy_contact"), "");
        let put_back = ["organisation", "help_contact", "privacy_contact"];
        let put_back = put_back.map(|field| (field, page.field(field)));
        let mut fields: Vec<_> = put_back.iter().map(|(field, value)| (*field, value.as_str())).collect();
        fields.push(("locale", "en"));
        let done = send(&browser, &fields).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(browser.get("/help").await.text().contains("Marieke de Vries, 020 123 45 67"));
        let other = server.database().read(at.tenant, |tx| tx.audit().newest(10)).await.unwrap();
        let other = other.iter().find(|record| record.action != "changeOrganisation").unwrap().id;
        assert_eq!(browser.get(&format!("{PAGE}?before={other}")).await.status, 404, "another change");
    }

    async fn what_cannot_be_is_said_at_its_field_and_changes_nothing(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        let before = newest(&server, &at).await.id;
        let long = "x".repeat(201);
        for (field, value) in [
            ("organisation", " "),
            ("organisation", &long),
            ("help_contact", ""),
            ("help_contact", "a\nb"),
            ("privacy_contact", &long),
        ] {
            let page = send(&browser, &[(field, value)]).await;
            assert_eq!(page.status, 422, "{field}={value}: {}", page.text());
            assert!(page.body.contains(&format!("id=\"{field}-error\"")), "{field}={value}");
        }
        assert_eq!(newest(&server, &at).await.id, before);
    }

    async fn it_is_confirmed_once_more(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        server.pass(Span::minutes(11));
        let before = newest(&server, &at).await.id;
        let asked = send(&browser, &[]).await;
        assert!(asked.headers["location"].contains("/confirm"), "{:?}", asked.headers);
        assert_eq!(newest(&server, &at).await.id, before);
    }

    async fn another_node_hears_of_it(database) {
        // One process has a SQLite database (D19).
        let nodes = if database == Database::Postgres { 2 } else { 1 };
        let (server, at) = Server::with_organisation(database).await;
        let other = if nodes == 2 { server.started_again().await } else { server.house.clone() };
        let browser = anna(&server, &at).await;
        let following = other.clone();
        let following = tokio::spawn(async move { following.follow_others().await });
        assert_eq!(send(&browser, &[]).await.status, 303);
        let heard = async {
            while other.organisation(at.tenant).unwrap().name != "De Vries & Jansen" {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), heard).await.unwrap();
        following.abort();
    }
}
