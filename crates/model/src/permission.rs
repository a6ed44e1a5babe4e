use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[$meta:meta])* $name:ident = $word:literal;)+) => {
        /// What an application may be given at the admin API, by the name that Microsoft Graph has for it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[$meta])* $name),+ }

        impl Permission {
            /// Every permission, in the order of lists.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name in tokens, requests and records.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Reads [`Permission::word`]; exact, as scopes are (RFC 6749 §3.3).
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

permissions! {
    /// Reading one's own account: what every application may ask of whoever signs in to it.
    UserRead = "User.Read";
    /// Reading people.
    UserReadAll = "User.Read.All";
    /// Reading people, adding, changing, blocking and deleting them.
    UserReadWriteAll = "User.ReadWrite.All";
    /// Reading groups and who is in them.
    GroupReadAll = "Group.Read.All";
    /// Reading groups, making, filling, changing and deleting them.
    GroupReadWriteAll = "Group.ReadWrite.All";
    /// Reading who holds which role.
    RoleManagementReadDirectory = "RoleManagement.Read.Directory";
    /// Reading who holds which role, giving and taking roles.
    RoleManagementReadWriteDirectory = "RoleManagement.ReadWrite.Directory";
    /// Reading applications and who is named for them.
    ApplicationReadAll = "Application.Read.All";
    /// Reading applications, registering, changing and deleting them, with their secrets.
    ApplicationReadWriteAll = "Application.ReadWrite.All";
    /// Naming people and groups for applications, and taking the name off.
    AppRoleAssignmentReadWriteAll = "AppRoleAssignment.ReadWrite.All";
    /// Reading which second steps people have registered.
    UserAuthenticationMethodReadAll = "UserAuthenticationMethod.Read.All";
    /// Reading which second steps people have registered, and removing them.
    UserAuthenticationMethodReadWriteAll = "UserAuthenticationMethod.ReadWrite.All";
    /// Reading the sign-in log, the audit log and who has registered what.
    AuditLogReadAll = "AuditLog.Read.All";
    /// Reading conditional access and the settings around it.
    PolicyReadAll = "Policy.Read.All";
    /// Reading and writing conditional access.
    PolicyReadWriteConditionalAccess = "Policy.ReadWrite.ConditionalAccess";
    /// Reading and writing which methods people may use, and the per-user switch.
    PolicyReadWriteAuthenticationMethod = "Policy.ReadWrite.AuthenticationMethod";
}

impl Permission {
    /// True for what says no more than who has signed in, so that nobody has to give it.
    pub const fn is_own(self) -> bool {
        matches!(self, Self::UserRead)
    }

    /// True for what is used on behalf of people alone: who hands out power is somebody who has just shown that it is
    /// them, and never a secret in a file.
    pub const fn is_for_people(self) -> bool {
        matches!(self, Self::RoleManagementReadWriteDirectory)
    }
}

/// On whose behalf an application uses what it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Behalf {
    /// Its own: app-only tokens (Graph's application permissions).
    Own,
    /// That of whoever signed in to it, and no further than they may themselves (Graph's delegated permissions).
    Person,
}

impl Behalf {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Own, Self::Person];

    /// The word in databases, addresses and records; Graph's.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "application",
            Self::Person => "delegated",
        }
    }

    /// Reads [`Behalf::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|behalf| behalf.word() == word)
    }
}

/// A set of permissions; written as their words, in a fixed order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct PermissionSet(u32);

impl PermissionSet {
    /// No permission.
    pub const EMPTY: Self = Self(0);

    /// The set with one more permission.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | 1 << permission as u32)
    }

    /// True when the permission is in the set.
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u32) != 0
    }

    /// True when every permission of `other` is in the set.
    pub const fn includes(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// True when there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True when there is one that somebody has to give.
    pub fn is_guarded(self) -> bool {
        self.iter().any(|permission| !permission.is_own())
    }

    /// The set without what is used on behalf of people alone.
    #[must_use]
    pub fn without_those_for_people(self) -> Self {
        self.iter().filter(|permission| !permission.is_for_people()).collect()
    }

    /// The permissions in their fixed order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.contains(*permission))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::EMPTY, Self::with)
    }
}

/// What is not known here is dropped.
impl From<Vec<String>> for PermissionSet {
    fn from(words: Vec<String>) -> Self {
        words.iter().filter_map(|word| Permission::from_word(word)).collect()
    }
}

impl From<PermissionSet> for Vec<String> {
    fn from(permissions: PermissionSet) -> Self {
        permissions.iter().map(|permission| permission.word().to_owned()).collect()
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Permission::word)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_their_permission() {
        for permission in Permission::ALL {
            assert_eq!(Permission::from_word(permission.word()), Some(*permission));
        }
        assert_eq!(Permission::from_word("user.read"), None, "scopes are case sensitive");
        for behalf in Behalf::ALL {
            assert_eq!(Behalf::from_word(behalf.word()), Some(behalf));
        }
    }

    #[test]
    fn a_set_is_what_is_in_it() {
        let set: PermissionSet = [Permission::PolicyReadAll, Permission::UserRead].into_iter().collect();
        assert_eq!(Vec::from(set), ["User.Read", "Policy.Read.All"]);
        assert_eq!(PermissionSet::from(Vec::from(set)), set);
        assert!(set.contains(Permission::UserRead) && !set.contains(Permission::UserReadAll));
        assert!(set.is_guarded() && !PermissionSet::EMPTY.with(Permission::UserRead).is_guarded());
        assert!(set.includes(PermissionSet::EMPTY) && !PermissionSet::EMPTY.includes(set));
        let gives = set.with(Permission::RoleManagementReadWriteDirectory);
        assert_eq!(gives.without_those_for_people(), set);
    }
}
