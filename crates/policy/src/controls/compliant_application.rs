use model::Signal;
use serde::{Deserialize, Serialize};

use crate::{Facts, Need, Outstanding};

/// Demands an application that a protection policy holds for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompliantApplication {}

impl CompliantApplication {
    pub(super) fn need(&self, facts: &Facts) -> Option<Need> {
        let met = facts.circumstances.device.protected_application == Signal::Known(true);
        (!met).then_some(Need::Control(Outstanding::CompliantApplication))
    }
}
