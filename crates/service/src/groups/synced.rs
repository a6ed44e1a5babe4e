//! Groups that come from a directory server: made, called, filled and deleted as that server says, and in no other way.
//!
//! Such a group is never one that carries roles, and is put in none that does (`members::put`): whoever fills groups over
//! there gives nobody power here.

use model::{Group, GroupState, Id, Member, Membership};
use sql::Tx;
use store::Tables;

use super::leave::watched;
use super::members::{end_what_is_lost, keep_an_administrator, put};
use super::{active, checked_description, checked_name};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::conditional_access::note_hole;
use crate::house::House;
use crate::ledger::Entry;

/// Who came and went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Moved {
    /// How many came.
    pub(crate) came: usize,
    /// How many went.
    pub(crate) went: usize,
}

/// Makes a group of a server.
pub(crate) fn add_synced(
    tx: &mut Tx<'_>,
    entry: Entry,
    id: Id<Group>,
    (display, description): (&str, &str),
) -> Result<(), Fault> {
    let group = Group {
        id,
        display: checked_name(display)?,
        description: checked_description(description).unwrap_or_default(),
        membership: Membership::Assigned,
        carries_roles: false,
        state: GroupState::Active,
        created: entry.at,
        is_synced: true,
    };
    tx.groups().insert(&group)?;
    tx.memberships().renest(id)?;
    let changes = Changes::default().made("name", &group.display).made("synced", true);
    write(tx, entry, Verb::AddGroup, id, &changes)
}

/// Calls it as the server does, and restores it where a sync had deleted it; true when something was different.
pub(crate) fn rename_synced(
    tx: &mut Tx<'_>,
    (house, entry): (&House, Entry),
    before: &Group,
    (display, description): (&str, &str),
) -> Result<bool, Fault> {
    let after = Group {
        display: checked_name(display)?,
        description: checked_description(description).unwrap_or_default(),
        state: GroupState::Active,
        ..before.clone()
    };
    if after == *before {
        return Ok(false);
    }
    let is_back = !before.is_active();
    let watch = watched(house, tx, before, entry.at)?;
    tx.groups().update(&after)?;
    if is_back {
        tx.memberships().renest(before.id)?;
        let back = Changes::default().made("nestedGroup", before.id);
        note(tx, (entry, before.id), &back)?;
    }
    watch.after(house, tx, entry.at)?;
    let changes = Changes::default()
        .set("name", &before.display, &after.display)
        .set("description", &before.description, &after.description)
        .made("synced", true);
    let verb = if is_back { Verb::RestoreGroup } else { Verb::ChangeGroup };
    write(tx, entry, verb, before.id, &changes)?;
    Ok(true)
}

/// Deletes a group that is gone over there; it can be restored as every other.
pub(crate) fn delete_synced(
    tx: &mut Tx<'_>,
    (house, entry): (&House, Entry),
    id: Id<Group>,
) -> Result<(), Fault> {
    let before = active(tx, id)?;
    let watch = watched(house, tx, &before, entry.at)?;
    tx.groups().update(&Group { state: GroupState::Deleted { at: entry.at }, ..before.clone() })?;
    tx.memberships().renest(id)?;
    keep_an_administrator(tx, &before)?;
    watch.after(house, tx, entry.at)?;
    let changes = Changes::default().gone("name", &before.display).made("synced", true);
    write(tx, entry, Verb::DeleteGroup, id, &changes)
}

/// Puts members in and takes others out. Who cannot be in it (a group in itself, too deep, somebody who was deleted) is
/// passed over.
pub(crate) fn move_members(
    tx: &mut Tx<'_>,
    (house, entry): (&House, Entry),
    id: Id<Group>,
    (into, out): (&[Member], &[Member]),
) -> Result<Moved, Fault> {
    let group = active(tx, id)?;
    let watch = watched(house, tx, &group, entry.at)?;
    let (mut came, mut went) = (vec![], vec![]);
    for member in into {
        match put(tx, &group, *member, entry) {
            Ok(()) => came.push(member.id()),
            Err(Fault::Conflict(_) | Fault::NotFound) => {}
            Err(fault) => return Err(fault),
        }
    }
    for member in out {
        if tx.memberships().remove(id, *member)? {
            went.push(member.id());
            if let Member::Person(user) = member {
                end_what_is_lost(tx, id, *user)?;
            }
        }
    }
    watch.after(house, tx, entry.at)?;
    if came.is_empty() && went.is_empty() {
        return Ok(Moved::default());
    }
    let mut changes = Changes::default();
    if !came.is_empty() {
        changes = changes.made("membersAdded", &came);
        note(tx, (entry, id), &changes)?;
    }
    if !went.is_empty() {
        changes = changes.gone("membersRemoved", &went);
    }
    write(tx, entry, Verb::SyncGroupMembers, id, &changes)?;
    Ok(Moved { came: came.len(), went: went.len() })
}

/// Keeps for each policy that leaves the group out that somebody came in it.
fn note(tx: &mut Tx<'_>, (entry, id): (Entry, Id<Group>), added: &Changes) -> Result<(), Fault> {
    note_hole(tx, (entry, id), added, |tx, entry, policy, changes| {
        let by = (store::Actor::System, None);
        entry.write_as(tx, by, Verb::WidenExclusion, ("policy", Some(policy)), changes)
    })
}

fn write(tx: &mut Tx<'_>, entry: Entry, verb: Verb, id: Id<Group>, changes: &Changes) -> Result<(), Fault> {
    entry.write_as(tx, (store::Actor::System, None), verb, ("group", Some(id)), changes)
}
