//! The four storage types, and what goes in and out of them.

use model::{Id, Span, Timestamp};

use crate::Error;

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'v> {
    /// Nothing.
    Null,
    /// `bigint`.
    Integer(i64),
    /// `boolean`; SQLite gives it back as an integer.
    Boolean(bool),
    /// `text`.
    Text(&'v str),
    /// `blob`.
    Blob(&'v [u8]),
}

/// What can be given to a statement.
pub trait Param {
    /// The value as the database keeps it.
    fn value(&self) -> Value<'_>;
}

/// What can be read out of a row.
pub trait Column: Sized {
    /// What is expected, for messages.
    const EXPECTED: &'static str;
    /// Reads the value; `None` when it is something else.
    fn from_value(value: Value<'_>) -> Option<Self>;
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(Box<[Cell]>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Null,
    Integer(i64),
    Boolean(bool),
    Text(String),
    Blob(Vec<u8>),
}

impl Row {
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Self(cells.into_boxed_slice())
    }

    /// What it consists of.
    pub(crate) fn cells(&self) -> &[Cell] {
        &self.0
    }

    /// The column at `index`, counted from 0.
    ///
    /// # Errors
    /// [`Error::Decode`] when there is no such column or it holds something else.
    pub fn get<T: Column>(&self, index: usize) -> Result<T, Error> {
        let cell = self
            .0
            .get(index)
            .ok_or_else(|| Error::Decode(format!("column {index} of a row with {}", self.0.len())))?;
        T::from_value(cell.value()).ok_or_else(|| {
            Error::Decode(format!("column {index} holds {} where {} is expected", cell.kind(), T::EXPECTED))
        })
    }
}

impl Cell {
    pub(crate) fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Integer(value) => Value::Integer(*value),
            Self::Boolean(value) => Value::Boolean(*value),
            Self::Text(value) => Value::Text(value),
            Self::Blob(value) => Value::Blob(value),
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Integer(_) => "an integer",
            Self::Boolean(_) => "a boolean",
            Self::Text(_) => "text",
            Self::Blob(_) => "a blob",
        }
    }
}

impl Param for Cell {
    fn value(&self) -> Value<'_> {
        self.value()
    }
}

impl<T: Param + ?Sized> Param for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl<T: Param> Param for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Param::value)
    }
}

impl Param for i64 {
    fn value(&self) -> Value<'_> {
        Value::Integer(*self)
    }
}

impl Param for i32 {
    fn value(&self) -> Value<'_> {
        Value::Integer(i64::from(*self))
    }
}

impl Param for u32 {
    fn value(&self) -> Value<'_> {
        Value::Integer(i64::from(*self))
    }
}

impl Param for bool {
    fn value(&self) -> Value<'_> {
        Value::Boolean(*self)
    }
}

impl Param for str {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Param for String {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Param for [u8] {
    fn value(&self) -> Value<'_> {
        Value::Blob(self)
    }
}

impl<const N: usize> Param for [u8; N] {
    fn value(&self) -> Value<'_> {
        Value::Blob(self)
    }
}

impl Param for Vec<u8> {
    fn value(&self) -> Value<'_> {
        Value::Blob(self)
    }
}

impl<T> Param for Id<T> {
    fn value(&self) -> Value<'_> {
        Value::Blob(self.as_bytes())
    }
}

impl Param for Timestamp {
    fn value(&self) -> Value<'_> {
        Value::Integer(self.as_micros())
    }
}

impl Param for Span {
    fn value(&self) -> Value<'_> {
        Value::Integer(self.as_micros())
    }
}

impl Column for i64 {
    const EXPECTED: &'static str = "an integer";
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Integer(value) => Some(value),
            _ => None,
        }
    }
}

impl Column for u32 {
    const EXPECTED: &'static str = "an integer from 0 to 4294967295";
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl Column for bool {
    const EXPECTED: &'static str = "a boolean";
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Boolean(value) => Some(value),
            Value::Integer(0) => Some(false),
            Value::Integer(1) => Some(true),
            _ => None,
        }
    }
}

impl Column for String {
    const EXPECTED: &'static str = "text";
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(value) => Some(value.to_owned()),
            _ => None,
        }
    }
}

impl Column for Vec<u8> {
    const EXPECTED: &'static str = "a blob";
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Blob(value) => Some(value.to_vec()),
            _ => None,
        }
    }
}

impl<const N: usize> Column for [u8; N] {
    const EXPECTED: &'static str = "a blob of fixed length";
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Blob(value) => value.try_into().ok(),
            _ => None,
        }
    }
}

impl<T> Column for Id<T> {
    const EXPECTED: &'static str = "a blob of 16 bytes";
    fn from_value(value: Value<'_>) -> Option<Self> {
        <[u8; 16]>::from_value(value).map(Self::from_bytes)
    }
}

impl Column for Timestamp {
    const EXPECTED: &'static str = "a time in microseconds";
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(Self::from_micros)
    }
}

impl Column for Span {
    const EXPECTED: &'static str = "a length of time in microseconds";
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(Self::micros)
    }
}

impl<T: Column> Column for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}
