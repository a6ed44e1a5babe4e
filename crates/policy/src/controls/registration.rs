use model::Span;
use serde::{Deserialize, Serialize};

use crate::{Facts, Need};

/// Demands that a second factor is registered, from a deadline on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// How long after it was first asked a person may go without; zero asks at once.
    pub grace: Span,
}

impl Registration {
    pub(super) fn need(&self, facts: &Facts) -> Option<Need> {
        let due = facts.subject.registration_since + self.grace;
        (facts.now >= due).then_some(Need::Registration)
    }
}
