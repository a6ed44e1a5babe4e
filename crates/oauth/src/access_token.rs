use model::{AppId, Id, Span, Tenant, Timestamp, User};
use serde::{Deserialize, Serialize};

use crate::{Acr, Authentication, InvalidToken, KeyError, PublicKey, ScopeSet, SigningKey, acr, jwt};

/// RFC 9068 §2.1: so that nobody takes an ID token for an access token.
pub(crate) const TYP: &str = "at+jwt";

/// Everything an access token is made of (RFC 9068 §2.2).
#[derive(Debug, Clone, Copy)]
pub struct AccessToken<'a> {
    /// Who issues it.
    pub issuer: &'a str,
    /// The subject for this application.
    pub subject: &'a str,
    /// The resource it is for.
    pub audience: &'a str,
    /// The application that holds it.
    pub client: Id<AppId>,
    /// The organisation.
    pub tenant: Id<Tenant>,
    /// Whose access it is.
    pub user: Id<User>,
    /// What it is good for.
    pub scopes: ScopeSet,
    /// The grant it hangs on: it ends when the grant does.
    pub grant: Id<()>,
    /// How the person signed in.
    pub authentication: &'a Authentication,
    /// Its own id.
    pub id: Id<()>,
    /// Now.
    pub issued: Timestamp,
    /// How long it is good.
    pub lifetime: Span,
}

/// The claims of an access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTokenClaims {
    /// Who issued it.
    pub iss: String,
    /// The subject for this application.
    pub sub: String,
    /// The resource it is for.
    pub aud: String,
    /// The application that holds it.
    pub client_id: Id<AppId>,
    /// The end of its life, in seconds.
    pub exp: i64,
    /// When it was issued, in seconds.
    pub iat: i64,
    /// Its own id.
    pub jti: Id<()>,
    /// What it is good for.
    pub scope: ScopeSet,
    /// When the person signed in, in seconds.
    pub auth_time: i64,
    /// How strong the sign-in was.
    pub acr: Acr,
    /// By which methods (RFC 8176).
    pub amr: Vec<String>,
    /// The session.
    pub sid: Id<()>,
    /// The grant.
    pub gid: Id<()>,
    /// The organisation.
    pub tid: Id<Tenant>,
    /// The person.
    pub oid: Id<User>,
}

impl AccessToken<'_> {
    /// The claims, before they are signed.
    pub fn claims(&self) -> AccessTokenClaims {
        let (iat, exp) = jwt::life(self.issued, self.lifetime);
        let Authentication { at, acr, methods, session } = *self.authentication;
        AccessTokenClaims {
            iss: self.issuer.to_owned(),
            sub: self.subject.to_owned(),
            aud: self.audience.to_owned(),
            client_id: self.client,
            exp,
            iat,
            jti: self.id,
            scope: self.scopes,
            auth_time: at.as_secs(),
            acr,
            amr: acr::amr(methods, acr).into_iter().map(str::to_owned).collect(),
            sid: session,
            gid: self.grant,
            tid: self.tenant,
            oid: self.user,
        }
    }

    /// The signed token.
    pub fn sign(&self, key: &SigningKey) -> Result<String, KeyError> {
        jwt::sign(key, TYP, &self.claims())
    }
}

/// Reads an access token of a person at a door of ours that answers to one of these names (RFC 9068 §4). That its grant still stands is for the caller to look up.
pub fn verify_access_token(
    keys: &[PublicKey],
    token: &str,
    issuer: &str,
    audiences: &[&str],
    now: Timestamp,
) -> Result<AccessTokenClaims, InvalidToken> {
    let claims: AccessTokenClaims = jwt::verify(keys, TYP, token)?;
    is_good((&claims.iss, &claims.aud, claims.exp), issuer, audiences, now)?;
    Ok(claims)
}

