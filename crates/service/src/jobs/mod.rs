//! What happens by itself: mail leaves, and what has ended is swept away in small steps.
//!
//! One round does a bounded amount of work; `server` calls [`House::run_jobs`] every few seconds. Two nodes may
//! run a round at once: mail is claimed by a lease, and sweeping twice removes nothing twice.

mod outbox;
mod signing_keys;
mod sweep;

use crate::house::House;

pub use signing_keys::Haste;

impl House {
    /// Runs one round of every job; what failed is logged and tried again in the next round.
    pub async fn run_jobs(&self) {
        // Another node may have made one.
        if let Err(fault) = self.reload_organisations().await {
            tracing::warn!(%fault, "the organisations could not be read");
        }
        for organisation in self.organisations().iter() {
            if let Err(fault) = self.send_mail(organisation.id).await {
                tracing::warn!(%fault, "mail could not be taken from the outbox");
            }
            if let Err(fault) = self.turn_signing_keys(organisation.id).await {
                tracing::warn!(%fault, "the signing keys could not be seen to");
            }
            if let Err(fault) = self.sweep(organisation.id).await {
                tracing::warn!(%fault, "what has ended could not be swept");
            }
        }
        self.networks.sweep();
    }
}
