//! The query options of OData that Graph's clients send (OData 4.01 part 2, §5.1): read once, bounded, and what is not
//! offered is an error that says so.

use std::fmt;

use serde_json::{Map, Value};

/// The most rows of one answer.
pub const MOST_ROWS: usize = 999;
/// How many rows an answer has where nothing is said.
const USUAL_ROWS: usize = 100;
/// The longest filter, in bytes.
const LONGEST_FILTER: usize = 2_000;
/// How deep parentheses and negations nest.
const DEEPEST: usize = 16;

/// What a request asks of a list or a thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The members that are wanted; all that are usual where it is empty.
    pub select: Vec<String>,
    /// What the rows are narrowed to.
    pub filter: Option<Filter>,
    /// How many rows.
    pub top: Option<usize>,
    /// What is searched for, without its quotes.
    pub search: Option<String>,
    /// Whether the number of all rows is wanted.
    pub count: bool,
    /// Where the list goes on.
    pub skip_token: Option<String>,
    /// The order that is asked: a property, and `true` where it goes down.
    pub order: Option<(String, bool)>,
}

/// What rows are narrowed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Both.
    And(Box<Filter>, Box<Filter>),
    /// One of them.
    Or(Box<Filter>, Box<Filter>),
    /// Not so.
    Not(Box<Filter>),
    /// A property is this.
    Is(String, Value),
    /// A property is another.
    IsNot(String, Value),
    /// A property begins so.
    Begins(String, String),
    /// A list holds this.
    Holds(String, Value),
}

/// Why a query is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryError {
    /// An option that is not offered.
    Option(String),
    /// An option was sent twice.
    Twice(String),
    /// An option has a value that it cannot have.
    Value(&'static str),
    /// A filter that cannot be read.
    Filter,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(name) => write!(f, "The query option '{name}' is not offered here."),
            Self::Twice(name) => write!(f, "The query option '{name}' was sent more than once."),
            Self::Value(name) => write!(f, "Invalid value of the query option '{name}'."),
            Self::Filter => f.write_str("Invalid filter clause."),
        }
    }
}

impl std::error::Error for QueryError {}

impl Query {
    /// Reads the options, each a name and a value that were decoded.
    pub fn read(options: &[(String, String)]) -> Result<Self, QueryError> {
        let mut query = Self::default();
        let mut seen: Vec<&str> = vec![];
        for (name, value) in options {
            // OData 4.01 lets the dollar be left out, and case not count.
            let plain = name.strip_prefix('$').unwrap_or(name).to_ascii_lowercase();
            if seen.contains(&name.as_str()) {
                return Err(QueryError::Twice(name.clone()));
            }
            seen.push(name);
            match plain.as_str() {
                "select" => query.select = names(value)?,
                "filter" => query.filter = Some(read_filter(value)?),
                "top" => {
                    let rows = value.parse().ok().filter(|rows| (1..=MOST_ROWS).contains(rows));
                    query.top = Some(rows.ok_or(QueryError::Value("$top"))?);
                }
                "search" => query.search = Some(searched(value)?),
                "count" => query.count = boolean(value).ok_or(QueryError::Value("$count"))?,
                "skiptoken" => query.skip_token = Some(value.clone()),
                "orderby" => query.order = Some(order(value)?),
                _ => return Err(QueryError::Option(name.chars().take(40).collect())),
            }
        }
        Ok(query)
    }

    /// How many rows an answer has.
    pub fn rows(&self) -> usize {
        self.top.unwrap_or(USUAL_ROWS)
    }

    /// A thing with the members that are wanted, and its annotations.
    pub fn chosen(&self, thing: Value) -> Value {
        match thing {
            Value::Object(members) if !self.select.is_empty() => {
                let is_wanted = |name: &str| {
                    name.starts_with('@')
                        || self.select.iter().any(|wanted| wanted.eq_ignore_ascii_case(name))
                };
                let kept: Map<_, _> = members.into_iter().filter(|(name, _)| is_wanted(name)).collect();
                Value::Object(kept)
            }
            other => other,
        }
    }
}

