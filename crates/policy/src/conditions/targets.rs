use model::UserAction;
use serde::{Deserialize, Serialize};

use super::{Applications, Verdict};
use crate::Facts;

/// What a policy protects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Targets {
    /// Every application.
    AllApplications,
    /// The admin centre and the API behind it.
    Privileged,
    /// An action in place of an application.
    Action(UserAction),
    /// What an administrator wrote.
    Written(Applications),
}

impl Targets {
    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        let target = &facts.target;
        Verdict::from(match self {
            Self::AllApplications => target.resource.is_some(),
            Self::Privileged => target.privileged,
            Self::Action(action) => target.action == Some(*action),
            Self::Written(applications) => applications.holds(facts),
        })
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        let target = &facts.target;
        match (target.action, target.resource, target.names.first()) {
            (Some(action), _, _) => action.to_string(),
            (None, _, Some(name)) => name.clone(),
            (None, Some(resource), None) => resource.to_string(),
            (None, None, None) => "nothing".to_owned(),
        }
    }

    pub(super) fn wanted(&self) -> String {
        match self {
            Self::AllApplications => "every application".to_owned(),
            Self::Privileged => "the admin centre or its API".to_owned(),
            Self::Action(action) => action.to_string(),
            Self::Written(applications) => applications.wanted(),
        }
    }
}
