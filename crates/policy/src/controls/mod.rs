//! What a policy can demand, one file each.
//!
//! One more: a file here with a type that has `need`, and a line in [`Control`].

mod block;
mod registration;
mod strength;

pub use block::Block;
pub use registration::Registration;
pub use strength::AtLeast;

use model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Facts, Need};

/// One control. All controls of a policy are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Control {
    /// Nobody gets in.
    Block(Block),
    /// A combination of methods.
    AtLeast(AtLeast),
    /// A second factor must be registered.
    Registration(Registration),
}

impl Control {
    /// What it needs; `None` when these facts need nothing of it yet.
    pub(crate) fn need(&self, facts: &Facts) -> Option<Need> {
        match self {
            Self::Block(block) => Some(block.need()),
            Self::AtLeast(control) => Some(control.need()),
            Self::Registration(registration) => registration.need(facts),
        }
    }

    /// When it will need something that it does not need yet.
    pub(crate) fn coming(&self, facts: &Facts) -> Option<Timestamp> {
        match self {
            Self::Registration(registration) => registration.coming(facts),
            Self::Block(_) | Self::AtLeast(_) => None,
        }
    }
}
