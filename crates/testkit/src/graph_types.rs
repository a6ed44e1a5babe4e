//! The types that bodies of Microsoft Graph are of, and what is wrong with a body: a member that its type declares and it
//! has not, one that it has and the type does not declare, a value of another kind, a word that is none of its list.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

const TABLE: &str = include_str!("../graph/types.txt");
const ODATA_TYPE: &str = "@odata.type";
const NAMESPACE: &str = "#microsoft.graph.";

/// The types of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphTypes {
    /// Objects, by name.
    pub objects: BTreeMap<String, GraphObject>,
    /// Lists of words, by name.
    pub words: BTreeMap<String, GraphWords>,
}

/// What an object has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GraphObject {
    /// What it has the members of, too.
    pub base: Option<String>,
    /// Whether a value says by `@odata.type` which object it is.
    pub is_abstract: bool,
    /// True where the schema does not have it yet.
    pub is_newer: bool,
    /// Its own members.
    pub members: BTreeMap<String, GraphMember>,
}

/// What a member is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphMember {
    /// The type, or that of each element of a list.
    pub kind: String,
    /// Whether it is a list.
    pub is_list: bool,
    /// Whether it may be null; a list never is.
    pub is_nullable: bool,
    /// True where the schema does not have it yet.
    pub is_newer: bool,
}

/// Words, one of which stands in a member.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GraphWords {
    /// Whether several may, with commas between them.
    pub are_flags: bool,
    /// True where the schema does not have them yet.
    pub is_newer: bool,
    /// The words.
    pub all: Vec<String>,
}

/// Shown as it stands in the table.
impl fmt::Display for GraphMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.is_list, self.is_nullable) {
            (true, _) => write!(f, "[{}]", self.kind),
            (false, true) => write!(f, "{}?", self.kind),
            (false, false) => f.write_str(&self.kind),
        }
    }
}

impl GraphMember {
    fn read(text: &str, is_newer: bool) -> Self {
        let listed = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let nullable = text.strip_suffix('?');
        let kind = listed.or(nullable).unwrap_or(text).to_owned();
        Self { kind, is_list: listed.is_some(), is_nullable: nullable.is_some(), is_newer }
    }

    /// The same of one element of the list.
    fn element(&self) -> Self {
        Self { is_list: false, is_nullable: false, ..self.clone() }
    }
}

impl GraphTypes {
    /// The types that the API answers with in a version: `v1.0` or `beta`.
    pub fn of(version: &str) -> Self {
        Self::read(TABLE, version)
    }

