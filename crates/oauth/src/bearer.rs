use crate::error::{Code, OAuthError};

/// Longer than any token of ours.
const MAX_TOKEN: usize = 8 * 1024;

/// Why a request with a bearer token is refused, and the challenge that says so (RFC 6750 §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BearerError {
    /// No token was sent; nothing more is told (RFC 6750 §3.1).
    Missing,
    /// It was sent in a way that is not offered, or more than once.
    Malformed,
    /// It is not good, has ended, or was revoked.
    Invalid,
    /// It does not reach this far.
    InsufficientScope,
}

/// The token of an `Authorization` header. The header is the only way: query and body are not offered.
pub fn bearer(authorization: Option<&str>) -> Result<&str, BearerError> {
    let header = authorization.ok_or(BearerError::Missing)?;
    let (scheme, token) = header.split_once(' ').ok_or(BearerError::Malformed)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(BearerError::Missing);
    }
    let token = token.trim_start_matches(' ');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    let fine = !token.is_empty() && token.len() <= MAX_TOKEN && token.bytes().all(allowed);
    if fine { Ok(token) } else { Err(BearerError::Malformed) }
}

impl BearerError {
    /// The HTTP status.
    pub fn status(self) -> u16 {
        self.error().map_or(401, |error| error.code.status())
    }

    /// The `WWW-Authenticate` header.
    pub fn challenge(self) -> String {
        match self.error() {
            None => "Bearer".to_owned(),
            Some(error) => {
                format!(r#"Bearer error="{}", error_description="{}""#, error.code, error.description)
            }
        }
    }

    /// What the body says, if anything.
    pub const fn error(self) -> Option<OAuthError> {
        match self {
            Self::Missing => None,
            Self::Malformed => Some(OAuthError::new(Code::InvalidRequest, "the access token is malformed")),
            Self::Invalid => {
                Some(OAuthError::new(Code::InvalidToken, "the access token has ended or is not valid"))
            }
            Self::InsufficientScope => {
                Some(OAuthError::new(Code::InsufficientScope, "the access token lacks a scope"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_read_from_the_header_only() {
        assert_eq!(bearer(Some("Bearer abc.def-_~+/=")), Ok("abc.def-_~+/="));
        assert_eq!(bearer(Some("bearer  abc")), Ok("abc"));
        assert_eq!(bearer(None), Err(BearerError::Missing));
        assert_eq!(bearer(Some("Basic abc")), Err(BearerError::Missing));
        let long = format!("Bearer {}", "a".repeat(MAX_TOKEN + 1));
        for bad in ["", "Bearer", "Bearer ", "Bearer a b", "Bearer a,b", "Bearer \u{e9}", &long] {
            assert_eq!(bearer(Some(bad)), Err(BearerError::Malformed), "{bad}");
        }
    }

    #[test]
    fn the_challenge_says_why() {
        assert_eq!(
            (BearerError::Missing.status(), BearerError::Missing.challenge().as_str()),
            (401, "Bearer")
        );
        assert_eq!(BearerError::Malformed.status(), 400);
        assert_eq!(BearerError::InsufficientScope.status(), 403);
        assert_eq!(
            BearerError::Invalid.challenge(),
            r#"Bearer error="invalid_token", error_description="the access token has ended or is not valid""#
        );
    }
}
