//! Passwords that a directory server checks, at a sign-in.
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

use super::server::{DirectoryServer, RemotePassword};
use super::settings;
use crate::Fault;
use crate::house::House;

/// How many are checked at once. Each holds a thread for as long as the server takes, which is bounded.
pub(crate) const AT_ONCE: usize = 16;

/// The server that checks passwords.
pub(crate) struct RemoteDoor {
    server: DirectoryServer,
    base: String,
}

/// Somebody's entry there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TheirEntry {
    source: [u8; 16],
    pub(crate) dn: String,
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
        Ok(Some(Self { server, base: settings.base }))
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
}

impl House {
    /// Asks the server whether a password is that of an entry; about nobody's where there is none.
    pub(crate) fn ask_server(
        &self,
        door: &RemoteDoor,
        entry: Option<String>,
        typed: RemotePassword,
    ) -> Answering {
        let is_real = entry.is_some();
        let (dn, password) = match entry {
            Some(dn) => (dn, typed),
            None => {
                let nobody: [u8; 16] = self.outside.random();
                let nothing: [u8; 16] = self.outside.random();
                let dn = format!("cn={},{}", HEXLOWER.encode(&nobody), door.base);
                (dn, RemotePassword::new(HEXLOWER.encode(&nothing)))
            }
        };
        let (house, server) = (self.clone(), door.server.clone());
        let turn = Arc::clone(&self.remote_checks).try_acquire_owned();
        let asked = tokio::task::spawn_blocking(move || {
            // No turn, no question: that is said as if the server were away, for every name.
            let Ok(_turn) = turn else { return Answered::Nothing };
            match (house.outside.check_remote_password)(&server, &dn, &password) {
                Ok(true) => Answered::Yes,
                Ok(false) => Answered::No,
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
