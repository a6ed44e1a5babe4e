use model::Timestamp;
use sql::Tx;

use crate::Result;

/// Which node does a job, and until when nobody else does (D20).
pub struct Leases<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl Leases<'_, '_> {
    /// Takes a job for a node, or keeps it; false while another node has it. The lease of a node that died runs out.
    pub fn take(&mut self, job: &str, node: &[u8; 16], now: Timestamp, until: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let taken = self.0.execute(
            "insert into leases (tenant, job, node, until) values ($1, $2, $3, $4) \
             on conflict (tenant, job) do update set node = excluded.node, until = excluded.until \
             where leases.tenant = $1 and (leases.node = $3 or leases.until <= $5)",
            &[&tenant, &job, node, &until, &now],
        )?;
        Ok(taken > 0)
    }
}
