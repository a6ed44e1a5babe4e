//! Search in the admin centre, on both databases.

use crate::on_both::on_both;
use crate::steps::{OFFICE, PIET, anna, leave, person_with_app};
use model::{AppKind, Assignment, Id, User};
use service::apps::NewApp;
use service::people::{Delivery, NewPerson, RoleChange};
use store::Tables;
use testkit::{Client, Organisation, Server};

async fn add(server: &Server, at: &Organisation, display: &str, name: &str, mail: Option<&str>) -> Id<User> {
    let new = NewPerson {
        display: display.to_owned(),
        name: name.to_owned(),
        mail: mail.map(str::to_owned),
        locale: None,
    };
    server.house.add_person(at.tenant, leave(), new, Delivery::Link).await.unwrap().0.id
}

fn nextcloud(name: &str) -> NewApp {
    NewApp {
        name: name.to_owned(),
        kind: AppKind::Public,
        redirect_uris: vec!["https://cloud.example.org/code".to_owned()],
        logout_uris: vec![],
        assignment: Assignment::Everyone,
    }
}

/// The paths of what was found, in the order of the page.
async fn found(browser: &Client, typed: &str) -> Vec<String> {
    let page = browser.get(&format!("/admin/search?q={typed}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let links = page
        .body
        .split("<li><a href=\"")
        .skip(1)
        .filter(|link| link.split('>').next().unwrap().contains("data-found"));
    links.map(|link| link.split('"').next().unwrap().to_owned()).collect()
}

on_both! {
    async fn people_are_found_by_name_user_name_and_mail_and_applications_by_name(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        let gul = add(&server, &at, "G\u{fc}l\u{15f}en \u{c7}elik", "gcelik@example.org", Some("info@kapper.example")).await;
        let piet = add(&server, &at, "Piet Bakker-Smit", PIET, None).await;
        let (app, _) = server.house.add_app(at.tenant, leave(), nextcloud("Nextcloud Bakkerij")).await.unwrap();
        let (gul, piet) = (format!("/admin/users/{gul}"), format!("/admin/users/{piet}"));
        let app_path = format!("/admin/applications/{}", app.app_id);
        for typed in ["gulsen", "CEL", "%C3%A7elik+g%C3%BCl", "gcelik@ex", "info@kapper.example"] {
            assert_eq!(found(&browser, typed).await, std::slice::from_ref(&gul), "{typed}");
        }
        assert_eq!(found(&browser, "smit+piet").await, std::slice::from_ref(&piet));
        assert_eq!(found(&browser, "bakker").await, [piet, app_path.clone()]);
        assert_eq!(found(&browser, "nextc").await, [app_path]);
        assert!(found(&browser, "akker").await.is_empty(), "only beginnings");
        assert!(found(&browser, "%25").await.is_empty() && found(&browser, "").await.is_empty());
        server.house.change_app(at.tenant, leave(), app.app_id, nextcloud("Wolk")).await.unwrap();
        assert!(found(&browser, "nextc").await.is_empty() && found(&browser, "wolk").await.len() == 1);
        server.house.remove_app(at.tenant, leave(), app.app_id).await.unwrap();
        assert!(found(&browser, "wolk").await.is_empty());
    }

    async fn pages_are_found_in_the_readers_language_and_a_sign_in_by_its_code(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        assert_eq!(found(&browser, "retention").await, ["/admin/settings/retention"]);
        let list = browser.get("/admin/sign-ins").await;
        let code: String = list.body.split("/admin/sign-ins/").nth(1).unwrap().chars().take(7).collect();
        let typed = code.to_lowercase().replace('-', "");
        assert_eq!(found(&browser, &typed).await, [format!("/admin/sign-ins/{code}")]);
        let token = browser.get("/my").await.field("t");
        browser.post("/my/language", &[("t", token.as_str()), ("locale", "nl"), ("here", "/admin")]).await;
        assert_eq!(found(&browser, "bewaartermijn").await, ["/admin/settings/retention"]);
        let page = browser.get("/admin/search?q=%22%3E%3Cscript%3E").await;
        assert!(!page.body.contains("\"><script>") && page.text().contains("Er is niets gevonden"));
    }

    /// Attack 72: nobody finds what they may not open.
    async fn each_role_finds_what_it_may_open_and_nothing_else(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &browser).await;
        let chief = anna(&server, &at).await;
        server.house.add_app(at.tenant, leave(), nextcloud("Piet's cloud")).await.unwrap();
        let list = chief.get("/admin/sign-ins").await;
        let code: String = list.body.split("/admin/sign-ins/").nth(1).unwrap().chars().take(7).collect();
        assert_eq!(browser.get("/admin/search?q=piet").await.status, 403, "no role");
        let opens = service::authority::TABLE.iter().find(|row| row.word == "openAdminCentre").unwrap();
        for role in opens.roles.iter().copied() {
            server.house.set_role(at.tenant, leave(), piet, RoleChange::Give(role)).await.unwrap();
            // Everything that every word of the pages finds, and one of each other kind.
            for typed in ["piet", "a", "s", "o", "p", "log", code.as_str()] {
                for path in found(&browser, typed).await {
                    let answer = browser.get(&path).await;
                    assert!(matches!(answer.status, 200 | 303), "{role:?} found {path}: {}", answer.status);
                }
            }
            let reads = |word: &str| {
                service::authority::TABLE.iter().any(|row| row.word == word && row.roles.contains(&role))
            };
            let all = found(&browser, "piet").await;
            assert_eq!(all.iter().any(|path| path.starts_with("/admin/users/")), reads("readPeople"), "{role:?}");
            assert_eq!(all.iter().any(|path| path.starts_with("/admin/applications/")), reads("readApps"), "{role:?}");
            assert_eq!(found(&browser, &code).await.len(), usize::from(reads("readLogs")), "{role:?}");
            server.house.set_role(at.tenant, leave(), piet, RoleChange::Take(role)).await.unwrap();
        }
    }

    async fn what_was_there_before_the_index_is_found_after_a_round_of_jobs(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        add(&server, &at, "Piet Bakker", PIET, None).await;
        server.house.add_app(at.tenant, leave(), nextcloud("Nextcloud")).await.unwrap();
        let forgotten = server.database().write(at.tenant, |tx| {
            let tenant = tx.tenant();
            tx.execute("delete from search_words where tenant = $1", &[&tenant])
        });
        assert!(forgotten.await.unwrap() > 3);
        assert!(found(&browser, "piet").await.is_empty());
        for _ in 0..2 {
            server.house.run_jobs().await;
        }
        assert_eq!((found(&browser, "piet").await.len(), found(&browser, "nextcloud").await.len()), (1, 1));
        let done = server.database().read(at.tenant, |tx| tx.settings().read::<String>("searchIndexed"));
        assert_eq!(done.await.unwrap().as_deref(), Some("Whole"));
    }

    async fn no_more_than_a_page_is_found(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        for number in 0..25 {
            add(&server, &at, &format!("Jan {number}"), &format!("jan{number}@example.org"), None).await;
        }
        assert_eq!(found(&browser, "jan").await.len(), 20);
        let page = browser.get("/admin/search?q=jan").await;
        assert!(page.text().contains("There are more. Type more of the name."), "{}", page.text());
    }

    async fn one_organisation_finds_nothing_of_another(database) {
        let (server, at) = Server::with_organisation(database).await;
        add(&server, &at, "Piet Bakker", PIET, None).await;
        let other = service::organisations::NewOrganisation {
            name: "Jansen".to_owned(),
            domain: "jansen.example".to_owned(),
            locale: model::Locale::Nl,
            public_address: "https://id.jansen.example".to_owned(),
            help_contact: "Jan".to_owned(),
            administrator: NewPerson {
                display: "Jan Jansen".to_owned(),
                name: "jan@jansen.example".to_owned(),
                mail: None,
                locale: None,
            },
        };
        let other = server.house.add_organisation(leave(), other).await.unwrap().0.id;
        let names = async |tenant, typed| {
            let found = server.house.find_people(tenant, &leave(), typed).await.unwrap();
            found.into_iter().map(|user| user.display).collect::<Vec<_>>()
        };
        assert_eq!(names(at.tenant, "piet").await, ["Piet Bakker"]);
        assert_eq!(names(other, "piet").await, Vec::<String>::new());
        assert_eq!(names(other, "jan").await, ["Jan Jansen"]);
    }
}
