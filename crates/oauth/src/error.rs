use std::fmt;

use serde::{Deserialize, Serialize};

/// The error codes that Sluis answers with, as their standards spell them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A parameter is missing, repeated or malformed (RFC 6749).
    InvalidRequest,
    /// The client is unknown or did not prove who it is (RFC 6749 §5.2).
    InvalidClient,
    /// The code or refresh token is not good (RFC 6749 §5.2).
    InvalidGrant,
    /// The client may not use this grant (RFC 6749).
    UnauthorizedClient,
    /// The grant is not offered (RFC 6749 §5.2).
    UnsupportedGrantType,
    /// A scope is unknown or more than was granted (RFC 6749).
    InvalidScope,
    /// The person or a policy said no (RFC 6749 §4.1.2.1).
    AccessDenied,
    /// Only `code` is offered (RFC 6749 §4.1.2.1).
    UnsupportedResponseType,
    /// A fault of ours (RFC 6749 §4.1.2.1).
    ServerError,
    /// Busy; later it may work (RFC 6749 §4.1.2.1).
    TemporarilyUnavailable,
    /// Nobody is signed in, and no page may be shown (OpenID Connect Core §3.1.2.6).
    LoginRequired,
    /// More is to be asked than may be shown (OpenID Connect Core §3.1.2.6).
    InteractionRequired,
    /// Another account is signed in than the one that is meant, and no page may be shown (OpenID Connect Core §3.1.2.6).
    AccountSelectionRequired,
    /// No sign-in here is what the application wants (OpenID Connect Core Unmet Authentication Requirements 1.0).
    UnmetAuthenticationRequirements,
    /// `request` is not offered (OpenID Connect Core §3.1.2.6).
    RequestNotSupported,
    /// `request_uri` is not offered (OpenID Connect Core §3.1.2.6).
    RequestUriNotSupported,
    /// `registration` is not offered (OpenID Connect Core §3.1.2.6).
    RegistrationNotSupported,
    /// The access token is not good (RFC 6750 §3.1).
    InvalidToken,
    /// The access token does not reach this far (RFC 6750 §3.1).
    InsufficientScope,
}

impl Code {
    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::LoginRequired => "login_required",
            Self::InteractionRequired => "interaction_required",
            Self::AccountSelectionRequired => "account_selection_required",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
        }
    }

    /// The HTTP status of an answer that is not a redirect.
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidClient | Self::InvalidToken => 401,
            Self::InsufficientScope => 403,
            Self::ServerError => 500,
            Self::TemporarilyUnavailable => 503,
            _ => 400,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What a client is told: a code for its program and a sentence for its developer.
///
/// The sentence is fixed text, so nothing that was sent (a secret, a code, a token) can ever be echoed in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OAuthError {
    /// The code.
    #[serde(rename = "error")]
    pub code: Code,
    /// The sentence, in the characters of RFC 6749 §5.2: visible ASCII and space, no quote, no backslash.
    #[serde(rename = "error_description")]
    pub description: &'static str,
}

impl OAuthError {
    /// Pairs a code with its sentence.
    pub const fn new(code: Code, description: &'static str) -> Self {
        Self { code, description }
    }

    /// The one answer to every client that fails to prove who it is: unknown, wrong secret and no secret look alike.
    pub const fn invalid_client() -> Self {
        Self::new(Code::InvalidClient, "the client is unknown or its secret is wrong")
    }

    /// The one answer to every code or refresh token that is not good: unknown, expired, used, ended, or another
    /// client's.
    pub const fn invalid_grant() -> Self {
        Self::new(
            Code::InvalidGrant,
            "the code or token is not valid, has ended, or belongs to another client",
        )
    }

    /// A fault of ours; what happened is in the log.
    pub const fn server_error() -> Self {
        Self::new(Code::ServerError, "something went wrong on our side")
    }

    /// The `WWW-Authenticate` header of an answer from the token endpoint. RFC 9110 §15.5.2 wants one with every 401,
    /// RFC 6749 §5.2 wants this scheme when the client came with it.
    pub const fn challenge(&self) -> Option<&'static str> {
        match self.code {
            Code::InvalidClient => Some(r#"Basic realm="token endpoint""#),
            _ => None,
        }
    }

    /// The JSON body of RFC 6749 §5.2.
    pub fn body(&self) -> String {
        serde_json::json!({ "error": self.code.word(), "error_description": self.description }).to_string()
    }
}

pub(crate) const fn invalid_request(description: &'static str) -> OAuthError {
    OAuthError::new(Code::InvalidRequest, description)
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.description)
    }
}
impl std::error::Error for OAuthError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_has_the_members_of_rfc_6749() {
        assert_eq!(
            OAuthError::invalid_client().body(),
            r#"{"error":"invalid_client","error_description":"the client is unknown or its secret is wrong"}"#
        );
    }

    #[test]
    fn serialised_and_written_by_hand_agree() {
        let error = OAuthError::new(Code::RequestUriNotSupported, "no");
        assert_eq!(serde_json::to_value(error).unwrap()["error"], error.code.word());
    }
}
