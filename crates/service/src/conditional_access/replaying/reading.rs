use std::collections::HashMap;
use std::sync::Arc;

use model::{Id, Tenant, Timestamp};
use signin::RecordId;
use sql::Db;
use store::{ReplayRow, Subject, Tables};

use super::Progress;
use crate::Fault;

/// How many records a step reads.
const STEP: i64 = 2_000;
/// How many subjects stay in memory; when there are more, they are read again.
const MOST_SUBJECTS: usize = 20_000;

/// Where in the log the reading is.
pub(super) struct Reading {
    from: Timestamp,
    until: Timestamp,
    after: (Timestamp, Id<RecordId>),
    records: u64,
    is_done: bool,
    subjects: Arc<Subjects>,
}

type Subjects = HashMap<Id<Subject>, Arc<policy::Subject>>;

/// A record with who it was about.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) record: Arc<ReplayRow>,
    pub(super) revision: Option<Id<policy::PolicySet>>,
    pub(super) subject: Arc<policy::Subject>,
}

impl Reading {
    pub(super) fn between(from: Timestamp, until: Timestamp) -> Self {
        let after = (from, Id::fixed(0));
        Self { from, until, after, records: 0, is_done: false, subjects: Arc::default() }
    }

    /// The next records that policy was reached in; `None` at the end. Each step is a transaction of its own.
    pub(super) async fn step(&mut self, db: &Db, tenant: Id<Tenant>) -> Result<Option<Vec<Row>>, Fault> {
        if self.is_done {
            return Ok(None);
        }
        if self.subjects.len() > MOST_SUBJECTS {
            self.subjects = Arc::default();
        }
        let (after, until) = (self.after, self.until);
        let known = Arc::clone(&self.subjects);
        let (records, read) = db
            .read(tenant, move |tx| {
                let records = tx.records().to_replay(after, until, STEP)?;
                let mut read: HashMap<Id<Subject>, Option<String>> = HashMap::new();
                for id in records.iter().filter_map(|record| record.subject) {
                    if !known.contains_key(&id) && !read.contains_key(&id) {
                        read.insert(id, tx.records().subject_content(id)?);
                    }
                }
                Ok::<_, Fault>((records, read))
            })
            .await?;
        // Whoever read is done with it, so that nothing is copied.
        let subjects = Arc::make_mut(&mut self.subjects);
        for (id, content) in read {
            let subject = content.and_then(|content| serde_json::from_str::<policy::Subject>(&content).ok());
            subjects.extend(subject.map(|subject| (id, Arc::new(subject))));
        }
        self.records += u64::try_from(records.len()).unwrap_or(0);
        self.is_done = records.len() < usize::try_from(STEP).unwrap_or(usize::MAX);
        if let Some(last) = records.last() {
            self.after = (last.at, last.id);
        }
        let row = |record: ReplayRow| {
            let subject = Arc::clone(self.subjects.get(&record.subject?)?);
            record.facts.as_ref()?;
            Some(Row { revision: record.revision, record: Arc::new(record), subject })
        };
        Ok(Some(records.into_iter().filter_map(row).collect()))
    }

    pub(super) fn progress(&self) -> Progress {
        let (all, done) = (self.until.since(self.from), self.after.0.since(self.from));
        let share = if self.is_done { 100 } else { done.as_secs() * 100 / all.as_secs().max(1) };
        Progress { records: self.records, hundredths: u8::try_from(share.clamp(0, 100)).unwrap_or(100) }
    }
}
