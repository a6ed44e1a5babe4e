//! Attacks with a session that is not one's own: whoever holds the cookie of an administrator or of anybody else, and
//! not their second factor. The number in each comment is the case in the list of attacks that peers of Sluis fell to.
//! Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{
    self, ELSEWHERE, OFFICE, PIET, anna, app, factors_of, leave, person_with_app, secret_on, user,
};
use model::{Id, Role, Span, User};
use service::security_defaults::Defaults;
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

const LATER: Span = Span::minutes(11);

/// Anna's session, eleven minutes after she proved who she is: what a thief of its cookie holds.
async fn stolen(server: &Server, organisation: &Organisation) -> Client {
    let browser = anna(server, organisation).await;
    server.pass(LATER);
    browser
}

async fn send(browser: &Client, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get(page).await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    browser.post(action, &all).await
}

/// Expects that nothing was done but leading to a question for the second factor: that page.
async fn questioned(browser: &Client, answer: Answer) -> Answer {
    assert!(answer.status == 200 || answer.location().starts_with("/confirm"), "{}", answer.text());
    let page = browser.follow(answer).await;
    assert!(page.has_field("totp"), "{}", page.text());
    assert!(!page.has_field("password"), "the best method only: {}", page.text());
    page
}

async fn roles_of(server: &Server, organisation: &Organisation, user: Id<User>) -> Vec<Role> {
    server.house.roles_of(organisation.tenant, user).await.unwrap()
}

async fn defaults_of(server: &Server, organisation: &Organisation) -> Defaults {
    server.house.security_defaults(organisation.tenant, &leave()).await.unwrap()
}

