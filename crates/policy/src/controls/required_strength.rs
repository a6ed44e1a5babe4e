use model::Id;
use serde::{Deserialize, Serialize};

use crate::{AuthenticationStrength, Need, Strength};

/// Demands an authentication strength. A remembered browser never stands in for one (S14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequiredStrength {
    /// Which.
    pub id: Id<AuthenticationStrength>,
    /// What it takes in the revision that the policy is in. One that is not known takes nothing.
    pub strength: Strength,
}

impl RequiredStrength {
    /// The strength with this id among the ones that are built in and these.
    pub fn find(id: Id<AuthenticationStrength>, custom: &[AuthenticationStrength]) -> Self {
        let known = AuthenticationStrength::built_in(id).or_else(|| {
            custom.iter().find(|strength| strength.id == id).map(AuthenticationStrength::strength)
        });
        Self { id, strength: known.unwrap_or_else(|| Strength::any_of([])) }
    }

    pub(super) fn need(&self) -> Need {
        Need::Combination(self.strength.clone())
    }
}
