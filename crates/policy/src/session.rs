use model::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// What a policy says about how long proofs last: the session controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SessionControls {
    /// How old the proofs for this policy's combinations may be. Where policies differ, the shortest counts.
    pub sign_in_frequency: Option<Span>,
}

impl SessionControls {
    /// From when on proofs count.
    pub(crate) fn since(self, now: Timestamp) -> Option<Timestamp> {
        self.sign_in_frequency.map(|age| now - age)
    }
}
