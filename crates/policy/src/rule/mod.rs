//! The language of filters: `device.model -startsWith "Surface" -or device.isCompliant -eq True`.
//!
//! A rule is read once and bounded in length and depth; reading never runs it. Text is compared without regard to
//! case. Begin with [`Rule::parse`].

mod parse;
mod token;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use parse::{LONGEST_RULE, RuleError};

/// A rule and whether what it names is meant or spared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    /// What a match means.
    pub mode: Mode,
    /// The rule.
    pub rule: Rule,
}

/// What a match of a filter means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// The policy is about what matches.
    Include,
    /// The policy is about what does not.
    Exclude,
}

/// A rule as it was written, and as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    text: String,
    tree: Tree,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Tree {
    Either(Vec<Tree>),
    Both(Vec<Tree>),
    Not(Box<Tree>),
    Test { property: String, operator: Operator, values: Vec<String> },
    Missing { property: String, is_meant: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Operator {
    relation: Relation,
    negative: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Equals,
    StartsWith,
    EndsWith,
    Contains,
    In,
}

/// The value of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Property<'p> {
    /// There is none: positive tests are false, negative ones true.
    Null,
    /// One text.
    One(&'p str),
    /// Several; `-contains` looks for a whole one.
    Many(Vec<&'p str>),
}

impl Filter {
    /// True when matches are meant and this is one.
    pub fn includes<'p>(&self, look: &impl Fn(&str) -> Property<'p>) -> bool {
        self.mode == Mode::Include && self.rule.holds(look)
    }

    /// True when matches are spared and this is one.
    pub fn excludes<'p>(&self, look: &impl Fn(&str) -> Property<'p>) -> bool {
        self.mode == Mode::Exclude && self.rule.holds(look)
    }

    /// True when matches are spared and this is none.
    pub fn spares<'p>(&self, look: &impl Fn(&str) -> Property<'p>) -> bool {
        self.mode == Mode::Exclude && !self.rule.holds(look)
    }

    /// In words for an administrator.
    pub fn word(&self) -> String {
        match self.mode {
            Mode::Include => self.rule.text.clone(),
            Mode::Exclude => format!("not ({})", self.rule.text),
        }
    }
}

impl Rule {
    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The properties that it names, in lower case, with what stands before the dot.
    pub fn properties(&self) -> Vec<&str> {
        let mut named = vec![];
        properties(&self.tree, &mut named);
        named
    }

    /// Decides. `look` gets names in lower case, with what stands before the dot.
    pub fn holds<'p>(&self, look: &impl Fn(&str) -> Property<'p>) -> bool {
        holds(&self.tree, look)
    }
}

fn properties<'t>(tree: &'t Tree, named: &mut Vec<&'t str>) {
    match tree {
        Tree::Either(trees) | Tree::Both(trees) => trees.iter().for_each(|tree| properties(tree, named)),
        Tree::Not(tree) => properties(tree, named),
        Tree::Test { property, .. } | Tree::Missing { property, .. } => named.push(property),
    }
}

fn holds<'p>(tree: &Tree, look: &impl Fn(&str) -> Property<'p>) -> bool {
    match tree {
        Tree::Either(trees) => trees.iter().any(|tree| holds(tree, look)),
        Tree::Both(trees) => trees.iter().all(|tree| holds(tree, look)),
        Tree::Not(tree) => !holds(tree, look),
        Tree::Test { property, operator, values } => {
            let found = match look(property) {
                Property::Null => false,
                Property::One(value) => values.iter().any(|wanted| operator.relation.holds(value, wanted)),
                Property::Many(held) => {
                    values.iter().any(|wanted| held.iter().any(|one| one.eq_ignore_ascii_case(wanted)))
                }
            };
            found != operator.negative
        }
        Tree::Missing { property, is_meant } => (look(property) == Property::Null) == *is_meant,
    }
}

impl Relation {
    fn holds(self, value: &str, wanted: &str) -> bool {
        let (value, wanted) = (value.to_lowercase(), wanted.to_lowercase());
        match self {
            Self::Equals | Self::In => value == wanted,
            Self::StartsWith => value.starts_with(&wanted),
            Self::EndsWith => value.ends_with(&wanted),
            Self::Contains => value.contains(&wanted),
        }
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pad(name: &str) -> Property<'static> {
        match name {
            "device.model" => Property::One("Surface Pro 9"),
            "device.iscompliant" => Property::One("True"),
            "device.physicalids" => Property::Many(vec!["[OrderId]:17", "[USER-GID]:2"]),
            _ => Property::Null,
        }
    }

