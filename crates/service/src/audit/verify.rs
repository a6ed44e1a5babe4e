//! Looking whether the audit log is what was sealed: seal by seal, a short reading transaction each.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

use model::{Id, Span, Tenant, Timestamp};
use sql::Tx;
use store::{AuditRecord, AuditRow, SealRow, Tables};

use super::seal::{self, Difference, Head, SEGMENT};
use crate::Fault;
use crate::authority::{Permit, ReadAudit};
use crate::health::AuditSeen;
use crate::house::House;
use crate::keys::{Keys, sha256};

/// What looking at the audit log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// When it was looked at.
    pub at: Timestamp,
    /// How many seals there are.
    pub seals: i64,
    /// How many sealed records are there.
    pub records: i64,
    /// How many were removed because they had been kept for long enough.
    pub cleared: i64,
    /// How many are not sealed yet; nothing is known of these.
    pub unsealed: i64,
    /// When the oldest of those was made.
    pub unsealed_since: Option<Timestamp>,
    /// Until when the log is sealed.
    pub sealed_until: Option<Timestamp>,
    /// From when on nothing is wrong with what is sealed; `None` when that is nothing.
    pub sound_since: Option<Timestamp>,
    /// The end of the chain.
    pub head: Option<Head>,
    /// What is wrong, the oldest segment first; at most [`LISTED`].
    pub wrong: Vec<Wrong>,
    /// How much is wrong.
    pub wrong_count: usize,
}

/// One thing that is wrong with the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// A record is not what was sealed.
    Changed(Place),
    /// A record that was sealed is not there.
    Removed(Place),
    /// A record is in a sealed segment that did not have it.
    Inserted(Place),
    /// A record is older than what was sealed before it came: it was inserted, or the clock was set back.
    Late(Place),
    /// A seal is not what was signed.
    Seal(i64),
    /// A seal is not there.
    SealGone(i64),
    /// A seal follows another seal than the one before it.
    Chain(i64),
    /// The log does not have the seal that was seen or kept elsewhere: everything up to it may be rewritten.
    Head(i64),
}

/// Which record, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The record.
    pub record: Id<AuditRecord>,
    /// When it was made, as far as is known.
    pub at: Timestamp,
    /// The segment.
    pub segment: i64,
}

/// How far sealing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// The end of the chain.
    pub head: Option<Head>,
    /// Until when the log is sealed.
    pub until: Option<Timestamp>,
    /// How many records are not sealed yet.
    pub unsealed: i64,
}

/// How far a look is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Seals looked at.
    pub done: i64,
    /// Seals there are.
    pub of: i64,
}

/// The most things wrong that are listed.
pub const LISTED: usize = 100;
/// Records are sealed in the order of their time; one that comes this much later than its time is noticed.
const LATE: Span = Span::minutes(10);
/// After this, somebody looks why a record is not sealed.
const TOO_LONG: Span = Span::hours(1);
/// The most unsealed records that are counted.
const COUNTED: i64 = 100_000;

impl Verified {
    /// How the log is, for a report.
    pub fn seen(&self) -> AuditSeen {
        match (self.wrong_count, self.unsealed_since, self.sound_since) {
            (0, Some(since), _) if since < self.at - TOO_LONG => AuditSeen::Waiting { since },
            (0, _, Some(since)) => AuditSeen::Sound { since },
            (0, _, None) => AuditSeen::New,
            (count, _, _) => AuditSeen::Wrong { count },
        }
    }
}

/// What this process knows of the log beside the database.
#[derive(Default)]
pub(crate) struct Watch {
    heads: Mutex<HashMap<Id<Tenant>, Head>>,
    looks: Mutex<HashMap<Id<Tenant>, Arc<Verified>>>,
    looking: Mutex<HashMap<Id<Tenant>, Progress>>,
}

impl Watch {
    pub(crate) fn head(&self, tenant: Id<Tenant>) -> Option<Head> {
        locked(&self.heads).get(&tenant).copied()
    }

    /// When the whole log was looked at last, and how much was wrong with it.
    pub(crate) fn looked(&self, tenant: Id<Tenant>) -> Option<(Timestamp, usize)> {
        locked(&self.looks).get(&tenant).map(|found| (found.at, found.wrong_count))
    }

    pub(crate) fn saw(&self, tenant: Id<Tenant>, head: Head) {
        locked(&self.heads).insert(tenant, head);
    }
}

/// Says that somebody is looking, for as long as it is there: also when the look fails or is given up, the page can
/// ask for another.
struct Looking<'w> {
    watch: &'w Watch,
    tenant: Id<Tenant>,
}

impl<'w> Looking<'w> {
    /// `None` when somebody is looking already.
    fn begin(watch: &'w Watch, tenant: Id<Tenant>) -> Option<Self> {
        match locked(&watch.looking).entry(tenant) {
            Entry::Occupied(_) => return None,
            Entry::Vacant(place) => place.insert(Progress { done: 0, of: 0 }),
        };
        Some(Self { watch, tenant })
    }

