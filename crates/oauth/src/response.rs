use crate::form::with_query;
use crate::{OAuthError, RedirectUri};

/// An error that goes to the application at its own registered address (RFC 6749 §4.1.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorRedirect {
    /// Where it goes.
    pub redirect_uri: RedirectUri,
    /// Given back as it came.
    pub state: Option<String>,
    /// What it says.
    pub error: OAuthError,
}

impl ErrorRedirect {
    /// The address with the answer in its query, safe in a `Location` header.
    pub fn location(&self, issuer: &str) -> String {
        let pairs = [("error", self.error.code.word()), ("error_description", self.error.description)];
        answer(&self.redirect_uri, &pairs, self.state.as_deref(), issuer)
    }
}

pub(crate) fn success(redirect_uri: &RedirectUri, state: Option<&str>, issuer: &str, code: &str) -> String {
    answer(redirect_uri, &[("code", code)], state, issuer)
}

fn answer(redirect_uri: &RedirectUri, pairs: &[(&str, &str)], state: Option<&str>, issuer: &str) -> String {
    let mut pairs = pairs.to_vec();
    pairs.extend(state.map(|state| ("state", state)));
    // RFC 9207: an application that knows several issuers can tell whose answer this is.
    pairs.push(("iss", issuer));
    with_query(redirect_uri.as_str(), &pairs)
}
