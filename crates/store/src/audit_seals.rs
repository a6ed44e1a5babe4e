use model::Timestamp;
use sql::{Row, Tx};

use crate::Result;

/// The seals of the audit log, one for each segment.
pub struct AuditSeals<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A seal as it is kept; `service` makes it and knows what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealRow {
    /// 1 for the first, one more for each.
    pub number: i64,
    /// How many records it covers.
    pub records: i64,
    /// When the oldest of them was made.
    pub first_at: Timestamp,
    /// When the newest was.
    pub last_at: Timestamp,
    /// When they were sealed.
    pub sealed: Timestamp,
    /// SHA-256 of the leaves.
    pub digest: [u8; 32],
    /// The hash of the seal before it; zeros for the first.
    pub previous: [u8; 32],
    /// Over the hash of this one.
    pub signature: Vec<u8>,
    /// When its records were removed because they had been kept for long enough, and the signature that says so.
    pub cleared: Option<(Timestamp, Vec<u8>)>,
}

impl AuditSeals<'_, '_> {
    /// The newest.
    pub fn head(&mut self) -> Result<Option<SealRow>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select number, records, first_at, last_at, sealed, digest, previous, signature, cleared, \
                 cleared_signature from audit_seals where tenant = $1 order by number desc limit 1",
                &[&tenant],
            )?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// The one with this number, or the next there is.
    pub fn at_or_after(&mut self, number: i64) -> Result<Option<SealRow>> {
        Ok(self.list(number, 1)?.pop())
    }

    /// From a number on, at most `limit`.
    pub fn list(&mut self, from: i64, limit: i64) -> Result<Vec<SealRow>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select number, records, first_at, last_at, sealed, digest, previous, signature, cleared, \
                 cleared_signature from audit_seals where tenant = $1 and number >= $2 order by number limit $3",
                &[&tenant, &from, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// The leaves of one; empty when there is no such seal, or its records were removed.
    pub fn leaves(&mut self, number: i64) -> Result<Vec<u8>> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select leaves from audit_seals where tenant = $1 and number = $2",
            &[&tenant, &number],
        )?;
        row.map_or_else(|| Ok(vec![]), |row| row.get(0))
    }

    /// The oldest whose records are still there.
    pub fn oldest_kept(&mut self) -> Result<Option<SealRow>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select number, records, first_at, last_at, sealed, digest, previous, signature, cleared, \
                 cleared_signature from audit_seals where tenant = $1 and cleared = 0 order by number limit 1",
                &[&tenant],
            )?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// Keeps a new one with its leaves; a number that is taken is a unique violation.
    pub fn insert(&mut self, seal: &SealRow, leaves: &[u8]) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into audit_seals \
                 (tenant, number, records, first_at, last_at, sealed, digest, previous, signature, leaves) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                &[
                    &tenant,
                    &seal.number,
                    &seal.records,
                    &seal.first_at,
                    &seal.last_at,
                    &seal.sealed,
                    &seal.digest,
                    &seal.previous,
                    &seal.signature,
                    &leaves,
                ],
            )
            .map(drop)
    }

    /// Notes that the records of one were removed; its leaves go with them.
    pub fn clear(&mut self, number: i64, at: Timestamp, signature: &[u8]) -> Result<()> {
        let tenant = self.0.tenant();
        let none: &[u8] = &[];
        self.0
            .execute(
                "update audit_seals set leaves = $3, cleared = $4, cleared_signature = $5 \
                 where tenant = $1 and number = $2",
                &[&tenant, &number, &none, &at, &signature],
            )
            .map(drop)
    }
}

fn read(row: &Row) -> Result<SealRow> {
    let cleared: Timestamp = row.get(8)?;
    let signature: Option<Vec<u8>> = row.get(9)?;
    Ok(SealRow {
        number: row.get(0)?,
        records: row.get(1)?,
        first_at: row.get(2)?,
        last_at: row.get(3)?,
        sealed: row.get(4)?,
        digest: row.get(5)?,
        previous: row.get(6)?,
        signature: row.get(7)?,
        cleared: (cleared.as_micros() != 0).then(|| (cleared, signature.unwrap_or_default())),
    })
}
