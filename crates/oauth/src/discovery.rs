use model::{Id, Locale, Permission, Tenant};
use serde_json::json;

use crate::{Acr, ResponseMode, Scope, SigningAlgorithm};

/// The paths of the endpoints below `/{tenant}`; where clients of Microsoft's platform look for them.
pub mod path {
    /// OpenID Connect Discovery §4: below the issuer.
    pub const CONFIGURATION: &str = "/v2.0/.well-known/openid-configuration";
    /// The authorization endpoint.
    pub const AUTHORIZE: &str = "/oauth2/v2.0/authorize";
    /// The token endpoint.
    pub const TOKEN: &str = "/oauth2/v2.0/token";
    /// The introspection endpoint. Microsoft has none, nor the next.
    pub const INTROSPECT: &str = "/oauth2/v2.0/introspect";
    /// The revocation endpoint.
    pub const REVOKE: &str = "/oauth2/v2.0/revoke";
    /// The end-session endpoint.
    pub const LOGOUT: &str = "/oauth2/v2.0/logout";
    /// The key set.
    pub const KEYS: &str = "/discovery/v2.0/keys";
    /// The userinfo endpoint. Microsoft's is on another host, so no client expects a place for it.
    pub const USERINFO: &str = "/openid/userinfo";
}

/// The addresses of an organisation's endpoints, always with its id in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    root: String,
}

impl Addresses {
    /// From the public address (scheme, host, port; no slash at the end) and the organisation.
    pub fn new(public_address: &str, tenant: Id<Tenant>) -> Self {
        Self { root: format!("{public_address}/{tenant}") }
    }
    /// The issuer, for ever.
    pub fn issuer(&self) -> String {
        format!("{}/v2.0", self.root)
    }
    /// The address of an endpoint.
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }
}

/// The discovery document (OpenID Connect Discovery §3, RFC 8414 §2). It lists what there is and nothing else, also
/// where the standard's default would say otherwise. `algorithms` are those that tokens are signed with.
pub fn document(addresses: &Addresses, algorithms: &[SigningAlgorithm]) -> String {
    json!({
        "issuer": addresses.issuer(),
        "authorization_endpoint": addresses.of(path::AUTHORIZE),
        "token_endpoint": addresses.of(path::TOKEN),
        "userinfo_endpoint": addresses.of(path::USERINFO),
        "introspection_endpoint": addresses.of(path::INTROSPECT),
        "revocation_endpoint": addresses.of(path::REVOKE),
        "end_session_endpoint": addresses.of(path::LOGOUT),
        "jwks_uri": addresses.of(path::KEYS),
        "scopes_supported": scopes(),
        "response_types_supported": ["code"],
        "response_modes_supported": ResponseMode::ALL.map(ResponseMode::word),
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": algorithms.iter().map(|one| one.word()).collect::<Vec<_>>(),
        "acr_values_supported": Acr::ALL.map(Acr::word),
        "prompt_values_supported": ["none", "login", "select_account"],
        "ui_locales_supported": Locale::ALL.map(Locale::tag),
        "claim_types_supported": ["normal"],
        "claims_supported": [
            "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash", "tid", "oid",
            "name", "preferred_username", "email",
        ],
        "authorization_response_iss_parameter_supported": true,
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
    })
    .to_string()
}

fn scopes() -> Vec<&'static str> {
    let permissions = Permission::ALL.iter().map(|permission| permission.word());
    Scope::ALL.into_iter().map(Scope::word).chain(permissions).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::{MethodSet, Span, Timestamp};
    use serde_json::Value;

    use super::*;
    use crate::{Authentication, IdToken, Person, ScopeSet};

    const TENANT: Id<Tenant> = Id::fixed(0x1b2c3d4e_0000_4000_8000_000000000001);

    fn published() -> Value {
        serde_json::from_str(&document(
            &Addresses::new("https://id.example.org", TENANT),
            &[SigningAlgorithm::Es256],
        ))
        .unwrap()
    }

    #[test]
    fn addresses_are_where_clients_look_for_them() {
        let root = "https://id.example.org/1b2c3d4e-0000-4000-8000-000000000001";
        for (member, path) in [
            ("issuer", "/v2.0"),
            ("authorization_endpoint", "/oauth2/v2.0/authorize"),
            ("token_endpoint", "/oauth2/v2.0/token"),
            ("introspection_endpoint", "/oauth2/v2.0/introspect"),
            ("revocation_endpoint", "/oauth2/v2.0/revoke"),
            ("end_session_endpoint", "/oauth2/v2.0/logout"),
            ("jwks_uri", "/discovery/v2.0/keys"),
            ("userinfo_endpoint", "/openid/userinfo"),
        ] {
            assert_eq!(published()[member], format!("{root}{path}"), "{member}");
        }
    }

    #[test]
    fn the_document_lies_below_the_issuer() {
        let addresses = Addresses::new("https://id.example.org", TENANT);
        assert_eq!(
            addresses.of(path::CONFIGURATION),
            addresses.issuer() + "/.well-known/openid-configuration"
        );
    }

    #[test]
    fn the_claims_it_lists_are_the_claims_of_an_id_token() {
        let person = Person {
            id: Id::fixed(1),
            name: "a".to_owned(),
            username: "a".to_owned(),
            email: Some("a".to_owned()),
        };
        let authentication = Authentication {
            at: Timestamp::from_secs(1),
            acr: Acr::SingleFactor,
            methods: MethodSet::EMPTY,
            session: Id::fixed(1),
        };
        let token = IdToken {
            issuer: "i",
            subject: "s",
            client: Id::fixed(1),
            tenant: TENANT,
            person: &person,
            scopes: ScopeSet::of(&Scope::ALL),
            asked: &[],
            nonce: Some("n"),
            authentication: &authentication,
            access_token: Some("a"),
            issued: Timestamp::from_secs(1),
            lifetime: Span::hours(1),
        };
        let claims = serde_json::to_value(token.claims(SigningAlgorithm::Es256)).unwrap();
        let issued: BTreeSet<&str> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        let published = published();
        let listed =
            published["claims_supported"].as_array().unwrap().iter().map(|claim| claim.as_str().unwrap());
        assert_eq!(issued, listed.collect());
    }
}
