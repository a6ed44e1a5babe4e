//! What happens by itself: mail leaves, and what has ended is swept away in small steps.
//!
//! One round does a bounded amount of work; `server` calls [`House::run_jobs`] every few seconds. Every node
//! runs rounds; where there is work to do, the node that has the lease of the job does it (D20), and another takes over
//! when it has not renewed it for [`LEASE`].

use std::sync::Arc;

use model::{Span, Timestamp};
use sql::Tx;
use store::Tables;
use tokio::sync::Notify;

mod audit_seals;
mod outbox;
mod signing_keys;
mod sweep;

use crate::Fault;
use crate::house::House;

pub use signing_keys::Haste;

/// How long a node that has died keeps a job from the others.
const LEASE: Span = Span::seconds(30);

impl House {
    /// Runs one round of every job; what failed is logged and tried again in the next round.
    pub async fn run_jobs(&self) {
        // What other nodes announce is usually heard at once (`follow_others`); this is for when it was not.
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
            if let Err(fault) = self.see_to_audit_seals(organisation.id).await {
                tracing::warn!(%fault, "the audit log could not be sealed");
            }
            if let Err(fault) = self.index_for_search(organisation.id).await {
                tracing::warn!(%fault, "people and applications could not be indexed for search");
            }
            if let Err(fault) = self.sweep(organisation.id).await {
                tracing::warn!(%fault, "what has ended could not be swept");
            }
        }
        self.networks.sweep();
        self.refusals.sweep();
    }

    /// Follows what other nodes change, for as long as it is polled. What decides about anybody is read in the
    /// transaction that decides, so this is about names, addresses and keys (ADR 10).
    pub async fn follow_others(&self) {
        let heard = Arc::new(Notify::new());
        let told = Arc::clone(&heard);
        let follow = async {
            loop {
                heard.notified().await;
                self.forget_signers();
                if let Err(fault) = self.reload_organisations().await {
                    tracing::warn!(%fault, "what another node changed could not be read");
                }
            }
        };
        tokio::join!(self.db.listen(move || told.notify_one()), follow);
    }
}

/// True when this node does a job; asked in the transaction that does its work.
pub(crate) fn has_job(tx: &mut Tx<'_>, job: &str, node: &[u8; 16], now: Timestamp) -> Result<bool, Fault> {
    Ok(tx.leases().take(job, node, now, now + LEASE)?)
}
