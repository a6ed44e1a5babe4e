//! Attacks on every route that there is: the handler is asked, whatever the page offers. The routes are read from the
//! source, so a new one without a line in [`table::ADMIN`] fails here. The number in each comment is the case in the
//! list of attacks that peers of Sluis fell to. Each runs on both databases.

mod places;
mod records;
mod source;
mod table;

use crate::on_both::on_both;
use crate::steps::{ANNA, OFFICE, PIET, anna, defaults, person_with_app, proved, sign_out};
use model::Role;
use places::{EVERYTHING, Places, administrator_elsewhere};
use service::authority::TABLE;
use store::Tables;
use testkit::{Answer, Server};

const EVIL: &str = "https://evil.example";

#[test]
fn every_route_of_the_admin_centre_says_which_leave_it_takes() {
    let mut found: Vec<_> =
        source::routes().into_iter().filter(|route| route.path.starts_with("/admin")).collect();
    found.sort_unstable();
    let mut lines: Vec<_> = table::ADMIN.iter().map(|line| source::Route::new(line.0, line.1)).collect();
    lines.sort_unstable();
    assert_eq!(found, lines, "left: the routes; right: the lines of the table");
}

#[test]
fn the_routes_that_are_read_are_those_of_every_part() {
    let found = source::routes();
    for (method, path) in [
        ("GET", "/admin/health"),
        ("POST", "/my/security/authenticator"),
        ("POST", "/sign-out"),
        ("POST", "/oauth2/v2.0/token"),
        ("POST", "/my/security/keys/{id}"),
        ("GET", "/static/{file}"),
        ("PATCH", "/v1.0/users/{id}"),
    ] {
        assert!(found.contains(&source::Route::new(method, path)), "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_of_the_api_stands_in_its_description() {
    let (server, _) = Server::with_organisation(testkit::Database::Sqlite).await;
    let document = server.browser(OFFICE).get("/v1.0/openapi.json").await.json();
    let mut told = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().filter(|name| *name != "parameters") {
            told.push((format!("/v1.0{path}"), method.to_uppercase()));
        }
    }
    let routes = source::routes().into_iter().filter(|route| route.path.starts_with("/v1.0/"));
    let mut found: Vec<_> = routes.map(|route| (route.path, route.method.to_owned())).collect();
    found.sort();
    told.sort();
    assert_eq!(found, told, "left: the routes; right: openapi.json");
}

/// The acts of `/admin/users/{id}/{act}` that have a line of their own.
const ACTS: [&str; 4] = ["/end-sessions", "/block", "/unblock", "/delete"];

#[test]
fn every_route_that_takes_a_form_says_what_it_leaves_in_the_audit_log() {
    let posts = source::routes().into_iter().filter(|route| route.method == "POST").map(|route| route.path);
    let mut found: Vec<_> = posts.collect();
    let is_act = |path: &str| ACTS.iter().any(|act| path == format!("/admin/users/{{id}}{act}"));
    let lines = records::FORMS.iter().map(|line| line.0.to_owned()).filter(|path| !is_act(path));
    let mut lines: Vec<_> = lines.collect();
    found.sort_unstable();
    lines.sort_unstable();
    assert_eq!(found, lines, "left: the routes; right: the lines of the table");
    for (path, leaves) in records::FORMS {
        let (word, file) = match leaves {
            records::Leaves::Record(word, _) => (word, None),
            records::Leaves::Elsewhere(word, file) => (word, Some(file)),
            records::Leaves::Nothing(reason) => {
                assert!(reason.len() > 10, "{path} has no reason");
                continue;
            }
        };
        assert!(service::audit::Verb::from_word(word).is_some(), "{path}: `{word}` is no verb");
        if let Some(file) = file {
            let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flows").join(file);
            let source = std::fs::read_to_string(&tests).unwrap_or_else(|_| panic!("no {file}"));
            assert!(source.contains(*word), "{path}: {file} does not look for `{word}`");
        }
    }
}

on_both! {
    /// Attack 72: what somebody does is in the log, whatever form they send; sent as the chief sends it.
    async fn every_form_that_changes_something_leaves_its_record(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let places = Places::make(&server, &at, &chief).await;
        let count = async |word: &'static str| {
            let all = server.database().read(at.tenant, |tx| tx.audit().newest(10_000)).await.unwrap();
            all.iter().filter(|record| record.action == word).count()
        };
        for (path, leaves) in records::FORMS {
            let records::Leaves::Record(word, fields) = leaves else { continue };
            let address = places.fill(path);
            let before = count(*word).await;
            let token = chief.get("/my").await.field("t");
            let mut all = vec![("t", token.as_str())];
            all.extend(*fields);
            let answer = chief.post(&address, &all).await;
            assert!(matches!(answer.status, 200 | 303), "{address}: {} {}", answer.status, answer.text());
            assert_eq!(count(*word).await, before + 1, "{address} left no `{word}`: {}", answer.text());
        }
    }

    /// Attack 72: whoever may only read is shown no secret that is kept, on any page; nor is the chief.
    async fn no_page_shows_a_secret_that_is_kept(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let places = Places::make(&server, &at, &chief).await;
        let reader = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &reader).await;
        assert!(places.kept.len() > 10 && places.kept.iter().all(|secret| secret.len() > 7), "{:?}", places.kept);
        let gets = source::routes().into_iter().filter(|route| route.method == "GET");
        let gets: Vec<_> = gets.map(|route| places.fill(&route.path)).collect();
        for role in [Role::GlobalReader, Role::ReportsReader, Role::SecurityReader] {
            set_role(&server, at.tenant, piet, Some(role)).await;
            for address in &gets {
                for browser in [&reader, &chief] {
                    let body = browser.get(address).await.body;
                    let shown = places.kept.iter().find(|secret| body.contains(secret.as_str()));
                    assert_eq!(shown, None, "{role:?} {address}");
                }
            }
        }
    }

    /// Attacks 39 and 72: every form is sent and every page opened by somebody whose role gives no leave for it.
    async fn a_handler_turns_away_whoever_has_no_leave(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let places = Places::make(&server, &at, &chief).await;
        let browser = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &browser).await;
        let token = browser.get("/my").await.field("t");
        let before = places.trace(&server, &at).await;
        let chiefs = |role: &Role| *role == Role::GlobalAdministrator;
        let roles = Role::ALL.into_iter().filter(|role| !chiefs(role)).map(Some);
        for role in [None].into_iter().chain(roles) {
            set_role(&server, at.tenant, piet, role).await;
            for (method, path, actions) in table::ADMIN {
                let may = role.is_some_and(|role| gives(role, actions));
                let address = places.fill(path);
                let answer = match (*method, may) {
                    ("GET", _) => browser.get(&address).await,
                    (_, false) => browser.post(&address, &everything(&token)).await,
                    // What a role may do changes what the next one finds; other tests do it.
                    (_, true) => continue,
                };
                let wanted = if may { 200 } else { 403 };
                assert_eq!(answer.status, wanted, "{role:?} {method} {address}: {}", answer.text());
            }
        }
        assert_eq!(places.trace(&server, &at).await, before, "nobody changed anything");
    }

    /// Attacks 16 and 34: a password alone opens no page that asks for more, however its address is written.
    async fn a_page_is_judged_as_what_it_is_however_its_address_is_written(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let places = Places::make(&server, &at, &chief).await;
        defaults(&server, &at, false).await;
        sign_out(&chief).await;
        proved(&chief, ANNA, &at.password).await;
        assert_eq!(chief.get("/my").await.status, 200, "a browser that is known needs no more here");
        let gets = |area: &'static str| {
            source::routes().into_iter().filter(move |route| route.method == "GET" && route.path.starts_with(area))
        };
        let long = format!("?q={}", "a".repeat(2_100));
        for route in gets("/admin").chain(gets("/my/security")).chain(gets("/my/password")).chain(gets("/confirm")) {
            let address = places.fill(&route.path);
            for more in ["", "?", "?x=1", "?x=\\", "?x=/my", "?to=/my", "?x=%5c", "?\u{e9}", "#/my", &long] {
                let answer = chief.get(&format!("{address}{more}")).await;
                let is_asked = answer.status == 200 && answer.has_field("totp");
                assert!(is_asked || answer.status == 400, "{address}{more}: {} {}", answer.status, answer.text());
            }
        }
        assert_eq!(chief.get("/my?x=\\").await.status, 400);
    }

    /// Attack 72: an administrator of another organisation names what is ours by its ids, at their own host and ours.
    async fn no_id_of_one_organisation_leads_anywhere_in_another(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let places = Places::make(&server, &at, &chief).await;
        let jan = administrator_elsewhere(&server).await;
        let token = jan.get("/my").await.field("t");
        assert_eq!(jan.get("/admin").await.status, 200);
        let before = places.trace(&server, &at).await;
        for (method, path, _) in table::ADMIN.iter().filter(|line| line.1.contains('{')) {
            let address = places.fill(path);
            let answer = match *method {
                "GET" => jan.get(&address).await,
                _ => jan.post(&address, &everything(&token)).await,
            };
            // The ids of roles are the same everywhere; who holds one is not.
            let expected = if *path == "/admin/roles/{role}" { 200 } else { 404 };
            assert_eq!(answer.status, expected, "{method} {address}: {}", answer.text());
            assert!(!places.is_told_by(&answer), "{method} {address}");
        }
        let ours = jan.get(&format!("/{}/admin/users", at.tenant)).await;
        assert!(!places.is_told_by(&ours), "{}", ours.text());
        assert_eq!(places.trace(&server, &at).await, before, "nothing of ours changed");
    }

    /// Attack 75: nothing is taken from a page elsewhere, nor without the token of the session.
    async fn no_form_of_any_page_is_taken_from_elsewhere(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let places = Places::make(&server, &at, &chief).await;
        let token = chief.get("/my").await.field("t");
        let foreign = "A".repeat(token.len());
        let before = places.trace(&server, &at).await;
        let forms = source::routes().into_iter().filter(|route| route.method == "POST");
        // The last form of the set-up only leads on, and the strength meter only answers a number: neither does anything.
        let forms = forms.map(|route| route.path).filter(|path| !is_protocol(path) && !["/set-up-done", "/strength"].contains(&path.as_str()));
        for path in forms {
            let address = places.fill(&path);
            for header in [
                ("origin", EVIL),
                ("origin", "null"),
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-site", "same-site"),
            ] {
                let answer = chief.post_with(&address, &everything(&token), header).await;
                assert_eq!(answer.status, 403, "{header:?} {address}: {}", answer.text());
            }
            if path.starts_with("/admin") || path.starts_with("/my") {
                for wrong in ["", "x", foreign.as_str()] {
                    let answer = chief.post(&address, &everything(wrong)).await;
                    assert_eq!(answer.status, 403, "`{wrong}` {address}: {}", answer.text());
                }
            }
        }
        assert_eq!(places.trace(&server, &at).await, before, "nothing changed");
        assert_eq!(chief.get("/admin").await.status, 200, "and nobody was signed out");
    }

    /// Attack 75: whatever is answered, no page elsewhere shows it in a frame, and none but the protocol's public
    /// documents is read from there.
    async fn no_answer_of_any_route_is_framed_or_read_from_elsewhere(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let places = Places::make(&server, &at, &chief).await;
        let stranger = server.browser("198.51.100.66");
        for route in source::routes().into_iter().filter(|route| route.method == "GET") {
            let address = places.fill(&route.path);
            for browser in [&chief, &stranger] {
                let answer = browser.get_with(&address, ("origin", EVIL)).await;
                is_in_no_frame(&answer, &address);
                let allowed = answer.headers.get("access-control-allow-origin").map(String::as_str);
                let public = is_protocol(&route.path) && allowed == Some("*");
                assert!(allowed.is_none() || public, "{address}: {allowed:?}");
                assert!(!answer.headers.contains_key("access-control-allow-credentials"), "{address}");
            }
        }
    }

    /// Attack 17: no form of a person's own pages, and no field added to one, changes how the person is called or
    /// reached, or what the person may do.
    async fn nobody_changes_their_own_name_address_or_roles(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let places = Places::make(&server, &at, &chief).await;
        let browser = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &browser).await;
        let mine = async || {
            let read = server.database().read(at.tenant, move |tx| {
                let user = tx.users().by_id(piet)?.unwrap();
                let roles = tx.users().roles(piet)?;
                Ok::<_, sql::Error>((user.name, user.display, user.mail, user.state, roles))
            });
            read.await.unwrap()
        };
        let before = mine().await;
        let token = browser.get("/my").await.field("t");
        let forms = source::routes().into_iter().filter(|route| route.method == "POST");
        for route in forms.filter(|route| route.path.starts_with("/my")) {
            browser.post(&places.fill(&route.path), &everything(&token)).await;
        }
        assert_eq!(mine().await, before);
        assert!(before.4.is_empty());
    }
}

