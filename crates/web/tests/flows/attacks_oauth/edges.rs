//! Lists with forged addresses, mail made of names, first run and defaults.

use model::{AppKind, Locale};
use service::people::{Delivery, NewPerson};
use testkit::Server;

use crate::attacks_oauth::party::{Party, anna, bram, leave, query};
use crate::on_both::on_both;

/// Values of `from` and the like that were written to mean something to a database.
const FORGED: &[&str] = &[
    "'",
    "' or '1'='1",
    "'; drop table users; --",
    "\" or 1=1 --",
    "$1",
    "?1",
    "%",
    "_",
    "\\",
    "\u{0}",
    "a\u{0}b",
    "\u{10ffff}",
    "\u{1f600}",
    "-1",
    "0",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "1e400",
    "NaN",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "display desc",
    "[]",
    "{\"$gt\":\"\"}",
];

/// Names that were written to add a header or a part to a message.
const INJECTIONS: &[&str] = &[
    "Bram\r\nBcc: all@evil.example",
    "Bram\nBcc: all@evil.example",
    "Bram\rBcc: all@evil.example",
    "Bram\r\n\r\n<h1>pay here</h1>",
    "Bram\u{85}Bcc: all@evil.example",
    "Bram\u{0}",
    "Bram\u{202e}elpmaxe.live",
];

