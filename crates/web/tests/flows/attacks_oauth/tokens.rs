//! Codes, refresh tokens and access tokens in the wrong hands, at the wrong time, or forged.

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use model::{AppKind, Span};
use serde_json::{Value, json};
use testkit::{Answer, Organisation, Server};

use crate::attacks_oauth::party::{
    CALLBACK, CHALLENGE, Party, Tokens, VERIFIER, anna, claims, code_of, parameter, refused,
};
use crate::on_both::on_both;

async fn both_kinds(server: &Server, at: &Organisation) -> [Party; 2] {
    [
        Party::register(server, at, AppKind::Confidential).await,
        Party::register(server, at, AppKind::Public).await,
    ]
}

/// What somebody learns from a refusal: everything but the moment and the request's id.
fn learnt(answer: &Answer) -> (u16, String, Vec<(String, String)>) {
    let kept = answer.headers.iter().filter(|(name, _)| !matches!(name.as_str(), "date" | "x-request-id"));
    (answer.status, answer.body.clone(), kept.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// A token of these parts, signed by whatever `sign` does.
fn forged(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let text = format!("{}.{}", part(header), part(claims));
    let signature = BASE64URL_NOPAD.encode(&sign(text.as_bytes()));
    format!("{text}.{signature}")
}

fn header_of(token: &str) -> Value {
    let part = token.split('.').next().unwrap();
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()).unwrap()
}

/// Forgeries of a token that Sluis signed.
fn forgeries(token: &str, jwk: &Value) -> Vec<(&'static str, String)> {
    let (header, claims) = (header_of(token), claims(token));
    let with = |alg: &str| {
        let mut header = header.clone();
        header["alg"] = alg.into();
        header
    };
    let mac = |secret: Vec<u8>| {
        move |text: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), text).as_ref().to_vec()
    };
    let x = BASE64URL_NOPAD.decode(jwk["x"].as_str().unwrap().as_bytes()).unwrap();
    let other = oauth::SigningKey::from_pkcs8(
        oauth::SigningAlgorithm::Es256,
        &oauth::generate_pkcs8(oauth::SigningAlgorithm::Es256).unwrap(),
    )
    .unwrap();
    let mut foreign = header.clone();
    foreign["kid"] = other.kid().into();
    let mut injected = header.clone();
    injected["jwk"] = other.public().jwk();
    let mut critical = header.clone();
    critical["crit"] = json!(["exp"]);
    let mut keyless = header.clone();
    keyless.as_object_mut().unwrap().remove("kid");
    let zeros = |_: &[u8]| vec![0; 64];
    let (signed, last) = token.rsplit_once('.').unwrap();
    let mut longer = claims.clone();
    longer["exp"] = (longer["exp"].as_i64().unwrap() + 86_400).into();
    let part = BASE64URL_NOPAD.encode(longer.to_string().as_bytes());
    vec![
        ("none", forged(&with("none"), &claims, |_| vec![])),
        ("None", forged(&with("None"), &claims, |_| vec![])),
        ("hs256 with the coordinate", forged(&with("HS256"), &claims, mac(x))),
        ("hs256 with the published key", forged(&with("HS256"), &claims, mac(jwk.to_string().into_bytes()))),
        ("hs256 with nothing", forged(&with("HS256"), &claims, mac(vec![]))),
        ("rs256", forged(&with("RS256"), &claims, zeros)),
        ("zeros (r = s = 0)", forged(&header, &claims, zeros)),
        ("foreign kid", forged(&foreign, &claims, zeros)),
        ("key in the header", forged(&injected, &claims, zeros)),
        (
            "critical header",
            format!("{}.{last}", forged(&critical, &claims, |_| vec![]).trim_end_matches('.')),
        ),
        ("no kid", forged(&keyless, &claims, zeros)),
        ("no signature", format!("{signed}.")),
        ("two parts", signed.to_owned()),
        ("truncated", token[..token.len() - 1].to_owned()),
        ("a longer life", format!("{}.{part}.{last}", signed.split('.').next().unwrap())),
        ("nothing", String::new()),
        ("dots", "..".to_owned()),
    ]
}

