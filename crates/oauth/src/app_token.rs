use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{AppId, GRAPH_RESOURCE_ID, Id, PermissionSet, ServicePrincipal, Span, Tenant, Timestamp};
use serde::{Deserialize, Serialize};

use crate::access_token::{AccessTokenClaims, TYP, is_good};
use crate::{InvalidToken, KeyError, PublicKey, SigningKey, jwt};

/// Says that nobody stands behind a token but its application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppOnly {
    /// It is one.
    #[serde(rename = "app")]
    App,
}

/// What a token is made of that an application gets for itself, for the admin API.
#[derive(Debug, Clone, Copy)]
pub struct AppToken<'a> {
    /// Who issues it.
    pub issuer: &'a str,
    /// The application.
    pub app: Id<AppId>,
    /// Its id in the organisation.
    pub principal: Id<ServicePrincipal>,
    /// The secret that it proved itself with: the token ends when that does.
    pub secret: Id<()>,
    /// The organisation.
    pub tenant: Id<Tenant>,
    /// What it was given.
    pub roles: PermissionSet,
    /// Its own id.
    pub id: Id<()>,
    /// Now.
    pub issued: Timestamp,
    /// How long it is good.
    pub lifetime: Span,
}

/// The claims of such a token (RFC 9068 §2.2, and what Microsoft's clients look for).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppTokenClaims {
    /// Who issued it.
    pub iss: String,
    /// The application, by its id in the organisation.
    pub sub: Id<ServicePrincipal>,
    /// The resource it is for.
    pub aud: String,
    /// The application.
    pub client_id: Id<AppId>,
    /// The end of its life, in seconds.
    pub exp: i64,
    /// When it was issued, in seconds.
    pub iat: i64,
    /// Its own id.
    pub jti: Id<()>,
    /// The secret that the application proved itself with.
    pub gid: Id<()>,
    /// The organisation.
    pub tid: Id<Tenant>,
    /// The application once more, where Microsoft's clients look for it.
    pub oid: Id<ServicePrincipal>,
    /// What it was given when the token was issued.
    pub roles: PermissionSet,
    /// That nobody stands behind it but the application.
    pub idtyp: AppOnly,
}

impl AppToken<'_> {
    /// The signed token.
    pub fn sign(&self, key: &SigningKey) -> Result<String, KeyError> {
        let (iat, exp) = jwt::life(self.issued, self.lifetime);
        let claims = AppTokenClaims {
            iss: self.issuer.to_owned(),
            sub: self.principal,
            aud: GRAPH_RESOURCE_ID.to_string(),
            client_id: self.app,
            exp,
            iat,
            jti: self.id,
            gid: self.secret,
            tid: self.tenant,
            oid: self.principal,
            roles: self.roles,
            idtyp: AppOnly::App,
        };
        jwt::sign(key, TYP, &claims)
    }
}

/// A token that the admin API takes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum ApiToken {
    /// Of an application, for itself.
    App(Box<AppTokenClaims>),
    /// Of an application, on behalf of a person.
    Person(Box<AccessTokenClaims>),
}

/// Reads a token at the admin API. That what it hangs on still stands is for the caller to look up.
pub fn verify_api_token(
    keys: &[PublicKey],
    token: &str,
    issuer: &str,
    now: Timestamp,
) -> Result<ApiToken, InvalidToken> {
    let token: ApiToken = jwt::verify(keys, TYP, token)?;
    let said = match &token {
        ApiToken::App(claims) => (claims.iss.as_str(), claims.aud.as_str(), claims.exp),
        ApiToken::Person(claims) => (claims.iss.as_str(), claims.aud.as_str(), claims.exp),
    };
    is_good(said, issuer, &[&GRAPH_RESOURCE_ID.to_string()], now)?;
    Ok(token)
}

