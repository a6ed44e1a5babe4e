use serde::{Deserialize, Serialize};

use crate::{Id, Method, MethodSet, Timestamp};

/// How a proof came to be part of this sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum How {
    /// The person was asked and answered, now.
    Prompted,
    /// A remembered browser stood in for it.
    Remembered,
    /// It was given earlier in this browser session.
    FromSession,
    /// It is carried by the grant of a token.
    FromToken,
}

/// What was proven: never which screen was passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// By which method.
    pub method: Method,
    /// Which credential answered, where a person can have several of the method.
    pub credential: Option<Id<()>>,
    /// When it was really given; a remembered proof keeps its old time.
    pub at: Timestamp,
    /// How it came here.
    pub how: How,
}

/// The methods proven, as a set.
pub fn proved(proofs: &[Proof]) -> MethodSet {
    proofs.iter().map(|proof| proof.method).collect()
}
