use proptest::prelude::*;

use super::*;

const PUBLIC: AppKind = AppKind::Public;
const CONFIDENTIAL: AppKind = AppKind::Confidential;

fn uri(text: &str) -> RedirectUri {
    RedirectUri::parse(text, PUBLIC).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn ordinary_addresses_can_be_registered() {
    for good in [
        "https://app.example.org/cb",
        "https://app.example.org",
        "https://app.example.org:8443/cb?tenant=a%20b",
        "https://App.Example.org/Cb",
        "https://[2001:db8::1]:8443/cb",
        "https://192.0.2.1/cb",
        "http://localhost:3000/cb",
        "http://127.0.0.1/cb",
        "http://[::1]:5000/cb",
    ] {
        assert_eq!(RedirectUri::parse(good, CONFIDENTIAL).map(|uri| uri.0), Ok(good.to_owned()));
    }
}

#[test]
fn a_scheme_of_its_own_is_for_public_applications() {
    for good in ["com.example.app:/callback", "com.example.app://auth", "org.example.my-app:/a?x=1"] {
        assert!(RedirectUri::parse(good, PUBLIC).is_ok(), "{good}");
        assert_eq!(RedirectUri::parse(good, CONFIDENTIAL), Err(RedirectError::Scheme), "{good}");
    }
}

#[test]
fn addresses_that_lead_elsewhere_or_run_code_are_refused() {
    use RedirectError::*;
    for (bad, why) in [
        ("", Length),
        ("javascript:alert(1)", Scheme),
        ("JavaScript://app.example.org/%0aalert(1)", Scheme),
        ("data:text/html,x", Scheme),
        ("vbscript:x", Scheme),
        ("file:///etc/passwd", Scheme),
        ("about:blank", Scheme),
        ("myapp:/cb", Scheme),
        ("urn:ietf:wg:oauth:2.0:oob", Scheme),
        ("/cb", Scheme),
        ("//app.example.org/cb", Scheme),
        ("http://app.example.org/cb", Scheme),
        ("http://localhost.evil.example/cb", Scheme),
        ("http://127.0.0.1.evil.example/cb", Scheme),
        ("http://127.0.0.2/cb", Scheme),
        ("HTTPS://app.example.org/cb", Scheme),
        (" https://app.example.org/cb", Character),
        ("https://app.example.org@evil.example/cb", UserInfo),
        ("https://user:pass@app.example.org/cb", UserInfo),
        ("com.example.app://user@host/cb", UserInfo),
        ("com.example.app:cb", Path),
        ("com.example.app:", Path),
        (".com.example:/cb", Scheme),
        ("com..example:/cb", Scheme),
        ("https://app.example.org/cb#x", Fragment),
        ("https://app.example.org/cb#", Fragment),
        ("https://*.example.org/cb", Character),
        ("https://app.example.org/*", Character),
        ("https://app.example.org\\@evil.example/cb", Character),
        ("https://app.example.org/c\u{f6}", Character),
        ("https://app.example.org/a b", Character),
        ("https://app.example.org/\r\nx", Character),
        ("https://app.example.org/%zz", Character),
        ("https://app.example.org/%4", Character),
        ("https:app.example.org/cb", Host),
        ("https:/app.example.org/cb", Host),
        ("https:///cb", Host),
        ("https://:443/cb", Host),
        ("https://app.example.org:/cb", Host),
        ("https://app.example.org:0/cb", Host),
        ("https://app.example.org:+443/cb", Host),
        ("https://app.example.org:0443/cb", Host),
        ("https://app.example.org:65536/cb", Host),
        ("https://app.example.org:443:80/cb", Host),
        ("https://app%2eexample.org/cb", Host),
        ("https://app..example.org/cb", Host),
        ("https://2130706433/cb", Host),
        ("https://0x7f.1/cb", Host),
        ("https://127.1/cb", Host),
        ("https://[::1/cb", Host),
        ("https://[::1]x/cb", Host),
        ("https://[example]/cb", Host),
        ("https://app.example.org/a/../b", Path),
        ("https://app.example.org/a/%2E%2e/b", Path),
        ("https://app.example.org/./b", Path),
        ("https://app.example.org/cb?code=x", ReservedParameter),
        ("https://app.example.org/cb?a=1&st%61te=x", ReservedParameter),
        ("https://app.example.org/cb?iss", ReservedParameter),
    ] {
        assert_eq!(RedirectUri::parse(bad, PUBLIC), Err(why), "{bad}");
    }
    let long = format!("https://app.example.org/{}", "a".repeat(MAX_BYTES));
    assert_eq!(RedirectUri::parse(&long, PUBLIC), Err(Length));
}

#[test]
fn only_the_very_same_address_is_accepted() {
    let registered = uri("https://app.example.org/cb");
    assert_eq!(registered.accept("https://app.example.org/cb", CONFIDENTIAL), Some(registered.clone()));
    for other in [
        "https://app.example.org/cb/",
        "https://app.example.org/cb?x=1",
        "https://app.example.org/cb#x",
        "https://app.example.org/cb/../evil",
        "https://app.example.org/CB",
        "https://APP.example.org/cb",
        "https://app.example.org:443/cb",
        "https://app.example.org:8443/cb",
        "https://appXexample.org/cb",
        "https://app.example.org.evil.example/cb",
        "https://app.example.org@evil.example/cb",
        "https://evil.example/https://app.example.org/cb",
        "https://app.example.org/c%62",
        "https://app.example.org/c%2562",
        "https://app.example.org%2fcb",
        "https://app.example.org/cb%00",
        "http://app.example.org/cb",
        "//app.example.org/cb",
        "javascript:alert(1)",
        "https://app.example.org/c",
        "https://app.example.org/cb ",
    ] {
        for kind in [PUBLIC, CONFIDENTIAL] {
            assert_eq!(registered.accept(other, kind), None, "{other}");
        }
    }
}

#[test]
fn public_applications_on_a_loopback_address_may_listen_on_any_port() {
    for (registered, sent) in [
        ("http://127.0.0.1/cb", "http://127.0.0.1:51234/cb"),
        ("http://127.0.0.1:1/cb", "http://127.0.0.1/cb"),
        ("http://[::1]/cb?x=1", "http://[::1]:51234/cb?x=1"),
    ] {
        assert_eq!(uri(registered).accept(sent, PUBLIC).map(|uri| uri.0), Some(sent.to_owned()));
        assert_eq!(uri(registered).accept(sent, CONFIDENTIAL), None, "{sent}");
    }
    for (registered, sent) in [
        ("http://localhost/cb", "http://localhost:51234/cb"),
        ("http://127.0.0.1/cb", "http://[::1]:51234/cb"),
        ("http://127.0.0.1/cb", "http://localhost:51234/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:51234/other"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:51234/cb?x=1"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:51234@evil.example/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:51234.evil.example/cb"),
        ("http://127.0.0.1/cb", "https://127.0.0.1:51234/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:99999/cb"),
        ("https://127.0.0.1/cb", "https://127.0.0.1:51234/cb"),
    ] {
        assert_eq!(uri(registered).accept(sent, PUBLIC), None, "{sent}");
    }
}

#[test]
fn form_action_names_the_origin_or_the_scheme() {
    for (text, source) in [
        ("https://App.example.org/cb?x=1", "https://app.example.org"),
        ("https://app.example.org:443/cb", "https://app.example.org"),
        ("http://127.0.0.1:51234/cb", "http://127.0.0.1:51234"),
        ("http://[::1]:51234/cb", "http:"),
        ("com.example.app:/callback", "com.example.app:"),
    ] {
        assert_eq!(uri(text).form_action_source().as_deref(), Some(source), "{text}");
    }
    assert_eq!(uri("http://[::1]:5000/").origin().as_deref(), Some("http://[::1]:5000"));
    assert_eq!(uri("com.example.app:/x").origin(), None);
}

proptest! {
    #[test]
    fn nothing_sent_makes_the_comparison_panic(sent in "\\PC{0,80}") {
        let registered = uri("http://127.0.0.1/cb");
        prop_assert_eq!(registered.accept(&sent, CONFIDENTIAL).is_some(), sent == registered.0);
    }

    #[test]
    fn what_can_be_registered_is_harmless_in_headers_and_policies(
        scheme in "(https|http|javascript|com\\.example\\.app|[a-z.:]{1,8})",
        rest in "[a-z0-9:/?#@\\[\\]\\\\%;, .*'\"-]{0,40}",
    ) {
        if let Ok(uri) = RedirectUri::parse(&format!("{scheme}:{rest}"), PUBLIC) {
            prop_assert!(uri.0.bytes().all(|byte| byte.is_ascii_graphic()));
            let source = uri.form_action_source().unwrap_or_default();
            prop_assert!(!source.is_empty() && !source.contains([' ', ';', ',', '*', '@', '\'', '"']));
            prop_assert!(["https://", "http://localhost", "http://127.0.0.1", "http:"]
                .iter().any(|start| source.starts_with(start)) || source.contains('.'));
        }
    }

    #[test]
    fn a_loopback_match_stays_on_loopback(tail in "[a-z0-9:/?#@.%\\[\\]\\\\]{0,30}") {
        let sent = format!("http://127.0.0.1{tail}");
        if let Some(uri) = uri("http://127.0.0.1/cb").accept(&sent, PUBLIC) {
            let port = uri.0.trim_start_matches("http://127.0.0.1").trim_end_matches("/cb").trim_start_matches(':');
            prop_assert!(port.is_empty() || port.parse::<u16>().is_ok(), "{sent}");
        }
    }
}
