//! The audit log as administrators read it, on both databases.

use crate::on_both::on_both;
use crate::steps::{self, OFFICE, PIET, anna, defaults, invite, leave, person_with_app, user};
use model::{AppKind, Assignment, Id, Role, Span, User};
use serde_json::Value;
use service::app_secrets::NewSecret;
use service::apps::{Naming, NewApp};
use service::people::{Delivery, RoleChange};
use store::{AuditRecord, Tables};
use testkit::{Client, Organisation, Server};

const SCRIPT: &str = "<script>alert(1)</script>";

async fn records(server: &Server, at: &Organisation) -> Vec<AuditRecord> {
    server.database().read(at.tenant, |tx| tx.audit().newest(1_000)).await.unwrap()
}

async fn newest_page(browser: &Client) -> String {
    let list = browser.get("/admin/audit-logs").await;
    assert_eq!(list.status, 200, "{}", list.text());
    let id: String =
        list.body.split("row-link\" href=\"/admin/audit-logs/").nth(1).unwrap().chars().take(36).collect();
    browser.get(&format!("/admin/audit-logs/{id}")).await.text()
}

/// Does what an administrator can do to a person and an application.
async fn script(server: &Server, at: &Organisation, piet: Id<User>, name: &str) {
    let (house, tenant) = (&server.house, at.tenant);
    let new = |name: &str, uri: &str| NewApp {
        name: name.to_owned(),
        kind: AppKind::Confidential,
        redirect_uris: vec![uri.to_owned()],
        logout_uris: vec![],
        assignment: Assignment::Assigned,
    };
    let app = house.add_app(tenant, leave(), new(name, "https://a.example/")).await.unwrap().0.app_id;
    house.change_app(tenant, leave(), app, new(name, "https://b.example/")).await.unwrap();
    let new = NewSecret { description: "the second server".to_owned(), months: 12 };
    house.add_app_secret(tenant, leave(), app, new).await.unwrap();
    let secret = house.app_details(tenant, &leave(), app).await.unwrap().secrets[0].id;
    house.remove_app_secret(tenant, leave(), app, secret).await.unwrap();
    house.name_for_app(tenant, leave(), app, Naming::Add(piet)).await.unwrap();
    house.name_for_app(tenant, leave(), app, Naming::Remove(piet)).await.unwrap();
    house.remove_app(tenant, leave(), app).await.unwrap();
    house.set_role(tenant, leave(), piet, RoleChange::Give(Role::ReportsReader)).await.unwrap();
    house.set_role(tenant, leave(), piet, RoleChange::Take(Role::ReportsReader)).await.unwrap();
    house.end_sessions(tenant, leave(), piet).await.unwrap();
    house.block(tenant, leave(), piet).await.unwrap();
    house.unblock(tenant, leave(), piet).await.unwrap();
    house.invite_again(tenant, leave(), piet, Delivery::Link).await.unwrap();
    defaults(server, at, false).await;
    defaults(server, at, true).await;
}