on_both! {
    /// Attack 76: what is forged in the address of a list is a value or nothing, never a part of a statement.
    async fn forged_paging_and_sorting_values_change_no_statement(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let (user, _) = bram(&server, &at).await;
        let browser = anna(&server, &at).await;
        let id = party.app.app_id.to_string();
        let any = user.to_string();
        for forged in FORGED {
            for (path, pairs) in [
                ("/admin/users", vec![("q", *forged)]),
                ("/admin/users", vec![("from", *forged), ("after", &any)]),
                ("/admin/users", vec![("from", "A"), ("after", *forged)]),
                ("/admin/users", vec![("second", *forged), ("sort", *forged), ("order", *forged)]),
                ("/admin/users", vec![("limit", *forged), ("page_size", *forged), ("page", *forged)]),
                ("/admin/applications", vec![("from", *forged), ("after", &id)]),
                ("/admin/applications", vec![("from", "A"), ("after", *forged)]),
                ("/admin/sign-ins", vec![("before", *forged), ("id", &any)]),
                ("/admin/sign-ins", vec![("before", "9"), ("id", *forged)]),
                ("/admin/sign-ins", vec![("person", *forged), ("application", *forged)]),
                ("/admin/sign-ins", vec![("status", *forged), ("time", *forged)]),
                ("/admin/sign-ins", vec![("code", *forged)]),
            ] {
                let answer = browser.get(&format!("{path}?{}", query(pairs.iter()))).await;
                assert_eq!(answer.status, 200, "{path} {pairs:?}: {}", answer.text());
            }
            for path in ["/admin/users", "/admin/applications", "/admin/sign-ins"] {
                let raw = query([("x", *forged)].iter());
                let answer = browser.get(&format!("{path}/{}", &raw[2..])).await;
                assert!(matches!(answer.status, 400 | 404), "{path} {forged:?}: {}", answer.status);
            }
        }
        // Nobody is gone, and a list that is asked for nothing shows everybody.
        let all = browser.get("/admin/users").await.text();
        assert!(all.contains("Anna de Vries") && all.contains("Bram Bakker"), "{all}");
        assert!(browser.get("/admin/applications").await.text().contains("Cloud"));
    }

    /// Attack 76: a search for a pattern finds who is called that, which is nobody.
    async fn a_pattern_is_no_search_for_everybody(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        bram(&server, &at).await;
        for pattern in ["%", "_", "*", "' or '1'='1", ".*"] {
            let found = browser.get(&format!("/admin/users?{}", query([("q", pattern)].iter()))).await;
            assert!(!found.text().contains("Bram Bakker"), "{pattern}");
        }
        assert!(browser.get("/admin/users?q=bram").await.text().contains("Bram Bakker"));
    }

    /// Attack 80: a name or an address with a line break in it is refused, wherever it is typed.
    async fn names_and_addresses_add_no_header_to_mail(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        let page = browser.get("/admin/users/new").await;
        for (number, injection) in INJECTIONS.iter().enumerate() {
            let name = format!("bram{number}@example.org");
            let mail = format!("{injection}@example.org");
            for (display, name, mail) in [
                (*injection, name.as_str(), "bram@example.org"),
                ("Bram Bakker", &mail, "bram@example.org"),
                ("Bram Bakker", &name, &mail),
                ("Bram Bakker", &name, "bram@example.org,all@evil.example"),
                ("Bram Bakker", &name, "bram@example.org>, <all@evil.example"),
                ("Bram Bakker", &name, "bram@example.org\r\nBcc: all@evil.example"),
            ] {
                let token = page.field("t");
                let fields = [("t", token.as_str()), ("display", display), ("name", name), ("mail", mail),
                    ("delivery", "mail")];
                let answer = browser.post("/admin/users", &fields).await;
                assert_eq!(answer.status, 422, "{display:?} {name:?} {mail:?}: {}", answer.text());
            }
        }
        assert_eq!(server.mail().await.len(), 0);
    }

    /// Attack 80: every message that leaves has one line of each header, also for names that are hard to write.
    async fn mail_is_made_of_one_line_headers(database) {
        let (server, at) = Server::with_organisation(database).await;
        for (number, display) in ["Bram <all@evil.example>", "\"Bram\", all@evil.example", "B;r:a,m=?utf-8?q?x?=",
            "<script>alert(1)</script>", "Bram \u{2028}Bcc: x"].iter().enumerate() {
            let new = NewPerson {
                display: (*display).to_owned(),
                name: format!("bram{number}@example.org"),
                mail: Some(format!("bram{number}@example.org")),
                locale: Some(Locale::En),
            };
            server.house.add_person(at.tenant, leave(), new, Delivery::Mail).await.unwrap();
        }
        let sent = server.mail().await;
        assert_eq!(sent.len(), 5);
        for (number, message) in sent.iter().enumerate() {
            for line in [&message.to, &message.to_name, &message.subject] {
                assert!(!line.contains(char::is_control), "{line:?}");
            }
            assert_eq!(message.to, format!("bram{number}@example.org"));
            assert!(!message.html.contains("<script"), "{}", message.html);
        }
    }

    /// Attack 48: once there is an organisation, nothing of set-up answers, and nothing of it changes anything.
    async fn set_up_cannot_be_run_again(database) {
        let (server, at) = Server::with_organisation(database).await;
        let stranger = server.browser("203.0.113.66");
        let token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let fields = [("organisation", "Evil"), ("domain", "evil.example"), ("name", "root@evil.example"),
            ("new_password", "a kettle of eleven fish"), ("display", "Root"), ("mail", "root@evil.example")];
        for path in [format!("/set-up/{token}"), "/set-up/x".to_owned(), format!("/{}/set-up/{token}", at.tenant)] {
            let shown = stranger.get(&path).await;
            assert_eq!(shown.status, 403, "{path}");
            assert!(!shown.has_field("organisation") && !shown.has_field("new_password"), "{}", shown.text());
            assert_eq!(stranger.post(&path, &fields).await.status, 403, "{path}");
        }
        assert_ne!(stranger.post("/set-up-done", &fields).await.status, 200);
        assert_eq!(stranger.get("/set-up").await.status, 404);
        assert_eq!(server.house.organisations().len(), 1);
        assert!(anna(&server, &at).await.cookie("s").is_some());
    }

    /// Attack 79: before set-up there is nobody to sign in as and nothing to sign with.
    async fn before_set_up_nobody_can_sign_in(database) {
        let server = Server::start(database).await;
        let stranger = server.browser("203.0.113.66");
        for path in ["/", "/sign-in", "/my", "/admin", "/admin/users", "/v2.0/.well-known/openid-configuration",
            "/discovery/v2.0/keys", "/oauth2/v2.0/authorize"] {
            assert_eq!(stranger.get(path).await.status, 404, "{path}");
        }
        for path in ["/sign-in", "/oauth2/v2.0/token", "/set-up/x"] {
            let fields = [("name", "admin"), ("password", "admin"), ("t", "")];
            let status = stranger.post(path, &fields).await.status;
            assert!(matches!(status, 403 | 404), "{path}: {status}");
        }
        assert!(server.house.organisations().is_empty());
    }

    /// Attack 79: each installation makes its own keys and secrets, and no account comes with it.
    async fn no_password_and_no_key_comes_with_the_program(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (other, there) = Server::with_organisation(database).await;
        let (one, two) = (server.browser("203.0.113.7"), other.browser("203.0.113.7"));
        let keys = one.get(&format!("/{}/discovery/v2.0/keys", at.tenant)).await.json();
        let others = two.get(&format!("/{}/discovery/v2.0/keys", there.tenant)).await.json();
        assert_ne!(keys["keys"][0]["x"], others["keys"][0]["x"]);
        assert_ne!(keys["keys"][0]["kid"], others["keys"][0]["kid"]);
        let own = Party::register(&server, &at, AppKind::Confidential).await;
        let again = Party::register(&server, &at, AppKind::Confidential).await;
        assert_ne!(own.secret, again.secret);
        assert!(own.secret.len() >= 32, "{}", own.secret.len());
        for (name, password) in [("admin", "admin"), ("admin@example.org", "123"), ("root", "root"),
            ("sluis", "sluis"), ("administrator", "password")] {
            let stranger = server.browser("198.51.100.66");
            let page = stranger.get("/sign-in").await;
            let page = stranger.submit(&page, &[("name", name)]).await;
            let page = stranger.submit(&page, &[("password", password)]).await;
            assert!(page.status != 303 && !page.has_field("totp"), "{name}");
            assert!(stranger.cookie("s").is_none());
        }
        let people = server.house.people_count(at.tenant, &leave()).await.unwrap();
        assert_eq!(people, 1);
    }
}

/// Attack 79: no private key is shipped among the sources.
#[test]
fn no_private_key_is_among_the_sources() {
    fn look(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() && !matches!(name.to_str(), Some("target" | "node_modules" | ".git")) {
                look(&path, found);
            } else if path.is_file() {
                let text = std::fs::read(&path).unwrap_or_default();
                let marks = [concat!("PRIVATE KEY", "-----"), concat!("\"kty\"", ":\"oct\"")];
                let holds = |mark: &str| text.windows(mark.len()).any(|window| window == mark.as_bytes());
                if marks.into_iter().any(holds)
                    || path.extension().is_some_and(|end| end == "p12" || end == "pfx")
                {
                    found.push(path);
                }
            }
        }
    }
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = vec![];
    look(crates, &mut found);
    assert_eq!(found, Vec::<std::path::PathBuf>::new());
}
