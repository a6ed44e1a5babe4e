use serde::{Deserialize, Serialize};

/// Stops everything that the policy applies to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The AADSTS number that says why (reference 6.2).
    pub error: i64,
}
