//! What a policy says about the session that it lets begin: how long proofs last, and what the session is held to.
//!
//! Nothing here decides whether somebody gets in but [`SignInFrequency`]; the rest comes out as [`SessionOutcome`],
//! the most restrictive of all policies that apply.

mod frequency;
mod outcome;

use model::{Id, Span, Timestamp, words};
use serde::{Deserialize, Serialize};

pub use frequency::{Covers, Every, SignInFrequency, TOLERANCE};
pub use outcome::SessionOutcome;

/// The session controls of a policy. What is not enabled is kept and says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SessionControls {
    /// How old the proofs may be. Where policies differ, the shortest counts.
    pub sign_in_frequency: Option<SignInFrequency>,
    /// Whether the browser may keep the session when it is closed.
    pub persistent_browser: Option<Switched<Persistence>>,
    /// What a proxy in front of applications does.
    pub cloud_app_security: Option<Switched<CloudAppSecurity>>,
    /// Whether applications restrict the session themselves.
    pub application_enforced_restrictions: Option<Switched<()>>,
    /// Whether sessions end where they cannot be judged again.
    pub disable_resilience_defaults: Option<bool>,
    /// Whether tokens are bound to the device.
    pub secure_sign_in_session: Option<Switched<()>>,
    /// How soon applications hear of what changed.
    pub continuous_access_evaluation: Option<AccessEvaluation>,
    /// A profile of the network filter.
    pub global_secure_access: Option<Switched<Id<FilteringProfile>>>,
}

/// Marks the id of a profile of the network filter.
#[derive(Debug)]
pub enum FilteringProfile {}

/// A control and whether it is enabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Switched<T> {
    /// False: it is written and says nothing.
    pub is_enabled: bool,
    /// What it says.
    pub value: T,
}

words! {
    /// Whether a browser keeps a session when it is closed.
    Persistence {
        /// Always.
        Always = "always",
        /// Never.
        Never = "never",
    }
}

words! {
    /// What a proxy in front of applications does.
    CloudAppSecurity {
        /// What is set there.
        Configured = "mcasConfigured",
        /// Only looks.
        MonitorOnly = "monitorOnly",
        /// Stops downloads.
        BlockDownloads = "blockDownloads",
    }
}

words! {
    /// How soon applications hear of what changed.
    AccessEvaluation {
        /// At once.
        Strict = "strictEnforcement",
        /// Not at all.
        Disabled = "disabled",
        /// At once, and a token is good in one place only.
        StrictLocation = "strictLocation",
    }
}

impl SessionControls {
    /// Proofs no older than this, for both factors.
    pub const fn within(age: Span) -> Self {
        Self::every(age, Covers::Both)
    }

    /// Second factors no older than this, whatever the first is: what built-in policies ask of who is signed in.
    pub const fn second_within(age: Span) -> Self {
        Self::every(age, Covers::Second)
    }

    const fn every(age: Span, covers: Covers) -> Self {
        let frequency = SignInFrequency { is_enabled: true, every: Every::Span(age), covers };
        Self {
            sign_in_frequency: Some(frequency),
            persistent_browser: None,
            cloud_app_security: None,
            application_enforced_restrictions: None,
            disable_resilience_defaults: None,
            secure_sign_in_session: None,
            continuous_access_evaluation: None,
            global_secure_access: None,
        }
    }

    /// True when nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// From when on proofs count: of both factors, and of the second alone.
    pub(crate) fn since(&self, now: Timestamp) -> Since {
        let Some(frequency) = self.sign_in_frequency else { return Since::default() };
        let since = frequency.since(now);
        match frequency.covers {
            Covers::Both => Since { both: since, second: None },
            Covers::Second => Since { both: None, second: since },
        }
    }
}

/// From when on proofs count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Since {
    /// Of any factor.
    pub(crate) both: Option<Timestamp>,
    /// Of the second.
    pub(crate) second: Option<Timestamp>,
}

impl Since {
    /// The shorter of the two, in each part.
    pub(crate) fn shortest(self, other: Self) -> Self {
        Self { both: self.both.max(other.both), second: self.second.max(other.second) }
    }
}
