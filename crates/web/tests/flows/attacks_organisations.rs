//! Attacks on what surrounds the accounts: links, set-up, what is kept, and other organisations. The number in each
//! comment is the case in the list of attacks that peers of Sluis fell to. Each runs on both databases.

use std::sync::{Mutex, Once};

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, ELSEWHERE, GOOD, OFFICE, PIET, accept, anna, app, authorize, invite, is_in, is_wrong, named,
    person_with_password, proved,
};
use model::{Id, Locale, Signal, Tenant};
use service::set_up::Draft;
use service::{Browser, Context, Fault};
use softkey::{Authenticator, Kind};
use testkit::{Client, Organisation, Server};

/// A password that is nobody's but a thief's.
const THIEF: &str = "a thief would choose this one";

on_both! {
    /// Attack 46.
    async fn no_header_of_a_request_gets_into_a_link(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let anna = anna(&server, &organisation).await;
        let form = anna.get("/admin/users/new").await.field("t");
        let headers = [
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "gopher"),
            ("x-forwarded-server", "evil.example"),
            ("forwarded", "host=evil.example;proto=gopher"),
            ("x-original-url", "http://evil.example/"),
            ("referer", "http://evil.example/"),
            ("x-host", "evil.example"),
            ("x-forwarded-prefix", "//evil.example"),
        ];
        for (number, header) in headers.into_iter().enumerate() {
            for delivery in ["link", "mail"] {
                let name = format!("person{number}{delivery}@example.org");
                let fields = [
                    ("t", form.as_str()),
                    ("display", "Somebody"),
                    ("name", &name),
                    ("mail", &name),
                    ("delivery", delivery),
                ];
                let page = anna.post_with("/admin/users", &fields, header).await;
                assert!(matches!(page.status, 200 | 303), "{header:?}: {}", page.text());
                assert!(!page.body.contains("evil") && !page.location().contains("evil"), "{header:?}");
                let link = format!("{}/{}/invitation/", server.base, organisation.tenant);
                assert!(delivery == "mail" || page.body.contains(&link), "{header:?}");
            }
        }
        let sent = server.mail().await;
        assert_eq!(sent.len(), headers.len());
        for message in sent {
            let link = format!("{}/{}/invitation/", server.base, organisation.tenant);
            assert!(message.text.contains(&link) && message.html.contains(&link), "{}", message.text);
            assert!(
                !message.text.contains("evil")
                    && !message.html.contains("evil")
                    && !message.html.contains("gopher")
            );
        }
        for host in
            ["http://evil.example", "http://localhost.evil.example", "http://localhost:1", "http://localhost"]
        {
            let answer = Client::at_node(&server.base, host, OFFICE).get("/sign-in").await;
            assert_eq!(answer.status, 421, "{host}");
            assert!(!answer.body.contains("evil"));
            // The page is dressed and says where to go.
            assert!(answer.body.contains(&format!("href=\"{}\"", server.base)), "{}", answer.body);
            let styles = answer.body.split("href=\"/static/").nth(1).unwrap().split('"').next().unwrap();
            let styles = Client::at_node(&server.base, host, OFFICE).get(&format!("/static/{styles}")).await;
            assert_eq!(styles.status, 200, "{host}");
        }
    }

    /// Attack 48.
    async fn set_up_is_over_once_there_is_an_organisation(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let stranger = server.browser(ELSEWHERE);
        for path in ["/set-up", "/set-up/", "/set-up/x", &format!("/set-up/{}", "A".repeat(43))] {
            assert!(matches!(stranger.get(path).await.status, 403 | 404), "{path}");
            let fields = [("t", "x"), ("step", "you"), ("password", THIEF), ("name", "evil@example.org")];
            assert!(matches!(stranger.post(path, &fields).await.status, 403..=405), "{path}");
        }
        let done = stranger.post("/set-up-done", &[("t", "x"), ("kept", "yes")]).await;
        assert!(done.status != 200 && stranger.cookie("s").is_none(), "{}", done.text());
        assert_eq!(web::App::new(server.house.clone(), web::NetworkConfig::default()).set_up_path(), None);
        let (draft, code) = draft(&server, "evil.example").await;
        let second = server.house.make_organisation(draft, &context(), &code).await;
        assert!(matches!(second, Err(Fault::Conflict("organisation"))));
        assert_eq!(server.house.organisations().len(), 1);
        assert!(is_wrong(&proved(&stranger, ANNA, THIEF).await));
        anna(&server, &organisation).await;
    }

    /// Attack 48.
    async fn two_set_ups_at_once_make_one_organisation(database) {
        let server = Server::start(database).await;
        let (one, other) = (draft(&server, "one.example").await, draft(&server, "other.example").await);
        let (first, second) = (context(), context());
        let (one, other) = tokio::join!(
            server.house.make_organisation(one.0, &first, &one.1),
            server.house.make_organisation(other.0, &second, &other.1)
        );
        let made = [&one, &other].iter().filter(|made| matches!(made, Ok(Some(_)))).count();
        let refused = [&one, &other].iter().filter(|made| matches!(made, Err(Fault::Conflict(_)))).count();
        assert_eq!((made, refused), (1, 1));
        assert_eq!(server.house.organisations().len(), 1);
    }

    /// Attack 88.
    async fn looking_at_a_link_does_nothing(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let anna = anna(&server, &organisation).await;
        let link = invite(&server, &organisation, PIET, None).await;
        let user = steps::user(&server, organisation.tenant, PIET).await;
        let scanner = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        for method in ["GET", "HEAD", "GET", "OPTIONS", "HEAD"] {
            let method: reqwest::Method = method.parse().unwrap();
            let request =
                scanner.request(method, format!("{}{link}?begin=yes&new_password={GOOD}", server.base));
            let request = request.header("purpose", "prefetch").header("sec-purpose", "prefetch;prerender");
            assert!(request.send().await.unwrap().status().as_u16() < 500);
        }
        let person = format!("/admin/users/{user}");
        for act in
            ["block?sure=yes", "end-sessions?sure=yes", "register-again?sure=yes", "invite?delivery=link"]
        {
            let answer = anna.get(&format!("{person}/{act}")).await;
            assert!(answer.status != 303, "{act}");
        }
        for path in ["/sign-out", "/my/sessions/end-others", "/my/language?locale=nl"] {
            assert_eq!(anna.get(path).await.status, 405, "{path}");
        }
        assert!(is_in(&anna).await);
        assert!(accept(&server.browser(OFFICE), &link).await.has_field("new_password"));
    }

    /// Attack 90.
    async fn a_password_typed_as_a_name_is_kept_nowhere(database) {
        let logged = log();
        let (server, organisation) = Server::with_organisation(database).await;
        let typed = ["Zomer2026-Hunter!", "two words Zomer2027"];
        let anna = anna(&server, &organisation).await;
        for name in typed {
            let browser = server.browser(ELSEWHERE);
            let page = named(&browser, name).await;
            let mut page = browser.submit(&page, &[("language", "nl")]).await;
            for _ in 0..12 {
                page = browser.submit(&page, &[("password", "Zomer2028 typed wrongly")]).await;
            }
            named(&browser, ANNA).await;
            browser.post("/sign-in", &[("t", "x"), ("name", name), ("password", name)]).await;
            let app = app(&server, &organisation).await;
            browser.post(&authorize(&organisation, app, ""), &[("login_hint", name)]).await;
        }
        server.house.run_jobs().await;
        let pages = [anna.get("/admin/sign-ins").await.body, anna.get("/admin").await.body];
        let kept =
            [everything_kept(&server).await, pages.concat().into_bytes(), logged.lock().unwrap().clone()];
        assert!(holds(&kept[0], "De Vries Accountants"), "the search finds what is there");
        assert!(holds(&kept[2], "the log is open"), "and what is logged");
        for secret in typed.iter().chain(&["Zomer2028", "Zomer2026", "zomer2026", "Zomer2027"]) {
            assert!(!kept.iter().any(|bytes| holds(bytes, secret)), "{secret}");
        }
    }

    /// Attack 91.
    async fn nothing_of_one_organisation_is_good_at_another_on_the_same_host(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = server.browser(OFFICE);
        person_with_password(&server, &organisation, PIET, &piet).await;
        let link = invite(&server, &organisation, "klaas", None).await;
        let open = server.browser(OFFICE).get(&link).await;
        assert_eq!(open.status, 200);
        let other = second_organisation(&server, &organisation).await;
        let at = |path: &str| format!("/{other}{path}");
        // The cookie of A, under A's name and under B's.
        assert_eq!(piet.get(&at("/my")).await.status, 200);
        assert!(piet.get(&at("/my")).await.has_field("name"), "B asks who it is");
        let thief = server.browser(OFFICE);
        thief.get(&at("/sign-in")).await;
        for (kind, value) in [("s", piet.cookie("s").unwrap()), ("b", piet.cookie("b").unwrap())] {
            thief.plant(kind, &value);
        }
        assert_eq!(thief.get(&at("/sign-in")).await.status, 200, "a session of A is none of B");
        // A page of A, sent to B from a browser with one id at both.
        let named_at_a = {
            let page = thief.get("/sign-in").await;
            thief.submit(&page, &[("name", PIET)]).await
        };
        let ticket = named_at_a.field("t");
        let answer = thief.post(&at("/sign-in"), &[("t", &ticket), ("password", GOOD)]).await;
        assert_eq!(answer.status, 400, "{}", answer.text());
        // The same person with the same password is at B too: a form token of A is not good there.
        let page = thief.get(&at("/sign-in")).await;
        let page = thief.submit(&page, &[("name", PIET)]).await;
        let done = thief.submit(&page, &[("password", GOOD)]).await;
        assert_eq!((done.status, done.location()), (303, at("/my").as_str()), "{}", done.text());
        let form = piet.get("/my").await.field("t");
        assert_eq!(thief.post(&at("/my/sessions/end-others"), &[("t", &form)]).await.status, 403);
        let secret = link.rsplit('/').next().unwrap();
        assert_eq!(thief.get(&at(&format!("/invitation/{secret}"))).await.status, 404);
        assert!(is_in(&piet).await);
    }

    /// Attack 91: both are on one host, so the browser offers the passkey to both.
    async fn a_passkey_of_one_organisation_opens_nothing_at_another(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), Authenticator::new(Kind::Synced, &server.base));
        let page = accept(&browser, &invite(&server, &organisation, PIET, None).await).await;
        let page = browser.submit(&page, &[("new_password", GOOD)]).await;
        let page = browser.submit(&page, &[("way", "passkey")]).await;
        let made = laptop.register(&page.data("options")).to_string();
        let codes = browser.submit(&page, &[("made", &made), ("label", "Blue laptop")]).await;
        assert_eq!(steps::kept(&browser, &codes).await.status, 303);
        // The same person is at B, and nothing that proves it is them.
        let other = second_organisation(&server, &organisation).await;
        let not_taken = "That passkey does not work here.";
        let visitor = server.browser(OFFICE);
        let page = visitor.get(&format!("/{other}/sign-in")).await;
        assert_eq!(page.data("options")["rpId"], "localhost", "the browser cannot tell them apart");
        let proof = laptop.assert(&page.data("options")).unwrap().to_string();
        let answer = visitor.submit(&page, &[("key", &proof)]).await;
        assert!(answer.text().contains(not_taken), "{}", answer.text());
        assert!(visitor.cookie("s").is_none());
        // A proof that was made for a page of B is none at A either.
        let own = server.browser(OFFICE);
        let at_a = own.get("/sign-in").await;
        let at_b = own.get(&format!("/{other}/sign-in")).await;
        let proof = laptop.assert(&at_b.data("options")).unwrap().to_string();
        let answer = own.submit(&at_a, &[("key", &proof)]).await;
        assert!(answer.text().contains(not_taken), "{}", answer.text());
        let proof = laptop.assert(&answer.data("options")).unwrap().to_string();
        assert_eq!(own.submit(&answer, &[("key", &proof)]).await.status, 303, "it is good where it belongs");
    }
}

