use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::{AppId, AppKind, Id};
use serde::Serialize;

use crate::error::{Code, OAuthError, invalid_request};
use crate::{Params, ScopeSet, Secret, Verifier, form};

/// A request to the token endpoint, parsed once (RFC 6749 §4.1.3 and §6). There is no password grant, ever.
#[derive(Debug, Clone)]
pub struct TokenRequest {
    /// Who says to be asking; to be proven by [`Presented::authenticate`] before anything else is looked at.
    pub client: Presented,
    /// What is asked.
    pub grant: GrantRequest,
}

/// What a client showed of itself.
#[derive(Debug, Clone)]
pub struct Presented {
    /// Its `client_id`.
    pub app_id: Id<AppId>,
    /// How it means to prove it.
    pub authentication: ClientAuthentication,
}

/// The ways to authenticate a client (RFC 6749 §2.3.1), by their names in discovery.
#[derive(Debug, Clone)]
pub enum ClientAuthentication {
    /// `none`: a public client.
    None,
    /// `client_secret_basic`.
    Basic(Secret),
    /// `client_secret_post`.
    Post(Secret),
}

/// The grants.
#[derive(Debug, Clone)]
pub enum GrantRequest {
    /// A code from the authorization endpoint.
    AuthorizationCode {
        /// The code.
        code: Secret,
        /// The address that the code was sent to.
        redirect_uri: String,
        /// What its challenge was made of.
        verifier: Verifier,
    },
    /// A refresh token.
    RefreshToken {
        /// The token.
        token: Secret,
        /// Less than what was granted, if asked.
        scope: Option<ScopeSet>,
    },
    /// The client for itself (RFC 6749 §4.4).
    ClientCredentials {
        /// Which API it wants to use: its address, and `/.default` behind it.
        scope: String,
    },
}

/// A successful answer of the token endpoint (RFC 6749 §5.1).
#[derive(Serialize)]
pub struct TokenResponse {
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// The access token.
    pub access_token: String,
    /// Its life in seconds.
    pub expires_in: i64,
    /// What it is good for; left out where it is what was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeSet>,
    /// The next refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The ID token, when `openid` was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
}

impl TokenRequest {
    /// Reads the body and the `Authorization` header.
    pub fn parse(params: &Params, authorization: Option<&str>) -> Result<Self, OAuthError> {
        params.each_once()?;
        let client = Presented::parse(params, authorization)?;
        let grant = match params.value("grant_type")? {
            Some("authorization_code") => code_grant(params)?,
            Some("refresh_token") => refresh_grant(params)?,
            Some("client_credentials") => GrantRequest::ClientCredentials {
                scope: params.value("scope")?.ok_or(invalid_request("scope is missing"))?.to_owned(),
            },
            None => return Err(invalid_request("grant_type is missing")),
            Some(_) => {
                return Err(OAuthError::new(
                    Code::UnsupportedGrantType,
                    "only authorization_code, refresh_token and client_credentials are offered",
                ));
            }
        };
        Ok(Self { client, grant })
    }
}

impl Presented {
    pub(crate) fn parse(params: &Params, authorization: Option<&str>) -> Result<Self, OAuthError> {
        if params.has("client_assertion") || params.has("client_assertion_type") {
            return Err(OAuthError::new(Code::InvalidClient, "client assertions are not offered"));
        }
        let in_body = params.value("client_id")?.map(parse_id).transpose()?;
        let posted = params.value("client_secret")?;
        let Some(header) = authorization else {
            let authentication = posted
                .map_or(ClientAuthentication::None, |secret| ClientAuthentication::Post(Secret::new(secret)));
            return Ok(Self { app_id: in_body.ok_or(OAuthError::invalid_client())?, authentication });
        };
        // RFC 6749 §2.3: not more than one method in a request.
        if posted.is_some() {
            return Err(invalid_request("the client authenticates in two ways at once"));
        }
        let (app_id, secret) = basic(header).ok_or(OAuthError::invalid_client())?;
        if in_body.is_some_and(|other| other != app_id) {
            return Err(invalid_request("client_id is not the client that authenticates"));
        }
        Ok(Self { app_id, authentication: ClientAuthentication::Basic(secret) })
    }

    /// Compares with what is registered: its kind, and the SHA-256 of each secret that has not ended. A public client
    /// has no secret and may not send one. Every digest is compared, each in constant time. Answers which of them it
    /// was, by its place.
    pub fn authenticate(&self, kind: AppKind, digests: &[[u8; 32]]) -> Result<Option<usize>, OAuthError> {
        let secret = match (kind, &self.authentication) {
            (AppKind::Public, ClientAuthentication::None) => return Ok(None),
            (AppKind::Public, _) | (AppKind::Confidential, ClientAuthentication::None) => {
                return Err(OAuthError::invalid_client());
            }
            (
                AppKind::Confidential,
                ClientAuthentication::Basic(secret) | ClientAuthentication::Post(secret),
            ) => secret,
        };
        let shown = secret.digest();
        let mut place = None;
        for (at, digest) in digests.iter().enumerate() {
            if verify_slices_are_equal(&shown, digest).is_ok() {
                place = Some(at);
            }
        }
        if secret.expose().is_empty() {
            return Err(OAuthError::invalid_client());
        }
        place.map(Some).ok_or(OAuthError::invalid_client())
    }
}

fn parse_id(text: &str) -> Result<Id<AppId>, OAuthError> {
    text.parse().map_err(|_| OAuthError::invalid_client())
}

/// RFC 6749 §2.3.1: id and secret are form-encoded first and base64 comes after.
fn basic(header: &str) -> Option<(Id<AppId>, Secret)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim_start_matches(' ')).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let secret = form::decode(secret).filter(|secret| !secret.is_empty())?;
    Some((form::decode(id)?.parse().ok()?, Secret::new(secret)))
}

fn code_grant(params: &Params) -> Result<GrantRequest, OAuthError> {
    let code = params.value("code")?.ok_or(invalid_request("code is missing"))?;
    let redirect_uri = params.value("redirect_uri")?.ok_or(invalid_request("redirect_uri is missing"))?;
    let verifier = params
        .value("code_verifier")?
        .ok_or(invalid_request("code_verifier is missing; PKCE is required"))?;
    Ok(GrantRequest::AuthorizationCode {
        code: Secret::new(code),
        redirect_uri: redirect_uri.to_owned(),
        verifier: Verifier::parse(verifier)
            .ok_or(invalid_request("code_verifier is not 43 to 128 unreserved characters"))?,
    })
}

fn refresh_grant(params: &Params) -> Result<GrantRequest, OAuthError> {
    let token = params.value("refresh_token")?.ok_or(invalid_request("refresh_token is missing"))?;
    Ok(GrantRequest::RefreshToken {
        token: Secret::new(token),
        scope: params.value("scope")?.map(ScopeSet::parse),
    })
}

#[cfg(test)]
mod tests;
