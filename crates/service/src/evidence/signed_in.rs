use model::{FirstParty, Id, User};
use policy::{ResultCode, builtin};
use serde::Deserialize;
use sql::Tx;
use store::{DayCounts, Gap, Record, Tables};

use super::{Days, Listed};
use crate::Fault;
use crate::log::named;

/// The sign-ins of some days.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// What was counted.
    pub counts: DayCounts,
    /// Those by one factor alone, newest first.
    pub single: Listed<SingleFactor>,
}

/// A sign-in by one factor alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleFactor {
    /// The record.
    pub record: Record,
    /// Who, by the name that they have now.
    pub person: Option<(Id<User>, String)>,
    /// The application, by the name that it has now.
    pub application: Option<String>,
    /// Our own page, when it was one.
    pub page: Option<FirstParty>,
    /// Why one was enough.
    pub why: NoSecondStep,
}

/// Why one factor was enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoSecondStep {
    /// No rule was about it.
    NoRule,
    /// A policy would have asked for more, and only reported.
    OnlyReported,
    /// The rules that were about it asked for no second step.
    NotDemanded,
    /// The record does not tell any more.
    NotKept,
}

impl NoSecondStep {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::NoRule, Self::OnlyReported, Self::NotDemanded, Self::NotKept];

    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoRule => "noRule",
            Self::OnlyReported => "onlyReported",
            Self::NotDemanded => "notDemanded",
            Self::NotKept => "notKept",
        }
    }
}

/// What is read of a verdict.
#[derive(Deserialize)]
struct Verdict {
    results: Vec<(Id<policy::Policy>, ResultCode)>,
}

pub(super) fn of(tx: &mut Tx<'_>, days: Days, most: i64) -> Result<SignedIn, Fault> {
    let counted = tx.coverage().days(days.first())?;
    let counts = counted.into_iter().filter(|(day, _)| days.has(*day));
    let counts = counts.fold(DayCounts::default(), |total, (_, day)| total.and(day));
    let (from, until) = days.time();
    let records = tx.coverage().in_gap((Gap::SingleFactor, from), (until, Id::fixed(0)), most + 1)?;
    let listed = Listed::of(records, most);
    let line = |record: Record| {
        let why = why(&record);
        let entry = named(tx, record)?;
        let (person, application, page) = (entry.person, entry.application, entry.page);
        Ok::<_, Fault>(SingleFactor { record: entry.record, person, application, page, why })
    };
    let lines = listed.lines.into_iter().map(line).collect::<Result<_, _>>()?;
    Ok(SignedIn { counts, single: Listed { lines, is_cut: listed.is_cut } })
}

fn why(record: &Record) -> NoSecondStep {
    let verdict = record.verdict.as_deref().and_then(|text| serde_json::from_str::<Verdict>(text).ok());
    let Some(Verdict { results }) = verdict else { return NoSecondStep::NotKept };
    let reported = |result: &ResultCode| {
        matches!(result, ResultCode::ReportOnlyFailure | ResultCode::ReportOnlyInterrupted)
    };
    let is_rule = |(id, result): &(Id<policy::Policy>, ResultCode)| {
        *result == ResultCode::Success && !builtin::is_floor(*id)
    };
    if results.iter().any(|(_, result)| reported(result)) {
        NoSecondStep::OnlyReported
    } else if results.iter().any(is_rule) {
        NoSecondStep::NotDemanded
    } else {
        NoSecondStep::NoRule
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(results: &[(Id<policy::Policy>, ResultCode)]) -> NoSecondStep {
        let verdict = serde_json::json!({ "demands": [], "results": results }).to_string();
        why(&Record { verdict: Some(verdict), ..blank() })
    }

    fn blank() -> Record {
        let at = model::Timestamp::from_secs(1_795_420_330);
        Record {
            id: Id::fixed(1),
            at,
            code: String::new(),
            user: None,
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
            outcome: store::Outcome::Success,
            error: 0,
            interactive: true,
            times: 1,
            last_at: at,
            revision: None,
            evaluator: 1,
            facts: None,
            verdict: None,
        }
    }

    #[test]
    fn it_is_told_why_one_factor_was_enough() {
        let own = Id::fixed(7);
        assert_eq!(why(&blank()), NoSecondStep::NotKept);
        assert_eq!(told(&[]), NoSecondStep::NoRule);
        assert_eq!(told(&[(builtin::FLOOR_PRIVILEGED, ResultCode::Success)]), NoSecondStep::NoRule);
        assert_eq!(told(&[(own, ResultCode::NotApplied)]), NoSecondStep::NoRule);
        assert_eq!(told(&[(own, ResultCode::Success)]), NoSecondStep::NotDemanded);
        let reported = [(own, ResultCode::ReportOnlyInterrupted), (Id::fixed(8), ResultCode::Success)];
        assert_eq!(told(&reported), NoSecondStep::OnlyReported);
    }
}
