use model::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// How often a person must prove again who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInFrequency {
    /// False: it is written and says nothing.
    pub is_enabled: bool,
    /// How often.
    pub every: Every,
    /// Which proofs must be that new.
    pub covers: Covers,
}

/// A frequency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Every {
    /// At every sign-in.
    Time,
    /// After so many hours.
    Hours(u32),
    /// After so many days.
    Days(u32),
    /// After so long; only built-in policies say it so.
    Span(Span),
}

/// Which proofs a frequency is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Covers {
    /// The first and the second factor.
    Both,
    /// The second alone.
    Second,
}

/// Reference 3.14: what was proven this long ago still is "this time".
pub const TOLERANCE: Span = Span::minutes(5);

impl SignInFrequency {
    /// From when on proofs count; `None` when it is not enabled.
    pub(crate) fn since(self, now: Timestamp) -> Option<Timestamp> {
        self.is_enabled.then(|| now - self.every.span())
    }
}

impl Every {
    fn span(self) -> Span {
        match self {
            Self::Time => TOLERANCE,
            Self::Hours(hours) => Span::hours(i64::from(hours)),
            Self::Days(days) => Span::days(i64::from(days)),
            Self::Span(span) => span,
        }
    }
}
