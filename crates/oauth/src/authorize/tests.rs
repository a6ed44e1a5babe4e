use model::AppKind;
use proptest::prelude::*;

use super::*;

const CLIENT: &str = "6f0a2b54-2d0c-4a55-9d0f-0d7d9f8c1a11";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const ISSUER: &str = "https://id.example.org/1b2c3d4e-0000-4000-8000-000000000001/v2.0";

fn client() -> Client {
    let uris = ["https://app.example.org/cb".to_owned(), "https://app.example.org/cb?x=1".to_owned()];
    Client::new(CLIENT.parse().unwrap(), AppKind::Confidential, "App", &uris, &[])
}

/// A good request with some parameters set, replaced or (by an empty value) left out.
fn query(changes: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("client_id", CLIENT),
        ("redirect_uri", "https://app.example.org/cb"),
        ("response_type", "code"),
        ("scope", "openid profile"),
        ("state", "s1"),
        ("nonce", "n1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        pairs.retain(|(known, _)| known != name);
        pairs.push((name, value));
    }
    crate::form::with_query("", &pairs).trim_start_matches('?').to_owned()
}

fn parse(raw: &str) -> Result<AuthorizeRequest, Refused> {
    let params = Params::parse(raw).map_err(|_| Refused::Unredirectable(Unredirectable::Malformed))?;
    let id = AuthorizeRequest::client_id(&params).map_err(Refused::Unredirectable)?;
    assert_eq!(id, client().app_id);
    AuthorizeRequest::parse(&params, &client())
}

fn good(changes: &[(&str, &str)]) -> AuthorizeRequest {
    parse(&query(changes)).unwrap_or_else(|refused| panic!("{changes:?}: {refused:?}"))
}

#[track_caller]
fn check_refused(raw: &str, code: Code) {
    match parse(raw) {
        Err(Refused::Redirectable(redirect)) => assert_eq!(redirect.error.code, code, "{raw}"),
        other => panic!("{raw}: {other:?}"),
    }
}

