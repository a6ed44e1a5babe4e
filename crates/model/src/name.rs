use std::fmt;

use precis_profiles::UsernameCaseMapped;
use precis_profiles::precis_core::profile::PrecisFastInvocation;
use serde::{Deserialize, Serialize};

/// The longest text a person may type into a name field, in bytes.
pub const MAX_TYPED: usize = 256;

/// A name as a person writes it, for example a user principal name: 1 to 256 bytes, no control characters, and a
/// [`NameKey`] exists for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(String);

/// What names are compared by: PRECIS UsernameCaseMapped (RFC 8265 §3.3), so that width, case and composition do
/// not make another person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// Nothing is left after trimming.
    Empty,
    /// Over [`MAX_TYPED`] bytes.
    TooLong,
    /// RFC 8265 forbids one of its characters.
    Forbidden,
}

impl Name {
    /// Reads a name; surrounding white space does not count.
    pub fn new(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        NameKey::of(text)?;
        Ok(Self(text.to_owned()))
    }
    /// A name that was read by [`Name::new`] when it came, and kept since: it is not read once more.
    pub const fn kept(text: String) -> Self {
        Self(text)
    }
    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// What it is compared by.
    pub fn key(&self) -> NameKey {
        NameKey::of(&self.0).unwrap_or_else(|_| NameKey(self.0.clone()))
    }
}

impl NameKey {
    /// The key of a typed text.
    pub fn of(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text.len() > MAX_TYPED {
            return Err(NameError::TooLong);
        }
        UsernameCaseMapped::enforce(text).map(|key| Self(key.into_owned())).map_err(|_| NameError::Forbidden)
    }
    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "a name is empty",
            Self::TooLong => "a name is longer than 256 bytes",
            Self::Forbidden => "a name has a character that names cannot have",
        })
    }
}
impl std::error::Error for NameError {}

/// A line of text for display: trimmed, without control characters (NUL, line breaks, bidirectional overrides),
/// at most `max` bytes. `None` when nothing is left or it is too long.
pub fn plain_text(text: &str, max: usize) -> Option<String> {
    let text = text.trim();
    let hidden = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (!text.is_empty() && text.len() <= max && !text.contains(hidden)).then(|| text.to_owned())
}

/// An address that mail can be sent to: one `@`, no white space, no header tricks, at most 254 bytes. `None` for
/// anything else.
pub fn mail_address(text: &str) -> Option<String> {
    let mail = plain_text(text, 254)?;
    let (local, domain) = mail.split_once('@')?;
    let odd =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"' | '\\');
    (!local.is_empty() && !domain.is_empty() && !domain.contains('@') && !mail.contains(odd)).then_some(mail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_and_composition_do_not_make_another_person() {
        let key = NameKey::of("anna@devries.nl").unwrap();
        assert_eq!(NameKey::of(" ANNA@DeVries.NL ").unwrap(), key);
        assert_eq!(NameKey::of("\u{ff41}nna@devries.nl").unwrap(), key);
        assert_eq!(NameKey::of("jose\u{301}").unwrap(), NameKey::of("jos\u{e9}").unwrap());
    }

    #[test]
    fn homographs_stay_apart() {
        assert_ne!(NameKey::of("anna").unwrap(), NameKey::of("\u{430}nna").unwrap());
    }

    #[test]
    fn nul_spaces_and_endless_names_are_refused() {
        assert_eq!(NameKey::of("a\0b"), Err(NameError::Forbidden));
        assert_eq!(NameKey::of("a b"), Err(NameError::Forbidden));
        assert_eq!(NameKey::of("  "), Err(NameError::Empty));
        assert_eq!(NameKey::of(&"a".repeat(257)), Err(NameError::TooLong));
    }

    #[test]
    fn display_text_holds_no_line_breaks_and_no_direction_overrides() {
        assert_eq!(plain_text(" De Vries ", 64).as_deref(), Some("De Vries"));
        assert_eq!(plain_text("a\r\nBcc: x", 64), None);
        assert_eq!(plain_text("a\u{202e}b", 64), None);
    }

    #[test]
    fn a_mail_address_cannot_smuggle_headers_or_a_second_recipient() {
        for bad in
            ["a@b\r\nBcc: c@d", "a@b,c@d", "\"x\"@b", "<a@b>", "a b@c", "a@", "@b", "a@b@c", "a", "", " "]
        {
            assert_eq!(mail_address(bad), None, "{bad:?}");
        }
        assert_eq!(mail_address(" anna@example.org ").as_deref(), Some("anna@example.org"));
    }
}
