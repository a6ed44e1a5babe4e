use model::{Id, Tenant};
use store::{LogExport, LogPlace, Tables};

use super::outbox::wait_after;
use crate::Fault;
use crate::house::House;
use crate::jobs::has_job;
use crate::log_export::{LogStream, batch};

/// How many records leave together, and how often in one round.
const BATCH: i64 = 200;
const BATCHES: usize = 10;
/// How much is kept of why something failed.
const LONGEST_FAILURE: usize = 300;

impl House {
    /// Starts to send what came since, where anything is sent. It goes on beside the other jobs: whoever receives it decides
    /// how long that takes, and no other organisation waits for them.
    pub(crate) async fn see_to_logs(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let now = self.now();
        let places = self.db.read(tenant, |tx| tx.log_exports().places()).await?;
        if places.iter().all(|place| place.retry_at > now) {
            return Ok(());
        }
        // What the last round began is still on its way.
        let Some(turn) = self.exporting.begin(tenant) else { return Ok(()) };
        let house = self.clone();
        tokio::spawn(async move {
            if let Err(fault) = house.export_logs(tenant).await {
                tracing::warn!(%fault, "the logs could not be sent on");
            }
            drop(turn);
        });
        Ok(())
    }

    /// True while this process sends logs of an organisation on.
    pub fn is_exporting(&self, tenant: Id<Tenant>) -> bool {
        self.exporting.is_running(tenant)
    }

    /// Sends what came since, each log to each place in order. What fails waits twice as long each time, and holds up nothing
    /// but itself.
    async fn export_logs(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let now = self.now();
        let (exports, places) = self
            .db
            .read(tenant, |tx| Ok::<_, Fault>((tx.log_exports().list()?, tx.log_exports().places()?)))
            .await?;
        for place in places.into_iter().filter(|place| place.retry_at <= now) {
            let Some(export) = exports.iter().find(|export| export.kind == place.kind) else { continue };
            let mut place = place;
            for _ in 0..BATCHES {
                match self.send_some(tenant, export, place).await? {
                    Some(further) => place = further,
                    None => break,
                }
            }
        }
        Ok(())
    }

    /// Sends one batch; where to go on, when there may be more.
    async fn send_some(
        &self,
        tenant: Id<Tenant>,
        export: &LogExport,
        place: LogPlace,
    ) -> Result<Option<LogPlace>, Fault> {
        let Some(stream) = LogStream::from_word(&place.stream) else { return Ok(None) };
        let (now, last, node) = (self.now(), place.last, self.node);
        let read = self.db.read(tenant, move |tx| batch(tx, stream, last, now, BATCH)).await?;
        let Some((batch, (end, count))) = read else { return Ok(None) };
        // Sending takes longer than a transaction may, so the lease is taken before it.
        let is_ours = self.db.write(tenant, move |tx| has_job(tx, "log export", &node, now)).await?;
        if !is_ours {
            return Ok(None);
        }
        let outcome = self.deliver_log(tenant, export, batch).await;
        let (now, from) = (self.now(), place.clone());
        let is_sent = self
            .db
            .write(tenant, move |tx| match &outcome {
                Ok(()) => Ok::<_, Fault>(tx.log_exports().advance(&from, end, (count, now))?),
                Err(why) => {
                    let why: String = why.chars().take(LONGEST_FAILURE).collect();
                    tx.log_exports().failed(&from, &why, now + wait_after(from.attempts + 1))?;
                    Ok(false)
                }
            })
            .await?;
        Ok((is_sent && count == BATCH).then_some(LogPlace { last: end, attempts: 0, ..place }))
    }
}
