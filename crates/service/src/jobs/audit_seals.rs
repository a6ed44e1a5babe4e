//! The audit log is sealed by a segment at a time, and goes by a segment at a time when it was kept for long enough.
//! Whoever writes a record waits for neither.

use model::{Id, Span, Tenant, Timestamp};
use sql::Tx;
use store::{SealRow, Tables};

use crate::Fault;
use crate::audit::seal::{self, Head, SEGMENT};
use crate::house::House;
use crate::jobs::has_job;
use crate::log_export::{LogStream, lose};
use crate::restore;
use crate::retention::retention;

/// A record is left alone for as long as the transaction of an older one may still be under way.
const SETTLED: Span = Span::minutes(1);
/// How long a record waits for others to be sealed with.
const PATIENCE: Span = Span::minutes(10);

impl House {
    /// Seals what has waited long enough, at most one segment, and removes one segment that was kept long enough.
    pub(super) async fn see_to_audit_seals(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let (now, node, unset) = (self.now(), self.node, self.unset_retention());
        let seen = self.audit_watch.head(tenant);
        let (continues, due) = self
            .db
            .read(tenant, move |tx| {
                let kept_from = now - retention(tx, unset)?.audit();
                Ok::<_, Fault>((goes_on(tx, seen)?, Due::of(tx, now, kept_from)?))
            })
            .await?;
        let Some(head) = continues else {
            tracing::error!(
                "the audit log is not what it was: `sluis audit verify` says what is wrong with it"
            );
            return Ok(());
        };
        if let Some(head) = head {
            self.audit_watch.saw(tenant, head);
        }
        if due == Due::default() {
            return Ok(());
        }
        let house = self.clone();
        let head = self
            .db
            .write(tenant, move |tx| {
                if !has_job(tx, "audit seals", &node, now)? {
                    return Ok(None);
                }
                if goes_on(tx, seen)?.is_none() {
                    return Err(Fault::Busy);
                }
                if due.clearing {
                    let kept_from = now - retention(tx, unset)?.audit();
                    house.clear_segment(tx, now, kept_from)?;
                }
                if due.sealing { house.seal_segment(tx, now) } else { Ok(None) }
            })
            .await?;
        if let Some(head) = head {
            self.audit_watch.saw(tenant, head);
        }
        Ok(())
    }

    fn seal_segment(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<Option<Head>, Fault> {
        let tenant = tx.tenant();
        let before = tx.audit_seals().head()?;
        let rows = tx.audit().unsealed(now - SETTLED, SEGMENT)?;
        let sealed = seal::seal(&self.keys, tenant, before.as_ref(), &rows, now);
        let (Some((seal, leaves)), Some(last)) = (sealed, rows.last()) else { return Ok(None) };
        let put = tx.audit().put_in_segment(seal.number, (last.at, last.id))?;
        if i64::try_from(put) != Ok(seal.records) {
            // A record that came in between: the whole is undone, and the next round sees it too.
            return Err(Fault::Busy);
        }
        tx.audit_seals().insert(&seal, &leaves)?;
        Ok(Some(Head::of(tenant, &seal)))
    }

    fn clear_segment(&self, tx: &mut Tx<'_>, now: Timestamp, before: Timestamp) -> Result<(), Fault> {
        let Some(seal) = tx.audit_seals().oldest_kept()?.filter(|seal| seal.last_at < before) else {
            return Ok(());
        };
        let signature = self.keys.sign_seal(&seal::clearing(tx.tenant(), &seal, now));
        for verb in restore::TAKES_AWAY {
            tx.removals().keep_of_segment(seal.number, verb.word())?;
        }
        tx.removals().forget_before(now - restore::KEPT_FOR)?;
        // Up to the last of them, that one too.
        lose(tx, LogStream::Audit, (seal.last_at + Span::micros(1), SEGMENT))?;
        tx.audit().remove_segment(seal.number, SEGMENT)?;
        tx.audit_seals().clear(seal.number, now, &signature)?;
        Ok(())
    }
}

/// The end of the log, when it goes on from where this process saw it last. When it does not, somebody has rewritten
/// it, and a seal over that would lend it our name.
#[allow(clippy::option_option, reason = "no log, and a log without a seal")]
fn goes_on(tx: &mut Tx<'_>, seen: Option<Head>) -> Result<Option<Option<Head>>, Fault> {
    let tenant = tx.tenant();
    if let Some(seen) = seen {
        let again = tx.audit_seals().at_or_after(seen.number)?;
        if again.map(|seal| Head::of(tenant, &seal)) != Some(seen) {
            return Ok(None);
        }
    }
    Ok(Some(tx.audit_seals().head()?.map(|seal| Head::of(tenant, &seal))))
}

/// What there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Due {
    sealing: bool,
    clearing: bool,
}

impl Due {
    fn of(tx: &mut Tx<'_>, now: Timestamp, kept_from: Timestamp) -> Result<Self, Fault> {
        let oldest = tx.audit().oldest_unsealed()?;
        let waited = oldest.is_some_and(|oldest| oldest <= now - PATIENCE);
        let mut is_full = || -> Result<bool, Fault> { Ok(tx.audit().count_unsealed(SEGMENT)? >= SEGMENT) };
        let sealing = waited || (oldest.is_some_and(|oldest| oldest <= now - SETTLED) && is_full()?);
        let is_old = |seal: &SealRow| seal.last_at < kept_from;
        Ok(Self { sealing, clearing: tx.audit_seals().oldest_kept()?.as_ref().is_some_and(is_old) })
    }
}
