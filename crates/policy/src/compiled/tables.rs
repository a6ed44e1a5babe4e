use model::{ClientApp, Flow, PerUserMfa, Platform, RiskLevel, Signal};

use super::Row;
use crate::conditions::{Condition, HasSecondFactor, Unfamiliar, Verdict};
use crate::{Facts, Policy, Risks};

/// How many tables there are.
pub(super) const TABLES: usize = 8;
/// What a set of facts says in each table.
pub(super) type Values = [u8; TABLES];

/// What a condition says about a value of a table; `None` where it looks at something else.
type Says = fn(&Condition, usize) -> Option<Verdict>;

/// Conditions over so few values that each value has its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tables {
    words: usize,
    /// The tables in which some policy says something: which, and its rows one after another.
    tables: Vec<(usize, Box<[u64]>)>,
}

/// How many values each table has, and what conditions say about them.
const ALL: [(usize, Says); TABLES] = [
    (ClientApp::ALL.len() * PLATFORMS, program),
    (RISKS, |condition, value| match condition {
        Condition::SignInRisk(levels) => Some(levels.says(signal(value, RiskLevel::ALL))),
        _ => None,
    }),
    (RISKS, |condition, value| match condition {
        Condition::UserRisk(levels) => Some(levels.says(signal(value, RiskLevel::ALL))),
        _ => None,
    }),
    (RISKS, |condition, value| match condition {
        Condition::ServicePrincipalRisk(levels) => Some(levels.says(signal(value, RiskLevel::ALL))),
        _ => None,
    }),
    (RISKS, |condition, value| match condition {
        Condition::InsiderRisk(levels) => Some(levels.says(signal(value, RiskLevel::ALL))),
        _ => None,
    }),
    (RISKS, |condition, value| match condition {
        Condition::AgentRisk(levels) => Some(levels.says(signal(value, RiskLevel::ALL))),
        _ => None,
    }),
    (Flow::ALL.len() * Flow::ALL.len(), |condition, value| match condition {
        Condition::Flows(flows) => {
            Some(flows.says(Flow::ALL[value / Flow::ALL.len()], Flow::ALL[value % Flow::ALL.len()]))
        }
        _ => None,
    }),
    (PerUserMfa::ALL.len() * 4, |condition, value| match condition {
        Condition::PerUser(states) => Some(states.says(PerUserMfa::ALL[value / 4])),
        Condition::Unfamiliar(_) => Some(Verdict::from(value & 2 != 0)),
        Condition::HasSecondFactor(_) => Some(Verdict::from(value & 1 != 0)),
        _ => None,
    }),
];
const PLATFORMS: usize = Platform::ALL.len() + 2;
const RISKS: usize = RiskLevel::ALL.len() + 2;

impl Tables {
    pub(super) fn new(policies: &[Policy]) -> Self {
        let everything = Row::all(policies.len());
        let words = everything.words().len();
        let mut tables = vec![];
        for (table, (values, says)) in ALL.into_iter().enumerate() {
            let rows: Vec<Row> = (0..values).map(|value| row(policies, says, value)).collect();
            if rows.iter().any(|row| *row != everything) {
                tables.push((table, rows.iter().flat_map(|row| row.words()).copied().collect()));
            }
        }
        Self { words, tables }
    }

    /// The rows of these values.
    pub(super) fn rows(&self, values: Values) -> impl Iterator<Item = &[u64]> {
        self.tables.iter().map(move |(table, rows)| {
            let at = values[*table] as usize * self.words;
            &rows[at..at + self.words]
        })
    }
}

fn row(policies: &[Policy], says: Says, value: usize) -> Row {
    let mut row = Row::all(policies.len());
    for (place, policy) in policies.iter().enumerate() {
        let mut said = policy.conditions.iter().filter_map(|condition| says(condition, value));
        if said.any(|verdict| verdict != Verdict::Holds) {
            row.remove(place);
        }
    }
    row
}

/// What the facts say in each table.
pub(super) fn values(facts: &Facts) -> Values {
    let here = &facts.circumstances;
    let Risks { sign_in, user, service_principal, insider, agent } = here.risks;
    let is_unfamiliar = Unfamiliar {}.verdict(facts) == Verdict::Holds;
    let has_second = HasSecondFactor {}.verdict(facts) == Verdict::Holds;
    let [sign_in, user, service_principal, insider, agent] =
        [sign_in, user, service_principal, insider, agent].map(|risk| number(risk, RiskLevel::ALL));
    [
        here.client_app as usize * PLATFORMS + number(here.platform, Platform::ALL),
        sign_in,
        user,
        service_principal,
        insider,
        agent,
        here.flow as usize * Flow::ALL.len() + here.tracked_flow as usize,
        facts.subject.per_user_mfa as usize * 4 + usize::from(is_unfamiliar) * 2 + usize::from(has_second),
    ]
    .map(|value| u8::try_from(value).unwrap_or(u8::MAX))
}

/// The kind of program among these values.
pub(super) fn client_app(values: Values) -> ClientApp {
    ClientApp::ALL[values[0] as usize / PLATFORMS]
}

fn number<T: Copy + PartialEq>(signal: Signal<T>, all: &[T]) -> usize {
    match signal {
        Signal::Known(value) => all.iter().position(|one| *one == value).unwrap_or(all.len()),
        Signal::Unknown => all.len(),
        Signal::NotGiven => all.len() + 1,
    }
}

fn signal<T: Copy>(number: usize, all: &[T]) -> Signal<T> {
    match all.get(number) {
        Some(value) => Signal::Known(*value),
        None if number == all.len() => Signal::Unknown,
        None => Signal::NotGiven,
    }
}

fn program(condition: &Condition, value: usize) -> Option<Verdict> {
    let (app, platform) = (ClientApp::ALL[value / PLATFORMS], signal(value % PLATFORMS, Platform::ALL));
    match condition {
        Condition::ClientApps(apps) => Some(apps.says(app, platform)),
        Condition::Platforms(platforms) => Some(platforms.says(platform)),
        _ => None,
    }
}

/// True for conditions that stand in a table.
pub(super) fn has(condition: &Condition) -> bool {
    ALL.iter().any(|(_, says)| says(condition, 0).is_some())
}
