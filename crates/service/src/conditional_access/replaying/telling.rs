//! What a replay found, with the names that ids have now.

use std::collections::HashMap;

use model::{AppId, FirstParty, Id, Tenant, User};
use policy::replay::{Count, Example};
use policy::{End, Policy, PolicySet};
use sql::Tx;
use store::{Outcome, Tables};

use super::{Report, end_word, record_of};
use crate::audit::{Changes, Verb};
use crate::authority::{Permit, ReadLogs};
use crate::house::House;
use crate::log::{Entry, named};
use crate::people_export::moment;
use crate::spreadsheet::line;
use crate::standing::may_still;
use crate::{Fault, policy_sets};

/// How many people, applications and reasons are named.
const NAMED: usize = 10;
/// How many lines are read at once for a file.
const STEP: usize = 200;

/// Who and what would have come to it most.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// People.
    pub people: Vec<(Id<User>, String, Count)>,
    /// What was opened; `None` for an action. Our own pages have no name of their own here.
    pub applications: Vec<(Option<Id<AppId>>, String, Count)>,
    /// Policies.
    pub reasons: Vec<(Id<Policy>, String, Count)>,
}

/// A sign-in that would have ended otherwise.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The sign-in.
    pub entry: Entry,
    /// How it ended by the policies of its moment.
    pub before: End,
    /// How it would have ended.
    pub after: End,
}

impl House {
    /// Names the first of what was found.
    pub async fn replay_names(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        report: &Report,
    ) -> Result<Named, Fault> {
        let found = &report.found;
        let (people, applications) = (found.people.first(NAMED), found.applications.first(NAMED));
        let reasons = found.reasons.first(NAMED);
        let drafted: HashMap<Id<Policy>, String> = report.policies.iter().cloned().collect();
        self.db
            .read(tenant, move |tx| {
                let mut found = Named::default();
                for (id, count) in &people {
                    let name = tx.users().by_id(*id)?.map_or_else(|| id.to_string(), |user| user.display);
                    found.people.push((*id, name, *count));
                }
                for (id, count) in &applications {
                    found.applications.push((*id, name_of(tx, *id)?, *count));
                }
                let set = policy_sets::load_head(tx)?;
                let name = |id: Id<Policy>| drafted.get(&id).cloned().or_else(|| kept_name(&set, id));
                let named = |(id, count): &(Id<Policy>, Count)| {
                    (*id, name(*id).unwrap_or_else(|| id.to_string()), *count)
                };
                found.reasons = reasons.iter().map(named).collect();
                Ok(found)
            })
            .await
    }

    /// Some of the sign-ins that would have ended otherwise, in the order of time.
    pub async fn replay_list(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        report: &Report,
        (from, limit): (usize, usize),
    ) -> Result<Vec<Listed>, Fault> {
        let examples: Vec<Example> = report.found.examples.iter().skip(from).take(limit).copied().collect();
        self.listed(tenant, examples).await
    }

    /// The sign-ins that would have ended otherwise, as a file of comma-separated values (RFC 4180) whose cells no
    /// spreadsheet runs.
    pub async fn replay_file(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        report: &Report,
    ) -> Result<Vec<u8>, Fault> {
        let mut file = b"\xef\xbb\xbf".to_vec();
        line(&mut file, ["time", "code", "person", "application", "outcome", "before", "after"])?;
        for examples in report.found.examples.chunks(STEP) {
            for listed in self.listed(tenant, examples.to_vec()).await? {
                let Listed { entry, before, after } = listed;
                let page = entry.page.map(|page| page_word(page).to_owned());
                let cells = [
                    moment(entry.record.at.as_secs()),
                    entry.record.code,
                    entry.person.map(|(_, name)| name).unwrap_or_default(),
                    entry.application.or(page).unwrap_or_default(),
                    Outcome::word(entry.record.outcome).to_owned(),
                    end_word(before).to_owned(),
                    end_word(after).to_owned(),
                ];
                line(&mut file, cells.iter().map(String::as_str))?;
            }
        }
        Ok(file)
    }

    /// The same, and a record of who took it out.
    pub async fn export_replay(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ReadLogs>,
        report: &Report,
    ) -> Result<Vec<u8>, Fault> {
        let file = self.replay_file(tenant, &permit, report).await?;
        let (entry, sign_ins) = (self.entry(), report.found.examples.len());
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let changes = Changes::default().made("signIns", sign_ins);
                entry.write(tx, &permit, Verb::ExportReplay, ("organisation", Some(tenant)), &changes)
            })
            .await?;
        Ok(file)
    }

    async fn listed(&self, tenant: Id<Tenant>, examples: Vec<Example>) -> Result<Vec<Listed>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let mut found = vec![];
                for Example { record, before, after } in &examples {
                    // What was swept meanwhile is no longer there to open.
                    if let Some(record) = tx.records().by_id(record_of(*record))? {
                        found.push(Listed { entry: named(tx, record)?, before: *before, after: *after });
                    }
                }
                Ok(found)
            })
            .await
    }
}

fn name_of(tx: &mut Tx<'_>, id: Option<Id<AppId>>) -> Result<String, Fault> {
    let Some(id) = id else { return Ok(String::new()) };
    if FirstParty::from_app_id(id).is_some() {
        return Ok(String::new());
    }
    Ok(tx.apps().by_id(id)?.map_or_else(|| id.to_string(), |app| app.name))
}

fn kept_name(set: &PolicySet, id: Id<Policy>) -> Option<String> {
    set.policy(id).map(|policy| policy.name.clone())
}

const fn page_word(page: FirstParty) -> &'static str {
    match page {
        FirstParty::AdminCentre => "admin centre",
        FirstParty::My => "my account",
        FirstParty::Graph => "Graph",
    }
}
