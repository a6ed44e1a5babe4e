use policy::{ConditionTrace, Demand, Need, PolicyTrace, ResultCode, Source};
use text::Texts;

use super::conditions;

/// Policies with their conditions, as the tables of a page show them.
pub struct PolicyTable<'p> {
    /// The texts of the page.
    pub t: &'static Texts,
    /// The policies.
    pub policies: &'p [PolicyTrace],
    /// What was needed, and whether it was given.
    pub demands: &'p [(Demand, bool)],
    /// What was opened, in a sentence.
    pub application: String,
}

/// One condition of a policy, as the tables show it.
#[derive(Debug)]
pub struct Row {
    /// The policy, on its first row only.
    pub policy: String,
    /// Which condition.
    pub condition: String,
    /// What it saw.
    pub seen: String,
    /// What it wanted.
    pub wanted: String,
    /// What the policy said, on its first row only; of a policy that does not apply, what the condition said.
    pub verdict: String,
    /// The class of the verdict.
    pub class: &'static str,
}

impl PolicyTable<'_> {
    /// The conditions of the policies that applied, and of those on trial.
    fn rows(&self) -> Vec<Row> {
        self.policies
            .iter()
            .filter(|policy| applied(policy))
            .flat_map(|policy| self.rows_of(policy))
            .collect()
    }

    /// The two tables: what applied, and then, apart, what did not; one without a row is not shown.
    pub fn parts(&self) -> Vec<(Vec<Row>, bool)> {
        let both = [(self.rows(), false), (self.rows_apart(), true)];
        both.into_iter().filter(|(rows, _)| !rows.is_empty()).collect()
    }

    /// How many policies applied.
    pub fn applying(&self) -> usize {
        self.policies.len() - self.not_applying()
    }

    /// How many policies do not apply.
    pub fn not_applying(&self) -> usize {
        self.policies.iter().filter(|policy| !applied(policy)).count()
    }

    /// The conditions of the policies that do not apply, each with whether it fits.
    fn rows_apart(&self) -> Vec<Row> {
        self.policies
            .iter()
            .filter(|policy| !applied(policy))
            .flat_map(|policy| self.rows_of(policy))
            .collect()
    }

    fn rows_of(&self, policy: &PolicyTrace) -> Vec<Row> {
        let t = self.t;
        let name = conditions::policy_name(t, &policy.name);
        let verdict =
            if self.blocks(policy) { t.admin_verdict_stops() } else { conditions::verdict(t, policy) };
        let class = conditions::verdict_class(policy.result);
        if policy.conditions.is_empty() {
            let (condition, seen) = (t.admin_condition_none(), String::new());
            return vec![Row {
                policy: name,
                condition,
                seen,
                wanted: t.admin_seen_everyone(),
                verdict,
                class,
            }];
        }
        let row = |(number, condition): (usize, &ConditionTrace)| {
            let first = number == 0;
            let (verdict, class) = match policy.result {
                ResultCode::NotApplied | ResultCode::ReportOnlyNotApplied => {
                    (conditions::fits(t, condition), conditions::fits_class(condition))
                }
                _ => (if first { verdict.clone() } else { String::new() }, class),
            };
            Row {
                policy: if first { name.clone() } else { String::new() },
                condition: conditions::condition(t, condition),
                seen: conditions::seen(t, condition, &self.application),
                wanted: conditions::wanted(t, condition),
                verdict,
                class,
            }
        };
        policy.conditions.iter().enumerate().map(row).collect()
    }

    fn blocks(&self, policy: &PolicyTrace) -> bool {
        let is_its = |source: &Source| matches!(source, Source::Policy { id, .. } if *id == policy.id);
        self.demands
            .iter()
            .any(|(demand, _)| matches!(demand.need, Need::Block(_)) && demand.sources.iter().any(is_its))
    }
}

const fn applied(policy: &PolicyTrace) -> bool {
    !matches!(
        policy.result,
        ResultCode::NotApplied | ResultCode::NotEnabled | ResultCode::ReportOnlyNotApplied
    )
}