fn context() -> Context {
    Context {
        address: None,
        browser: Browser { id: [8; 32], returned: true },
        remembered: None,
        agent: None,
        platform: Signal::Unknown,
        locality: None,
        platform_hint: Signal::Unknown,
        locale: Locale::En,
    }
}

/// What a second set-up would send at its end, with the right code.
async fn draft(server: &Server, domain: &str) -> (Draft, String) {
    let mut draft = server.house.new_draft(Locale::En, server.base.clone());
    for (field, value) in [
        (&mut draft.organisation, "Evil"),
        (&mut draft.domain, domain),
        (&mut draft.help_contact, "Nobody"),
        (&mut draft.display, "Evil"),
        (&mut draft.name, ANNA),
        (&mut draft.mail, "evil@evil.example"),
    ] {
        value.clone_into(field);
    }
    draft.password_hash = server.house.draft_password(&draft, THIEF).await.unwrap().unwrap();
    let secret = factors::totp::Secret::new(draft.totp).typed();
    let code = server.code(&secret);
    (draft, code)
}

/// A second organisation on the same host with the same people, passwords and policies: its id.
async fn second_organisation(server: &Server, first: &Organisation) -> Id<Tenant> {
    const COPIES: [&str; 6] = [
        "insert into users (tenant, id, handle, name, display, mail, locale, state, state_at, password_state, \
         password_at, password_handed, password_hash, per_user_mfa, guest, created, valid_from, last_sign_in, \
         asked_since) select $2, id, $3, name, display, mail, locale, state, state_at, password_state, password_at, \
         password_handed, password_hash, per_user_mfa, guest, created, valid_from, last_sign_in, asked_since \
         from users where tenant = $1 and name = 'piet@example.org'",
        "insert into login_names select $2, key, user_id from login_names where tenant = $1",
        "insert into apps (tenant, app_id, object_id, principal_id, name, kind, assignment, redirect_uris, \
         logout_uris, built_in, created, signing) select $2, app_id, object_id, principal_id, name, kind, assignment, redirect_uris, logout_uris, \
         built_in, created, signing from apps where tenant = $1",
        "insert into parts select $2, hash, content from parts where tenant = $1",
        "insert into revisions (tenant, id, previous, parts, created) select $2, id, previous, parts, created from revisions where tenant = $1",
        "insert into heads select $2, revision from heads where tenant = $1",
    ];
    let id = Id::fixed(0x0a0b_0c0d_0000_4000_8000_0000_0000_0002);
    let mut other = server.house.organisation(first.tenant).unwrap().as_ref().clone();
    other.id = id;
    other.name = "Other".to_owned();
    other.domain = "other.example".to_owned();
    other.created = server.now();
    let one = first.tenant;
    let made = server.database().write_installation(move |installation| {
        store::organisations(installation).insert(&other)?;
        // The first names a person, whose handle is unique over the installation.
        installation.execute(COPIES[0], &[&one, &id, &vec![9_u8; 32]])?;
        for copy in &COPIES[1..] {
            installation.execute(copy, &[&one, &id])?;
        }
        Ok::<_, sql::Error>(())
    });
    made.await.unwrap();
    server.house.reload_organisations().await.unwrap();
    id
}

