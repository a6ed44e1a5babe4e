//! The `claims` parameter (OpenID Connect Core §5.5): what an application asks of tokens beside its scopes.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::Acr;
use crate::error::{Code, OAuthError, invalid_request};

/// The longest text that is read; what real applications send is a tenth of it.
const MAX_TEXT: usize = 4_096;

/// What is kept of it until tokens are made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClaimsRequest {
    /// One of these must be reached, and is what the ID token says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub essential_acr: Vec<Acr>,
    /// Put into the ID token, whatever the scopes say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub id_token: Vec<PersonClaim>,
    /// Told by the userinfo endpoint, whatever the scopes say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub userinfo: Vec<PersonClaim>,
}

/// What can be asked about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonClaim {
    /// How the person is called.
    Name,
    /// What the person signs in with.
    PreferredUsername,
    /// Where mail goes.
    Email,
}

/// The parameter as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Asked {
    pub(crate) kept: ClaimsRequest,
    /// Contexts that are wished for, like `acr_values`.
    pub(crate) wished_acr: Vec<Acr>,
    /// The only subject that may answer.
    pub(crate) subject: Option<String>,
}

// What we do not know is not read (§5.5); a member that stands twice is an error, so that nobody reads another one.
#[derive(Deserialize)]
struct Wire {
    #[serde(default)]
    id_token: Option<Members>,
    #[serde(default)]
    userinfo: Option<Members>,
}

#[derive(Deserialize, Default)]
struct Members {
    #[serde(default, deserialize_with = "present")]
    acr: Option<Member>,
    #[serde(default, deserialize_with = "present")]
    sub: Option<Member>,
    #[serde(default, deserialize_with = "present")]
    name: Option<Member>,
    #[serde(default, deserialize_with = "present")]
    preferred_username: Option<Member>,
    #[serde(default, deserialize_with = "present")]
    email: Option<Member>,
}

#[derive(Deserialize, Default)]
struct Member {
    #[serde(default)]
    essential: bool,
    #[serde(default)]
    value: Option<Value>,
    #[serde(default)]
    values: Vec<Value>,
}

/// `null` asks for a claim without saying more about it.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Member>, D::Error> {
    Ok(Some(Option::<Member>::deserialize(deserializer)?.unwrap_or_default()))
}

impl ClaimsRequest {
    /// True when nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The context to say of a sign-in that reached this one: where some were essential, the best of those.
    pub fn acr(&self, reached: Acr) -> Acr {
        self.essential_acr.iter().copied().filter(|acr| *acr <= reached).max().unwrap_or(reached)
    }
}

/// Reads the parameter.
pub(crate) fn parse(text: Option<&str>) -> Result<Asked, OAuthError> {
    let Some(text) = text else { return Ok(Asked::default()) };
    let malformed = invalid_request("claims is not the JSON that OpenID Connect Core 5.5 describes");
    // serde reads a list as a struct too; only an object says which member is meant.
    if text.len() > MAX_TEXT || !text.trim_start().starts_with('{') {
        return Err(malformed);
    }
    let wire: Wire = serde_json::from_str(text).map_err(|_| malformed)?;
    let (id_token, userinfo) = (wire.id_token.unwrap_or_default(), wire.userinfo.unwrap_or_default());
    let subject = id_token.sub.as_ref().and_then(|sub| sub.texts().next()).map(str::to_owned);
    let mut asked = Asked { subject, ..Asked::default() };
    asked.kept.id_token = id_token.of_person();
    asked.kept.userinfo = userinfo.of_person();
    if let Some(acr) = id_token.acr {
        let known = Acr::parse_list(&acr.texts().collect::<Vec<_>>().join(" "));
        let names_some = acr.texts().next().is_some();
        match (acr.essential, names_some) {
            // §5.5.1.1: what cannot be met is a failed authentication, and here nobody could meet it.
            (true, true) if known.is_empty() => {
                return Err(OAuthError::new(
                    Code::UnmetAuthenticationRequirements,
                    "none of the essential acr values is known here",
                ));
            }
            (true, _) => asked.kept.essential_acr = known,
            (false, _) => asked.wished_acr = known,
        }
    }
    Ok(asked)
}

