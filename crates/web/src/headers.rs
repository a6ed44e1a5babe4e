//! What every answer carries: security headers, a request id, and the content security policy of its page.

use std::sync::LazyLock;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// The id of a request, for whoever answers it.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The policy of a page whose forms end on our own host.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The policy of a page whose form ends at an application: browsers block the redirect after a POST unless its
/// target is named. `source` is an origin or a scheme, taken from the validated redirect URI.
pub fn page_policy_to(source: &str) -> HeaderValue {
    let policy = PAGE_POLICY.replace("form-action 'self'", &format!("form-action 'self' {source}"));
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(PAGE_POLICY))
}

/// The policy of the page that carries an application's answer to it: its form goes there and nowhere else.
pub fn form_post_policy(source: &str) -> HeaderValue {
    let policy = PAGE_POLICY.replace("form-action 'self'", &format!("form-action {source}"));
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(PAGE_POLICY))
}

/// How many headers an answer has at most, but for rare ones.
const MOST: usize = 20;

/// The headers that every answer has, and room for those of the handler.
static EVERYWHERE: LazyLock<HeaderMap> = LazyLock::new(|| {
    let mut all = HeaderMap::with_capacity(MOST);
    let every = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (CONTENT_SECURITY_POLICY, PAGE_POLICY),
        (CACHE_CONTROL, "no-store"),
        (PERMISSIONS, "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        (OPENER, "same-origin"),
        (RESOURCE, "same-origin"),
        // Ignored by browsers on http (RFC 6797 §8.1), so it needs no condition.
        (STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    ];
    all.extend(every.map(|(name, value)| (name, HeaderValue::from_static(value))));
    all
});

/// Adds the headers that every answer has, and the id of its request; a handler that set one of them keeps its own.
pub fn secure(headers: &mut HeaderMap, id: &str) {
    // The few of the handler go into a copy of the many, which costs a third of looking each of the many up.
    let own = std::mem::replace(headers, EVERYWHERE.clone());
    headers.extend(own);
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::SET_COOKIE;

    use super::*;

    #[test]
    fn a_page_that_ends_at_an_application_names_it_and_nothing_else_changes() {
        let policy = page_policy_to("https://cloud.example.org");
        let policy = policy.to_str().unwrap();
        assert!(policy.contains("form-action 'self' https://cloud.example.org;"));
        assert!(policy.contains("default-src 'none'"));
        assert!(policy.contains("frame-ancestors 'none'"));
    }

    #[test]
    fn a_handler_keeps_what_it_set_and_every_cookie() {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("max-age=60"));
        headers.append(SET_COOKIE, HeaderValue::from_static("a=1"));
        headers.append(SET_COOKIE, HeaderValue::from_static("b=2"));
        secure(&mut headers, "0123456789abcdef");
        let values =
            |name| headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect::<Vec<_>>();
        assert_eq!(values(CACHE_CONTROL), ["max-age=60"]);
        assert_eq!(values(SET_COOKIE), ["a=1", "b=2"]);
        assert_eq!(values(X_FRAME_OPTIONS), ["DENY"]);
        assert_eq!(values(REQUEST_ID), ["0123456789abcdef"]);
        assert_eq!(headers.len(), EVERYWHERE.len() + 3);
    }

    #[test]
    fn a_source_that_is_no_header_text_leaves_the_strict_policy() {
        assert_eq!(page_policy_to("https://a\r\nx"), HeaderValue::from_static(PAGE_POLICY));
    }
}
