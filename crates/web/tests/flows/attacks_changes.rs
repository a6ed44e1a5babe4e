//! Attacks with what was asked, proved or begun before something changed: an older request, an older password, a method
//! that is no longer there. The number in each comment is the case in the list of attacks that peers of Sluis fell to.
//! Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, BACK, ELSEWHERE, GOOD, OFFICE, PIET, anna, app, authorize, is_in, leave, person_with_app,
    proved, secret_on,
};
use model::{AppId, AppKind, Assignment, Id, Role, Span};
use service::apps::NewApp;
use testkit::{Answer, Client, Organisation, Server};

const NEWER: &str = "quiet harbours keep tall masts";

/// The application gets another return address, everybody may use it.
async fn moved(server: &Server, at: &Organisation, app: Id<AppId>, address: &str) {
    let new = NewApp {
        name: "Nextcloud".to_owned(),
        kind: AppKind::Public,
        redirect_uris: vec![address.to_owned()],
        logout_uris: vec![],
        assignment: Assignment::Everyone,
    };
    server.house.change_app(at.tenant, leave(), app, new).await.unwrap();
}

/// Names themselves and gives both factors on a page of a sign-in.
async fn signed_in(server: &Server, at: &Organisation, browser: &Client, page: &Answer) -> Answer {
    let page = browser.submit(page, &[("name", ANNA)]).await;
    let page = browser.submit(&page, &[("password", &at.password)]).await;
    if page.has_field("totp") {
        browser.submit(&page, &[("totp", &server.code(&at.secret))]).await
    } else {
        page
    }
}

async fn send(browser: &Client, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get(page).await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    browser.post(action, &all).await
}

/// Expects the page that shows what was sent beside what is registered, and no way to the address.
fn is_refused(answer: &Answer) {
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert!(answer.text().contains("is not registered"), "{}", answer.text());
    assert_eq!(answer.location(), "");
}

