use model::{Id, Role, User};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::Facts;

/// Who a policy is about: included by any of the lists, and excluded by none. Exclude beats include.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Users {
    /// Everyone is included.
    pub all: bool,
    /// These people are included.
    pub include_users: Vec<Id<User>>,
    /// Whoever holds one of these roles is included.
    pub include_roles: Vec<Role>,
    /// These people are excluded.
    pub exclude_users: Vec<Id<User>>,
    /// Whoever holds one of these roles is excluded.
    pub exclude_roles: Vec<Role>,
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
        let subject = &facts.subject;
        let holds = |roles: &[Role]| subject.roles.iter().any(|role| roles.contains(role));
        let included = self.all || self.include_users.contains(&subject.user) || holds(&self.include_roles);
        let excluded = self.exclude_users.contains(&subject.user) || holds(&self.exclude_roles);
        Verdict::from(included && !excluded)
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
