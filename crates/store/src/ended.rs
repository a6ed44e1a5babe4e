use model::Timestamp;
use sql::Tx;

use crate::Result;

/// Rows that end by themselves and are removed some time afterwards. Nothing reads one after its end, so when they go
/// is a matter of room only.
pub struct Ended<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl Ended<'_, '_> {
    /// True when something has ended and can be swept.
    pub fn any(&mut self, now: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let tx = &mut *self.0;
        let any = tx
            .query_opt(
                "select 1 from sign_ins where tenant = $1 and expires <= $2 limit 1",
                &[&tenant, &now],
            )?
            .is_some()
            || tx
                .query_opt(
                    "select 1 from sessions where tenant = $1 and ends <= $2 limit 1",
                    &[&tenant, &now],
                )?
                .is_some()
            || tx
                .query_opt("select 1 from grants where tenant = $1 and ends <= $2 limit 1", &[&tenant, &now])?
                .is_some()
            || tx
                .query_opt(
                    "select 1 from remembered where tenant = $1 and ends <= $2 limit 1",
                    &[&tenant, &now],
                )?
                .is_some()
            || tx
                .query_opt("select 1 from codes where tenant = $1 and until <= $2 limit 1", &[&tenant, &now])?
                .is_some()
            || tx
                .query_opt("select 1 from spent where tenant = $1 and until <= $2 limit 1", &[&tenant, &now])?
                .is_some()
            || tx
                .query_opt(
                    "select 1 from invitations where tenant = $1 and until <= $2 limit 1",
                    &[&tenant, &now],
                )?
                .is_some()
            || tx
                .query_opt(
                    "select 1 from lockouts where tenant = $1 and expires <= $2 limit 1",
                    &[&tenant, &now],
                )?
                .is_some();
        Ok(any)
    }

    /// Removes up to `limit` rows of each table that ended; how many in all.
    pub fn sweep(&mut self, now: Timestamp, limit: i64) -> Result<u64> {
        let tenant = self.0.tenant();
        let tx = &mut *self.0;
        let mut removed = 0;
        removed += tx.execute(
            "delete from sign_ins where tenant = $1 and id in \
             (select id from sign_ins where tenant = $1 and expires <= $2 limit $3)",
            &[&tenant, &now, &limit],
        )?;
        removed += tx.execute(
            "delete from sessions where tenant = $1 and id in \
             (select id from sessions where tenant = $1 and ends <= $2 limit $3)",
            &[&tenant, &now, &limit],
        )?;
        removed += tx.execute(
            "delete from grants where tenant = $1 and id in \
             (select id from grants where tenant = $1 and ends <= $2 limit $3)",
            &[&tenant, &now, &limit],
        )?;
        removed += tx.execute(
            "delete from remembered where tenant = $1 and id in \
             (select id from remembered where tenant = $1 and ends <= $2 limit $3)",
            &[&tenant, &now, &limit],
        )?;
        removed += tx.execute(
            "delete from codes where tenant = $1 and digest in \
             (select digest from codes where tenant = $1 and until <= $2 limit $3)",
            &[&tenant, &now, &limit],
        )?;
        removed += tx.execute(
            "delete from spent where tenant = $1 and id in \
             (select id from spent where tenant = $1 and until <= $2 limit $3)",
            &[&tenant, &now, &limit],
        )?;
        removed += tx.execute(
            "delete from invitations where tenant = $1 and id in \
             (select id from invitations where tenant = $1 and until <= $2 limit $3)",
            &[&tenant, &now, &limit],
        )?;
        removed += tx.execute(
            "delete from lockouts where tenant = $1 and key in \
             (select key from lockouts where tenant = $1 and expires <= $2 limit $3)",
            &[&tenant, &now, &limit],
        )?;
        Ok(removed)
    }
}
