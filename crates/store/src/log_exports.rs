use model::{Id, Timestamp};
use sql::{Row, Tx};

use crate::Result;

/// Where the logs are sent, and how far they were. A row that was sent may be sent again after a crash; none is left out.
pub struct LogExports<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A place that logs are sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogExport {
    /// What it is, as its word; an organisation has one of each.
    pub kind: String,
    /// How it is reached, as JSON.
    pub settings: String,
    /// What proves who sends, sealed.
    pub secret: Option<Vec<u8>>,
}

/// How far a log was sent to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPlace {
    /// Where to, as its word.
    pub kind: String,
    /// Which log, as its word.
    pub stream: String,
    /// When the last record was made that was sent, and its id.
    pub last: (Timestamp, Id<()>),
    /// How many were sent.
    pub sent: i64,
    /// When the last were sent.
    pub sent_at: Option<Timestamp>,
    /// How often the next ones failed.
    pub attempts: i64,
    /// When it is tried again.
    pub retry_at: Timestamp,
    /// Why it failed last.
    pub failure: Option<String>,
    /// How many were removed before they could be sent.
    pub lost: i64,
}

impl LogExports<'_, '_> {
    /// Every one, three at most.
    pub fn list(&mut self) -> Result<Vec<LogExport>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select kind, settings, secret from log_exports where tenant = $1 order by kind",
                &[&tenant],
            )?
            .iter()
            .map(|row| Ok(LogExport { kind: row.get(0)?, settings: row.get(1)?, secret: row.get(2)? }))
            .collect()
    }

    /// How far each log was sent to each.
    pub fn places(&mut self) -> Result<Vec<LogPlace>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select kind, stream, at, record, sent, sent_at, attempts, retry_at, failure, lost \
                 from log_export_places where tenant = $1 order by kind, stream",
                &[&tenant],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// Makes one, or changes it.
    pub fn put(&mut self, export: &LogExport, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into log_exports (tenant, kind, settings, secret, changed) values ($1, $2, $3, $4, $5) \
                 on conflict (tenant, kind) do update set settings = excluded.settings, secret = excluded.secret, \
                 changed = excluded.changed",
                &[&tenant, &export.kind, &export.settings, &export.secret, &now],
            )
            .map(drop)
    }

    /// Removes one, and how far it was.
    pub fn remove(&mut self, kind: &str) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute("delete from log_export_places where tenant = $1 and kind = $2", &[&tenant, &kind])
            .map(drop)?;
        self.0.execute("delete from log_exports where tenant = $1 and kind = $2", &[&tenant, &kind]).map(drop)
    }

    /// Begins to send a log from a moment on, unless it is being sent.
    pub fn begin(&mut self, (kind, stream): (&str, &str), from: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        let first: Id<()> = Id::fixed(0);
        self.0
            .execute(
                "insert into log_export_places (tenant, kind, stream, at, record, sent, attempts, retry_at) \
                 values ($1, $2, $3, $4, $5, 0, 0, 0) on conflict (tenant, kind, stream) do nothing",
                &[&tenant, &kind, &stream, &from, &first],
            )
            .map(drop)
    }

    /// Makes it known how far a log was sent that is not being sent.
    pub fn put_place(&mut self, place: &LogPlace) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into log_export_places \
                 (tenant, kind, stream, at, record, sent, sent_at, attempts, retry_at, failure, lost) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                &[
                    &tenant,
                    &place.kind,
                    &place.stream,
                    &place.last.0,
                    &place.last.1,
                    &place.sent,
                    &place.sent_at,
                    &place.attempts,
                    &place.retry_at,
                    &place.failure,
                    &place.lost,
                ],
            )
            .map(drop)
    }

    /// Ceases to send a log; what comes meanwhile is not sent when it begins again.
    pub fn end(&mut self, (kind, stream): (&str, &str)) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "delete from log_export_places where tenant = $1 and kind = $2 and stream = $3",
                &[&tenant, &kind, &stream],
            )
            .map(drop)
    }

    /// Tries what failed again at once.
    pub fn hurry(&mut self, kind: &str) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update log_export_places set retry_at = 0, attempts = 0 where tenant = $1 and kind = $2",
                &[&tenant, &kind],
            )
            .map(drop)
    }

    /// Notes that the records after a place were sent, up to another; false when somebody else did.
    pub fn advance(
        &mut self,
        place: &LogPlace,
        (at, record): (Timestamp, Id<()>),
        (sent, now): (i64, Timestamp),
    ) -> Result<bool> {
        let tenant = self.0.tenant();
        let moved = self.0.execute(
            "update log_export_places set at = $6, record = $7, sent = sent + $8, sent_at = $9, attempts = 0, \
             retry_at = 0, failure = null \
             where tenant = $1 and kind = $2 and stream = $3 and at = $4 and record = $5",
            &[
                &tenant,
                &place.kind,
                &place.stream,
                &place.last.0,
                &place.last.1,
                &at,
                &record,
                &sent,
                &now,
            ],
        )?;
        Ok(moved > 0)
    }

    /// Notes that the records after a place, up to another, are removed and will not be sent.
    pub fn pass_over(
        &mut self,
        place: &LogPlace,
        (at, record): (Timestamp, Id<()>),
        lost: i64,
    ) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update log_export_places set at = $6, record = $7, lost = lost + $8 \
                 where tenant = $1 and kind = $2 and stream = $3 and at = $4 and record = $5",
                &[&tenant, &place.kind, &place.stream, &place.last.0, &place.last.1, &at, &record, &lost],
            )
            .map(drop)
    }

    /// Notes why the records after a place could not be sent, and when that is tried again.
    pub fn failed(&mut self, place: &LogPlace, why: &str, retry_at: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update log_export_places set attempts = attempts + 1, failure = $6, retry_at = $7 \
                 where tenant = $1 and kind = $2 and stream = $3 and at = $4 and record = $5",
                &[&tenant, &place.kind, &place.stream, &place.last.0, &place.last.1, &why, &retry_at],
            )
            .map(drop)
    }
}

fn read(row: &Row) -> Result<LogPlace> {
    Ok(LogPlace {
        kind: row.get(0)?,
        stream: row.get(1)?,
        last: (row.get(2)?, row.get(3)?),
        sent: row.get(4)?,
        sent_at: row.get(5)?,
        attempts: row.get(6)?,
        retry_at: row.get(7)?,
        failure: row.get(8)?,
        lost: row.get(9)?,
    })
}
