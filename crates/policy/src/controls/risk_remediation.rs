use serde::{Deserialize, Serialize};

use crate::{Need, Outstanding};

/// Demands that the risk of the person is dealt with. It is never met: what deals with it lowers the risk, and then the
/// policy no longer applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskRemediation {}

impl RiskRemediation {
    pub(super) const fn need(&self) -> Need {
        Need::Control(Outstanding::RiskRemediation)
    }
}
