//! Conditional access > Overview: how far rules reach, and what needs somebody.

use axum::response::Response;
use graph::{Document, Version};
use model::{Locale, Timestamp};
use policy::State;
use service::DayCounts;
use service::authority::{ReadSecurity, Target};
use service::conditional_access::{Coverage, LookedOver, day_of};

use super::desk::{Desk, shown};
use super::home::short_day;
use super::plan;
use super::policies::{is_error, looked_over, state_of};
use super::shown::count;
use crate::here::Here;
use crate::screens::admin::{Attention, Chart, CoverageFigures, Day, Entry, Overview, OverviewPeriod};

/// After how many days a policy that only reports is to be decided about.
const REPORTED_LONG: i64 = 30;
const SECONDS_OF_A_DAY: i64 = 86_400;

/// The overview of the last days.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Overview).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let period = OverviewPeriod::from_word(desk.query().get("days"));
    let read = desk.house().coverage(desk.tenant(), &permit, period.days()).await;
    let coverage = desk.or_fault(read)?;
    let over = looked_over(&desk).await?;
    let looked = desk.or_fault(desk.house().policy_tests_looked(desk.tenant(), &permit).await)?;
    let figures = figures(coverage.total());
    let now = desk.house().now();
    shown(&Overview {
        shell: desk.shell(),
        period,
        since: since(&coverage, (now, period), desk.locale()),
        chart: chart(&coverage, (now, period), desk.locale()),
        attention: attention(&desk, &over, looked.map_or(0, |looked| looked.broken.len()), figures),
        replays: replays(&over),
        figures,
        lacks_plan: plan::is_lacking(&desk).await?,
    })
}

fn figures(total: DayCounts) -> CoverageFigures {
    CoverageFigures {
        sign_ins: count(total.sign_ins),
        covered: count(total.covered),
        single_factor: count(total.single_factor),
        legacy: count(total.legacy),
        blocked: count(total.blocked),
    }
}

/// The first day that was counted, where the time begins before it.
fn since(coverage: &Coverage, (now, period): (Timestamp, OverviewPeriod), locale: Locale) -> Option<String> {
    let (first, _) = coverage.days.first()?;
    let begins = day_of(now) - period.days() + 1;
    (*first > begins).then(|| short_day(Timestamp::from_secs(first * SECONDS_OF_A_DAY), locale))
}

/// Every day of the time, in UTC as it was counted.
fn chart(coverage: &Coverage, (now, period): (Timestamp, OverviewPeriod), locale: Locale) -> Chart {
    let today = day_of(now);
    let of = |day: i64| {
        let found = coverage.days.iter().find(|(known, _)| *known == day);
        found.map_or_else(DayCounts::default, |(_, counts)| *counts)
    };
    let days = (today - period.days() + 1..=today).map(|day| {
        let counts = of(day);
        Day {
            label: short_day(Timestamp::from_secs(day * SECONDS_OF_A_DAY), locale),
            inside: count(counts.covered),
            extra: count(counts.sign_ins - counts.covered),
            stopped: count(counts.blocked),
        }
    });
    Chart { days: days.collect() }
}

/// What needs somebody, the most urgent first.
fn attention(desk: &Desk, over: &LookedOver, broken: usize, figures: CoverageFigures) -> Vec<Attention> {
    let written = || over.policies.written.iter().zip(&over.findings);
    let name = |document: &Document| (document.policy.id.to_string(), document.policy.name.clone());
    let mut found = vec![];
    if !over.policies.defaults_on && !written().any(|(document, _)| document.policy.state == State::On) {
        found.push(Attention::NoRules);
    }
    if figures.legacy > 0 {
        found.push(Attention::Legacy { sign_ins: figures.legacy });
    }
    if broken > 0 {
        found.push(Attention::BrokenTests { tests: count(broken) });
    }
    for (document, findings) in written().filter(|(document, _)| document.policy.state != State::Off) {
        let errors = findings.iter().filter(|finding| is_error(finding, document.policy.state)).count();
        if errors > 0 {
            let (id, policy) = name(document);
            found.push(Attention::Findings { id, policy, findings: count(errors) });
        }
    }
    for (document, _) in written().filter(|(document, _)| document.policy.state == State::ReportOnly) {
        let days = state_of(desk, document).days;
        if days >= REPORTED_LONG {
            let (id, policy) = name(document);
            found.push(Attention::ReportOnly { id, policy, days: count(days) });
        }
    }
    for (document, _) in written().filter(|(document, _)| document.policy.state == State::On) {
        let exceptions = exceptions(document);
        if exceptions > 0 {
            let (id, policy) = name(document);
            found.push(Attention::Exceptions { id, policy, exceptions: count(exceptions) });
        }
    }
    found
}

/// How many people and groups a policy leaves out by name.
fn exceptions(document: &Document) -> usize {
    let written = document.write(Version::Beta);
    let users = &written["conditions"]["users"];
    let named = |member: &str| users[member].as_array().map_or(0, Vec::len);
    named("excludeUsers") + named("excludeGroups")
}

/// What can be looked at over the sign-ins that were: policies that only report, else security defaults where they are off.
fn replays(over: &LookedOver) -> Vec<(String, String)> {
    let report_only = over.policies.written.iter().filter(|one| one.policy.state == State::ReportOnly);
    let found: Vec<_> =
        report_only.take(3).map(|one| (one.policy.id.to_string(), one.policy.name.clone())).collect();
    if found.is_empty() && !over.policies.defaults_on {
        return vec![("defaults".to_owned(), String::new())];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 23 November 2026, 07:52:10 UTC.
    const AT: Timestamp = Timestamp::from_secs(1_795_420_330);

    fn coverage() -> Coverage {
        let counts = DayCounts { sign_ins: 7, covered: 5, single_factor: 2, legacy: 0, blocked: 1 };
        Coverage { days: vec![(day_of(AT) - 2, counts)], ..Coverage::default() }
    }

    #[test]
    fn the_chart_has_every_day_and_stacks_what_rules_reached_on_what_they_did_not() {
        let days = chart(&coverage(), (AT, OverviewPeriod::Week), Locale::En).days;
        assert_eq!(days.len(), 7);
        let counted = Day { label: "21 November".to_owned(), inside: 5, extra: 2, stopped: 1 };
        assert_eq!(days[4], counted);
        assert_eq!(chart(&coverage(), (AT, OverviewPeriod::Month), Locale::En).days.len(), 30);
    }

    #[test]
    fn a_time_that_begins_before_anything_was_counted_says_since_when() {
        let told = since(&coverage(), (AT, OverviewPeriod::Week), Locale::En);
        assert_eq!(told.as_deref(), Some("21 November"));
        let mut whole = coverage();
        whole.days[0].0 = day_of(AT) - 6;
        assert_eq!(since(&whole, (AT, OverviewPeriod::Week), Locale::En), None);
        assert_eq!(since(&Coverage::default(), (AT, OverviewPeriod::Week), Locale::En), None);
    }
}
