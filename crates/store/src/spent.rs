use model::{Id, Timestamp};
use sql::Tx;

use crate::Result;

/// Ids of sealed things that may be used once.
pub struct Spent<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl Spent<'_, '_> {
    /// Uses an id: true once. The row is kept until `until`, when the sealed thing has expired by itself.
    pub fn spend(&mut self, id: Id<()>, until: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let used = self.0.execute(
            "insert into spent (tenant, id, until) values ($1, $2, $3) on conflict (tenant, id) do nothing",
            &[&tenant, &id, &until],
        )?;
        Ok(used == 1)
    }

    /// True when something has ended and can be swept.
    pub fn any_ended(&mut self, now: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self
            .0
            .query_opt("select 1 from spent where tenant = $1 and until <= $2 limit 1", &[&tenant, &now])?;
        Ok(row.is_some())
    }

    /// Removes up to `limit` that ended; how many.
    pub fn sweep(&mut self, now: Timestamp, limit: i64) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute(
            "delete from spent where tenant = $1 and id in \
             (select id from spent where tenant = $1 and until <= $2 limit $3)",
            &[&tenant, &now, &limit],
        )
    }
}
