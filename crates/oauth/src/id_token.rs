use aws_lc_rs::digest::{SHA256, SHA512, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{AppId, Id, Span, Tenant, Timestamp, User};
use serde::{Deserialize, Serialize};

use crate::{
    Acr, Authentication, InvalidToken, KeyError, PersonClaim, PublicKey, Scope, ScopeSet, SigningAlgorithm,
    SigningKey, acr, jwt,
};

const TYP: &str = "JWT";

/// What applications may learn of a person, as far as the scopes reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The person's id: `oid`.
    pub id: Id<User>,
    /// How the person is called: `name`.
    pub name: String,
    /// What the person signs in with: `preferred_username`. It can change; nothing may be tied to it.
    pub username: String,
    /// Where mail goes. Nobody verified it, so no `email_verified` is ever said.
    pub email: Option<String>,
}

/// Everything an ID token is made of (OpenID Connect Core §2).
#[derive(Debug, Clone, Copy)]
pub struct IdToken<'a> {
    /// Who issues it.
    pub issuer: &'a str,
    /// The subject for this application: `sub`.
    pub subject: &'a str,
    /// The application it is for.
    pub client: Id<AppId>,
    /// The organisation: `tid`.
    pub tenant: Id<Tenant>,
    /// Whom it speaks of.
    pub person: &'a Person,
    /// What was granted.
    pub scopes: ScopeSet,
    /// What was asked beside the scopes.
    pub asked: &'a [PersonClaim],
    /// From the request.
    pub nonce: Option<&'a str>,
    /// How the person signed in.
    pub authentication: &'a Authentication,
    /// The access token that goes with it, for `at_hash`.
    pub access_token: Option<&'a str>,
    /// Now.
    pub issued: Timestamp,
    /// How long it is good.
    pub lifetime: Span,
}

/// The claims of an ID token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdTokenClaims {
    /// Who issued it.
    pub iss: String,
    /// Whom it speaks of.
    pub sub: String,
    /// The application it is for.
    pub aud: Id<AppId>,
    /// The end of its life, in seconds.
    pub exp: i64,
    /// When it was issued, in seconds.
    pub iat: i64,
    /// When the person signed in, in seconds.
    pub auth_time: i64,
    /// From the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// How strong the sign-in was.
    pub acr: Acr,
    /// By which methods (RFC 8176).
    pub amr: Vec<String>,
    /// The session.
    pub sid: Id<()>,
    /// Left half of the access token's hash (OpenID Connect Core §3.1.3.6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_hash: Option<String>,
    /// The organisation.
    pub tid: Id<Tenant>,
    /// The person's id, the same for every application.
    pub oid: Id<User>,
    /// With `profile`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// With `profile`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    /// With `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl IdToken<'_> {
    /// The claims, before they are signed in such a way.
    pub fn claims(&self, algorithm: SigningAlgorithm) -> IdTokenClaims {
        let (iat, exp) = jwt::life(self.issued, self.lifetime);
        let says = |scope, claim| self.scopes.contains(scope) || self.asked.contains(&claim);
        let Authentication { at, acr, methods, session } = *self.authentication;
        IdTokenClaims {
            iss: self.issuer.to_owned(),
            sub: self.subject.to_owned(),
            aud: self.client,
            exp,
            iat,
            auth_time: at.as_secs(),
            nonce: self.nonce.map(str::to_owned),
            acr,
            amr: acr::amr(methods, acr).into_iter().map(str::to_owned).collect(),
            sid: session,
            at_hash: self.access_token.map(|token| half_hash(token, algorithm)),
            tid: self.tenant,
            oid: self.person.id,
            name: says(Scope::Profile, PersonClaim::Name).then(|| self.person.name.clone()),
            preferred_username: says(Scope::Profile, PersonClaim::PreferredUsername)
                .then(|| self.person.username.clone()),
            email: self.person.email.clone().filter(|_| says(Scope::Email, PersonClaim::Email)),
        }
    }

    /// The signed token.
    pub fn sign(&self, key: &SigningKey) -> Result<String, KeyError> {
        jwt::sign(key, TYP, &self.claims(key.algorithm()))
    }
}

/// Reads an ID token of ours that an application sends back as a hint. Its time may be over (OpenID Connect
/// RP-Initiated Logout §4); it says whom the application means, and lets nobody in.
pub fn verify_id_token_hint(
    keys: &[PublicKey],
    token: &str,
    issuer: &str,
) -> Result<IdTokenClaims, InvalidToken> {
    let claims: IdTokenClaims = jwt::verify(keys, TYP, token)?;
    if claims.iss == issuer { Ok(claims) } else { Err(InvalidToken::Issuer) }
}

