//! The part of CBOR (RFC 8949) that authenticators speak: CTAP 2.1 §8, definite lengths only, no tags and no floats.
//!
//! Bounded by its input: nothing is reserved for a length that is merely claimed, and nesting ends at [`DEPTH`].

/// How deep maps and arrays may be nested; CTAP allows four.
const DEPTH: usize = 6;

/// How many entries a map may have: keys are compared with all before them, and authenticators send a dozen at most.
const PAIRS: u64 = 64;

/// A value, with its bytes and texts borrowed from the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Int(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    Array(Vec<Self>),
    Map(Vec<(Self, Self)>),
    Bool(bool),
    Null,
}

/// The input is no CBOR of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

impl<'a> Value<'a> {
    /// Reads one value and leaves what follows it.
    pub(super) fn read(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), Malformed> {
        let mut rest = bytes;
        let value = value(&mut rest, DEPTH)?;
        Ok((value, rest))
    }

    /// Reads exactly one value.
    pub(super) fn read_all(bytes: &'a [u8]) -> Result<Self, Malformed> {
        match Self::read(bytes)? {
            (value, []) => Ok(value),
            _ => Err(Malformed),
        }
    }

    /// The value of a map under a text.
    pub(super) fn at(&self, key: &str) -> Option<&Self> {
        self.find(&Value::Text(key))
    }

    /// The value of a map under a number, as COSE has them.
    pub(super) fn number(&self, key: i64) -> Option<&Self> {
        self.find(&Value::Int(key))
    }

    fn find(&self, key: &Value<'_>) -> Option<&Self> {
        let Self::Map(pairs) = self else { return None };
        pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(super) const fn int(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    pub(super) const fn bytes(&self) -> Option<&'a [u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    pub(super) const fn text(&self) -> Option<&'a str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// True for a map without entries.
    pub(super) fn is_empty_map(&self) -> bool {
        matches!(self, Self::Map(pairs) if pairs.is_empty())
    }
}

fn value<'a>(rest: &mut &'a [u8], depth: usize) -> Result<Value<'a>, Malformed> {
    let depth = depth.checked_sub(1).ok_or(Malformed)?;
    let first = take(rest, 1)?[0];
    let (major, info) = (first >> 5, first & 0x1f);
    if major == 7 {
        return match info {
            20 => Ok(Value::Bool(false)),
            21 => Ok(Value::Bool(true)),
            22 => Ok(Value::Null),
            _ => Err(Malformed),
        };
    }
    let number = argument(rest, info)?;
    let length = usize::try_from(number).map_err(|_| Malformed);
    match major {
        0 => i64::try_from(number).map(Value::Int).map_err(|_| Malformed),
        1 => i64::try_from(number).map(|number| Value::Int(-1 - number)).map_err(|_| Malformed),
        2 => take(rest, length?).map(Value::Bytes),
        3 => std::str::from_utf8(take(rest, length?)?).map(Value::Text).map_err(|_| Malformed),
        4 => (0..number).map(|_| value(rest, depth)).collect::<Result<_, _>>().map(Value::Array),
        5 => map(rest, number, depth),
        _ => Err(Malformed),
    }
}

/// A key that comes twice would be read as one thing here and as another elsewhere.
fn map<'a>(rest: &mut &'a [u8], pairs: u64, depth: usize) -> Result<Value<'a>, Malformed> {
    if pairs > PAIRS {
        return Err(Malformed);
    }
    let mut read: Vec<(Value<'a>, Value<'a>)> = vec![];
    for _ in 0..pairs {
        let key = value(rest, depth)?;
        if read.iter().any(|(before, _)| *before == key) {
            return Err(Malformed);
        }
        read.push((key, value(rest, depth)?));
    }
    Ok(Value::Map(read))
}

fn argument(rest: &mut &[u8], info: u8) -> Result<u64, Malformed> {
    let bytes = match info {
        0..=23 => return Ok(u64::from(info)),
        24..=27 => take(rest, 1 << (info - 24))?,
        _ => return Err(Malformed),
    };
    Ok(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], Malformed> {
    let (head, tail) = rest.split_at_checked(length).ok_or(Malformed)?;
    *rest = tail;
    Ok(head)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(hex: &str) -> Result<Value<'static>, Malformed> {
        Value::read_all(data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap().leak())
    }

    #[test]
    fn values_of_rfc_8949_appendix_a_are_read() {
        assert_eq!(read("1864"), Ok(Value::Int(100)));
        assert_eq!(read("3903e7"), Ok(Value::Int(-1000)));
        assert_eq!(read("4401020304"), Ok(Value::Bytes(&[1, 2, 3, 4])));
        assert_eq!(read("62c3bc"), Ok(Value::Text("ü")));
        assert_eq!(read("83010203"), Ok(Value::Array(vec![Value::Int(1), Value::Int(2), Value::Int(3)])));
        let map = read("a26161016162820203").unwrap();
        assert_eq!(map.at("a").and_then(Value::int), Some(1));
        assert_eq!(map.at("b").and_then(Value::array).map(<[_]>::len), Some(2));
    }

    #[test]
    fn what_authenticators_do_not_speak_is_refused() {
        for bad in [
            "",                   // nothing
            "01ff",               // something after it
            "5f42010243030405ff", // indefinite length
            "c11a514b67b0",       // a tag
            "f93c00",             // a float
            "a201020103",         // a key twice
            "62c328",             // no UTF-8
            "1bffffffffffffffff", // beyond a signed number
            "9b7fffffffffffffff", // more items than there are
            "5b7fffffffffffffff", // longer than the input
            "81818181818101",     // too deep
        ] {
            assert_eq!(read(bad), Err(Malformed), "{bad}");
        }
    }

    #[test]
    fn a_map_of_more_entries_than_authenticators_send_is_refused() {
        let of = |pairs: u8| {
            let entries = (0..pairs).flat_map(|key| [0x18, 100 + key, 0x00]);
            [0xb8, pairs].into_iter().chain(entries).collect::<Vec<u8>>()
        };
        assert!(Value::read_all(&of(64)).is_ok());
        assert_eq!(Value::read_all(&of(65)), Err(Malformed));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Value::read(&bytes);
        }
    }
}
