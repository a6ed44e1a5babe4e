use model::Signal;
use serde::{Deserialize, Serialize};

use crate::{Facts, Need, Outstanding};

/// Demands a device that its management calls compliant. What cannot be told is not compliant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompliantDevice {}

impl CompliantDevice {
    pub(super) fn need(&self, facts: &Facts) -> Option<Need> {
        let met = !super::travels(facts) && facts.circumstances.device.compliant == Signal::Known(true);
        (!met).then_some(Need::Control(Outstanding::CompliantDevice))
    }
}
