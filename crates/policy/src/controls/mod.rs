//! What a policy can demand, one file each.
//!
//! One more: a file here with a type that has `need`, and a line in [`Control`].

mod approved_application;
mod block;
mod compliant_application;
mod compliant_device;
mod custom;
mod domain_joined_device;
mod mfa;
mod password_change;
mod registration;
mod required_strength;
mod risk_remediation;
mod strength;
mod terms_of_use;
mod verified_id;

pub use approved_application::ApprovedApplication;
pub use block::Block;
pub use compliant_application::CompliantApplication;
pub use compliant_device::CompliantDevice;
pub use custom::Custom;
pub use domain_joined_device::DomainJoinedDevice;
pub use mfa::Mfa;
pub use password_change::PasswordChange;
pub use registration::Registration;
pub use required_strength::RequiredStrength;
pub use risk_remediation::RiskRemediation;
pub use strength::AtLeast;
pub use terms_of_use::TermsOfUse;
pub use verified_id::VerifiedId;

use model::{Flow, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Facts, Need};

/// Whether a policy needs all of its controls or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Operator {
    /// All.
    #[default]
    And,
    /// One.
    Or,
}

/// One control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Control {
    /// Nobody gets in.
    Block(Block),
    /// A combination of methods; only built-in policies say it so.
    AtLeast(AtLeast),
    /// A second factor must be registered; only built-in policies say it.
    Registration(Registration),
    /// Multi-factor authentication.
    Mfa(Mfa),
    /// An authentication strength.
    Strength(RequiredStrength),
    /// A compliant device.
    CompliantDevice(CompliantDevice),
    /// A device that is joined to a domain.
    DomainJoinedDevice(DomainJoinedDevice),
    /// An approved application.
    ApprovedApplication(ApprovedApplication),
    /// A protected application.
    CompliantApplication(CompliantApplication),
    /// A new password.
    PasswordChange(PasswordChange),
    /// A risk that was dealt with.
    RiskRemediation(RiskRemediation),
    /// Terms that were accepted.
    TermsOfUse(TermsOfUse),
    /// A document of identity.
    VerifiedId(VerifiedId),
    /// Something of another service.
    Custom(Custom),
}

impl Control {
    /// What it needs; `None` when it is met, or these facts need nothing of it yet. What proofs can meet is told
    /// whether or not they do.
    pub(crate) fn need(&self, facts: &Facts) -> Option<Need> {
        match self {
            Self::Block(block) => Some(block.need()),
            Self::AtLeast(control) => Some(control.need()),
            Self::Registration(registration) => registration.need(facts),
            Self::Mfa(mfa) => Some(mfa.need()),
            Self::Strength(strength) => Some(strength.need()),
            Self::CompliantDevice(device) => device.need(facts),
            Self::DomainJoinedDevice(device) => device.need(facts),
            Self::ApprovedApplication(application) => application.need(facts),
            Self::CompliantApplication(application) => application.need(facts),
            Self::PasswordChange(change) => Some(change.need()),
            Self::RiskRemediation(remediation) => Some(remediation.need()),
            Self::TermsOfUse(terms) => terms.need(facts),
            Self::VerifiedId(verified) => Some(verified.need()),
            Self::Custom(custom) => Some(custom.need()),
        }
    }

    /// When it will need something that it does not need yet.
    pub(crate) fn coming(&self, facts: &Facts) -> Option<Timestamp> {
        match self {
            Self::Registration(registration) => registration.coming(facts),
            _ => None,
        }
    }
}

/// True where the device that asks is not the one that signs in: its state is another device's.
fn travels(facts: &Facts) -> bool {
    facts.circumstances.flow == Flow::DeviceCode
}
