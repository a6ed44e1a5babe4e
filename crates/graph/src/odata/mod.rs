//! The query options of OData that Graph's clients send (OData 4.01 part 2, §5.1): read once, bounded, and what is not
//! offered is an error that says so.

mod filter;

use std::fmt;

use serde_json::{Map, Value};

pub use filter::{Filter, Order, read_filter};

/// The most rows of one answer.
pub const MOST_ROWS: usize = 999;
/// How many rows an answer has where nothing is said.
const USUAL_ROWS: usize = 100;

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
    /// The relations that are wanted beside the members, without what is asked of each.
    pub expand: Vec<String>,
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
                "expand" => query.expand = expanded(value)?,
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

/// `manager,memberOf($select=id)`: what is asked of a relation is left out, because nothing but its members is told.
fn expanded(text: &str) -> Result<Vec<String>, QueryError> {
    let (mut depth, mut bare) = (0_usize, String::new());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1).ok_or(QueryError::Value("$expand"))?,
            other if depth == 0 => bare.push(other),
            _ => {}
        }
    }
    if depth == 0 {
        names(&bare).map_err(|_| QueryError::Value("$expand"))
    } else {
        Err(QueryError::Value("$expand"))
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(options: &[(&str, &str)]) -> Result<Query, QueryError> {
        let owned: Vec<_> =
            options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Query::read(&owned)
    }

    #[test]
    fn what_is_not_offered_is_said_and_never_left_out() {
        assert_eq!(read(&[("$apply", "x")]), Err(QueryError::Option("$apply".to_owned())));
        for wrong in ["", "manager,", "manager(", "manager)", "a b"] {
            assert_eq!(read(&[("$expand", wrong)]), Err(QueryError::Value("$expand")), "{wrong}");
        }
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
    fn relations_are_read_without_what_is_asked_of_each() {
        let query = read(&[("$expand", "manager($select=id,displayName;$levels=max),memberOf")]).unwrap();
        assert_eq!(query.expand, ["manager", "memberOf"]);
    }

    #[test]
    fn what_is_chosen_is_what_is_left() {
        let query = read(&[("$select", "id,displayname")]).unwrap();
        let thing = json!({ "@odata.type": "#x", "id": "1", "displayName": "a", "state": "b" });
        assert_eq!(query.chosen(thing), json!({ "@odata.type": "#x", "id": "1", "displayName": "a" }));
    }
}
