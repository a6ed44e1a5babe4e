use model::{Id, Tenant};
use store::Tables;

use crate::Fault;
use crate::house::House;
use crate::jobs::has_job;
use crate::limits::MOST_COUNTERS;
use crate::log_export::{LogStream, lose};
use crate::removed_apps::PUT_BACK_WITHIN;
use crate::retention::retention;

/// How many rows of one table a step removes; a step is one short transaction.
const STEP: i64 = 1_000;

impl House {
    /// Removes what has ended, at most a thousand rows of each table.
    pub(crate) async fn sweep(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        self.purge_old_groups(tenant).await?;
        let (now, unset) = (self.now(), self.unset_retention());
        let (due, before, mail_before) = self
            .db
            .read(tenant, move |tx| {
                let kept = retention(tx, unset)?;
                let (before, mail_before) = (now - kept.sign_ins(), now - kept.mail());
                let due = tx.lockouts().count()? > MOST_COUNTERS
                    || tx.ended().any(now)?
                    || tx.records().any_before(before)?
                    || tx.outbox().any_before(mail_before)?
                    || tx.apps().any_removed_before(now - PUT_BACK_WITHIN)?;
                Ok::<_, Fault>((due, before, mail_before))
            })
            .await?;
        if !due {
            return Ok(());
        }
        let node = self.node;
        self.db
            .write(tenant, move |tx| {
                if !has_job(tx, "sweep", &node, now)? {
                    return Ok(());
                }
                tx.ended().sweep(now, STEP)?;
                lose(tx, LogStream::SignIns, (before, STEP))?;
                tx.records().sweep(before, STEP)?;
                tx.outbox().sweep(mail_before, STEP)?;
                tx.apps().forget_removed(now - PUT_BACK_WITHIN, STEP)?;
                tx.lockouts().trim(MOST_COUNTERS, STEP)?;
                Ok(())
            })
            .await
    }
}
