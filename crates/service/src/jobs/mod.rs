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
mod ending;
mod erasing;
mod log_export;
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
        let all = self.organisations();
        let [mut trials, mut mail, mut keys, mut seals, mut search, mut emergencies, mut logs] = [true; 7];
        let [mut rules, mut sweep, mut erasing, mut ending, mut tests, mut coverage, mut exclusions] =
            [true; 7];
        let mut directory = true;
        for organisation in all.iter() {
            let tenant = organisation.id;
            trials &= done(self.see_to_trial(tenant).await, "a trial of policies could not be ended");
            exclusions &=
                done(self.end_exclusions(tenant).await, "exclusions that have ended could not be taken out");
            emergencies &= done(
                self.tell_of_emergencies(tenant).await,
                "what was done with an emergency account could not be told",
            );
            mail &= done(self.send_mail(tenant).await, "mail could not be taken from the outbox");
            keys &= done(self.turn_signing_keys(tenant).await, "the signing keys could not be seen to");
            seals &= done(self.see_to_audit_seals(tenant).await, "the audit log could not be sealed");
            search &= done(
                self.index_for_search(tenant).await,
                "people and applications could not be indexed for search",
            );
            logs &= done(self.see_to_logs(tenant).await, "the logs could not be sent on");
            rules &= done(self.follow_rules(tenant).await, "the rules of groups could not be followed");
            sweep &= done(self.sweep(tenant).await, "what has ended could not be swept");
            coverage &= done(self.count_coverage(tenant).await, "sign-ins could not be counted");
            tests &= done(self.look_at_policy_tests(tenant).await, "the policy tests could not be looked at");
            ending &= done(self.take_ended_roles(tenant).await, "roles that have ended could not be taken");
            directory &=
                done(self.see_to_directory(tenant).await, "the directory server could not be seen to");
            erasing &=
                done(self.erase_deleted(tenant).await, "who was deleted could not be removed for good");
        }
        for (job, is_done) in [
            ("policy_trial", trials),
            ("exclusions", exclusions),
            ("emergency", emergencies),
            ("mail", mail),
            ("signing_keys", keys),
            ("audit_seals", seals),
            ("search", search),
            ("log_export", logs),
            ("group_rules", rules),
            ("sweep", sweep),
            ("erasing", erasing),
            ("ending", ending),
            ("policy_tests", tests),
            ("coverage", coverage),
            ("directory_sync", directory),
        ] {
            if is_done {
                self.metrics.job_done(job, self.now());
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

/// Logs what failed; true when nothing did.
fn done<T>(outcome: Result<T, Fault>, otherwise: &'static str) -> bool {
    if let Err(fault) = &outcome {
        tracing::warn!(%fault, "{otherwise}");
    }
    outcome.is_ok()
}

/// True when this node does a job; asked in the transaction that does its work.
pub(crate) fn has_job(tx: &mut Tx<'_>, job: &str, node: &[u8; 16], now: Timestamp) -> Result<bool, Fault> {
    Ok(tx.leases().take(job, node, now, now + LEASE)?)
}
