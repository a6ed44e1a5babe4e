use serde::Serialize;

use crate::{Person, PersonClaim, Scope, ScopeSet};

/// The answer of the userinfo endpoint (OpenID Connect Core §5.3.2): the claims that the token's scopes reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserInfo {
    /// The same subject as in the ID token.
    pub sub: String,
    /// With `profile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// With `profile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    /// With `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl UserInfo {
    /// What a token with these scopes may learn, and what was asked beside them; `None` without `openid` (answer `insufficient_scope`).
    pub fn new(subject: &str, person: &Person, scopes: ScopeSet, asked: &[PersonClaim]) -> Option<Self> {
        let says = |scope, claim| scopes.contains(scope) || asked.contains(&claim);
        scopes.contains(Scope::OpenId).then(|| Self {
            sub: subject.to_owned(),
            name: says(Scope::Profile, PersonClaim::Name).then(|| person.name.clone()),
            preferred_username: says(Scope::Profile, PersonClaim::PreferredUsername)
                .then(|| person.username.clone()),
            email: person.email.clone().filter(|_| says(Scope::Email, PersonClaim::Email)),
        })
    }
}

#[cfg(test)]
mod tests {
    use model::Id;

    use super::*;

    fn check(scopes: &str, json: Option<&str>) {
        let person = Person {
            id: Id::fixed(3),
            name: "Anna".to_owned(),
            username: "anna@example.org".to_owned(),
            email: Some("a@example.org".to_owned()),
        };
        let info = UserInfo::new("s", &person, ScopeSet::parse(scopes), &[]);
        assert_eq!(info.map(|info| serde_json::to_string(&info).unwrap()).as_deref(), json, "{scopes}");
    }

    #[test]
    fn claims_follow_the_scopes() {
        check("openid", Some(r#"{"sub":"s"}"#));
        check("openid profile", Some(r#"{"sub":"s","name":"Anna","preferred_username":"anna@example.org"}"#));
        check("openid email", Some(r#"{"sub":"s","email":"a@example.org"}"#));
        check("profile email", None);
    }
}
