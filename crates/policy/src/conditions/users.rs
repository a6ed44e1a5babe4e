use model::{Group, GuestKind, Id, Role, Tenant, User};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::{Facts, Subject};

/// Who a policy is about: included by any of the lists, and excluded by none. Exclude beats include.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Users {
    /// Everyone is included, guests too.
    pub all: bool,
    /// `None` is written: nobody is included.
    pub none: bool,
    /// Every kind of guest is included.
    pub include_any_guest: bool,
    /// Agents that have an account are included. There are none here.
    pub include_agents: bool,
    /// These people are included.
    pub include_users: Vec<Id<User>>,
    /// Whoever is in one of these groups is included, through nested groups too.
    pub include_groups: Vec<Id<Group>>,
    /// Whoever holds one of these roles is included.
    pub include_roles: Vec<Id<Role>>,
    /// Guests of these kinds are included.
    pub include_guests: Option<Guests>,
    /// Every kind of guest is excluded.
    pub exclude_any_guest: bool,
    /// These people are excluded.
    pub exclude_users: Vec<Id<User>>,
    /// Whoever is in one of these groups is excluded.
    pub exclude_groups: Vec<Id<Group>>,
    /// Whoever holds one of these roles is excluded.
    pub exclude_roles: Vec<Id<Role>>,
    /// Guests of these kinds are excluded.
    pub exclude_guests: Option<Guests>,
}

/// Guests by kind and by the organisation they come from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Guests {
    /// The kinds.
    pub kinds: Vec<GuestKind>,
    /// The organisations.
    pub tenants: Tenants,
}

/// The organisations that guests come from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Tenants {
    /// Nothing is said: any.
    #[default]
    Unsaid,
    /// Any.
    All,
    /// These.
    Enumerated(Vec<Id<Tenant>>),
}

impl Guests {
    /// Every guest of these kinds.
    pub fn of(kinds: &[GuestKind]) -> Self {
        Self { kinds: kinds.to_vec(), tenants: Tenants::Unsaid }
    }

    /// A guest whose home cannot be told comes from none of the named organisations.
    fn contains(&self, subject: &Subject) -> bool {
        let from = match &self.tenants {
            Tenants::Unsaid | Tenants::All => true,
            Tenants::Enumerated(tenants) => subject.home.is_some_and(|home| tenants.contains(&home)),
        };
        from && is_guest(subject) && self.kinds.contains(&subject.guest)
    }
}

impl Users {
    /// Everyone but who holds one of these roles.
    pub fn all_but(exclude_roles: &[Role]) -> Self {
        Self { all: true, exclude_roles: ids(exclude_roles), ..Self::default() }
    }

    /// Whoever holds one of these roles.
    pub fn holding(include_roles: &[Role]) -> Self {
        Self { include_roles: ids(include_roles), ..Self::default() }
    }

    /// True when no list includes anybody.
    pub fn includes_nobody(&self) -> bool {
        !(self.all || self.include_any_guest)
            && self.include_users.is_empty()
            && self.include_groups.is_empty()
            && self.include_roles.is_empty()
            && self.include_guests.as_ref().is_none_or(|guests| guests.kinds.is_empty())
    }

    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        let subject = &facts.subject;
        if subject.workload.is_some() {
            return Verdict::Fails;
        }
        // Reference 3.3: for ActiveSync every choice by role or by kind of person means everyone.
        let collapsed =
            facts.circumstances.client_app == model::ClientApp::ExchangeActiveSync && self.chooses_by_kind();
        Verdict::from((collapsed || self.includes(subject)) && !self.excludes(subject))
    }

    pub(crate) fn chooses_by_kind(&self) -> bool {
        self.include_any_guest || self.include_guests.is_some() || !self.include_roles.is_empty()
    }

    fn includes(&self, subject: &Subject) -> bool {
        self.all
            || (self.include_any_guest && is_guest(subject))
            || self.include_users.contains(&subject.user)
            || self.include_guests.as_ref().is_some_and(|guests| guests.contains(subject))
            || holds_one(&self.include_roles, subject)
            || share(&self.include_groups, &subject.groups)
    }

    fn excludes(&self, subject: &Subject) -> bool {
        (self.exclude_any_guest && is_guest(subject))
            || self.exclude_users.contains(&subject.user)
            || self.exclude_guests.as_ref().is_some_and(|guests| guests.contains(subject))
            || holds_one(&self.exclude_roles, subject)
            || share(&self.exclude_groups, &subject.groups)
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        if facts.subject.workload.is_some() {
            return "a workload".to_owned();
        }
        let roles: Vec<String> = facts.subject.roles.iter().map(|role| format!("{role:?}")).collect();
        if roles.is_empty() { "no role".to_owned() } else { roles.join(", ") }
    }

    pub(super) fn wanted(&self) -> String {
        let included = if self.all {
            "everyone".to_owned()
        } else {
            parts(
                self.include_any_guest,
                &self.include_users,
                &self.include_groups,
                &self.include_roles,
                self.include_guests.as_ref(),
            )
        };
        let excluded = parts(
            self.exclude_any_guest,
            &self.exclude_users,
            &self.exclude_groups,
            &self.exclude_roles,
            self.exclude_guests.as_ref(),
        );
        match (included.as_str(), excluded.as_str()) {
            ("", "") => "nobody".to_owned(),
            ("", _) => format!("nobody, without {excluded}"),
            (_, "") => included,
            _ => format!("{included}, without {excluded}"),
        }
    }
}

/// The lists in words: roles by name, people and groups by id.
fn parts(
    any_guest: bool,
    users: &[Id<User>],
    groups: &[Id<Group>],
    roles: &[Id<Role>],
    guests: Option<&Guests>,
) -> String {
    let mut words: Vec<String> = roles.iter().map(|id| role_word(*id)).collect();
    words.extend(any_guest.then(|| "any guest".to_owned()));
    words.extend(guests.iter().flat_map(|guests| &guests.kinds).map(|kind| kind.word().to_owned()));
    words.extend(groups.iter().map(|group| format!("group {group}")));
    words.extend(users.iter().map(|user| format!("user {user}")));
    words.join(", ")
}

fn role_word(id: Id<Role>) -> String {
    Role::from_id(id).map_or_else(|| format!("role {id}"), |role| format!("{role:?}"))
}

fn ids(roles: &[Role]) -> Vec<Id<Role>> {
    roles.iter().map(|role| role.id()).collect()
}

fn is_guest(subject: &Subject) -> bool {
    subject.guest != GuestKind::Member
}

fn holds_one(wanted: &[Id<Role>], subject: &Subject) -> bool {
    subject.roles.iter().any(|role| wanted.contains(&role.id()))
}

fn share<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    one.iter().any(|item| other.contains(item))
}
