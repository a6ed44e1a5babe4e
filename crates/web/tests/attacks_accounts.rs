//! Attacks on accounts, invitations, sessions and organisations. The number in each comment is the case in the list
//! of attacks that peers of Sluis fell to. Each runs on both databases.

#![allow(clippy::unwrap_used, reason = "tests")]

mod on_both;
mod steps;

use std::sync::{Mutex, Once};

use model::{AppId, AppKind, Assignment, Id, Locale, Signal, Span, Tenant, User};
use on_both::{on_both, sign_in};
use service::apps::{Naming, NewApp};
use service::people::{Delivery, NewPerson};
use service::set_up::Draft;
use service::{Browser, Context, Fault};
use steps::{
    ELSEWHERE, GOOD, OFFICE, accept, defaults, factors_of, invite, invite_again, is_in, is_wrong, leave,
    named, person_with_app, person_with_password, proved, secret_on, sign_out,
};
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

const ANNA: &str = "anna@example.org";
const PIET: &str = "piet@example.org";
/// A password that is nobody's but a thief's.
const THIEF: &str = "a thief would choose this one";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const BACK: &str = "https://cloud.example.org/code";

async fn anna(server: &Server, organisation: &Organisation) -> Client {
    let browser = server.browser(OFFICE);
    sign_in(&browser, ANNA, &organisation.password, &server.code(&organisation.secret)).await;
    server.pass(Span::seconds(30));
    assert_eq!(browser.get("/admin").await.status, 200);
    browser
}

/// Registers a public application for named people.
async fn app(server: &Server, organisation: &Organisation) -> Id<AppId> {
    let new = NewApp {
        name: "Nextcloud".to_owned(),
        kind: AppKind::Public,
        redirect_uris: vec![BACK.to_owned()],
        logout_uris: vec![],
        assignment: Assignment::Assigned,
    };
    server.house.add_app(organisation.tenant, leave(), new).await.unwrap().0.app_id
}

async fn name_for(server: &Server, organisation: &Organisation, app: Id<AppId>, change: Naming) {
    server.house.name_for_app(organisation.tenant, leave(), app, change).await.unwrap();
}

