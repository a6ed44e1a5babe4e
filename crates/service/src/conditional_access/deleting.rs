//! Deleting policies, and bringing them back within thirty days.

use graph::{Document, Version};
use model::{Id, Tenant, Timestamp};
use policy::{Policy, PolicySet, State};
use serde_json::Value;
use store::Revision;

use super::difference::difference;
use super::saving::Prepared;
use super::writing::{check, count};
use super::{
    MOST_DELETED, MOST_POLICIES, PolicyProblem, RESTORABLE, Saved, Wish, content, document_of, part_of,
    written_time,
};
use crate::audit::{Changes, Verb};
use crate::authority::{ManagePolicies, Permit};
use crate::house::House;
use crate::policy_sets::Edit;
use crate::{Fault, policy_sets};

pub(super) fn deleted_part(id: Id<Policy>) -> String {
    format!("{}{id}", PolicySet::DELETED_PART)
}

fn deleted(revision: &Revision, id: Id<Policy>) -> Result<Document, Fault> {
    let part = deleted_part(id);
    policy_sets::document(&part, content(revision, &part).ok_or(Fault::NotFound)?)
}

/// When what was deleted can no longer be restored, by its document.
pub(super) fn ends(written: &Value) -> Option<Timestamp> {
    let at: jiff::Timestamp = written["deletedDateTime"].as_str()?.parse().ok()?;
    Some(Timestamp::from_micros(at.as_microsecond()) + RESTORABLE)
}

fn ends_of(document: &Document) -> Option<Timestamp> {
    ends(&document.write(Version::Beta))
}

/// The policies of a revision that were deleted and can be restored, and until when.
pub(super) fn restorable(revision: &Revision, now: Timestamp) -> Result<Vec<(Document, Timestamp)>, Fault> {
    let deleted = policy_sets::documents(revision, PolicySet::DELETED_PART)?;
    let until =
        |document: Document| ends_of(&document).filter(|ends| now < *ends).map(|ends| (document, ends));
    Ok(deleted.into_iter().filter_map(until).collect())
}

/// What leaves a revision that is about to be kept: what was deleted thirty days ago, and the oldest where there are too
/// many.
pub(super) fn over(revision: &Revision, now: Timestamp) -> Vec<Edit> {
    let kinds = [PolicySet::DELETED_PART, PolicySet::DELETED_LOCATION_PART];
    kinds.iter().flat_map(|kind| over_of(revision, kind, now)).collect()
}

fn over_of(revision: &Revision, kind: &str, now: Timestamp) -> Vec<Edit> {
    let of_kind = revision.parts.iter().filter(|(part, _)| part.starts_with(kind));
    let mut deleted: Vec<(Option<Timestamp>, &String)> = of_kind
        .map(|(part, content)| {
            (serde_json::from_str(content).ok().and_then(|written: Value| ends(&written)), part)
        })
        .collect();
    deleted.sort();
    let surplus = deleted.len().saturating_sub(MOST_DELETED);
    let is_over = |(place, (ends, _)): &(usize, &(Option<Timestamp>, &String))| {
        *place < surplus || ends.is_none_or(|ends| now >= ends)
    };
    let over = deleted.iter().enumerate().filter(is_over);
    over.map(|(_, (_, part))| Edit::end(part.as_str())).collect()
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
        let kept = self
            .revise(tenant, (permit, wish), moment, move |before| {
                let written = document_of(before, id)?.write(Version::Beta);
                let mut kept = written.clone();
                kept["deletedDateTime"] = written_time(moment.entry.at).into();
                Ok(Ok(Prepared {
                    edits: vec![Edit::end(part_of(id)), Edit::put(deleted_part(id), kept.to_string())],
                    verb: Verb::RemovePolicy,
                    target: ("policy", id.cast()),
                    changes: difference(&written, &Value::Null),
                }))
            })
            .await?;
        Ok(kept.map(|trial| Saved { id, revision: moment.revision, trial }))
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
        let kept = self
            .revise(tenant, (permit, wish), moment, move |before| {
                if count(before) >= MOST_POLICIES {
                    return Ok(Err(PolicyProblem::TooMany));
                }
                let kept = policy_sets::own_strengths(before)?;
                let document = deleted(before, id)?.in_state(State::Off).with_strengths(&kept);
                if ends_of(&document).is_none_or(|ends| moment.entry.at >= ends) {
                    return Err(Fault::NotFound);
                }
                if let Err(problem) = check(&document, before) {
                    return Ok(Err(problem));
                }
                let mut written = document.write(Version::Beta);
                written["deletedDateTime"] = Value::Null;
                Ok(Ok(Prepared {
                    edits: vec![Edit::end(deleted_part(id)), Edit::put(part_of(id), written.to_string())],
                    verb: Verb::RestorePolicy,
                    target: ("policy", id.cast()),
                    changes: difference(&Value::Null, &written),
                }))
            })
            .await?;
        Ok(kept.map(|trial| Saved { id, revision: moment.revision, trial }))
    }

    /// Deletes a policy for good that was deleted before.
    pub async fn forget_policy(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Policy>,
    ) -> Result<Result<(), PolicyProblem>, Fault> {
        let moment = self.moment();
        let kept = self
            .revise(tenant, (permit, Wish::default()), moment, move |before| {
                let name = deleted(before, id)?.policy.name;
                Ok(Ok(Prepared {
                    edits: vec![Edit::end(deleted_part(id))],
                    verb: Verb::RemovePolicy,
                    target: ("policy", id.cast()),
                    changes: Changes::default().gone("displayName", name).made("forGood", true),
                }))
            })
            .await?;
        Ok(kept.map(|_| ()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Span;
    use serde_json::json;

    fn gone(number: u128, at: Timestamp) -> (String, String) {
        let id = Id::fixed(number);
        let document = json!({
            "id": id.to_string(),
            "displayName": "Gone",
            "state": "disabled",
            "conditions": {},
            "deletedDateTime": written_time(at),
        });
        (deleted_part(id), document.to_string())
    }

    #[test]
    fn the_oldest_goes_first_where_too_many_were_deleted() {
        let start = Timestamp::from_secs(1_800_000_000);
        let many = MOST_DELETED as u128 + 2;
        let parts = (1..=many).map(|number| gone(number, start + Span::minutes(number as i64))).rev();
        let revision = Revision { id: Id::fixed(1), previous: None, parts: parts.collect() };
        let over = |now| over(&revision, now);
        let oldest =
            |count| (1..=count).map(|number| Edit::end(deleted_part(Id::fixed(number)))).collect::<Vec<_>>();
        assert_eq!(over(start + Span::days(29)), oldest(2));
        assert_eq!(over(start + RESTORABLE + Span::minutes(3)), oldest(3));
    }
}
