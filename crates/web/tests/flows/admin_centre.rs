//! The admin centre, form by form and without JavaScript, on both databases.

use std::collections::BTreeSet;

use crate::on_both::{on_both, sign_in};
use model::Span;
use testkit::{Answer, Client, Organisation, Server};

const AT_WORK: &str = "203.0.113.7";
/// Global Administrator's role id.
const GLOBAL: &str = "62e90394-69f5-4237-9190-012177145e10";
/// Reports Reader's role id.
const REPORTS: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";

/// Anna, signed in, at the admin centre.
async fn anna(server: &Server, organisation: &Organisation) -> Client {
    let browser = server.browser(AT_WORK);
    let code = server.code(&organisation.secret);
    sign_in(&browser, "anna@example.org", &organisation.password, &code).await;
    let home = browser.get("/admin").await;
    assert_eq!(home.status, 200, "{}", home.text());
    browser
}

/// Sends a form with the token of the page it stands on.
async fn send(browser: &Client, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get(page).await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    browser.post(action, &all).await
}

/// Adds somebody by link: the path of their page, and the invitation's address.
async fn add(browser: &Client, name: &str, role: &str) -> (String, String) {
    let fields = [("display", "Piet Bakker"), ("name", name), ("role", role), ("delivery", "link")];
    let page = send(browser, "/admin/users/new", "/admin/users", &fields).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let person = addresses(&page).into_iter().find(|path| path.len() == "/admin/users/".len() + 36);
    (person.unwrap(), invitation(&page).unwrap())
}

/// Registers an application: the path of its page, and the secret that the page shows.
async fn register(browser: &Client, who: &str) -> (String, String) {
    let fields = [
        ("name", "Nextcloud"),
        ("kind", "confidential"),
        ("addresses", "https://cloud.example.org/code"),
        ("logout_addresses", "https://cloud.example.org/"),
        ("who", who),
    ];
    let page = send(browser, "/admin/applications/new", "/admin/applications", &fields).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let id = shown(&page, "value-client-id").unwrap();
    (format!("/admin/applications/{id}"), shown(&page, "value-secret").unwrap())
}

