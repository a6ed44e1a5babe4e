use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::{Facts, Origin, Policy};

/// Holds for emergency accounts alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyAccount {}

/// True for a policy that is not about emergency accounts, whatever its conditions say: one that an administrator wrote.
pub(crate) fn spares(policy: &Policy) -> bool {
    policy.origin == Origin::ConditionalAccess
}

impl EmergencyAccount {
    pub(crate) fn verdict(&self, facts: &Facts) -> Verdict {
        Verdict::from(facts.subject.emergency)
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        (if facts.subject.emergency { "emergency account" } else { "no emergency account" }).to_owned()
    }

    pub(super) fn wanted(&self) -> String {
        "emergency account".to_owned()
    }
}
