//! Attacks on accounts, invitations and sessions. The number in each comment is the case in the list of attacks
//! that peers of Sluis fell to. Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, BACK, ELSEWHERE, GOOD, OFFICE, PIET, VERIFIER, accept, anna, app, authorize, defaults,
    factors_of, invite, invite_again, is_in, is_wrong, leave, person_with_app, person_with_password, proved,
    secret_on, sign_out,
};
use model::{AppId, Id, Span, User};
use service::Fault;
use service::apps::Naming;
use service::people::{Delivery, NewPerson};
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

/// A password that is nobody's but a thief's.
const THIEF: &str = "a thief would choose this one";

async fn name_for(server: &Server, organisation: &Organisation, app: Id<AppId>, change: Naming) {
    server.house.name_for_app(organisation.tenant, leave(), app, change).await.unwrap();
}

/// Redeems a code or a refresh token.
async fn token(
    organisation: &Organisation,
    app: Id<AppId>,
    browser: &Client,
    fields: &[(&str, &str)],
) -> Answer {
    let id = app.to_string();
    let mut all = vec![("client_id", id.as_str())];
    all.extend(fields);
    browser.post(&format!("/{}/oauth2/v2.0/token", organisation.tenant), &all).await
}

/// The refresh token of an application that a person opens in this browser.
async fn refresh_token(organisation: &Organisation, app: Id<AppId>, browser: &Client) -> String {
    redeemed(organisation, app, browser, "").await["refresh_token"].as_str().unwrap().to_owned()
}

async fn redeemed(
    organisation: &Organisation,
    app: Id<AppId>,
    browser: &Client,
    more: &str,
) -> serde_json::Value {
    let answer = browser.get(&authorize(organisation, app, more)).await;
    let code = answer.parameter("code").unwrap_or_else(|| panic!("{answer:?}"));
    let tokens = token(organisation, app, browser, &redeeming(&code)).await;
    assert_eq!(tokens.status, 200, "{}", tokens.body);
    tokens.json()
}

fn redeeming(code: &str) -> [(&str, &str); 4] {
    [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
    ]
}

/// What the application is told of a sign-in.
async fn claims(
    organisation: &Organisation,
    app: Id<AppId>,
    browser: &Client,
    more: &str,
) -> serde_json::Value {
    let tokens = redeemed(organisation, app, browser, more).await;
    let token = tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap().to_owned();
    serde_json::from_slice(&data_encoding::BASE64URL_NOPAD.decode(token.as_bytes()).unwrap()).unwrap()
}

async fn refresh(organisation: &Organisation, app: Id<AppId>, browser: &Client, with: &str) -> Answer {
    token(organisation, app, browser, &[("grant_type", "refresh_token"), ("refresh_token", with)]).await
}

/// The sessions of somebody, newest first.
async fn sessions(server: &Server, organisation: &Organisation, user: Id<User>) -> Vec<String> {
    let now = server.now();
    let rows = server.database().read(organisation.tenant, move |tx| tx.sessions().of_user(user, now, 20));
    rows.await.unwrap().iter().map(|row| row.session.id.to_string()).collect()
}