/// What an application sends a browser for.
fn authorize(organisation: &Organisation, app: Id<AppId>, more: &str) -> String {
    format!(
        "/{}/oauth2/v2.0/authorize?client_id={app}&redirect_uri=https%3A%2F%2Fcloud.example.org%2Fcode\
         &response_type=code&scope=openid%20offline_access&state=s&nonce=n&code_challenge={CHALLENGE}\
         &code_challenge_method=S256{more}",
        organisation.tenant
    )
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
        for path in ["/my/security/authenticator", "/my/security/recovery-codes", "/my/security/recovery-codes/kept"] {
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
        let evil = [("mail", "evil@evil.example"), ("email", "evil@evil.example"), ("to", "evil@evil.example")];
        let with = |field, value| [&[(field, value)][..], &evil].concat();
        let page = browser.get("/sign-in?mail=evil@evil.example&to=evil@evil.example").await;
        let page = browser.submit(&page, &with("name", ANNA)).await;
        let page = browser.submit(&page, &with("password", &organisation.password)).await;
        let page = browser.submit(&page, &with("other", "recovery")).await;
        let done = browser.submit(&page, &with("recovery", &organisation.recovery_codes[3])).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let sent = server.mail().await;
        assert!(!sent.is_empty());
        assert!(sent.iter().all(|message| message.to == ANNA), "{:?}", sent.iter().map(|m| &m.to).collect::<Vec<_>>());
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
        assert_ne!(piet.get("/admin").await.status, 303);
        assert!(!piet.get("/admin").await.body.contains("/admin/users"));
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
        server.database().write(organisation.tenant, move |tx| tx.sessions().end_of_user(user)).await.unwrap();
        assert!(!is_in(&third).await, "nothing answers from memory");
        let fourth = anna(&server, &organisation).await;
        server.pass(Span::days(400));
        assert!(!is_in(&fourth).await);
        server.house.run_jobs().await;
        assert!(!is_in(&fourth).await);
    }

    /// Attack 46.
    async fn no_header_of_a_request_gets_into_a_link(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let anna = anna(&server, &organisation).await;
        let form = anna.get("/admin/users/new").await.field("t");
        let headers = [
            ("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "gopher"), ("x-forwarded-server", "evil.example"),
            ("forwarded", "host=evil.example;proto=gopher"), ("x-original-url", "http://evil.example/"),
            ("referer", "http://evil.example/"), ("x-host", "evil.example"), ("x-forwarded-prefix", "//evil.example"),
        ];
        for (number, header) in headers.into_iter().enumerate() {
            for delivery in ["link", "mail"] {
                let name = format!("person{number}{delivery}@example.org");
                let fields =
                    [("t", form.as_str()), ("display", "Somebody"), ("name", &name), ("mail", &name), ("delivery", delivery)];
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
            assert!(!message.text.contains("evil") && !message.html.contains("evil") && !message.html.contains("gopher"));
        }
        for host in ["http://evil.example", "http://localhost.evil.example", "http://localhost:1", "http://localhost"] {
            let answer = Client::at_node(&server.base, host, OFFICE).get("/sign-in").await;
            assert_eq!(answer.status, 421, "{host}");
            assert!(!answer.body.contains("evil"));
        }
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
        let (piet, namesake) =
            (steps::user(&server, organisation.tenant, "piet").await, steps::user(&server, organisation.tenant, PIET).await);
        assert_ne!(piet, namesake);
        assert!(is_wrong(&proved(&server.browser(OFFICE), PIET, GOOD).await), "Piet's password opens Piet's account only");
        assert!(is_wrong(&proved(&server.browser(OFFICE), "piet", THIEF).await));
        for spelling in ["ANNA@example.org", "\u{ff41}nna@example.org", " anna@EXAMPLE.org "] {
            let new = NewPerson { display: "A".to_owned(), name: spelling.to_owned(), mail: None, locale: None };
            let added = server.house.add_person(organisation.tenant, leave(), new, Delivery::Link).await;
            assert!(matches!(added, Err(Fault::Conflict("name"))), "{spelling}");
        }
        for homograph in ["\u{430}nna@example.org", "anna@ex\u{430}mple.org", "anna\u{200b}@example.org"] {
            let page = proved(&server.browser(OFFICE), homograph, &organisation.password).await;
            assert!(is_wrong(&page), "{homograph}: {}", page.text());
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
            let request = scanner.request(method, format!("{}{link}?begin=yes&new_password={GOOD}", server.base));
            let request = request.header("purpose", "prefetch").header("sec-purpose", "prefetch;prerender");
            assert!(request.send().await.unwrap().status().as_u16() < 500);
        }
        let person = format!("/admin/users/{user}");
        for act in ["block?sure=yes", "end-sessions?sure=yes", "register-again?sure=yes", "invite?delivery=link"] {
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
        let kept = [everything_kept(&server).await, pages.concat().into_bytes(), logged.lock().unwrap().clone()];
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
}

fn context() -> Context {
    Context {
        address: None,
        browser: Browser { id: [8; 32], returned: true },
        agent: None,
        platform: Signal::Unknown,
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
        "insert into users select $2, id, $3, name, display, mail, locale, state, state_at, password_state, password_at, \
         password_handed, password_hash, per_user_mfa, guest, created, valid_from, last_sign_in, asked_since \
         from users where tenant = $1 and name = 'piet@example.org'",
        "insert into login_names select $2, key, user_id from login_names where tenant = $1",
        "insert into apps select $2, app_id, object_id, principal_id, name, kind, assignment, redirect_uris, logout_uris, \
         built_in, created from apps where tenant = $1",
        "insert into parts select $2, hash, content from parts where tenant = $1",
        "insert into revisions select $2, id, previous, parts, created from revisions where tenant = $1",
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
