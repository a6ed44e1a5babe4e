//! Passwords that a directory server checks, at a sign-in.
//!
//! Where one does, it is asked for every name that gets as far as a hash: for people who come from there with what was
//! typed, for everybody else about an entry that nobody has and with a password that nobody typed. What is typed by people
//! of ours never leaves the house, and the time that an answer takes tells nobody who comes from where.
//!
//! Whose entry has the distinguished name that is asked about is read in the same conversation: names are used again, and
//! somebody is who they are by the id of their entry, not by its name.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use data_encoding::HEXLOWER;
use model::{Id, Tenant, User};
use sql::Tx;
use store::{SyncedKind, Tables, Withheld};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::mapping::DirectoryKind;
use super::server::{DirectoryEntry, DirectoryServer, RemotePassword};
use super::settings;
use crate::Fault;
use crate::house::House;

/// How many are checked at once for one organisation. Each holds a thread for as long as the server takes, which is bounded.
const AT_ONCE: usize = 16;
/// How many are checked at once for all of them together.
const AT_ONCE_IN_ALL: usize = 128;
/// How long somebody waits for a turn.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many organisations have turns before those that nobody has are dropped.
const MOST_TENANTS: usize = 1_000;

/// The turns to ask a server: each organisation has its own, so that whoever tries names of one keeps nobody of another
/// from signing in.
pub(crate) struct Turns {
    each: Mutex<HashMap<Id<Tenant>, Arc<Semaphore>>>,
    all: Arc<Semaphore>,
}

/// A turn, until it is dropped.
struct Turn {
    _own: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

/// The server that checks passwords.
pub(crate) struct RemoteDoor {
    tenant: Id<Tenant>,
    server: DirectoryServer,
    kind: DirectoryKind,
    base: String,
}

/// Somebody's entry there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TheirEntry {
    source: [u8; 16],
    dn: String,
}

/// What the server says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answered {
    /// It is right.
    Yes,
    /// It is not.
    No,
    /// It cannot be asked.
    Nothing,
}

/// A question that is on its way. An answer about nobody's entry counts for nobody.
pub(crate) struct Answering {
    asked: JoinHandle<Answered>,
    is_real: bool,
}

impl Default for Turns {
    fn default() -> Self {
        Self { each: Mutex::default(), all: Arc::new(Semaphore::new(AT_ONCE_IN_ALL)) }
    }
}

impl Turns {
    fn of(&self, tenant: Id<Tenant>) -> Arc<Semaphore> {
        let mut each = self.each.lock().unwrap_or_else(PoisonError::into_inner);
        if each.len() >= MOST_TENANTS {
            // A turn that somebody has, or waits for, holds its semaphore.
            each.retain(|_, turns| Arc::strong_count(turns) > 1);
        }
        Arc::clone(each.entry(tenant).or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE))))
    }

    /// A turn for an organisation; nothing when none is free for so long.
    async fn take(&self, tenant: Id<Tenant>, patience: Duration) -> Option<Turn> {
        let both = async {
            // Its own first: who waits for that holds nothing of the others.
            let own = self.of(tenant).acquire_owned().await.ok()?;
            let of_all = Arc::clone(&self.all).acquire_owned().await.ok()?;
            Some(Turn { _own: own, _of_all: of_all })
        };
        timeout(patience, both).await.ok().flatten()
    }
}

impl RemoteDoor {
    /// The server, where the organisation has one check passwords.
    pub(crate) fn read(tx: &mut Tx<'_>) -> Result<Option<Self>, Fault> {
        let Some(settings) = settings::read(tx)?.filter(|settings| settings.checks_passwords) else {
            return Ok(None);
        };
        // Nobody signs in there as Sluis to check a password.
        let server = settings.server(RemotePassword::default());
        Ok(Some(Self { tenant: tx.tenant(), server, kind: settings.kind, base: settings.base }))
    }

    /// True where there is one.
    pub(crate) fn is_there(tx: &mut Tx<'_>) -> Result<bool, Fault> {
        Ok(settings::read(tx)?.is_some_and(|settings| settings.checks_passwords))
    }
}

impl TheirEntry {
    /// The entry of somebody who comes from there and is still there.
    pub(crate) fn of(tx: &mut Tx<'_>, id: Id<User>) -> Result<Option<Self>, Fault> {
        let row = tx.synced().by_object(id)?;
        let is_there = |row: &store::SyncedRow| {
            row.kind == SyncedKind::Person && !row.withheld.is_some_and(Withheld::is_deleted)
        };
        Ok(row.filter(is_there).map(|row| Self { source: row.source, dn: row.dn }))
    }

    /// Whether it is this one that has its name now.
    fn is_in(&self, kind: DirectoryKind, found: &DirectoryEntry) -> Answered {
        match kind.id_of(found) {
            Some(id) if id == self.source => Answered::Yes,
            Some(_) => {
                tracing::warn!(dn = %self.dn, "a distinguished name is somebody else's since the last pass");
                Answered::No
            }
            None => {
                tracing::warn!(attribute = kind.id(), "the directory server lets nobody read their own id");
                Answered::Nothing
            }
        }
    }
}

impl House {
    /// Asks the server whether a password is that of an entry; about nobody's where there is none.
    pub(crate) fn ask_server(
        &self,
        door: &RemoteDoor,
        entry: Option<TheirEntry>,
        typed: RemotePassword,
    ) -> Answering {
        let is_real = entry.is_some();
        let (entry, password) = match entry {
            Some(entry) => (entry, typed),
            None => {
                let nobody: [u8; 16] = self.outside.random();
                let nothing: [u8; 16] = self.outside.random();
                let dn = format!("cn={},{}", HEXLOWER.encode(&nobody), door.base);
                (TheirEntry { source: nobody, dn }, RemotePassword::new(HEXLOWER.encode(&nothing)))
            }
        };
        let (house, tenant, server, kind) = (self.clone(), door.tenant, door.server.clone(), door.kind);
        let asked = tokio::spawn(async move {
            // No turn, no question: that is said as if the server were away, for every name.
            let Some(turn) = house.remote_checks.take(tenant, PATIENCE).await else {
                return Answered::Nothing;
            };
            let asking = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                match (house.outside.check_remote_password)(&server, &entry.dn, &password, kind.id()) {
                    Ok(Some(found)) => entry.is_in(kind, &found),
                    Ok(None) => Answered::No,
                    Err(error) => {
                        tracing::warn!(%error, "the directory server could not be asked about a password");
                        Answered::Nothing
                    }
                }
            });
            asking.await.unwrap_or(Answered::Nothing)
        });
        Answering { asked, is_real }
    }
}

impl Answering {
    /// What the server says.
    pub(crate) async fn wait(self) -> Answered {
        match (self.asked.await.unwrap_or(Answered::Nothing), self.is_real) {
            // An entry that nobody has takes no password; a server that says so is mistaken, or takes everybody.
            (Answered::Yes, false) => Answered::No,
            (answered, _) => answered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn turns_that_one_organisation_has_used_up_are_not_those_of_another() {
        let (turns, none) = (Turns::default(), Duration::ZERO);
        let (busy, other) = (Id::fixed(1), Id::fixed(2));
        let mut held = vec![];
        for _ in 0..AT_ONCE {
            held.push(turns.take(busy, none).await.unwrap());
        }
        assert!(turns.take(busy, none).await.is_none(), "all of its own are taken");
        assert!(turns.take(other, none).await.is_some());
        held.pop();
        assert!(turns.take(busy, none).await.is_some(), "one is free again");
    }
}
