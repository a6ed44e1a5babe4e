//! What a page on another site can make a browser do.

use model::AppKind;
use testkit::{Answer, Server};

use crate::attacks_oauth::party::{CALLBACK, Party, VERIFIER, anna, bram, leave, query};
use crate::on_both::on_both;

const EVIL: &str = "https://evil.example";
const OWN: &str = "https://cloud.example.org";

fn allowed(answer: &Answer) -> Option<&str> {
    // With credentials the answer of a person's session could be read; nothing ever allows that.
    assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    answer.headers.get("access-control-allow-origin").map(String::as_str)
}

on_both! {
    /// Attack 75: no origin is reflected: pages elsewhere read what is public, and the token endpoint is read by
    /// pages of the public application that asks.
    async fn no_other_origin_reads_an_answer(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = Party::register(&server, &at, AppKind::Confidential).await;
        let public = Party::register(&server, &at, AppKind::Public).await;
        let browser = anna(&server, &at).await;
        for path in ["/my", "/admin", "/admin/users", "/sign-in", "/nothing", &own.authorize(&[])] {
            for origin in [EVIL, OWN, "null", &server.base] {
                assert_eq!(allowed(&browser.get_with(path, ("origin", origin)).await), None, "{path} {origin}");
            }
        }
        let address = format!("{}/oauth2/v2.0/token", own.root);
        for (party, origin, expected) in [
            (&public, OWN, Some(OWN)),
            (&public, EVIL, None),
            (&public, "null", None),
            (&public, "https://cloud.example.org.evil.example", None),
            (&public, "http://cloud.example.org", None),
            (&own, OWN, None),
            (&own, EVIL, None),
        ] {
            let id = party.app.app_id.to_string();
            let code = party.silent_code(&browser).await;
            let fields = [
                ("grant_type", "authorization_code"),
                ("client_id", &id),
                ("code", &code),
                ("redirect_uri", CALLBACK),
                ("code_verifier", VERIFIER),
            ];
            let answer = browser.post_with(&address, &fields, ("origin", origin)).await;
            assert_eq!(allowed(&answer), expected, "{origin}");
            if expected.is_some() {
                assert_eq!((answer.status, answer.headers["vary"].as_str()), (200, "origin"));
            }
        }
        // The permission at userinfo is the token in the header, which a page has or has not; cookies are nothing.
        let userinfo = format!("{}/openid/userinfo", own.root);
        let answer = browser.get_with(&userinfo, ("origin", EVIL)).await;
        assert_eq!((answer.status, allowed(&answer)), (401, Some("*")));
    }

    /// Attack 75: a page elsewhere signs nobody out, neither by an address nor by a form.
    async fn no_other_site_signs_anybody_out(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let (_, brams) = bram(&server, &at).await;
        let others = party.tokens(&brams).await.id;
        let browser = anna(&server, &at).await;
        let id = party.app.app_id.to_string();
        let logout = format!("{}/oauth2/v2.0/logout", party.root);
        for pairs in [
            vec![],
            vec![("client_id", id.as_str())],
            vec![("post_logout_redirect_uri", EVIL)],
            vec![("id_token_hint", others.as_str())],
            vec![("id_token_hint", "e30.e30."), ("client_id", &id)],
        ] {
            let asked = browser.get(&format!("{logout}?{}", query(pairs.iter()))).await;
            assert_eq!((asked.status, asked.location()), (200, ""), "{pairs:?}");
            assert!(asked.form_action().ends_with("/sign-out"), "{pairs:?}");
            let asked = browser.post_with(&logout, &pairs, ("origin", EVIL)).await;
            assert_eq!((asked.status, asked.location()), (200, ""), "{pairs:?}");
        }
        for header in [("origin", EVIL), ("origin", "null"), ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site")] {
            assert_eq!(browser.post_with("/sign-out", &[], header).await.status, 403, "{header:?}");
        }
        assert_eq!(browser.get("/sign-out").await.status, 405);
        let page = browser.get("/my").await;
        assert!(page.status == 200 && !page.has_field("name"), "still signed in: {}", page.text());
        assert_eq!(browser.post("/sign-out", &[]).await.status, 200);
        assert!(browser.get("/my").await.has_field("name"));
    }

    /// Attack 75: a form of the admin centre is believed from our own pages and with the token of the session.
    async fn no_other_site_changes_anything(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (user, brams) = bram(&server, &at).await;
        let browser = anna(&server, &at).await;
        let block = format!("/admin/users/{user}/block");
        let page = browser.get(&block).await;
        let token = page.field("t");
        let foreign = brams.get("/my/sessions").await.field("t");
        let fields = [("t", token.as_str()), ("sure", "yes")];
        for header in [("origin", EVIL), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
            assert_eq!(browser.post_with(&block, &fields, header).await.status, 403, "{header:?}");
        }
        let cut = &token[1..];
        for wrong in ["", "x", &foreign, cut] {
            assert_eq!(browser.post(&block, &[("t", wrong), ("sure", "yes")]).await.status, 403, "`{wrong}`");
        }
        assert_eq!(browser.post(&block, &[("sure", "yes")]).await.status, 403);
        let state = server.house.person(at.tenant, &leave(), user).await.unwrap().user.state;
        assert!(state.may_sign_in(), "{state:?}");
        let done = browser.submit(&page, &[("sure", "yes")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let state = server.house.person(at.tenant, &leave(), user).await.unwrap().user.state;
        assert!(!state.may_sign_in(), "{state:?}");
    }

    /// Attack 75: a sign-in cannot be sent from elsewhere, so that nobody is signed in as somebody else.
    async fn no_other_site_signs_anybody_in(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = server.browser("203.0.113.7");
        let page = browser.get("/sign-in").await;
        let fields = [("t", page.field("t")), ("name", "anna@example.org".to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sent = browser.post_with("/sign-in", &fields, ("origin", EVIL)).await;
        assert_eq!(sent.status, 403);
        // A ticket of one browser is nothing in another: what an attacker typed is not finished by a victim.
        let page = browser.submit(&page, &[("name", "anna@example.org")]).await;
        let victim = server.browser("203.0.113.9");
        victim.get("/sign-in").await;
        let carried = victim.submit(&page, &[("password", &at.password)]).await;
        assert!(!carried.has_field("totp") && victim.cookie("s").is_none(), "{}", carried.text());
    }

    /// Attack 75: no page is shown in a frame of another, whatever it answers.
    async fn no_page_can_be_framed(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let stranger = server.browser("203.0.113.9");
        let browser = anna(&server, &at).await;
        let authorize = party.authorize(&[]);
        let asking = party.authorize(&[("prompt", "login")]);
        let refused = party.authorize(&[("redirect_uri", EVIL)]);
        let logout = format!("{}/oauth2/v2.0/logout", party.root);
        let userinfo = format!("{}/openid/userinfo", party.root);
        for path in ["/", "/sign-in", "/help", "/privacy", "/my", "/my/security", "/my/sessions", "/admin",
            "/admin/users", "/admin/applications", "/admin/sign-ins", "/nothing", "/invitation/x", "/set-up/x",
            "/static/nothing", "/admin/users/x/block", &authorize, &asking, &refused, &logout, &userinfo] {
            for client in [&stranger, &browser] {
                let answer = client.get(path).await;
                let headers = &answer.headers;
                assert_eq!(headers["x-frame-options"], "DENY", "{path}");
                let policy = &headers["content-security-policy"];
                assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
                assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
                assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
                assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
                assert!(!policy.contains("evil"), "{path}: {policy}");
            }
        }
        let page = stranger.get(&authorize).await;
        let policy = &page.headers["content-security-policy"];
        assert!(policy.contains("form-action 'self' https://cloud.example.org;"), "{policy}");
    }
}