    fn is_at(&self, progress: Progress) {
        locked(&self.watch.looking).insert(self.tenant, progress);
    }
}

impl Drop for Looking<'_> {
    fn drop(&mut self) {
        locked(&self.watch.looking).remove(&self.tenant);
    }
}

fn locked<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // Each is one map that is whole after every change.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl House {
    /// Looks whether the log is what was sealed, all of it. `kept` is a head that somebody kept elsewhere.
    pub async fn verify_audit(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadAudit>,
        kept: Option<Head>,
        say: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Verified, Fault> {
        let last = self
            .db
            .read(tenant, |tx| Ok::<_, Fault>(tx.audit_seals().head()?.map_or(0, |seal| seal.number)))
            .await?;
        let mut look = Look::new(self.now());
        look.kept.extend(kept);
        look.kept.extend(self.audit_watch.head(tenant));
        let strays = loop {
            let read = self.db.read(tenant, look.next()).await?;
            if let Some((seal, leaves, rows)) = read {
                look.segment(&self.keys, tenant, seal, &leaves, &rows);
                say(Progress { done: look.found.seals, of: last.max(look.found.seals) });
                continue;
            }
            let end = look.found.head.map_or(0, |head| head.number);
            let Some(rest) = self.db.read(tenant, move |tx| Rest::after(tx, end)).await? else { continue };
            look.found.unsealed = rest.unsealed;
            look.found.unsealed_since = rest.unsealed_since;
            break rest.strays;
        };
        Ok(look.end(&strays))
    }

    /// Looks at the log and keeps what was found for the page, unless somebody is looking already.
    pub async fn look_at_audit(&self, tenant: Id<Tenant>, permit: &Permit<ReadAudit>) -> Result<(), Fault> {
        let Some(looking) = Looking::begin(&self.audit_watch, tenant) else { return Ok(()) };
        let found = self.verify_audit(tenant, permit, None, &|progress| looking.is_at(progress)).await?;
        self.keep_audit_look(tenant, found);
        Ok(())
    }

    /// Keeps what looking at the log found, for the page.
    pub fn keep_audit_look(&self, tenant: Id<Tenant>, found: Verified) {
        locked(&self.audit_watch.looks).insert(tenant, Arc::new(found));
    }

    /// Until when the log is sealed, and how many records are not.
    pub async fn audit_sealed(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadAudit>,
    ) -> Result<Sealed, Fault> {
        self.db
            .read(tenant, move |tx| {
                let seal = tx.audit_seals().head()?;
                Ok(Sealed {
                    head: seal.as_ref().map(|seal| Head::of(tenant, seal)),
                    until: seal.map(|seal| seal.last_at),
                    unsealed: tx.audit().count_unsealed(COUNTED)?,
                })
            })
            .await
    }

    /// What was found last, by this node since it started; and how far a look is that is under way.
    pub fn audit_look(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadAudit>,
    ) -> (Option<Arc<Verified>>, Option<Progress>) {
        let found = locked(&self.audit_watch.looks).get(&tenant).cloned();
        (found, locked(&self.audit_watch.looking).get(&tenant).copied())
    }
}

/// What the log has beside its segments.
struct Rest {
    strays: Vec<(AuditRow, i64)>,
    unsealed: i64,
    unsealed_since: Option<Timestamp>,
}

impl Rest {
    /// `None` when a seal was made since the last one that was looked at: its records are no strays.
    fn after(tx: &mut Tx<'_>, last: i64) -> Result<Option<Self>, Fault> {
        if tx.audit_seals().head()?.is_some_and(|seal| seal.number > last) {
            return Ok(None);
        }
        let mut strays = tx.audit().before_segments(SEGMENT)?;
        strays.extend(tx.audit().beyond_segment(last, SEGMENT)?);
        let unsealed_since = tx.audit().oldest_unsealed()?;
        Ok(Some(Self { strays, unsealed: tx.audit().count_unsealed(COUNTED)?, unsealed_since }))
    }
}

type Segment = (SealRow, Vec<u8>, Vec<AuditRow>);

/// The next segment from a number on: its seal, what the seal names, and the records that are there now.
fn segment(tx: &mut Tx<'_>, from: i64) -> Result<Option<Segment>, Fault> {
    let Some(seal) = tx.audit_seals().at_or_after(from)? else { return Ok(None) };
    let leaves = tx.audit_seals().leaves(seal.number)?;
    // What was put into it by hand counts too, and is not read without end.
    let rows = tx.audit().of_segment(seal.number, 2 * SEGMENT)?;
    Ok(Some((seal, leaves, rows)))
}

