//! Reading the sign-in log: a list, and the story of one sign-in.

use model::{AppId, FirstParty, Id, MethodSet, ShortCode, Span, Tenant, Timestamp, User, proved};
use policy::{Facts, Location, Rest, Trace};
use signin::{Obstacle, RecordId, Tried, Way};
use store::{Filter, Outcome, Record, Tables};

use crate::Fault;
use crate::authority::{Permit, ReadLogs};
use crate::house::House;
use crate::record::replayed;
use crate::visit::Visitor;

/// A record with the names that its ids have now.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The record.
    pub record: Record,
    /// Who, if it was somebody.
    pub person: Option<(Id<User>, String)>,
    /// The application's name; `None` for our own pages.
    pub application: Option<String>,
    /// Our own page, when it was one.
    pub page: Option<FirstParty>,
    /// Whether the account is an emergency account now; only a list that is read at once tells.
    pub is_emergency: bool,
}

/// The story of one sign-in.
#[derive(Debug)]
pub struct Story {
    /// The record.
    pub entry: Entry,
    /// The facts and the trace that is computed again from them; absent when policy was not reached.
    pub judged: Option<Box<(Facts, Trace)>>,
    /// The smallest changes that would have let them in; none where they were let in, or where nothing helps.
    pub ways: Vec<Way>,
    /// How the named locations were called that policies name by id.
    pub places: Vec<(Id<Location>, String)>,
}

impl House {
    /// A page of the log, newest first.
    pub async fn sign_ins(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        filter: Filter,
        limit: i64,
    ) -> Result<Vec<Entry>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let records = tx.records().list(&filter, limit)?;
                let accounts = tx.emergency().all()?;
                let is_one = |user| accounts.iter().any(|account| account.user == user);
                let shown = |record: Record| {
                    let is_emergency = record.user.is_some_and(is_one);
                    Ok(Entry { is_emergency, ..named(tx, record)? })
                };
                records.into_iter().map(shown).collect()
            })
            .await
    }

    /// One's own sign-ins of the last 90 days, newest first, each with the methods that it was by. What others tried
    /// with one's name is among them.
    pub async fn own_sign_ins(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        before: Option<(Timestamp, Id<RecordId>)>,
        limit: i64,
    ) -> Result<Vec<(Entry, MethodSet)>, Fault> {
        let from = Some(self.now() - Span::days(90));
        let filter = Filter { user: Some(visitor.user.id), from, before, ..Filter::default() };
        self.db
            .read(tenant, move |tx| {
                let records = tx.records().list(&filter, limit)?;
                let shown = |record: Record| {
                    let methods = methods_of(&record);
                    Ok((named(tx, record)?, methods))
                };
                records.into_iter().map(shown).collect()
            })
            .await
    }

    /// The record that a person read the code of.
    pub async fn record_of_code(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        code: ShortCode,
    ) -> Result<Option<Id<RecordId>>, Fault> {
        Ok(self.db.read(tenant, move |tx| tx.records().by_code(code)).await?.map(|record| record.id))
    }

    /// The story of one sign-in: the trace is computed again from the facts and the revision that judged.
    pub async fn story(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        id: Id<RecordId>,
    ) -> Result<Story, Fault> {
        self.db
            .read(tenant, move |tx| {
                let record = tx.records().by_id(id)?.ok_or(Fault::NotFound)?;
                let is_stopped = record.outcome != Outcome::Success;
                let mut judged = None;
                let mut ways = vec![];
                let mut places = vec![];
                if let (Some(revision), Some(subject)) = (record.revision, record.subject) {
                    let set = crate::policy_sets::load(tx, revision)?;
                    let subject = tx.records().subject_content(subject)?.unwrap_or_default();
                    places = set.places.named().iter().map(|one| (one.id, one.name.clone())).collect();
                    judged = replayed(tenant, &record, &subject, &set).map(Box::new);
                    if let Some((facts, _)) = judged.as_deref().filter(|_| is_stopped) {
                        let obstacle = Obstacle::told_by(record.error);
                        ways = signin::ways_in(&set, &Tried { facts: facts.clone(), obstacle });
                    }
                } else if is_stopped {
                    let way = signin::way_to_policy(record.error, record.user.is_some());
                    ways.extend(Some(way).filter(|way| !way.is_empty()));
                }
                Ok(Story { entry: named(tx, record)?, judged, ways, places })
            })
            .await
    }
}

/// By which methods; none where policy was not reached.
fn methods_of(record: &Record) -> MethodSet {
    let rest = record.facts.as_deref().and_then(|facts| serde_json::from_str::<Rest>(facts).ok());
    rest.map_or(MethodSet::EMPTY, |rest| proved(&rest.proofs))
}

/// A record with the names that its ids have now.
pub(crate) fn named(tx: &mut sql::Tx<'_>, record: Record) -> Result<Entry, Fault> {
    let person = match record.user {
        Some(id) => tx.users().by_id(id)?.map(|user| (id, user.display)),
        None => None,
    };
    let page = record.client.and_then(FirstParty::from_app_id);
    let application = match (page, record.client) {
        (None, Some(id)) => name_of(tx, id)?,
        _ => None,
    };
    Ok(Entry { record, person, application, page, is_emergency: false })
}

fn name_of(tx: &mut sql::Tx<'_>, id: Id<AppId>) -> Result<Option<String>, Fault> {
    Ok(tx.apps().by_id(id)?.map(|app| app.name))
}
