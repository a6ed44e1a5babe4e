//! What programs ask of the sign-in log: by what an index carries, with what each policy said.

use std::collections::HashMap;

use model::{AppId, FirstParty, Id, Tenant, Timestamp};
use policy::{Policy, PolicySet, Rest, ResultCode};
use serde::Deserialize;
use signin::RecordId;
use sql::Tx;
use store::{Filter, Record, Tables};

use crate::Fault;
use crate::authority::{Permit, ReadLogs};
use crate::house::House;
use crate::log::{Entry, named};
use crate::policy_sets;

/// Which sign-ins are asked for.
#[derive(Debug, Clone)]
pub enum SignInsAsked {
    /// One; a question that was answered leads to how the sign-in ended.
    One(Id<RecordId>),
    /// Of a person, an application, both or everybody.
    Listed(Filter),
    /// From an address, and within the times of a filter.
    From(String, Filter),
    /// Stopped with this number, and within the times of a filter.
    StoppedWith(i64, Filter),
}

/// A sign-in with everything that is told of it.
#[derive(Debug)]
pub struct Found {
    /// The record, with the names that its ids have now.
    pub entry: Entry,
    /// The name that its person signs in with.
    pub user_name: Option<String>,
    /// What was to be opened: its name, where it is an application of the organisation.
    pub resource: Option<String>,
    /// The rest of the facts; none where policy was not reached.
    pub facts: Option<Rest>,
    /// What each written policy of that moment said.
    pub policies: Vec<(Policy, ResultCode)>,
}

/// What is read of a verdict.
#[derive(Deserialize, Default)]
struct Verdict {
    results: Vec<(Id<Policy>, ResultCode)>,
}

impl House {
    /// A page of sign-ins, newest first, at most `limit`.
    pub async fn sign_ins_found(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        asked: SignInsAsked,
        limit: i64,
    ) -> Result<Vec<Found>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let records = records(tx, &asked, limit)?;
                let mut sets = HashMap::new();
                records.into_iter().map(|record| found(tx, &mut sets, record)).collect()
            })
            .await
    }
}

fn records(tx: &mut Tx<'_>, asked: &SignInsAsked, limit: i64) -> Result<Vec<Record>, Fault> {
    Ok(match asked {
        SignInsAsked::One(id) => tx.records().ended_as(*id)?.into_iter().collect(),
        SignInsAsked::Listed(filter) => tx.records().list(filter, limit)?,
        SignInsAsked::From(address, filter) => tx.records().from_address(address, within(filter), limit)?,
        SignInsAsked::StoppedWith(error, filter) => {
            tx.records().stopped_with(*error, within(filter), limit)?
        }
    })
}

fn within(filter: &Filter) -> store::Within {
    let end = (Timestamp::from_micros(i64::MAX), Id::fixed(u128::MAX));
    (filter.from.unwrap_or(Timestamp::from_micros(i64::MIN)), filter.before.unwrap_or(end))
}

/// Each revision is read once for a page: neighbours in the log were judged by the same one.
fn found(
    tx: &mut Tx<'_>,
    sets: &mut HashMap<Id<PolicySet>, PolicySet>,
    record: Record,
) -> Result<Found, Fault> {
    let facts = record.facts.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let verdict = record.verdict.as_deref().and_then(|text| serde_json::from_str::<Verdict>(text).ok());
    let mut policies = vec![];
    if let (Some(revision), Some(verdict)) = (record.revision, verdict) {
        if let std::collections::hash_map::Entry::Vacant(place) = sets.entry(revision) {
            place.insert(policy_sets::load(tx, revision)?);
        }
        let written = |id: Id<Policy>| sets.get(&revision)?.written().find(|policy| policy.id == id).cloned();
        policies.extend(verdict.results.into_iter().filter_map(|(id, result)| Some((written(id)?, result))));
    }
    let resource = match record.resource {
        Some(id) => name_of(tx, id)?,
        None => None,
    };
    let entry = named(tx, record)?;
    let user_name = match &entry.person {
        Some((id, _)) => tx.users().by_id(*id)?.map(|user| user.name.to_string()),
        None => None,
    };
    Ok(Found { entry, user_name, resource, facts, policies })
}

fn name_of(tx: &mut Tx<'_>, id: Id<AppId>) -> Result<Option<String>, Fault> {
    if FirstParty::from_app_id(id).is_some() {
        return Ok(None);
    }
    Ok(tx.apps().by_id(id)?.map(|app| app.name))
}
