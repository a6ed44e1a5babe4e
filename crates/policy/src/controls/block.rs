use serde::{Deserialize, Serialize};

use crate::Need;

/// Stops everything that the policy applies to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The AADSTS number that says why.
    pub error: i64,
}

impl Block {
    pub(super) const fn need(&self) -> Need {
        Need::Block(self.error)
    }
}
