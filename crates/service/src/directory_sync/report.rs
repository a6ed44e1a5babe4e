//! What a pass did, row by row, and the passes of the last month.

use model::{Id, Span, Tenant, Timestamp};
use serde::{Deserialize, Serialize};
use sql::Tx;
use store::{SyncRunRow, SyncedKind, Tables};

use super::server::DirectoryError;
use crate::Fault;
use crate::authority::{Permit, ReadSecurity};
use crate::house::House;

/// How many rows of a report are kept.
pub const MOST_ROWS: usize = 1_000;
/// The longest name in a row, in characters.
const LONGEST_NAME: usize = 500;
/// How many passes a page shows.
pub const SHOWN: i64 = 20;
/// For how long passes are kept.
pub(super) const KEPT: Span = Span::days(30);

/// What became of somebody or something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SyncOutcome {
    /// New here.
    Added,
    /// Something was different.
    Changed,
    /// Nothing was different.
    Same,
    /// Gone or disabled there, and blocked here.
    Blocked,
    /// There again, and no longer blocked here.
    Unblocked,
    /// Gone there, and deleted here.
    Deleted,
    /// There again, and restored here.
    Restored,
    /// Nothing was done.
    Refused(SyncRefusal),
}

/// Why nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SyncRefusal {
    /// The entry has no id that never changes.
    NoId,
    /// Its distinguished name is too long, or has a character that none may have.
    OddPlace,
    /// It has no name to sign in with, or none that can be one.
    NoName,
    /// Somebody who does not come from there has or had that name.
    NameTaken,
    /// Somebody who does not come from there has that mail address.
    MailTaken,
    /// They were deleted here.
    DeletedHere,
    /// Nobody could administer any more.
    LastAdministrator,
    /// It is an emergency account, which that server does not shut.
    EmergencyAccount,
    /// More would be taken out at once than is allowed.
    TooMany,
}

/// A row of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncLine {
    /// True for a group.
    #[serde(default)]
    pub is_group: bool,
    /// How they are called: the name to sign in with, the name of the group, or the distinguished name.
    pub name: String,
    /// What became of them.
    pub outcome: SyncOutcome,
    /// Attributes whose values there cannot be values here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// How many members came.
    #[serde(default)]
    pub came: usize,
    /// How many members went.
    #[serde(default)]
    pub went: usize,
    /// Who or what it is here.
    #[serde(skip)]
    pub object: Option<Id<()>>,
}

/// How many of each there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SyncCounts {
    /// People and groups that are new.
    pub added: usize,
    /// In which something was different.
    pub changed: usize,
    /// In which nothing was.
    pub same: usize,
    /// Blocked.
    pub blocked: usize,
    /// No longer blocked, or restored.
    pub back: usize,
    /// Deleted.
    pub deleted: usize,
    /// Refused.
    pub refused: usize,
    /// Those who were not taken out, because they were too many at once.
    pub held_back: usize,
}

/// How a pass ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SyncEnd {
    /// Everything was done.
    Done,
    /// Everything but taking out those who are gone: they are too many at once.
    HeldBack,
    /// The server gave no answer; what was done until then stays.
    Failed {
        /// Which kind of failure.
        word: String,
        /// More about it, as the server or the machine says it.
        detail: String,
    },
}

/// A pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRun {
    /// Its id.
    pub id: Id<SyncRunRow>,
    /// When it began.
    pub begun: Timestamp,
    /// When it was over.
    pub ended: Timestamp,
    /// True when everything was looked at.
    pub is_whole: bool,
    /// True when it only said what would happen.
    pub is_trial: bool,
    /// How it ended.
    pub end: SyncEnd,
    /// How much it did.
    pub counts: SyncCounts,
    /// What became of whom, at most [`MOST_ROWS`], without those in whom nothing was different.
    pub lines: Vec<SyncLine>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    end: SyncEnd,
    counts: SyncCounts,
}

impl SyncEnd {
    /// The word in lists and metrics.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::HeldBack => "heldBack",
            Self::Failed { .. } => "failed",
        }
    }
}

impl From<&DirectoryError> for SyncEnd {
    fn from(error: &DirectoryError) -> Self {
        let detail = match error {
            // Not which address: whoever may type names of servers would learn what is inside (attack 59).
            DirectoryError::Private(_) => String::new(),
            DirectoryError::Connect(words) | DirectoryError::Certificate(words) => words.clone(),
            DirectoryError::Refused { code, words } => format!("{code} {words}").trim().to_owned(),
            DirectoryError::Protocol(words) => (*words).to_owned(),
            DirectoryError::Filter(at) => at.to_string(),
            _ => String::new(),
        };
        Self::Failed { word: error.word().to_owned(), detail }
    }
}

