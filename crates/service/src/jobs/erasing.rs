use model::{Id, Tenant};
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::house::House;
use crate::jobs::has_job;
use crate::retention::retention;

/// How many people a step removes; a step is one short transaction.
const PEOPLE: i64 = 10;
/// From how many records of the sign-in log a step erases what they say.
const RECORDS: i64 = 1_000;

impl House {
    /// Removes whoever was deleted as long ago as they are kept, and erases what the sign-in log says of those who were removed, a
    /// small step at a time.
    pub(crate) async fn erase_deleted(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let (now, node, unset) = (self.now(), self.node, self.unset_retention());
        let (due, unscrubbed) = self
            .db
            .read(tenant, move |tx| {
                let before = now - retention(tx, unset)?.deleted();
                Ok::<_, Fault>((tx.erased().due(before, PEOPLE)?, tx.erased().unscrubbed()?))
            })
            .await?;
        if due.is_empty() && unscrubbed.is_none() {
            return Ok(());
        }
        let entries: Vec<_> = due.iter().map(|_| self.entry_at(now)).collect();
        self.db
            .write(tenant, move |tx| {
                if !has_job(tx, "erasing", &node, now)? {
                    return Ok(());
                }
                // Read again: somebody may have restored one of them in between.
                let before = now - retention(tx, unset)?.deleted();
                let still = tx.erased().due(before, PEOPLE)?;
                for (id, entry) in due.iter().zip(&entries).filter(|(id, _)| still.contains(id)) {
                    tx.erased().remove(*id, now)?;
                    let by = (store::Actor::System, None);
                    entry.write_as(tx, by, Verb::ErasePerson, ("user", Some(*id)), &Changes::default())?;
                }
                if let Some(user) = unscrubbed {
                    tx.erased().scrub(user, RECORDS)?;
                }
                Ok(())
            })
            .await
    }
}