on_both! {
    /// Attack 10.
    async fn a_session_of_a_password_alone_changes_no_second_factor(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let (user, _) = person_with_app(&server, &organisation, PIET, &browser).await;
        sign_out(&browser).await;
        assert_eq!(proved(&browser, PIET, GOOD).await.status, 303, "at a known place the password is enough");
        let form = browser.get("/my/sessions").await.field("t");
        for path in ["/my/security", "/my/security/authenticator", "/my/security/recovery-codes"] {
            assert!(browser.get(path).await.has_field("totp"), "{path}");
        }
        let other = factors::totp::Secret::new([5; 20]).typed();
        let code = server.code(&other);
        for path in
            ["/my/security/authenticator", "/my/security/recovery-codes", "/my/security/recovery-codes/kept"]
        {
            for fields in [&[("t", form.as_str()), ("sure", "yes")][..], &[("t", &form), ("enrol", &code)]] {
                let page = browser.post(path, fields).await;
                assert!(page.has_field("totp"), "{path}: {}", page.text());
            }
        }
        assert_eq!(factors_of(&server, organisation.tenant, user).await, 1);
    }

    /// Attack 12.
    async fn an_invitation_sets_up_nothing_twice(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let link = invite(&server, &organisation, PIET, None).await;
        let (own, thief) = (server.browser(OFFICE), server.browser(ELSEWHERE));
        // Both hold the page before the link is used up.
        let theirs = accept(&thief, &link).await;
        let page = accept(&own, &link).await;
        let page = own.submit(&page, &[("new_password", GOOD)]).await;
        assert!(page.has_field("way"), "{}", page.text());
        let page = thief.submit(&theirs, &[("new_password", THIEF)]).await;
        assert!(!page.has_field("way") && thief.cookie("s").is_none(), "{}", page.text());
        for answer in [thief.get(&link).await, thief.post(&link, &[("begin", "yes")]).await] {
            assert_eq!(answer.status, 404, "{}", answer.text());
        }
        assert!(is_wrong(&proved(&thief, PIET, THIEF).await));
        let user = steps::user(&server, organisation.tenant, PIET).await;
        assert_eq!(factors_of(&server, organisation.tenant, user).await, 0);
    }

    /// Attack 12.
    async fn an_invitation_gets_nobody_past_a_second_factor(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (user, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let link = invite_again(&server, &organisation, user).await;
        let thief = server.browser(ELSEWHERE);
        let page = accept(&thief, &link).await;
        assert!(page.has_field("totp"), "{}", page.text());
        let again = thief.submit(&page, &[("new_password", THIEF)]).await;
        assert!(again.has_field("totp"), "{}", again.text());
        let app = thief.submit(&page, &[("way", "app")]).await;
        let again = thief.submit(&app, &[("enrol", &server.code(&secret_on(&app)))]).await;
        assert!(again.has_field("totp") && thief.cookie("s").is_none(), "{}", again.text());
        assert_eq!(factors_of(&server, organisation.tenant, user).await, 1);
        assert!(is_wrong(&proved(&thief, PIET, THIEF).await));
    }

    /// Attack 13.
    async fn mail_goes_to_the_address_of_the_account_and_to_no_other(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(ELSEWHERE);
        let evil =
            [("mail", "evil@evil.example"), ("email", "evil@evil.example"), ("to", "evil@evil.example")];
        let with = |field, value| [&[(field, value)][..], &evil].concat();
        let page = browser.get("/sign-in?mail=evil@evil.example&to=evil@evil.example").await;
        let page = browser.submit(&page, &with("name", ANNA)).await;
        let page = browser.submit(&page, &with("password", &organisation.password)).await;
        let page = browser.submit(&page, &with("other", "recovery")).await;
        let done = browser.submit(&page, &with("recovery", &organisation.recovery_codes[3])).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let sent = server.mail().await;
        assert!(!sent.is_empty());
        assert!(
            sent.iter().all(|message| message.to == ANNA),
            "{:?}",
            sent.iter().map(|m| &m.to).collect::<Vec<_>>()
        );
    }

    /// Attack 16.
    async fn a_code_is_not_taken_for_a_passkey(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let app = app(&server, &organisation).await;
        let user = steps::user(&server, organisation.tenant, ANNA).await;
        name_for(&server, &organisation, app, Naming::Add(user)).await;
        let browser = anna(&server, &organisation).await;
        assert!(browser.get(&authorize(&organisation, app, "")).await.parameter("code").is_some());
        // A wish may go unmet (OpenID Connect Core §5.5.1.1); what the application is told is what was proved.
        for more in ["&acr_values=phr", "&acr_values=phr&prompt=none", "&acr_values=phr%20urn:sluis:acr:2"] {
            let claims = claims(&organisation, app, &browser, more).await;
            assert_eq!(claims["acr"], "urn:sluis:acr:2", "{more}");
            assert_eq!(claims["amr"], serde_json::json!(["pwd", "otp", "mfa"]), "{more}");
        }
        let page = proved(&server.browser(ELSEWHERE), ANNA, &organisation.password).await;
        assert!(page.has_field("totp"));
        let rescued = server.browser(ELSEWHERE);
        let page = proved(&rescued, ANNA, &organisation.password).await;
        assert_eq!(rescued.submit(&page, &[("recovery", &organisation.recovery_codes[0])]).await.status, 303);
        let claims = claims(&organisation, app, &rescued, "&acr_values=phr").await;
        assert_eq!(claims["acr"], "urn:sluis:acr:2");
        // An older sign-in is no fresh one either.
        server.pass(Span::minutes(5));
        let answer = browser.get(&authorize(&organisation, app, "&max_age=60&prompt=none")).await;
        assert!(answer.parameter("code").is_none() && answer.parameter("error").is_some(), "{answer:?}");
    }

    /// Attack 16.
    async fn a_password_is_not_taken_for_two_factors(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let (user, secret) = person_with_app(&server, &organisation, PIET, &browser).await;
        let app = app(&server, &organisation).await;
        name_for(&server, &organisation, app, Naming::Add(user)).await;
        sign_out(&browser).await;
        assert_eq!(proved(&browser, PIET, GOOD).await.status, 303, "at a known place the password is enough");
        let more = "&acr_values=urn:sluis:acr:2";
        let silent = browser.get(&authorize(&organisation, app, &format!("{more}&prompt=none"))).await;
        assert!(silent.parameter("code").is_none() && silent.parameter("error").is_some(), "{silent:?}");
        let page = browser.get(&authorize(&organisation, app, more)).await;
        assert!(page.has_field("totp"), "{}", page.text());
        let done = browser.submit(&page, &[("totp", &server.code(&secret))]).await;
        assert!(done.parameter("code").is_some(), "{}", done.text());
    }

    /// Attack 19.
    async fn an_invitation_is_good_once_for_its_time_and_for_nothing_else(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(ELSEWHERE);
        browser.get("/sign-in").await;
        let old = invite(&server, &organisation, PIET, None).await;
        let user = steps::user(&server, organisation.tenant, PIET).await;
        let link = invite_again(&server, &organisation, user).await;
        assert_eq!(browser.get(&old).await.status, 404, "a newer one takes its place");
        let secret = link.rsplit('/').next().unwrap();
        browser.plant("s", secret);
        assert!(!is_in(&browser).await);
        browser.forget();
        let page = proved(&browser, ANNA, &organisation.password).await;
        assert!(is_wrong(&browser.submit(&page, &[("recovery", secret)]).await));
        assert_eq!(browser.post("/sign-in", &[("t", secret), ("new_password", GOOD)]).await.status, 400);
        assert_eq!(browser.get(&format!("/set-up/{secret}")).await.status, 403);
        for path in [format!("/invitation/{secret}x"), format!("/invitation/{}", &secret[1..])] {
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
        }
        let begun = accept(&server.browser(OFFICE), &link).await;
        assert!(begun.has_field("new_password"), "it is good until then");
        server.pass(Span::hours(72));
        for answer in [browser.get(&link).await, browser.post(&link, &[("begin", "yes")]).await] {
            assert_eq!(answer.status, 404, "{}", answer.text());
        }
        let late = browser.submit(&begun, &[("new_password", GOOD)]).await;
        assert!(!late.has_field("way") && late.status != 303, "{}", late.text());
    }

    /// Attack 37.
    async fn a_changed_policy_holds_on_every_node_at_the_next_request(database) {
        let (mut server, organisation) = Server::with_organisation(database).await;
        let second = server.second_node().await;
        let piet = Client::at_node(&second, &server.base, OFFICE);
        person_with_password(&server, &organisation, PIET, &piet).await;
        for _ in 0..2 {
            assert!(is_in(&piet).await);
            defaults(&server, &organisation, true).await;
            assert!(!is_in(&piet).await, "the other node has heard of it");
            defaults(&server, &organisation, false).await;
        }
        // What was decided for Anna is not what is decided for Piet, in one network and at one application.
        let anna = anna(&server, &organisation).await;
        assert_eq!(anna.get("/admin").await.status, 200);
        let page = piet.get("/admin").await;
        assert!(matches!(page.status, 200 | 403), "{}", page.text());
        assert!(!page.body.contains("/admin/users"), "{}", page.text());
    }

    /// Attack 38.
    async fn whoever_is_no_longer_named_gets_no_code_and_no_refresh(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = server.browser(OFFICE);
        let user = person_with_password(&server, &organisation, PIET, &piet).await;
        let app = app(&server, &organisation).await;
        let before = piet.get(&authorize(&organisation, app, "")).await;
        assert_eq!((before.status, before.parameter("code")), (403, None), "{}", before.text());
        name_for(&server, &organisation, app, Naming::Add(user)).await;
        let first = refresh_token(&organisation, app, &piet).await;
        let again = refresh(&organisation, app, &piet, &first).await;
        assert_eq!(again.status, 200, "{}", again.body);
        let second = again.json()["refresh_token"].as_str().unwrap().to_owned();
        name_for(&server, &organisation, app, Naming::Remove(user)).await;
        let refused = refresh(&organisation, app, &piet, &second).await;
        assert_eq!((refused.status, refused.json()["error"].as_str()), (400, Some("invalid_grant")));
        for more in ["", "&prompt=none"] {
            let answer = piet.get(&authorize(&organisation, app, more)).await;
            assert_eq!(answer.parameter("code"), None, "{answer:?}");
        }
    }

    /// Attack 42.
    async fn nobody_ends_or_reads_the_session_of_another(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = server.browser(OFFICE);
        person_with_password(&server, &organisation, PIET, &piet).await;
        let anna = anna(&server, &organisation).await;
        let hers = steps::user(&server, organisation.tenant, ANNA).await;
        let session = sessions(&server, &organisation, hers).await.remove(0);
        let page = piet.get("/my/sessions").await;
        assert!(!page.body.contains(&session));
        let form = page.field("t");
        for id in [session.as_str(), "00000000-0000-0000-0000-000000000000", "x", "%27"] {
            let answer = piet.post(&format!("/my/sessions/{id}/end"), &[("t", &form)]).await;
            assert_eq!(answer.status, 404, "{id}: {}", answer.text());
        }
        piet.post("/my/sessions/end-others", &[("t", &form)]).await;
        assert!(is_in(&anna).await);
        // Her session's id is no cookie, and his form token is not hers.
        piet.plant("s", &session);
        assert!(!is_in(&piet).await);
        let forged = anna.post("/my/sessions/end-others", &[("t", &form)]).await;
        assert_eq!(forged.status, 403);
    }

    /// Attack 43.
    async fn blocking_ends_what_is_open_and_what_is_under_way(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = server.browser(OFFICE);
        let (user, secret) = person_with_app(&server, &organisation, PIET, &piet).await;
        let app = app(&server, &organisation).await;
        name_for(&server, &organisation, app, Naming::Add(user)).await;
        let kept = refresh_token(&organisation, app, &piet).await;
        let code = piet.get(&authorize(&organisation, app, "")).await.parameter("code").unwrap();
        let other = server.browser(ELSEWHERE);
        let under_way = proved(&other, PIET, GOOD).await;
        let link = invite_again(&server, &organisation, user).await;
        server.house.block(organisation.tenant, leave(), user).await.unwrap();
        assert!(!is_in(&piet).await);
        assert_eq!(refresh(&organisation, app, &piet, &kept).await.status, 400);
        assert_eq!(token(&organisation, app, &piet, &redeeming(&code)).await.status, 400);
        let answer = other.submit(&under_way, &[("totp", &server.code(&secret))]).await;
        assert!(answer.status != 303 && other.cookie("s").is_none(), "{}", answer.text());
        assert_eq!(piet.get(&link).await.status, 404);
        let answer = proved(&other, PIET, GOOD).await;
        assert_eq!((answer.status, other.cookie("s")), (403, None), "{}", answer.text());
        // Nothing that was ended comes back.
        server.house.unblock(organisation.tenant, leave(), user).await.unwrap();
        assert!(!is_in(&piet).await);
        assert_eq!(refresh(&organisation, app, &piet, &kept).await.status, 400);
        assert_eq!(piet.get(&link).await.status, 404);
    }

    /// Attack 44.
    async fn a_session_that_ended_is_ended_for_its_cookie(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (one, other) = (anna(&server, &organisation).await, anna(&server, &organisation).await);
        let form = other.get("/my/sessions").await.field("t");
        other.post("/my/sessions/end-others", &[("t", &form)]).await;
        assert!(!is_in(&one).await && is_in(&other).await);
        let stolen = server.browser(OFFICE);
        stolen.get("/sign-in").await;
        stolen.plant("s", &other.cookie("s").unwrap());
        assert!(is_in(&stolen).await, "a cookie is all that a session is");
        sign_out(&other).await;
        assert!(!is_in(&stolen).await, "signing out ends it on the server too");
        let third = anna(&server, &organisation).await;
        let user = steps::user(&server, organisation.tenant, ANNA).await;
        server
            .database()
            .write(organisation.tenant, move |tx| tx.sessions().end_of_user(user))
            .await
            .unwrap();
        assert!(!is_in(&third).await, "nothing answers from memory");
        let fourth = anna(&server, &organisation).await;
        server.pass(Span::days(400));
        assert!(!is_in(&fourth).await);
        server.house.run_jobs().await;
        assert!(!is_in(&fourth).await);
    }

    /// Attack 47.
    async fn nobody_is_reached_by_the_name_or_the_mail_of_another(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let one = server.browser(OFFICE);
        person_with_app(&server, &organisation, "piet", &one).await;
        // Piet's mail is piet@example.org; somebody else comes to be called just that.
        assert!(is_wrong(&proved(&server.browser(ELSEWHERE), PIET, GOOD).await), "an address is no name");
        let other = server.browser(ELSEWHERE);
        defaults(&server, &organisation, false).await;
        let page = accept(&other, &invite(&server, &organisation, PIET, None).await).await;
        assert_eq!(other.submit(&page, &[("new_password", THIEF)]).await.status, 303);
        let (piet, namesake) = (
            steps::user(&server, organisation.tenant, "piet").await,
            steps::user(&server, organisation.tenant, PIET).await,
        );
        assert_ne!(piet, namesake);
        assert!(
            is_wrong(&proved(&server.browser(OFFICE), PIET, GOOD).await),
            "Piet's password opens Piet's account only"
        );
        assert!(is_wrong(&proved(&server.browser(OFFICE), "piet", THIEF).await));
        for spelling in ["ANNA@example.org", "\u{ff41}nna@example.org", " anna@EXAMPLE.org "] {
            let new =
                NewPerson { display: "A".to_owned(), name: spelling.to_owned(), mail: None, locale: None };
            let added = server.house.add_person(organisation.tenant, leave(), new, Delivery::Link).await;
            assert!(matches!(added, Err(Fault::Conflict("name"))), "{spelling}");
        }
        for homograph in ["\u{430}nna@example.org", "anna@ex\u{430}mple.org", "anna\u{200b}@example.org"] {
            let page = proved(&server.browser(OFFICE), homograph, &organisation.password).await;
            assert!(is_wrong(&page), "{homograph}: {}", page.text());
        }
    }
}
