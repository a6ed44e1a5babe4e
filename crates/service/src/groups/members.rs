//! Who and what is in a group, and who looks after it.

use model::{Assignment, Group, Id, Member, Membership, Role, Tenant, User};
use sql::Tx;
use store::Tables;

use super::leave::watched;
use super::{DEEPEST, Leave, MOST_BELOW, active, not_synced};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::house::House;
use crate::ledger::Entry;
use crate::people::{alive, an_administrator_remains};

/// Putting somebody or something in a group, or taking it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    /// In it from now on.
    Add(Member),
    /// No longer.
    Remove(Member),
}

/// Making somebody look after a group, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerChange {
    /// From now on.
    Add(Id<User>),
    /// No longer.
    Remove(Id<User>),
}

impl House {
    /// Puts a person or a group in a group, or takes one out. Whoever loses access to an application by it is out at once.
    pub async fn change_member(
        &self,
        tenant: Id<Tenant>,
        leave: Leave,
        id: Id<Group>,
        change: MemberChange,
    ) -> Result<(), Fault> {
        let (house, entry) = (self.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                let group = active(tx, id)?;
                leave.check(tx, &group, entry.at)?;
                if matches!(group.membership, Membership::ByRule { .. }) {
                    return Err(Fault::Conflict("rule"));
                }
                not_synced(tx, id)?;
                let watched = watched(&house, tx, &group, entry.at)?;
                let (verb, changes) = match change {
                    MemberChange::Add(member) => {
                        put(tx, &group, member, entry)?;
                        (Verb::AddGroupMember, Changes::default().made(called(member), member.id()))
                    }
                    MemberChange::Remove(member) => {
                        take(tx, &group, member)?;
                        (Verb::RemoveGroupMember, Changes::default().gone(called(member), member.id()))
                    }
                };
                watched.after(&house, tx, entry.at)?;
                if let MemberChange::Add(member) = change {
                    let added = Changes::default().made(came_in(member), member.id());
                    leave.note_hole(tx, (entry, id), &added)?;
                }
                leave.write(tx, entry, verb, id, &changes)
            })
            .await
    }

    /// Makes somebody look after a group, or no longer: whom people ask about it.
    pub async fn change_owner(
        &self,
        tenant: Id<Tenant>,
        leave: Leave,
        id: Id<Group>,
        change: OwnerChange,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                let group = active(tx, id)?;
                leave.check(tx, &group, entry.at)?;
                let (verb, changes) = match change {
                    OwnerChange::Add(user) => {
                        alive(tx, user)?;
                        if !tx.groups().add_owner(id, user)? {
                            return Err(Fault::Conflict("owner"));
                        }
                        (Verb::AddGroupOwner, Changes::default().made("person", user))
                    }
                    OwnerChange::Remove(user) => {
                        if !tx.groups().remove_owner(id, user)? {
                            return Err(Fault::NotFound);
                        }
                        (Verb::RemoveGroupOwner, Changes::default().gone("person", user))
                    }
                };
                leave.write(tx, entry, verb, id, &changes)
            })
            .await
    }
}

/// What the audit log calls a member.
const fn called(member: Member) -> &'static str {
    match member {
        Member::Person(_) => "person",
        Member::Group(_) => "group",
    }
}

/// What the record of a policy calls a member that came in a group, which it names too.
const fn came_in(member: Member) -> &'static str {
    match member {
        Member::Person(_) => "person",
        Member::Group(_) => "nestedGroup",
    }
}

/// Puts somebody or something in a group that may hold it.
pub(super) fn put(tx: &mut Tx<'_>, group: &Group, member: Member, entry: Entry) -> Result<(), Fault> {
    match member {
        Member::Person(user) => drop(alive(tx, user)?),
        Member::Group(nested) => may_hold(tx, group, nested)?,
    }
    if !tx.memberships().add(group.id, member, entry.at)? {
        return Err(Fault::Conflict("member"));
    }
    Ok(())
}

/// Refuses a group in itself, too deep, too many, or in one that carries roles.
fn may_hold(tx: &mut Tx<'_>, group: &Group, nested: Id<Group>) -> Result<(), Fault> {
    if group.carries_roles {
        return Err(Fault::Conflict("nesting"));
    }
    active(tx, nested)?;
    let above = tx.memberships().layers_above(group.id, DEEPEST)?.ok_or(Fault::Conflict("depth"))?;
    if above.iter().any(|layer| layer.contains(&nested)) {
        return Err(Fault::Conflict("circle"));
    }
    let below = tx.memberships().layers_below(nested, DEEPEST)?.ok_or(Fault::Conflict("depth"))?;
    if above.len() + below.len() > DEEPEST {
        return Err(Fault::Conflict("depth"));
    }
    let many = below.iter().map(std::collections::BTreeSet::len).sum::<usize>() > MOST_BELOW;
    if many { Err(Fault::Conflict("breadth")) } else { Ok(()) }
}

/// Takes somebody or something out, and what they had through it.
pub(super) fn take(tx: &mut Tx<'_>, group: &Group, member: Member) -> Result<(), Fault> {
    if !tx.memberships().remove(group.id, member)? {
        return Err(Fault::NotFound);
    }
    match member {
        Member::Person(user) => {
            end_what_is_lost(tx, group.id, user)?;
            keep_an_administrator(tx, group)
        }
        Member::Group(_) => Ok(()),
    }
}

/// Ends what a person got from applications that only this group, or one that it is in, let them in to. For groups in
/// groups the gate says so at the next refresh: it asks every time.
pub(super) fn end_what_is_lost(tx: &mut Tx<'_>, group: Id<Group>, user: Id<User>) -> Result<(), Fault> {
    for above in tx.memberships().above(group)? {
        for app in tx.apps().of_group(above)? {
            let is_lost =
                app.assignment == Assignment::Assigned && !tx.apps().is_assigned(app.principal_id, user)?;
            if is_lost {
                tx.grants().end_of_user_at(user, app.app_id)?;
            }
        }
    }
    Ok(())
}

/// Refuses what left nobody who can administer, when the group carries that role.
pub(super) fn keep_an_administrator(tx: &mut Tx<'_>, group: &Group) -> Result<(), Fault> {
    let carries = tx.groups().roles(group.id)?.contains(&Role::GlobalAdministrator);
    if carries { an_administrator_remains(tx) } else { Ok(()) }
}
