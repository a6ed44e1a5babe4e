use model::{
    BeforeBlock, BeforeDelete, GuestKind, Locale, Name, PasswordState, PerUserMfa, Timestamp, User, UserState,
};
use sql::Row;

use crate::Result;
use crate::row::word;

pub(super) fn state_columns(state: UserState, now: Timestamp) -> (&'static str, Timestamp) {
    match state {
        UserState::Invited { until } => ("invited", until),
        UserState::Active => ("active", now),
        UserState::Blocked { at, .. } => ("blocked", at),
        UserState::Deleted { at, .. } => ("deleted", at),
    }
}

/// The state of an account from the columns `state`, `state_at` and `state_before`.
pub(crate) fn state_of(state: &str, at: Timestamp, before: Option<&str>) -> Option<UserState> {
    let was_blocked = match before {
        Some("invited" | "blockedInvited") => BeforeBlock::Invited,
        _ => BeforeBlock::Active,
    };
    Some(match state {
        "invited" => UserState::Invited { until: at },
        "active" => UserState::Active,
        "blocked" => UserState::Blocked { at, before: was_blocked },
        "deleted" => {
            let before = match before {
                Some("invited") => BeforeDelete::Invited,
                Some("blockedInvited" | "blockedActive") => BeforeDelete::Blocked(was_blocked),
                _ => BeforeDelete::Active,
            };
            UserState::Deleted { at, before }
        }
        _ => return None,
    })
}

/// The column `state_before`, which only blocked and deleted accounts have.
pub(super) const fn before(state: UserState) -> Option<&'static str> {
    match state {
        UserState::Blocked { before: BeforeBlock::Invited, .. }
        | UserState::Deleted { before: BeforeDelete::Invited, .. } => Some("invited"),
        UserState::Blocked { before: BeforeBlock::Active, .. }
        | UserState::Deleted { before: BeforeDelete::Active, .. } => Some("active"),
        UserState::Deleted { before: BeforeDelete::Blocked(BeforeBlock::Invited), .. } => {
            Some("blockedInvited")
        }
        UserState::Deleted { before: BeforeDelete::Blocked(BeforeBlock::Active), .. } => {
            Some("blockedActive")
        }
        UserState::Invited { .. } | UserState::Active => None,
    }
}

pub(super) fn password_columns(state: PasswordState, now: Timestamp) -> (&'static str, Timestamp) {
    match state {
        PasswordState::None => ("none", now),
        PasswordState::Temporary { at } => ("temporary", at),
        PasswordState::Own { changed, .. } => ("own", changed),
        PasswordState::Elsewhere { since } => ("elsewhere", since),
    }
}

pub(super) fn handed(state: PasswordState, now: Timestamp) -> Timestamp {
    match state {
        PasswordState::None => now,
        PasswordState::Temporary { at } => at,
        PasswordState::Own { handed, .. } => handed,
        PasswordState::Elsewhere { since } => since,
    }
}

/// A person from the columns that lists and single rows share.
pub(super) fn read(row: &Row) -> Result<User> {
    let state_at: Timestamp = row.get(6)?;
    let password_at: Timestamp = row.get(8)?;
    let handed: Timestamp = row.get(15)?;
    let before: Option<String> = row.get(16)?;
    Ok(User {
        id: row.get(0)?,
        name: Name::kept(row.get(1)?),
        display: row.get(2)?,
        mail: row.get(3)?,
        locale: row.get::<Option<String>>(4)?.as_deref().and_then(Locale::from_tag),
        state: word("state", &row.get::<String>(5)?, |text| state_of(text, state_at, before.as_deref()))?,
        password: word("password_state", &row.get::<String>(7)?, |text| match text {
            "none" => Some(PasswordState::None),
            "temporary" => Some(PasswordState::Temporary { at: password_at }),
            "own" => Some(PasswordState::Own { changed: password_at, handed }),
            "elsewhere" => Some(PasswordState::Elsewhere { since: password_at }),
            _ => None,
        })?,
        per_user_mfa: word("per_user_mfa", &row.get::<String>(9)?, PerUserMfa::from_word)?,
        guest: word("guest", &row.get::<String>(10)?, GuestKind::from_word)?,
        created: row.get(11)?,
        valid_from: row.get(12)?,
        asked_since: row.get(13)?,
        ends: row.get(17)?,
    })
}
