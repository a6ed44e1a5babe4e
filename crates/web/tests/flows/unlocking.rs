//! Taking off the locks that wrong attempts put on a person, on both databases.

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, ELSEWHERE, GOOD, OFFICE, PIET, accept, anna, invite, is_locked, kept, leave, named,
    person_with_app, proved, user,
};
use model::{Role, Span};
use service::people::RoleChange;
use testkit::{Answer, Client, Organisation, Server};

/// Ten wrong passwords for a name from elsewhere, and one that is told to wait.
async fn lock(server: &Server, name: &str) {
    let stranger = server.browser(ELSEWHERE);
    let page = named(&stranger, name).await;
    for _ in 0..10 {
        stranger.submit(&page, &[("password", "a guess")]).await;
    }
    let page = stranger.submit(&page, &[("password", "a guess")]).await;
    assert!(is_locked(&page), "{}", page.text());
}

/// An administrator of this role, signed in.
async fn helper(server: &Server, organisation: &Organisation, role: Role) -> Client {
    let link = invite(server, organisation, "kees@example.org", None).await;
    let browser = server.browser("203.0.113.40");
    let page = accept(&browser, &link).await;
    let page = browser.submit(&page, &[("new_password", GOOD)]).await;
    let (_, codes) = steps::enrolled(server, &browser, &page).await;
    assert_eq!(kept(&browser, &codes).await.status, 303);
    let kees = user(server, organisation.tenant, "kees@example.org").await;
    server.house.set_role(organisation.tenant, leave(), kees, RoleChange::Give(role)).await.unwrap();
    browser
}

/// Asks, and answers that it is meant.
async fn unlock(browser: &Client, person: &str) -> Answer {
    let question = browser.get(&format!("{person}/unlock")).await;
    if question.status != 200 {
        return question;
    }
    browser.submit(&question, &[("sure", "yes")]).await
}

on_both! {
    async fn an_administrator_sees_a_lock_and_takes_it_off(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let person = format!("/admin/users/{piet}");
        assert!(!admin.get(&person).await.text().contains("Locked after wrong attempts"));
        lock(&server, PIET).await;
        let page = admin.get(&person).await;
        assert!(page.text().contains("Password, in browsers not seen before: until today"), "{}", page.text());
        let stranger = server.browser(ELSEWHERE);
        assert!(is_locked(&proved(&stranger, PIET, GOOD).await), "also with the right password");
        let done = unlock(&admin, &person).await;
        assert_eq!(done.location(), format!("{person}?done=unlocked"), "{}", done.text());
        assert!(!admin.get(&person).await.text().contains("Locked after wrong attempts"));
        let page = proved(&stranger, PIET, GOOD).await;
        assert!(page.has_field("totp"), "{}", page.text());
        let log = admin.get("/admin/audit-logs").await;
        assert!(log.text().contains("Anna de Vries unlocked Piet Bakker after wrong attempts."), "{}", log.text());
        // Twice does nothing and leaves no second record.
        let again = unlock(&admin, &person).await;
        assert_eq!(again.location(), format!("{person}?done=unlocked"));
        let log = admin.get("/admin/audit-logs?action=unlockPerson").await;
        assert_eq!(log.body.matches("after wrong attempts").count(), 1, "{}", log.text());
    }

    async fn a_locked_code_is_unlocked_too(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let (piet, secret) = person_with_app(&server, &organisation, PIET, &own).await;
        let stranger = server.browser(ELSEWHERE);
        let page = proved(&stranger, PIET, GOOD).await;
        for _ in 0..11 {
            stranger.submit(&page, &[("totp", "000000")]).await;
        }
        let admin = anna(&server, &organisation).await;
        let person = format!("/admin/users/{piet}");
        let shown = admin.get(&person).await;
        assert!(shown.text().contains("Authenticator app, in browsers not seen before"), "{}", shown.text());
        assert_eq!(unlock(&admin, &person).await.status, 303);
        let page = proved(&stranger, PIET, GOOD).await;
        let done = stranger.submit(&page, &[("totp", &server.code(&secret))]).await;
        assert_eq!(done.status, 303, "{}", done.text());
    }

    /// Attacks 8 and 81: who helps people gives nobody another ten guesses at an administrator.
    async fn an_authentication_administrator_unlocks_people_and_no_administrator(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let kees = helper(&server, &organisation, Role::AuthenticationAdministrator).await;
        lock(&server, PIET).await;
        lock(&server, ANNA).await;
        let chief = user(&server, organisation.tenant, ANNA).await;
        let page = format!("/admin/users/{chief}");
        let seen = kees.get(&page).await;
        assert!(seen.text().contains("Locked after wrong attempts"), "{}", seen.text());
        assert!(!seen.body.contains("/unlock\""), "what would be refused is not offered");
        assert_eq!(kees.get(&format!("{page}/unlock")).await.status, 403);
        let token = seen.field("t");
        let forced = kees.post(&format!("{page}/unlock"), &[("t", &token), ("sure", "yes")]).await;
        assert_eq!(forced.status, 403, "{}", forced.text());
        assert!(is_locked(&proved(&server.browser(ELSEWHERE), ANNA, "a guess").await));
        let person = format!("/admin/users/{piet}");
        assert_eq!(unlock(&kees, &person).await.location(), format!("{person}?done=unlocked"));
    }

    async fn unlocking_is_confirmed_once_more_and_a_reader_may_not(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let reader = helper(&server, &organisation, Role::GlobalReader).await;
        lock(&server, PIET).await;
        let person = format!("/admin/users/{piet}");
        assert_eq!(unlock(&reader, &person).await.status, 403);
        server.pass(Span::minutes(11));
        lock(&server, PIET).await;
        let asked = unlock(&admin, &person).await;
        assert_eq!(asked.status, 303);
        assert!(asked.location().starts_with("/confirm"), "{}", asked.location());
        assert!(is_locked(&proved(&server.browser(ELSEWHERE), PIET, GOOD).await));
    }
}
