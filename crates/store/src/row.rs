//! Reading words and documents out of columns.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sql::Error;

use crate::Result;

/// Reads a document that we wrote; a document that cannot be read is our own bug or a damaged database.
pub(crate) fn from_json<T: DeserializeOwned>(column: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Decode(format!("column `{column}`: {error}")))
}

/// Writes a document.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Decode(format!("a document: {error}")))
}

/// A word that a column holds, read into its enum.
pub(crate) fn word<T>(column: &'static str, word: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T> {
    read(word).ok_or_else(|| Error::Decode(format!("column `{column}`: `{word}` is no word it can hold")))
}
