//! The conditions a policy can have, one file each. A policy applies when all of its conditions hold.
//!
//! One more: a file here with a type that has `verdict`, `seen` and `wanted`, and a line in `conditions!` below.

mod applications;
mod client_apps;
mod cover;
mod devices;
pub(crate) mod emergency;
mod flows;
mod has_second_factor;
mod locations;
mod per_user_mfa;
mod platforms;
mod risk;
mod targets;
mod unfamiliar;
mod users;
mod workloads;

pub(crate) use applications::no_attributes;
pub use applications::{Action, Applications, Resource};
pub use client_apps::{ClientAppType, ClientApps};
pub use cover::one_always_holds;
pub use devices::{DeviceWord, Devices, States};
pub use emergency::EmergencyAccount;
pub use flows::Flows;
pub use has_second_factor::HasSecondFactor;
pub use locations::Locations;
pub use per_user_mfa::PerUser;
pub use platforms::Platforms;
pub use risk::{AgentRisk, InsiderLevel, InsiderRisk, Level, ServicePrincipalRisk, SignInRisk, UserRisk};
pub use targets::Targets;
pub use unfamiliar::Unfamiliar;
pub use users::{Guests, Tenants, Users};
pub use workloads::Workloads;

use serde::{Deserialize, Serialize};

use crate::Facts;

/// What a condition says about the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// The signal it looks at is missing, and only a value that is named could have matched. It does not hold, and
    /// the trace says why.
    Unknown,
}

impl From<bool> for Verdict {
    fn from(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}

macro_rules! conditions {
    ($($(#[$meta:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// One condition.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum Condition { $($(#[$meta])* $name($name)),+ }

        impl Condition {
            /// The word in traces; texts are keyed by it.
            pub const fn word(&self) -> &'static str {
                match self { $(Self::$name(_) => $word),+ }
            }
            /// What it says about the facts.
            pub fn verdict(&self, facts: &Facts) -> Verdict {
                match self { $(Self::$name(condition) => condition.verdict(facts)),+ }
            }
            /// The value it looked at, in words for an administrator.
            pub fn seen(&self, facts: &Facts) -> String {
                match self { $(Self::$name(condition) => condition.seen(facts)),+ }
            }
            /// The value it wants, in words for an administrator.
            pub fn wanted(&self) -> String {
                match self { $(Self::$name(condition) => condition.wanted()),+ }
            }
        }
    };
}

conditions! {
    /// Who.
    Users = "users",
    /// What is to be opened.
    Targets = "targets",
    /// The kind of client application.
    ClientApps = "clientApps",
    /// The operating system.
    Platforms = "platforms",
    /// Where.
    Locations = "locations",
    /// The device.
    Devices = "devices",
    /// The risk of the sign-in.
    SignInRisk = "signInRisk",
    /// The risk of the person.
    UserRisk = "userRisk",
    /// The risk of the workload.
    ServicePrincipalRisk = "servicePrincipalRisk",
    /// The risk of what the person does inside.
    InsiderRisk = "insiderRisk",
    /// The risk of an agent.
    AgentRisk = "agentRisk",
    /// How it came from another device.
    Flows = "flows",
    /// Which workload.
    Workloads = "workloads",
    /// A browser, network or country that was not seen before.
    Unfamiliar = "unfamiliar",
    /// The old per-user switch.
    PerUser = "perUserMfa",
    /// Whether a second factor is registered.
    HasSecondFactor = "hasSecondFactor",
    /// Whether it is an emergency account.
    EmergencyAccount = "emergencyAccount",
}
