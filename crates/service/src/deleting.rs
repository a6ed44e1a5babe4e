//! Deleting people, restoring them for as long as they are kept, and removing them for good.
//!
//! Whoever is deleted loses everything that was issued to them at once, and keeps what restoring gives back: their name,
//! methods, roles and what they are named for. The job in `jobs/erasing.rs` removes what nobody restored.

use model::{Id, Role, Span, Tenant, Timestamp, User, UserState};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Action, Actor, DeletePeople, Permit, ReadPeople};
use crate::conditional_access::Watched;
use crate::house::House;
use crate::ledger::Entry;
use crate::people::{alive, end_everything, keep_an_administrator};
use crate::retention::retention;
use crate::standing::may_still;

/// Somebody who was deleted.
#[derive(Debug, Clone)]
pub struct Deleted {
    /// The person.
    pub user: User,
    /// The roles that restoring gives back.
    pub roles: Vec<Role>,
    /// Since when.
    pub at: Timestamp,
    /// When they are removed for good.
    pub until: Timestamp,
}

impl House {
    /// Deletes a person: everything that was issued to them ends in the same transaction, and their name is kept from
    /// others for as long as they can be restored.
    pub async fn delete_person(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<DeletePeople>,
        id: Id<User>,
    ) -> Result<(), Fault> {
        let (house, entry) = (self.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                let watched = Watched::before(&house, tx, id, entry.at)?;
                delete(tx, &permit, entry, id)?;
                watched.after(&house, tx, entry.at)
            })
            .await
    }

    /// Takes a deletion back. What was ended stays so, and who was blocked stays blocked.
    pub async fn restore_person(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<DeletePeople>,
        id: Id<User>,
    ) -> Result<(), Fault> {
        let (entry, unset) = (self.entry(), self.unset_retention());
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                let user = tx.users().by_id(id)?.ok_or(Fault::NotFound)?;
                let kept = retention(tx, unset)?.deleted();
                let state = user.state.restored(entry.at, kept).map_err(|_| Fault::Conflict("state"))?;
                tx.users().set_state(id, state, entry.at)?;
                tx.users().index(&user)?;
                entry.write(tx, &permit, Verb::RestorePerson, ("user", Some(id)), &Changes::default())
            })
            .await
    }

    /// Removes somebody who was deleted for good, before their time is over.
    pub async fn erase_person(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<DeletePeople>,
        id: Id<User>,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                deleted(tx, id)?;
                tx.erased().remove(id, entry.at)?;
                entry.write(tx, &permit, Verb::ErasePerson, ("user", Some(id)), &Changes::default())
            })
            .await
    }

    /// Who was deleted and can be restored, the last to go first, starting after `after`.
    pub async fn deleted_people(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        after: Option<(Timestamp, Id<User>)>,
        limit: i64,
    ) -> Result<Vec<Deleted>, Fault> {
        let unset = self.unset_retention();
        self.db
            .read(tenant, move |tx| {
                let kept = retention(tx, unset)?.deleted();
                let users = tx.users().deleted(after, limit)?;
                users.into_iter().map(|user| described(tx, user, kept)).collect()
            })
            .await
    }

    /// Somebody who was deleted and can be restored.
    pub async fn deleted_person(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        id: Id<User>,
    ) -> Result<Deleted, Fault> {
        let unset = self.unset_retention();
        self.db
            .read(tenant, move |tx| {
                let kept = retention(tx, unset)?.deleted();
                let user = deleted(tx, id)?;
                described(tx, user, kept)
            })
            .await
    }

    /// Somebody who was deleted, by the name that is kept for them.
    pub async fn deleted_person_named<A: Action>(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<A>,
        name: &str,
    ) -> Result<Option<User>, Fault> {
        let Ok(key) = model::NameKey::of(name) else { return Ok(None) };
        self.db
            .read(tenant, move |tx| {
                let Some(id) = tx.users().holder_of(&key)? else { return Ok(None) };
                Ok(tx.users().by_id(id)?.filter(|user| user.state.is_deleted()))
            })
            .await
    }
}

/// Deletes a person; refuses oneself, and the last Global Administrator.
pub(crate) fn delete(
    tx: &mut Tx<'_>,
    permit: &Permit<DeletePeople>,
    entry: Entry,
    id: Id<User>,
) -> Result<(), Fault> {
    may_still(tx, permit, Some(id), entry.at)?;
    let user = alive(tx, id)?;
    if permit.actor().person() == Some(id) {
        return Err(Fault::Conflict("oneself"));
    }
    // Whoever is there would be here again after the next pass.
    if *permit.actor() != Actor::System && tx.synced().by_object(id)?.is_some() {
        return Err(Fault::Conflict("synced"));
    }
    keep_an_administrator(tx, id)?;
    let state = user.state.deleted(entry.at).map_err(|_| Fault::Conflict("state"))?;
    tx.users().set_state(id, state, entry.at)?;
    end_everything(tx, id, entry.at)?;
    tx.invitations().withdraw(id)?;
    tx.search_words().remove(id)?;
    entry.write(tx, permit, Verb::DeletePerson, ("user", Some(id)), &Changes::default())
}

fn deleted(tx: &mut Tx<'_>, id: Id<User>) -> Result<User, Fault> {
    tx.users().by_id(id)?.filter(|user| user.state.is_deleted()).ok_or(Fault::NotFound)
}

fn described(tx: &mut Tx<'_>, user: User, kept: Span) -> Result<Deleted, Fault> {
    let at = match user.state {
        UserState::Deleted { at, .. } => at,
        _ => return Err(Fault::NotFound),
    };
    Ok(Deleted { roles: tx.users().roles(user.id)?, at, until: at + kept, user })
}