/// Accepts an invitation: chooses a password and connects an app. The browser that is signed in, and the app.
async fn accept(server: &Server, invitation: &str) -> Client {
    let browser = server.browser("198.51.100.9");
    let page = browser.get(invitation).await;
    let page = browser.submit(&page, &[("begin", "yes")]).await;
    let page = browser.submit(&page, &[("new_password", "vier stille kanalen bij nacht")]).await;
    let page = browser.submit(&page, &[("way", "app")]).await;
    let secret = shown(&page, "secret").unwrap_or_else(|| panic!("{}", page.text())).replace(' ', "");
    let page = browser.submit(&page, &[("enrol", &server.code(&secret))]).await;
    assert!(page.has_field("kept"), "{}", page.text());
    let another = browser.submit(&page, &[("kept", "yes"), ("go", "on")]).await;
    let done = browser.submit(&another, &[("later", "yes")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    browser
}

/// Where an answer leads, without the way back that it may offer: `undoing.rs` is about that.
fn without_undo(answer: &Answer) -> &str {
    answer.location().split("&undo=").next().unwrap()
}

/// What stands at an id, as text.
fn shown(page: &Answer, id: &str) -> Option<String> {
    let at = page.body.find(&format!("id=\"{id}\""))?;
    let rest = &page.body[at..];
    let start = rest.find('>')? + 1;
    Some(rest[start..start + rest[start..].find('<')?].trim().to_owned())
}

/// What happened, as the story of a sign-in tells it, without the times.
fn events(page: &Answer) -> String {
    let line = |part: &str| {
        let text = part.split("</b>").nth(1).unwrap_or_default();
        text.split('<').next().unwrap_or_default().trim().to_owned()
    };
    let list = page.body.split("<ol class=\"timeline\">").nth(1).unwrap().split("</ol>").next().unwrap();
    let lines: Vec<String> = list.split("<li").skip(1).map(line).collect();
    format!("{}.\n", lines.join("; "))
}

/// The invitation's address on a page.
fn invitation(page: &Answer) -> Option<String> {
    let start = page.body.find("/invitation/")?;
    let start = page.body[..start].rfind("http")?;
    Some(page.body[start..].chars().take_while(|c| !matches!(c, '<' | '"' | ' ')).collect())
}

/// The paths of ours in attributes of this name, in tags that hold `mark`.
fn paths(page: &Answer, attribute: &str, mark: &str) -> Vec<String> {
    let opening = format!("{attribute}=\"/");
    let mut found = vec![];
    for tag in page.body.split('<').map(|part| part.split('>').next().unwrap_or_default()) {
        let Some(at) = tag.find(&opening).filter(|_| tag.contains(mark)) else { continue };
        let path: String = tag[at + opening.len() - 1..].chars().take_while(|c| *c != '"').collect();
        if !path.starts_with("/static/") {
            found.push(path.split('#').next().unwrap().replace("&#38;", "&").replace("&amp;", "&"));
        }
    }
    found
}

/// The paths that a page links to.
fn addresses(page: &Answer) -> Vec<String> {
    paths(page, "href", "href")
}

on_both! {
    async fn help_stands_beside_the_page_it_explains_and_goes_away_again(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let list = browser.get("/admin/users?q=an").await;
        assert!(list.body.contains("href=\"/admin/users?q=an&#38;help=inviting-people\""), "{}", list.text());
        assert!(!list.body.contains("id=\"beside\""));
        let page = browser.get("/admin/users?q=an&help=inviting-people").await;
        assert_eq!(shown(&page, "beside").as_deref(), Some("Inviting people"));
        assert!(page.body.contains("type=\"search\" value=\"an\""), "{}", page.body);
        assert!(page.body.contains("data-close href=\"/admin/users?q=an\""), "{}", page.body);
        assert!(page.body.contains("href=\"/admin/users?q=an&amp;help=running-sluis\""), "{}", page.body);
        let nowhere = browser.get("/admin/users?help=..%2FREADME").await;
        assert_eq!(nowhere.status, 200);
        assert!(!nowhere.body.contains("id=\"beside\""));
    }

    async fn every_link_leads_to_a_page_and_every_form_asks_for_its_token(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (app, _) = register(&browser, "assigned").await;
        send(&browser, &app, &format!("{app}/people"), &[("person", "anna@example.org")]).await;
        add(&browser, "piet@example.org", "").await;
        let (mut waiting, mut seen) = (vec!["/admin".to_owned(), "/my".to_owned()], BTreeSet::new());
        let (mut forms, mut articles) = (BTreeSet::new(), BTreeSet::new());
        while let Some(path) = waiting.pop() {
            // Each article beside one page: beside every other it says the same.
            if path.split_once("help=").is_some_and(|(_, article)| !articles.insert(article.to_owned())) {
                continue;
            }
            if seen.len() > 500 || !seen.insert(path.clone()) {
                continue;
            }
            let page = browser.get(&path).await;
            assert_eq!(page.status, 200, "{path}: {}", page.text());
            assert!(!page.body.contains("style="), "{path} has inline style");
            forms.extend(paths(&page, "action", "method=\"post\""));
            waiting.extend(addresses(&page));
        }
        for wanted in ["/admin/users/new", "/admin/sign-ins", "/my/security/recovery-codes", "/my/password"] {
            assert!(seen.contains(wanted), "{wanted} is not linked: {seen:?}");
        }
        assert!(forms.len() > 15, "{forms:?}");
        // Signing out takes no token: where the form comes from is checked, and nothing is lost.
        for form in forms.iter().filter(|form| !form.ends_with("/sign-in") && !form.ends_with("/sign-out")) {
            let answer = browser.post(form, &[("t", "made-up"), ("sure", "yes"), ("go", "on")]).await;
            assert_eq!(answer.status, 403, "{form}: {}", answer.text());
        }
    }

    async fn a_secret_is_shown_once_and_removed_after_a_question(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (app, secret) = register(&browser, "everyone").await;
        assert_eq!(secret.len(), 43);
        let page = browser.get(&app).await;
        assert!(!page.body.contains(&secret));
        let second = send(&browser, &app, &format!("{app}/secrets"), &[("months", "6")]).await;
        let second = shown(&second, "value-secret").unwrap();
        assert_ne!(second, secret);
        let page = browser.get(&app).await;
        assert!(!page.body.contains(&second));
        let removal = addresses(&page).into_iter().find(|path| path.ends_with("/remove")).unwrap();
        let question = browser.get(&removal).await;
        assert!(question.text().contains(&secret[..4]), "{}", question.text());
        let unsure = send(&browser, &app, &removal, &[]).await;
        assert_eq!(unsure.status, 200);
        assert!(browser.get(&app).await.body.contains(&removal), "it is still there");
        let done = browser.submit(&question, &[("sure", "yes")]).await;
        assert_eq!((done.status, done.location()), (303, format!("{app}?done=secret-removed").as_str()));
        assert!(!browser.get(&app).await.body.contains(&removal));
    }

    async fn an_address_that_cannot_be_used_is_named_and_what_was_typed_stays(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let fields = [("name", "Wiki"), ("kind", "confidential"), ("addresses", "http://wiki.example.org/\"<b>")];
        let page = send(&browser, "/admin/applications/new", "/admin/applications", &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("http://wiki.example.org/"), "{}", page.text());
        assert_eq!(page.field("name"), "Wiki");
        assert!(!page.body.contains("<b>http") && !page.body.contains("\"<b>"));
        let (app, _) = register(&browser, "everyone").await;
        let fields = [("name", "Wiki"), ("addresses", "")];
        let page = send(&browser, &app, &app, &fields).await;
        assert_eq!(page.status, 422, "an application keeps an address");
        let fields = [("name", "Wiki"), ("addresses", "https://wiki.example.org/a\r\nhttps://wiki.example.org/b")];
        let done = send(&browser, &app, &app, &fields).await;
        assert_eq!(done.location(), format!("{app}?done=saved"));
        assert!(browser.get(&app).await.text().contains("https://wiki.example.org/b"));
    }

    async fn people_are_named_for_an_application_by_their_user_name(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (app, _) = register(&browser, "everyone").await;
        send(&browser, &app, &format!("{app}/who"), &[("who", "assigned")]).await;
        let people = format!("{app}/people");
        let nobody = send(&browser, &app, &people, &[("person", "jook@example.org")]).await;
        assert_eq!(nobody.status, 422);
        assert!(nobody.text().contains("jook@example.org"), "{}", nobody.text());
        let named = send(&browser, &app, &people, &[("person", " ANNA@example.org")]).await;
        assert_eq!(named.location(), format!("{app}?done=named"));
        let page = browser.get(&app).await;
        let removal = paths(&page, "action", "/remove").pop().unwrap();
        let done = send(&browser, &app, &removal, &[]).await;
        assert_eq!(without_undo(&done), format!("{app}?done=no-longer-named"));
        let list = browser.get("/admin/applications").await;
        assert!(list.text().contains("Nextcloud"), "{}", list.text());
    }

    async fn an_application_is_deleted_after_a_question(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (app, _) = register(&browser, "everyone").await;
        let question = browser.get(&format!("{app}/delete")).await;
        let done = browser.submit(&question, &[("sure", "yes")]).await;
        assert_eq!(without_undo(&done), "/admin/applications?done=application-deleted");
        assert_eq!(browser.get(&app).await.status, 404);
        for own in ["510a5000-0000-4000-8000-00000000ad01", "x", "510a5000-0000-4000-8000-0000000000ff"] {
            assert_eq!(browser.get(&format!("/admin/applications/{own}")).await.status, 404, "{own}");
        }
    }

    async fn an_invitation_is_shown_once_and_made_again(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (person, link) = add(&browser, "piet@example.org", "").await;
        let page = browser.get(&person).await;
        assert!(invitation(&page).is_none(), "{}", page.text());
        let again = send(&browser, &person, &format!("{person}/invite"), &[("delivery", "link")]).await;
        assert_ne!(invitation(&again).unwrap(), link);
        let taken = [("display", "Piet"), ("name", "PIET@example.org"), ("delivery", "link")];
        let page = send(&browser, "/admin/users/new", "/admin/users", &taken).await;
        assert_eq!((page.status, page.field("display").as_str()), (422, "Piet"));
        assert!(shown(&page, "name-error").is_some(), "{}", page.text());
        let no_mail = [("display", "Joke"), ("name", "joke@example.org"), ("delivery", "mail")];
        let page = send(&browser, "/admin/users/new", "/admin/users", &no_mail).await;
        assert!(shown(&page, "mail-error").is_some(), "{}", page.text());
        let by_mail = [("mail", "joke@example.org"), no_mail[0], no_mail[1], no_mail[2]];
        let done = send(&browser, "/admin/users/new", "/admin/users", &by_mail).await;
        assert!(done.location().ends_with("?done=person-added"), "{}", done.text());
        assert!(server.mail().await.iter().any(|mail| mail.to == "joke@example.org"));
    }

    async fn people_are_found_by_name_and_by_user_name(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (person, _) = add(&browser, "p.bakker@example.org", "").await;
        for (query, is_found) in [
            ("q=piet", true),
            ("q=Piet+B", true),
            ("q=p.bakker%40example.org", true),
            ("second=no", true),
            ("q=joke", false),
            ("q=%C3%A9%22%3E", false),
        ] {
            let page = browser.get(&format!("/admin/users?{query}")).await;
            assert_eq!(page.status, 200);
            assert_eq!(addresses(&page).contains(&person), is_found, "{query}: {}", page.text());
        }
        let page = browser.get("/admin/users?second=no").await;
        assert!(!page.text().contains("anna@example.org"), "she has a second step");
    }

    async fn a_person_is_blocked_and_unblocked_after_a_question(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (person, link) = add(&browser, "piet@example.org", "").await;
        let piet = accept(&server, &link).await;
        assert_eq!(piet.get("/my").await.status, 200);
        let question = browser.get(&format!("{person}/block")).await;
        assert!(question.text().contains("Piet Bakker"));
        let unsure = send(&browser, &person, &format!("{person}/block"), &[]).await;
        assert_eq!(unsure.status, 200);
        assert_eq!(piet.get("/my").await.status, 200, "nobody was sure yet");
        let done = browser.submit(&question, &[("sure", "yes")]).await;
        assert_eq!(without_undo(&done), format!("{person}?done=blocked"));
        assert!(!piet.get("/my").await.text().contains("Piet"), "his session has ended");
        let again = send(&browser, &person, &format!("{person}/block"), &[("sure", "yes")]).await;
        assert_eq!(again.status, 303, "pressing twice is no error");
        let question = browser.get(&format!("{person}/unblock")).await;
        let done = browser.submit(&question, &[("sure", "yes")]).await;
        assert_eq!(done.location(), format!("{person}?done=unblocked"));
        assert_eq!(browser.get(&format!("{person}/promote")).await.status, 404);
    }

    async fn a_method_is_removed_and_asked_again(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (person, link) = add(&browser, "piet@example.org", "").await;
        accept(&server, &link).await;
        let page = browser.get(&person).await;
        let removal = addresses(&page).into_iter().find(|path| path.ends_with("/remove")).unwrap();
        let question = browser.get(&removal).await;
        let done = browser.submit(&question, &[("sure", "yes")]).await;
        assert_eq!(done.location(), format!("{person}?done=method-removed"));
        let page = browser.get(&person).await;
        assert!(!page.body.contains(&removal) && !page.body.contains("/register-again"), "{}", page.text());
        assert_eq!(browser.get(&removal).await.status, 404);
    }

    async fn the_last_administrator_stays(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let list = browser.get("/admin/users").await;
        let own = addresses(&list).into_iter().find(|path| path.len() == "/admin/users/".len() + 36).unwrap();
        for act in ["block".to_owned(), format!("roles/{GLOBAL}/take")] {
            let refused = send(&browser, &own, &format!("{own}/{act}"), &[("sure", "yes")]).await;
            assert_eq!(refused.status, 422, "{act}: {}", refused.text());
        }
        assert_eq!(browser.get("/admin").await.status, 200);
    }

    async fn a_role_that_may_do_everything_is_asked_once_more(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (person, _) = add(&browser, "piet@example.org", "").await;
        let roles = format!("{person}/roles");
        let question = send(&browser, &person, &roles, &[("role", GLOBAL)]).await;
        assert_eq!((question.status, question.field("role").as_str()), (200, GLOBAL));
        let done = browser.submit(&question, &[("sure", "yes"), ("role", GLOBAL)]).await;
        assert_eq!(without_undo(&done), format!("{person}?done=role-given"));
        let done = send(&browser, &person, &roles, &[("role", REPORTS)]).await;
        assert_eq!(without_undo(&done), format!("{person}?done=role-given"));
        let question = browser.get(&format!("{person}/roles/{REPORTS}/take")).await;
        let done = browser.submit(&question, &[("sure", "yes")]).await;
        assert_eq!(without_undo(&done), format!("{person}?done=role-taken"));
        assert_eq!(send(&browser, &person, &roles, &[("role", "x")]).await.status, 404);
    }

    async fn each_reader_sees_what_their_roles_open(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (person, link) = add(&browser, "piet@example.org", REPORTS).await;
        let reader = accept(&server, &link).await;
        let home = reader.get("/admin").await;
        assert_eq!(home.status, 200, "{}", home.text());
        assert!(addresses(&home).contains(&"/admin/sign-ins".to_owned()));
        assert!(!addresses(&home).contains(&"/admin/users".to_owned()));
        assert_eq!(reader.get("/admin/sign-ins").await.status, 200);
        for closed in ["/admin/users", "/admin/users/new", "/admin/applications", "/admin/identity/properties"] {
            let page = reader.get(closed).await;
            assert_eq!(page.status, 403, "{closed}");
            assert!(page.text().contains("Global Administrator"), "{}", page.text());
        }
        let answer = send(&reader, "/my", &format!("{person}/block"), &[("sure", "yes")]).await;
        assert_eq!(answer.status, 403);
        let fields = [("display", "X"), ("name", "x@example.org"), ("delivery", "link")];
        assert_eq!(send(&reader, "/my", "/admin/users", &fields).await.status, 403);
        let (_, link) = add(&browser, "joke@example.org", "").await;
        let nobody = accept(&server, &link).await;
        assert_eq!(nobody.get("/admin").await.status, 403);
        assert_eq!(nobody.get("/my").await.status, 200);
    }

    async fn security_defaults_are_turned_off_with_a_reason_and_on_again(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let page = "/admin/identity/properties/security-defaults";
        let off = [("enabled", "no"), ("days", "0"), ("reason", "tooOften"), ("understood", "yes")];
        for missing in 1..4 {
            let fields: Vec<_> = off.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, f)| *f).collect();
            assert_eq!(send(&browser, page, page, &fields).await.status, 422, "without {:?}", off[missing]);
        }
        let done = send(&browser, page, page, &off).await;
        assert_eq!(done.location(), "/admin/identity/properties?done=defaults-off");
        let home = browser.get("/admin").await;
        assert!(addresses(&home).contains(&page.to_owned()), "{}", home.text());
        let on = [("enabled", "yes"), ("days", "3"), ("revoke", "yes")];
        let done = send(&browser, page, page, &on).await;
        assert_eq!(done.location(), "/admin/identity/properties?done=defaults-on-revoked");
        assert!(browser.get("/admin").await.has_field("name"), "every session has ended, this one too");
    }

    async fn home_tells_of_invitations_that_ended_unused_and_leads_to_the_logs(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        add(&anna(&server, &organisation).await, "piet@example.org", "").await;
        let told = "An invitation has ended unused.";
        server.pass(Span::hours(71));
        assert!(!anna(&server, &organisation).await.get("/admin").await.text().contains(told));
        server.pass(Span::hours(2));
        let browser = anna(&server, &organisation).await;
        let home = browser.get("/admin").await;
        assert!(home.text().contains(told), "{}", home.text());
        let invited = browser.get("/admin/users?state=invited").await;
        assert!(home.body.contains("href=\"/admin/users?state=invited\""));
        assert!(invited.text().contains("Invitation ended"), "{}", invited.text());
    }

    async fn a_sign_in_is_found_by_its_code_and_told(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let stranger = server.browser("198.51.100.77");
        let page = stranger.get("/sign-in").await;
        let page = stranger.submit(&page, &[("name", "anna@example.org")]).await;
        let page = stranger.submit(&page, &[("password", "not her password")]).await;
        stranger.submit(&page, &[("password", &organisation.password)]).await;
        let browser = anna(&server, &organisation).await;
        let log = browser.get("/admin/sign-ins?person=anna%40example.org").await;
        let is_story = |path: &String| path.starts_with("/admin/sign-ins/");
        let stories: Vec<String> = addresses(&log).into_iter().filter(is_story).collect();
        assert!(stories.len() > 1, "{}", log.text());
        let code = stories[0].trim_start_matches("/admin/sign-ins/");
        let typed = code.to_lowercase().replace('-', "+");
        let found = browser.get(&format!("/admin/sign-ins?code={typed}")).await;
        assert_eq!((found.status, found.location()), (303, stories[0].as_str()));
        let mut told = String::new();
        for story in &stories {
            let page = browser.get(story).await;
            assert_eq!(page.status, 200, "{story}");
            told.push_str(&events(&page));
        }
        for wanted in [
            "Password: given earlier in this session; Authenticator app: given earlier in this session; Let in.",
            "Name given; Password: right; Extra step asked; Authenticator app: right; Let in.",
            "Stopped.",
        ] {
            assert!(told.contains(wanted), "{wanted}\n{told}");
        }
        let missing = browser.get("/admin/sign-ins?code=ZZZ-ZZZ").await;
        assert_eq!((missing.status, missing.field("code").as_str()), (200, "ZZZ-ZZZ"));
        for nothing in ["person=nobody%40example.org", "person=piet", "status=interrupted&time=24h&application=x"] {
            assert_eq!(browser.get(&format!("/admin/sign-ins?{nothing}")).await.status, 200, "{nothing}");
        }
        let stopped = browser.get("/admin/sign-ins?status=failure").await;
        assert!(stopped.text().contains("198.51.100.77"), "{}", stopped.text());
        assert!(!stopped.text().contains("203.0.113.7"), "{}", stopped.text());
        assert_eq!(browser.get("/admin/sign-ins/ZZZ-ZZZ").await.status, 404);
    }

    async fn the_language_is_chosen_on_any_page_and_leads_back_there(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let fields = [("locale", "nl"), ("here", "/admin/users?q=an")];
        let done = send(&browser, "/admin/users?q=an", "/my/language", &fields).await;
        assert_eq!(done.location(), "/admin/users?q=an&done=language");
        let page = browser.get(done.location()).await;
        assert!(page.body.contains("lang=\"nl\""));
        assert_eq!(page.field("here"), "/admin/users?q=an", "what was done is said once");
        let away = [("locale", "en"), ("here", "//evil.example")];
        assert_eq!(send(&browser, "/my", "/my/language", &away).await.location(), "/my?done=language");
        assert_eq!(send(&browser, "/my", "/my/language", &[("locale", "xx")]).await.status, 404);
    }

    async fn a_session_that_is_idle_for_a_day_comes_back_through_a_sign_in(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let token = browser.get("/admin/users/new").await.field("t");
        server.pass(Span::hours(25));
        let fields = [("t", token.as_str()), ("display", "X"), ("name", "x@example.org"), ("delivery", "link")];
        let page = browser.post("/admin/users", &fields).await;
        assert!(page.has_field("name") && !page.text().contains("/invitation/"), "{}", page.text());
        let page = browser.submit(&page, &[("name", "anna@example.org")]).await;
        let page = browser.submit(&page, &[("password", &organisation.password)]).await;
        let done = browser.submit(&page, &[("totp", &server.code(&organisation.secret))]).await;
        assert_eq!(done.location(), "/admin/users/new");
    }

    async fn the_page_of_an_application_names_what_is_wrong_with_its_requests(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let (page, _) = register(&browser, "everyone").await;
        let id = page.rsplit('/').next().unwrap();
        let root = format!("/{}/oauth2/v2.0", organisation.tenant);
        let back = "redirect_uri=https%3A%2F%2Fcloud.example.org%2Fcode";
        let without_pkce = format!("{root}/authorize?client_id={id}&response_type=code&scope=openid&{back}");
        assert_eq!(browser.get(&without_pkce).await.status, 303);
        let redeem = [
            ("grant_type", "refresh_token"),
            ("refresh_token", "nothing"),
            ("client_id", id),
            ("client_secret", "not-the-secret"),
        ];
        assert_eq!(browser.post(&format!("{root}/token"), &redeem).await.status, 401);
        let text = browser.get(&page).await.text();
        for reason in ["The proof key (PKCE, S256) is missing or wrong.", "secret is wrong or has ended."] {
            assert!(text.contains(reason), "`{reason}` is not on\n{text}");
        }
    }
}