impl Members {
    fn of_person(&self) -> Vec<PersonClaim> {
        let asked = [
            (&self.name, PersonClaim::Name),
            (&self.preferred_username, PersonClaim::PreferredUsername),
            (&self.email, PersonClaim::Email),
        ];
        asked.into_iter().filter(|(member, _)| member.is_some()).map(|(_, claim)| claim).collect()
    }
}

impl Member {
    fn texts(&self) -> impl Iterator<Item = &str> {
        self.value.iter().chain(&self.values).filter_map(Value::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Asked {
        parse(Some(text)).unwrap()
    }

    fn error(text: &str) -> Code {
        parse(Some(text)).unwrap_err().code
    }

    #[test]
    fn essential_contexts_must_be_reached_and_others_are_wished_for() {
        let both = read(r#"{"id_token":{"acr":{"essential":true,"values":["urn:x:gold","phr"]}}}"#);
        assert_eq!((both.kept.essential_acr, both.wished_acr), (vec![Acr::PhishingResistant], vec![]));
        let wish =
            read(r#"{"id_token":{"acr":{"values":["urn:sluis:acr:2"]},"auth_time":{"essential":true}}}"#);
        assert_eq!((wish.kept.essential_acr, wish.wished_acr), (vec![], vec![Acr::MultiFactor]));
        let any = read(r#"{"id_token":{"acr":{"essential":true}}}"#);
        assert!(any.kept.is_empty(), "every ID token has one");
        let gold = r#"{"id_token":{"acr":{"essential":true,"value":"urn:x:gold"}}}"#;
        assert_eq!(error(gold), Code::UnmetAuthenticationRequirements);
    }

    #[test]
    fn what_is_said_is_one_of_the_essential_ones() {
        let request = |values: &[Acr]| ClaimsRequest { essential_acr: values.to_vec(), ..Default::default() };
        assert_eq!(request(&[Acr::SingleFactor]).acr(Acr::MultiFactor), Acr::SingleFactor);
        let both = request(&[Acr::SingleFactor, Acr::MultiFactor]);
        assert_eq!(both.acr(Acr::PhishingResistant), Acr::MultiFactor);
        assert_eq!(request(&[]).acr(Acr::MultiFactor), Acr::MultiFactor);
    }

    #[test]
    fn claims_of_a_person_are_asked_by_name() {
        let asked =
            read(r#"{"userinfo":{"email":null,"picture":null},"id_token":{"name":{"essential":true}}}"#);
        assert_eq!(asked.kept.userinfo, [PersonClaim::Email]);
        assert_eq!(asked.kept.id_token, [PersonClaim::Name]);
        assert_eq!(read(r#"{"id_token":{"sub":{"value":"248"}}}"#).subject.as_deref(), Some("248"));
        // What Microsoft's libraries send.
        assert_eq!(read(r#"{"access_token":{"xms_cc":{"values":["CP1"]}}}"#), Asked::default());
    }

    /// Attack 54: a member that stands twice is read by nobody.
    #[test]
    fn what_cannot_be_read_in_one_way_is_an_error() {
        for text in [
            "",
            "x",
            "[]",
            r#"{"id_token":{"acr":"phr"}}"#,
            r#"{"id_token":{"acr":{"essential":true,"value":"phr"},"acr":null}}"#,
            r#"{"id_token":{"acr":{"essential":true,"essential":false,"value":"phr"}}}"#,
            r#"{"id_token":null,"id_token":{}}"#,
        ] {
            assert_eq!(error(text), Code::InvalidRequest, "{text}");
        }
        let long = format!(r#"{{"id_token":{{"{}":null}}}}"#, "x".repeat(MAX_TEXT));
        assert_eq!(error(&long), Code::InvalidRequest);
        let deep = format!(r#"{{"id_token":{}"#, r#"{"a":"#.repeat(600));
        assert_eq!(error(&deep), Code::InvalidRequest);
    }
}