/// OpenID Connect Core §3.1.3.6: the hash is that of the signature's algorithm, which for Ed25519 is SHA-512 (RFC 8032
/// §5.1).
fn half_hash(token: &str, algorithm: SigningAlgorithm) -> String {
    let hash = match algorithm {
        SigningAlgorithm::Es256 | SigningAlgorithm::Rs256 => digest(&SHA256, token.as_bytes()),
        SigningAlgorithm::EdDsa => digest(&SHA512, token.as_bytes()),
    };
    let (left, _) = hash.as_ref().split_at(hash.as_ref().len() / 2);
    URL_SAFE_NO_PAD.encode(left)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use model::{Method, MethodSet};

    use super::*;
    use crate::generate_pkcs8;

    const ISSUER: &str = "https://id.example.org/t/v2.0";

    fn check(scopes: &str, test: impl FnOnce(IdToken<'_>)) {
        let person = Person {
            id: Id::fixed(3),
            name: "Anna de Vries".to_owned(),
            username: "anna@example.org".to_owned(),
            email: Some("a.devries@example.org".to_owned()),
        };
        let authentication = Authentication {
            at: Timestamp::from_micros(900_999_999),
            acr: Acr::MultiFactor,
            methods: MethodSet::of(&[Method::Password, Method::Totp]),
            session: Id::fixed(4),
        };
        test(IdToken {
            issuer: ISSUER,
            subject: "anna-for-this-app",
            client: Id::fixed(1),
            tenant: Id::fixed(2),
            person: &person,
            scopes: ScopeSet::parse(scopes),
            asked: &[],
            nonce: Some("n1"),
            authentication: &authentication,
            access_token: Some("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
            issued: Timestamp::from_micros(1_000_999_999),
            lifetime: Span::hours(1),
        });
    }

    #[test]
    fn everything_that_was_granted_is_said() {
        check("openid profile email", |token| {
            expect![[r#"
                {
                  "iss": "https://id.example.org/t/v2.0",
                  "sub": "anna-for-this-app",
                  "aud": "00000000-0000-0000-0000-000000000001",
                  "exp": 4600,
                  "iat": 1000,
                  "auth_time": 900,
                  "nonce": "n1",
                  "acr": "urn:sluis:acr:2",
                  "amr": [
                    "pwd",
                    "otp",
                    "mfa"
                  ],
                  "sid": "00000000-0000-0000-0000-000000000004",
                  "at_hash": "77QmUPtjPfzWtF2AnpK9RQ",
                  "tid": "00000000-0000-0000-0000-000000000002",
                  "oid": "00000000-0000-0000-0000-000000000003",
                  "name": "Anna de Vries",
                  "preferred_username": "anna@example.org",
                  "email": "a.devries@example.org"
                }"#]]
            .assert_eq(&serde_json::to_string_pretty(&token.claims(SigningAlgorithm::Es256)).unwrap());
        });
    }

    /// Computed by Python's `hashlib`, not by our own code.
    #[test]
    fn the_hash_of_the_access_token_is_that_of_the_signature() {
        check("openid", |token| {
            let hash = |algorithm| token.claims(algorithm).at_hash.unwrap();
            assert_eq!(hash(SigningAlgorithm::Rs256), "77QmUPtjPfzWtF2AnpK9RQ");
            assert_eq!(hash(SigningAlgorithm::EdDsa), "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM");
        });
    }

    #[test]
    fn what_was_not_granted_is_not_said() {
        check("openid", |token| {
            let claims = token.claims(SigningAlgorithm::Es256);
            assert_eq!((claims.name, claims.preferred_username, claims.email), (None, None, None));
        });
    }

    #[test]
    fn an_ended_token_of_ours_is_still_a_hint_and_anothers_is_none() {
        let key = SigningKey::from_pkcs8(
            SigningAlgorithm::Es256,
            &generate_pkcs8(SigningAlgorithm::Es256).unwrap(),
        )
        .unwrap();
        let keys = [key.public().clone()];
        check("openid", |token| {
            let text = token.sign(&key).unwrap();
            assert_eq!(verify_id_token_hint(&keys, &text, ISSUER), Ok(token.claims(SigningAlgorithm::Es256)));
            let elsewhere = "https://id.example.org/other/v2.0";
            assert_eq!(verify_id_token_hint(&keys, &text, elsewhere), Err(InvalidToken::Issuer));
            assert_eq!(verify_id_token_hint(&[], &text, ISSUER), Err(InvalidToken::UnknownKey));
        });
    }
}
