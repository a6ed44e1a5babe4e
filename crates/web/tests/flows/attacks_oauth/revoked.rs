//! What ends must end at once, at every door that tokens have.

use model::{AppKind, Assignment, Role, Span};
use service::apps::Naming;
use service::people::RoleChange;
use testkit::{Client, Organisation, Server};

use crate::attacks_oauth::party::{
    BRAMS, GOODBYE, Party, Tokens, bram, bram_with_app, leave, parameter, query, refused,
};
use crate::on_both::on_both;
use crate::steps::{self, GOOD, OFFICE};

/// What somebody holds when something of theirs ends.
struct Held {
    tokens: Tokens,
    code: String,
}

impl Held {
    async fn by(party: &Party, browser: &Client) -> Self {
        let held = Self { tokens: party.tokens(browser).await, code: party.silent_code(browser).await };
        assert_eq!(party.userinfo(&held.tokens.access).await.status, 200);
        held
    }

    async fn is_dead(&self, party: &Party) {
        assert_eq!(party.userinfo(&self.tokens.access).await.status, 401, "userinfo");
        refused(&party.refresh(self.tokens.refresh()).await, "invalid_grant");
        refused(&party.redeem(&self.code).await, "invalid_grant");
    }
}

async fn start(database: testkit::Database) -> (Server, Organisation, Party) {
    let (server, at) = Server::with_organisation(database).await;
    let party = Party::register(&server, &at, AppKind::Confidential).await;
    (server, at, party)
}

