use serde::{Deserialize, Serialize};

use crate::{GuestKind, Id, Locale, Name, PerUserMfa, Timestamp};

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The subject of tokens: random, says nothing.
    pub id: Id<User>,
    /// The name to sign in with.
    pub name: Name,
    /// How the person is called.
    pub display: String,
    /// Where mail goes; not a name to sign in with unless it is also a login name.
    pub mail: Option<String>,
    /// The language of pages and mail; the browser's where absent.
    pub locale: Option<Locale>,
    /// Where the account is in its life.
    pub state: UserState,
    /// Where the password is in its life; the hash is kept apart.
    pub password: PasswordState,
    /// The old per-user switch.
    pub per_user_mfa: PerUserMfa,
    /// Member or guest.
    pub guest: GuestKind,
    /// When the account was made.
    pub created: Timestamp,
    /// Everything issued before this moment has ended (sessions, grants, remembered browsers).
    pub valid_from: Timestamp,
    /// When a second factor was first asked of the person: what a registration deadline counts from.
    pub asked_since: Option<Timestamp>,
}

/// The life of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum UserState {
    /// Made, and never signed in; the invitation that was sent is good until then.
    Invited {
        /// The end of the newest invitation.
        until: Timestamp,
    },
    /// May sign in.
    Active,
    /// May not sign in; everything is kept.
    Blocked {
        /// Since when.
        at: Timestamp,
        /// What unblocking gives back.
        before: BeforeBlock,
    },
    /// Gone; kept a while for restoring.
    Deleted {
        /// Since when.
        at: Timestamp,
    },
}

/// What an account was when it was blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BeforeBlock {
    /// Made, and never signed in.
    Invited,
    /// Could sign in.
    Active,
}

/// The life of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "password")]
pub enum PasswordState {
    /// There is none.
    None,
    /// An administrator set it; must be changed at its first use.
    Temporary {
        /// When it was set.
        at: Timestamp,
    },
    /// The person chose it.
    Own {
        /// When it was chosen.
        changed: Timestamp,
        /// When it, or the one before it, was last handed out: by an invitation, an administrator, an import. What
        /// the person changes by themselves does not make the account new again.
        handed: Timestamp,
    },
    /// Another system checks it.
    Elsewhere {
        /// When the person was imported.
        since: Timestamp,
    },
}

impl UserState {
    /// True when a sign-in may end in success.
    pub const fn may_sign_in(self) -> bool {
        matches!(self, Self::Active | Self::Invited { .. })
    }

    /// The state after an administrator's block.
    pub fn blocked(self, now: Timestamp) -> Result<Self, Self> {
        match self {
            Self::Invited { .. } => Ok(Self::Blocked { at: now, before: BeforeBlock::Invited }),
            Self::Active => Ok(Self::Blocked { at: now, before: BeforeBlock::Active }),
            Self::Blocked { .. } | Self::Deleted { .. } => Err(self),
        }
    }

    /// The state after an administrator's unblock: the one before the block. The invitation of somebody who never
    /// accepted it ended with the block, so they need a new one.
    pub fn unblocked(self) -> Result<Self, Self> {
        match self {
            Self::Blocked { before: BeforeBlock::Active, .. } => Ok(Self::Active),
            Self::Blocked { at, before: BeforeBlock::Invited } => Ok(Self::Invited { until: at }),
            other => Err(other),
        }
    }

    /// The state after the first completed sign-in.
    pub fn accepted(self) -> Result<Self, Self> {
        match self {
            Self::Invited { .. } => Ok(Self::Active),
            other => Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MORNING: Timestamp = Timestamp::from_micros(1_000);
    const NOON: Timestamp = Timestamp::from_micros(2_000);

    #[test]
    fn unblocking_gives_back_what_the_account_was() {
        let round = |state: UserState| state.blocked(MORNING).and_then(UserState::unblocked);
        assert_eq!(round(UserState::Active), Ok(UserState::Active));
        assert_eq!(round(UserState::Invited { until: NOON }), Ok(UserState::Invited { until: MORNING }));
        assert_eq!(UserState::Active.unblocked(), Err(UserState::Active));
    }
}
