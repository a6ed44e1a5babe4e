use serde::{Deserialize, Serialize};

use crate::form::with_query;
use crate::{OAuthError, RedirectUri};

/// How the answer travels to the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    /// In the query of its address (RFC 6749 §4.1.2).
    #[default]
    Query,
    /// Behind the `#` of its address, which browsers send to nobody (OAuth 2.0 Multiple Response Types §2.1).
    Fragment,
    /// In a form that the browser sends (OAuth 2.0 Form Post Response Mode): in no address and no log of one.
    FormPost,
}

impl ResponseMode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Query, Self::Fragment, Self::FormPost];

    /// The word of the standard.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::FormPost => "form_post",
        }
    }

    /// Reads [`ResponseMode::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

/// Where a browser is sent, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landing {
    /// To this address, by a redirect; safe in a `Location` header.
    Redirect(String),
    /// To this address, with a form.
    Post {
        /// The registered address.
        to: RedirectUri,
        /// The fields of the form.
        fields: Vec<(&'static str, String)>,
    },
}

/// An error that goes to the application at its own registered address (RFC 6749 §4.1.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorRedirect {
    /// Where it goes.
    pub redirect_uri: RedirectUri,
    /// How it travels.
    pub mode: ResponseMode,
    /// Given back as it came.
    pub state: Option<String>,
    /// What it says.
    pub error: OAuthError,
}

impl ErrorRedirect {
    /// Where the browser is sent with it.
    pub fn landing(&self, issuer: &str) -> Landing {
        let pairs = [("error", self.error.code.word()), ("error_description", self.error.description)];
        answer((&self.redirect_uri, self.mode), &pairs, self.state.as_deref(), issuer)
    }
}

pub(crate) fn success(
    to: (&RedirectUri, ResponseMode),
    state: Option<&str>,
    issuer: &str,
    code: &str,
) -> Landing {
    answer(to, &[("code", code)], state, issuer)
}

fn answer(
    (redirect_uri, mode): (&RedirectUri, ResponseMode),
    pairs: &[(&'static str, &str)],
    state: Option<&str>,
    issuer: &str,
) -> Landing {
    let mut pairs = pairs.to_vec();
    pairs.extend(state.map(|state| ("state", state)));
    // RFC 9207: an application that knows several issuers can tell whose answer this is.
    pairs.push(("iss", issuer));
    match mode {
        ResponseMode::Query => Landing::Redirect(with_query(redirect_uri.as_str(), &pairs)),
        ResponseMode::Fragment => {
            // A registered address has no fragment of its own, so a query made for nobody is all of it.
            let body = with_query("", &pairs);
            Landing::Redirect(format!("{}#{}", redirect_uri.as_str(), body.trim_start_matches('?')))
        }
        ResponseMode::FormPost => Landing::Post {
            to: redirect_uri.clone(),
            fields: pairs.into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
        },
    }
}
