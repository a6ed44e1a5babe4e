//! What the overview counts: sign-ins by day, and the people whom each policy was about.
//!
//! The transaction that keeps a record leaves its id in a queue; this job reads what the record says, counts it and takes it
//! out, in small steps (ADR 37). Counted are sign-ins in which somebody was there; what applications ask by themselves is
//! not.

use std::collections::{BTreeMap, HashMap};

use model::{ClientApp, Id, Tenant, Timestamp, User, proved};
use policy::{Policy, Rest, ResultCode, Strength, builtin};
use serde::Deserialize;
use signin::RecordId;
use sql::Tx;
use store::{CoverageAge, DayCounts, Filter, Gap, Outcome, Record, Tables};

use crate::Fault;
use crate::authority::{Permit, ReadLogs, ReadSecurity};
use crate::house::House;
use crate::jobs::has_job;
use crate::log::{Entry, named};

/// How many records a step counts, and how many steps a round has at most.
const STEP: i64 = 200;
const STEPS: usize = 25;
/// For how many days it is kept whom a policy was about.
const KEPT: i64 = 90;
/// For how many days the numbers of days are kept, which name nobody: a report looks back over a year.
const COUNTS_KEPT: i64 = 400;
/// How many rows are swept at once.
const SWEPT: i64 = 1_000;
/// Over how many days the people are counted whom a policy was about.
const PEOPLE_DAYS: i64 = 7;
const MICROS_OF_A_DAY: i64 = 86_400_000_000;

/// What was counted of the last days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// By day since the epoch, UTC; a day without a sign-in has no row.
    pub days: Vec<(i64, DayCounts)>,
    /// How many people each policy was about in the last seven days, enforced or report-only.
    pub people: HashMap<Id<Policy>, i64>,
}

impl Coverage {
    /// All days together.
    pub fn total(&self) -> DayCounts {
        self.days.iter().fold(DayCounts::default(), |total, (_, day)| total.and(*day))
    }
}

/// The day of a moment since the epoch, UTC.
pub const fn day_of(at: Timestamp) -> i64 {
    at.as_micros().div_euclid(MICROS_OF_A_DAY)
}

impl House {
    /// What was counted of so many days, today among them.
    pub async fn coverage(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        days: i64,
    ) -> Result<Coverage, Fault> {
        let today = day_of(self.now());
        self.db
            .read(tenant, move |tx| {
                let mut people = HashMap::new();
                for (policy, more) in tx.coverage().people_since(today - PEOPLE_DAYS + 1)? {
                    *people.entry(policy).or_default() += more;
                }
                Ok(Coverage { days: tx.coverage().days(today - days + 1)?, people })
            })
            .await
    }

    /// A page of the sign-ins that the overview counts so, newest first; of the filter only the time counts.
    pub async fn sign_ins_in_gap(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        (gap, filter): (Gap, Filter),
        limit: i64,
    ) -> Result<Vec<Entry>, Fault> {
        let from = filter.from.unwrap_or(Timestamp::from_micros(i64::MIN));
        let before = filter.before.unwrap_or((Timestamp::from_micros(i64::MAX), Id::fixed(u128::MAX)));
        self.db
            .read(tenant, move |tx| {
                let records = tx.coverage().in_gap((gap, from), before, limit)?;
                records.into_iter().map(|record| named(tx, record)).collect()
            })
            .await
    }

    /// A round of the job: counts what waits, and forgets what is old.
    pub(crate) async fn count_coverage(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        for _ in 0..STEPS {
            let waiting = self.db.read(tenant, |tx| tx.coverage().waiting(STEP)).await?;
            let is_last = waiting.len() < usize::try_from(STEP).unwrap_or(usize::MAX);
            if !waiting.is_empty() {
                let waiting: Vec<_> =
                    waiting.iter().map(|(id, record)| (*id, record.as_ref().map(counted))).collect();
                let (now, node) = (self.now(), self.node);
                let keep = move |tx: &mut Tx<'_>| {
                    if has_job(tx, "coverage", &node, now)? { count(tx, &waiting) } else { Ok(()) }
                };
                self.db.write(tenant, keep).await?;
            }
            if is_last {
                break;
            }
        }
        self.sweep_coverage(tenant).await
    }

    async fn sweep_coverage(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let (now, node, unset) = (self.now(), self.node, self.unset_retention());
        let (is_due, before) = self
            .db
            .read(tenant, move |tx| {
                let kept = crate::retention::retention(tx, unset)?.sign_ins();
                let today = day_of(now);
                let before =
                    CoverageAge { counts: today - COUNTS_KEPT, people: today - KEPT, gaps: now - kept };
                Ok::<_, Fault>((tx.coverage().any_before(before)?, before))
            })
            .await?;
        if !is_due {
            return Ok(());
        }
        self.db
            .write(tenant, move |tx| {
                if has_job(tx, "coverage", &node, now)? {
                    tx.coverage().sweep(before, SWEPT)?;
                }
                Ok(())
            })
            .await
    }
}

