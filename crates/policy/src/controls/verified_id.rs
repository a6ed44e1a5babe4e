use serde::{Deserialize, Serialize};

use crate::{Need, Outstanding};

/// Demands a document of identity from outside. Nothing here can check one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifiedId {}

impl VerifiedId {
    pub(super) const fn need(&self) -> Need {
        Need::Control(Outstanding::VerifiedId)
    }
}