impl SyncCounts {
    /// Counts one more.
    pub(super) fn count(&mut self, outcome: SyncOutcome) {
        *match outcome {
            SyncOutcome::Added => &mut self.added,
            SyncOutcome::Changed => &mut self.changed,
            SyncOutcome::Same => &mut self.same,
            SyncOutcome::Blocked => &mut self.blocked,
            SyncOutcome::Unblocked | SyncOutcome::Restored => &mut self.back,
            SyncOutcome::Deleted => &mut self.deleted,
            SyncOutcome::Refused(SyncRefusal::TooMany) => &mut self.held_back,
            SyncOutcome::Refused(_) => &mut self.refused,
        } += 1;
    }
}

impl SyncLine {
    /// Of a person or a group, with nothing else to say.
    pub(super) fn new(kind: SyncedKind, name: impl Into<String>, outcome: SyncOutcome) -> Self {
        let mut name: String = name.into();
        if let Some((end, _)) = name.char_indices().nth(LONGEST_NAME) {
            name.truncate(end);
        }
        Self {
            is_group: kind == SyncedKind::Group,
            name,
            outcome,
            left_out: vec![],
            came: 0,
            went: 0,
            object: None,
        }
    }

    /// The same about somebody here.
    #[must_use]
    pub(super) fn about<T>(mut self, object: Id<T>) -> Self {
        self.object = Some(object.cast());
        self
    }

    /// True when there is something to say.
    fn is_worth_keeping(&self) -> bool {
        self.outcome != SyncOutcome::Same || !self.left_out.is_empty()
    }
}

impl SyncRun {
    /// Counts a row, and keeps it where there is something to say and room for it.
    pub(super) fn add(&mut self, line: SyncLine) {
        self.counts.count(line.outcome);
        if line.is_worth_keeping() && self.lines.len() < MOST_ROWS {
            self.lines.push(line);
        }
    }

    /// Keeps it, and forgets those of more than a month ago.
    pub(super) fn keep(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let text = |value: serde_json::Result<String>| value.map_err(|_| Fault::Invalid("report"));
        let kept = Kept { end: self.end.clone(), counts: self.counts };
        let row = SyncRunRow {
            id: self.id,
            begun: self.begun,
            ended: self.ended,
            whole: self.is_whole,
            trial: self.is_trial,
            outcome: self.end.word().to_owned(),
            counts: text(serde_json::to_string(&kept))?,
        };
        let lines = self
            .lines
            .iter()
            .map(|line| Ok((line.object, text(serde_json::to_string(line))?)))
            .collect::<Result<Vec<_>, Fault>>()?;
        tx.sync_runs().forget_before(self.ended - KEPT)?;
        Ok(tx.sync_runs().insert(&row, &lines)?)
    }
}

impl House {
    /// The last passes, the newest first, without their rows.
    pub async fn sync_runs(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Vec<SyncRun>, Fault> {
        let after_all = Timestamp::from_micros(i64::MAX);
        let rows = self.db.read(tenant, move |tx| tx.sync_runs().list(after_all, SHOWN)).await?;
        Ok(rows.into_iter().map(|row| read(row, vec![])).collect())
    }

    /// One pass with its rows.
    pub async fn sync_run(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        id: Id<SyncRunRow>,
    ) -> Result<SyncRun, Fault> {
        self.db
            .read(tenant, move |tx| {
                let row = tx.sync_runs().by_id(id)?.ok_or(Fault::NotFound)?;
                let lines = tx.sync_runs().rows(id)?;
                let lines = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
                Ok(read(row, lines))
            })
            .await
    }
}

fn read(row: SyncRunRow, lines: Vec<SyncLine>) -> SyncRun {
    let kept = serde_json::from_str::<Kept>(&row.counts);
    let (end, counts) = kept.map_or((SyncEnd::Done, SyncCounts::default()), |kept| (kept.end, kept.counts));
    SyncRun {
        id: row.id,
        begun: row.begun,
        ended: row.ended,
        is_whole: row.whole,
        is_trial: row.trial,
        end,
        counts,
        lines,
    }
}
