use model::{RiskLevel, Signal, words};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::Facts;

words! {
    /// A level of risk, in a policy's words.
    Level {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
        /// Kept from whoever has no licence for it: nothing ever has it.
        Hidden = "hidden",
        /// No risk was found; what cannot be told is not this.
        None = "none",
    }
}

words! {
    /// A level of what somebody does inside.
    InsiderLevel {
        /// Minor.
        Minor = "minor",
        /// Moderate.
        Moderate = "moderate",
        /// Elevated.
        Elevated = "elevated",
    }
}

trait Matches: Copy {
    fn matches(self, seen: RiskLevel) -> bool;
}

impl Matches for Level {
    fn matches(self, seen: RiskLevel) -> bool {
        match self {
            Self::Low => seen == RiskLevel::Low,
            Self::Medium => seen == RiskLevel::Medium,
            Self::High => seen == RiskLevel::High,
            Self::None => seen == RiskLevel::None,
            Self::Hidden => false,
        }
    }
}

impl Matches for InsiderLevel {
    fn matches(self, seen: RiskLevel) -> bool {
        match self {
            Self::Minor => seen == RiskLevel::Low,
            Self::Moderate => seen == RiskLevel::Medium,
            Self::Elevated => seen == RiskLevel::High,
        }
    }
}

fn verdict<L: Matches>(levels: &[L], seen: Signal<RiskLevel>) -> Verdict {
    match seen {
        Signal::Known(seen) => Verdict::from(levels.iter().any(|level| level.matches(seen))),
        Signal::Unknown | Signal::NotGiven => Verdict::Unknown,
    }
}

fn word(seen: Signal<RiskLevel>) -> String {
    match seen {
        Signal::Known(level) => level.to_string(),
        Signal::Unknown => "unknown".to_owned(),
        Signal::NotGiven => "notEnoughInformation".to_owned(),
    }
}

macro_rules! risks {
    ($($(#[$meta:meta])* $name:ident($level:ident) = $field:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Vec<$level>);

        impl $name {
            pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
                self.says(facts.circumstances.risks.$field)
            }
            pub(crate) fn says(&self, risk: Signal<RiskLevel>) -> Verdict {
                verdict(&self.0, risk)
            }
            pub(super) fn seen(&self, facts: &Facts) -> String {
                word(facts.circumstances.risks.$field)
            }
            pub(super) fn wanted(&self) -> String {
                self.0.iter().map(|level| level.word()).collect::<Vec<_>>().join(", ")
            }
        }
    )+};
}

risks! {
    /// The risk of this sign-in.
    SignInRisk(Level) = sign_in,
    /// The risk of the person.
    UserRisk(Level) = user,
    /// The risk of a workload.
    ServicePrincipalRisk(Level) = service_principal,
    /// The risk of what the person does inside.
    InsiderRisk(InsiderLevel) = insider,
    /// The risk of an agent.
    AgentRisk(Level) = agent,
}
