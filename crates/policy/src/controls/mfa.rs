use serde::{Deserialize, Serialize};

use crate::{Need, Strength};

/// Demands multi-factor authentication; a remembered browser stands in for the second factor (S14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mfa {}

impl Mfa {
    pub(super) const fn need(&self) -> Need {
        Need::Combination(Strength::mfa())
    }
}
