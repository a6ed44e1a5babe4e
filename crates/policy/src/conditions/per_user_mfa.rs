use model::PerUserMfa;
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::Facts;

/// The state of the old per-user switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PerUser(pub Vec<PerUserMfa>);

impl PerUser {
    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        self.says(facts.subject.per_user_mfa)
    }

    pub(crate) fn says(&self, state: PerUserMfa) -> Verdict {
        Verdict::from(self.0.contains(&state))
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        facts.subject.per_user_mfa.to_string()
    }

    pub(super) fn wanted(&self) -> String {
        self.0.iter().map(|state| state.word()).collect::<Vec<_>>().join(", ")
    }
}
