//! The lists of the admin centre: what narrows them stands in the address, pages follow one another, and what finds
//! nothing says so. On both databases.

use std::collections::BTreeSet;

use crate::on_both::on_both;
use crate::steps::{self, OFFICE, PIET, anna, invite, leave, person_with_app, proved, user};
use testkit::{Answer, Client, Server};

/// The last parts of the addresses that a list's rows lead to.
fn rows(page: &Answer, list: &str) -> Vec<String> {
    let below = format!("href=\"{list}/");
    let links = page.body.split("class=\"row-link").skip(1);
    links.map(|rest| rest.split_once(&below).unwrap().1.split('"').next().unwrap().to_owned()).collect()
}

/// The address of the next page.
fn more(page: &Answer, list: &str) -> Option<String> {
    let mark = format!("<p><a class=\"btn second\" href=\"{list}?");
    let (_, rest) = page.body.split_once(&mark)?;
    Some(format!("{list}?{}", rest.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&")))
}

/// Everything that a list shows, page by page; nothing comes twice.
async fn walked(browser: &Client, list: &str, query: &str) -> BTreeSet<String> {
    let (mut address, mut seen) = (format!("{list}{query}"), BTreeSet::new());
    loop {
        let page = browser.get(&address).await;
        assert_eq!(page.status, 200, "{address}");
        for row in rows(&page, list) {
            assert!(seen.insert(row.clone()), "{row} comes twice");
        }
        match more(&page, list) {
            Some(next) => address = next,
            None => return seen,
        }
    }
}

/// True when the page says that nothing fits, repeats these words, and offers a way to all of it.
fn finds_nothing(page: &Answer, list: &str, words: &[&str]) -> bool {
    let Some((_, panel)) = page.body.split_once("class=\"panel empty\"") else { return false };
    let (panel, _) = panel.split_once("</div>").unwrap();
    words.iter().all(|word| panel.contains(word)) && panel.contains(&format!("href=\"{list}\""))
}

on_both! {
    async fn the_whole_list_of_people_is_shown_in_other_orders(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        for number in 0..55 {
            invite(&server, &organisation, &format!("new{number:02}@example.org"), None).await;
            server.pass(model::Span::seconds(1));
        }
        let browser = anna(&server, &organisation).await;
        let (list, tenant) = ("/admin/users", organisation.tenant);
        let first = user(&server, tenant, steps::ANNA).await.to_string();
        let last = user(&server, tenant, "new54@example.org").await.to_string();
        for (order, beginning) in [("name", &first), ("seen", &first), ("created", &last)] {
            let query = format!("?sort={order}");
            let page = browser.get(&format!("{list}{query}")).await;
            assert_eq!(&rows(&page, list)[0], beginning, "{order}: {}", page.text());
            // Whoever never signed in comes after everybody who did, and nobody is left out between two pages.
            assert_eq!(walked(&browser, list, &query).await.len(), 56, "{order}");
        }
    }

    async fn people_are_narrowed_by_name_state_and_second_step(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        for number in 0..55 {
            invite(&server, &organisation, &format!("new{number:02}@example.org"), None).await;
        }
        let blocked = user(&server, organisation.tenant, "new00@example.org").await;
        server.house.block(organisation.tenant, leave(), blocked).await.unwrap();
        let admin = anna(&server, &organisation).await;
        let list = "/admin/users";
        assert_eq!(walked(&admin, list, "").await.len(), 57);
        assert_eq!(walked(&admin, list, "?state=invited").await.len(), 54);
        assert_eq!(walked(&admin, list, "?state=active").await.len(), 2);
        assert_eq!(walked(&admin, list, "?state=blocked").await, BTreeSet::from([blocked.to_string()]));
        let page = admin.get("/admin/users?state=blocked").await;
        assert!(page.text().contains("1 person fits") && !page.text().contains("56 people"), "{}", page.text());
        assert!(admin.get(list).await.text().contains("56 people"), "whoever is blocked does not count");
        assert_eq!(walked(&admin, list, "?second=no").await.len(), 54, "whoever is blocked needs none");
        assert_eq!(walked(&admin, list, "?q=anna&state=active").await.len(), 1);
        assert_eq!(walked(&admin, list, "?q=piet&second=no&state=invited").await.len(), 54);
        let page = admin.get("/admin/users?q=anna&state=blocked&second=no").await;
        assert!(finds_nothing(&page, list, &["anna", "Blocked", "Without a second step"]), "{}", page.text());
        // The form shows what the address says, so that it can be changed or kept as a bookmark.
        assert!(page.body.contains("value=\"blocked\" selected") && page.body.contains("value=\"no\" selected"));
        assert!(page.body.contains("id=\"q\" name=\"q\" type=\"search\" value=\"anna\""), "{}", page.body);
        // What an address cannot mean narrows nothing.
        assert_eq!(walked(&admin, list, "?state=deleted&second=maybe&after=x").await.len(), 57);
    }

    async fn applications_are_found_by_their_names(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        for number in 0..53 {
            let new = service::apps::NewApp {
                name: if number == 0 { "Payroll".to_owned() } else { format!("Wiki {number:02}") },
                kind: model::AppKind::Public,
                redirect_uris: vec![steps::BACK.to_owned()],
                logout_uris: vec![],
                assignment: model::Assignment::Everyone,
            };
            server.house.add_app(organisation.tenant, leave(), new).await.unwrap();
        }
        let list = "/admin/applications";
        assert_eq!(walked(&admin, list, "").await.len(), 53);
        assert_eq!(walked(&admin, list, "?q=wiki").await.len(), 52, "without its capital, over two pages");
        assert_eq!(walked(&admin, list, "?q=Pay").await.len(), 1);
        let page = admin.get("/admin/applications?q=zz").await;
        assert!(finds_nothing(&page, list, &["zz"]), "{}", page.text());
        assert!(page.body.contains("id=\"q\" name=\"q\" type=\"search\" value=\"zz\""), "{}", page.body);
    }

    async fn logs_say_what_they_were_narrowed_to_when_nothing_fits(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        proved(&server.browser(OFFICE), PIET, "not his").await;
        let admin = anna(&server, &organisation).await;
        let list = "/admin/sign-ins";
        let page = admin.get("/admin/sign-ins?person=anna%40example.org&status=failure&time=24h").await;
        let words = ["anna@example.org", "Stopped", "Last 24 hours"];
        assert!(finds_nothing(&page, list, &words), "{}", page.text());
        let page = admin.get("/admin/sign-ins?person=kees").await;
        assert!(finds_nothing(&page, list, &["Nobody has the user name kees"]), "{}", page.text());
        let failed = admin.get("/admin/sign-ins?person=piet%40example.org&status=failure").await;
        assert_eq!(rows(&failed, list).len(), 1, "{}", failed.text());
        let list = "/admin/audit-logs";
        let page = admin.get("/admin/audit-logs?person=anna%40example.org&action=blockPerson&time=7d").await;
        let words = ["anna@example.org", "Person blocked", "Last 7 days"];
        assert!(finds_nothing(&page, list, &words), "{}", page.text());
        let page = admin.get("/admin/audit-logs?person=kees").await;
        assert!(finds_nothing(&page, list, &["Nobody has the user name kees"]), "{}", page.text());
    }

    async fn what_one_person_did_is_read_page_by_page(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let person = format!("/admin/users/{piet}");
        let token = admin.get(&person).await.field("t");
        for _ in 0..26 {
            for act in ["block", "unblock"] {
                admin.post(&format!("{person}/{act}"), &[("t", &token), ("sure", "yes")]).await;
            }
        }
        let list = "/admin/audit-logs";
        let all = walked(&admin, list, "").await.len();
        let hers = walked(&admin, list, "?person=anna%40example.org").await.len();
        assert!(hers >= 52 && hers < all, "{hers} of {all}");
        assert_eq!(walked(&admin, list, "?person=anna%40example.org&action=blockPerson").await.len(), 26);
        let his = walked(&admin, list, "?person=piet%40example.org").await.len();
        assert!(his > 0 && his < 52, "{his}");
    }
}
