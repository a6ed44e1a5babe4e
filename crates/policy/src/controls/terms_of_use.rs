use model::Id;
use serde::{Deserialize, Serialize};

use crate::{Agreement, Facts, Need, Outstanding};

/// Demands that the newest version of an agreement was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TermsOfUse(pub Id<Agreement>);

impl TermsOfUse {
    pub(super) fn need(&self, facts: &Facts) -> Option<Need> {
        let met = facts.subject.accepted.contains(&self.0);
        (!met).then_some(Need::Control(Outstanding::TermsOfUse(self.0)))
    }
}
