use model::{Id, ServicePrincipal};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::Facts;
use crate::rule::{Filter, Property};

/// The workloads that a policy is about: applications that sign in as themselves. Exclude beats include. It never
/// holds for a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Workloads {
    /// Every one that the organisation owns (`ServicePrincipalsInMyTenant`).
    pub own: bool,
    /// These.
    pub include: Vec<Id<ServicePrincipal>>,
    /// Not these.
    pub exclude: Vec<Id<ServicePrincipal>>,
    /// Workloads by their custom attributes.
    pub filter: Option<Filter>,
    /// Agents that are included, by id or `All`. There are none here.
    pub include_agents: Vec<String>,
    /// Agents that are excluded.
    pub exclude_agents: Vec<String>,
    /// Agents by their custom attributes.
    pub agent_filter: Option<Filter>,
}

impl Workloads {
    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        let Some(workload) = facts.subject.workload else { return Verdict::Fails };
        let null = |_: &str| Property::Null;
        let included = self.own
            || self.include.contains(&workload)
            || self.filter.as_ref().is_some_and(|filter| filter.includes(&null));
        let excluded = self.exclude.contains(&workload)
            || self.filter.as_ref().is_some_and(|filter| filter.excludes(&null));
        Verdict::from(included && !excluded)
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        facts.subject.workload.map_or_else(|| "a person".to_owned(), |id| id.to_string())
    }

    pub(super) fn wanted(&self) -> String {
        let ids = |ids: &[Id<ServicePrincipal>]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut words = if self.own { vec!["every workload".to_owned()] } else { ids(&self.include) };
        words.extend(self.include_agents.iter().map(|agent| format!("agent {agent}")));
        let mut wanted = words.join(", ");
        if !self.exclude.is_empty() {
            wanted = format!("{wanted}, without {}", ids(&self.exclude).join(", "));
        }
        match &self.filter {
            Some(filter) => format!("{wanted}; {}", filter.word()),
            None => wanted,
        }
    }
}
