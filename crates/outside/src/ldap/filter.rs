//! Search filters as text (RFC 4515), read into the bytes that a server is asked by (RFC 4511 §4.5.1).
//!
//! What Sluis itself looks for is never put into the text: [`at_least`] makes a comparison of a value as it is, whatever
//! characters it has (attack 68).

use super::ber::tlv;

/// `and`, `or`, `not`.
const AND: u8 = 0xa0;
const OR: u8 = 0xa1;
const NOT: u8 = 0xa2;
/// `equalityMatch`, `substrings`, `greaterOrEqual`, `lessOrEqual`, `present`, `approxMatch`, `extensibleMatch`.
const EQUAL: u8 = 0xa3;
const SUBSTRINGS: u8 = 0xa4;
const AT_LEAST: u8 = 0xa5;
const AT_MOST: u8 = 0xa6;
const PRESENT: u8 = 0x87;
const APPROXIMATE: u8 = 0xa8;
const EXTENSIBLE: u8 = 0xa9;

/// The longest filter, in bytes.
const LONGEST: usize = 2_000;
/// How deeply filters may stand in one another.
const DEEPEST: usize = 20;

/// The text is no filter; where it went wrong, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FilterError {
    /// The place.
    pub(super) at: usize,
}

/// A text as bytes.
pub(super) fn read(text: &str) -> Result<Vec<u8>, FilterError> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(FilterError { at: LONGEST });
    }
    let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
    let filter = reader.filter(DEEPEST)?;
    if reader.at < reader.bytes.len() { Err(reader.wrong()) } else { Ok(filter) }
}

/// Entries that match all of these.
pub(super) fn all(filters: &[Vec<u8>]) -> Vec<u8> {
    tlv(AND, &filters.concat())
}

/// Entries with this value or a greater one.
pub(super) fn at_least(attribute: &str, value: &[u8]) -> Vec<u8> {
    comparison(AT_LEAST, attribute.as_bytes(), value)
}

/// Every entry.
pub(super) fn any() -> Vec<u8> {
    tlv(PRESENT, b"objectClass")
}

fn comparison(tag: u8, attribute: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(tag, &[octets(attribute), octets(value)].concat())
}