on_both! {
    /// Every record says a property with what was before and after, and none holds a name, a secret or a password.
    async fn every_change_keeps_what_was_before_and_after(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        script(&server, &at, piet, "Nextcloud").await;
        let kept = records(&server, &at).await;
        for verb in [
            "makeOrganisation", "addPerson", "changePassword", "registerSecurityInfo", "addApplication",
            "changeApplication", "addApplicationSecret", "removeApplicationSecret", "namePersonForApplication",
            "unnamePersonForApplication", "removeApplication", "giveRole", "takeRole", "endSessions", "blockPerson",
            "unblockPerson", "invitePerson", "turnSecurityDefaultsOff", "turnSecurityDefaultsOn",
        ] {
            let record = kept.iter().find(|record| record.action == verb).unwrap_or_else(|| panic!("no {verb}"));
            let changes: Vec<serde_json::Value> = serde_json::from_str(&record.changes).unwrap();
            assert!(!changes.is_empty(), "{verb} says nothing");
            for change in changes {
                assert!(change["property"].is_string() && change["old"] != change["new"], "{verb}: {change}");
            }
            for told in ["Piet", "piet", "anna@", "secret$", steps::GOOD] {
                assert!(!record.changes.contains(told), "{verb}: {}", record.changes);
            }
        }
        let changed = kept.iter().find(|record| record.action == "changeApplication").unwrap();
        assert_eq!(
            changed.changes,
            r#"[{"property":"redirectUris","old":["https://a.example/"],"new":["https://b.example/"]}]"#
        );
    }

    /// Attack 74: what people type is text on the page that tells of it.
    async fn the_log_says_in_words_who_did_what_and_runs_nothing(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        let browser = anna(&server, &at).await;
        script(&server, &at, piet, SCRIPT).await;
        let list = browser.get("/admin/audit-logs").await;
        for said in [
            "Sluis itself blocked Piet Bakker.",
            "Sluis itself turned security defaults off.",
            "Piet Bakker set up a second step.",
            "Whoever set Sluis up made the organisation De Vries Accountants.",
        ] {
            assert!(list.text().contains(said), "{said}: {}", list.text());
        }
        assert!(!list.body.contains(SCRIPT) && list.text().contains("deleted the application"));
        let token = browser.get("/my").await.field("t");
        let fields = [("t", token.as_str()), ("sure", "yes")];
        assert_eq!(browser.post(&format!("/admin/users/{piet}/block"), &fields).await.status, 303);
        let page = newest_page(&browser).await;
        for said in ["Anna de Vries blocked Piet Bakker.", "Blocked No Yes", OFFICE, "blockPerson"] {
            assert!(page.contains(said), "{said}: {page}");
        }
    }

    async fn the_page_of_the_seals_says_what_was_tampered_with_and_hands_out_the_seals(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        server.pass(Span::minutes(11));
        server.house.run_jobs().await;
        assert!(browser.get("/admin/audit-logs").await.text().contains("Sealed until "));
        let page = browser.get("/admin/audit-logs/seals").await;
        assert!(page.text().contains("Nobody has looked since this server started."), "{}", page.text());
        let look = async |page: &testkit::Answer| {
            let token = page.field("t");
            let sent = browser.post("/admin/audit-logs/seals", &[("t", token.as_str())]).await;
            assert_eq!(sent.status, 303, "{}", sent.text());
            browser.get("/admin/audit-logs/seals").await
        };
        let sound = look(&page).await;
        assert!(sound.text().contains("Sound: since "), "{}", sound.text());
        let file = browser.get("/admin/audit-logs/seals.json").await;
        let seals: Value = serde_json::from_str(&file.body).unwrap();
        let head = seals["head"].as_str().unwrap();
        assert!(sound.body.contains(head) && head.ends_with(seals["seals"][0]["hash"].as_str().unwrap()));
        assert_eq!(file.headers.get("content-disposition").unwrap(), "attachment; filename=\"seals.json\"");
        let tampered = server.database().write(at.tenant, |tx| {
            let tenant = tx.tenant();
            tx.execute("update audit_records set address = '192.0.2.1' where tenant = $1 and segment = 1", &[&tenant])
        });
        assert!(tampered.await.unwrap() > 0);
        let wrong = look(&sound).await;
        for said in ["Not sound: ", "in segment 1 was changed after it was sealed", "find out who can write"] {
            assert!(wrong.text().contains(said), "{said}: {}", wrong.text());
        }
        assert!(browser.get("/admin/audit-logs").await.text().contains("Not sound: "));
    }

    async fn a_line_leads_only_where_its_reader_may_go(database) {
        let (server, at) = Server::with_organisation(database).await;
        let reader = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &reader).await;
        let chief = anna(&server, &at).await;
        invite(&server, &at, "klaas@example.org", None).await;
        let klaas = user(&server, at.tenant, "klaas@example.org").await;
        server.house.block(at.tenant, leave(), klaas).await.unwrap();
        let new = NewApp {
            name: "Wiki".to_owned(),
            kind: AppKind::Public,
            redirect_uris: vec!["https://wiki.example/".to_owned()],
            logout_uris: vec![],
            assignment: Assignment::Everyone,
        };
        server.house.add_app(at.tenant, leave(), new).await.unwrap();
        let kept = records(&server, &at).await;
        let of = |action: &str| kept.iter().find(|record| record.action == action).unwrap().id;
        let (blocked, added, chosen) = (of("blockPerson"), of("addApplication"), of("changePassword"));
        // Whether the page about each leads to a person and to an application.
        let leads = async |browser: &Client| {
            let mut found = vec![];
            for id in [blocked, added, chosen] {
                let page = browser.get(&format!("/admin/audit-logs/{id}")).await;
                assert_eq!(page.status, 200, "{}", page.text());
                assert!(page.text().contains("The record"), "{}", page.text());
                // The navigation leads to pages below these too.
                let (_, main) = page.body.split_once("<main").unwrap();
                found.push(["/admin/users/", "/admin/applications/"].map(|path| main.contains(path)));
            }
            found
        };
        let (none, person, app) = ([false, false], [true, false], [false, true]);
        assert_eq!(leads(&chief).await, [person, app, person]);
        for (role, wanted) in [
            (Role::ReportsReader, [none, none, none]),
            (Role::SecurityOperator, [person, none, person]),
            (Role::GlobalReader, [person, app, person]),
        ] {
            server.house.set_role(at.tenant, leave(), piet, RoleChange::Give(role)).await.unwrap();
            assert_eq!(leads(&reader).await, wanted, "{role:?}");
            server.house.set_role(at.tenant, leave(), piet, RoleChange::Take(role)).await.unwrap();
        }
    }

    async fn the_log_is_narrowed_by_person_and_action_and_read_page_by_page(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        let browser = anna(&server, &at).await;
        for _ in 0..4 {
            script(&server, &at, piet, "Nextcloud").await;
        }
        let all = records(&server, &at).await.len();
        let (mut seen, mut next) = (0, "/admin/audit-logs".to_owned());
        // More pages than there can be would be the same one again and again.
        for _ in 0..=all {
            let page = browser.get(&next).await;
            seen += page.body.matches("class=\"row-link\"").count();
            let more = "class=\"btn second\" href=\"/admin/audit-logs?before=";
            let Some((_, link)) = page.body.split_once(more) else { break };
            let link = link.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
            next = format!("/admin/audit-logs?before={link}");
        }
        assert_eq!(seen, all, "every record once");
        let blocked = browser.get("/admin/audit-logs?action=blockPerson").await;
        assert_eq!(blocked.body.matches("class=\"row-link\"").count(), 4);
        let by_piet = browser.get(&format!("/admin/audit-logs?person={PIET}")).await;
        assert!(by_piet.text().contains("Piet Bakker chose a new password."));
        assert!(!by_piet.text().contains("Sluis itself"));
        let nobody = browser.get("/admin/audit-logs?person=nobody").await;
        assert!(nobody.text().contains("Nobody has the user name"), "{}", nobody.text());
    }
}
