use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::{Facts, SECOND_FACTORS};

/// Holds when a second factor is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HasSecondFactor {}

impl HasSecondFactor {
    pub(crate) fn verdict(&self, facts: &Facts) -> Verdict {
        Verdict::from(facts.registered.intersects(SECOND_FACTORS))
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        format!("{:?}", facts.registered)
    }

    pub(super) fn wanted(&self) -> String {
        "a second factor is registered".to_owned()
    }
}
