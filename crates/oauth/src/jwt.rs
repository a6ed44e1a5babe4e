use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use model::{Span, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::{KeyError, PublicKey, SigningKey};

/// Longer than any token of ours.
const MAX_TOKEN: usize = 8 * 1024;

/// Why a token is not believed. For the log; whoever sent it learns only that it is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidToken {
    /// Not a JWT, or not one with our claims.
    Malformed,
    /// Another algorithm than its key's, or header parameters that change what a signature means.
    Algorithm,
    /// A token of ours for another use.
    Type,
    /// Signed with a key that is not ours, or not any more.
    UnknownKey,
    /// The signature does not fit.
    Signature,
    /// Issued by somebody else.
    Issuer,
    /// Issued for somebody else.
    Audience,
    /// Its time is over.
    Expired,
}

/// Writes a compact JWS (RFC 7515 §7.1). `jsonwebtoken` would read the private key again for every signature (33 µs
/// against 24), so the key is kept ready and the three parts are joined here.
pub(crate) fn sign(key: &SigningKey, typ: &str, claims: &impl Serialize) -> Result<String, KeyError> {
    let header = json!({ "typ": typ, "alg": key.algorithm().word(), "kid": key.kid() }).to_string();
    let claims = serde_json::to_vec(claims).map_err(|_| KeyError)?;
    let mut token = String::with_capacity((header.len() + claims.len()) * 4 / 3 + 100);
    URL_SAFE_NO_PAD.encode_string(header, &mut token);
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(claims, &mut token);
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    Ok(token)
}

/// Reads a token that one of these keys signed for this use. The key decides the algorithm, never the token
/// (RFC 8725 §3.1); issuer, audience and time are left to the caller, who has them as arguments.
pub(crate) fn verify<T: DeserializeOwned>(
    keys: &[PublicKey],
    typ: &str,
    token: &str,
) -> Result<T, InvalidToken> {
    if token.len() > MAX_TOKEN {
        return Err(InvalidToken::Malformed);
    }
    let header = decode_header(token).map_err(|_| InvalidToken::Malformed)?;
    if header.crit.is_some() {
        return Err(InvalidToken::Algorithm);
    }
    if header.typ.as_deref() != Some(typ) {
        return Err(InvalidToken::Type);
    }
    let kid = header.kid.ok_or(InvalidToken::UnknownKey)?;
    let key = keys.iter().find(|key| key.kid() == kid).ok_or(InvalidToken::UnknownKey)?;
    if header.alg != key.algorithm().library() {
        return Err(InvalidToken::Algorithm);
    }
    decode(token, key.decoding(), &signature_only(key.algorithm().library()))
        .map(|token| token.claims)
        .map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::InvalidSignature => InvalidToken::Signature,
            _ => InvalidToken::Malformed,
        })
}

/// The library would read the system clock for `exp`.
fn signature_only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}

/// `iat` and `exp`: seconds, both rounded down, so that a token never lives longer than it was meant to.
pub(crate) const fn life(issued: Timestamp, lifetime: Span) -> (i64, i64) {
    let iat = issued.as_secs();
    (iat, iat + lifetime.as_secs())
}

impl fmt::Display for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the token is malformed",
            Self::Algorithm => "the token is not signed with the algorithm of its key",
            Self::Type => "the token is for another use",
            Self::UnknownKey => "the token is signed with an unknown key",
            Self::Signature => "the signature of the token does not fit",
            Self::Issuer => "the token is from another issuer",
            Self::Audience => "the token is for another audience",
            Self::Expired => "the token has ended",
        })
    }
}
impl std::error::Error for InvalidToken {}

#[cfg(test)]
mod tests;
