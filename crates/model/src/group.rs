use crate::{Id, Timestamp, User};

/// A group of people, and of groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What policies and tokens know it by: random, says nothing.
    pub id: Id<Group>,
    /// What people call it.
    pub display: String,
    /// What it is for; empty when nobody wrote it.
    pub description: String,
    /// Who decides who is in it.
    pub membership: Membership,
    /// True when it was made to carry directory roles. It never changes: a group that many may fill must not become
    /// one that hands out power, nor the other way round.
    pub carries_roles: bool,
    /// Where it is in its life.
    pub state: GroupState,
    /// When it was made.
    pub created: Timestamp,
    /// True when it comes from a directory server, which says what it is called and who is in it.
    pub is_synced: bool,
}

/// Who decides who is in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// Whoever looks after it adds and removes.
    Assigned,
    /// A rule over what is known of people.
    ByRule {
        /// The rule as it was written.
        rule: String,
        /// True while nobody is added or removed by it.
        is_paused: bool,
    },
}

/// The life of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupState {
    /// Its members have what it gives.
    Active,
    /// It gives nothing; kept a while for restoring.
    Deleted {
        /// Since when.
        at: Timestamp,
    },
}

/// What is in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// A person.
    Person(Id<User>),
    /// Another group, with everybody in it.
    Group(Id<Group>),
}

impl Group {
    /// True when its members have what it gives.
    pub const fn is_active(&self) -> bool {
        matches!(self.state, GroupState::Active)
    }
}

impl Member {
    /// Its id, whatever it is.
    pub const fn id(self) -> Id<()> {
        match self {
            Self::Person(id) => id.cast(),
            Self::Group(id) => id.cast(),
        }
    }

    /// The word in the database: `user` or `group`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person(_) => "user",
            Self::Group(_) => "group",
        }
    }

    /// Reads [`Member::word`] and the id beside it.
    pub fn from_word(word: &str, id: Id<()>) -> Option<Self> {
        match word {
            "user" => Some(Self::Person(id.cast())),
            "group" => Some(Self::Group(id.cast())),
            _ => None,
        }
    }
}
