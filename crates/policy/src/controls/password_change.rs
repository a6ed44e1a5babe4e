use serde::{Deserialize, Serialize};

use crate::{Need, Outstanding};

/// Demands a new password while the risk of the person is what the policy names. It is never met: the change lowers the
/// risk, and then the policy no longer applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordChange {}

impl PasswordChange {
    pub(super) const fn need(&self) -> Need {
        Need::Control(Outstanding::PasswordChange)
    }
}
