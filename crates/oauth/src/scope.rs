use std::fmt;

use model::{Permission, PermissionSet};
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

/// What the admin API is called before the name of a permission, by those who know it as Microsoft Graph.
const API_NAMES: [&str; 2] = ["https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000"];
/// Every permission that an application was given.
const DEFAULT: &str = ".default";

/// A set of scopes; written in a fixed order, separated by spaces.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct ScopeSet {
    standard: u8,
    /// Permissions at the admin API.
    permissions: PermissionSet,
    /// All of them that the application was given (`.default`).
    every: bool,
}

impl ScopeSet {
    /// No scope.
    pub const EMPTY: Self = Self { standard: 0, permissions: PermissionSet::EMPTY, every: false };

    /// The set of these scopes.
    pub fn of(scopes: &[Scope]) -> Self {
        let standard = scopes.iter().fold(0, |bits, scope| bits | *scope as u8);
        Self { standard, ..Self::EMPTY }
    }

    /// Reads a scope parameter; what we do not know is dropped (OpenID Connect Core §3.1.2.1). Scopes are case
    /// sensitive (RFC 6749 §3.3).
    pub fn parse(text: &str) -> Self {
        text.split(' ').fold(Self::EMPTY, Self::and_word)
    }

    fn and_word(mut self, word: &str) -> Self {
        if let Some(scope) = Scope::ALL.into_iter().find(|scope| scope.word() == word) {
            self.standard |= scope as u8;
            return self;
        }
        let of_api = API_NAMES.iter().find_map(|name| word.strip_prefix(name)?.strip_prefix('/'));
        match of_api.unwrap_or(word) {
            DEFAULT if of_api.is_some() => self.every = true,
            name => {
                self.permissions =
                    Permission::from_word(name).into_iter().fold(self.permissions, PermissionSet::with)
            }
        }
        self
    }

    /// True when the scope is in the set.
    pub const fn contains(self, scope: Scope) -> bool {
        self.standard & scope as u8 != 0
    }

    /// True when there is none.
    pub const fn is_empty(self) -> bool {
        self.standard == 0 && self.permissions.is_empty() && !self.every
    }

    /// The permissions at the admin API.
    pub const fn permissions(self) -> PermissionSet {
        self.permissions
    }

    /// What is left of the permissions that were asked for an application that was given these; beside them everybody's
    /// own account may be asked for.
    #[must_use]
    pub fn of_those_given(self, given: PermissionSet) -> Self {
        let given = given.with(Permission::UserRead);
        let permissions = if self.every { given } else { self.permissions.and(given) };
        Self { permissions, every: false, ..self }
    }

    /// True when a permission is asked that is not among these.
    pub fn asks_beyond(self, given: PermissionSet) -> bool {
        !given.with(Permission::UserRead).includes(self.permissions)
    }

    /// The scopes in their fixed order.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.contains(*scope))
    }

    const fn includes(self, part: Self) -> bool {
        part.standard & !self.standard == 0 && self.permissions.includes(part.permissions) && !part.every
    }

    /// True when a permission at the admin API is asked, or all of them.
    pub const fn asks_api(self) -> bool {
        self.every || !self.permissions.is_empty()
    }

    /// The words, as a grant keeps them.
    pub fn words(self) -> Vec<String> {
        let permissions = self.permissions.iter().map(Permission::word);
        self.iter().map(Scope::word).chain(permissions).map(str::to_owned).collect()
    }

    /// What a refresh gets: everything granted, or the part that was asked, never more (RFC 6749 §6). The grant
    /// itself keeps what it has.
    pub fn narrowed(self, asked: Option<Self>) -> Result<Self, OAuthError> {
        match asked {
            None => Ok(self),
            Some(part) if !part.is_empty() && self.includes(part) => Ok(part),
            Some(_) => Err(OAuthError::new(
                Code::InvalidScope,
                "a refresh can ask for what was granted, not for more",
            )),
        }
    }
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().join(" "))
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
        let scopes = ScopeSet::parse("email  Mail.Send openid OPENID email");
        assert_eq!(scopes.to_string(), "openid email");
    }

    #[test]
    fn a_permission_has_one_name_however_it_is_asked() {
        let asked = "https://graph.microsoft.com/User.Read.All 00000003-0000-0000-c000-000000000000/Policy.Read.All \
                     https://evil.example/Group.Read.All openid User.Read";
        assert_eq!(ScopeSet::parse(asked).to_string(), "openid User.Read User.Read.All Policy.Read.All");
    }

    #[test]
    fn an_application_gets_of_what_it_asks_what_it_was_given() {
        let given = PermissionSet::EMPTY.with(Permission::PolicyReadAll).with(Permission::GroupReadAll);
        let asked = ScopeSet::parse("openid User.Read User.ReadWrite.All Policy.Read.All");
        assert_eq!(asked.of_those_given(given).to_string(), "openid User.Read Policy.Read.All");
        assert!(asked.asks_beyond(given) && !asked.of_those_given(given).asks_beyond(given));
        let every = ScopeSet::parse("openid https://graph.microsoft.com/.default");
        assert_eq!(
            every.of_those_given(given).to_string(),
            "openid User.Read Group.Read.All Policy.Read.All"
        );
        assert!(ScopeSet::parse(".default").is_empty(), "of which API is not said");
    }

    #[test]
    fn a_refresh_may_narrow_and_never_widen() {
        let granted = ScopeSet::parse("openid profile User.Read.All");
        assert_eq!(granted.narrowed(None), Ok(granted));
        for part in ["openid", "User.Read.All"] {
            assert_eq!(granted.narrowed(Some(ScopeSet::parse(part))), Ok(ScopeSet::parse(part)));
        }
        for wider in [
            "openid email",
            "offline_access",
            "openid profile email offline_access",
            "User.ReadWrite.All",
            "https://graph.microsoft.com/.default",
            "unknown",
        ] {
            let error = granted.narrowed(Some(ScopeSet::parse(wider))).unwrap_err();
            assert_eq!(error.code, Code::InvalidScope, "{wider}");
        }
    }

    fn any_set() -> impl Strategy<Value = ScopeSet> {
        let permissions = prop::collection::vec(prop::sample::select(Permission::ALL), 0..4);
        (0u8..16, permissions).prop_map(|(standard, permissions)| ScopeSet {
            standard,
            permissions: permissions.into_iter().collect(),
            every: false,
        })
    }

    proptest! {
        #[test]
        fn a_set_is_read_back_from_its_text(set in any_set()) {
            prop_assert_eq!(ScopeSet::parse(&set.to_string()), set);
        }

        #[test]
        fn narrowing_gives_a_part_or_nothing(granted in any_set(), asked in any_set()) {
            if let Ok(part) = granted.narrowed(Some(asked)) {
                prop_assert!(granted.includes(part));
                prop_assert_eq!(part, asked);
            }
        }
    }
}
