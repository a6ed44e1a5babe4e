use std::fmt;

use model::Timestamp;
use policy::replay::{Count, Differences};
use policy::{
    ConditionTrace, Decision, Demand, End, Facts, Need, PolicyTrace, Source, State, Strength, Verdict,
};
use serde::{Deserialize, Serialize};
use service::conditional_access::{Named, Report};

use super::{moment, table};

/// What policies say of a sign-in that might be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WhatIfTold {
    /// Every policy.
    pub policies: Vec<PolicyTold>,
    /// What is needed.
    pub demands: Vec<DemandTold>,
    /// `in`, `asked` or `stopped`.
    pub result: String,
    /// False where something is asked that the person does not have; only where it is asked of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub can_give: Option<bool>,
    /// The AADSTS number, where it is stopped.
    pub error: Option<i64>,
    /// Why the person does not get in whatever policies say: `disabled` or `notAssigned`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<String>,
}

/// What one policy says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyTold {
    /// What it is called.
    pub display_name: String,
    /// `on`, `off` or `report-only`.
    pub state: String,
    /// Graph's word.
    pub result: String,
    /// Every condition.
    pub conditions: Vec<ConditionTold>,
}

/// What one condition says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConditionTold {
    /// Which.
    pub condition: String,
    /// The value seen.
    pub seen: String,
    /// The value wanted.
    pub wanted: String,
    /// `holds`, `fails` or `unknown`.
    pub verdict: String,
}

/// Something that is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DemandTold {
    /// What.
    pub need: String,
    /// Whether it is given.
    pub is_met: bool,
    /// Who demands it.
    pub sources: String,
}

impl WhatIfTold {
    /// The decision and its trace; `states` are those of the policies, in their order.
    pub(crate) fn of(
        (policies, states): (&[PolicyTrace], &[State]),
        (decision, end): (&Decision, End),
        facts: &Facts,
    ) -> Self {
        let policy = |(told, state): (&PolicyTrace, &State)| PolicyTold {
            display_name: told.name.clone(),
            state: state_word(*state).to_owned(),
            result: told.result.word().to_owned(),
            conditions: told.conditions.iter().map(ConditionTold::of).collect(),
        };
        let demand = |demand: &Demand| DemandTold {
            need: need(&demand.need),
            is_met: demand.is_met(facts),
            sources: sources(policies, &demand.sources),
        };
        let (result, error) = match end {
            End::In => ("in", None),
            End::Asked | End::Stuck => ("asked", None),
            End::Stopped(error) => ("stopped", Some(error)),
        };
        Self {
            policies: policies.iter().zip(states).map(policy).collect(),
            demands: decision.demands.iter().map(demand).collect(),
            result: result.to_owned(),
            can_give: None,
            error,
            obstacle: None,
        }
    }

    fn in_words(&self) -> String {
        let open: Vec<&str> =
            self.demands.iter().filter(|demand| !demand.is_met).map(|demand| demand.need.as_str()).collect();
        match (self.result.as_str(), self.error, self.can_give) {
            (_, Some(error), _) => format!("stopped ({error})"),
            ("in", ..) => "let in".to_owned(),
            (_, _, Some(false)) => format!("asked for {}, which is not set up", open.join("; ")),
            _ => format!("asked for {}", open.join("; ")),
        }
    }
}

impl fmt::Display for WhatIfTold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for policy in &self.policies {
            writeln!(f, "{} ({}): {}", policy.display_name, policy.state, policy.result)?;
            for ConditionTold { condition, seen, wanted, verdict } in &policy.conditions {
                writeln!(f, "  {condition}: {verdict}. Seen: {seen}. Wanted: {wanted}.")?;
            }
        }
        writeln!(f, "\nDemands")?;
        for DemandTold { need, is_met, sources } in &self.demands {
            writeln!(f, "  {need}: {} ({sources})", if *is_met { "met" } else { "open" })?;
        }
        if let Some(obstacle) = &self.obstacle {
            writeln!(f, "\nNot in whatever policies say: {obstacle}")?;
        }
        writeln!(f, "\nResult: {}", self.in_words())
    }
}

impl ConditionTold {
    fn of(trace: &ConditionTrace) -> Self {
        Self {
            condition: trace.condition.clone(),
            seen: trace.seen.clone(),
            wanted: trace.wanted.clone(),
            verdict: verdict(trace.verdict).to_owned(),
        }
    }
}

/// The word of a state in commands.
pub(crate) const fn state_word(state: State) -> &'static str {
    match state {
        State::On => "on",
        State::Off => "off",
        State::ReportOnly => "report-only",
    }
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Fails => "fails",
        Verdict::Unknown => "unknown",
    }
}

fn need(need: &Need) -> String {
    match need {
        Need::Block(error) => format!("block ({error})"),
        Need::Registration => "a registered second factor".to_owned(),
        Need::Control(outstanding) => outstanding.word(),
        Need::Combination(strength) if *strength == Strength::single() => "a first factor".to_owned(),
        Need::Combination(strength) if *strength == Strength::mfa() => {
            "multi-factor authentication".to_owned()
        }
        Need::Combination(strength) => {
            let ways: Vec<String> =
                strength.combinations().iter().map(|methods| format!("{methods:?}")).collect();
            format!("one of {}", ways.join(", "))
        }
    }
}

