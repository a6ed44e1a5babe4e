use serde::{Deserialize, Serialize};

use crate::{Need, Outstanding};

/// Demands something of another service, by the id that it is registered under. Nothing here asks one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Custom(pub String);

impl Custom {
    pub(super) fn need(&self) -> Need {
        Need::Control(Outstanding::Custom(self.0.clone()))
    }
}
