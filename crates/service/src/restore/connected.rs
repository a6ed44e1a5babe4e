//! Where an organisation is connected to, of a store that comes from a backup: a directory server and receivers of logs.
//! One that was removed since is not connected to again, and one that was changed is as it was in the end.

use model::Timestamp;
use sql::Tx;
use store::{LogExport, LogPlace, Tables};

use crate::Fault;
use crate::directory_sync::restored::{self, KeptServer};

/// Where an organisation was connected to in the end.
#[derive(Debug, Clone, Default)]
pub(super) struct Connected {
    directory: Option<KeptServer>,
    exports: Vec<LogExport>,
    /// How far each log was sent: what was is not sent again.
    places: Vec<LogPlace>,
}

impl Connected {
    pub(super) fn read(tx: &mut Tx<'_>) -> Result<Self, Fault> {
        Ok(Self {
            directory: KeptServer::read(tx)?,
            exports: tx.log_exports().list()?,
            places: tx.log_exports().places()?,
        })
    }

    /// Makes what the backup is connected to what it was in the end; how many were others.
    pub(super) fn put_last(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<usize, Fault> {
        let mut others = usize::from(restored::put_last(tx, self.directory.as_ref(), now)?);
        for then in tx.log_exports().list()? {
            let last = self.exports.iter().find(|last| last.kind == then.kind);
            others += usize::from(last != Some(&then));
            tx.log_exports().remove(&then.kind)?;
            let Some(last) = last else { continue };
            tx.log_exports().put(last, now)?;
            for place in self.places.iter().filter(|place| place.kind == last.kind) {
                tx.log_exports().put_place(place)?;
            }
        }
        Ok(others)
    }
}

/// Connects to nothing, where nobody knows what became of it; to how much less.
pub(super) fn disconnect(tx: &mut Tx<'_>) -> Result<usize, Fault> {
    let mut others = usize::from(restored::switch_off(tx)?);
    for then in tx.log_exports().list()? {
        tx.log_exports().remove(&then.kind)?;
        others += 1;
    }
    Ok(others)
}
