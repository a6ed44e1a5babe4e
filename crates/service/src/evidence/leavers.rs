use model::{Id, Role, Timestamp, User, UserState};
use sql::Tx;
use store::{Actor, StillOpen, Tables};

use super::{Listed, by};
use crate::Fault;
use crate::audit::Verb;

/// Somebody who was shut out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaver {
    /// When.
    pub at: Timestamp,
    /// How.
    pub left: Left,
    /// Who; no name for whoever was removed for good.
    pub person: (Id<User>, Option<String>),
    /// By whom, and how they are called now.
    pub by: (Actor, Option<String>),
    /// Whether they may sign in again by now.
    pub is_back: bool,
    /// What of theirs is still open now.
    pub open: StillOpen,
    /// The roles that are still theirs now.
    pub roles: Vec<Role>,
}

/// How somebody was shut out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// They were blocked.
    Blocked,
    /// They were deleted.
    Deleted,
    /// They were removed for good.
    Erased,
}

impl Left {
    /// Every one, with what the audit log calls it.
    const ALL: [(Self, Verb); 3] = [
        (Self::Blocked, Verb::BlockPerson),
        (Self::Deleted, Verb::DeletePerson),
        (Self::Erased, Verb::ErasePerson),
    ];

    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Deleted => "deleted",
            Self::Erased => "removedForGood",
        }
    }
}

/// Who was shut out in a time, newest first.
pub(super) fn of(
    tx: &mut Tx<'_>,
    (time, now): ((Timestamp, Timestamp), Timestamp),
    most: i64,
) -> Result<Listed<Leaver>, Fault> {
    let mut lines = vec![];
    for (left, verb) in Left::ALL {
        for record in tx.audit().of_action(verb.word(), time, most + 1)? {
            let (Some(id), at) = (record.target, record.at) else { continue };
            let id: Id<User> = id.cast();
            let user = tx.users().by_id(id)?;
            let is_back = user.as_ref().is_some_and(|user| !is_out(user.state));
            lines.push(Leaver {
                at,
                left,
                by: by(tx, record)?,
                is_back,
                open: tx.last_uses().still_open(id, now)?,
                roles: tx.users().roles_at(id, now)?,
                person: (id, user.map(|user| user.display)),
            });
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    Ok(Listed::of(lines, most))
}

const fn is_out(state: UserState) -> bool {
    matches!(state, UserState::Blocked { .. } | UserState::Deleted { .. })
}