fn sources(policies: &[PolicyTrace], sources: &[Source]) -> String {
    let name = |source: &Source| match source {
        Source::Policy { id, .. } => {
            let found = policies.iter().find(|policy| policy.id == *id);
            found.map_or_else(|| id.to_string(), |policy| policy.name.clone())
        }
        Source::FirstFactor => "always".to_owned(),
        Source::Request | Source::Application => "the application".to_owned(),
    };
    sources.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// What a replay came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplayTold {
    /// From when on.
    pub from: String,
    /// Until when.
    pub until: String,
    /// How many sign-ins were looked at.
    pub looked_at: u64,
    /// Those that would have ended otherwise.
    pub changed: CountTold,
    /// How many times applications asked by themselves.
    pub renewals: u64,
    /// Those of them that would have ended otherwise.
    pub renewals_changed: CountTold,
    /// Records whose facts could not be read.
    pub unreadable: u64,
    /// How many people it is about.
    pub people_count: usize,
    /// The people whom it is about most.
    pub people: Vec<NamedTold>,
    /// What was opened most.
    pub applications: Vec<NamedTold>,
    /// By which policies.
    pub reasons: Vec<NamedTold>,
    /// By day, as it was counted: in UTC.
    pub days: Vec<NamedTold>,
    /// The sign-ins themselves as comma-separated values, where they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csv: Option<String>,
}

/// How many, by how they would have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CountTold {
    /// Let in.
    pub let_in: u64,
    /// Asked for something that the person can give.
    pub asked: u64,
    /// Asked for something that the person does not have.
    pub cannot_give: u64,
    /// Stopped.
    pub stopped: u64,
}

/// The same by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NamedTold {
    /// The name.
    pub name: String,
    /// How many.
    #[serde(flatten)]
    pub count: CountTold,
}

impl From<Count> for CountTold {
    fn from(count: Count) -> Self {
        Self { let_in: count.let_in, asked: count.asked, cannot_give: count.stuck, stopped: count.stopped }
    }
}

impl ReplayTold {
    /// What was found, with names.
    pub(crate) fn of(report: &Report, named: Named, csv: Option<String>) -> Self {
        let Differences { looked_at, changed, renewals, renewals_changed, .. } = report.found;
        let told = |name: String, count: Count| NamedTold { name, count: count.into() };
        let mut days = report.found.days.most();
        days.sort_unstable_by_key(|(day, _)| *day);
        Self {
            from: moment(report.from),
            until: moment(report.until),
            looked_at,
            changed: changed.into(),
            renewals,
            renewals_changed: renewals_changed.into(),
            unreadable: report.unreadable,
            people_count: report.found.people.len(),
            people: named.people.into_iter().map(|(_, name, count)| told(name, count)).collect(),
            applications: named.applications.into_iter().map(|(_, name, count)| told(name, count)).collect(),
            reasons: named.reasons.into_iter().map(|(_, name, count)| told(name, count)).collect(),
            days: days.into_iter().map(|(day, count)| told(day_word(day), count)).collect(),
            csv,
        }
    }
}

/// `2026-11-23`.
fn day_word(day: i64) -> String {
    moment(Timestamp::from_secs(day * 86_400)).chars().take(10).collect()
}

impl fmt::Display for ReplayTold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(csv) = &self.csv {
            return f.write_str(csv);
        }
        writeln!(f, "{} sign-ins from {} until {} (UTC)", self.looked_at, self.from, self.until)?;
        let CountTold { let_in, asked, cannot_give, stopped } = self.changed;
        writeln!(f, "  let in: {let_in}\n  asked for more: {asked}")?;
        writeln!(f, "  asked for what is not set up: {cannot_give}\n  stopped: {stopped}")?;
        writeln!(f, "  people: {}", self.people_count)?;
        let renewals = self.renewals_changed;
        let again = renewals.asked + renewals.cannot_give + renewals.stopped;
        writeln!(
            f,
            "{} renewals by applications, of which {again} would have asked the person",
            self.renewals
        )?;
        if self.unreadable > 0 {
            writeln!(f, "{} records could not be read", self.unreadable)?;
        }
        let groups = [
            ("PERSON", &self.people),
            ("APPLICATION", &self.applications),
            ("POLICY", &self.reasons),
            ("DAY", &self.days),
        ];
        for (title, rows) in groups.into_iter().filter(|(_, rows)| !rows.is_empty()) {
            let row = |row: &NamedTold| {
                let CountTold { let_in, asked, cannot_give, stopped } = row.count;
                let mut cells: Vec<String> =
                    [let_in, asked, cannot_give, stopped].iter().map(ToString::to_string).collect();
                cells.push(row.name.clone());
                cells
            };
            let head = ["LET IN", "ASKED", "CANNOT GIVE", "STOPPED", title];
            write!(f, "\n{}", table(&head, rows.iter().map(row)))?;
        }
        Ok(())
    }
}

/// A finding about a policy in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FindingTold {
    /// What.
    pub code: String,
    /// Where in the document.
    pub path: String,
    /// What it is about.
    pub about: String,
}

impl FindingTold {
    pub(crate) fn of(finding: &graph::Finding) -> Self {
        Self {
            code: finding.code.word().to_owned(),
            path: finding.path.clone(),
            about: finding.about.clone(),
        }
    }

    /// The same again; nothing where a newer server found what this command does not know.
    pub(crate) fn read(&self) -> Option<graph::Finding> {
        let code = graph::Code::ALL.iter().copied().find(|code| code.word() == self.code)?;
        Some(graph::Finding { code, path: self.path.clone(), about: self.about.clone() })
    }
}
