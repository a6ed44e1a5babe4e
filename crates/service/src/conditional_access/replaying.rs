//! Replay: the sign-ins of the last days judged again, each by the policies of its moment, with a draft put in to them.
//!
//! Exact: nothing is sampled. The log is read by time in steps, each a short transaction of its own; another thread judges
//! ([`judging`]), and what is kept of it is bounded (`policy::replay`). Begin with [`House::replay`]; [`running`] is for
//! pages, which come back for what was found.

mod judging;
mod reading;
mod running;
mod telling;

use std::sync::Arc;

use model::{Id, Span, Tenant, Timestamp};
use policy::replay::{Differences, Replayed};
use policy::{End, Policy, PolicySet};
use signin::RecordId;
use store::Tables;
use tokio::sync::mpsc;

use self::judging::{Batch, Pair, Places, judge};
use self::reading::Reading;
use super::PolicyProblem;
use super::draft::{Change, Draft};
use crate::authority::{Permit, ReadLogs};
use crate::house::House;
use crate::retention::retention;
use crate::{Fault, policy_sets};

pub use running::{Run, Running, Started};
pub use telling::{Listed, Named};

/// How many batches wait to be judged.
const WAITING: usize = 2;
/// The longest that is looked back.
const LONGEST: i64 = 365;

/// What is to be replayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What would have been otherwise.
    pub changes: Vec<Change>,
    /// How many days are looked back, from now.
    pub days: i64,
}

/// How far a replay is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// How many records were read.
    pub records: u64,
    /// How much of the time was read, in hundredths.
    pub hundredths: u8,
}

/// What a replay came to.
#[derive(Debug, Clone)]
pub struct Report {
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// What would have been otherwise.
    pub changes: Vec<Change>,
    /// The policies of the draft, with their names.
    pub policies: Vec<(Id<Policy>, String)>,
    /// What would have been otherwise.
    pub found: Differences,
    /// Records whose facts can no longer be read: they were left out.
    pub unreadable: u64,
}

impl House {
    /// Judges the sign-ins of the last days again. `progress` is told after each step.
    pub async fn replay(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        asked: Asked,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Result<Report, PolicyProblem>, Fault> {
        let (now, unset) = (self.now(), self.unset_retention());
        let Asked { changes, days } = asked;
        let drafted = changes.clone();
        let (draft, places, kept_since) = self
            .db
            .read(tenant, move |tx| {
                let head = policy_sets::head(tx)?;
                let kept = retention(tx, unset)?.sign_ins();
                let draft = Draft::of(&head, &drafted, now)?;
                Ok::<_, Fault>((draft, policy_sets::set_of(&head)?.places, now - kept))
            })
            .await?;
        let draft = match draft {
            Ok(draft) => draft,
            Err(problem) => return Ok(Err(problem)),
        };
        let from = (now - Span::days(days.clamp(1, LONGEST))).max(kept_since);
        let policies = draft.names.clone();
        let places = Arc::new(Places { now: places, named: draft.places.clone() });
        let (send, receive) = mpsc::channel::<Batch>(WAITING);
        let judging = tokio::task::spawn_blocking(move || judge(tenant, receive));
        let read =
            self.read_all(tenant, Reading::between(from, now), &draft, (&places, send), progress).await;
        let (found, unreadable) = judging.await.map_err(|_| Fault::Busy)?;
        read?;
        Ok(Ok(Report { from, until: now, changes, policies, found, unreadable }))
    }

    /// Reads step after step, and hands each on with the sets that it is judged by.
    async fn read_all(
        &self,
        tenant: Id<Tenant>,
        mut reading: Reading,
        draft: &Draft,
        (places, send): (&Arc<Places>, mpsc::Sender<Batch>),
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<(), Fault> {
        let mut pair: Option<Arc<Pair>> = None;
        while let Some(rows) = reading.step(&self.db, tenant).await? {
            progress(reading.progress());
            for rows in rows.chunk_by(|one, next| one.revision == next.revision) {
                let Some(revision) = rows.first().and_then(|row| row.revision) else { continue };
                let current = match pair.take().filter(|pair| pair.revision == revision) {
                    Some(current) => current,
                    None => Arc::new(self.pair(tenant, revision, draft, places).await?),
                };
                pair = Some(Arc::clone(&current));
                if send.send(Batch { pair: current, rows: rows.to_vec() }).await.is_err() {
                    return Err(Fault::Busy);
                }
            }
        }
        Ok(())
    }

    /// A revision as it was, and with the draft.
    async fn pair(
        &self,
        tenant: Id<Tenant>,
        revision: Id<PolicySet>,
        draft: &Draft,
        places: &Arc<Places>,
    ) -> Result<Pair, Fault> {
        let kept = self.db.read(tenant, move |tx| Ok::<_, Fault>(tx.policy_sets().load(revision)?)).await?;
        let kept = kept.ok_or(Fault::NotFound)?;
        let (before, after) = (policy_sets::set_of(&kept)?, draft.over(&kept)?);
        let has_moved = before.places != places.now;
        Ok(Pair { revision, before, after, moved: has_moved.then(|| Arc::clone(places)) })
    }
}

/// The record of an example.
fn record_of(id: Id<Replayed>) -> Id<RecordId> {
    id.cast()
}

/// The word of how something ends, for files and programs.
pub(super) const fn end_word(end: End) -> &'static str {
    match end {
        End::In => "letIn",
        End::Asked => "asked",
        End::Stuck => "cannotGive",
        End::Stopped(_) => "stopped",
    }
}
