//! An organisation's own authentication strengths in Graph's JSON.

use std::fmt;

use model::{Id, Make};
use policy::{AuthenticationStrength, Combination};
use serde_json::{Map, Value, json};

use crate::strength::{MFA, SINGLE};

/// The most makes that a strength names.
pub const MOST_MAKES: usize = 100;
/// The longest description, in bytes.
const LONGEST: usize = 1024;

const FIDO2: &str = "#microsoft.graph.fido2CombinationConfiguration";
const X509: &str = "#microsoft.graph.x509CertificateCombinationConfiguration";

/// A strength and everything that stood in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrengthDocument {
    /// What decides.
    pub strength: AuthenticationStrength,
    /// What it is for.
    pub description: String,
    /// What narrows its combinations, each with an id: makes of keys, and certificates, which nobody can give here.
    configurations: Vec<Value>,
    /// What stands around it: times, and what is not understood.
    rest: Map<String, Value>,
}

/// Why a text is no strength.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StrengthError {
    /// Not JSON, or not an object.
    NotAStrength,
    /// Without a name.
    Name,
    /// A member that is of another kind.
    Member(&'static str),
    /// Ways to authenticate that are no combination.
    Combination(String),
    /// Without a combination: nobody would meet it.
    Empty,
    /// What narrows a combination cannot be read.
    Configuration,
    /// Makes of keys are named twice.
    Twice,
    /// A make that is none.
    Make(String),
    /// None, or more makes than a strength names.
    Makes,
}

impl fmt::Display for StrengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAStrength => f.write_str("not an authentication strength"),
            Self::Name => f.write_str("`displayName` is missing or cannot be shown"),
            Self::Member(name) => write!(f, "`{name}` cannot be read"),
            Self::Combination(words) => write!(f, "`{words}` is not a combination of methods"),
            Self::Empty => f.write_str("`allowedCombinations` is empty"),
            Self::Configuration => f.write_str("`combinationConfigurations` cannot be read"),
            Self::Twice => f.write_str("`allowedAAGUIDs` stands in more than one configuration"),
            Self::Make(make) => write!(f, "`{make}` is not an AAGUID"),
            Self::Makes => write!(f, "`allowedAAGUIDs` holds none, or more than {MOST_MAKES}"),
        }
    }
}

impl std::error::Error for StrengthError {}

/// Every combination that a strength can allow, in the words of Graph: those that are multi-factor, and single ones.
pub fn combinations() -> impl Iterator<Item = &'static str> {
    MFA.into_iter().chain(SINGLE)
}

/// Reads a strength; one without an id gets `id`.
pub fn read_strength(text: &str, id: Id<AuthenticationStrength>) -> Result<StrengthDocument, StrengthError> {
    let Ok(Value::Object(mut rest)) = serde_json::from_str(text) else {
        return Err(StrengthError::NotAStrength);
    };
    let id = rest.remove("id").and_then(|id| id.as_str()?.parse().ok()).unwrap_or(id);
    let name = rest.remove("displayName");
    let name = name.as_ref().and_then(Value::as_str).and_then(|name| model::plain_text(name, 256));
    let description = match rest.remove("description") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) if text.trim().is_empty() => String::new(),
        Some(Value::String(text)) => {
            model::plain_text(&text, LONGEST).ok_or(StrengthError::Member("description"))?
        }
        Some(_) => return Err(StrengthError::Member("description")),
    };
    let combinations = allowed(rest.remove("allowedCombinations"))?;
    let configurations = match rest.remove("combinationConfigurations") {
        None | Some(Value::Null) => vec![],
        Some(Value::Array(configurations)) => configurations,
        Some(_) => return Err(StrengthError::Configuration),
    };
    let configurations: Vec<Value> = configurations.iter().map(configuration).collect::<Result<_, _>>()?;
    let makes = makes_of(&configurations)?;
    // What follows from the combinations, and what only an answer has.
    rest.retain(|name, _| {
        !matches!(name.as_str(), "policyType" | "requirementsSatisfied") && !name.contains('@')
    });
    let strength = AuthenticationStrength { id, name: name.ok_or(StrengthError::Name)?, combinations, makes };
    Ok(StrengthDocument { strength, description, configurations, rest })
}