/// A look under way.
struct Look {
    found: Verified,
    kept: Vec<Head>,
    before: Option<SealRow>,
    /// The segment in which something was wrong last.
    wrong_in: Option<i64>,
}

impl Look {
    const fn new(at: Timestamp) -> Self {
        let found = Verified {
            at,
            seals: 0,
            records: 0,
            cleared: 0,
            unsealed: 0,
            unsealed_since: None,
            sealed_until: None,
            sound_since: None,
            head: None,
            wrong: vec![],
            wrong_count: 0,
        };
        Self { found, kept: vec![], before: None, wrong_in: None }
    }

    /// Reads the segment after the last one. No number comes after the largest, which somebody may have written.
    fn next(&self) -> impl FnMut(&mut Tx<'_>) -> Result<Option<Segment>, Fault> + Send + use<> {
        let from = match &self.before {
            None => Some(i64::MIN),
            Some(seal) => seal.number.checked_add(1),
        };
        move |tx| from.map_or(Ok(None), |from| segment(tx, from))
    }

    fn wrong(&mut self, segment: i64, wrong: Wrong) {
        self.wrong_in = Some(segment);
        self.found.sound_since = None;
        self.found.wrong_count += 1;
        if self.found.wrong.len() < LISTED {
            self.found.wrong.push(wrong);
        }
    }

    fn segment(&mut self, keys: &Keys, tenant: Id<Tenant>, seal: SealRow, leaves: &[u8], rows: &[AuditRow]) {
        let number = seal.number;
        self.follows(tenant, &seal);
        let is_signed = keys.signed_seal(&seal::hash(tenant, &seal), &seal.signature);
        let is_cleared = seal
            .cleared
            .as_ref()
            .is_some_and(|(at, signature)| keys.signed_seal(&seal::clearing(tenant, &seal, *at), signature));
        let names_its_records = if is_cleared { leaves.is_empty() } else { sha256(leaves) == seal.digest };
        if !is_signed || !names_its_records {
            self.wrong(number, Wrong::Seal(number));
        } else {
            self.records(tenant, number, leaves, rows);
        }
        if is_cleared {
            self.found.cleared += seal.records;
        } else {
            self.found.records += i64::try_from(rows.len()).unwrap_or(i64::MAX);
            if self.found.sound_since.is_none() && self.wrong_in != Some(number) {
                self.found.sound_since = Some(seal.first_at);
            }
        }
        let head = Head::of(tenant, &seal);
        if self.kept.iter().any(|kept| kept.number == number && kept.hash != head.hash) {
            self.wrong(number, Wrong::Head(number));
        }
        self.kept.retain(|kept| kept.number != number);
        self.found.seals += 1;
        self.found.sealed_until = self.found.sealed_until.max(Some(seal.last_at));
        self.found.head = Some(head);
        self.before = Some(seal);
    }

    /// Whether a seal is the next one, and says so.
    fn follows(&mut self, tenant: Id<Tenant>, seal: &SealRow) {
        let expected = self.before.as_ref().map_or(1, |before| before.number.saturating_add(1));
        let previous = self.before.as_ref().map_or([0; 32], |before| seal::hash(tenant, before));
        match seal.number.cmp(&expected) {
            std::cmp::Ordering::Equal if seal.previous == previous => {}
            std::cmp::Ordering::Equal => self.wrong(seal.number, Wrong::Chain(seal.number)),
            std::cmp::Ordering::Greater => self.wrong(seal.number, Wrong::SealGone(expected)),
            std::cmp::Ordering::Less => self.wrong(seal.number, Wrong::Seal(seal.number)),
        }
    }

    fn records(&mut self, tenant: Id<Tenant>, segment: i64, leaves: &[u8], rows: &[AuditRow]) {
        for difference in seal::differences(tenant, leaves, rows) {
            let place = |record, at| Place { record, at, segment };
            let wrong = match difference {
                Difference::Changed(id, at) => Wrong::Changed(place(id, at)),
                Difference::Removed(id, at) => Wrong::Removed(place(id, at)),
                Difference::Inserted(id, at) => Wrong::Inserted(place(id, at)),
            };
            self.wrong(segment, wrong);
        }
        let Some(before) = &self.before else { return };
        let earliest = before.last_at - LATE;
        for row in rows.iter().filter(|row| row.at < earliest) {
            self.wrong(segment, Wrong::Late(Place { record: row.id, at: row.at, segment }));
        }
    }

    /// What is in no segment that there is, and heads that were not met.
    fn end(mut self, strays: &[(AuditRow, i64)]) -> Verified {
        let last = self.found.head.map_or(0, |head| head.number);
        for (row, segment) in strays {
            let place = Place { record: row.id, at: row.at, segment: *segment };
            self.wrong(last, Wrong::Inserted(place));
        }
        for kept in std::mem::take(&mut self.kept) {
            self.wrong(last, Wrong::Head(kept.number));
        }
        self.found
    }
}