/// Whether a token that one of our keys signed is from this issuer, for one of these audiences, and not over.
pub(crate) fn is_good(
    (iss, aud, exp): (&str, &str, i64),
    issuer: &str,
    audiences: &[&str],
    now: Timestamp,
) -> Result<(), InvalidToken> {
    if iss != issuer {
        return Err(InvalidToken::Issuer);
    }
    if !audiences.contains(&aud) {
        return Err(InvalidToken::Audience);
    }
    if now.as_secs() >= exp {
        return Err(InvalidToken::Expired);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use model::{Method, MethodSet};

    use super::*;
    use crate::{IdToken, Person, SigningAlgorithm, generate_pkcs8};

    const ISSUER: &str = "https://id.example.org/t/v2.0";
    const AUDIENCE: &str = "https://id.example.org/t/openid/userinfo";
    const ISSUED: Timestamp = Timestamp::from_micros(1_000_999_999);

    fn authentication() -> Authentication {
        Authentication {
            at: Timestamp::from_secs(900),
            acr: Acr::SingleFactor,
            methods: MethodSet::of(&[Method::Password]),
            session: Id::fixed(4),
        }
    }

    fn token(authentication: &Authentication) -> AccessToken<'_> {
        AccessToken {
            issuer: ISSUER,
            subject: "anna-for-this-app",
            audience: AUDIENCE,
            client: Id::fixed(1),
            tenant: Id::fixed(2),
            user: Id::fixed(3),
            scopes: ScopeSet::parse("openid profile"),
            grant: Id::fixed(5),
            authentication,
            id: Id::fixed(6),
            issued: ISSUED,
            lifetime: Span::minutes(15),
        }
    }

    #[test]
    fn it_has_the_claims_of_rfc_9068() {
        expect![[r#"
            {
              "iss": "https://id.example.org/t/v2.0",
              "sub": "anna-for-this-app",
              "aud": "https://id.example.org/t/openid/userinfo",
              "client_id": "00000000-0000-0000-0000-000000000001",
              "exp": 1900,
              "iat": 1000,
              "jti": "00000000-0000-0000-0000-000000000006",
              "scope": "openid profile",
              "auth_time": 900,
              "acr": "urn:sluis:acr:1",
              "amr": [
                "pwd"
              ],
              "sid": "00000000-0000-0000-0000-000000000004",
              "gid": "00000000-0000-0000-0000-000000000005",
              "tid": "00000000-0000-0000-0000-000000000002",
              "oid": "00000000-0000-0000-0000-000000000003"
            }"#]]
        .assert_eq(&serde_json::to_string_pretty(&token(&authentication()).claims()).unwrap());
    }

    #[test]
    fn issuer_audience_and_time_are_checked() {
        let key = SigningKey::from_pkcs8(
            SigningAlgorithm::Es256,
            &generate_pkcs8(SigningAlgorithm::Es256).unwrap(),
        )
        .unwrap();
        let keys = [key.public().clone()];
        let text = token(&authentication()).sign(&key).unwrap();
        let read = |issuer, audience, now| verify_access_token(&keys, &text, issuer, &[audience], now);
        let end = Timestamp::from_secs(1_900);
        assert_eq!(read(ISSUER, AUDIENCE, ISSUED), Ok(token(&authentication()).claims()));
        assert!(read(ISSUER, AUDIENCE, end - Span::micros(1)).is_ok());
        assert_eq!(read(ISSUER, AUDIENCE, end), Err(InvalidToken::Expired));
        assert_eq!(read("https://id.example.org/u/v2.0", AUDIENCE, ISSUED), Err(InvalidToken::Issuer));
        assert_eq!(read(ISSUER, ISSUER, ISSUED), Err(InvalidToken::Audience));
    }

    #[test]
    fn an_id_token_opens_nothing() {
        let key = SigningKey::from_pkcs8(
            SigningAlgorithm::Es256,
            &generate_pkcs8(SigningAlgorithm::Es256).unwrap(),
        )
        .unwrap();
        let person = Person { id: Id::fixed(3), name: String::new(), username: String::new(), email: None };
        let authentication = authentication();
        let id_token = IdToken {
            issuer: ISSUER,
            subject: "anna",
            client: Id::fixed(1),
            tenant: Id::fixed(2),
            person: &person,
            scopes: ScopeSet::parse("openid"),
            asked: &[],
            nonce: None,
            authentication: &authentication,
            access_token: None,
            issued: ISSUED,
            lifetime: Span::hours(1),
        };
        let text = id_token.sign(&key).unwrap();
        let read = verify_access_token(&[key.public().clone()], &text, ISSUER, &[AUDIENCE], ISSUED);
        assert_eq!(read, Err(InvalidToken::Type));
        let access = token(&authentication).sign(&key).unwrap();
        let hint = crate::verify_id_token_hint(&[key.public().clone()], &access, ISSUER);
        assert_eq!(hint, Err(InvalidToken::Type));
    }
}
