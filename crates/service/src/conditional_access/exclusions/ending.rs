//! What happens after the last day of an exclusion: it is taken out of the policy, by the way of every save.

use graph::Version;
use model::{Id, Span, Tenant, Timestamp};
use policy::Policy;
use serde_json::{Value, json};
use sql::Tx;
use store::{ExclusionRow, Revision, Tables};

use super::{Refused, tidy};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Actor, ManagePolicies, Permit, Target, permit};
use crate::conditional_access::difference::difference;
use crate::conditional_access::saving::{self, Moment, Prepared};
use crate::conditional_access::writing::{changed_document, check};
use crate::conditional_access::{PolicyProblem, Wish, document_of, part_of, trial};
use crate::house::House;
use crate::jobs::has_job;
use crate::policy_sets::{self, Edit};

/// How many exclusions a round ends.
const STEP: i64 = 20;
/// After how long what was refused is tried again.
const AGAIN: Span = Span::hours(1);

impl House {
    /// A round of the job: what has ended is taken out of its policy; what cannot be is marked, and tried again later.
    pub(crate) async fn end_exclusions(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let (now, node) = (self.now(), self.node);
        let due = self.db.read(tenant, move |tx| tx.exclusions().due(now, now - AGAIN, STEP)).await?;
        if due.is_empty() {
            return Ok(());
        }
        let moments: Vec<Moment> = due.iter().map(|_| self.moment()).collect();
        let house = self.clone();
        self.db
            .write(tenant, move |tx| {
                if !has_job(tx, "exclusions", &node, now)? {
                    return Ok(());
                }
                let own = permit::<ManagePolicies>(&Actor::System, Target::Organisation)?;
                let due = tx.exclusions().due(now, now - AGAIN, STEP)?;
                let mut policies: Vec<Id<Policy>> = due.iter().map(|row| row.policy).collect();
                policies.sort_unstable();
                policies.dedup();
                for (policy, moment) in policies.into_iter().zip(&moments) {
                    let rows: Vec<_> = due.iter().filter(|row| row.policy == policy).collect();
                    end(&house, tx, (&own, *moment), (policy, &rows))?;
                }
                Ok::<_, Fault>(())
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(())
    }
}

fn end(
    house: &House,
    tx: &mut Tx<'_>,
    (own, moment): (&Permit<ManagePolicies>, Moment),
    (policy, rows): (Id<Policy>, &[&ExclusionRow]),
) -> Result<(), Fault> {
    let head = policy_sets::head(tx)?;
    // What is tried is taken back or kept first.
    if trial::is_on_trial(&head)? {
        return Ok(());
    }
    let over: Vec<&ExclusionRow> = match document_of(&head, policy) {
        Ok(document) => {
            let there = document.policy.excluded();
            rows.iter().copied().filter(|row| there.contains(&row.excluded)).collect()
        }
        Err(Fault::NotFound) => vec![],
        Err(fault) => return Err(fault),
    };
    if over.is_empty() {
        for row in rows {
            // It waits for the policy that may be restored, and is not looked at all the time.
            tx.exclusions().tried(row, None, moment.entry.at)?;
        }
        return tidy(tx, &head, moment.entry.at);
    }
    let kept = match prepared(&head, moment, (policy, &over))? {
        Ok(prepared) => saving::keep(house, tx, (own, Wish::default()), (&head, moment), prepared)?.map(drop),
        Err(problem) => Err(problem),
    };
    match kept {
        Ok(()) => Ok(()),
        Err(problem) => refused(tx, (own, moment), &over, &problem),
    }
}

fn prepared(
    head: &Revision,
    moment: Moment,
    (policy, over): (Id<Policy>, &[&ExclusionRow]),
) -> Result<Result<Prepared, PolicyProblem>, Fault> {
    let old = document_of(head, policy)?.write(Version::Beta);
    let changed = changed_document(&old, &without(&old, over), policy, moment);
    let own = policy_sets::own_strengths(head)?;
    let changed = changed.map(|document| document.with_strengths(&own));
    let document = match changed.and_then(|document| check(&document, head).map(|()| document)) {
        Ok(document) => document,
        Err(problem) => return Ok(Err(problem)),
    };
    let new = document.write(Version::Beta);
    let changes = difference(&old, &new).about("displayName", &document.policy.name);
    Ok(Ok(Prepared {
        edits: vec![Edit::put(part_of(policy), new.to_string())],
        verb: Verb::EndExclusion,
        target: ("policy", policy.cast()),
        changes: over
            .iter()
            .fold(changes, |changes, row| changes.gone(row.excluded.kind(), row.excluded.id())),
    }))
}

/// What changes in a document that no longer leaves these out.
fn without(old: &Value, over: &[&ExclusionRow]) -> Value {
    let mut users = json!({});
    for row in over {
        let member = row.excluded.member();
        let before =
            if users[member].is_null() { &old["conditions"]["users"][member] } else { &users[member] };
        let gone = row.excluded.id().to_string();
        let left: Vec<Value> = before
            .as_array()
            .into_iter()
            .flatten()
            .filter(|id| !id.as_str().is_some_and(|id| id.eq_ignore_ascii_case(&gone)))
            .cloned()
            .collect();
        users[member] = left.into();
    }
    json!({ "conditions": { "users": users } })
}

/// Marks what could not be taken out, and says so in the audit log the first time.
fn refused(
    tx: &mut Tx<'_>,
    (own, moment): (&Permit<ManagePolicies>, Moment),
    over: &[&ExclusionRow],
    problem: &PolicyProblem,
) -> Result<(), Fault> {
    let (word, why) = match problem {
        // Who would no longer come in, and from which addresses, stays out of what is never changed.
        PolicyProblem::LocksOut(_) => {
            (Refused::LocksOut, "too few administrators would still come in".to_owned())
        }
        other => (Refused::Other, other.to_string()),
    };
    for row in over {
        tx.exclusions().tried(row, Some(word.word()), moment.entry.at)?;
        if row.refused.as_deref() == Some(word.word()) {
            continue;
        }
        let name = document_of(&policy_sets::head(tx)?, row.policy)?.policy.name;
        let ends: Option<Timestamp> = row.ends;
        let changes = Changes::default()
            .made("refused", &why)
            .made(row.excluded.kind(), row.excluded.id())
            .made("until", ends.map(Timestamp::as_secs))
            .about("displayName", name);
        let entry = moment.entry.about(row.excluded.id());
        entry.write(tx, own, Verb::EndExclusion, ("policy", Some(row.policy)), &changes)?;
    }
    Ok(())
}
