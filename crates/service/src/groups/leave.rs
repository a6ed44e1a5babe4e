//! What being in a group gives decides who may change who is in it.

use std::collections::BTreeSet;

use model::{Group, Id, Role, Tenant, Timestamp};
use sql::Tx;
use store::Tables;

use super::DEEPEST;
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::permit;
use crate::authority::{
    Actor, AssignRoles, Denied, GiveThroughGroups, ManageGroups, Permit, ReadGroups, ReadPeople, Target,
};
use crate::conditional_access::{Watched, note_hole};
use crate::house::House;
use crate::ledger::Entry;
use crate::policy_sets;
use crate::standing::may_still;

/// What being in a group gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing that is guarded.
    Plain,
    /// Access: to applications, or by a policy that names it; through the group itself or one that it is in.
    Access,
    /// Directory roles: the group was made for them.
    Roles,
}

/// Leave to change a group of a weight.
#[derive(Debug)]
pub enum Leave {
    /// Of [`Weight::Plain`].
    Plain(Permit<ManageGroups>),
    /// Of [`Weight::Access`] and less.
    Access(Permit<GiveThroughGroups>),
    /// Of [`Weight::Roles`].
    Roles(Permit<AssignRoles>),
}

impl Leave {
    /// Gives the leave that a weight takes, or not.
    pub fn of(actor: &Actor, weight: Weight) -> Result<Self, Denied> {
        let target = Target::Organisation;
        Ok(match weight {
            Weight::Plain => Self::Plain(permit(actor, target)?),
            Weight::Access => Self::Access(permit(actor, target)?),
            Weight::Roles => Self::Roles(permit(actor, target)?),
        })
    }

    /// Refuses when the leave would not be given now, or when the group gives more than it was asked for.
    pub(super) fn check(&self, tx: &mut Tx<'_>, group: &Group, now: Timestamp) -> Result<(), Fault> {
        let named = named_by_policies(tx)?;
        let weight = weight(tx, group, &named)?;
        self.covers(tx, weight, now)
    }

    /// The same for what somebody wants to make of a group.
    pub(super) fn covers(&self, tx: &mut Tx<'_>, weight: Weight, now: Timestamp) -> Result<(), Fault> {
        match (self, weight) {
            (Self::Plain(permit), Weight::Plain) => may_still(tx, permit, None, now),
            (Self::Access(permit), Weight::Plain | Weight::Access) => may_still(tx, permit, None, now),
            (Self::Roles(permit), Weight::Roles) => may_still(tx, permit, None, now),
            _ => Err(Fault::Conflict("group")),
        }
    }

    /// Keeps what was done by this leave.
    pub(super) fn write(
        &self,
        tx: &mut Tx<'_>,
        entry: Entry,
        verb: Verb,
        group: Id<Group>,
        changes: &Changes,
    ) -> Result<(), Fault> {
        self.write_to(tx, entry, verb, ("group", Some(group)), changes)
    }

    /// The same, done to something else than a group.
    fn write_to<T>(
        &self,
        tx: &mut Tx<'_>,
        entry: Entry,
        verb: Verb,
        target: (&str, Option<Id<T>>),
        changes: &Changes,
    ) -> Result<(), Fault> {
        match self {
            Self::Plain(permit) => entry.write(tx, permit, verb, target, changes),
            Self::Access(permit) => entry.write(tx, permit, verb, target, changes),
            Self::Roles(permit) => entry.write(tx, permit, verb, target, changes),
        }
    }

    /// Keeps for each policy that leaves the group out that somebody came in it by this leave.
    pub(super) fn note_hole(
        &self,
        tx: &mut Tx<'_>,
        (entry, group): (Entry, Id<Group>),
        added: &Changes,
    ) -> Result<(), Fault> {
        note_hole(tx, (entry, group), added, |tx, entry, policy, changes| {
            self.write_to(tx, entry, Verb::WidenExclusion, ("policy", Some(policy)), changes)
        })
    }
}

impl House {
    /// The same for whoever reads groups at the API.
    pub async fn directory_weight(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadGroups>,
        id: Id<Group>,
    ) -> Result<Weight, Fault> {
        self.db.read(tenant, move |tx| weight_of(tx, id)).await
    }

    /// What being in a group gives, and so which leave changing it takes.
    pub async fn group_weight(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        id: Id<Group>,
    ) -> Result<Weight, Fault> {
        self.db.read(tenant, move |tx| weight_of(tx, id)).await
    }
}

fn weight_of(tx: &mut Tx<'_>, id: Id<Group>) -> Result<Weight, Fault> {
    let group = tx.groups().by_id(id)?.ok_or(Fault::NotFound)?;
    let named = named_by_policies(tx)?;
    weight(tx, &group, &named)
}

/// The groups that policies name which are not off, the authentication methods policy among them: whoever is in one is
/// asked for more, or for less.
pub(super) fn named_by_policies(tx: &mut Tx<'_>) -> Result<BTreeSet<Id<Group>>, Fault> {
    Ok(policy_sets::load_head(tx)?.groups())
}

/// Looks at who comes in before somebody or something is put in a group or taken out, or the group goes: by the roles
/// that it carries, and by the policies that name it or a group that it is in.
pub(super) fn watched(
    house: &House,
    tx: &mut Tx<'_>,
    group: &Group,
    now: Timestamp,
) -> Result<Watched, Fault> {
    let named = named_by_policies(tx)?;
    // Deleted ones count: the group that is restored may be one of them. So does what is deeper than anybody may make it.
    let layers = tx.memberships().layers_above(group.id, DEEPEST)?;
    if layers.is_none_or(|layers| layers.iter().flatten().any(|above| named.contains(above))) {
        return Watched::before_losing(house, tx, &[Role::GlobalAdministrator], now);
    }
    let roles = tx.groups().roles(group.id)?;
    Watched::before_losing(house, tx, &roles, now)
}

/// Deleted groups above it count: what they gave comes back with them.
pub(super) fn weight(tx: &mut Tx<'_>, group: &Group, named: &BTreeSet<Id<Group>>) -> Result<Weight, Fault> {
    if group.carries_roles {
        return Ok(Weight::Roles);
    }
    // Deeper than anybody may make them: whatever it gives, it takes the careful leave.
    let Some(layers) = tx.memberships().layers_above(group.id, DEEPEST)? else { return Ok(Weight::Access) };
    for one in layers.into_iter().flatten() {
        if named.contains(&one) || tx.apps().is_given_by_group(one)? {
            return Ok(Weight::Access);
        }
    }
    Ok(Weight::Plain)
}
