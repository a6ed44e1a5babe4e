//! Everybody whom policies tell apart: who is named, in a group that is named, or in a role that is named.

use std::collections::BTreeSet;

use model::{Group, Id, Member, Role, Timestamp, User};
use policy::conditions::Condition;
use policy::statement::Whom;
use policy::{PolicySet, Subject};
use sql::Tx;
use store::Tables;

use crate::{Fault, emergency};

/// The most people that are tried.
const MOST: usize = 5_000;
/// The most of one group or role.
const OF_ONE: usize = 1_000;
/// Whether there are more is told by one more.
const ONE_MORE: i64 = 1_001;

/// People as sign-ins would see them.
pub(super) struct People {
    /// Them.
    pub(super) subjects: Vec<Subject>,
    /// False when there are more than are tried.
    pub(super) is_everybody: bool,
}

/// The people whom these policies and statements name. Whoever is not among them is the same to every policy, but where
/// they are not everybody.
pub(super) fn of(
    tx: &mut Tx<'_>,
    (set, now): (&PolicySet, Timestamp),
    whom: impl Iterator<Item = Whom>,
) -> Result<People, Fault> {
    let Named { mut people, groups, roles } = named_by(set, whom);
    let mut is_everybody = true;
    for role in roles.into_iter().filter_map(Role::from_id) {
        let holders = tx.users().holders(role, ONE_MORE)?;
        is_everybody &= holders.len() <= OF_ONE;
        people.extend(holders.into_iter().take(OF_ONE));
    }
    for group in groups {
        is_everybody &= within(tx, group, &mut people)?;
    }
    is_everybody &= people.len() <= MOST;
    let mut subjects = vec![];
    for id in people.into_iter().take(MOST) {
        if let Some(user) = tx.users().by_id(id)?.filter(|user| user.may_sign_in(now)) {
            subjects.push(subject(tx, &user, now)?);
        }
    }
    Ok(People { subjects, is_everybody })
}

/// The groups that policies name.
pub(super) fn groups_in(set: &PolicySet) -> BTreeSet<Id<Group>> {
    named_by(set, std::iter::empty()).groups
}

/// Whom policies and statements name.
#[derive(Default)]
pub(super) struct Named {
    pub(super) people: BTreeSet<Id<User>>,
    pub(super) groups: BTreeSet<Id<Group>>,
    pub(super) roles: BTreeSet<Id<Role>>,
}

/// Everybody whom these policies and statements name.
pub(super) fn named_by(set: &PolicySet, whom: impl Iterator<Item = Whom>) -> Named {
    let mut named = Named::default();
    for condition in set.policies().iter().flat_map(|policy| &policy.conditions) {
        let Condition::Users(users) = condition else { continue };
        named.people.extend(users.include_users.iter().chain(&users.exclude_users));
        named.groups.extend(users.include_groups.iter().chain(&users.exclude_groups));
        named.roles.extend(users.include_roles.iter().chain(&users.exclude_roles));
    }
    for whom in whom {
        match whom {
            Whom::Person(user) => drop(named.people.insert(user)),
            Whom::Group(group) => drop(named.groups.insert(group)),
            Whom::Role(role) => drop(named.roles.insert(role.id())),
            Whom::Everybody | Whom::Members | Whom::Guests => {}
        }
    }
    named
}

/// Adds who is in a group, through other groups too; whether that is everybody.
fn within(tx: &mut Tx<'_>, group: Id<Group>, people: &mut BTreeSet<Id<User>>) -> Result<bool, Fault> {
    let (mut known, mut open) = (BTreeSet::from([group]), vec![group]);
    let mut is_everybody = true;
    while let Some(group) = open.pop() {
        let (mut of_people, mut of_groups) = (0, 0);
        for (member, _) in tx.memberships().members(group, ONE_MORE)? {
            match member {
                Member::Person(user) => {
                    of_people += 1;
                    people.insert(user);
                }
                Member::Group(inner) => {
                    of_groups += 1;
                    if known.insert(inner) {
                        open.push(inner);
                    }
                }
            }
        }
        is_everybody &= of_people <= OF_ONE && of_groups <= OF_ONE;
    }
    Ok(is_everybody)
}

fn subject(tx: &mut Tx<'_>, user: &User, now: Timestamp) -> Result<Subject, Fault> {
    let mut roles = tx.users().roles_at(user.id, now)?;
    roles.sort_unstable();
    let emergency = emergency::account(tx, user, &roles)?.is_some();
    Ok(Subject {
        user: user.id,
        groups: tx.memberships().of_person(user.id)?,
        roles,
        guest: user.guest,
        per_user_mfa: user.per_user_mfa,
        registration_since: user.asked_since.unwrap_or(user.created),
        home: None,
        accepted: vec![],
        emergency,
        workload: None,
    })
}