#[test]
fn a_whole_request_is_read() {
    let request = good(&[
        ("scope", "openid email User.Read"),
        ("prompt", "login"),
        ("max_age", "300"),
        ("acr_values", "urn:example:x urn:sluis:acr:2 phr"),
        ("login_hint", "anna@example.org"),
        ("ui_locales", "fr nl-BE en"),
        ("response_mode", "query"),
        ("claims", r#"{"access_token":{"xms_cc":{"values":["CP1"]}}}"#),
        ("client_info", "1"),
    ]);
    assert_eq!(request.scopes.to_string(), "openid email User.Read");
    assert_eq!(request.prompt, Prompt::Login);
    assert_eq!(request.max_age, Some(Span::seconds(300)));
    assert_eq!(request.acr_values, [Acr::MultiFactor, Acr::PhishingResistant]);
    assert_eq!(request.login_hint.as_deref(), Some("anna@example.org"));
    assert_eq!(request.locale, Some(Locale::Nl));
    assert_eq!((request.state.as_deref(), request.nonce.as_deref()), (Some("s1"), Some("n1")));
}

#[test]
fn an_unknown_or_doubled_address_shows_a_page_and_redirects_nowhere() {
    for changes in [
        &[("redirect_uri", "https://evil.example/cb")][..],
        &[("redirect_uri", "")],
        &[("redirect_uri", "https://app.example.org/cb/")],
        // Another parameter being wrong as well changes nothing: no redirect before the address is known.
        &[("redirect_uri", "https://evil.example/cb"), ("response_type", "token"), ("prompt", "none")],
    ] {
        let refused = parse(&query(changes)).unwrap_err();
        let sent = changes[0].1.to_owned();
        assert_eq!(refused, Refused::Unredirectable(Unredirectable::RedirectUri { sent }));
    }
    for doubled in ["redirect_uri=https://evil.example", "redirect_uri=https://app.example.org/cb"] {
        let refused = parse(&format!("{}&{doubled}", query(&[]))).unwrap_err();
        assert!(
            matches!(refused, Refused::Unredirectable(Unredirectable::RedirectUri { .. })),
            "{refused:?}"
        );
    }
}

#[test]
fn a_missing_doubled_or_odd_client_id_shows_a_page() {
    for raw in ["", "client_id=", "client_id=x", &format!("client_id={CLIENT}&client_id={CLIENT}")] {
        let params = Params::parse(raw).unwrap();
        let error = AuthorizeRequest::client_id(&params).unwrap_err();
        assert_eq!(error.word(), "client_id", "{raw}");
    }
}

#[test]
fn what_is_kept_of_a_refused_address_is_cut() {
    let refused =
        parse(&query(&[("redirect_uri", &format!("https://evil.example/{}", "\u{e9}".repeat(900)))]));
    let Err(Refused::Unredirectable(why)) = refused else { panic!("accepted") };
    assert_eq!(why.sent().chars().count(), 300);
}

#[test]
fn pkce_cannot_be_left_out_or_weakened() {
    for changes in [
        &[("code_challenge", "")][..],
        &[("code_challenge_method", "")],
        &[("code_challenge_method", "plain")],
        &[("code_challenge_method", "s256")],
        &[("code_challenge_method", "S256 ")],
        &[("code_challenge", "short")],
        &[("code_challenge", ""), ("code_challenge_method", "")],
        &[
            ("code_challenge", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk="),
            ("code_challenge_method", "S256"),
        ],
    ] {
        check_refused(&query(changes), Code::InvalidRequest);
    }
}

#[test]
fn any_parameter_sent_twice_is_an_invalid_request() {
    for extra in [
        "state=s2",
        "scope=openid",
        "nonce=n1",
        "prompt=none&prompt=login",
        "prompt=login&prompt=",
        "code_challenge_method=plain",
        "code%5Fchallenge=x",
        "response_type=token",
        "unheard_of=1&unheard_of=1",
    ] {
        check_refused(&format!("{}&{extra}", query(&[])), Code::InvalidRequest);
    }
}

#[test]
fn a_state_sent_twice_is_not_given_back() {
    let Err(Refused::Redirectable(redirect)) = parse(&format!("{}&state=s2", query(&[]))) else {
        panic!("accepted")
    };
    assert_eq!(redirect.state, None);
}

#[test]
fn what_is_not_offered_is_refused_with_its_own_code() {
    use Code::*;
    for (change, code) in [
        (("response_type", "token"), UnsupportedResponseType),
        (("response_type", "code id_token"), UnsupportedResponseType),
        (("response_type", "none"), UnsupportedResponseType),
        (("response_type", ""), InvalidRequest),
        (("response_mode", "jwt"), InvalidRequest),
        (("response_mode", "web_message"), InvalidRequest),
        (("request", "eyJhbGciOiJub25lIn0.e30."), RequestNotSupported),
        (("request_uri", "https://evil.example/r"), RequestUriNotSupported),
        (("registration", "{}"), RegistrationNotSupported),
        (("scope", ""), InvalidScope),
        (("scope", "Mail.Read"), InvalidScope),
        (("prompt", "none login"), InvalidRequest),
        (("prompt", "create"), InvalidRequest),
        (("max_age", "-1"), InvalidRequest),
        (("max_age", "+5"), InvalidRequest),
        (("max_age", "1.5"), InvalidRequest),
        (("max_age", "99999999999"), InvalidRequest),
        (("nonce", &"n".repeat(MAX_NONCE + 1)), InvalidRequest),
        (("state", &"s".repeat(MAX_STATE + 1)), InvalidRequest),
    ] {
        check_refused(&query(&[change]), code);
    }
}

#[test]
fn prompts_are_read_by_their_strongest_word() {
    for (text, prompt) in [
        ("", Prompt::WhenNeeded),
        ("consent", Prompt::WhenNeeded),
        ("none", Prompt::None),
        ("select_account", Prompt::SelectAccount),
        ("select_account login", Prompt::SelectAccountAndLogin),
        ("consent login", Prompt::Login),
    ] {
        assert_eq!(good(&[("prompt", text)]).prompt, prompt, "{text}");
    }
}

#[test]
fn words_that_would_lower_a_demand_are_not_heard() {
    let plain = good(&[]);
    for change in [
        ("acr", "phr"),
        ("amr", "mfa"),
        ("force", "false"),
        ("skip", "true"),
        ("policy", "1"),
        ("acr_values", "0 urn:example:none"),
        ("auth_time", "0"),
        ("sub", "someone"),
        ("expected_subject", "someone"),
    ] {
        assert_eq!(good(&[change]), plain, "{change:?}");
    }
}

#[test]
fn answers_carry_state_and_issuer_and_keep_the_registered_query() {
    let request = good(&[("redirect_uri", "https://app.example.org/cb?x=1"), ("state", "a b&code=evil#\"")]);
    assert_eq!(
        at(&request.success(ISSUER, "c0de")),
        "https://app.example.org/cb?x=1&code=c0de&state=a%20b%26code%3Devil%23%22\
         &iss=https%3A%2F%2Fid.example.org%2F1b2c3d4e-0000-4000-8000-000000000001%2Fv2.0"
    );
    let failure = good(&[]).failure(OAuthError::new(Code::LoginRequired, "nobody is signed in"));
    assert_eq!(
        at(&failure.landing(ISSUER)),
        "https://app.example.org/cb?error=login_required&error_description=nobody%20is%20signed%20in&state=s1\
         &iss=https%3A%2F%2Fid.example.org%2F1b2c3d4e-0000-4000-8000-000000000001%2Fv2.0"
    );
}

/// Where a browser is sent, by whatever mode.
fn at(landing: &Landing) -> String {
    match landing {
        Landing::Redirect(location) => location.clone(),
        Landing::Post { to, .. } => to.as_str().to_owned(),
    }
}

#[test]
fn an_answer_travels_as_it_was_asked_to() {
    let asked = |mode| good(&[("response_mode", mode), ("state", "a b#\"")]);
    assert_eq!(
        at(&asked("fragment").success(ISSUER, "c0de")),
        "https://app.example.org/cb#code=c0de&state=a%20b%23%22\
         &iss=https%3A%2F%2Fid.example.org%2F1b2c3d4e-0000-4000-8000-000000000001%2Fv2.0"
    );
    let Landing::Post { to, fields } = asked("form_post").success(ISSUER, "c0de") else { panic!("a form") };
    assert_eq!(to.as_str(), "https://app.example.org/cb");
    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["code", "state", "iss"]);
    assert_eq!(fields[1].1, "a b#\"");
    let failure = asked("form_post").failure(OAuthError::new(Code::LoginRequired, "nobody is signed in"));
    assert!(
        matches!(failure.landing(ISSUER), Landing::Post { fields, .. } if fields[0].1 == "login_required")
    );
}

#[test]
fn a_request_survives_its_journey_through_the_form() {
    let request =
        good(&[("max_age", "0"), ("prompt", "select_account"), ("acr_values", "phr"), ("ui_locales", "nl")]);
    let text = serde_json::to_string(&request).unwrap();
    assert_eq!(serde_json::from_str::<AuthorizeRequest>(&text).unwrap(), request);
}

proptest! {
    #[test]
    fn nothing_a_stranger_sends_is_answered_elsewhere(
        name in "(redirect_uri|response_type|scope|state|prompt|max_age|code_challenge|[a-z_]{1,10})",
        value in "\\PC{0,60}",
        extra in "[a-z_=&%0-9+]{0,40}",
    ) {
        let raw = format!("{}&{extra}", query(&[(&name, &value)]));
        match parse_any(&raw) {
            Some(Ok(request)) => prop_assert!(at(&request.success(ISSUER, "c")).starts_with("https://app.example.org/cb")),
            Some(Err(Refused::Redirectable(error))) => {
                let location = at(&error.landing(ISSUER));
                prop_assert!(location.starts_with("https://app.example.org/cb"));
                prop_assert!(location.bytes().all(|byte| byte.is_ascii_graphic()));
            }
            Some(Err(Refused::Unredirectable(_))) | None => {}
        }
    }
}

fn parse_any(raw: &str) -> Option<Result<AuthorizeRequest, Refused>> {
    Some(AuthorizeRequest::parse(&Params::parse(raw).ok()?, &client()))
}
