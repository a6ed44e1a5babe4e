//! A person's own pages, form by form and without JavaScript, on both databases.

use crate::on_both::{on_both, sign_in};
use model::Span;
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

const AUTHENTICATOR: &str = "/my/security/authenticator";
const CODES: &str = "/my/security/recovery-codes";

/// Anna, signed in.
async fn anna(server: &Server, organisation: &Organisation) -> Client {
    let browser = server.browser("203.0.113.7");
    let code = server.code(&organisation.secret);
    sign_in(&browser, "anna@example.org", &organisation.password, &code).await;
    // The code of this moment is used up.
    server.pass(Span::seconds(30));
    browser
}

async fn send(browser: &Client, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get(page).await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    browser.post(action, &all).await
}

/// The secret of the app that a page asks to connect.
fn secret_on(page: &Answer) -> String {
    let at = page.body.find("id=\"secret\"").unwrap_or_else(|| panic!("{}", page.text()));
    let rest = &page.body[at..];
    let start = rest.find('>').unwrap() + 1;
    rest[start..start + rest[start..].find('<').unwrap()].replace(' ', "")
}

/// How many records the audit log has with this word.
async fn audited(server: &Server, organisation: &Organisation, action: &str) -> usize {
    let all = server.database().read(organisation.tenant, |tx| tx.audit().newest(10_000)).await.unwrap();
    all.iter().filter(|record| record.action == action).count()
}

fn is_door(page: &Answer) -> bool {
    page.has_field("password") || page.has_field("totp") || page.has_field("name")
}