/// What a record counts for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Counted {
    at: Timestamp,
    counts: DayCounts,
    gaps: Vec<Gap>,
    user: Option<Id<User>>,
    /// The policies that people write and that were about it, enforced or on trial.
    policies: Vec<Id<Policy>>,
}

/// What is read of a verdict.
#[derive(Deserialize, Default)]
struct Verdict {
    results: Vec<(Id<Policy>, ResultCode)>,
}

fn counted(record: &Record) -> Counted {
    let verdict = record.verdict.as_deref().and_then(|text| serde_json::from_str::<Verdict>(text).ok());
    let results = verdict.unwrap_or_default().results;
    let is_in = record.outcome == Outcome::Success;
    let is_blocked = record.outcome == Outcome::Failure && policy::code::is_block(record.error);
    let is_covered = results.iter().any(is_enforced);
    let (is_single, is_legacy) = (is_in && is_single(record), is_in && is_legacy(record));
    let kinds = [
        (Gap::Uncovered, is_in && !is_covered),
        (Gap::SingleFactor, is_single),
        (Gap::Legacy, is_legacy),
        (Gap::Blocked, is_blocked),
    ];
    Counted {
        at: record.at,
        counts: DayCounts {
            sign_ins: i64::from(is_in),
            covered: i64::from(is_in && is_covered),
            single_factor: i64::from(is_single),
            legacy: i64::from(is_legacy),
            blocked: i64::from(is_blocked),
        },
        gaps: kinds.into_iter().filter(|(_, is_so)| *is_so).map(|(gap, _)| gap).collect(),
        user: record.user,
        policies: results
            .iter()
            .filter(|(id, result)| is_about(*result) && !builtin::is_built_in(*id))
            .map(|(id, _)| *id)
            .collect(),
    }
}

/// True for a rule that was enforced, and that somebody chose.
fn is_enforced((id, result): &(Id<Policy>, ResultCode)) -> bool {
    matches!(result, ResultCode::Success | ResultCode::Failure) && !builtin::is_floor(*id)
}

/// True when nothing more than one factor was given. What cannot be read any more is not held against the day.
fn is_single(record: &Record) -> bool {
    let rest = record.facts.as_deref().and_then(|facts| serde_json::from_str::<Rest>(facts).ok());
    rest.is_some_and(|rest| !Strength::mfa().is_met_by(proved(&rest.proofs)))
}

fn is_legacy(record: &Record) -> bool {
    let kind = ClientApp::from_word(&record.client_app);
    matches!(kind, Some(ClientApp::ExchangeActiveSync | ClientApp::Other))
}

const fn is_about(result: ResultCode) -> bool {
    matches!(
        result,
        ResultCode::Success
            | ResultCode::Failure
            | ResultCode::ReportOnlySuccess
            | ResultCode::ReportOnlyFailure
            | ResultCode::ReportOnlyInterrupted
    )
}

/// Counts what is still in the queue, and takes it out.
fn count(tx: &mut Tx<'_>, waiting: &[(Id<RecordId>, Option<Counted>)]) -> Result<(), Fault> {
    let mut days: BTreeMap<i64, DayCounts> = BTreeMap::new();
    let mut people: BTreeMap<Id<User>, BTreeMap<Id<Policy>, i64>> = BTreeMap::new();
    for (id, counted) in waiting {
        if !tx.coverage().take(*id)? {
            continue;
        }
        let Some(counted) = counted else { continue };
        let day = day_of(counted.at);
        let total = days.entry(day).or_default();
        *total = total.and(counted.counts);
        for gap in &counted.gaps {
            tx.coverage().note_gap(*gap, counted.at, *id)?;
        }
        if let Some(user) = counted.user.filter(|_| !counted.policies.is_empty()) {
            let last = people.entry(user).or_default();
            for policy in &counted.policies {
                let known = last.entry(*policy).or_insert(day);
                *known = day.max(*known);
            }
        }
    }
    for (day, counts) in days {
        tx.coverage().add(day, counts)?;
    }
    count_people(tx, people)
}

