//! Attacks on browsers that are trusted for a while: remembered ones, and sessions that are kept. The number in each
//! comment is the case in the list of attacks that peers of Sluis fell to. Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{
    self, BACK, ELSEWHERE, GOOD, OFFICE, PIET, VERIFIER, anna, app, audited, authorize, defaults, is_in,
    leave, person_with_app, proved, sign_out,
};
use model::{Id, Role, Span, User};
use service::apps::Naming;
use service::people::RoleChange;
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

/// Where nobody was before.
const FAR: &str = "192.0.2.9";

/// Signs in with both factors and ticks to be remembered.
async fn remembered(server: &Server, browser: &Client, secret: &str) -> Answer {
    let page = proved(browser, PIET, GOOD).await;
    assert!(page.has_field("remember"), "{}", page.text());
    let fields = [("totp", &*server.code(secret)), ("box", "remember"), ("remember", "yes")];
    let done = browser.submit(&page, &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    server.pass(Span::seconds(30));
    done
}

/// Piet with an app, in a browser that is remembered and signed out: the browser, far from where it was before, his
/// id and the app's secret.
async fn piet(server: &Server, organisation: &Organisation) -> (Client, Id<User>, String) {
    let home = server.browser(OFFICE);
    let (user, secret) = person_with_app(server, organisation, PIET, &home).await;
    sign_out(&home).await;
    let browser = home.moved_to(ELSEWHERE);
    remembered(server, &browser, &secret).await;
    sign_out(&browser).await;
    (browser.moved_to(FAR), user, secret)
}

/// What name and password lead to: in, or another question.
async fn is_asked(browser: &Client) -> bool {
    let page = proved(browser, PIET, GOOD).await;
    assert!(page.status == 303 || page.has_field("totp"), "{}", page.text());
    page.status != 303
}

on_both! {
    async fn a_remembered_browser_is_not_asked_again_for_thirty_days(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, _, _) = piet(&server, &organisation).await;
        let first = browser.cookie("r").unwrap();
        assert!(!is_asked(&browser).await);
        assert_ne!(browser.cookie("r").unwrap(), first, "each use makes the next cookie");
        sign_out(&browser).await;
        server.pass(Span::days(29));
        let later = browser.moved_to("198.18.9.9");
        assert!(!is_asked(&later).await);
        sign_out(&later).await;
        server.pass(Span::days(2));
        assert!(is_asked(&later.moved_to("198.18.0.1")).await, "using it does not make it longer");
    }

    async fn nobody_is_remembered_who_did_not_tick(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let home = server.browser(OFFICE);
        let (_, secret) = person_with_app(&server, &organisation, PIET, &home).await;
        let browser = home.moved_to(ELSEWHERE);
        sign_out(&browser).await;
        let page = proved(&browser, PIET, GOOD).await;
        browser.submit(&page, &[("totp", &server.code(&secret)), ("box", "remember")]).await;
        assert!(is_in(&browser).await && browser.cookie("r").is_none());
    }

    /// Attack 23: made up, and with a letter changed.
    async fn a_forged_cookie_is_no_remembered_browser(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, _, _) = piet(&server, &organisation).await;
        let good = browser.cookie("r").unwrap();
        for place in [0, 10, 30, 40, 60] {
            let mut forged = good.clone().into_bytes();
            forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
            browser.plant("r", std::str::from_utf8(&forged).unwrap());
            assert!(is_asked(&browser).await, "letter {place}");
        }
        browser.plant("r", &good);
        assert!(!is_asked(&browser).await, "and nothing was ended by it");
    }

    /// Attack 23: copied to the account of somebody else, and to another browser.
    async fn a_cookie_counts_for_its_person_and_its_browser_only(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, _, _) = piet(&server, &organisation).await;
        let cookie = browser.cookie("r").unwrap();
        let thief = server.browser(FAR);
        thief.get("/sign-in").await;
        thief.plant("r", &cookie);
        assert!(is_asked(&thief).await, "another browser");
        let saskia = server.browser(OFFICE);
        person_with_app(&server, &organisation, "saskia@example.org", &saskia).await;
        let own = browser.moved_to("198.18.11.1");
        let page = proved(&own, "saskia@example.org", GOOD).await;
        assert!(page.has_field("totp"), "another account: {}", page.text());
        assert!(!is_asked(&browser).await);
    }

    /// Attack 23: after the password was changed.
    async fn a_changed_password_forgets_every_remembered_browser(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, _, secret) = piet(&server, &organisation).await;
        assert!(!is_asked(&browser).await);
        // What stands in for a question confirms nothing: the code is asked before the password changes.
        let page = browser.get("/my/password").await;
        assert!(page.has_field("totp"), "{}", page.text());
        let confirmed = browser.submit(&page, &[("totp", &server.code(&secret))]).await;
        assert_eq!(confirmed.location(), "/my/password");
        let token = browser.get("/my").await.field("t");
        let new = "vier stille kanalen bij nacht";
        let fields = [("t", &*token), ("current", GOOD), ("new", new)];
        let done = browser.post("/my/password", &fields).await;
        assert!(done.location().contains("done="), "{}", done.text());
        sign_out(&browser).await;
        let page = proved(&browser.moved_to("198.18.0.1"), PIET, new).await;
        assert!(page.has_field("totp"), "{}", page.text());
    }

    /// Attack 23: after an administrator ended everything.
    async fn ending_all_sessions_forgets_every_remembered_browser(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, user, _) = piet(&server, &organisation).await;
        server.house.end_sessions(organisation.tenant, leave(), user).await.unwrap();
        assert!(is_asked(&browser).await);
    }

    /// Attacks 15 and 23: revoked by its person; and what rested on it no longer does.
    async fn a_browser_that_is_forgotten_is_asked_again_at_once(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, _, _) = piet(&server, &organisation).await;
        assert!(!is_asked(&browser).await);
        let elsewhere = browser.moved_to("198.18.5.1");
        assert!(!elsewhere.get("/my").await.has_field("totp"));
        let page = browser.get("/my/sessions").await;
        assert!(page.text().contains("not asked for your second step"), "{}", page.text());
        let at = page.body.find("/my/remembered/").unwrap();
        let action: String = page.body[at..].chars().take_while(|c| *c != '"').collect();
        let done = browser.post(&action, &[("t", &page.field("t"))]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let held = browser.moved_to("198.18.5.1").get("/my").await;
        assert!(held.has_field("name"), "the session that was let in by it has ended: {}", held.text());
        assert!(is_asked(&browser.moved_to("198.18.0.1")).await);
        assert_eq!(audited(&server, &organisation, "forgetRememberedBrowser").await, 1);
    }

    async fn an_administrator_has_a_browser_forgotten_and_the_log_says_so(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, piet, _) = piet(&server, &organisation).await;
        assert!(!is_asked(&browser).await);
        let chief = anna(&server, &organisation).await;
        let page = chief.get(&format!("/admin/users/{piet}")).await;
        let path = format!("/admin/users/{piet}/remembered/");
        let at = page.body.find(&path).unwrap_or_else(|| panic!("{}", page.text()));
        let action: String = page.body[at..].chars().take_while(|c| *c != '"').collect();
        let done = chief.post(&action, &[("t", &chief.get("/my").await.field("t"))]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(audited(&server, &organisation, "forgetRememberedBrowser").await, 1);
        assert!(is_asked(&browser.moved_to("198.18.0.1")).await);
    }

    /// Attack 23: what applications got in it ends as well, whoever forgets it.
    async fn a_forgotten_browser_leaves_no_refresh_token_behind(database) {
        for by in ["its person", "an administrator"] {
            let (server, organisation) = Server::with_organisation(database).await;
            let (browser, user, _) = piet(&server, &organisation).await;
            let app = app(&server, &organisation).await;
            server.house.name_for_app(organisation.tenant, leave(), app, Naming::Add(user)).await.unwrap();
            let (token, id) = (format!("/{}/oauth2/v2.0/token", organisation.tenant), app.to_string());
            let tokens = async |fields: &[(&str, &str)]| {
                let mut all = vec![("client_id", id.as_str())];
                all.extend(fields);
                browser.post(&token, &all).await
            };
            assert!(!is_asked(&browser).await);
            let code = browser.get(&authorize(&organisation, app, "")).await.parameter("code").unwrap();
            let redeem = [
                ("grant_type", "authorization_code"),
                ("code", &*code),
                ("redirect_uri", BACK),
                ("code_verifier", VERIFIER),
            ];
            let given = tokens(&redeem).await.json();
            let refresh = given["refresh_token"].as_str().unwrap();
            let page = browser.get("/my/sessions").await;
            let at = page.body.find("/my/remembered/").unwrap();
            let action: String = page.body[at..].chars().take_while(|c| *c != '"').collect();
            let record = action.split('/').nth(3).unwrap().parse().unwrap();
            if by == "its person" {
                assert_eq!(browser.post(&action, &[("t", &page.field("t"))]).await.status, 303);
            } else {
                let which = (user, record);
                server.house.forget_remembered(organisation.tenant, leave(), which).await.unwrap();
            }
            assert!(!is_in(&browser).await, "{by}: the session");
            let again = tokens(&[("grant_type", "refresh_token"), ("refresh_token", refresh)]).await;
            assert_eq!((again.status, again.json()["error"].as_str()), (400, Some("invalid_grant")), "{by}");
        }
    }

    /// Attack 23: after the person became an administrator.
    async fn a_remembered_browser_never_stands_in_for_an_administrator(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, user, secret) = piet(&server, &organisation).await;
        let change = RoleChange::Give(Role::UserAdministrator);
        server.house.set_role(organisation.tenant, leave(), user, change).await.unwrap();
        let page = proved(&browser, PIET, GOOD).await;
        assert!(page.has_field("totp"), "{}", page.text());
        assert!(!page.has_field("remember"), "what would not help is not offered");
        let fields = [("totp", &*server.code(&secret)), ("box", "remember"), ("remember", "yes")];
        browser.submit(&page, &fields).await;
        assert_eq!(browser.get("/admin").await.status, 200);
        // Without security defaults the admin centre still wants the factor itself.
        sign_out(&browser).await;
        defaults(&server, &organisation, false).await;
        assert!(!is_asked(&browser).await);
        let page = browser.get("/admin").await;
        assert!(page.has_field("totp"), "{}", page.text());
    }

    /// Attack 23: a thief uses a copy, and then its person comes.
    async fn a_copied_cookie_is_noticed_when_it_was_followed(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, user, _) = piet(&server, &organisation).await;
        let thief = browser.moved_to("198.18.7.7");
        assert!(!is_asked(&thief).await, "a copy of everything cannot be told from the original");
        assert!(is_in(&thief).await);
        server.pass(Span::minutes(5));
        assert!(is_asked(&browser).await, "followed already: nobody is trusted by it any more");
        assert!(!is_in(&thief).await, "the sessions that were opened by it have ended");
        let told = server.mail().await;
        assert!(told.iter().any(|mail| mail.text.contains("somebody has a copy")), "its person is told");
        let kept = server.database().read(organisation.tenant, |tx| tx.audit().newest(5)).await.unwrap();
        let copied = kept.iter().find(|record| record.action == "rememberedBrowserCopied").unwrap();
        assert_eq!(copied.target, Some(user.cast()));
        sign_out(&thief).await;
        assert!(is_asked(&thief.moved_to("198.18.0.1")).await);
    }

    async fn a_lost_answer_is_no_theft(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, _, _) = piet(&server, &organisation).await;
        let other_tab = browser.moved_to("198.18.7.7");
        assert!(!is_asked(&browser).await);
        assert!(!is_asked(&other_tab).await, "the answer before it may have been lost");
        assert!(is_in(&browser).await && is_in(&other_tab).await);
        assert_eq!(browser.cookie("r"), other_tab.cookie("r"), "the same successor, whichever comes last");
        sign_out(&browser).await;
        server.pass(Span::hours(1));
        assert!(!is_asked(&browser.moved_to("198.18.0.1")).await);
    }

    /// Attack 83: what stands in for a question registers nothing.
    async fn a_remembered_browser_changes_no_security_info(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let home = server.browser(OFFICE);
        let (_, secret) = person_with_app(&server, &organisation, PIET, &home).await;
        sign_out(&home).await;
        let browser = home.moved_to(ELSEWHERE);
        remembered(&server, &browser, &secret).await;
        sign_out(&browser).await;
        assert!(!is_asked(&browser.moved_to(FAR)).await);
        let page = browser.get("/my/security").await;
        let page = if page.has_field("name") { proved(&browser, PIET, GOOD).await } else { page };
        let page = if page.status == 303 { browser.get("/my/security").await } else { page };
        assert!(page.has_field("totp"), "however new the proof is: {}", page.text());
    }

    /// S14 on the silent way: the browser stands in for what an application's policy asks, with the old time, and its
    /// cookie goes on counting.
    async fn a_silent_sign_in_counts_the_remembered_browser(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, user, _) = piet(&server, &organisation).await;
        let app = app(&server, &organisation).await;
        server.house.name_for_app(organisation.tenant, leave(), app, Naming::Add(user)).await.unwrap();
        let strong = policy::Standing { strength: Some(policy::StandingStrength::MultiFactor), max_age: None };
        // A session of the password alone, at home.
        let home = browser.moved_to(OFFICE);
        let cookie = home.cookie("r").unwrap();
        home.plant("r", "");
        let page = proved(&home, PIET, GOOD).await;
        assert_eq!(page.status, 303, "{}", page.text());
        server.house.ask_of_sign_ins(organisation.tenant, leave(), app, strong).await.unwrap();
        let silent = authorize(&organisation, app, "&prompt=none");
        assert_eq!(home.get(&silent).await.parameter("error").as_deref(), Some("interaction_required"));
        home.plant("r", &cookie);
        let answer = home.get(&silent).await;
        assert!(answer.parameter("code").is_some(), "{}", answer.location());
        let next = home.cookie("r").unwrap();
        assert_ne!(next, cookie, "each use makes the next cookie");
        // A copy that was followed long ago is noticed here too, and what it opened has ended.
        server.pass(Span::minutes(5));
        home.plant("r", &cookie);
        assert_eq!(home.get(&silent).await.parameter("error").as_deref(), Some("login_required"));
        assert_eq!(audited(&server, &organisation, "rememberedBrowserCopied").await, 1);
        assert!(!is_in(&home).await);
    }

    /// S14: neither where the proof must be new nor where a strength is asked.
    async fn a_silent_sign_in_takes_no_remembered_browser_for_a_new_proof(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, user, _) = piet(&server, &organisation).await;
        let app = app(&server, &organisation).await;
        server.house.name_for_app(organisation.tenant, leave(), app, Naming::Add(user)).await.unwrap();
        let home = browser.moved_to(OFFICE);
        let cookie = home.cookie("r").unwrap();
        home.plant("r", "");
        assert_eq!(proved(&home, PIET, GOOD).await.status, 303);
        home.plant("r", &cookie);
        for (strength, max_age) in [
            (policy::StandingStrength::PhishingResistant, None),
            (policy::StandingStrength::MultiFactor, Some(Span::minutes(5))),
        ] {
            server.pass(Span::minutes(6));
            let strong = policy::Standing { strength: Some(strength), max_age };
            server.house.ask_of_sign_ins(organisation.tenant, leave(), app, strong).await.unwrap();
            let answer = home.get(&authorize(&organisation, app, "&prompt=none")).await;
            assert!(answer.parameter("error").is_some(), "{strength:?}: {}", answer.location());
            assert_eq!(home.cookie("r").unwrap(), cookie, "what was no use is not counted");
        }
    }

    /// Two people at one computer: each is remembered, and neither in the other's place.
    async fn a_browser_stands_in_for_each_of_two_people(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, user, _) = piet(&server, &organisation).await;
        let (saskia, theirs) = ("saskia@example.org", server.browser("203.0.113.50"));
        let (saskias, secret) = person_with_app(&server, &organisation, saskia, &theirs).await;
        let page = proved(&browser, saskia, GOOD).await;
        assert!(page.has_field("totp"), "Piet's tick is his alone: {}", page.text());
        let fields = [("totp", &*server.code(&secret)), ("box", "remember"), ("remember", "yes")];
        assert_eq!(browser.submit(&page, &fields).await.status, 303);
        sign_out(&browser).await;
        // Each time from a place that is new, with the cookies as the one before left them.
        let mut browser = browser;
        for round in 0..3 {
            server.pass(Span::hours(1));
            for (name, place) in [(PIET, 1), (saskia, 2)] {
                browser = browser.moved_to(&format!("198.18.{}.{place}", 2 * round + place));
                let page = proved(&browser, name, GOOD).await;
                assert_eq!(page.status, 303, "{name} in round {round}: {}", page.text());
                sign_out(&browser).await;
            }
        }
        // Who is put out loses their own.
        server.house.end_sessions(organisation.tenant, leave(), user).await.unwrap();
        let browser = browser.moved_to("198.18.90.1");
        assert!(proved(&browser, PIET, GOOD).await.has_field("totp"));
        assert_eq!(proved(&browser, saskia, GOOD).await.status, 303);
        let held = server.database().read(organisation.tenant, move |tx| {
            tx.remembered().of_user(saskias, model::Timestamp::from_micros(0), 10)
        });
        assert_eq!(held.await.unwrap().len(), 1);
        assert_eq!(audited(&server, &organisation, "rememberedBrowserCopied").await, 0);
    }

    /// However many tick, one cookie holds a household's, and what makes room is forgotten at the server too.
    async fn a_browser_stands_in_for_a_few_people_at_most(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(ELSEWHERE);
        let mut people = vec![];
        for number in 0..5 {
            let name = format!("person{number}@example.org");
            let home = server.browser(&format!("203.0.113.{}", 100 + number));
            let (user, secret) = person_with_app(&server, &organisation, &name, &home).await;
            let page = proved(&browser, &name, GOOD).await;
            let fields = [("totp", &*server.code(&secret)), ("box", "remember"), ("remember", "yes")];
            assert_eq!(browser.submit(&page, &fields).await.status, 303);
            sign_out(&browser).await;
            people.push((user, name));
        }
        assert!(browser.cookie("r").unwrap().len() <= 300);
        let far = browser.moved_to(FAR);
        for (number, (user, name)) in people.into_iter().enumerate() {
            let page = proved(&far, &name, GOOD).await;
            assert_eq!(page.status == 303, number > 0, "{name}");
            if page.status == 303 {
                sign_out(&far).await;
            }
            let zero = model::Timestamp::from_micros(0);
            let held = server.database().read(organisation.tenant, move |tx| tx.remembered().of_user(user, zero, 10));
            assert_eq!(held.await.unwrap().len(), usize::from(number > 0), "{name}");
        }
    }

    async fn a_session_that_is_kept_lasts_thirty_days_and_ends_unused(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let home = server.browser(OFFICE);
        person_with_app(&server, &organisation, PIET, &home).await;
        sign_out(&home).await;
        let page = steps::named(&home, PIET).await;
        let fields = [("password", GOOD), ("box", "keep"), ("keep", "yes")];
        let done = home.submit(&page, &fields).await;
        assert_eq!(done.status, 303, "{}", done.text());
        server.pass(Span::days(10));
        assert!(is_in(&home).await);
        server.pass(Span::days(10));
        assert!(is_in(&home).await);
        server.pass(Span::days(11));
        assert!(!is_in(&home).await, "thirty days are over, however often it was used");
        let again = home.submit(&steps::named(&home, PIET).await, &fields).await;
        assert_eq!(again.status, 303, "{}", again.text());
        server.pass(Span::days(15));
        assert!(!is_in(&home).await, "two weeks without use");
    }

    async fn an_ordinary_session_still_ends_after_a_day(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let home = server.browser(OFFICE);
        person_with_app(&server, &organisation, PIET, &home).await;
        server.pass(Span::hours(25));
        assert!(!is_in(&home).await);
    }

    async fn an_administrator_does_not_stay_signed_in(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let home = server.browser(OFFICE);
        let (user, _) = person_with_app(&server, &organisation, PIET, &home).await;
        sign_out(&home).await;
        let page = steps::named(&home, PIET).await;
        home.submit(&page, &[("password", GOOD), ("box", "keep"), ("keep", "yes")]).await;
        server.pass(Span::days(3));
        assert!(is_in(&home).await);
        let change = RoleChange::Give(Role::UserAdministrator);
        server.house.set_role(organisation.tenant, leave(), user, change).await.unwrap();
        server.pass(Span::days(2));
        assert!(!is_in(&home).await, "whoever became one is signed in as long as they are");
    }
}