    /// Reads a table of types, as its first lines say how they are written.
    fn read(table: &str, version: &str) -> Self {
        let mut types = Self { objects: BTreeMap::new(), words: BTreeMap::new() };
        let mut within: Option<String> = None;
        for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (marks, tokens): (Vec<&str>, Vec<&str>) =
                line.split_whitespace().partition(|token| token.starts_with('@'));
            let Some(is_newer) = stands(&marks, version) else {
                within = if line.starts_with(' ') { within } else { None };
                continue;
            };
            match tokens.as_slice() {
                [name, kind] if line.starts_with(' ') => {
                    let member = GraphMember::read(kind, is_newer);
                    if let Some(object) = within.as_ref().and_then(|object| types.objects.get_mut(object)) {
                        object.members.insert((*name).to_owned(), member);
                    }
                }
                ["type" | "abstract", name, rest @ ..] => {
                    let base = rest.last().map(|base| (*base).to_owned());
                    let is_abstract = tokens[0] == "abstract";
                    let object = GraphObject { base, is_abstract, is_newer, members: BTreeMap::new() };
                    types.objects.insert((*name).to_owned(), object);
                    within = Some((*name).to_owned());
                }
                ["enum" | "flags", name, "=", words @ ..] => {
                    let are_flags = tokens[0] == "flags";
                    let all = words.iter().filter_map(|word| word_in(word, version)).collect();
                    types.words.insert((*name).to_owned(), GraphWords { are_flags, is_newer, all });
                }
                _ => panic!("no line of a table of types: {line}"),
            }
        }
        types
    }

    /// What is wrong with a value that is to be an object of this type; nothing where it is one.
    pub fn wrong(&self, kind: &str, value: &Value) -> Vec<String> {
        let mut wrong = vec![];
        let member =
            GraphMember { kind: kind.to_owned(), is_list: false, is_nullable: false, is_newer: false };
        self.look(&member, value, kind, &mut wrong);
        wrong
    }

    fn look(&self, member: &GraphMember, value: &Value, path: &str, wrong: &mut Vec<String>) {
        match value {
            Value::Array(values) if member.is_list => {
                for (place, value) in values.iter().enumerate() {
                    self.look(&member.element(), value, &format!("{path}[{place}]"), wrong);
                }
            }
            Value::Null if member.is_nullable => {}
            value if member.is_list => wrong.push(format!("{path} is no list: {value}")),
            value if member.kind.starts_with("Edm.") => {
                if !is_primitive(&member.kind, value) {
                    wrong.push(format!("{path} is no {}: {value}", member.kind));
                }
            }
            value => match (self.words.get(&member.kind), value) {
                (Some(words), Value::String(text)) if words.hold(text) => {}
                (None, Value::Object(members)) => self.object(&member.kind, members, path, wrong),
                _ => wrong.push(format!("{path} is no {}: {value}", member.kind)),
            },
        }
    }

    fn object(&self, declared: &str, members: &Map<String, Value>, path: &str, wrong: &mut Vec<String>) {
        let said = members.get(ODATA_TYPE).and_then(Value::as_str);
        let kind = said.map_or(declared, |said| said.strip_prefix(NAMESPACE).unwrap_or(said));
        let chain = self.chain(kind);
        let Some(own) = chain.first() else {
            return wrong.push(format!("{path} is a `{kind}`, which is not"));
        };
        if own.is_abstract {
            return wrong.push(format!("{path} does not say which `{kind}` it is"));
        }
        if !self.is_a(kind, declared) {
            wrong.push(format!("{path} is a `{kind}` in the place of a `{declared}`"));
        }
        let declared: BTreeMap<&String, &GraphMember> =
            chain.iter().flat_map(|object| &object.members).collect();
        for (name, member) in &declared {
            match members.get(*name) {
                Some(value) => self.look(member, value, &format!("{path}.{name}"), wrong),
                None => wrong.push(format!("{path}.{name} is missing")),
            }
        }
        let strange = members.keys().filter(|name| !name.contains('@') && !declared.contains_key(name));
        wrong.extend(strange.map(|name| format!("{path}.{name} is not declared")));
    }

    /// An object and what it has the members of.
    fn chain(&self, kind: &str) -> Vec<&GraphObject> {
        let first = self.objects.get(kind);
        let base = |object: &&GraphObject| object.base.as_ref().and_then(|base| self.objects.get(base));
        std::iter::successors(first, base).collect()
    }

    fn is_a(&self, kind: &str, other: &str) -> bool {
        kind == other || self.chain(kind).iter().any(|object| object.base.as_deref() == Some(other))
    }
}

impl GraphWords {
    fn hold(&self, text: &str) -> bool {
        let is_one = |word: &str| self.all.iter().any(|known| known == word);
        if self.are_flags { text.split(',').all(is_one) } else { is_one(text) }
    }
}

/// Whether something with these marks is in a version, and whether the schema of it does not have it yet.
fn stands(marks: &[&str], version: &str) -> Option<bool> {
    if marks.is_empty() {
        return Some(false);
    }
    marks.iter().find_map(|mark| {
        let mark = mark.strip_prefix('@')?;
        let named = mark.strip_suffix('*');
        (named.unwrap_or(mark) == version).then_some(named.is_some())
    })
}

