use model::Timestamp;
use sql::Tx;

use crate::Result;

/// Counters of failed secrets, by a keyed digest of name, factor and familiarity; the same for unknown names.
pub struct Lockouts<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A counter as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Failures and attempts under way.
    pub failures: i64,
    /// Locked until then.
    pub until: Timestamp,
}

impl Lockouts<'_, '_> {
    /// The counter under a key, if it has not expired.
    pub fn read(&mut self, key: &[u8; 32], now: Timestamp) -> Result<Option<Counted>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select failures, until from lockouts where tenant = $1 and key = $2 and expires > $3",
                &[&tenant, key, &now],
            )?
            .map(|row| Ok(Counted { failures: row.get(0)?, until: row.get(1)? }))
            .transpose()
    }

    /// Sets the counter.
    pub fn write(&mut self, key: &[u8; 32], counted: Counted, expires: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into lockouts (tenant, key, failures, until, expires) values ($1, $2, $3, $4, $5) \
                 on conflict (tenant, key) do update set failures = excluded.failures, \
                 until = excluded.until, expires = excluded.expires",
                &[&tenant, key, &counted.failures, &counted.until, &expires],
            )
            .map(drop)
    }

    /// How many there are.
    pub fn count(&mut self) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_opt("select count(*) from lockouts where tenant = $1", &[&tenant])?
            .map_or(Ok(0), |row| row.get(0))
    }

    /// Forgets counters beyond the `most` that are kept, up to `limit` at once: first those that were never locked and
    /// counted least, the oldest first. What is locked, or about to be, goes last.
    pub fn trim(&mut self, most: i64, limit: i64) -> Result<u64> {
        let tenant = self.0.tenant();
        let beyond = (self.count()? - most).clamp(0, limit);
        if beyond == 0 {
            return Ok(0);
        }
        self.0.execute(
            "delete from lockouts where tenant = $1 and key in \
             (select key from lockouts where tenant = $1 order by until, failures, expires limit $2)",
            &[&tenant, &beyond],
        )
    }

    /// Forgets the counter.
    pub fn clear(&mut self, key: &[u8; 32]) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from lockouts where tenant = $1 and key = $2", &[&tenant, key]).map(drop)
    }
}
