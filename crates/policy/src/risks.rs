use model::{RiskLevel, Signal};
use serde::{Deserialize, Serialize};

/// The five risks; each may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Risks {
    /// Of this sign-in.
    pub sign_in: Signal<RiskLevel>,
    /// Of the person.
    pub user: Signal<RiskLevel>,
    /// Of the application.
    pub service_principal: Signal<RiskLevel>,
    /// Of what the person does inside.
    pub insider: Signal<RiskLevel>,
    /// Of an agent that acts for the person.
    pub agent: Signal<RiskLevel>,
}
