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
}
