use model::{Group, GuestKind, Id, Role, User};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::{Facts, Subject};

/// Who a policy is about: included by any of the lists, and excluded by none. Exclude beats include.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Users {
    /// Everyone is included.
    pub all: bool,
    /// These people are included.
    pub include_users: Vec<Id<User>>,
    /// Whoever is in one of these groups is included, through nested groups too.
    pub include_groups: Vec<Id<Group>>,
    /// Whoever holds one of these roles is included.
    pub include_roles: Vec<Role>,
    /// Guests of these kinds are included.
    pub include_guests: Vec<GuestKind>,
    /// These people are excluded.
    pub exclude_users: Vec<Id<User>>,
    /// Whoever is in one of these groups is excluded.
    pub exclude_groups: Vec<Id<Group>>,
    /// Whoever holds one of these roles is excluded.
    pub exclude_roles: Vec<Role>,
    /// Guests of these kinds are excluded.
    pub exclude_guests: Vec<GuestKind>,
}

impl Users {
    /// Everyone but who holds one of these roles.
    pub fn all_but(exclude_roles: &[Role]) -> Self {
        Self { all: true, exclude_roles: exclude_roles.to_vec(), ..Self::default() }
    }

    /// Whoever holds one of these roles.
    pub fn holding(include_roles: &[Role]) -> Self {
        Self { include_roles: include_roles.to_vec(), ..Self::default() }
    }

    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        Verdict::from(self.includes(&facts.subject) && !self.excludes(&facts.subject))
    }

    fn includes(&self, subject: &Subject) -> bool {
        self.all
            || self.include_users.contains(&subject.user)
            || self.include_guests.contains(&subject.guest)
            || share(&self.include_roles, &subject.roles)
            || share(&self.include_groups, &subject.groups)
    }

    fn excludes(&self, subject: &Subject) -> bool {
        self.exclude_users.contains(&subject.user)
            || self.exclude_guests.contains(&subject.guest)
            || share(&self.exclude_roles, &subject.roles)
            || share(&self.exclude_groups, &subject.groups)
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        let roles: Vec<String> = facts.subject.roles.iter().map(|role| format!("{role:?}")).collect();
        if roles.is_empty() { "no role".to_owned() } else { roles.join(", ") }
    }

    pub(super) fn wanted(&self) -> String {
        let names =
            |roles: &[Role]| roles.iter().map(|role| format!("{role:?}")).collect::<Vec<_>>().join(", ");
        let included = if self.all { "everyone".to_owned() } else { names(&self.include_roles) };
        if self.exclude_roles.is_empty() {
            included
        } else {
            format!("{included}, without {}", names(&self.exclude_roles))
        }
    }
}

fn share<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    one.iter().any(|item| other.contains(item))
}