/// A word, where it is in a version.
fn word_in(word: &str, version: &str) -> Option<String> {
    match word.split_once('@') {
        Some((word, only)) => (only == version).then(|| word.to_owned()),
        None => Some(word.to_owned()),
    }
}

fn is_primitive(kind: &str, value: &Value) -> bool {
    let text = value.as_str();
    match kind {
        "Edm.String" | "Edm.Binary" => text.is_some(),
        "Edm.Boolean" => value.is_boolean(),
        "Edm.Int32" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        "Edm.Double" => value.is_number(),
        "Edm.DateTimeOffset" => text.is_some_and(|text| text.len() >= 20 && text.as_bytes()[10] == b'T'),
        "Edm.Duration" => text.is_some_and(|text| text.starts_with('P')),
        "Edm.Guid" => text.is_some_and(|text| text.len() == 36 && text.matches('-').count() == 4),
        _ => panic!("no kind of value: {kind}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SMALL: &str = "abstract place
  id Edm.String
type office < place
  floors Edm.Int32?
  doors [door] @beta
type tent < place @v1.0
type door
  state doorState
  opens hours? @beta*
flags hours = day night@beta
enum doorState = open shut";

    fn wrong(version: &str, value: Value) -> Vec<String> {
        GraphTypes::read(SMALL, version).wrong("place", &value)
    }

    #[test]
    fn a_body_has_every_member_of_its_type_and_no_other() {
        let office = json!({ "@odata.type": "#microsoft.graph.office", "id": "1", "floors": null,
            "doors": [{ "state": "open", "opens": "day,night" }] });
        assert_eq!(wrong("beta", office.clone()), [""; 0]);
        assert_eq!(wrong("v1.0", office), ["place.doors is not declared"]);
        let bare = json!({ "@odata.type": "#microsoft.graph.office", "id": 1, "floors": "two" });
        assert_eq!(
            wrong("beta", bare),
            [
                "place.doors is missing",
                "place.floors is no Edm.Int32: \"two\"",
                "place.id is no Edm.String: 1"
            ]
        );
    }

    #[test]
    fn words_types_and_lists_are_those_of_the_version() {
        let door = |door: Value| json!({ "@odata.type": "#microsoft.graph.office", "id": "1", "floors": 2, "doors": door });
        assert_eq!(wrong("beta", door(Value::Null)), ["place.doors is no list: null"]);
        let ajar = door(json!([{ "state": "ajar", "opens": "day,noon" }]));
        assert_eq!(
            wrong("beta", ajar),
            [
                "place.doors[0].opens is no hours: \"day,noon\"",
                "place.doors[0].state is no doorState: \"ajar\""
            ]
        );
        let tent = json!({ "@odata.type": "#microsoft.graph.tent", "id": "1" });
        assert_eq!(wrong("v1.0", tent.clone()), [""; 0]);
        assert_eq!(wrong("beta", tent), ["place is a `tent`, which is not"]);
        assert_eq!(wrong("beta", json!({ "id": "1" })), ["place does not say which `place` it is"]);
        let stray = json!({ "@odata.type": "#microsoft.graph.door", "state": "shut", "opens": null });
        assert_eq!(wrong("beta", stray), ["place is a `door` in the place of a `place`"]);
    }

    #[test]
    fn what_the_schema_does_not_have_yet_is_marked() {
        let types = GraphTypes::of("beta");
        assert!(types.objects["conditionalAccessConditionSet"].members["insiderRiskLevels"].is_newer);
        assert!(types.objects["globalSecureAccessFilteringProfileSessionControl"].is_newer);
        let v1 = GraphTypes::of("v1.0");
        assert!(!v1.objects["conditionalAccessConditionSet"].members["insiderRiskLevels"].is_newer);
        assert!(!v1.objects.contains_key("conditionalAccessDeviceStates"));
    }
}
