use std::collections::BTreeMap;
use std::fmt;

use crate::error::{OAuthError, invalid_request};
use crate::form;

/// The most parameters a request may have; real clients send fewer than thirty.
const MAX_COUNT: usize = 64;
/// The most bytes of a whole query or body, still encoded.
const MAX_BYTES: usize = 16 * 1024;
/// RFC 8707 §2 lets `resource` stand more than once; nothing else may.
const REPEATABLE: &str = "resource";

/// The parameters of a request: bounded, decoded, and each at most once.
///
/// A parameter without a value counts as absent (RFC 6749 §3.1). One that was sent twice has no value at all: whoever
/// asks for it gets the error, so that no two readers can pick different ones.
#[derive(Clone, Default)]
pub struct Params(BTreeMap<String, Sent>);

#[derive(Clone)]
enum Sent {
    Once(String),
    Repeated,
}

/// The query or body is too large, or is not `application/x-www-form-urlencoded` UTF-8 without control characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MalformedParams;

impl Params {
    /// Reads a raw query (without `?`) or body.
    pub fn parse(raw: &str) -> Result<Self, MalformedParams> {
        if raw.len() > MAX_BYTES {
            return Err(MalformedParams);
        }
        let mut params = Self::default();
        for (seen, pair) in raw.split('&').filter(|pair| !pair.is_empty()).enumerate() {
            if seen == MAX_COUNT {
                return Err(MalformedParams);
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = form::decode(name).ok_or(MalformedParams)?;
            let value = form::decode(value).ok_or(MalformedParams)?;
            params.add(name, value);
        }
        Ok(params)
    }

    /// The value, if there is one; an error when it was sent twice.
    pub fn value(&self, name: &str) -> Result<Option<&str>, OAuthError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Sent::Once(value)) => Ok((!value.is_empty()).then_some(value)),
            Some(Sent::Repeated) => Err(REPEATED),
        }
    }

    /// Refuses when any parameter was sent twice, known to us or not (RFC 6749 §3.1).
    pub fn each_once(&self) -> Result<(), OAuthError> {
        let twice = self.0.iter().any(|(name, sent)| matches!(sent, Sent::Repeated) && name != REPEATABLE);
        if twice { Err(REPEATED) } else { Ok(()) }
    }

    /// True when the parameter was sent with a value, once or more.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|sent| !matches!(sent, Sent::Once(value) if value.is_empty()))
    }

    fn add(&mut self, name: String, value: String) {
        // An empty repetition counts too: `prompt=none&prompt=` is a parameter sent twice.
        self.0.entry(name).and_modify(|sent| *sent = Sent::Repeated).or_insert(Sent::Once(value));
    }
}

const REPEATED: OAuthError = invalid_request("a parameter was sent more than once");

/// Names only: values may be secrets.
impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl fmt::Display for MalformedParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request is too large or is not form-encoded")
    }
}
impl std::error::Error for MalformedParams {}

impl From<MalformedParams> for OAuthError {
    fn from(_: MalformedParams) -> Self {
        invalid_request("the request is too large or is not form-encoded")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_parameter_sent_twice_has_no_value() {
        let params = Params::parse("a=1&b=2&a=3").unwrap();
        assert_eq!(params.value("a"), Err(REPEATED));
        assert_eq!(params.value("b"), Ok(Some("2")));
        assert_eq!(params.each_once(), Err(REPEATED));
    }

    #[test]
    fn a_name_that_decodes_to_the_same_name_is_the_same_parameter() {
        let params = Params::parse("client_id=1&client%5Fid=2").unwrap();
        assert_eq!(params.value("client_id"), Err(REPEATED));
    }

    #[test]
    fn an_empty_repetition_counts() {
        assert_eq!(Params::parse("prompt=none&prompt=").unwrap().value("prompt"), Err(REPEATED));
        assert_eq!(Params::parse("prompt&prompt=none").unwrap().value("prompt"), Err(REPEATED));
    }

    #[test]
    fn a_parameter_without_a_value_counts_as_absent() {
        let params = Params::parse("a=&b&&c=3&").unwrap();
        assert_eq!(params.value("a"), Ok(None));
        assert_eq!(params.value("b"), Ok(None));
        assert!(!params.has("a") && params.has("c"));
    }

    #[test]
    fn only_resource_may_repeat() {
        assert_eq!(Params::parse("resource=a&resource=b").unwrap().each_once(), Ok(()));
    }

    #[test]
    fn count_and_size_are_bounded() {
        let many = |n: usize| (0..n).map(|i| format!("p{i}=1")).collect::<Vec<_>>().join("&");
        assert!(Params::parse(&many(MAX_COUNT)).is_ok());
        assert!(Params::parse(&many(MAX_COUNT + 1)).is_err());
        assert!(Params::parse(&format!("a={}", "x".repeat(MAX_BYTES - 2))).is_ok());
        assert!(Params::parse(&format!("a={}", "x".repeat(MAX_BYTES - 1))).is_err());
    }

    #[test]
    fn values_are_not_printed() {
        assert_eq!(format!("{:?}", Params::parse("client_secret=hunter2").unwrap()), r#"{"client_secret"}"#);
    }

    proptest! {
        #[test]
        fn nothing_makes_the_parser_panic(raw in "[a-c=&%+0-9\\PC]{0,200}") {
            if let Ok(params) = Params::parse(&raw) {
                let _ = params.each_once();
                prop_assert!(params.0.len() <= MAX_COUNT);
            }
        }
    }
}
