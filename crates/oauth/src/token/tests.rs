use proptest::prelude::*;

use super::*;

const CLIENT: &str = "6f0a2b54-2d0c-4a55-9d0f-0d7d9f8c1a11";
const OTHER: &str = "6f0a2b54-2d0c-4a55-9d0f-0d7d9f8c1a12";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn body(changes: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("code", "c0de"),
        ("redirect_uri", "https://app.example.org/cb"),
        ("code_verifier", VERIFIER),
    ];
    for (name, value) in changes {
        pairs.retain(|(known, _)| known != name);
        pairs.push((name, value));
    }
    form::with_query("", &pairs).trim_start_matches('?').to_owned()
}

fn parse(body: &str, authorization: Option<&str>) -> Result<TokenRequest, OAuthError> {
    TokenRequest::parse(&Params::parse(body)?, authorization)
}

fn basic_header(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

#[track_caller]
fn check(body: &str, authorization: Option<&str>, code: Code) {
    match parse(body, authorization) {
        Err(error) => assert_eq!(error.code, code, "{body}"),
        Ok(request) => panic!("{body}: {request:?}"),
    }
}

fn digest(secret: &str) -> [u8; 32] {
    Secret::new(secret).digest()
}

#[test]
fn a_public_client_redeems_a_code() {
    let request = parse(&body(&[]), None).unwrap();
    assert!(matches!(request.grant, GrantRequest::AuthorizationCode { .. }));
    assert_eq!(request.client.authenticate(AppKind::Public, &[]), Ok(None));
}

#[test]
fn a_refresh_may_ask_for_less() {
    let request =
        parse(&format!("grant_type=refresh_token&client_id={CLIENT}&refresh_token=r&scope=openid"), None);
    let Ok(TokenRequest { grant: GrantRequest::RefreshToken { scope, .. }, .. }) = request else {
        panic!("{request:?}")
    };
    assert_eq!(scope, Some(ScopeSet::parse("openid")));
}

#[test]
fn both_ways_of_sending_the_secret_work_and_basic_is_form_decoded_inside() {
    let digests = [digest("old"), digest("s:e cret+%\u{e9}")];
    let posted = parse(&body(&[("client_secret", "s:e cret+%\u{e9}")]), None).unwrap();
    assert_eq!(posted.client.authenticate(AppKind::Confidential, &digests), Ok(Some(1)));
    let header = basic_header(CLIENT, "s%3Ae+cret%2B%25%C3%A9");
    for body in [body(&[]), body(&[("client_id", "")])] {
        let request = parse(&body, Some(&header)).unwrap();
        assert!(matches!(request.client.authentication, ClientAuthentication::Basic(_)));
        assert_eq!(request.client.authenticate(AppKind::Confidential, &digests), Ok(Some(1)));
    }
}

#[test]
fn a_confidential_client_without_its_secret_is_nobody() {
    let digests = [digest("right"), digest("")];
    for body in [body(&[]), body(&[("client_secret", "")]), body(&[("client_secret", "wrong")])] {
        let request = parse(&body, None).unwrap();
        assert_eq!(
            request.client.authenticate(AppKind::Confidential, &digests),
            Err(OAuthError::invalid_client()),
            "{body}"
        );
    }
    let right = parse(&body(&[("client_secret", "right")]), None).unwrap();
    assert!(right.client.authenticate(AppKind::Confidential, &[]).is_err());
    assert!(right.client.authenticate(AppKind::Confidential, &digests).is_ok());
}

#[test]
fn a_public_client_may_not_send_a_secret() {
    let request = parse(&body(&[("client_secret", "x")]), None).unwrap();
    assert!(request.client.authenticate(AppKind::Public, &[digest("x")]).is_err());
}

#[test]
fn a_client_authenticates_in_one_way_only() {
    let header = basic_header(CLIENT, "right");
    check(&body(&[("client_secret", "right")]), Some(&header), Code::InvalidRequest);
    check(&body(&[("client_id", OTHER)]), Some(&header), Code::InvalidRequest);
    check(&body(&[("client_assertion", "x")]), None, Code::InvalidClient);
    check(&body(&[("client_assertion_type", "x")]), Some(&header), Code::InvalidClient);
}

#[test]
fn a_header_that_cannot_be_read_is_a_failed_authentication() {
    let no_colon = format!("Basic {}", STANDARD.encode(CLIENT));
    let not_text = format!("Basic {}", STANDARD.encode([0xff, b':', 0xff]));
    for header in [
        "",
        "Basic",
        "Basic ",
        "Basic !!!!",
        "Bearer abc",
        &no_colon,
        &not_text,
        &basic_header(CLIENT, ""),
        &basic_header("", "x"),
        &basic_header("x", "x"),
        &basic_header(CLIENT, "%zz"),
        &basic_header(CLIENT, "a%00"),
    ] {
        check(&body(&[]), Some(header), Code::InvalidClient);
    }
}

#[test]
fn a_failed_authentication_is_a_401_with_a_challenge_and_echoes_nothing() {
    let error = parse(&body(&[]), Some(&basic_header("x", "hunter2"))).unwrap_err();
    assert_eq!((error.code.status(), error.challenge()), (401, Some(r#"Basic realm="token endpoint""#)));
    assert!(!error.body().contains("hunter2"));
    assert_eq!(invalid_request("x").challenge(), None);
    let request = parse(&body(&[("client_secret", "hunter2")]), None).unwrap();
    let shown = format!("{request:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("c0de") && !shown.contains(VERIFIER), "{shown}");
}

#[test]
fn what_is_missing_doubled_or_not_offered_is_refused() {
    use Code::*;
    for (change, code) in [
        (("grant_type", ""), InvalidRequest),
        (("grant_type", "password"), UnsupportedGrantType),
        // Without a scope nobody knows which API it is for.
        (("grant_type", "client_credentials"), InvalidRequest),
        (("grant_type", "implicit"), UnsupportedGrantType),
        (("grant_type", "refresh_token"), InvalidRequest),
        (("code", ""), InvalidRequest),
        (("redirect_uri", ""), InvalidRequest),
        (("code_verifier", ""), InvalidRequest),
        (("code_verifier", "short"), InvalidRequest),
        (("client_id", ""), InvalidClient),
        (("client_id", "app"), InvalidClient),
    ] {
        check(&body(&[change]), None, code);
    }
    for doubled in ["code=other", "client_id=x", "grant_type=refresh_token", "code_verifier=x", "x=1&x=2"] {
        check(&format!("{}&{doubled}", body(&[])), None, InvalidRequest);
    }
}

#[test]
fn the_answer_has_the_members_of_rfc_6749() {
    let response = TokenResponse {
        token_type: "Bearer",
        access_token: "a".to_owned(),
        expires_in: 900,
        scope: Some(ScopeSet::parse("openid profile")),
        refresh_token: None,
        id_token: Some("i".to_owned()),
    };
    assert_eq!(
        serde_json::to_string(&response).unwrap(),
        r#"{"token_type":"Bearer","access_token":"a","expires_in":900,"scope":"openid profile","id_token":"i"}"#
    );
}

proptest! {
    #[test]
    fn nothing_makes_the_parser_panic(
        extra in "[a-z_=&%0-9+\\PC]{0,60}",
        header in proptest::option::of("(Basic |Bearer )?[A-Za-z0-9+/=:\\PC]{0,40}"),
    ) {
        if let Ok(request) = parse(&format!("{}&{extra}", body(&[])), header.as_deref()) {
            prop_assert!(request.client.authenticate(AppKind::Confidential, &[digest("right")]).is_err());
        }
    }
}