on_both! {
    /// What the capsule of an emergency account opens is open for an hour, also to an application that comes again without
    /// the person.
    async fn what_an_application_got_with_a_capsule_ends_with_its_session(database) {
        let (server, at, party) = start(database).await;
        let name = "wim@example.org";
        let wim = steps::person_with_password(&server, &at, name, &server.browser(OFFICE)).await;
        let chief = RoleChange::Give(Role::GlobalAdministrator);
        server.house.set_role(at.tenant, leave(), wim, chief).await.unwrap();
        let kit = server.house.designate_emergency(at.tenant, leave(), wim).await.unwrap();
        let browser = server.browser(OFFICE);
        let page = steps::proved(&browser, name, GOOD).await;
        assert_eq!(browser.submit(&page, &[("capsule", &kit.capsule)]).await.status, 303);
        let tokens = party.tokens(&browser).await;
        server.pass(Span::minutes(50));
        let answer = party.refresh(tokens.refresh()).await;
        let tokens = Tokens::of(&answer);
        assert!(answer.json()["expires_in"].as_i64().unwrap() <= 600, "{}", answer.body);
        server.pass(Span::minutes(11));
        refused(&party.refresh(tokens.refresh()).await, "invalid_grant");
        assert_eq!(party.userinfo(&tokens.access).await.status, 401);
    }

    /// Attack 43: a blocked person gets and refreshes nothing, and nothing comes back with the unblocking.
    async fn blocking_a_person_ends_their_tokens_at_once(database) {
        let (server, at, party) = start(database).await;
        let (user, browser) = bram(&server, &at).await;
        let held = Held::by(&party, &browser).await;
        server.house.block(at.tenant, leave(), user).await.unwrap();
        held.is_dead(&party).await;
        let silent = browser.get(&party.authorize(&[("prompt", "none")])).await;
        assert_eq!(parameter(&silent, "error").as_deref(), Some("login_required"));
        server.house.unblock(at.tenant, leave(), user).await.unwrap();
        held.is_dead(&party).await;
        let silent = browser.get(&party.authorize(&[("prompt", "none")])).await;
        assert_eq!(parameter(&silent, "error").as_deref(), Some("login_required"));
    }

    /// Attack 43: whose name is taken off an application has nothing left there, and keeps the rest.
    async fn taking_somebody_off_an_application_ends_what_they_have_there(database) {
        let (server, at, party) = start(database).await;
        let other = Party::register(&server, &at, AppKind::Confidential).await;
        let (user, browser) = bram(&server, &at).await;
        let id = party.app.app_id;
        server.house.name_for_app(at.tenant, leave(), id, Naming::Add(user)).await.unwrap();
        server.house.change_app(at.tenant, leave(), id, party.registration(Assignment::Assigned)).await.unwrap();
        let (held, kept) = (Held::by(&party, &browser).await, Held::by(&other, &browser).await);
        server.house.name_for_app(at.tenant, leave(), id, Naming::Remove(user)).await.unwrap();
        held.is_dead(&party).await;
        let silent = browser.get(&party.authorize(&[("prompt", "none")])).await;
        assert_eq!(parameter(&silent, "code"), None);
        Tokens::of(&other.refresh(kept.tokens.refresh()).await);
    }

    /// Attacks 38 and 43: "everyone" is taken away: who is not named is out, also with tokens from before.
    async fn narrowing_an_application_reaches_tokens_from_before(database) {
        let (server, at, party) = start(database).await;
        let (_, browser) = bram(&server, &at).await;
        let held = Held::by(&party, &browser).await;
        let new = party.registration(Assignment::Assigned);
        server.house.change_app(at.tenant, leave(), party.app.app_id, new).await.unwrap();
        held.is_dead(&party).await;
    }

    /// Attack 43: an administrator ends somebody's sessions, and what hangs below them goes too.
    async fn ending_the_sessions_of_a_person_ends_their_tokens(database) {
        let (server, at, party) = start(database).await;
        let (user, browser) = bram(&server, &at).await;
        let held = Held::by(&party, &browser).await;
        server.house.end_sessions(at.tenant, leave(), user).await.unwrap();
        held.is_dead(&party).await;
        assert_eq!(browser.get("/my").await.status, 200);
        assert!(browser.get("/my").await.has_field("name"), "the session has ended");
    }

    /// Attack 43: a person ends one of their sessions elsewhere. What was given for the time of the session ends
    /// with it, also a code on its way.
    async fn ending_ones_own_session_ends_what_hangs_below_it(database) {
        let (server, at, party) = start(database).await;
        let (_, browser, secret) = bram_with_app(&server, &at).await;
        let scope = [("scope", "openid email")];
        let code = async || crate::attacks_oauth::party::code_of(&browser.get(&party.authorize(&scope)).await);
        let tokens = Tokens::of(&party.redeem(&code().await).await);
        let waiting = code().await;
        assert_eq!(party.userinfo(&tokens.access).await.status, 200);
        let elsewhere = server.browser("203.0.113.21");
        crate::on_both::sign_in(&elsewhere, "bram@example.org", BRAMS, &server.code(&secret)).await;
        let page = elsewhere.get("/my/sessions").await;
        let action = page.body.split("action=\"").skip(1).find_map(|rest| {
            rest.split('"').next().filter(|action| action.ends_with("/end")).map(str::to_owned)
        });
        let token = page.field("t");
        let done = elsewhere.post(&action.expect("a session to end"), &[("t", &token)]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(party.userinfo(&tokens.access).await.status, 401);
        refused(&party.redeem(&waiting).await, "invalid_grant");
    }

    /// Attack 43: an application that is removed, or whose secret is, gets nothing more.
    async fn removing_an_application_or_its_secret_ends_what_it_got(database) {
        let (server, at, party) = start(database).await;
        let (_, browser) = bram(&server, &at).await;
        let held = Held::by(&party, &browser).await;
        let id = party.app.app_id;
        let secrets = server.house.app_details(at.tenant, &leave(), id).await.unwrap().secrets;
        server.house.remove_app_secret(at.tenant, leave(), id, secrets[0].id).await.unwrap();
        refused(&party.refresh(held.tokens.refresh()).await, "invalid_client");
        server.house.remove_app(at.tenant, leave(), id).await.unwrap();
        assert_eq!(party.userinfo(&held.tokens.access).await.status, 401);
        refused(&party.refresh(held.tokens.refresh()).await, "invalid_client");
        assert_eq!(browser.get(&party.authorize(&[])).await.status, 400);
    }

    /// Attack 43: after a sign-out the old cookie gets no code, whoever kept a copy.
    async fn a_signed_out_browser_gets_no_code_by_its_old_cookie(database) {
        let (server, at, party) = start(database).await;
        let (_, browser) = bram(&server, &at).await;
        let stolen = browser.moved_to("203.0.113.20");
        let tokens = party.tokens(&browser).await;
        let pairs = [("id_token_hint", tokens.id.as_str()), ("post_logout_redirect_uri", GOODBYE)];
        let out = browser.get(&format!("{}/oauth2/v2.0/logout?{}", party.root, query(pairs.iter()))).await;
        assert_eq!(out.status, 303);
        let silent = stolen.get(&party.authorize(&[("prompt", "none")])).await;
        assert_eq!(parameter(&silent, "error").as_deref(), Some("login_required"));
    }
}