/// The organisation that a token says to be of, before anything in it is believed: it only chooses whose keys are tried.
pub fn tenant_of(token: &str) -> Option<Id<Tenant>> {
    #[derive(Deserialize)]
    struct Said {
        tid: Id<Tenant>,
    }
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Said>(&payload).ok().map(|said| said.tid)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use model::{MethodSet, Permission};

    use super::*;
    use crate::{
        AccessToken, Acr, Authentication, ScopeSet, SigningAlgorithm, generate_pkcs8, verify_access_token,
    };

    const ISSUER: &str = "https://id.example.org/t/v2.0";
    const ISSUED: Timestamp = Timestamp::from_secs(1_000);

    fn key() -> SigningKey {
        let algorithm = SigningAlgorithm::Es256;
        SigningKey::from_pkcs8(algorithm, &generate_pkcs8(algorithm).unwrap()).unwrap()
    }

    fn of_app(key: &SigningKey) -> String {
        let token = AppToken {
            issuer: ISSUER,
            app: Id::fixed(1),
            principal: Id::fixed(7),
            secret: Id::fixed(5),
            tenant: Id::fixed(2),
            roles: PermissionSet::EMPTY.with(Permission::PolicyReadAll),
            id: Id::fixed(6),
            issued: ISSUED,
            lifetime: Span::minutes(15),
        };
        token.sign(key).unwrap()
    }

    fn of_person(key: &SigningKey, audience: &str) -> String {
        let authentication = Authentication {
            at: ISSUED,
            acr: Acr::SingleFactor,
            methods: MethodSet::EMPTY,
            session: Id::fixed(4),
        };
        let token = AccessToken {
            issuer: ISSUER,
            subject: "anna",
            audience,
            client: Id::fixed(1),
            tenant: Id::fixed(2),
            user: Id::fixed(3),
            scopes: ScopeSet::parse("openid User.Read"),
            grant: Id::fixed(5),
            authentication: &authentication,
            id: Id::fixed(6),
            issued: ISSUED,
            lifetime: Span::minutes(15),
        };
        token.sign(key).unwrap()
    }

    #[test]
    fn a_token_of_an_application_says_so_and_what_it_was_given() {
        let key = key();
        let read = verify_api_token(&[key.public().clone()], &of_app(&key), ISSUER, ISSUED).unwrap();
        let ApiToken::App(claims) = read else { panic!("a person's: {read:?}") };
        expect![[r#"
            {
              "iss": "https://id.example.org/t/v2.0",
              "sub": "00000000-0000-0000-0000-000000000007",
              "aud": "00000003-0000-0000-c000-000000000000",
              "client_id": "00000000-0000-0000-0000-000000000001",
              "exp": 1900,
              "iat": 1000,
              "jti": "00000000-0000-0000-0000-000000000006",
              "gid": "00000000-0000-0000-0000-000000000005",
              "tid": "00000000-0000-0000-0000-000000000002",
              "oid": "00000000-0000-0000-0000-000000000007",
              "roles": [
                "Policy.Read.All"
              ],
              "idtyp": "app"
            }"#]]
        .assert_eq(&serde_json::to_string_pretty(&claims).unwrap());
    }

    #[test]
    fn neither_kind_of_token_passes_for_the_other() {
        let key = key();
        let keys = [key.public().clone()];
        let api = GRAPH_RESOURCE_ID.to_string();
        let person = verify_api_token(&keys, &of_person(&key, &api), ISSUER, ISSUED);
        assert!(matches!(person, Ok(ApiToken::Person(_))), "{person:?}");
        let app = verify_access_token(&keys, &of_app(&key), ISSUER, &[&api], ISSUED);
        assert_eq!(app, Err(InvalidToken::Malformed), "where people are asked for, no application is one");
        let elsewhere = verify_api_token(&keys, &of_person(&key, ISSUER), ISSUER, ISSUED);
        assert_eq!(elsewhere, Err(InvalidToken::Audience), "a token for signing in opens no API");
        let late = verify_api_token(&keys, &of_app(&key), ISSUER, ISSUED + Span::minutes(15));
        assert_eq!(late, Err(InvalidToken::Expired));
    }

    #[test]
    fn the_organisation_is_read_before_anything_is_believed() {
        let key = key();
        assert_eq!(tenant_of(&of_app(&key)), Some(Id::fixed(2)));
        for none in ["", "a.b.c", "a", "a.e30.c", "a.eyJ0aWQiOiJ4In0.c"] {
            assert_eq!(tenant_of(none), None, "{none}");
        }
    }
}
