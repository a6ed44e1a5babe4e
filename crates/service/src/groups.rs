//! Groups: making, changing, deleting and restoring them. Who is in them, what they give and who may change that are
//! files of their own below.

mod file;
mod leave;
mod members;
mod roles;
mod rules;
mod shown;
mod synced;

use model::{Group, GroupState, Id, KEPT_DELETED, Membership, Span, Tenant, plain_text};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::house::House;
use crate::jobs::has_job;

pub use file::{Imported, LinesError, MOST_LINES, read_lines};
pub use leave::{Leave, Weight};
pub use members::{MemberChange, OwnerChange};
pub use rules::{MOST_RULES, PREVIEWED, Preview, RuleEdit, read_rule};
pub use shown::{COUNTED, GroupDetails, GroupLine, InGroup, MEMBERS_SHOWN};
pub(crate) use synced::{Moved, add_synced, delete_synced, move_members, rename_synced};

/// How many groups may be in one another, the first and the last counted.
pub const DEEPEST: usize = 16;
/// How many groups may be below one that is put in another.
const MOST_BELOW: usize = 1_000;
/// How long a deleted group can be restored: as long as a person.
pub const RESTORABLE: Span = KEPT_DELETED;

/// What somebody types to make a group.
#[derive(Debug, Clone)]
pub struct NewGroup {
    /// What people will call it.
    pub display: String,
    /// What it is for.
    pub description: String,
    /// True for one that is to carry directory roles.
    pub carries_roles: bool,
    /// The rule that fills it; nothing for one that somebody fills.
    pub rule: Option<String>,
}

impl NewGroup {
    /// The leave that making it takes.
    pub const fn weight(&self) -> Weight {
        if self.carries_roles { Weight::Roles } else { Weight::Plain }
    }
}

impl House {
    /// Makes a group with nobody in it.
    pub async fn add_group(
        &self,
        tenant: Id<Tenant>,
        leave: Leave,
        new: NewGroup,
    ) -> Result<Id<Group>, Fault> {
        let entry = self.entry();
        if new.carries_roles && new.rule.is_some() {
            return Err(Fault::Invalid("roles by rule"));
        }
        if let Some(rule) = &new.rule {
            read_rule(rule).map_err(|_| Fault::Invalid("rule"))?;
        }
        let group = Group {
            id: Id::random(self.outside.random()),
            display: checked_name(&new.display)?,
            description: checked_description(&new.description)?,
            membership: new.rule.as_ref().map_or(Membership::Assigned, |rule| Membership::ByRule {
                rule: rule.trim().to_owned(),
                is_paused: false,
            }),
            carries_roles: new.carries_roles,
            state: GroupState::Active,
            created: entry.at,
            is_synced: false,
        };
        let id = group.id;
        self.db
            .write(tenant, move |tx| {
                leave.covers(tx, new.weight(), entry.at)?;
                if new.rule.is_some() {
                    rules::room_for_a_rule(tx)?;
                }
                tx.groups().insert(&group)?;
                tx.memberships().renest(id)?;
                let changes =
                    Changes::default().made("name", &group.display).made("carriesRoles", group.carries_roles);
                let changes = match &new.rule {
                    Some(rule) => changes.made("rule", rule.trim()),
                    None => changes,
                };
                leave.write(tx, entry, Verb::AddGroup, id, &changes)
            })
            .await?;
        Ok(id)
    }

    /// Changes what a group is called and what it is for.
    pub async fn change_group(
        &self,
        tenant: Id<Tenant>,
        leave: Leave,
        id: Id<Group>,
        (display, description): (&str, &str),
    ) -> Result<(), Fault> {
        let entry = self.entry();
        let (display, description) = (checked_name(display)?, checked_description(description)?);
        self.db
            .write(tenant, move |tx| {
                let before = active(tx, id)?;
                leave.check(tx, &before, entry.at)?;
                not_synced(tx, id)?;
                let after =
                    Group { display: display.clone(), description: description.clone(), ..before.clone() };
                tx.groups().update(&after)?;
                let changes = Changes::default().set("name", &before.display, &after.display).set(
                    "description",
                    &before.description,
                    &after.description,
                );
                leave.write(tx, entry, Verb::ChangeGroup, id, &changes)
            })
            .await
    }