on_both! {
    /// Attack 51: a code is the application's that it was sent to; whoever else has it makes it worthless.
    async fn a_code_is_not_redeemed_by_another_application(database) {
        let (server, at) = Server::with_organisation(database).await;
        let [own, other] = both_kinds(&server, &at).await;
        let browser = anna(&server, &at).await;
        for (issued_to, thief) in [(&own, &other), (&other, &own)] {
            let code = issued_to.silent_code(&browser).await;
            refused(&thief.redeem(&code).await, "invalid_grant");
            refused(&issued_to.redeem(&code).await, "invalid_grant");
        }
    }

    /// Attack 51: a second use of a code ends what the first one got (RFC 6749 §4.1.2).
    async fn a_reused_code_ends_the_family(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let code = party.silent_code(&browser).await;
        let tokens = Tokens::of(&party.redeem(&code).await);
        assert_eq!(party.userinfo(&tokens.access).await.status, 200);
        refused(&party.redeem(&code).await, "invalid_grant");
        assert_eq!(party.userinfo(&tokens.access).await.status, 401);
        refused(&party.refresh(tokens.refresh()).await, "invalid_grant");
    }

    /// Attack 51: of uses at once at most one gets tokens, and they end.
    async fn two_uses_of_a_code_at_once_leave_nothing(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        let browser = anna(&server, &at).await;
        for _ in 0..5 {
            let code = party.silent_code(&browser).await;
            let (one, two) = tokio::join!(party.redeem(&code), party.redeem(&code));
            let given: Vec<_> = [one, two].into_iter().filter(|answer| answer.status == 200).collect();
            assert!(given.len() <= 1);
            for answer in given {
                let tokens = Tokens::of(&answer);
                assert_eq!(party.userinfo(&tokens.access).await.status, 401);
                refused(&party.refresh(tokens.refresh()).await, "invalid_grant");
            }
        }
    }

    /// Attack 51: a code lives for a minute.
    async fn an_expired_code_gets_nothing(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let code = party.silent_code(&browser).await;
        server.pass(Span::seconds(61));
        refused(&party.redeem(&code).await, "invalid_grant");
        for made_up in ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", "' or '1'='1", "%00", "\u{1f600}"] {
            refused(&party.redeem(made_up).await, "invalid_grant");
        }
    }

    /// Attack 51: a refresh token is the application's that got it.
    async fn a_refresh_token_is_not_used_by_another_application(database) {
        let (server, at) = Server::with_organisation(database).await;
        let [own, other] = both_kinds(&server, &at).await;
        let browser = anna(&server, &at).await;
        for (holder, thief) in [(&own, &other), (&other, &own)] {
            let tokens = holder.tokens(&browser).await;
            refused(&thief.refresh(tokens.refresh()).await, "invalid_grant");
            // Whoever has no right to it cannot end it either.
            Tokens::of(&holder.refresh(tokens.refresh()).await);
        }
    }

    /// Attack 52: no verifier, a wrong one or the challenge itself redeems nothing; `plain` is not offered.
    async fn pkce_cannot_be_left_out_or_made_weaker(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        for party in both_kinds(&server, &at).await {
            for given in [
                [("code_challenge", ""), ("code_challenge_method", "")],
                [("code_challenge", CHALLENGE), ("code_challenge_method", "")],
                [("code_challenge", CHALLENGE), ("code_challenge_method", "plain")],
                [("code_challenge", VERIFIER), ("code_challenge_method", "plain")],
                [("code_challenge", CHALLENGE), ("code_challenge_method", "s256")],
                [("code_challenge", ""), ("code_challenge_method", "S256")],
                [("code_challenge", "short"), ("code_challenge_method", "S256")],
            ] {
                let answer = browser.get(&party.authorize(&given)).await;
                assert_eq!(parameter(&answer, "error").as_deref(), Some("invalid_request"), "{given:?}");
                assert_eq!(parameter(&answer, "code"), None);
            }
            let wrong = VERIFIER.replace('d', "e");
            for (verifier, error) in [
                ("", "invalid_request"),
                ("short", "invalid_request"),
                (CHALLENGE, "invalid_grant"),
                (wrong.as_str(), "invalid_grant"),
            ] {
                let code = party.silent_code(&browser).await;
                let fields = [
                    ("grant_type", "authorization_code"),
                    ("code", code.as_str()),
                    ("redirect_uri", CALLBACK),
                    ("code_verifier", verifier),
                ];
                refused(&party.token(&fields).await, error);
                if error == "invalid_grant" {
                    // One try: a verifier cannot be guessed at.
                    refused(&party.redeem(&code).await, "invalid_grant");
                }
            }
        }
    }

    /// Attack 53: of two refreshes at once one is a thief's, and nobody knows which: the family ends.
    async fn a_race_of_two_refreshes_ends_the_family(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        let browser = anna(&server, &at).await;
        for _ in 0..5 {
            let first = party.tokens(&browser).await;
            let (one, two) = tokio::join!(party.refresh(first.refresh()), party.refresh(first.refresh()));
            let given: Vec<_> = [one, two].into_iter().filter(|answer| answer.status == 200).collect();
            assert!(given.len() <= 1, "both got tokens");
            for answer in &given {
                let tokens = Tokens::of(answer);
                refused(&party.refresh(tokens.refresh()).await, "invalid_grant");
                assert_eq!(party.userinfo(&tokens.access).await.status, 401);
            }
            refused(&party.refresh(first.refresh()).await, "invalid_grant");
            assert_eq!(party.userinfo(&first.access).await.status, 401);
        }
    }

    /// Attack 53: a refresh token that comes again later ends the family too.
    async fn a_reused_refresh_token_ends_the_family(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let first = party.tokens(&browser).await;
        let second = Tokens::of(&party.refresh(first.refresh()).await);
        let third = Tokens::of(&party.refresh(second.refresh()).await);
        refused(&party.refresh(first.refresh()).await, "invalid_grant");
        refused(&party.refresh(third.refresh()).await, "invalid_grant");
        for tokens in [&first, &second, &third] {
            assert_eq!(party.userinfo(&tokens.access).await.status, 401);
        }
        // Another grant of the same person at the same application is another family.
        let apart = party.tokens(&browser).await;
        assert_eq!(party.userinfo(&apart.access).await.status, 200);
    }

    /// Attack 55: an empty secret, none, or another application's is no authentication.
    async fn a_confidential_application_always_shows_its_own_secret(database) {
        let (server, at) = Server::with_organisation(database).await;
        let [party, public] = both_kinds(&server, &at).await;
        let other = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let code = party.silent_code(&browser).await;
        let id = party.app.app_id.to_string();
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        let address = format!("{}/oauth2/v2.0/token", party.root);
        let post = async |more: &[(&str, &str)], header: (&str, &str)| {
            let all: Vec<_> = fields.iter().chain(more).copied().collect();
            party.server.post_with(&address, &all, header).await
        };
        let plain = ("accept", "*/*");
        for more in [
            vec![("client_id", id.as_str())],
            vec![("client_id", id.as_str()), ("client_secret", "")],
            vec![("client_id", id.as_str()), ("client_secret", other.secret.as_str())],
            vec![],
        ] {
            refused(&post(&more, plain).await, "invalid_client");
        }
        for basic in [party.basic(""), party.basic(&other.secret), "Basic ".to_owned(), "Basic !!!".to_owned()] {
            let answer = post(&[], ("authorization", &basic)).await;
            refused(&answer, "invalid_client");
            assert_eq!(answer.status, 401);
            assert!(answer.headers["www-authenticate"].starts_with("Basic"));
        }
        let good = party.basic(&party.secret);
        let both = post(&[("client_secret", party.secret.as_str())], ("authorization", &good)).await;
        refused(&both, "invalid_request");
        let assertion = [("client_id", id.as_str()), ("client_assertion", "e30.e30."), ("client_secret", &party.secret)];
        refused(&post(&assertion, plain).await, "invalid_client");
        // None of these used the code up, and a secret at a public application is refused as well.
        Tokens::of(&post(&[], ("authorization", &good)).await);
        let code = public.silent_code(&browser).await;
        let basic = public.basic("anything");
        let fields = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER)];
        refused(&public.server.post_with(&address, &fields, ("authorization", &basic)).await, "invalid_client");
    }

    /// Attack 58: a refresh or a code gives what was granted or less.
    async fn scopes_never_widen(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let granted = browser.get(&party.authorize(&[("scope", "openid email offline_access admin * .default")])).await;
        let code = code_of(&granted);
        let given = party.token(&[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
            ("scope", "openid email profile offline_access"),
        ]).await;
        assert_eq!(given.json()["scope"], "openid email offline_access");
        let tokens = Tokens::of(&given);
        let refresh = async |token: &str, scope: &str| {
            party.token(&[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)]).await
        };
        for wider in ["openid profile", "openid email offline_access profile"] {
            refused(&refresh(tokens.refresh(), wider).await, "invalid_scope");
        }
        let narrow = refresh(tokens.refresh(), "email").await;
        assert_eq!(narrow.json()["scope"], "email");
        assert!(narrow.json().get("id_token").is_none());
        let narrow = Tokens::of(&narrow);
        let who = party.userinfo(&narrow.access).await;
        assert_eq!(who.status, 403, "{}", who.body);
        // Fewer were asked once; the grant is what it was (RFC 6749 §6).
        let whole = Tokens::of(&party.refresh(narrow.refresh()).await);
        let who = party.userinfo(&whole.access).await.json();
        assert_eq!((&who["email"], who.get("preferred_username")), (&"anna@example.org".into(), None));
    }

    /// Attack 60: another algorithm, another key, a part missing: nothing but our own signature is believed.
    async fn only_our_own_signature_makes_a_token(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let tokens = party.tokens(&browser).await;
        let keys = browser.get(&format!("{}/discovery/v2.0/keys", party.root)).await.json();
        assert_eq!(party.userinfo(&tokens.access).await.status, 200);
        for (what, token) in forgeries(&tokens.access, &keys["keys"][0]) {
            let answer = party.userinfo(&token).await;
            assert!(matches!(answer.status, 400 | 401), "{what}: {}", answer.status);
            assert!(answer.headers.contains_key("www-authenticate"), "{what}");
            assert!(!answer.body.contains("anna"), "{what}");
        }
        // A forged hint ends no session: the person is asked.
        for (what, hint) in forgeries(&tokens.id, &keys["keys"][0]) {
            let pairs = [("id_token_hint", hint.as_str())];
            let address = format!("{}/oauth2/v2.0/logout?{}", party.root, crate::attacks_oauth::party::query(pairs.iter()));
            let answer = browser.get(&address).await;
            assert_ne!(answer.status, 303, "{what}");
            assert!(browser.cookie("s").is_some(), "{what}");
        }
        assert_eq!(browser.get("/my").await.status, 200);
    }

    /// Attack 60: a token for one use is no token for another, and a cut one is none.
    async fn a_token_is_good_for_its_own_use_only(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        let browser = anna(&server, &at).await;
        let tokens = party.tokens(&browser).await;
        let code = party.silent_code(&browser).await;
        for wrong in [&tokens.id, tokens.refresh(), &code] {
            assert_eq!(party.userinfo(wrong).await.status, 401);
        }
        let refresh = tokens.refresh();
        let mut flipped = refresh.to_owned().into_bytes();
        flipped[20] = if flipped[20] == b'A' { b'B' } else { b'A' };
        let flipped = String::from_utf8(flipped).unwrap();
        let padded = format!("{refresh}=");
        let longer = format!("{refresh}AAAA");
        for wrong in [&tokens.access, &tokens.id, &code, &refresh[1..], &refresh[..refresh.len() - 1], &flipped,
            &padded, &longer] {
            refused(&party.refresh(wrong).await, "invalid_grant");
            if wrong != code.as_str() {
                refused(&party.redeem(wrong).await, "invalid_grant");
            }
        }
        let silent = browser.get(&party.authorize(&[("id_token_hint", &tokens.access), ("prompt", "none")])).await;
        // An access token is no hint; it names nobody.
        assert!(parameter(&silent, "code").is_some());
        // What was no use of them has ended neither the refresh token nor the code.
        Tokens::of(&party.redeem(&code).await);
        Tokens::of(&party.refresh(refresh).await);
        assert_eq!(party.userinfo(&tokens.access).await.status, 200);
        server.pass(Span::hours(25));
        assert_eq!(party.userinfo(&tokens.access).await.status, 401);
    }

    /// Attack 77: whoever guesses a secret learns the same from a nearly right one as from any other, and the same
    /// from an application that does not exist. The comparison itself is over digests (`Presented::authenticate`).
    async fn a_nearly_right_secret_is_answered_like_any_wrong_one(database) {
        let (server, at) = Server::with_organisation(database).await;
        let mut party = Party::register(&server, &at, AppKind::Confidential).await;
        let right = party.secret.clone();
        let cut = right[..right.len() - 1].to_owned();
        let first = format!("{}{}", if right.starts_with('A') { 'B' } else { 'A' }, &right[1..]);
        let fields = [("grant_type", "refresh_token"), ("refresh_token", "x")];
        let address = format!("{}/oauth2/v2.0/token", party.root);
        let guess = async |party: &Party, secret: &str| {
            learnt(&party.server.post_with(&address, &fields, ("authorization", &party.basic(secret))).await)
        };
        let wrong = guess(&party, "nothing like it").await;
        assert_eq!(wrong.0, 401);
        for near in [cut, format!("{right}x"), right.to_uppercase(), format!(" {right}"), first] {
            assert_eq!(guess(&party, &near).await, wrong, "{near}");
        }
        assert_ne!(guess(&party, &right).await, wrong);
        party.app.app_id = model::Id::fixed(0x6f0a2b54_2d0c_4a55_9d0f_0d7d9f8c1a11);
        assert_eq!(guess(&party, &right).await, wrong);
    }
}
