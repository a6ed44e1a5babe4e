use model::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Facts, Need, SECOND_FACTORS};

/// Demands that a second factor is registered, from a deadline on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// How long after it was first asked a person may go without; zero asks at once.
    pub grace: Span,
}

impl Registration {
    pub(super) fn need(&self, facts: &Facts) -> Option<Need> {
        (facts.now >= self.due(facts)).then_some(Need::Registration)
    }

    /// The deadline of somebody who has nothing registered, while it is still to come.
    pub(super) fn coming(&self, facts: &Facts) -> Option<Timestamp> {
        let due = self.due(facts);
        (facts.now < due && !facts.registered.intersects(SECOND_FACTORS)).then_some(due)
    }

    fn due(&self, facts: &Facts) -> Timestamp {
        facts.subject.registration_since + self.grace
    }
}
