//! Deleting policies, and bringing them back within thirty days (reference 3.1).

use graph::{Document, Version};
use model::{Id, Tenant, Timestamp};
use policy::{Policy, PolicySet, State};
use serde_json::Value;
use store::Revision;

use super::difference::difference;
use super::saving::{Draft, keep};
use super::writing::{check, count};
use super::{
    MOST_POLICIES, PolicyProblem, RESTORABLE, Saved, Tried, Wish, content, document_of, part_of, written_time,
};
use crate::audit::Verb;
use crate::authority::{ManagePolicies, Permit};
use crate::house::House;
use crate::policy_sets::Edit;
use crate::standing::may_still;
use crate::{Fault, policy_sets};

fn deleted_part(id: Id<Policy>) -> String {
    format!("{}{id}", PolicySet::DELETED_PART)
}

/// When a deleted document can no longer be restored.
fn ends(document: &Document) -> Option<Timestamp> {
    let written = document.write(Version::Beta);
    let at: jiff::Timestamp = written["deletedDateTime"].as_str()?.parse().ok()?;
    Some(Timestamp::from_micros(at.as_microsecond()) + RESTORABLE)
}

/// The policies of a revision that were deleted and can be restored, and until when.
pub(super) fn restorable(revision: &Revision, now: Timestamp) -> Result<Vec<(Document, Timestamp)>, Fault> {
    let deleted = policy_sets::documents(revision, PolicySet::DELETED_PART)?;
    let until = |document: Document| ends(&document).filter(|ends| now < *ends).map(|ends| (document, ends));
    Ok(deleted.into_iter().filter_map(until).collect())
}

/// What ended thirty days ago leaves the next revision that is made.
fn expired(revision: &Revision, now: Timestamp) -> Result<Vec<Edit>, Fault> {
    let deleted = policy_sets::documents(revision, PolicySet::DELETED_PART)?;
    let is_over = |document: &&Document| ends(document).is_none_or(|ends| now >= ends);
    Ok(deleted.iter().filter(is_over).map(|document| Edit::end(deleted_part(document.policy.id))).collect())
}

impl House {
    /// Deletes a policy; for thirty days it can be restored.
    pub async fn delete_policy(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Policy>,
        wish: Wish,
    ) -> Result<Result<Saved, PolicyProblem>, Fault> {
        let moment = self.moment();
        let house = self.clone();
        let saved = self
            .db
            .write(tenant, move |tx| -> Tried<Saved> {
                may_still(tx, &permit, None)?;
                let before = policy_sets::head(tx)?;
                let written = document_of(&before, id)?.write(Version::Beta);
                let mut kept = written.clone();
                kept["deletedDateTime"] = written_time(moment.entry.at).into();
                let mut edits = expired(&before, moment.entry.at)?;
                edits.extend([Edit::end(part_of(id)), Edit::put(deleted_part(id), kept.to_string())]);
                let draft = Draft {
                    edits,
                    verb: Verb::RemovePolicy,
                    target: ("policy", id.cast()),
                    changes: difference(&written, &Value::Null),
                };
                let kept = keep(&house, tx, (&permit, wish), (&before, moment), draft)?;
                Ok(kept.map(|trial| Saved { id, revision: moment.revision, trial }))
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(saved)
    }

    /// Brings a deleted policy back, switched off: much may have changed since.
    pub async fn restore_policy(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Policy>,
        wish: Wish,
    ) -> Result<Result<Saved, PolicyProblem>, Fault> {
        let moment = self.moment();
        let house = self.clone();
        let saved = self
            .db
            .write(tenant, move |tx| -> Tried<Saved> {
                may_still(tx, &permit, None)?;
                let before = policy_sets::head(tx)?;
                if count(&before) >= MOST_POLICIES {
                    return Ok(Err(PolicyProblem::TooMany));
                }
                let part = deleted_part(id);
                let text = content(&before, &part).ok_or(Fault::NotFound)?;
                let document = policy_sets::document(&part, text)?.in_state(State::Off);
                if ends(&document).is_none_or(|ends| moment.entry.at >= ends) {
                    return Err(Fault::NotFound);
                }
                if let Err(problem) = check(&document, &before) {
                    return Ok(Err(problem));
                }
                let mut written = document.write(Version::Beta);
                written["deletedDateTime"] = Value::Null;
                let draft = Draft {
                    edits: vec![Edit::end(part), Edit::put(part_of(id), written.to_string())],
                    verb: Verb::RestorePolicy,
                    target: ("policy", id.cast()),
                    changes: difference(&Value::Null, &written),
                };
                let kept = keep(&house, tx, (&permit, wish), (&before, moment), draft)?;
                Ok(kept.map(|trial| Saved { id, revision: moment.revision, trial }))
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(saved)
    }

    /// Deletes a policy for good that was deleted before.
    pub async fn forget_policy(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Policy>,
    ) -> Result<(), Fault> {
        let moment = self.moment();
        let house = self.clone();
        let gone = self
            .db
            .write(tenant, move |tx| -> Tried<Option<Timestamp>> {
                may_still(tx, &permit, None)?;
                let before = policy_sets::head(tx)?;
                let part = deleted_part(id);
                let text = content(&before, &part).ok_or(Fault::NotFound)?;
                let name = policy_sets::document(&part, text)?.policy.name;
                let changes =
                    crate::audit::Changes::default().gone("displayName", name).made("forGood", true);
                let draft = Draft {
                    edits: vec![Edit::end(part)],
                    verb: Verb::RemovePolicy,
                    target: ("policy", id.cast()),
                    changes,
                };
                keep(&house, tx, (&permit, Wish::default()), (&before, moment), draft)
            })
            .await?;
        self.forget_policy_set(tenant);
        gone.map(|_| ()).map_err(|_| Fault::Conflict("policies"))
    }
}