on_both! {
    /// Attacks 38 and 50: a page of a sign-in that was kept from before.
    async fn a_return_address_that_was_removed_gets_no_code_from_an_older_page(database) {
        let (server, at) = Server::with_organisation(database).await;
        let app = app(&server, &at).await;
        moved(&server, &at, app, BACK).await;
        let thief = server.browser(ELSEWHERE);
        let ticket = thief.get(&authorize(&at, app, "")).await.field("t");
        let under_way = server.browser(OFFICE);
        let open = under_way.get(&authorize(&at, app, "")).await;
        let open = under_way.submit(&open, &[("name", ANNA)]).await;
        let open = under_way.submit(&open, &[("password", &at.password)]).await;
        assert!(open.has_field("totp"), "{}", open.text());
        moved(&server, &at, app, "https://new.example.org/code").await;
        is_refused(&under_way.submit(&open, &[("totp", &server.code(&at.secret))]).await);
        server.pass(Span::seconds(30));

        let victim = server.browser(OFFICE);
        let page = victim.get(&format!("/sign-in?again={ticket}")).await;
        is_refused(&signed_in(&server, &at, &victim, &page).await);
        // Back again, and it works again: nothing else stood in the way.
        moved(&server, &at, app, BACK).await;
        server.pass(Span::seconds(30));
        let page = victim.get(&format!("/sign-in?again={ticket}")).await;
        let done = signed_in(&server, &at, &victim, &page).await;
        assert!(done.location().starts_with(BACK), "{}", done.text());
    }

    /// Attacks 19 and 41.
    async fn a_page_that_was_kept_for_days_leads_nowhere_but_to_ones_own_page(database) {
        let (server, at) = Server::with_organisation(database).await;
        let app = app(&server, &at).await;
        moved(&server, &at, app, BACK).await;
        let ticket = server.browser(ELSEWHERE).get(&authorize(&at, app, "")).await.field("t");
        server.pass(Span::hours(25));
        let victim = server.browser(OFFICE);
        let page = victim.get(&format!("/sign-in?again={ticket}")).await;
        assert!(!page.text().contains("Nextcloud"), "{}", page.text());
        let done = signed_in(&server, &at, &victim, &page).await;
        assert_eq!(done.location(), "/my", "{}", done.text());
        let again = victim.post("/sign-in", &[("t", &ticket), ("name", ANNA)]).await;
        assert!(!again.text().contains("Nextcloud") && !again.has_field("password"), "{}", again.text());
    }

    /// Attacks 12 and 43.
    async fn a_sign_in_under_way_does_not_outlive_a_change_of_the_password(database) {
        let (server, at) = Server::with_organisation(database).await;
        let owner = anna(&server, &at).await;
        let thief = server.browser(ELSEWHERE);
        let question = proved(&thief, ANNA, &at.password).await;
        assert!(question.has_field("totp"), "{}", question.text());
        let fields = [("current", at.password.as_str()), ("new", NEWER)];
        let changed = send(&owner, "/my/password", "/my/password", &fields).await;
        assert_eq!(changed.status, 303, "{}", changed.text());
        let answer = thief.submit(&question, &[("totp", &server.code(&at.secret))]).await;
        assert!(!is_in(&thief).await, "{}", answer.text());
        assert!(is_in(&owner).await);
    }

    /// Attack 12: the password that an invitation sets ends what was begun with the older one.
    async fn a_sign_in_under_way_does_not_outlive_a_new_invitation(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (piet, secret) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        let thief = server.browser(ELSEWHERE);
        let question = proved(&thief, PIET, GOOD).await;
        assert!(question.has_field("totp"), "{}", question.text());
        let owner = server.browser(OFFICE);
        let page = steps::accept(&owner, &steps::invite_again(&server, &at, piet).await).await;
        let page = owner.submit(&page, &[("totp", &server.code(&secret))]).await;
        let done = owner.submit(&page, &[("new_password", NEWER)]).await;
        assert!(is_in(&owner).await, "{}", done.text());
        server.pass(Span::seconds(30));
        thief.submit(&question, &[("totp", &server.code(&secret))]).await;
        assert!(!is_in(&thief).await);
    }

    /// Attacks 12 and 43: a session that was proved by a phone that is no longer registered.
    async fn what_was_proved_with_a_removed_method_is_asked_again(database) {
        let (server, at) = Server::with_organisation(database).await;
        let owner = anna(&server, &at).await;
        let thief = anna(&server, &at).await;
        let app = app(&server, &at).await;
        moved(&server, &at, app, BACK).await;
        assert!(thief.get(&authorize(&at, app, "&prompt=none")).await.location().contains("code="));
        let half_way = server.browser(ELSEWHERE);
        let question = proved(&half_way, ANNA, &at.password).await;

        let form = owner.get("/my/security/authenticator").await;
        let form = owner.submit(&form, &[("sure", "yes")]).await;
        let secret = secret_on(&form);
        let done = owner.submit(&form, &[("enrol", &server.code(&secret))]).await;
        assert_eq!(done.location(), "/my/security?done=saved", "{}", done.text());
        assert_eq!(owner.get("/admin").await.status, 200, "whoever replaced it goes on");
        assert!(thief.get("/admin").await.has_field("name"), "every other session ended");
        let silent = thief.get(&authorize(&at, app, "&prompt=none")).await;
        assert!(silent.location().contains("error=login_required"), "{}", silent.location());
        half_way.submit(&question, &[("totp", &server.code(&at.secret))]).await;
        assert!(!is_in(&half_way).await);
    }

    /// Attacks 10 and 72: a copied session without its browser has its owner confirm what the thief wants.
    async fn nobody_confirms_what_somebody_else_sent_in_their_session(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        let owner = anna(&server, &at).await;
        let thief = server.browser(ELSEWHERE);
        thief.get("/sign-in").await;
        thief.plant("s", &owner.cookie("s").unwrap());
        server.pass(Span::minutes(11));
        let role = Role::GlobalAdministrator.id().to_string();
        let (page, action) = (format!("/admin/users/{piet}"), format!("/admin/users/{piet}/roles"));
        let token = owner.get(&page).await.field("t");
        let fields = [("t", token.as_str()), ("role", role.as_str()), ("sure", "yes")];
        let sent = thief.post(&action, &fields).await;
        assert!(!sent.location().contains("form="), "{}", sent.location());

        // From its own browser it waits, without the answer to the question that comes before.
        let sent = owner.post(&action, &fields).await;
        assert!(sent.location().contains("form="), "{} {}", sent.location(), sent.text());
        // It waits as what it is: nobody is offered it as a way back, which would answer the question.
        let waiting = sent.parameter("form").unwrap();
        let offered = owner.get(&format!("/admin?done=saved&undo={waiting}")).await;
        assert!(!offered.body.contains(&action), "{}", offered.text());
        let question = owner.follow(sent).await;
        let done = owner.submit(&question, &[("totp", &server.code(&at.secret))]).await;
        let waiting = owner.follow(done).await;
        assert!(!waiting.has_field("sure"), "{}", waiting.text());
        let asked = owner.submit(&waiting, &[("role", &role)]).await;
        assert!(asked.text().contains("Piet"), "the question names whom: {}", asked.text());
        assert!(server.house.roles_of(at.tenant, piet).await.unwrap().is_empty());
    }
}
