use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::Timestamp;

/// A 16-byte id of a `T`; ids of different nouns do not mix.
///
/// UUIDv7 (RFC 9562 §5.7) for rows written in time order, UUIDv4 for what leaves the house as a subject: a v7 id
/// would tell when a person was hired.
pub struct Id<T>(Uuid, PhantomData<fn() -> T>);

/// The text is not a UUID in its 36-character form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseIdError;

impl<T> Id<T> {
    /// Makes a random (version 4) id from 16 random bytes.
    pub const fn random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid(), PhantomData)
    }

    /// Makes a time-ordered (version 7) id: milliseconds of `now`, then the random bytes.
    pub fn ordered(now: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(now.as_micros() / 1000).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid(), PhantomData)
    }

    /// An id that is fixed in the source, such as a role template.
    pub const fn fixed(value: u128) -> Self {
        Self(Uuid::from_u128(value), PhantomData)
    }

    /// Reads the 16 bytes of a database column.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes), PhantomData)
    }

    /// The 16 bytes, as databases keep them.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The same id under another noun: where one row is two things (an application and its service principal).
    pub const fn cast<U>(self) -> Id<U> {
        Id(self.0, PhantomData)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = ParseIdError;

    /// Accepts the hyphenated form only, in either case.
    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        if text.len() != 36 {
            return Err(ParseIdError);
        }
        Uuid::try_parse(text).map(|uuid| Self(uuid, PhantomData)).map_err(|_| ParseIdError)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("not an id"))
    }
}
impl fmt::Display for ParseIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id")
    }
}
impl std::error::Error for ParseIdError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_rows_have_greater_ids() {
        let early = Id::<()>::ordered(Timestamp::from_millis(1_000), [0xff; 10]);
        let late = Id::<()>::ordered(Timestamp::from_millis(1_001), [0; 10]);
        assert!(early < late);
    }

    #[test]
    fn only_the_hyphenated_form_is_an_id() {
        let id = Id::<()>::fixed(0x62e90394_69f5_4237_9190_012177145e10);
        assert_eq!("62E90394-69f5-4237-9190-012177145e10".parse(), Ok(id));
        assert_eq!("62e9039469f542379190012177145e10".parse::<Id<()>>(), Err(ParseIdError));
        assert_eq!("{62e90394-69f5-4237-9190-012177145e10}".parse::<Id<()>>(), Err(ParseIdError));
    }
}
