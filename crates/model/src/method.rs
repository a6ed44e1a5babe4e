use std::fmt;
use std::ops::BitOr;

use serde::{Deserialize, Serialize};

/// A way to prove who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[repr(u8)]
pub enum Method {
    /// Something the person knows.
    Password = 0,
    /// A code from an authenticator app (RFC 6238).
    Totp = 1,
    /// One of the printed single-use codes.
    RecoveryCode = 2,
    /// A single-use link or code that somebody with the right handed over: an invitation.
    Invitation = 3,
    /// A Temporary Access Pass.
    TemporaryAccessPass = 4,
    /// A passkey with user verification.
    Passkey = 5,
    /// A security key without user verification: possession only.
    SecurityKey = 6,
    /// An approval with number matching on a registered phone.
    Push = 7,
    /// A code sent by SMS.
    Sms = 8,
    /// A code sent by e-mail.
    Email = 9,
    /// A browser that was remembered after a second factor.
    RememberedDevice = 10,
    /// A generated password bound to one protocol.
    AppPassword = 11,
    /// The sealed capsule of an emergency account: a long secret on paper, good once.
    SealedCapsule = 12,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 13] = [
        Self::Password,
        Self::Totp,
        Self::RecoveryCode,
        Self::Invitation,
        Self::TemporaryAccessPass,
        Self::Passkey,
        Self::SecurityKey,
        Self::Push,
        Self::Sms,
        Self::Email,
        Self::RememberedDevice,
        Self::AppPassword,
        Self::SealedCapsule,
    ];

    /// The word in databases and logs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::RecoveryCode => "recoveryCode",
            Self::Invitation => "invitation",
            Self::TemporaryAccessPass => "temporaryAccessPass",
            Self::Passkey => "passkey",
            Self::SecurityKey => "securityKey",
            Self::Push => "push",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::RememberedDevice => "rememberedDevice",
            Self::AppPassword => "appPassword",
            Self::SealedCapsule => "sealedCapsule",
        }
    }

    /// Reads [`Method::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.word() == word)
    }
}

/// A make of authenticator. Its id is the AAGUID (WebAuthn L3 §6.5.1); zeros where an authenticator does not tell.
#[derive(Debug, Clone, Copy)]
pub enum Make {}

/// A set of methods as a bit mask.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MethodSet(u32);

impl MethodSet {
    /// No method.
    pub const EMPTY: Self = Self(0);

    /// The set of these methods.
    pub const fn of(methods: &[Method]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < methods.len() {
            bits |= 1 << methods[i] as u32;
            i += 1;
        }
        Self(bits)
    }
    /// The set with one more method.
    #[must_use]
    pub const fn with(self, method: Method) -> Self {
        Self(self.0 | 1 << method as u32)
    }
    /// The set without a method.
    #[must_use]
    pub const fn without(self, method: Method) -> Self {
        Self(self.0 & !(1 << method as u32))
    }
    /// True when the method is in the set.
    pub const fn contains(self, method: Method) -> bool {
        self.0 & (1 << method as u32) != 0
    }
    /// True when every method of `other` is in the set.
    pub const fn includes(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
    /// True when the sets share a method.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
    /// True when there is no method in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// The methods in their fixed order.
    pub fn iter(self) -> impl Iterator<Item = Method> {
        Method::ALL.into_iter().filter(move |method| self.contains(*method))
    }
}

impl BitOr for MethodSet {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<Method> for MethodSet {
    fn from_iter<I: IntoIterator<Item = Method>>(methods: I) -> Self {
        methods.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Debug for MethodSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.iter().map(Method::word).collect();
        write!(f, "{{{}}}", words.join(" + "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_their_method() {
        for method in Method::ALL {
            assert_eq!(Method::from_word(method.word()), Some(method));
        }
    }
}
