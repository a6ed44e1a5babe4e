//! Named locations that were deleted, and bringing them back within thirty days.

use graph::LocationDocument;
use model::{Id, Tenant, Timestamp};
use policy::{Location, PolicySet};
use serde_json::Value;
use store::Revision;

use super::deleting::ends;
use super::locations::{Change, LocationProblem, SavedLocation, is_full};
use super::saving::Prepared;
use super::{PolicyProblem, Wish, content};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManagePolicies, Permit, ReadSecurity};
use crate::house::House;
use crate::policy_sets::{self, Edit};

pub(super) fn deleted_part(id: Id<Location>) -> String {
    format!("{}{id}", PolicySet::DELETED_LOCATION_PART)
}

impl House {
    /// The named locations that were deleted and can be restored, and until when.
    pub async fn deleted_locations(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Vec<(LocationDocument, Timestamp)>, Fault> {
        let now = self.now();
        self.db
            .read(tenant, move |tx| {
                let head = policy_sets::head(tx)?;
                let parts = head.parts.iter();
                let deleted = parts.filter(|(part, _)| part.starts_with(PolicySet::DELETED_LOCATION_PART));
                Ok(deleted.filter_map(|(_, content)| restorable(content, now)).collect())
            })
            .await
    }

    /// Brings a deleted location back.
    pub async fn restore_location(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Location>,
    ) -> Result<Result<SavedLocation, LocationProblem>, Fault> {
        let moment = self.moment();
        self.keep_location(tenant, permit, moment, (id, Verb::RestoreLocation), move |before| {
            let (document, _) = deleted(before, id, moment.entry.at)?;
            if is_full(before) {
                return Ok(Err(LocationProblem::TooMany));
            }
            let mut new = document.write();
            new["deletedDateTime"] = Value::Null;
            Ok(Ok(Change { old: Value::Null, new: Some(new), deleted: Some(Edit::end(deleted_part(id))) }))
        })
        .await
    }

    /// Deletes a location for good that was deleted before.
    pub async fn forget_location(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Location>,
    ) -> Result<Result<(), PolicyProblem>, Fault> {
        let moment = self.moment();
        let kept = self
            .revise(tenant, (permit, Wish::default()), moment, move |before| {
                let (document, _) = deleted(before, id, moment.entry.at)?;
                Ok(Ok(Prepared {
                    edits: vec![Edit::end(deleted_part(id))],
                    verb: Verb::RemoveLocation,
                    target: ("namedLocation", id.cast()),
                    changes: Changes::default()
                        .gone("displayName", document.location.name)
                        .made("forGood", true),
                }))
            })
            .await?;
        Ok(kept.map(|_| ()))
    }
}

fn deleted(
    revision: &Revision,
    id: Id<Location>,
    now: Timestamp,
) -> Result<(LocationDocument, Timestamp), Fault> {
    content(revision, &deleted_part(id)).and_then(|content| restorable(content, now)).ok_or(Fault::NotFound)
}

fn restorable(content: &str, now: Timestamp) -> Option<(LocationDocument, Timestamp)> {
    let document = graph::read_location(content, Id::fixed(0)).ok()?;
    let ends = ends(&document.write()).filter(|ends| now < *ends)?;
    Some((document, ends))
}
