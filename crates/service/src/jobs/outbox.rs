use model::{Id, Span, Tenant};
use store::{Letter, Tables};

use crate::Fault;
use crate::house::House;
use crate::jobs::has_job;
use crate::keys::Place;
use crate::outside::Message;

/// How long a message that was taken is left alone by others.
const LEASE: Span = Span::minutes(2);
/// How many messages one round takes.
const BATCH: i64 = 20;
/// How long a message waits after its n-th failure, at most this.
const LONGEST_WAIT: Span = Span::hours(6);

impl House {
    /// Sends what is due. A message that fails waits twice as long each time.
    pub(crate) async fn send_mail(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let now = self.now();
        let waiting = self.db.read(tenant, move |tx| tx.outbox().is_due(now)).await?;
        if !waiting {
            return Ok(());
        }
        let node = self.node;
        let letters = self
            .db
            .write(tenant, move |tx| match has_job(tx, "mail", &node, now)? {
                true => Ok::<_, Fault>(tx.outbox().claim(now, LEASE, BATCH)?),
                false => Ok(vec![]),
            })
            .await?;
        for letter in letters {
            self.send_one(tenant, letter).await?;
        }
        Ok(())
    }

    async fn send_one(&self, tenant: Id<Tenant>, letter: Letter) -> Result<(), Fault> {
        let id = letter.id;
        let attempts = letter.attempts;
        let outcome = match self.open_letter(tenant, &letter) {
            Some(message) => {
                let house = self.clone();
                tokio::task::spawn_blocking(move || (house.outside.send_mail)(&message))
                    .await
                    .unwrap_or_else(|_| Err("the sender stopped".to_owned()))
            }
            None => Err("the message cannot be opened with the keys of this installation".to_owned()),
        };
        self.metrics.mail(if outcome.is_ok() { "sent" } else { "failed" });
        let due = self.now() + wait_after(attempts);
        self.db
            .write(tenant, move |tx| match &outcome {
                Ok(()) => tx.outbox().sent(id),
                Err(why) => tx.outbox().failed(id, why, due),
            })
            .await?;
        Ok(())
    }

    fn open_letter(&self, tenant: Id<Tenant>, letter: &Letter) -> Option<Message> {
        let place = Place { tenant, column: "outbox.message", row: letter.id.as_bytes() };
        serde_json::from_slice(&self.keys.open(place, &letter.message)?).ok()
    }
}

pub(super) fn wait_after(attempts: i64) -> Span {
    let doublings = u32::try_from(attempts.clamp(0, 20)).unwrap_or(20);
    let wait = Span::seconds(30).as_micros().saturating_mul(1 << doublings);
    Span::micros(wait.min(LONGEST_WAIT.as_micros()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_wait_longer_each_time_and_never_over_six_hours() {
        assert_eq!(wait_after(1), Span::minutes(1));
        assert_eq!(wait_after(2), Span::minutes(2));
        assert_eq!(wait_after(1_000), Span::hours(6));
    }
}