fn octets(bytes: &[u8]) -> Vec<u8> {
    tlv(super::ber::OCTETS, bytes)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// A part of a value: what stands there, and whether a star followed it.
struct Part {
    value: Vec<u8>,
    star: bool,
}

impl Reader<'_> {
    const fn wrong(&self) -> FilterError {
        FilterError { at: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn expect(&mut self, byte: u8) -> Result<(), FilterError> {
        if self.peek() != Some(byte) {
            return Err(self.wrong());
        }
        self.at += 1;
        Ok(())
    }

    /// `deepest` is what keeps it from calling itself for ever.
    fn filter(&mut self, deepest: usize) -> Result<Vec<u8>, FilterError> {
        let Some(below) = deepest.checked_sub(1) else { return Err(self.wrong()) };
        self.expect(b'(')?;
        let filter = match self.peek() {
            Some(b'&') => self.several(AND, below)?,
            Some(b'|') => self.several(OR, below)?,
            Some(b'!') => {
                self.at += 1;
                tlv(NOT, &self.filter(below)?)
            }
            _ => self.item()?,
        };
        self.expect(b')')?;
        Ok(filter)
    }

    fn several(&mut self, tag: u8, below: usize) -> Result<Vec<u8>, FilterError> {
        self.at += 1;
        let mut inner = vec![];
        while self.peek() == Some(b'(') {
            inner.extend(self.filter(below)?);
        }
        // RFC 4526 lets `(&)` match everything; nobody who types it means that.
        if inner.is_empty() { Err(self.wrong()) } else { Ok(tlv(tag, &inner)) }
    }

    fn item(&mut self) -> Result<Vec<u8>, FilterError> {
        let attribute = self.words(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b';'));
        let operator = self.peek();
        self.at += 1;
        match operator {
            Some(b'=') if !attribute.is_empty() => self.equality(&attribute),
            Some(b':') => self.extensible(attribute),
            Some(other) if !attribute.is_empty() => {
                let tag = match other {
                    b'>' => AT_LEAST,
                    b'<' => AT_MOST,
                    b'~' => APPROXIMATE,
                    _ => return Err(self.wrong()),
                };
                self.expect(b'=')?;
                Ok(comparison(tag, &attribute, &self.whole_value()?))
            }
            _ => Err(self.wrong()),
        }
    }

    fn equality(&mut self, attribute: &[u8]) -> Result<Vec<u8>, FilterError> {
        let mut parts = vec![];
        loop {
            let part = self.part()?;
            let more = part.star;
            parts.push(part.value);
            if !more {
                break;
            }
        }
        match &parts[..] {
            [whole] if whole.is_empty() => Err(self.wrong()),
            [whole] => Ok(comparison(EQUAL, attribute, whole)),
            [first, last] if first.is_empty() && last.is_empty() => Ok(tlv(PRESENT, attribute)),
            parts => self.substrings(attribute, parts),
        }
    }

    fn substrings(&self, attribute: &[u8], parts: &[Vec<u8>]) -> Result<Vec<u8>, FilterError> {
        let last = parts.len() - 1;
        let mut inner = vec![];
        for (index, part) in parts.iter().enumerate() {
            match index {
                0 if !part.is_empty() => inner.extend(tlv(0x80, part)),
                0 => {}
                index if index == last && !part.is_empty() => inner.extend(tlv(0x82, part)),
                index if index == last => {}
                _ if part.is_empty() => return Err(self.wrong()),
                _ => inner.extend(tlv(0x81, part)),
            }
        }
        let inner = tlv(super::ber::SEQUENCE, &inner);
        Ok(tlv(SUBSTRINGS, &[octets(attribute), inner].concat()))
    }

    /// `attribute:dn:rule:=value`: what Active Directory's `memberOf:1.2.840.113556.1.4.1941:=` is.
    fn extensible(&mut self, attribute: Vec<u8>) -> Result<Vec<u8>, FilterError> {
        let (mut rule, mut with_dn) = (vec![], false);
        loop {
            if self.peek() == Some(b'=') {
                self.at += 1;
                break;
            }
            let word = self.words(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
            self.expect(b':')?;
            match &word[..] {
                b"dn" if !with_dn && rule.is_empty() => with_dn = true,
                word if !word.is_empty() && rule.is_empty() => rule = word.to_vec(),
                _ => return Err(self.wrong()),
            }
        }
        if attribute.is_empty() && rule.is_empty() {
            return Err(self.wrong());
        }
        let mut inner = vec![];
        for (tag, bytes) in [(0x81, &rule), (0x82, &attribute)] {
            if !bytes.is_empty() {
                inner.extend(tlv(tag, bytes));
            }
        }
        inner.extend(tlv(0x83, &self.whole_value()?));
        if with_dn {
            inner.extend(tlv(0x84, &[0xff]));
        }
        Ok(tlv(EXTENSIBLE, &inner))
    }

    fn whole_value(&mut self) -> Result<Vec<u8>, FilterError> {
        let part = self.part()?;
        if part.star || part.value.is_empty() { Err(self.wrong()) } else { Ok(part.value) }
    }

    /// A value up to a star or the end of the item, with `\2a` read as the byte that it is.
    fn part(&mut self) -> Result<Part, FilterError> {
        let mut value = vec![];
        loop {
            match self.peek() {
                None | Some(b'(' | 0) => return Err(self.wrong()),
                Some(b')') => return Ok(Part { value, star: false }),
                Some(b'*') => {
                    self.at += 1;
                    return Ok(Part { value, star: true });
                }
                Some(b'\\') => {
                    let pair = self.bytes.get(self.at + 1..self.at + 3).and_then(hex);
                    value.push(pair.ok_or(self.wrong())?);
                    self.at += 3;
                }
                Some(byte) => {
                    value.push(byte);
                    self.at += 1;
                }
            }
        }
    }

    fn words(&mut self, is_part: impl Fn(u8) -> bool) -> Vec<u8> {
        let start = self.at;
        while self.peek().is_some_and(&is_part) {
            self.at += 1;
        }
        self.bytes[start..self.at].to_vec()
    }
}

fn hex(pair: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(pair.first()?)? * 16 + digit(pair.get(1)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal(attribute: &str, value: &[u8]) -> Vec<u8> {
        comparison(EQUAL, attribute.as_bytes(), value)
    }

    #[test]
    fn what_administrators_type_is_read() {
        assert_eq!(read("(cn=Babs Jensen)"), Ok(equal("cn", b"Babs Jensen")));
        assert_eq!(read("(mail=*)"), Ok(tlv(PRESENT, b"mail")));
        let both = tlv(AND, &[equal("objectClass", b"user"), tlv(NOT, &equal("sn", b"x"))].concat());
        assert_eq!(read(" (&(objectClass=user)(!(sn=x))) "), Ok(both));
        let inner = [tlv(0x80, b"a"), tlv(0x81, b"b"), tlv(0x82, b"c")].concat();
        let inner = tlv(super::super::ber::SEQUENCE, &inner);
        assert_eq!(read("(cn=a*b*c)"), Ok(tlv(SUBSTRINGS, &[octets(b"cn"), inner].concat())));
        let rule = [tlv(0x81, b"1.2.840.113556.1.4.803"), tlv(0x82, b"userAccountControl"), tlv(0x83, b"2")];
        let bits = read("(userAccountControl:1.2.840.113556.1.4.803:=2)");
        assert_eq!(bits, Ok(tlv(EXTENSIBLE, &rule.concat())));
        assert_eq!(read("(uSNChanged>=42)"), Ok(at_least("uSNChanged", b"42")));
    }

    #[test]
    fn escaped_characters_are_values_and_never_syntax() {
        assert_eq!(read(r"(cn=\2a\28\29\5C\00)"), Ok(equal("cn", b"*()\\\0")));
        assert_eq!(read(r"(cn=L\c3\bcbeck)"), Ok(equal("cn", "L\u{fc}beck".as_bytes())));
        // What Sluis compares with is not read at all.
        let hostile = tlv(AT_LEAST, &[octets(b"uid"), octets(b"*)(uid=*")].concat());
        assert_eq!(at_least("uid", b"*)(uid=*"), hostile);
    }

    #[test]
    fn what_is_no_filter_is_refused_with_its_place() {
        let deep = format!("{}(a=b){}", "(!".repeat(40), ")".repeat(40));
        let long = format!("(cn={})", "x".repeat(LONGEST));
        for text in [
            "",
            "cn=x",
            "(cn=x",
            "(cn=x))",
            "(=x)",
            "(cn)",
            "(cn=)",
            "(&)",
            "(cn=a**b)",
            r"(cn=\2)",
            r"(cn=\zz)",
            "(cn>x)",
            "(cn~=)",
            "(:=x)",
            "(cn:a:b:=x)",
            "(cn=(x))",
            &deep,
            &long,
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read("(cn=x)y"), Err(FilterError { at: 6 }));
    }

    #[test]
    fn a_filter_nested_a_thousand_deep_does_not_reach_the_end_of_the_stack() {
        let text = "(&".repeat(900);
        assert!(read(&text).is_err());
    }
}
