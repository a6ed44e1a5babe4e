use model::Signal;
use serde::{Deserialize, Serialize};

use crate::{Facts, Need, Outstanding};

/// Demands a device that is joined to a domain. What cannot be told is not joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainJoinedDevice {}

impl DomainJoinedDevice {
    pub(super) fn need(&self, facts: &Facts) -> Option<Need> {
        let met = !super::travels(facts) && facts.circumstances.device.domain_joined == Signal::Known(true);
        (!met).then_some(Need::Control(Outstanding::DomainJoinedDevice))
    }
}
