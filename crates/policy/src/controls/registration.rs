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

// An emergency account has its capsule, and whoever breaks the seal may have no device at hand to register: the floor
// asks of it what is stronger.
impl Registration {
    pub(super) fn need(&self, facts: &Facts) -> Option<Need> {
        (facts.now >= self.due(facts) && !facts.subject.emergency).then_some(Need::Registration)
    }

    /// The deadline of somebody who has nothing registered, while it is still to come.
    pub(super) fn coming(&self, facts: &Facts) -> Option<Timestamp> {
        let due = self.due(facts);
        let has_one = facts.registered.intersects(SECOND_FACTORS) || facts.subject.emergency;
        (facts.now < due && !has_one).then_some(due)
    }

    fn due(&self, facts: &Facts) -> Timestamp {
        facts.subject.registration_since + self.grace
    }
}
