use std::collections::HashMap;
use std::hash::Hash;

use model::{ClientApp, Group, GuestKind, Id, Role, Tenant, User};

use super::Row;
use crate::Subject;
use crate::conditions::{Guests, Tenants, Users};

/// The policies that name something, by what they name.
pub(super) type Named<K> = HashMap<K, Vec<u32>>;

pub(super) fn name<K: Eq + Hash>(names: &mut Named<K>, key: K, place: usize) {
    let places = names.entry(key).or_default();
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    if places.last() != Some(&place) {
        places.push(place);
    }
}

/// The people that each policy is about. A person's row follows from their id, groups, roles and kind alone, and is made
/// of the facts of the moment: who joins a group has another row at the next decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct People {
    /// Policies that say nothing of people.
    silent: Row,
    /// Policies that choose by role or kind of person.
    by_kind: Row,
    /// Policies that are never about emergency accounts, and those about nobody else.
    sparing: Row,
    emergency: Row,
    include: Side,
    exclude: Side,
}

/// Who is included, or excluded, by which policies.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Side {
    everyone: Row,
    any_guest: Row,
    users: Named<Id<User>>,
    groups: Named<Id<Group>>,
    roles: Named<Id<Role>>,
    guests: Named<GuestKind>,
    guests_from: Named<(GuestKind, Id<Tenant>)>,
}

impl People {
    pub(super) fn new(policies: usize) -> Self {
        Self {
            silent: Row::all(policies),
            by_kind: Row::none(policies),
            sparing: Row::none(policies),
            emergency: Row::none(policies),
            include: Side::new(policies),
            exclude: Side::new(policies),
        }
    }

    pub(super) fn add(&mut self, place: usize, users: &Users) {
        self.silent.remove(place);
        if users.chooses_by_kind() {
            self.by_kind.insert(place);
        }
        if users.all {
            self.include.everyone.insert(place);
        }
        self.include.add(place, &users.include_users, &users.include_groups, &users.include_roles);
        self.include.add_guests(place, users.include_any_guest, users.include_guests.as_ref());
        self.exclude.add(place, &users.exclude_users, &users.exclude_groups, &users.exclude_roles);
        self.exclude.add_guests(place, users.exclude_any_guest, users.exclude_guests.as_ref());
    }

    /// Leaves emergency accounts out of a policy, whatever it says of people.
    pub(super) fn spare(&mut self, place: usize) {
        self.sparing.insert(place);
    }

    /// Makes a policy one about emergency accounts alone.
    pub(super) fn keep_emergency(&mut self, place: usize) {
        self.emergency.insert(place);
    }

    pub(super) fn row(&self, subject: &Subject, client_app: ClientApp) -> Row {
        let mut row = self.row_by_conditions(subject, client_app);
        row.drop(if subject.emergency { &self.sparing } else { &self.emergency });
        row
    }

    fn row_by_conditions(&self, subject: &Subject, client_app: ClientApp) -> Row {
        if subject.workload.is_some() {
            return self.silent.clone();
        }
        let mut row = self.include.row(subject);
        // Reference 3.3: for ActiveSync every choice by role or by kind of person means everyone.
        if client_app == ClientApp::ExchangeActiveSync {
            row.add(&self.by_kind);
        }
        row.drop(&self.exclude.row(subject));
        row.add(&self.silent);
        row
    }
}

impl Side {
    fn new(policies: usize) -> Self {
        Self {
            everyone: Row::none(policies),
            any_guest: Row::none(policies),
            users: HashMap::new(),
            groups: HashMap::new(),
            roles: HashMap::new(),
            guests: HashMap::new(),
            guests_from: HashMap::new(),
        }
    }

    fn add(&mut self, place: usize, users: &[Id<User>], groups: &[Id<Group>], roles: &[Id<Role>]) {
        users.iter().for_each(|user| name(&mut self.users, *user, place));
        groups.iter().for_each(|group| name(&mut self.groups, *group, place));
        roles.iter().for_each(|role| name(&mut self.roles, *role, place));
    }

    fn add_guests(&mut self, place: usize, any: bool, guests: Option<&Guests>) {
        if any {
            self.any_guest.insert(place);
        }
        for kind in guests.iter().flat_map(|guests| &guests.kinds) {
            match guests.map(|guests| &guests.tenants) {
                Some(Tenants::Enumerated(tenants)) => {
                    tenants.iter().for_each(|home| name(&mut self.guests_from, (*kind, *home), place));
                }
                _ => name(&mut self.guests, *kind, place),
            }
        }
    }

    fn row(&self, subject: &Subject) -> Row {
        let mut row = self.everyone.clone();
        let mut mark = |places: Option<&Vec<u32>>| row.insert_all(places.map_or(&[], Vec::as_slice));
        mark(self.users.get(&subject.user));
        subject.groups.iter().for_each(|group| mark(self.groups.get(group)));
        subject.roles.iter().for_each(|role| mark(self.roles.get(&role.id())));
        if subject.guest != GuestKind::Member {
            mark(self.guests.get(&subject.guest));
            mark(subject.home.and_then(|home| self.guests_from.get(&(subject.guest, home))));
            row.add(&self.any_guest);
        }
        row
    }
}
