use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};

/// What a database does, for whoever watches it. Cheap to clone; clones count together.
#[derive(Debug, Clone)]
pub struct Activity {
    /// How long a commit took on the database's thread, in seconds: the closures that share it, and making them durable.
    pub commit_seconds: Histogram,
    /// How many writing closures shared a commit.
    pub batch_size: Histogram,
    noted: Arc<Mutex<BTreeMap<&'static str, u64>>>,
    statements: Arc<AtomicU64>,
}

impl Default for Activity {
    fn default() -> Self {
        Self {
            commit_seconds: Histogram::new(exponential_buckets(0.000_25, 2.0, 14)),
            batch_size: Histogram::new(exponential_buckets(1.0, 2.0, 9)),
            noted: Arc::default(),
            statements: Arc::default(),
        }
    }
}

impl Activity {
    /// How often each thing was noted in a transaction that was committed ([`Tx::note`](crate::Tx::note)).
    pub fn noted(&self) -> Vec<(&'static str, u64)> {
        let noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.iter().map(|(what, times)| (*what, *times)).collect()
    }

    /// How many statements closures have run, also those that were undone. Whoever is answered by what is known of them
    /// costs the same number as a stranger; a test counts them.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    pub(crate) fn ran(&self, statements: u64) {
        self.statements.fetch_add(statements, Ordering::Relaxed);
    }

    pub(crate) fn add(&self, notes: &[&'static str]) {
        if notes.is_empty() {
            return;
        }
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        for what in notes {
            *noted.entry(what).or_default() += 1;
        }
    }

    pub(crate) fn committed(&self, closures: usize, took: Duration) {
        self.batch_size.observe(closures as f64);
        self.commit_seconds.observe(took.as_secs_f64());
    }
}

/// A moment to measure from.
#[expect(clippy::disallowed_methods, reason = "how long something took is shown, and decides nothing")]
pub(crate) fn begin() -> Instant {
    Instant::now()
}