    fn holds(text: &str) -> bool {
        Rule::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).holds(&pad)
    }

    #[test]
    fn each_operator_has_its_opposite() {
        for (positive, negative, value) in [
            ("-eq", "-ne", "\"surface pro 9\""),
            ("-startsWith", "-notStartsWith", "\"Surface\""),
            ("-endsWith", "-notEndsWith", "\"9\""),
            ("-contains", "-notContains", "\"pro\""),
            ("-in", "-notIn", "[\"Other\", \"Surface Pro 9\"]"),
        ] {
            assert!(holds(&format!("device.model {positive} {value}")), "{positive}");
            assert!(!holds(&format!("device.model {negative} {value}")), "{negative}");
            assert!(!holds(&format!("device.manufacturer {positive} {value}")), "null {positive}");
            assert!(holds(&format!("device.manufacturer {negative} {value}")), "null {negative}");
        }
    }

    #[test]
    fn truth_is_written_with_and_without_quotes() {
        assert!(holds("device.isCompliant -eq True") && holds("device.IsCompliant -EQ \"true\""));
        assert!(!holds("device.isCompliant -ne True"));
    }

    #[test]
    fn a_collection_contains_whole_elements_only() {
        assert!(holds("device.physicalIds -contains \"[OrderId]:17\""));
        assert!(!holds("device.physicalIds -contains \"[OrderId]\""));
        assert!(holds("device.physicalIds -notContains \"[OrderId]\""));
    }

    #[test]
    fn and_binds_stronger_than_or_and_parentheses_strongest() {
        let (yes, no) = ("device.isCompliant -eq True", "device.isCompliant -eq False");
        assert!(holds(&format!("{yes} -or {no} -and {no}")));
        assert!(!holds(&format!("({yes} -or {no}) -and {no}")));
        assert!(holds(&format!("-not ({no}) -and {yes}")));
        assert!(holds(&format!("-not {no} -and {yes}")));
    }

    #[test]
    fn a_rule_about_people_names_properties_of_people_and_may_ask_for_none() {
        let look = |name: &str| match name {
            "user.department" => Property::One("Sales"),
            _ => Property::Null,
        };
        let holds = |text: &str| Rule::of_people(text).unwrap().holds(&look);
        assert!(holds("user.department -eq \"sales\" -and user.jobTitle -eq null"));
        assert!(!holds("user.department -eq null") && holds("user.department -ne NULL"));
        assert!(!holds("user.department -eq \"null\""), "in quotes it is a text");
        let rule = Rule::of_people("user.a -eq \"x\" -or -not (user.B -eq null)").unwrap();
        assert_eq!(rule.properties(), ["user.a", "user.b"]);
        assert_eq!(
            Rule::of_people("device.model -eq \"x\""),
            Err(RuleError::Unexpected("device.model".to_owned()))
        );
        assert!(Rule::parse("user.department -eq \"x\"").is_err());
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_reason() {
        for (text, why) in [
            ("", RuleError::Ends),
            ("device.model", RuleError::Ends),
            ("device.model -like \"x\"", RuleError::Unexpected("-like".to_owned())),
            ("device.model -eq", RuleError::Ends),
            ("device.model -eq \"x", RuleError::OpenText),
            ("device.model -in \"x\"", RuleError::Unexpected("x".to_owned())),
            ("(device.model -eq \"x\"", RuleError::Ends),
            ("device.model -eq \"x\" device.model", RuleError::Unexpected("device.model".to_owned())),
            ("model -eq \"x\"", RuleError::Unexpected("model".to_owned())),
        ] {
            assert_eq!(Rule::parse(text), Err(why), "{text}");
        }
        assert_eq!(Rule::parse(&"x".repeat(LONGEST_RULE + 1)), Err(RuleError::TooLong));
        assert_eq!(Rule::parse(&"(".repeat(1_000)), Err(RuleError::TooDeep));
        assert_eq!(Rule::parse(&"-not ".repeat(500)), Err(RuleError::TooDeep));
    }
}
