//! A reader of JSON (RFC 8259), for the output of `cargo metadata`.

use std::collections::BTreeMap;
use std::str::Chars;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

/// How deep lists and objects may stand in one another.
const MAX_DEPTH: usize = 64;

impl Json {
    /// Reads one value and nothing after it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader { whole: text, rest: text.chars() };
        let value = reader.value(0)?;
        reader.skip_space();
        if reader.peek().is_some() { Err(reader.error("the end")) } else { Ok(value) }
    }

    /// A member of an object; `Null` where there is none.
    pub(crate) fn member(&self, name: &str) -> &Self {
        match self {
            Self::Object(members) => members.get(name).unwrap_or(&Self::Null),
            _ => &Self::Null,
        }
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The items of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }
}

struct Reader<'a> {
    whole: &'a str,
    rest: Chars<'a>,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Json, String> {
        if depth > MAX_DEPTH {
            return Err(self.error("less depth"));
        }
        self.skip_space();
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.list(depth),
            Some('"') => self.text().map(Json::Text),
            Some('-' | '0'..='9') => self.number(),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, String> {
        self.expect('{')?;
        let mut members = BTreeMap::new();
        if self.take_after_space('}') {
            return Ok(Json::Object(members));
        }
        loop {
            self.skip_space();
            let name = self.text()?;
            self.skip_space();
            self.expect(':')?;
            let value = self.value(depth + 1)?;
            members.insert(name, value);
            if self.take_after_space('}') {
                return Ok(Json::Object(members));
            }
            self.expect(',')?;
        }
    }

    fn list(&mut self, depth: usize) -> Result<Json, String> {
        self.expect('[')?;
        let mut items = Vec::new();
        if self.take_after_space(']') {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take_after_space(']') {
                return Ok(Json::List(items));
            }
            self.expect(',')?;
        }
    }

    fn text(&mut self) -> Result<String, String> {
        self.expect('"')?;
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escaped()?),
                Some(other) if other >= ' ' => text.push(other),
                _ => return Err(self.error("the end of a text")),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, String> {
        match self.rest.next() {
            Some(same @ ('"' | '\\' | '/')) => Ok(same),
            Some('b') => Ok('\u{8}'),
            Some('f') => Ok('\u{c}'),
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('t') => Ok('\t'),
            Some('u') => self.code_point(),
            _ => Err(self.error("an escape")),
        }
    }

    fn code_point(&mut self) -> Result<char, String> {
        let first = self.code_unit()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            self.expect('\\')?;
            self.expect('u')?;
            let second = self.code_unit()?;
            let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400);
            0x10000 + ((first - 0xd800) << 10) + low.ok_or_else(|| self.error("a low surrogate"))?
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| self.error("a character"))
    }

    fn code_unit(&mut self) -> Result<u32, String> {
        (0..4).try_fold(0, |code, _| {
            let digit = self.rest.next().and_then(|digit| digit.to_digit(16));
            Ok(code * 16 + digit.ok_or_else(|| self.error("four hexadecimal digits"))?)
        })
    }

    fn number(&mut self) -> Result<Json, String> {
        let rest = self.rest.as_str();
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'));
        let number = &rest[..end.unwrap_or(rest.len())];
        if number.parse::<f64>().is_err() {
            return Err(self.error("a number"));
        }
        self.rest = rest[number.len()..].chars();
        Ok(Json::Number(number.to_owned()))
    }

    fn word(&mut self) -> Result<Json, String> {
        let words = [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))];
        for (word, value) in words {
            if let Some(rest) = self.rest.as_str().strip_prefix(word) {
                self.rest = rest.chars();
                return Ok(value);
            }
        }
        Err(self.error("a value"))
    }

    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.as_str().trim_start_matches([' ', '\t', '\n', '\r']).chars();
    }

    fn take_after_space(&mut self, wanted: char) -> bool {
        self.skip_space();
        let found = self.peek() == Some(wanted);
        if found {
            self.rest.next();
        }
        found
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        if self.peek() != Some(wanted) {
            return Err(self.error(&format!("`{wanted}`")));
        }
        self.rest.next();
        Ok(())
    }

    fn error(&self, wanted: &str) -> String {
        let at = self.whole.len() - self.rest.as_str().len();
        format!("JSON: expected {wanted} at byte {at}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: Result<Json, &str>) {
        assert_eq!(Json::parse(text), wanted.map_err(str::to_owned));
    }

    fn text(text: &str) -> Json {
        Json::Text(text.to_owned())
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let members = [
            ("list", Json::List(vec![Json::Null, Json::Bool(true), Json::Bool(false)])),
            ("number", Json::Number("-1.5e3".to_owned())),
            ("object", Json::Object(BTreeMap::new())),
        ];
        let object = members.map(|(name, value)| (name.to_owned(), value)).into();
        check(r#" {"list": [null, true ,false], "number":-1.5e3, "object":{} } "#, Ok(Json::Object(object)));
        check("[]", Ok(Json::List(vec![])));
    }

    #[test]
    fn escapes_and_surrogate_pairs_are_characters() {
        check(r#""a\"\\\/\n\tA\u00e9\ud83d\ude00""#, Ok(text("a\"\\/\n\tAé😀")));
        check(r#""\ud83dx""#, Err("JSON: expected `\\` at byte 7"));
        check(r#""\ud83d\u0041""#, Err("JSON: expected a low surrogate at byte 13"));
        check(r#""\u12""#, Err("JSON: expected four hexadecimal digits at byte 6"));
        check(r#""\x""#, Err("JSON: expected an escape at byte 3"));
    }

    #[test]
    fn broken_text_is_refused_where_it_breaks() {
        check("", Err("JSON: expected a value at byte 0"));
        check("[1,]", Err("JSON: expected a value at byte 3"));
        check("[1 2]", Err("JSON: expected `,` at byte 3"));
        check(r#"{"a" 1}"#, Err("JSON: expected `:` at byte 5"));
        check("{} x", Err("JSON: expected the end at byte 3"));
        check("\"a", Err("JSON: expected the end of a text at byte 2"));
        check("1-2", Err("JSON: expected a number at byte 0"));
    }

    #[test]
    fn depth_is_bounded() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Json::parse(&deep(MAX_DEPTH)).is_ok());
        assert!(Json::parse(&deep(MAX_DEPTH + 2)).is_err());
    }

    #[test]
    fn what_is_not_there_is_null_or_nothing() {
        let value = Json::parse(r#"{"name": "sql", "list": [1]}"#).unwrap();
        assert_eq!(value.member("name").text(), Some("sql"));
        assert_eq!(value.member("list").items().len(), 1);
        assert_eq!(value.member("none"), &Json::Null);
        assert_eq!(value.member("name").member("none").text(), None);
        assert_eq!(value.member("name").items(), &[]);
    }
}
