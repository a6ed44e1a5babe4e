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

    /// Forgets the counter.
    pub fn clear(&mut self, key: &[u8; 32]) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from lockouts where tenant = $1 and key = $2", &[&tenant, key]).map(drop)
    }
}