/// Moves each person from the day that was the last with a policy to the day that is now.
fn count_people(tx: &mut Tx<'_>, people: BTreeMap<Id<User>, BTreeMap<Id<Policy>, i64>>) -> Result<(), Fault> {
    let mut moved: BTreeMap<(i64, Id<Policy>), i64> = BTreeMap::new();
    for (user, policies) in people {
        let known: HashMap<Id<Policy>, i64> = tx.coverage().last_days(user)?.into_iter().collect();
        let last_of = |policy: Id<Policy>| known.get(&policy).copied();
        let later = |(policy, day): &(Id<Policy>, i64)| last_of(*policy).is_none_or(|last| last < *day);
        let new: Vec<(Id<Policy>, i64)> = policies.into_iter().filter(later).collect();
        // Whoever was removed for good since is named nowhere again.
        if new.is_empty() || tx.users().by_id(user)?.is_none() {
            continue;
        }
        for (policy, day) in new {
            let last = last_of(policy);
            tx.coverage().set_last_day(user, policy, day)?;
            *moved.entry((day, policy)).or_default() += 1;
            if let Some(last) = last {
                *moved.entry((last, policy)).or_default() -= 1;
            }
        }
    }
    for ((day, policy), people) in moved.into_iter().filter(|(_, people)| *people != 0) {
        tx.coverage().add_people(day, policy, people)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_secs(1_795_420_330);
    const OWN: Id<Policy> = Id::fixed(7);

    fn record(outcome: Outcome, error: i64, results: &[(Id<Policy>, ResultCode)]) -> Record {
        Record {
            id: Id::fixed(1),
            at: AT,
            code: String::new(),
            user: Some(Id::fixed(2)),
            subject: None,
            name_digest: None,
            client: None,
            resource: None,
            session: None,
            grant: None,
            door: "page".to_owned(),
            client_app: "browser".to_owned(),
            platform: None,
            address: None,
            country: None,
            locality: None,
            agent: None,
            flow: "none".to_owned(),
            sign_in_risk: None,
            user_risk: None,
            outcome,
            error,
            interactive: true,
            times: 1,
            last_at: AT,
            revision: None,
            evaluator: 1,
            facts: None,
            verdict: Some(serde_json::json!({ "demands": [], "results": results }).to_string()),
        }
    }

    #[test]
    fn the_floor_covers_nothing_and_a_rule_of_ones_own_does() {
        let floor = [(builtin::FLOOR_PRIVILEGED, ResultCode::Success), (OWN, ResultCode::NotApplied)];
        let found = counted(&record(Outcome::Success, 0, &floor));
        assert_eq!((found.counts.sign_ins, found.counts.covered), (1, 0));
        assert_eq!((found.gaps, found.policies), (vec![Gap::Uncovered], vec![]));
        for id in [OWN, builtin::DEFAULTS_REGISTRATION, builtin::PER_USER_ENFORCED] {
            let found = counted(&record(Outcome::Success, 0, &[(id, ResultCode::Success)]));
            assert_eq!((found.counts.covered, found.gaps), (1, vec![]), "{id}");
        }
    }

    #[test]
    fn report_only_covers_nobody_and_is_about_somebody() {
        let found = counted(&record(Outcome::Success, 0, &[(OWN, ResultCode::ReportOnlyFailure)]));
        assert_eq!((found.counts.covered, found.policies), (0, vec![OWN]));
    }

    #[test]
    fn stopped_by_a_rule_is_not_stopped_by_a_wrong_code() {
        let failed = [(OWN, ResultCode::Failure)];
        let blocked = counted(&record(Outcome::Failure, policy::code::BLOCKED, &failed));
        assert_eq!(
            (blocked.counts.blocked, blocked.counts.sign_ins, blocked.gaps),
            (1, 0, vec![Gap::Blocked])
        );
        let wrong = counted(&record(Outcome::Failure, policy::code::WRONG_CODE, &failed));
        assert_eq!((wrong.counts, wrong.policies), (DayCounts::default(), vec![OWN]));
        let asked = counted(&record(Outcome::Interrupted, policy::code::MFA_ASKED, &failed));
        assert_eq!((asked.counts, asked.policies), (DayCounts::default(), vec![OWN]));
    }

    #[test]
    fn an_old_program_is_told_by_its_kind() {
        let old = Record { client_app: "other".to_owned(), ..record(Outcome::Success, 0, &[]) };
        assert_eq!(counted(&old).gaps, [Gap::Uncovered, Gap::Legacy]);
    }
}