on_both! {
    /// Attacks 16 and 72.
    async fn a_stolen_session_gives_no_role_and_its_person_loses_nothing_that_was_typed(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let browser = stolen(&server, &organisation).await;
        let page = format!("/admin/users/{piet}");
        let role = Role::UserAdministrator.id().to_string();
        let action = format!("{page}/roles");
        let answer = send(&browser, &page, &action, &[("role", &role)]).await;
        let question = questioned(&browser, answer).await;
        assert!(question.text().contains("Confirm once more"), "{}", question.text());
        assert!(roles_of(&server, &organisation, piet).await.is_empty());
        let again = browser.submit(&question, &[("totp", "000000")]).await;
        assert!(again.has_field("totp") && roles_of(&server, &organisation, piet).await.is_empty());
        let done = browser.submit(&again, &[("totp", &server.code(&organisation.secret))]).await;
        let page = browser.follow(done).await;
        assert!(page.text().contains("Nothing was lost"), "{}", page.text());
        let given = browser.submit(&page, &[("role", &page.field("role"))]).await;
        assert!(given.location().contains("done=role-given"), "{}", given.text());
        assert_eq!(roles_of(&server, &organisation, piet).await, [Role::UserAdministrator]);
    }

    /// Attack 39.
    async fn a_stolen_session_lowers_no_protection(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = stolen(&server, &organisation).await;
        let path = "/admin/identity/properties/security-defaults";
        let fields =
            [("enabled", "no"), ("days", "0"), ("reason", "tooOften"), ("understood", "yes")];
        let answer = send(&browser, "/admin", path, &fields).await;
        questioned(&browser, answer).await;
        assert!(defaults_of(&server, &organisation).await.defaults.enabled);
        let browsers = "/admin/identity/properties/browsers";
        let answer = send(&browser, "/admin", browsers, &[("remembered", "365"), ("signed_in", "90")]).await;
        questioned(&browser, answer).await;
        let now = server.house.browsers(organisation.tenant, &leave()).await.unwrap();
        assert_eq!(now, policy::Browsers::USUAL);
    }

    /// Attack 72.
    async fn a_stolen_session_makes_no_secret_of_an_application(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let id = app(&server, &organisation).await;
        let browser = stolen(&server, &organisation).await;
        let page = format!("/admin/applications/{id}");
        for (action, fields) in [
            (format!("{page}/secrets"), vec![]),
            (format!("{page}/who"), vec![("who", "everyone")]),
            (format!("{page}/delete"), vec![("sure", "yes")]),
        ] {
            let answer = send(&browser, &page, &action, &fields).await;
            questioned(&browser, answer).await;
        }
        let found = server.database().read(organisation.tenant, move |tx| tx.apps().by_id(id)).await.unwrap();
        assert!(found.is_some_and(|app| app.assignment == model::Assignment::Assigned));
    }

    /// Attack 10.
    async fn a_stolen_session_removes_and_adds_no_method(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let browser = anna(&server, &organisation).await;
        let form = browser.get("/my/security/authenticator").await;
        let form = browser.submit(&form, &[("sure", "yes")]).await;
        let (secret, ticket) = (secret_on(&form), form.field("t"));
        server.pass(LATER);
        let page = format!("/admin/users/{piet}");
        let answer = send(&browser, &page, &format!("{page}/register-again"), &[("sure", "yes")]).await;
        questioned(&browser, answer).await;
        let answer = send(&browser, &page, &format!("{page}/invite"), &[]).await;
        questioned(&browser, answer).await;
        assert_eq!(factors_of(&server, organisation.tenant, piet).await, 1);
        // The form was opened in time; what it holds is of no use afterwards.
        let fields = [("t", &*ticket), ("enrol", &*server.code(&secret))];
        browser.post("/my/security/authenticator", &fields).await;
        let codes = "/my/security/recovery-codes";
        let made = send(&browser, "/my", codes, &[("sure", "yes")]).await;
        assert!(!made.has_field("kept"), "{}", made.text());
        let own = user(&server, organisation.tenant, steps::ANNA).await;
        assert_eq!(factors_of(&server, organisation.tenant, own).await, 1);
    }

    /// Attack 10: not even with the password.
    async fn a_stolen_session_and_the_password_change_no_password(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = stolen(&server, &organisation).await;
        let new = "vier stille kanalen bij nacht";
        let fields = [("current", &*organisation.password), ("new", new)];
        let answer = send(&browser, "/my", "/my/password", &fields).await;
        assert!(!answer.location().contains("form="), "what is secret waits nowhere");
        questioned(&browser, answer).await;
        let other = server.browser(ELSEWHERE);
        let page = steps::proved(&other, steps::ANNA, &organisation.password).await;
        assert!(page.has_field("totp"), "the password is the same: {}", page.text());
    }

    async fn helping_fast_is_never_delayed(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let home = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &organisation, PIET, &home).await;
        let browser = stolen(&server, &organisation).await;
        let page = format!("/admin/users/{piet}");
        let ended = send(&browser, &page, &format!("{page}/end-sessions"), &[("sure", "yes")]).await;
        assert!(ended.location().contains("done=sessions-ended"), "{}", ended.text());
        let blocked = send(&browser, &page, &format!("{page}/block"), &[("sure", "yes")]).await;
        assert!(blocked.location().contains("done=blocked"), "{}", blocked.text());
    }

    async fn a_form_that_waits_is_of_no_use_in_another_session(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let browser = stolen(&server, &organisation).await;
        let page = format!("/admin/users/{piet}");
        let role = Role::GlobalAdministrator.id().to_string();
        let fields = [("role", &*role), ("sure", "yes")];
        let planted = send(&browser, &page, &format!("{page}/roles"), &fields).await.location().to_owned();
        assert!(planted.contains("form="), "{planted}");
        let victim = anna(&server, &organisation).await;
        let shown = victim.get(&planted).await;
        assert_eq!((shown.status, shown.location()), (303, &*page), "{}", shown.text());
        for away in ["/confirm?to=https://evil.example", "/confirm?to=//evil.example", "/confirm?form=x"] {
            assert_eq!(victim.get(away).await.location(), "/my", "{away}");
        }
    }
}