fn allowed(written: Option<Value>) -> Result<Vec<Combination>, StrengthError> {
    let written = match written {
        Some(Value::Array(written)) => written,
        None | Some(Value::Null) => vec![],
        Some(_) => return Err(StrengthError::Member("allowedCombinations")),
    };
    let mut read: Vec<Combination> = vec![];
    for words in written {
        let words = words.as_str().unwrap_or_default();
        let known = combination(words)
            .ok_or_else(|| StrengthError::Combination(words.chars().take(100).collect()))?;
        if !read.contains(&known) {
            read.push(known);
        }
    }
    if read.is_empty() { Err(StrengthError::Empty) } else { Ok(read) }
}

/// The combination of these words, in the order in which it is known.
fn combination(words: &str) -> Option<Combination> {
    let sorted = |combination: &Combination| {
        let mut modes: Vec<&str> = combination.0.iter().map(|mode| mode.word()).collect();
        modes.sort_unstable();
        modes.dedup();
        modes
    };
    let sought = sorted(&Combination::from_words(words)?);
    combinations().filter_map(Combination::from_words).find(|known| sorted(known) == sought)
}

/// Reads what narrows a combination, and writes it again as it is kept.
pub fn configuration(written: &Value) -> Result<Value, StrengthError> {
    let Value::Object(members) = written else { return Err(StrengthError::Configuration) };
    let mut members = members.clone();
    let texts = |member: Option<&Value>| match member {
        None | Some(Value::Null) => Ok(vec![]),
        Some(Value::Array(list)) => list
            .iter()
            .map(|one| one.as_str().map(|one| one.trim().to_owned()).ok_or(StrengthError::Configuration))
            .collect::<Result<Vec<String>, _>>(),
        Some(_) => Err(StrengthError::Configuration),
    };
    for words in texts(members.get("appliesToCombinations"))? {
        combination(&words).ok_or(StrengthError::Combination(words))?;
    }
    match members.get("@odata.type").and_then(Value::as_str) {
        Some(FIDO2) => {
            let mut makes: Vec<Id<Make>> = vec![];
            for make in texts(members.get("allowedAAGUIDs"))? {
                let known = make.parse().map_err(|_| StrengthError::Make(make.chars().take(64).collect()))?;
                if !makes.contains(&known) {
                    makes.push(known);
                }
            }
            if makes.is_empty() || makes.len() > MOST_MAKES {
                return Err(StrengthError::Makes);
            }
            members.insert("allowedAAGUIDs".to_owned(), json!(makes));
            members.entry("appliesToCombinations").or_insert_with(|| json!(["fido2"]));
        }
        Some(X509) => {
            let lists = ["allowedIssuerSkis", "allowedPolicyOIDs"];
            let found = lists.map(|name| texts(members.get(name)));
            for (name, list) in lists.into_iter().zip(found) {
                members.insert(name.to_owned(), json!(list?));
            }
            let all = ["x509CertificateMultiFactor", "x509CertificateSingleFactor"];
            members.entry("appliesToCombinations").or_insert_with(|| json!(all));
        }
        _ => return Err(StrengthError::Configuration),
    }
    Ok(Value::Object(members))
}

/// The makes that these configurations name; `None` where every make counts.
pub(crate) fn makes(configurations: &Value) -> Result<Option<Vec<Id<Make>>>, StrengthError> {
    let Value::Array(written) = configurations else { return Err(StrengthError::Configuration) };
    makes_of(&written.iter().map(configuration).collect::<Result<Vec<_>, _>>()?)
}

fn makes_of(configurations: &[Value]) -> Result<Option<Vec<Id<Make>>>, StrengthError> {
    let mut named = configurations.iter().filter(|one| one["@odata.type"] == FIDO2);
    let first = named.next();
    if named.next().is_some() {
        return Err(StrengthError::Twice);
    }
    let Some(Value::Array(makes)) = first.map(|one| &one["allowedAAGUIDs"]) else { return Ok(None) };
    Ok(Some(makes.iter().filter_map(|make| make.as_str()?.parse().ok()).collect()))
}

impl StrengthDocument {
    /// What narrows its combinations.
    pub fn configurations(&self) -> &[Value] {
        &self.configurations
    }

    /// True when every combination is multi-factor.
    pub fn is_multi_factor(&self) -> bool {
        let is_mfa = |one: &Combination| MFA.contains(&one.words().as_str());
        self.strength.combinations.iter().all(is_mfa)
    }