    /// Deletes a group: what it gave ends at once, and comes back when it is restored within [`RESTORABLE`].
    pub async fn delete_group(&self, tenant: Id<Tenant>, leave: Leave, id: Id<Group>) -> Result<(), Fault> {
        let (house, entry) = (self.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                let before = active(tx, id)?;
                leave.check(tx, &before, entry.at)?;
                not_synced(tx, id)?;
                let watched = leave::watched(&house, tx, &before, entry.at)?;
                let state = GroupState::Deleted { at: entry.at };
                tx.groups().update(&Group { state, ..before.clone() })?;
                tx.memberships().renest(id)?;
                members::keep_an_administrator(tx, &before)?;
                watched.after(&house, tx, entry.at)?;
                leave.write(
                    tx,
                    entry,
                    Verb::DeleteGroup,
                    id,
                    &Changes::default().gone("name", &before.display),
                )
            })
            .await
    }

    /// Restores a deleted group, with everybody who was in it and what it gave.
    pub async fn restore_group(&self, tenant: Id<Tenant>, leave: Leave, id: Id<Group>) -> Result<(), Fault> {
        let (house, entry) = (self.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                let before = deleted(tx, id)?;
                leave.check(tx, &before, entry.at)?;
                let watched = leave::watched(&house, tx, &before, entry.at)?;
                tx.groups().update(&Group { state: GroupState::Active, ..before.clone() })?;
                tx.memberships().renest(id)?;
                watched.after(&house, tx, entry.at)?;
                let back = Changes::default().made("nestedGroup", id);
                leave.note_hole(tx, (entry, id), &back)?;
                leave.write(
                    tx,
                    entry,
                    Verb::RestoreGroup,
                    id,
                    &Changes::default().made("name", &before.display),
                )
            })
            .await
    }

    /// Deletes a deleted group for good.
    pub async fn purge_group(&self, tenant: Id<Tenant>, leave: Leave, id: Id<Group>) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                let before = deleted(tx, id)?;
                leave.check(tx, &before, entry.at)?;
                tx.groups().remove(id)?;
                leave.write(
                    tx,
                    entry,
                    Verb::PurgeGroup,
                    id,
                    &Changes::default().gone("name", &before.display),
                )
            })
            .await
    }

    /// Deletes for good what was deleted longer than [`RESTORABLE`] ago, a few at a time.
    pub(crate) async fn purge_old_groups(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        const STEP: i64 = 10;
        let (now, node) = (self.now(), self.node);
        let until = now - RESTORABLE;
        let old = self.db.read(tenant, move |tx| tx.groups().deleted_until(until, STEP)).await?;
        if old.is_empty() {
            return Ok(());
        }
        let each: Vec<_> = old.into_iter().map(|group| (group.id, self.entry())).collect();
        self.db
            .write(tenant, move |tx| {
                if !has_job(tx, "sweep", &node, now)? {
                    return Ok(());
                }
                for (id, entry) in &each {
                    // Somebody may have restored it meanwhile.
                    let group = tx.groups().by_id(*id)?;
                    let is_old =
                        |group: &Group| matches!(group.state, GroupState::Deleted { at } if at <= until);
                    let Some(group) = group.filter(is_old) else { continue };
                    tx.groups().remove(*id)?;
                    let changes = Changes::default().gone("name", &group.display);
                    let by = (store::Actor::System, None);
                    entry.write_as(tx, by, Verb::PurgeGroup, ("group", Some(*id)), &changes)?;
                }
                Ok(())
            })
            .await
    }
}

/// A group that was not deleted.
pub(crate) fn active(tx: &mut Tx<'_>, id: Id<Group>) -> Result<Group, Fault> {
    tx.groups().by_id(id)?.filter(Group::is_active).ok_or(Fault::NotFound)
}

/// Refuses what is that server's to say, for a group that comes from a directory server.
fn not_synced(tx: &mut Tx<'_>, id: Id<Group>) -> Result<(), Fault> {
    if tx.synced().by_object(id)?.is_some() { Err(Fault::Conflict("synced")) } else { Ok(()) }
}

fn deleted(tx: &mut Tx<'_>, id: Id<Group>) -> Result<Group, Fault> {
    tx.groups().by_id(id)?.filter(|group| !group.is_active()).ok_or(Fault::NotFound)
}

fn checked_name(name: &str) -> Result<String, Fault> {
    plain_text(name, 120).ok_or(Fault::Invalid("name"))
}

fn checked_description(text: &str) -> Result<String, Fault> {
    match text.trim() {
        "" => Ok(String::new()),
        text => plain_text(text, 400).ok_or(Fault::Invalid("description")),
    }
}