/// True when a role gives leave for every action of a line.
fn gives(role: Role, actions: &[&str]) -> bool {
    actions.iter().all(|action| {
        let row = TABLE.iter().find(|row| row.word == *action).expect(action);
        role == Role::GlobalAdministrator || row.roles.contains(&role)
    })
}

/// Leaves somebody this role and no other.
async fn set_role(
    server: &Server,
    tenant: model::Id<model::Tenant>,
    user: model::Id<model::User>,
    role: Option<Role>,
) {
    let now = server.now();
    let set = server.database().write(tenant, move |tx| {
        for held in tx.users().roles(user)? {
            tx.users().unassign(user, held)?;
        }
        role.map_or(Ok(()), |role| tx.users().assign(user, role, now))
    });
    set.await.unwrap();
}

fn everything(token: &str) -> Vec<(&str, &str)> {
    let mut fields = vec![("t", token)];
    fields.extend(EVERYTHING);
    fields
}

/// What applications, and not our own pages, speak to.
fn is_protocol(path: &str) -> bool {
    ["/oauth2/", "/openid/", "/v2.0/", "/discovery/", "/.well-known/", "/v1.0/"]
        .iter()
        .any(|start| path.starts_with(start))
}

fn is_in_no_frame(answer: &Answer, address: &str) {
    assert_eq!(answer.headers.get("x-frame-options").map(String::as_str), Some("DENY"), "{address}");
    let policy = answer.headers.get("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors 'none'"), "{address}: {policy}");
}
