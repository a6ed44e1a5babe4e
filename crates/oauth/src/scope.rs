use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Code, OAuthError};

/// A scope that Sluis knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Scope {
    /// An ID token is wanted.
    OpenId = 1,
    /// Name and sign-in name.
    Profile = 2,
    /// The mail address.
    Email = 4,
    /// Access that outlives the browser's sign-out.
    OfflineAccess = 8,
}

impl Scope {
    /// Every scope, in the order they are written.
    pub const ALL: [Self; 4] = [Self::OpenId, Self::Profile, Self::Email, Self::OfflineAccess];

    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OpenId => "openid",
            Self::Profile => "profile",
            Self::Email => "email",
            Self::OfflineAccess => "offline_access",
        }
    }
}

/// A set of scopes; written in a fixed order, separated by spaces.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct ScopeSet(u8);

impl ScopeSet {
    /// No scope.
    pub const EMPTY: Self = Self(0);

    /// The set of these scopes.
    pub fn of(scopes: &[Scope]) -> Self {
        Self(scopes.iter().fold(0, |bits, scope| bits | *scope as u8))
    }

    /// Reads a scope parameter; what we do not know is dropped (OpenID Connect Core §3.1.2.1). Scopes are case
    /// sensitive (RFC 6749 §3.3).
    pub fn parse(text: &str) -> Self {
        let known = |word: &str| Scope::ALL.into_iter().find(|scope| scope.word() == word);
        Self(text.split(' ').filter_map(known).fold(0, |bits, scope| bits | scope as u8))
    }

    /// True when the scope is in the set.
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & scope as u8 != 0
    }

    /// True when there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The scopes in their fixed order.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.contains(*scope))
    }

    /// What a refresh gets: everything granted, or the part that was asked, never more (RFC 6749 §6). The grant
    /// itself keeps what it has.
    pub fn narrowed(self, asked: Option<Self>) -> Result<Self, OAuthError> {
        match asked {
            None => Ok(self),
            Some(part) if !part.is_empty() && part.0 & !self.0 == 0 => Ok(part),
            Some(_) => Err(OAuthError::new(
                Code::InvalidScope,
                "a refresh can ask for what was granted, not for more",
            )),
        }
    }
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope.word())?;
        }
        Ok(())
    }
}

impl fmt::Debug for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{self}}}")
    }
}

impl From<String> for ScopeSet {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}
impl From<ScopeSet> for String {
    fn from(scopes: ScopeSet) -> Self {
        scopes.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn unknown_scopes_are_dropped_and_the_rest_is_put_in_order() {
        let scopes = ScopeSet::parse("email  User.Read openid OPENID email");
        assert_eq!(scopes.to_string(), "openid email");
    }

    #[test]
    fn a_refresh_may_narrow_and_never_widen() {
        let granted = ScopeSet::parse("openid profile");
        assert_eq!(granted.narrowed(None), Ok(granted));
        assert_eq!(granted.narrowed(Some(ScopeSet::parse("openid"))), Ok(ScopeSet::parse("openid")));
        for wider in ["openid email", "offline_access", "openid profile email offline_access", "unknown"] {
            let error = granted.narrowed(Some(ScopeSet::parse(wider))).unwrap_err();
            assert_eq!(error.code, Code::InvalidScope, "{wider}");
        }
    }

    proptest! {
        #[test]
        fn a_set_is_read_back_from_its_text(bits in 0u8..16) {
            prop_assert_eq!(ScopeSet::parse(&ScopeSet(bits).to_string()), ScopeSet(bits));
        }

        #[test]
        fn narrowing_gives_a_part_or_nothing(granted in 0u8..16, asked in 0u8..16) {
            if let Ok(part) = ScopeSet(granted).narrowed(Some(ScopeSet(asked))) {
                prop_assert_eq!(part.0 & !granted, 0);
                prop_assert_eq!(part.0, asked);
            }
        }
    }
}
