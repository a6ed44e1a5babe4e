//! Where the last pass ended, and which passes are made in this process.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::{Id, Span, Tenant, Timestamp};
use serde::{Deserialize, Serialize};
use sql::Tx;
use store::Tables;

use crate::Fault;

const STATE: &str = "directorySyncState";
/// How often everything is looked at: only so it is noticed who is gone.
pub(super) const WHOLE_EVERY: Span = Span::hours(24);

/// Where the last pass ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SyncState {
    /// From where on changes are read.
    pub(super) mark: Option<Mark>,
    /// When everything was looked at last.
    pub(super) whole: Option<Timestamp>,
    /// When the next pass is made.
    pub(super) due: Option<Timestamp>,
}

/// A place in the changes of a server, in its own measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    /// The place.
    pub(super) at: String,
    /// Which server counts so: each domain controller has numbers of its own. Empty where the measure is time.
    pub(super) server: String,
}

impl SyncState {
    pub(super) fn read(tx: &mut Tx<'_>) -> Result<Self, Fault> {
        Ok(tx.settings().read::<Self>(STATE)?.unwrap_or_default())
    }

    pub(super) fn write(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        Ok(tx.settings().write(STATE, self)?)
    }

    /// From where on changes are to be read; nothing where everything is to be looked at.
    pub(super) fn since(&self, server: &str, now: Timestamp) -> Option<String> {
        self.whole.filter(|whole| now < *whole + WHOLE_EVERY)?;
        self.mark.as_ref().filter(|mark| mark.server == server).map(|mark| mark.at.clone())
    }
}

/// The organisations for which this process makes a pass.
#[derive(Default)]
pub struct Syncs(Arc<Mutex<HashSet<Id<Tenant>>>>);

/// A pass that is being made, until it is dropped.
pub(crate) struct Turn {
    tenant: Id<Tenant>,
    all: Arc<Mutex<HashSet<Id<Tenant>>>>,
}

impl Syncs {
    fn lock(&self) -> MutexGuard<'_, HashSet<Id<Tenant>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True while a pass is made.
    pub(crate) fn is_running(&self, tenant: Id<Tenant>) -> bool {
        self.lock().contains(&tenant)
    }

    /// The turn to make one; nothing while one is made.
    pub(crate) fn begin(&self, tenant: Id<Tenant>) -> Option<Turn> {
        self.lock().insert(tenant).then(|| Turn { tenant, all: Arc::clone(&self.0) })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.tenant);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_secs(1_800_000_000);

    #[test]
    fn changes_are_read_from_the_mark_of_the_same_server_and_everything_once_a_day() {
        let mark = Mark { at: "42".to_owned(), server: "dc1".to_owned() };
        let state = SyncState { mark: Some(mark), whole: Some(NOON), due: None };
        assert_eq!(state.since("dc1", NOON + Span::hours(23)).as_deref(), Some("42"));
        assert_eq!(state.since("dc2", NOON + Span::hours(1)), None, "its numbers are others");
        assert_eq!(state.since("dc1", NOON + Span::hours(24)), None);
        assert_eq!(SyncState { whole: None, ..state }.since("dc1", NOON), None);
    }

    #[test]
    fn one_pass_is_made_at_a_time() {
        let syncs = Syncs::default();
        let turn = syncs.begin(Id::fixed(1)).unwrap();
        assert!(syncs.begin(Id::fixed(1)).is_none() && syncs.begin(Id::fixed(2)).is_some());
        drop(turn);
        assert!(!syncs.is_running(Id::fixed(1)) && syncs.begin(Id::fixed(1)).is_some());
    }
}
