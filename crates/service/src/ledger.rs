//! The audit record of a change: part of the transaction that makes it.

use model::{Id, Timestamp, User};
use sql::Tx;
use store::{AuditRecord, Tables};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Action, Actor, Permit};
use crate::house::House;
use crate::keys::sha256;

/// What an audit record needs that a closure may not make itself: it can run twice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// The record's id.
    pub(crate) id: Id<AuditRecord>,
    /// When.
    pub(crate) at: Timestamp,
}

impl House {
    pub(crate) fn entry(&self) -> Entry {
        self.entry_at(self.now())
    }

    pub(crate) fn entry_at(&self, at: Timestamp) -> Entry {
        Entry { id: Id::ordered(at, self.outside.random()), at }
    }
}

/// Whoever acts as records name them, and from where.
pub(crate) fn author(actor: &Actor) -> (store::Actor, Option<String>) {
    match actor {
        Actor::Person { user, address, .. } | Actor::Delegated { user, address, .. } => {
            (store::Actor::User(*user), address.clone())
        }
        Actor::App { app, address, .. } => (store::Actor::App(*app), address.clone()),
        Actor::System => (store::Actor::System, None),
        Actor::Cli(user) => (store::Actor::Cli(user.to_string()), None),
    }
}

impl Entry {
    /// The entry of a further record of the same transaction, about something else.
    pub(crate) fn about<T>(self, other: Id<T>) -> Self {
        let hash = sha256(&[&self.id.as_bytes()[..], &other.as_bytes()[..]].concat());
        Self { id: Id::ordered(self.at, std::array::from_fn(|index| hash[index])), at: self.at }
    }

    /// Keeps what an administrator did.
    pub(crate) fn write<A: Action, T>(
        self,
        tx: &mut Tx<'_>,
        permit: &Permit<A>,
        verb: Verb,
        target: (&str, Option<Id<T>>),
        changes: &Changes,
    ) -> Result<(), Fault> {
        let by = author(permit.actor());
        match permit.actor() {
            Actor::Delegated { app, .. } => {
                self.write_as(tx, by, verb, target, &changes.clone().made("throughApplication", app))
            }
            _ => self.write_as(tx, by, verb, target, changes),
        }
    }

    /// Keeps what an administrator changed of what is known of a person. The values are kept apart from the record, which
    /// is sealed, so that they can be erased; `seed` is 32 random bytes.
    pub(crate) fn write_about<A: Action>(
        self,
        tx: &mut Tx<'_>,
        permit: &Permit<A>,
        (verb, person): (Verb, Id<User>),
        changes: Changes,
        seed: &[u8; 32],
    ) -> Result<(), Fault> {
        let (changes, values) = changes.apart(seed);
        for value in &values {
            tx.audit_values().insert(self.id, person, value)?;
        }
        self.write(tx, permit, verb, ("user", Some(person)), &changes)
    }

    /// Keeps what somebody did to themselves, or what happened without an administrator.
    pub(crate) fn write_as<T>(
        self,
        tx: &mut Tx<'_>,
        (actor, address): (store::Actor, Option<String>),
        verb: Verb,
        (target_kind, target): (&str, Option<Id<T>>),
        changes: &Changes,
    ) -> Result<(), Fault> {
        tx.audit().insert(&AuditRecord {
            id: self.id,
            at: self.at,
            actor,
            action: verb.word().to_owned(),
            target_kind: target_kind.to_owned(),
            target: target.map(Id::cast),
            changes: changes.text(),
            address,
        })?;
        Ok(())
    }
}