    /// The document again: every member that Graph writes, and what stood beside them.
    pub fn write(&self) -> Value {
        let words: Vec<String> = self.strength.combinations.iter().map(Combination::words).collect();
        let mut members = Map::new();
        members.insert("id".to_owned(), self.strength.id.to_string().into());
        for name in ["createdDateTime", "modifiedDateTime"] {
            members.insert(name.to_owned(), Value::Null);
        }
        members.insert("displayName".to_owned(), json!(self.strength.name));
        members.insert("description".to_owned(), json!(self.description));
        members.insert("policyType".to_owned(), json!("custom"));
        let satisfied = if self.is_multi_factor() { "mfa" } else { "none" };
        members.insert("requirementsSatisfied".to_owned(), json!(satisfied));
        members.insert("allowedCombinations".to_owned(), json!(words));
        members.insert("combinationConfigurations".to_owned(), json!(self.configurations));
        members.extend(self.rest.clone());
        Value::Object(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Id<AuthenticationStrength> = Id::fixed(7);
    const BLUE: &str = "cb69481e-8ff7-4039-93ec-0a2729a154a8";

    fn keys(makes: &[&str]) -> Value {
        json!({ "@odata.type": FIDO2, "id": "1", "appliesToCombinations": ["fido2"], "allowedAAGUIDs": makes })
    }

    fn strength(combinations: &[&str], configurations: &[Value]) -> Result<StrengthDocument, StrengthError> {
        let value = json!({ "displayName": "Keys", "allowedCombinations": combinations,
            "combinationConfigurations": configurations });
        read_strength(&value.to_string(), NEW)
    }

    #[test]
    fn a_strength_is_written_as_it_was_read() {
        let certificates = json!({ "@odata.type": X509, "id": "2", "allowedIssuerSkis": ["9a4248c6ac8c2931"],
            "appliesToCombinations": ["x509CertificateMultiFactor"], "allowedPolicyOIDs": ["1.2.3"] });
        let text = json!({ "id": "11111111-1111-4111-8111-111111111111", "displayName": "Keys",
            "createdDateTime": "2026-01-01T00:00:00Z", "modifiedDateTime": "2026-01-02T00:00:00Z",
            "description": "For the cash desk", "policyType": "custom", "requirementsSatisfied": "mfa",
            "allowedCombinations": ["fido2", "x509CertificateMultiFactor", "password,softwareOath"],
            "combinationConfigurations": [keys(&[BLUE]), certificates], "ours": 1 });
        let read = read_strength(&text.to_string(), NEW).unwrap();
        assert_eq!(read.write(), text);
        assert_eq!(read.strength.makes, Some(vec![BLUE.parse().unwrap()]));
        assert_eq!(read_strength(&read.write().to_string(), NEW), Ok(read));
    }

    #[test]
    fn the_order_of_a_combination_says_nothing_and_single_factors_satisfy_nothing() {
        let read = strength(&["softwareOath, password", "password,softwareOath", "fido2"], &[]).unwrap();
        assert_eq!(read.write()["allowedCombinations"], json!(["password,softwareOath", "fido2"]));
        assert_eq!(read.write()["requirementsSatisfied"], "mfa");
        assert_eq!(strength(&["fido2", "password"], &[]).unwrap().write()["requirementsSatisfied"], "none");
    }

    #[test]
    fn what_cannot_be_used_is_refused_with_its_reason() {
        assert_eq!(strength(&[], &[]), Err(StrengthError::Empty));
        for words in ["fido2,sms", "telepathy", "", "password,password,sms,voice"] {
            assert_eq!(strength(&[words], &[]), Err(StrengthError::Combination(words.to_owned())), "{words}");
        }
        let twice = [keys(&[BLUE]), keys(&[BLUE])];
        assert_eq!(strength(&["fido2"], &twice), Err(StrengthError::Twice));
        assert_eq!(strength(&["fido2"], &[keys(&[])]), Err(StrengthError::Makes));
        assert_eq!(strength(&["fido2"], &[keys(&["blue"])]), Err(StrengthError::Make("blue".to_owned())));
        assert_eq!(strength(&["fido2"], &[json!({ "id": "3" })]), Err(StrengthError::Configuration));
        assert_eq!(read_strength("[]", NEW), Err(StrengthError::NotAStrength));
        assert_eq!(read_strength("{\"allowedCombinations\":[\"fido2\"]}", NEW), Err(StrengthError::Name));
    }
}