impl Filter {
    /// True for a thing that it holds for. Text is compared without regard to case, as Graph does.
    pub fn holds(&self, thing: &Value) -> bool {
        let at = |path: &str| path.split('/').try_fold(thing, |value, name| value.get(name));
        match self {
            Self::And(one, other) => one.holds(thing) && other.holds(thing),
            Self::Or(one, other) => one.holds(thing) || other.holds(thing),
            Self::Not(filter) => !filter.holds(thing),
            Self::Is(path, value) => same(at(path).unwrap_or(&Value::Null), value),
            Self::IsNot(path, value) => !same(at(path).unwrap_or(&Value::Null), value),
            Self::Begins(path, start) => {
                at(path).and_then(Value::as_str).is_some_and(|text| begins(text, start))
            }
            Self::Holds(path, value) => {
                at(path).and_then(Value::as_array).is_some_and(|list| list.iter().any(|one| same(one, value)))
            }
        }
    }

    /// Every part that must hold.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::And(one, other) => [one.parts(), other.parts()].concat(),
            other => vec![other],
        }
    }
}

fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.to_lowercase() == other.to_lowercase(),
        _ => one == other,
    }
}

fn begins(text: &str, start: &str) -> bool {
    text.to_lowercase().starts_with(&start.to_lowercase())
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn names(text: &str) -> Result<Vec<String>, QueryError> {
    let named: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    let is_name = |name: &String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fine = named.len() <= 64 && named.iter().all(is_name);
    if fine { Ok(named) } else { Err(QueryError::Value("$select")) }
}

/// `"displayName:anna"`, or the words alone.
fn searched(text: &str) -> Result<String, QueryError> {
    let inner = text.trim().trim_matches('"');
    let words = match inner.split_once(':') {
        Some((property, words)) if ["displayName", "userPrincipalName", "mail"].contains(&property) => words,
        Some(_) => return Err(QueryError::Value("$search")),
        None => inner,
    };
    if words.trim().is_empty() || words.len() > 200 {
        Err(QueryError::Value("$search"))
    } else {
        Ok(words.to_owned())
    }
}

fn order(text: &str) -> Result<(String, bool), QueryError> {
    let mut words = text.split_whitespace();
    let property = words.next().filter(|name| !name.contains(',')).ok_or(QueryError::Value("$orderby"))?;
    match (words.next(), words.next()) {
        (None | Some("asc"), None) => Ok((property.to_owned(), false)),
        (Some("desc"), None) => Ok((property.to_owned(), true)),
        _ => Err(QueryError::Value("$orderby")),
    }
}

/// Reads a filter: `eq`, `ne`, `startswith(…)`, `x/any(y:y eq …)`, `in (…)`, joined by `and`, `or`, `not` and parentheses.
pub fn read_filter(text: &str) -> Result<Filter, QueryError> {
    if text.len() > LONGEST_FILTER {
        return Err(QueryError::Filter);
    }
    let mut reader = Reader { tokens: tokens(text)?, at: 0 };
    let filter = reader.either(0)?;
    if reader.at == reader.tokens.len() { Ok(filter) } else { Err(QueryError::Filter) }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut tokens = vec![];
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '\'' => {
                let (text, length) = quoted(rest).ok_or(QueryError::Filter)?;
                tokens.push(Token::Text(text));
                length
            }
            '(' | ')' | ',' | ':' => {
                tokens.push(Token::Sign(first));
                1
            }
            _ => {
                let is_word = |c: char| c.is_ascii_alphanumeric() || "/-_.".contains(c);
                let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                if length == 0 {
                    return Err(QueryError::Filter);
                }
                tokens.push(Token::Word(rest[..length].to_owned()));
                length
            }
        };
        rest = rest[taken..].trim_start();
    }
    Ok(tokens)
}

