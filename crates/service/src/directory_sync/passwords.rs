//! Passwords that a directory server checks, at a sign-in.
//!
//! Whose entry has the distinguished name that is asked about is read in the same conversation: names are used again, and
//! somebody is who they are by the id of their entry, not by its name.
//!
//! Where one does, it is asked for every name that gets as far as a hash: for people who come from there with what was
//! typed, for everybody else about an entry that nobody has and with a password that nobody typed. What is typed by people
//! of ours never leaves the house, and the time that an answer takes tells nobody who comes from where.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use model::{Id, User};
use sql::Tx;
use store::{SyncedKind, Tables, Withheld};
use tokio::task::JoinHandle;

use super::mapping::DirectoryKind;
use super::server::{DirectoryEntry, DirectoryServer, RemotePassword};
use super::settings;
use crate::Fault;
use crate::house::House;

/// How many are checked at once. Each holds a thread for as long as the server takes, which is bounded.
pub(crate) const AT_ONCE: usize = 16;

/// The server that checks passwords.
pub(crate) struct RemoteDoor {
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

impl RemoteDoor {
    /// The server, where the organisation has one check passwords.
    pub(crate) fn read(tx: &mut Tx<'_>) -> Result<Option<Self>, Fault> {
        let Some(settings) = settings::read(tx)?.filter(|settings| settings.checks_passwords) else {
            return Ok(None);
        };
        // Nobody signs in there as Sluis to check a password.
        let server = settings.server(RemotePassword::default());
        Ok(Some(Self { server, kind: settings.kind, base: settings.base }))
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
        let (house, server, kind) = (self.clone(), door.server.clone(), door.kind);
        let turn = Arc::clone(&self.remote_checks).try_acquire_owned();
        let asked = tokio::task::spawn_blocking(move || {
            // No turn, no question: that is said as if the server were away, for every name.
            let Ok(_turn) = turn else { return Answered::Nothing };
            match (house.outside.check_remote_password)(&server, &entry.dn, &password, kind.id()) {
                Ok(Some(found)) => entry.is_in(kind, &found),
                Ok(None) => Answered::No,
                Err(error) => {
                    tracing::warn!(%error, "the directory server could not be asked about a password");
                    Answered::Nothing
                }
            }
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
