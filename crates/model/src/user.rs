use serde::{Deserialize, Serialize};

use crate::{GuestKind, Id, Locale, Name, PerUserMfa, Span, Timestamp};

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
    /// The moment from which the account may no longer be used, for somebody who is here for a while.
    pub ends: Option<Timestamp>,
}

impl User {
    /// Who has a name that is nobody's: what is asked of somebody is asked of them too, in the same time.
    pub const NOBODY: Id<Self> = Id::fixed(0);

    /// True when a sign-in may end in success: by the state of the account, and before its end date.
    pub fn may_sign_in(&self, now: Timestamp) -> bool {
        self.state.may_sign_in() && self.ends.is_none_or(|end| now < end)
    }
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
    /// Gone; kept for some days for restoring.
    Deleted {
        /// Since when.
        at: Timestamp,
        /// What restoring gives back.
        before: BeforeDelete,
    },
}

/// How long what was deleted can be restored, where nothing else was chosen.
pub const KEPT_DELETED: Span = Span::days(30);

/// What an account was when it was blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BeforeBlock {
    /// Made, and never signed in.
    Invited,
    /// Could sign in.
    Active,
}

/// What an account was when it was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BeforeDelete {
    /// Made, and never signed in.
    Invited,
    /// Could sign in.
    Active,
    /// Was blocked, and what it was before that.
    Blocked(BeforeBlock),
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

/// How long a password that an administrator set is good: as long as an invitation.
pub const TEMPORARY_FOR: Span = Span::hours(72);

impl PasswordState {
    /// True for one that an administrator set, and that nobody changed in time.
    pub fn has_ended(self, now: Timestamp) -> bool {
        matches!(self, Self::Temporary { at } if now >= at + TEMPORARY_FOR)
    }
}

impl UserState {
    /// True when a sign-in may end in success.
    pub const fn may_sign_in(self) -> bool {
        matches!(self, Self::Active | Self::Invited { .. })
    }

    /// True while the account can be restored and does nothing.
    pub const fn is_deleted(self) -> bool {
        matches!(self, Self::Deleted { .. })
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

    /// The state after an administrator's deletion.
    pub fn deleted(self, now: Timestamp) -> Result<Self, Self> {
        let before = match self {
            Self::Invited { .. } => BeforeDelete::Invited,
            Self::Active => BeforeDelete::Active,
            Self::Blocked { before, .. } => BeforeDelete::Blocked(before),
            Self::Deleted { .. } => return Err(self),
        };
        Ok(Self::Deleted { at: now, before })
    }

    /// The state after a deletion was taken back: the one before it. Who was blocked stays blocked, and an invitation
    /// that was never accepted ended with the deletion. Once it is `kept` ago nothing gives it back.
    pub fn restored(self, now: Timestamp, kept: Span) -> Result<Self, Self> {
        match self {
            Self::Deleted { at, .. } if now >= at + kept => Err(self),
            Self::Deleted { before: BeforeDelete::Active, .. } => Ok(Self::Active),
            Self::Deleted { before: BeforeDelete::Invited, .. } => Ok(Self::Invited { until: now }),
            Self::Deleted { before: BeforeDelete::Blocked(before), .. } => {
                Ok(Self::Blocked { at: now, before })
            }
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

    #[test]
    fn restoring_gives_back_what_the_account_was_and_no_more() {
        let round =
            |state: UserState| state.deleted(MORNING).and_then(|state| state.restored(NOON, KEPT_DELETED));
        assert_eq!(round(UserState::Active), Ok(UserState::Active));
        assert_eq!(round(UserState::Invited { until: MORNING }), Ok(UserState::Invited { until: NOON }));
        for before in [BeforeBlock::Invited, BeforeBlock::Active] {
            let blocked = UserState::Blocked { at: MORNING, before };
            assert_eq!(round(blocked), Ok(UserState::Blocked { at: NOON, before }));
        }
        let gone = UserState::Active.deleted(MORNING).unwrap();
        assert_eq!(
            gone.restored(MORNING + KEPT_DELETED, KEPT_DELETED),
            Err(gone),
            "after thirty days nothing gives it back"
        );
        assert_eq!(gone.deleted(NOON), Err(gone));
        assert_eq!(UserState::Active.restored(NOON, KEPT_DELETED), Err(UserState::Active));
        assert!(!gone.may_sign_in());
    }
}
