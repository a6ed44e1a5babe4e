use std::fmt;
use std::iter::Peekable;
use std::vec::IntoIter;

use super::token::{Token, tokens};
use super::{Operator, Relation, Rule, Tree};

/// The longest rule, in characters.
pub const LONGEST_RULE: usize = 3_072;
/// How deep parentheses and `-not` go.
const DEEPEST: usize = 32;
/// What a property starts with: of a device, or a custom attribute of an application.
const OWNERS: [&str; 2] = ["device.", "customsecurityattribute."];
/// The same in a rule about people.
const PEOPLE: [&str; 1] = ["user."];

/// Why a text is no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleError {
    /// Longer than [`LONGEST_RULE`].
    TooLong,
    /// Nested deeper than anybody writes.
    TooDeep,
    /// It ends where more is needed.
    Ends,
    /// A quote is not closed.
    OpenText,
    /// Something else is needed here.
    Unexpected(String),
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "longer than {LONGEST_RULE} characters"),
            Self::TooDeep => f.write_str("nested too deep"),
            Self::Ends => f.write_str("ends where more is needed"),
            Self::OpenText => f.write_str("a quote is not closed"),
            Self::Unexpected(word) => write!(f, "`{word}` is not expected there"),
        }
    }
}

impl std::error::Error for RuleError {}

/// What is left of a rule, and what its properties may start with.
struct Tokens {
    rest: Peekable<IntoIter<Token>>,
    owners: &'static [&'static str],
}

impl Tokens {
    fn next(&mut self) -> Option<Token> {
        self.rest.next()
    }
}

impl Rule {
    /// Reads a rule about devices or applications.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        read(text, &OWNERS)
    }

    /// Reads a rule about people: its properties start with `user.`, and `null` is no value.
    pub fn of_people(text: &str) -> Result<Self, RuleError> {
        read(text, &PEOPLE)
    }
}

fn read(text: &str, owners: &'static [&'static str]) -> Result<Rule, RuleError> {
    if text.chars().count() > LONGEST_RULE {
        return Err(RuleError::TooLong);
    }
    let mut rest = Tokens { rest: tokens(text)?.into_iter().peekable(), owners };
    let tree = either(&mut rest, DEEPEST)?;
    match rest.next() {
        None => Ok(Rule { text: text.to_owned(), tree }),
        Some(token) => Err(unexpected(token)),
    }
}

fn either(rest: &mut Tokens, depth: usize) -> Result<Tree, RuleError> {
    let mut trees = vec![both(rest, depth)?];
    while next_is(rest, "-or") {
        trees.push(both(rest, depth)?);
    }
    Ok(if trees.len() == 1 { trees.remove(0) } else { Tree::Either(trees) })
}

fn both(rest: &mut Tokens, depth: usize) -> Result<Tree, RuleError> {
    let mut trees = vec![one(rest, depth)?];
    while next_is(rest, "-and") {
        trees.push(one(rest, depth)?);
    }
    Ok(if trees.len() == 1 { trees.remove(0) } else { Tree::Both(trees) })
}

fn one(rest: &mut Tokens, depth: usize) -> Result<Tree, RuleError> {
    let depth = depth.checked_sub(1).ok_or(RuleError::TooDeep)?;
    if next_is(rest, "-not") {
        return Ok(Tree::Not(Box::new(one(rest, depth)?)));
    }
    match rest.next().ok_or(RuleError::Ends)? {
        Token::Open => {
            let tree = either(rest, depth)?;
            match rest.next().ok_or(RuleError::Ends)? {
                Token::Close => Ok(tree),
                other => Err(unexpected(other)),
            }
        }
        Token::Word(word) => test(&word, rest),
        other => Err(unexpected(other)),
    }
}

fn test(word: &str, rest: &mut Tokens) -> Result<Tree, RuleError> {
    let property = word.to_ascii_lowercase();
    if !rest.owners.iter().any(|owner| property.strip_prefix(owner).is_some_and(|name| !name.is_empty())) {
        return Err(RuleError::Unexpected(word.to_owned()));
    }
    let operator = match rest.next().ok_or(RuleError::Ends)? {
        Token::Word(word) => Operator::read(&word).ok_or(RuleError::Unexpected(word))?,
        other => return Err(unexpected(other)),
    };
    if rest.owners == PEOPLE && operator.relation == Relation::Equals && next_is(rest, "null") {
        return Ok(Tree::Missing { property, is_meant: !operator.negative });
    }
    let values = if operator.relation == Relation::In { list(rest)? } else { vec![value(rest)?] };
    Ok(Tree::Test { property, operator, values })
}

impl Operator {
    fn read(word: &str) -> Option<Self> {
        let (relation, negative) = match word.to_ascii_lowercase().as_str() {
            "-eq" => (Relation::Equals, false),
            "-ne" => (Relation::Equals, true),
            "-startswith" => (Relation::StartsWith, false),
            "-notstartswith" => (Relation::StartsWith, true),
            "-endswith" => (Relation::EndsWith, false),
            "-notendswith" => (Relation::EndsWith, true),
            "-contains" => (Relation::Contains, false),
            "-notcontains" => (Relation::Contains, true),
            "-in" => (Relation::In, false),
            "-notin" => (Relation::In, true),
            _ => return None,
        };
        Some(Self { relation, negative })
    }
}

/// A text in quotes, or a word such as `True`.
fn value(rest: &mut Tokens) -> Result<String, RuleError> {
    match rest.next().ok_or(RuleError::Ends)? {
        Token::Text(text) => Ok(text),
        Token::Word(word) if !word.starts_with('-') => Ok(word),
        other => Err(unexpected(other)),
    }
}

fn list(rest: &mut Tokens) -> Result<Vec<String>, RuleError> {
    match rest.next().ok_or(RuleError::Ends)? {
        Token::ListOpen => {}
        other => return Err(unexpected(other)),
    }
    let mut values = vec![value(rest)?];
    loop {
        match rest.next().ok_or(RuleError::Ends)? {
            Token::Comma => values.push(value(rest)?),
            Token::ListClose => return Ok(values),
            other => return Err(unexpected(other)),
        }
    }
}

fn next_is(rest: &mut Tokens, wanted: &str) -> bool {
    rest.rest
        .next_if(|token| matches!(token, Token::Word(word) if word.eq_ignore_ascii_case(wanted)))
        .is_some()
}

fn unexpected(token: Token) -> RuleError {
    RuleError::Unexpected(match token {
        Token::Open => "(".to_owned(),
        Token::Close => ")".to_owned(),
        Token::ListOpen => "[".to_owned(),
        Token::ListClose => "]".to_owned(),
        Token::Comma => ",".to_owned(),
        Token::Word(word) | Token::Text(word) => word,
    })
}