/// A text in quotes, in which a quote is written twice, and how long it is with its own.
fn quoted(text: &str) -> Option<(String, usize)> {
    let (mut out, mut chars) = (String::new(), text.char_indices().skip(1).peekable());
    while let Some((at, c)) = chars.next() {
        match (c, chars.peek()) {
            ('\'', Some((_, '\''))) => {
                chars.next();
                out.push('\'');
            }
            ('\'', _) => return Some((out, at + 1)),
            (other, _) => out.push(other),
        }
    }
    None
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn next(&mut self) -> Result<Token, QueryError> {
        let token = self.tokens.get(self.at).cloned().ok_or(QueryError::Filter)?;
        self.at += 1;
        Ok(token)
    }

    fn is_word(&mut self, word: &str) -> bool {
        let found =
            matches!(self.tokens.get(self.at), Some(Token::Word(next)) if next.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn is_sign(&mut self, sign: char) -> bool {
        let found = self.tokens.get(self.at) == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    fn sign(&mut self, sign: char) -> Result<(), QueryError> {
        if self.is_sign(sign) { Ok(()) } else { Err(QueryError::Filter) }
    }

    fn either(&mut self, depth: usize) -> Result<Filter, QueryError> {
        let mut filter = self.both(depth)?;
        while self.is_word("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.both(depth)?));
        }
        Ok(filter)
    }

    fn both(&mut self, depth: usize) -> Result<Filter, QueryError> {
        let mut filter = self.one(depth)?;
        while self.is_word("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.one(depth)?));
        }
        Ok(filter)
    }

    fn one(&mut self, depth: usize) -> Result<Filter, QueryError> {
        if depth > DEEPEST {
            return Err(QueryError::Filter);
        }
        if self.is_word("not") {
            return Ok(Filter::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.is_sign('(') {
            let filter = self.either(depth + 1)?;
            self.sign(')')?;
            return Ok(filter);
        }
        let Token::Word(name) = self.next()? else { return Err(QueryError::Filter) };
        if name.eq_ignore_ascii_case("startswith") {
            return self.begins();
        }
        if let Some(path) = name.strip_suffix("/any") {
            return self.any(path);
        }
        self.compared(name)
    }

    fn begins(&mut self) -> Result<Filter, QueryError> {
        self.sign('(')?;
        let Token::Word(path) = self.next()? else { return Err(QueryError::Filter) };
        self.sign(',')?;
        let Token::Text(start) = self.next()? else { return Err(QueryError::Filter) };
        self.sign(')')?;
        Ok(Filter::Begins(path, start))
    }

    /// `(x:x eq 'value')`.
    fn any(&mut self, path: &str) -> Result<Filter, QueryError> {
        self.sign('(')?;
        let each = self.next()?;
        self.sign(':')?;
        if self.next()? != each || !self.is_word("eq") {
            return Err(QueryError::Filter);
        }
        let value = self.value()?;
        self.sign(')')?;
        Ok(Filter::Holds(path.to_owned(), value))
    }

    fn compared(&mut self, path: String) -> Result<Filter, QueryError> {
        if self.is_word("eq") {
            return Ok(Filter::Is(path, self.value()?));
        }
        if self.is_word("ne") {
            return Ok(Filter::IsNot(path, self.value()?));
        }
        if !self.is_word("in") {
            return Err(QueryError::Filter);
        }
        self.sign('(')?;
        let mut filter = Filter::Is(path.clone(), self.value()?);
        while self.is_sign(',') {
            filter = Filter::Or(Box::new(filter), Box::new(Filter::Is(path.clone(), self.value()?)));
        }
        self.sign(')')?;
        Ok(filter)
    }

    fn value(&mut self) -> Result<Value, QueryError> {
        Ok(match self.next()? {
            Token::Text(text) => Value::String(text),
            Token::Word(word) => match word.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                number => Value::from(number.parse::<i64>().map_err(|_| QueryError::Filter)?),
            },
            Token::Sign(_) => return Err(QueryError::Filter),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(options: &[(&str, &str)]) -> Result<Query, QueryError> {
        let owned: Vec<_> =
            options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Query::read(&owned)
    }

    #[test]
    fn what_is_not_offered_is_said_and_never_left_out() {
        assert_eq!(read(&[("$expand", "members")]), Err(QueryError::Option("$expand".to_owned())));
        assert_eq!(read(&[("$top", "5"), ("$top", "6")]), Err(QueryError::Twice("$top".to_owned())));
        for wrong in ["0", "1000", "-1", "x", ""] {
            assert_eq!(read(&[("$top", wrong)]), Err(QueryError::Value("$top")), "{wrong}");
        }
        assert_eq!(read(&[("$select", "id,")]), Err(QueryError::Value("$select")));
        assert_eq!(read(&[("$search", "\"phone:1\"")]), Err(QueryError::Value("$search")));
        assert_eq!(read(&[("$orderby", "displayName,id")]), Err(QueryError::Value("$orderby")));
        let query = read(&[
            ("$search", "\"displayName:Anna\""),
            ("$count", "true"),
            ("$orderby", "displayName desc"),
        ]);
        let query = query.unwrap();
        assert_eq!((query.search.as_deref(), query.count, query.rows()), (Some("Anna"), true, 100));
        assert_eq!(query.order, Some(("displayName".to_owned(), true)));
    }

    #[test]
    fn a_filter_holds_for_what_it_says() {
        let thing = json!({ "displayName": "Require MFA", "state": "enabled", "count": 3, "deleted": null,
            "conditions": { "users": { "includeUsers": ["All"] } } });
        for (filter, holds) in [
            ("state eq 'enabled'", true),
            ("state eq 'Enabled' and displayName eq 'require mfa'", true),
            ("state ne 'enabled' or startswith(displayName,'req')", true),
            ("not (state eq 'enabled')", false),
            ("not startswith(displayName, 'Block')", true),
            ("conditions/users/includeUsers/any(u:u eq 'All')", true),
            ("conditions/users/includeUsers/any(u:u eq 'None')", false),
            ("state in ('disabled', 'enabled')", true),
            ("count eq 3 and deleted eq null", true),
            ("missing eq null", true),
            ("state eq 'enabled' and count eq 4 or count eq 3", true),
            ("state eq 'enabled' and (count eq 4 or count eq 5)", false),
            ("displayName eq 'It''s'", false),
        ] {
            assert_eq!(read_filter(filter).unwrap().holds(&thing), holds, "{filter}");
        }
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let deep = format!("{}state eq 'a'{}", "(".repeat(20), ")".repeat(20));
        let long = format!("state eq '{}'", "a".repeat(2_000));
        for wrong in [
            "",
            "state",
            "state eq",
            "state eq enabled",
            "state eq 'a",
            "(state eq 'a'",
            "state eq 'a')",
            "eq 'a'",
            "state gt 3",
            "startswith(state)",
            "x/any(u:v eq 'a')",
            "state eq 'a' and",
            "state eq 'a' xor 'b'",
            "state; drop",
            &deep,
            &long,
        ] {
            assert_eq!(read_filter(wrong), Err(QueryError::Filter), "{wrong}");
        }
    }

    #[test]
    fn what_is_chosen_is_what_is_left() {
        let query = read(&[("$select", "id,displayname")]).unwrap();
        let thing = json!({ "@odata.type": "#x", "id": "1", "displayName": "a", "state": "b" });
        assert_eq!(query.chosen(thing), json!({ "@odata.type": "#x", "id": "1", "displayName": "a" }));
    }

    proptest! {
        #[test]
        fn nothing_makes_the_reader_panic(text in "[a-z'(), :/é]{0,60}|\\PC{0,60}") {
            if let Ok(filter) = read_filter(&text) {
                let _ = filter.holds(&json!({ "a": "b" }));
            }
        }
    }
}
