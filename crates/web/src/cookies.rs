//! The cookies of Sluis: one that names a browser session, one that names the browser itself, and one that stands in
//! for a second factor where a person asked for it.
//!
//! Organisations on one host share a cookie jar, so the organisation's id is part of each name (D2).

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use cookie::{Cookie, SameSite, time::Duration};
use data_encoding::BASE64URL_NOPAD;
use model::{Id, Locale, Span, Tenant};

/// Browsers keep a cookie for at most 400 days.
const BROWSER_DAYS: i64 = 400;

/// How cookies are named and kept for one organisation on one address.
#[derive(Debug, Clone, Copy)]
pub struct Jar {
    tenant: Id<Tenant>,
    secure: bool,
}

impl Jar {
    /// `secure` is false only on loopback http, where browsers refuse the `__Host-` prefix.
    pub const fn new(tenant: Id<Tenant>, secure: bool) -> Self {
        Self { tenant, secure }
    }

    /// The session cookie's value, as text: 256 random bits that the database knows by their digest.
    pub fn session<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        find(headers, &self.name('s'))
    }

    /// The browser's own id.
    pub fn browser(&self, headers: &HeaderMap) -> Option<[u8; 32]> {
        let text = find(headers, &self.name('b'))?;
        BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok()
    }

    /// Sets the session cookie; without an age it ends with the browser.
    pub fn set_session(&self, token: &str, age: Option<Span>) -> String {
        self.build('s', token.to_owned(), age.map(seconds))
    }

    /// What stands in for a second factor, if anything came.
    pub fn remembered<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        find(headers, &self.name('r'))
    }

    /// Sets what stands in for a second factor.
    pub fn set_remembered(&self, text: &str, age: Span) -> String {
        self.build('r', text.to_owned(), Some(seconds(age)))
    }

    /// Takes the session cookie away.
    pub fn clear_session(&self) -> String {
        self.build('s', String::new(), Some(Duration::ZERO))
    }

    /// Sets the browser's id.
    pub fn set_browser(&self, id: &[u8; 32]) -> String {
        self.build('b', BASE64URL_NOPAD.encode(id), Some(Duration::days(BROWSER_DAYS)))
    }

    fn name(&self, kind: char) -> String {
        let prefix = if self.secure { "__Host-" } else { "" };
        let [a, b, c, d, ..] = *self.tenant.as_bytes();
        format!("{prefix}{kind}-{a:02x}{b:02x}{c:02x}{d:02x}")
    }

    fn build(&self, kind: char, value: String, age: Option<Duration>) -> String {
        // Lax, not Strict: a sign-in begins at the application, on another site.
        let mut cookie = Cookie::build((self.name(kind), value))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax);
        if let Some(age) = age {
            cookie = cookie.max_age(age);
        }
        cookie.build().to_string()
    }
}

fn seconds(span: Span) -> Duration {
    Duration::seconds(span.as_secs().clamp(0, BROWSER_DAYS * 86_400))
}

/// The language that was chosen on a page, if one was.
pub fn language(headers: &HeaderMap) -> Option<Locale> {
    find(headers, LANGUAGE).and_then(Locale::from_tag)
}

/// Keeps the language that was chosen.
pub fn set_language(locale: Locale) -> String {
    preference(LANGUAGE, locale.tag())
}

/// False where somebody switched off the keys that do something by themselves, such as `/` (WCAG 2.2, 2.1.4).
pub fn has_shortcuts(headers: &HeaderMap) -> bool {
    find(headers, SHORTCUTS) != Some("off")
}

/// Keeps whether such keys do something in this browser.
pub fn set_shortcuts(word: &str) -> String {
    preference(SHORTCUTS, if word == "off" { "off" } else { "on" })
}

/// How somebody likes pages in this browser. It says nothing about anybody, so it is the same for every organisation.
fn preference(name: &'static str, value: &'static str) -> String {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(BROWSER_DAYS))
        .build()
        .to_string()
}

const LANGUAGE: &str = "lang";
const SHORTCUTS: &str = "keys";

/// The longest value that is read: four parts of 64 characters, one for each person that a browser stands in for.
const LONGEST: usize = 300;

/// The value of a cookie, when it was sent once. Sent twice, somebody planted one beside ours: neither is believed.
fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let value = values.next()?;
    (values.next().is_none() && value.len() <= LONGEST).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookie.parse().unwrap());
        headers
    }

    const ONE: Id<Tenant> = Id::fixed(0x01020304_0000_4000_8000_000000000000);
    const OTHER: Id<Tenant> = Id::fixed(0x0a0b0c0d_0000_4000_8000_000000000000);

    #[test]
    fn a_cookie_of_another_organisation_on_the_same_host_is_not_seen() {
        let sent = headers("__Host-s-01020304=abc; other=1");
        assert_eq!(Jar::new(ONE, true).session(&sent), Some("abc"));
        assert_eq!(Jar::new(OTHER, true).session(&sent), None);
        assert_eq!(Jar::new(ONE, false).session(&sent), None);
    }

    #[test]
    fn a_cookie_that_is_sent_twice_is_not_believed() {
        assert_eq!(Jar::new(ONE, true).session(&headers("__Host-s-01020304=a; __Host-s-01020304=b")), None);
    }

    #[test]
    fn cookies_are_bound_to_the_host_and_hidden_from_scripts() {
        let set = Jar::new(ONE, true).set_session("t", None);
        for part in ["__Host-s-01020304=t", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(set.contains(part), "{set}");
        }
        assert!(!set.contains("Domain") && !set.contains("Max-Age"));
    }

    #[test]
    fn only_a_session_that_is_kept_outlives_its_browser() {
        let set = Jar::new(ONE, true).set_session("t", Some(Span::days(30)));
        assert!(set.contains("Max-Age=2592000"), "{set}");
    }

    #[test]
    fn a_garbled_browser_cookie_is_no_browser() {
        assert_eq!(Jar::new(ONE, false).browser(&headers("b-01020304=AAAA")), None);
        let id = [7; 32];
        let set = Jar::new(ONE, false).set_browser(&id);
        assert_eq!(Jar::new(ONE, false).browser(&headers(set.split(';').next().unwrap())), Some(id));
    }
}
