use model::{AppId, Id, Tenant, User};
use serde::Serialize;

use crate::error::{OAuthError, invalid_request};
use crate::{AccessTokenClaims, Params, Presented, ScopeSet, Secret};

/// What an application sends about a token that it holds: to be told of it (RFC 7662 §2.1), or to give it up (RFC 7009
/// §2.1). `token_type_hint` is not looked at: what a token is can be seen.
#[derive(Debug, Clone)]
pub struct Inquiry {
    /// Who says to be asking; to be proven by [`Presented::authenticate`] before anything else is looked at.
    pub client: Presented,
    /// The token.
    pub token: Secret,
}

impl Inquiry {
    /// Reads the body and the `Authorization` header.
    pub fn parse(params: &Params, authorization: Option<&str>) -> Result<Self, OAuthError> {
        params.each_once()?;
        let client = Presented::parse(params, authorization)?;
        let token = params.value("token")?.ok_or(invalid_request("token is missing"))?;
        Ok(Self { client, token: Secret::new(token) })
    }
}

/// The answer about a token (RFC 7662 §2.2). Of one that is not active nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Introspection {
    /// Whether it is good now.
    active: bool,
    /// What it is.
    #[serde(flatten)]
    token: Option<ActiveToken>,
}

/// A token that is good now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActiveToken {
    /// Who issued it.
    pub iss: String,
    /// The subject for this application.
    pub sub: String,
    /// The application that holds it.
    pub client_id: Id<AppId>,
    /// What it is good for.
    pub scope: ScopeSet,
    /// What the person signs in with, where the application was given that anyway: RFC 7662 §5 has the server say no
    /// more than the one that asks may know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The organisation.
    pub tid: Id<Tenant>,
    /// The person.
    pub oid: Id<User>,
    /// What only an access token says.
    #[serde(flatten)]
    pub access: Option<ActiveAccess>,
}

/// What an access token says beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActiveAccess {
    token_type: &'static str,
    aud: String,
    exp: i64,
    iat: i64,
    jti: Id<()>,
    auth_time: i64,
    acr: crate::Acr,
    amr: Vec<String>,
}

impl Introspection {
    /// A token that is good now.
    pub const fn active(token: ActiveToken) -> Self {
        Self { active: true, token: Some(token) }
    }

    /// The one answer to every token that is not good: unknown, ended, or another application's.
    pub const fn inactive() -> Self {
        Self { active: false, token: None }
    }
}

impl From<AccessTokenClaims> for ActiveAccess {
    fn from(claims: AccessTokenClaims) -> Self {
        let AccessTokenClaims { aud, exp, iat, jti, auth_time, acr, amr, .. } = claims;
        Self { token_type: "Bearer", aud, exp, iat, jti, auth_time, acr, amr }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(body: &str) -> Result<Inquiry, OAuthError> {
        Inquiry::parse(&Params::parse(body).unwrap(), None)
    }

    #[test]
    fn of_a_token_that_is_not_good_nothing_is_said() {
        assert_eq!(serde_json::to_string(&Introspection::inactive()).unwrap(), r#"{"active":false}"#);
    }

    #[test]
    fn an_inquiry_names_a_client_and_a_token_once() {
        let client = format!("client_id={}", Id::<AppId>::fixed(1));
        assert_eq!(parsed(&format!("{client}&token=a&token_type_hint=x")).unwrap().token.expose(), "a");
        assert_eq!(parsed("token=a").unwrap_err(), OAuthError::invalid_client());
        for wrong in ["", "&token=", "&token=a&token=b"] {
            let error = parsed(&format!("{client}{wrong}")).unwrap_err();
            assert_eq!(error.code, crate::Code::InvalidRequest, "{wrong}");
        }
    }
}
