use model::Signal;
use serde::{Deserialize, Serialize};

use crate::{Facts, Need, Outstanding};

/// Demands an application that is on the list of approved ones. An old control; protected applications replace it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovedApplication {}

impl ApprovedApplication {
    pub(super) fn need(&self, facts: &Facts) -> Option<Need> {
        let met = facts.circumstances.device.approved_application == Signal::Known(true);
        (!met).then_some(Need::Control(Outstanding::ApprovedApplication))
    }
}
