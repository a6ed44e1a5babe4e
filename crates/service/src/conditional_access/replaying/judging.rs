//! The thread that judges what was read, so that neither the database nor a page waits for it.

use std::net::IpAddr;
use std::sync::Arc;

use model::{Address, AddressRule, Id, Signal, Tenant};
use policy::replay::{Differences, Presence, Replay, SignIn};
use policy::{Facts, Location, PolicySet, Rest};
use store::ReplayRow;
use tokio::sync::mpsc::Receiver;

use super::reading::Row;

/// A revision as it was in force, and with the draft put in to it.
pub(super) struct Pair {
    pub(super) revision: Id<PolicySet>,
    pub(super) before: PolicySet,
    pub(super) after: PolicySet,
    /// The places of now, where they were others then.
    pub(super) moved: Option<Arc<Places>>,
}

/// The named locations of now, and those of them that the draft names.
pub(super) struct Places {
    pub(super) now: policy::Places,
    pub(super) named: Vec<Id<Location>>,
}

/// Records that one revision judged.
pub(super) struct Batch {
    pub(super) pair: Arc<Pair>,
    pub(super) rows: Vec<Row>,
}

/// Judges until nothing more comes: what was found, and how many records could not be read.
pub(super) fn judge(tenant: Id<Tenant>, mut batches: Receiver<Batch>) -> (Differences, u64) {
    let (mut found, mut unreadable) = (Differences::default(), 0);
    let mut next = batches.blocking_recv();
    while let Some(batch) = next.take() {
        let pair = Arc::clone(&batch.pair);
        let mut replay = Replay::going_on(&pair.before, &pair.after, found);
        let mut current = Some(batch);
        while let Some(batch) = current.take() {
            for row in &batch.rows {
                unreadable += u64::from(!add(&mut replay, tenant, &pair, row));
            }
            match batches.blocking_recv() {
                Some(more) if Arc::ptr_eq(&more.pair, &pair) => current = Some(more),
                other => next = other,
            }
        }
        found = replay.into_found();
    }
    (found, unreadable)
}

/// False when the facts of the record can no longer be read.
fn add(replay: &mut Replay<'_>, tenant: Id<Tenant>, pair: &Pair, row: &Row) -> bool {
    let record = &row.record;
    let Some(was) = facts(tenant, row) else { return false };
    let presence = if record.interactive { Presence::Person } else { Presence::Application };
    let moved = pair.moved.as_ref().filter(|_| record.interactive);
    let is = moved.and_then(|moved| there_now(&was, record, moved));
    replay.see(SignIn {
        record: record.id.cast(),
        was: &was,
        is: is.as_ref().unwrap_or(&was),
        times: u64::try_from(record.times).unwrap_or(1),
        presence,
    });
    true
}

fn facts(tenant: Id<Tenant>, row: &Row) -> Option<Facts> {
    let record = &row.record;
    let rest: Rest = serde_json::from_str(record.facts.as_deref()?).ok()?;
    let mut facts =
        Facts::restore(tenant, record.client, policy::Subject::clone(&row.subject), rest, record.at);
    let rule = facts.circumstances.address_rule.unwrap_or(AddressRule::Peer);
    facts.circumstances.address = Signal::from_option(ip(record).map(|ip| Address::new(ip, rule)));
    Some(facts)
}

fn ip(record: &ReplayRow) -> Option<IpAddr> {
    record.address.as_deref().and_then(|address| address.parse().ok())
}

/// The facts with the places that the draft names as they are now; those of applications that asked by themselves stay
/// as they were kept, for their address is not the person's (ADR 30).
fn there_now(was: &Facts, record: &ReplayRow, Places { now, named }: &Places) -> Option<Facts> {
    let ip = ip(record)?;
    let mut found = was.circumstances.locations.clone();
    found.retain(|place| !named.contains(place));
    let now = now.of(Some(ip), was.circumstances.country);
    found.extend(now.into_iter().filter(|place| named.contains(place)));
    (found != was.circumstances.locations).then(|| {
        let mut facts = was.clone();
        facts.circumstances.locations = found;
        facts
    })
}