/// Everything that the database holds: the files of SQLite, or every row of PostgreSQL as text.
async fn everything_kept(server: &Server) -> Vec<u8> {
    let Some(folder) = server.folder() else {
        let rows = server.database().read_installation(|installation| {
            let tables = installation
                .query("select tablename::text from pg_tables where schemaname = current_schema()", &[])?;
            let mut all = String::new();
            for table in tables {
                let table: String = table.get(0)?;
                let query: &'static str =
                    Box::leak(format!("select t::text from \"{table}\" t").into_boxed_str());
                for row in installation.query(query, &[])? {
                    all += &row.get::<String>(0)?;
                }
            }
            Ok::<_, sql::Error>(all)
        });
        return rows.await.unwrap().into_bytes();
    };
    let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.collect::<Vec<_>>().concat()
}

/// True when the bytes hold the text, plainly or as digits of its bytes.
fn holds(bytes: &[u8], text: &str) -> bool {
    let hex = data_encoding::HEXLOWER.encode(text.as_bytes());
    [text, &hex].iter().any(|text| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

/// Every line that was logged since this was first called.
fn log() -> &'static Mutex<Vec<u8>> {
    static ON: Once = Once::new();
    ON.call_once(|| {
        let lines =
            tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(|| Lines).finish();
        tracing::subscriber::set_global_default(lines).unwrap();
        tracing::info!("the log is open");
    });
    &LINES
}

static LINES: Mutex<Vec<u8>> = Mutex::new(vec![]);

struct Lines;

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
