use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Id;

/// A path on our own host: starts with one `/`, holds no scheme, host, backslash or control character, so that a
/// redirect to it can leave nobody elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalPath(String);

impl LocalPath {
    /// Reads a path of at most 2,000 bytes.
    pub fn new(path: &str) -> Option<Self> {
        let second = path.as_bytes().get(1);
        let local = path.starts_with('/') && !matches!(second, Some(b'/' | b'\\'));
        let clean = path.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
        (local && clean && path.len() <= 2_000).then(|| Self(path.to_owned()))
    }
    /// The path with its query.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The path alone: what decides which page it is, and so what policy asks of it.
    pub fn path(&self) -> &str {
        self.0.split(['?', '#']).next().unwrap_or_default()
    }
    /// True when the page is this one or below it: `/admin` and `/admin/users`, not `/administration`.
    pub fn is_in(&self, area: &str) -> bool {
        self.path().strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for LocalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl TryFrom<String> for LocalPath {
    type Error = &'static str;
    fn try_from(path: String) -> Result<Self, Self::Error> {
        Self::new(&path).ok_or("not a local path")
    }
}
impl From<LocalPath> for String {
    fn from(path: LocalPath) -> Self {
        path.0
    }
}

/// Where a sign-in goes when it is finished. `R` is the application's request, kept as its protocol parsed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Resume<R> {
    /// To a page of ours.
    Page(LocalPath),
    /// To the application whose request is stored.
    Request(Id<R>),
    /// To the application whose request travels with the form, sealed.
    Sealed(R),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_on_our_own_host_are_local() {
        for good in ["/", "/admin", "/admin/users?q=a%20b"] {
            assert!(LocalPath::new(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "admin",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nb",
            "/a b",
            "/a\\b",
        ] {
            assert!(LocalPath::new(bad).is_none(), "{bad}");
        }
    }
}