on_both! {
    async fn a_new_phone_replaces_the_old_one_once_its_code_is_right(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let question = browser.get(AUTHENTICATOR).await;
        let page = browser.submit(&question, &[("sure", "yes")]).await;
        let secret = secret_on(&page);
        let wrong = browser.submit(&page, &[("enrol", "000000")]).await;
        assert_eq!((wrong.status, secret_on(&wrong)), (422, secret.clone()), "the app scanned it already");
        let done = browser.submit(&wrong, &[("enrol", &server.code(&secret))]).await;
        assert_eq!(done.location(), "/my/security?done=saved", "{}", done.text());
        server.pass(Span::seconds(30));
        let other = server.browser("198.51.100.9");
        let page = other.get("/sign-in").await;
        let page = other.submit(&page, &[("name", "anna@example.org")]).await;
        let page = other.submit(&page, &[("password", &organisation.password)]).await;
        let old = other.submit(&page, &[("totp", &server.code(&organisation.secret))]).await;
        assert!(old.has_field("totp"), "the old phone no longer counts");
        let new = other.submit(&old, &[("totp", &server.code(&secret))]).await;
        assert_eq!(new.status, 303, "{}", new.text());
        assert!(server.mail().await.iter().any(|mail| mail.to == "anna@example.org"), "she is told");
    }

    async fn the_form_of_a_new_app_is_of_no_use_in_another_session(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let other = anna(&server, &organisation).await;
        let question = browser.get(AUTHENTICATOR).await;
        let page = browser.submit(&question, &[("sure", "yes")]).await;
        let (secret, ticket) = (secret_on(&page), page.field("t"));
        let fields = [("t", ticket.as_str()), ("enrol", &server.code(&secret))];
        let planted = other.post(AUTHENTICATOR, &fields).await;
        assert_eq!(planted.status, 422);
        assert_ne!(secret_on(&planted), secret, "it is another secret now");
        let security = other.get("/my/security").await;
        assert!(security.text().contains("Set up"), "{}", security.text());
    }

    async fn after_a_recovery_code_ones_page_says_how_many_are_left_and_what_can_be_done(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser("198.51.100.9");
        let page = browser.get("/sign-in").await;
        let page = browser.submit(&page, &[("name", "anna@example.org")]).await;
        assert!(page.body.contains("/help#password"), "a forgotten password leads to help: {}", page.text());
        let page = browser.submit(&page, &[("password", &organisation.password)]).await;
        let page = browser.submit(&page, &[("other", "recovery")]).await;
        let done = browser.submit(&page, &[("recovery", &organisation.recovery_codes[0])]).await;
        assert_eq!((done.status, done.location()), (303, "/my/security"), "{}", done.text());
        let page = browser.get(done.location()).await;
        assert!(page.text().contains("with a recovery code; 9 are left"), "{}", page.text());
        // Whoever signs in as always hears nothing of it.
        let usual = anna(&server, &organisation).await;
        assert!(!usual.get("/my/security").await.text().contains("with a recovery code"));
    }

    async fn new_recovery_codes_are_shown_once_and_the_old_ones_end(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let question = browser.get(CODES).await;
        assert!(!question.has_field("kept"));
        let page = browser.submit(&question, &[("sure", "yes")]).await;
        assert!(page.has_field("kept"), "{}", page.text());
        assert!(!page.text().contains(&organisation.recovery_codes[0]));
        let done = browser.submit(&page, &[("kept", "yes"), ("go", "on")]).await;
        assert_eq!(done.location(), "/my/security?done=saved");
        assert_eq!(audited(&server, &organisation, "makeRecoveryCodes").await, 1);
        let other = server.browser("198.51.100.9");
        let page = other.get("/sign-in").await;
        let page = other.submit(&page, &[("name", "anna@example.org")]).await;
        let page = other.submit(&page, &[("password", &organisation.password)]).await;
        let page = other.submit(&page, &[("other", "recovery")]).await;
        let refused = other.submit(&page, &[("recovery", &organisation.recovery_codes[0])]).await;
        assert_ne!(refused.status, 303, "{}", refused.text());
        assert!(other.cookie("s").is_none());
    }

    async fn security_info_asks_for_fresh_proofs_after_ten_minutes(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        assert_eq!(browser.get("/my/security").await.status, 200);
        assert!(!is_door(&browser.get("/my/security").await));
        let token = browser.get("/my").await.field("t");
        server.pass(Span::minutes(11));
        assert!(is_door(&browser.follow(browser.get("/my/security").await).await));
        let stale = browser.post(CODES, &[("t", &token), ("sure", "yes")]).await;
        assert!(is_door(&browser.follow(stale).await), "no codes were made");
        // The session stands for the password: what is asked is what the person has beside it.
        let asked = browser.follow(browser.get("/my/security").await).await;
        assert!(asked.text().contains("Confirm once more"), "{}", asked.text());
        assert!(asked.has_field("totp") && !asked.has_field("password"), "{}", asked.text());
        let open = browser.submit(&asked, &[("totp", &server.code(&organisation.secret))]).await;
        assert_eq!((open.status, open.location()), (303, "/my/security"), "{}", open.text());
        server.pass(Span::minutes(11));
        assert!(!is_door(&browser.get("/my").await), "the rest of one's pages stays open");
    }

    async fn a_password_changes_with_the_present_one_and_ends_other_sessions(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let other = anna(&server, &organisation).await;
        assert!(!is_door(&other.get("/my").await));
        let good = "vier stille kanalen bij nacht";
        let present = organisation.password.as_str();
        for (current, new) in [("wrong", good), (present, "short"), (present, "aaaaaaaaaaaaaaaaaaaa"), (present, present)] {
            let page = send(&browser, "/my/password", "/my/password", &[("current", current), ("new", new)]).await;
            assert_eq!(page.status, 422, "{current} {new}: {}", page.text());
            assert!(!page.body.contains(present) && !page.body.contains(good), "a password is not shown again");
        }
        let fields = [("current", present), ("new", good)];
        let done = send(&browser, "/my/password", "/my/password", &fields).await;
        assert_eq!(done.location(), "/my/security?done=password", "{}", done.text());
        assert!(!is_door(&browser.get("/my").await), "one stays signed in here");
        assert!(is_door(&browser.follow(other.get("/my").await).await));
        let back = server.browser("203.0.113.7");
        sign_in(&back, "anna@example.org", good, &server.code(&organisation.secret)).await;
    }

    async fn sessions_are_ended_one_by_one_and_all_at_once(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let one = anna(&server, &organisation).await;
        let page = browser.get("/my/sessions").await;
        let action = page.form_action();
        assert!(action.ends_with("/end"), "{action}");
        let done = browser.submit(&page, &[]).await;
        assert_eq!(done.location(), "/my/sessions?done=session-ended");
        assert_eq!(audited(&server, &organisation, "endOwnSessions").await, 1);
        assert!(is_door(&one.follow(one.get("/my").await).await));
        assert!(!is_door(&browser.get("/my").await));
        let two = anna(&server, &organisation).await;
        let done = send(&browser, "/my/sessions", "/my/sessions/end-others", &[]).await;
        assert_eq!(done.location(), "/my/sessions?done=signed-out-elsewhere");
        assert!(is_door(&two.follow(two.get("/my").await).await));
        let made_up = "/my/sessions/7f000001-0000-4000-8000-000000000001/end";
        assert_eq!(send(&browser, "/my/sessions", made_up, &[]).await.status, 404);
    }

    async fn one_sees_ones_own_applications_and_sign_ins(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let fields = [("name", "Nextcloud"), ("kind", "public"), ("addresses", "https://cloud.example.org/code"), ("who", "everyone")];
        let done = send(&browser, "/admin/applications/new", "/admin/applications", &fields).await;
        assert!(done.location().ends_with("?done=saved"), "{}", done.text());
        let page = browser.get("/my").await;
        assert!(page.body.contains("href=\"https://cloud.example.org/\""), "{}", page.text());
        let page = browser.get("/my/sessions").await;
        assert!(page.text().contains("203.0.113.7") && page.text().contains("NL"), "{}", page.text());
    }

    async fn ones_own_sign_ins_say_with_what_and_go_on_page_by_page(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let stranger = server.browser("198.51.100.9");
        for _ in 0..51 {
            let page = stranger.get("/sign-in").await;
            let page = stranger.submit(&page, &[("name", "anna@example.org")]).await;
            stranger.submit(&page, &[("password", "not the one")]).await;
            server.pass(Span::minutes(1));
        }
        let page = browser.get("/my/sign-ins").await;
        assert_eq!(page.body.matches("<th scope=\"row\"").count(), 50, "{}", page.text());
        assert!(page.text().contains("Stopped") && page.text().contains("198.51.100.9"));
        // The link to the help beside the page keeps the address too.
        let more = "class=\"btn second\" href=\"";
        let (_, link) = page.body.split_once(more).unwrap();
        let link = link.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let rest = browser.get(&link).await;
        assert!(rest.text().contains("Password, Authenticator app"), "{}", rest.text());
        assert!(!rest.body.contains(more), "{}", rest.text());
    }
}
