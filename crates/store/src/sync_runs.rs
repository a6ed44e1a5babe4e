use model::{Id, Timestamp};
use sql::{Row, Tx};

use crate::Result;

/// What passes over a directory server did.
pub struct SyncRuns<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRunRow {
    /// Its id.
    pub id: Id<SyncRunRow>,
    /// When it began.
    pub begun: Timestamp,
    /// When it was over.
    pub ended: Timestamp,
    /// True when everything was looked at, false when only what had changed.
    pub whole: bool,
    /// True when it only said what would happen.
    pub trial: bool,
    /// How it ended: a word.
    pub outcome: String,
    /// How much it did: a document.
    pub counts: String,
}

macro_rules! run_columns {
    ($rest:literal) => {
        concat!("select id, begun, ended, whole, trial, outcome, counts from sync_runs ", $rest)
    };
}

impl SyncRuns<'_, '_> {
    /// Keeps a pass with a document for each row of its report, and whom or what the row is about here.
    pub fn insert(&mut self, run: &SyncRunRow, rows: &[(Option<Id<()>>, String)]) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute(
            "insert into sync_runs (tenant, id, begun, ended, whole, trial, outcome, counts) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            &[&tenant, &run.id, &run.begun, &run.ended, &run.whole, &run.trial, &run.outcome, &run.counts],
        )?;
        for ((object, content), place) in rows.iter().zip(0_i64..) {
            self.0.execute(
                "insert into sync_rows (tenant, run_id, place, object_id, content) values ($1, $2, $3, $4, $5)",
                &[&tenant, &run.id, &place, object, content],
            )?;
        }
        Ok(())
    }

    /// Passes that began before a moment, the newest first, at most `limit`.
    pub fn list(&mut self, before: Timestamp, limit: i64) -> Result<Vec<SyncRunRow>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                run_columns!("where tenant = $1 and begun < $2 order by begun desc, id desc limit $3"),
                &[&tenant, &before, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// The pass with this id.
    pub fn by_id(&mut self, id: Id<SyncRunRow>) -> Result<Option<SyncRunRow>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(run_columns!("where tenant = $1 and id = $2"), &[&tenant, &id])?
            .map(|row| read(&row))
            .transpose()
    }

    /// The report of a pass, row by row.
    pub fn rows(&mut self, id: Id<SyncRunRow>) -> Result<Vec<String>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select content from sync_rows where tenant = $1 and run_id = $2 order by place",
                &[&tenant, &id],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Forgets passes that began before a moment.
    pub fn forget_before(&mut self, before: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute(
            "delete from sync_rows where tenant = $1 and run_id in \
             (select id from sync_runs where tenant = $1 and begun < $2)",
            &[&tenant, &before],
        )?;
        self.0
            .execute("delete from sync_runs where tenant = $1 and begun < $2", &[&tenant, &before])
            .map(drop)
    }
}

fn read(row: &Row) -> Result<SyncRunRow> {
    Ok(SyncRunRow {
        id: row.get(0)?,
        begun: row.get(1)?,
        ended: row.get(2)?,
        whole: row.get(3)?,
        trial: row.get(4)?,
        outcome: row.get(5)?,
        counts: row.get(6)?,
    })
}
