//! The revisions of what policy reads: listed, compared side by side, and gone back to.

mod altered;
mod comparing;
mod restoring;

use model::{Id, Tenant, Timestamp};
use policy::PolicySet;
use sql::Tx;
use store::{Actor, AuditRecord, RevisionRow, Tables};

use super::trial::{Trial, is_tried};
use crate::audit::actor_name;
use crate::authority::{Permit, ReadSecurity};
use crate::house::House;
use crate::{Fault, policy_sets};

pub use altered::{Altered, How};
pub use comparing::{Compared, Difference, Side, With};
pub use restoring::{EndedExclusion, RestoreProblem, Restored, Restoring};

/// A revision as a list shows it.
#[derive(Debug, Clone)]
pub struct KeptRevision {
    /// Its id.
    pub id: Id<PolicySet>,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it, and how they are called now; nothing where the audit log no longer tells.
    pub by: Option<(Actor, Option<String>)>,
    /// The audit record of it, while there is one.
    pub record: Option<Id<AuditRecord>>,
    /// What is otherwise than in the one before.
    pub altered: Vec<Altered>,
    /// What became of it, where it was on trial.
    pub trial: Option<Outcome>,
    /// True for the one in force.
    pub is_head: bool,
}

/// What became of a revision that was on trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It still is, until then.
    Running(Timestamp),
    /// The one after it was tried along with it.
    Joined,
    /// It was confirmed.
    Kept,
    /// Somebody took it back.
    TakenBack,
    /// Nobody confirmed it in time, and what was before came back.
    Lapsed,
}

impl House {
    /// The revisions, newest first: those before `after`, at most `limit`.
    pub async fn policy_revisions(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        after: Option<Id<PolicySet>>,
        limit: usize,
    ) -> Result<Vec<KeptRevision>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let mut next = after.map(|after| row(tx, after)).transpose()?;
                let mut found = vec![];
                while found.len() < limit {
                    let id = match &next {
                        None => tx.policy_sets().head()?,
                        Some(next) => next.previous,
                    };
                    let Some(id) = id else { break };
                    let this = row(tx, id)?;
                    found.push(kept(tx, &this, next.as_ref())?);
                    next = Some(this);
                }
                Ok(found)
            })
            .await
    }
}

/// One revision as a list shows it, whatever came after it.
pub(crate) fn kept_revision(tx: &mut Tx<'_>, id: Id<PolicySet>) -> Result<KeptRevision, Fault> {
    let this = row(tx, id)?;
    let is_head = tx.policy_sets().head()? == Some(id);
    let kept = kept(tx, &this, None)?;
    Ok(KeptRevision { trial: kept.trial.filter(|_| is_head), is_head, ..kept })
}

fn row(tx: &mut Tx<'_>, id: Id<PolicySet>) -> Result<RevisionRow, Fault> {
    tx.policy_sets().row(id)?.ok_or(Fault::NotFound)
}

/// A revision with what the one after it tells of it.
fn kept(tx: &mut Tx<'_>, this: &RevisionRow, next: Option<&RevisionRow>) -> Result<KeptRevision, Fault> {
    let before = this.previous.map(|previous| row(tx, previous)).transpose()?;
    let mut altered = altered::between(tx, before.as_ref(), this)?;
    if let Some(before) = &before
        && let Some(ended) = outcome(tx, before, Some(this))?
    {
        altered.extend(Altered::of_trial(ended));
    }
    let (by, record) = maker(tx, this)?;
    Ok(KeptRevision {
        id: this.id,
        at: this.created,
        by,
        record,
        altered,
        trial: outcome(tx, this, next)?,
        is_head: next.is_none(),
    })
}

/// Who made a revision, and how they are called now; and the audit record that tells it.
type Maker = (Option<(Actor, Option<String>)>, Option<Id<AuditRecord>>);

/// Who made a revision, while the audit log has it.
fn maker(tx: &mut Tx<'_>, this: &RevisionRow) -> Result<Maker, Fault> {
    let Some(id) = this.record else { return Ok((None, None)) };
    let Some(record) = tx.audit().by_id(id)? else { return Ok((None, None)) };
    let name = actor_name(tx, &record.actor)?;
    Ok((Some((record.actor, name)), Some(id)))
}

/// What became of the trial of a revision; nothing where it was on none.
fn outcome(
    tx: &mut Tx<'_>,
    this: &RevisionRow,
    next: Option<&RevisionRow>,
) -> Result<Option<Outcome>, Fault> {
    let Some(trial) = trial_of(tx, this)? else { return Ok(None) };
    let Some(next) = next else { return Ok(Some(Outcome::Running(trial.until))) };
    if trial_of(tx, next)?.is_some() {
        return Ok(Some(Outcome::Joined));
    }
    if decided(next) == decided(this) {
        return Ok(Some(Outcome::Kept));
    }
    let back = tx.policy_sets().row(trial.back)?;
    Ok(Some(match back {
        Some(back) if decided(&back) == decided(next) && next.created >= trial.until => Outcome::Lapsed,
        Some(back) if decided(&back) == decided(next) => Outcome::TakenBack,
        // Whoever is at the machine saved on, past the trial.
        _ => Outcome::Kept,
    }))
}

fn trial_of(tx: &mut Tx<'_>, revision: &RevisionRow) -> Result<Option<Trial>, Fault> {
    let Some(key) = revision.parts.iter().find(|key| key.kind == PolicySet::TRIAL_PART) else {
        return Ok(None);
    };
    let content = tx.policy_sets().content(key)?;
    Ok(Some(policy_sets::read_part(PolicySet::TRIAL_PART, &content)?))
}

/// What a trial tries, in an order that does not depend on when it came.
fn decided(revision: &RevisionRow) -> Vec<(&str, &str)> {
    let is_one = |kind: &str| is_tried(kind) && kind != PolicySet::TRIAL_PART;
    let mut parts: Vec<_> = revision
        .parts
        .iter()
        .filter(|key| is_one(&key.kind))
        .map(|key| (key.kind.as_str(), key.hash.as_str()))
        .collect();
    parts.sort_unstable();
    parts
}
