//! `$filter`: read into a tree, bounded in length and depth.

use std::cmp::Ordering;

use serde_json::Value;

use super::QueryError;

/// The longest filter, in bytes.
const LONGEST_FILTER: usize = 2_000;
/// How deep parentheses and negations nest.
const DEEPEST: usize = 16;

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
    /// A list holds something of which a property is this.
    HoldsWith(String, String, Value),
    /// A property is before this, after it, or at it.
    Compares(String, Order, Value),
}

/// How a property compares with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `lt`.
    Less,
    /// `le`.
    AtMost,
    /// `ge`.
    AtLeast,
    /// `gt`.
    More,
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
            Self::HoldsWith(path, name, value) => {
                let holds = |one: &Value| same(one.get(name).unwrap_or(&Value::Null), value);
                at(path).and_then(Value::as_array).is_some_and(|list| list.iter().any(holds))
            }
            Self::Compares(path, order, value) => {
                at(path).and_then(|own| compared(own, value)).is_some_and(|found| order.allows(found))
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

impl Order {
    const fn allows(self, found: Ordering) -> bool {
        match self {
            Self::Less => found.is_lt(),
            Self::AtMost => found.is_le(),
            Self::AtLeast => found.is_ge(),
            Self::More => found.is_gt(),
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "lt" => Some(Self::Less),
            "le" => Some(Self::AtMost),
            "ge" => Some(Self::AtLeast),
            "gt" => Some(Self::More),
            _ => None,
        }
    }
}

/// Numbers by their value; moments, which are written in UTC with the largest part first, by their text.
fn compared(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => Some(one.as_i64()?.cmp(&other.as_i64()?)),
        (Value::String(one), Value::String(other)) => {
            Some(one.trim_end_matches('Z').cmp(other.trim_end_matches('Z')))
        }
        _ => None,
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

/// Reads a filter: `eq`, `ne`, `lt`, `le`, `ge`, `gt`, `startswith(…)`, `x/any(y:y eq …)`, `in (…)`,
/// joined by `and`, `or`, `not` and parentheses.
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
                let is_moment = is_moment(rest);
                let length =
                    rest.find(|c| !(is_word(c) || is_moment && ":+".contains(c))).unwrap_or(rest.len());
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

/// True for what begins as a moment does: `2026-11-26T…`.
fn is_moment(text: &str) -> bool {
    let shape = b"0000-00-00T";
    text.len() > shape.len()
        && text.bytes().zip(shape).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            other => byte == *other,
        })
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

    /// `(x:x eq 'value')`, or `(x:x/name eq 'value')`.
    fn any(&mut self, path: &str) -> Result<Filter, QueryError> {
        self.sign('(')?;
        let Token::Word(each) = self.next()? else { return Err(QueryError::Filter) };
        self.sign(':')?;
        let Token::Word(named) = self.next()? else { return Err(QueryError::Filter) };
        let name = match named.strip_prefix(&each) {
            Some("") => None,
            Some(rest) => Some(rest.strip_prefix('/').ok_or(QueryError::Filter)?.to_owned()),
            None => return Err(QueryError::Filter),
        };
        if !self.is_word("eq") {
            return Err(QueryError::Filter);
        }
        let value = self.value()?;
        self.sign(')')?;
        Ok(match name {
            None => Filter::Holds(path.to_owned(), value),
            Some(name) => Filter::HoldsWith(path.to_owned(), name, value),
        })
    }

    fn compared(&mut self, path: String) -> Result<Filter, QueryError> {
        if self.is_word("eq") {
            return Ok(Filter::Is(path, self.value()?));
        }
        if self.is_word("ne") {
            return Ok(Filter::IsNot(path, self.value()?));
        }
        if let Some(Token::Word(word)) = self.tokens.get(self.at)
            && let Some(order) = Order::from_word(word)
        {
            self.at += 1;
            let value = self.value()?;
            let has_order = matches!(value, Value::Number(_) | Value::String(_));
            return if has_order {
                Ok(Filter::Compares(path, order, value))
            } else {
                Err(QueryError::Filter)
            };
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
                moment if is_moment(moment) => Value::String(word),
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

    #[test]
    fn a_filter_holds_for_what_it_says() {
        let thing = json!({ "displayName": "Require MFA", "state": "enabled", "count": 3, "deleted": null,
            "at": "2026-11-26T08:41:02Z", "targets": [{ "id": "1" }],
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
            ("count ge 3 and count le 3", true),
            ("count gt 3 or count lt 3", false),
            ("at ge 2026-11-26T08:00:00Z and at lt 2026-11-26T08:41:03Z", true),
            ("at gt 2026-11-26T08:41:02Z", false),
            ("state gt 3", false),
            ("targets/any(t:t/id eq '1')", true),
            ("targets/any(t:t/id eq '2')", false),
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
            "state gt",
            "state gt true",
            "at ge 2026-11-26",
            "x/any(u:ut eq 'a')",
            "x/any(u:v/id eq 'a')",
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

    proptest! {
        #[test]
        fn nothing_makes_the_reader_panic(text in "[a-z'(), :/é]{0,60}|\\PC{0,60}") {
            if let Ok(filter) = read_filter(&text) {
                let _ = filter.holds(&json!({ "a": "b" }));
            }
        }
    }
}
