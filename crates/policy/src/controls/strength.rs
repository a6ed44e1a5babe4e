use serde::{Deserialize, Serialize};

use crate::{Need, Strength};

/// Demands one of a set of combinations of methods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AtLeast {
    /// The combinations.
    pub strength: Strength,
}

impl AtLeast {
    pub(super) fn need(&self) -> Need {
        Need::Combination(self.strength.clone())
    }
}
