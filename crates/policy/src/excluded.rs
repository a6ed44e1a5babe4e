use model::{Group, Id, Role, User};

use crate::Policy;
use crate::conditions::Condition;

/// Somebody or something that a policy leaves out by name. Kinds of guests are none: they are no one's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Excluded {
    /// A person.
    Person(Id<User>),
    /// Whoever is in a group.
    Group(Id<Group>),
    /// Whoever holds a role.
    Role(Id<Role>),
}

impl Excluded {
    /// The id, whatever it is of.
    pub const fn id(self) -> Id<()> {
        match self {
            Self::Person(id) => id.cast(),
            Self::Group(id) => id.cast(),
            Self::Role(id) => id.cast(),
        }
    }

    /// The word of its kind.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Group(_) => "group",
            Self::Role(_) => "role",
        }
    }

    /// Reads [`Excluded::kind`] and [`Excluded::id`].
    pub fn read(kind: &str, id: Id<()>) -> Option<Self> {
        Some(match kind {
            "person" => Self::Person(id.cast()),
            "group" => Self::Group(id.cast()),
            "role" => Self::Role(id.cast()),
            _ => return None,
        })
    }

    /// The member of Graph's users that it stands in.
    pub const fn member(self) -> &'static str {
        match self {
            Self::Person(_) => "excludeUsers",
            Self::Group(_) => "excludeGroups",
            Self::Role(_) => "excludeRoles",
        }
    }
}

impl Policy {
    /// Everybody and everything that it leaves out by name.
    pub fn excluded(&self) -> Vec<Excluded> {
        let mut all = vec![];
        for condition in &self.conditions {
            let Condition::Users(users) = condition else { continue };
            all.extend(users.exclude_users.iter().copied().map(Excluded::Person));
            all.extend(users.exclude_groups.iter().copied().map(Excluded::Group));
            all.extend(users.exclude_roles.iter().copied().map(Excluded::Role));
        }
        all
    }

    /// True when it is the other one without some of those whom that leaves out by name: it asks the same of more people.
    pub fn only_leaves_out_less_than(&self, other: &Self) -> bool {
        let left = self.excluded();
        let mut without = other.clone();
        for condition in &mut without.conditions {
            let Condition::Users(users) = condition else { continue };
            users.exclude_users.retain(|id| left.contains(&Excluded::Person(*id)));
            users.exclude_groups.retain(|id| left.contains(&Excluded::Group(*id)));
            users.exclude_roles.retain(|id| left.contains(&Excluded::Role(*id)));
        }
        *self == without
    }
}
