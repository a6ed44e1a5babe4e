use model::{RiskLevel, Signal};
use serde::{Deserialize, Serialize};

/// The five risks; each may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Risks {
    /// Of this sign-in.
    #[serde(skip_serializing_if = "is_unknown")]
    pub sign_in: Signal<RiskLevel>,
    /// Of the person.
    #[serde(skip_serializing_if = "is_unknown")]
    pub user: Signal<RiskLevel>,
    /// Of the application.
    #[serde(skip_serializing_if = "is_unknown")]
    pub service_principal: Signal<RiskLevel>,
    /// Of what the person does inside.
    #[serde(skip_serializing_if = "is_unknown")]
    pub insider: Signal<RiskLevel>,
    /// Of an agent that acts for the person.
    #[serde(skip_serializing_if = "is_unknown")]
    pub agent: Signal<RiskLevel>,
}

fn is_unknown(risk: &Signal<RiskLevel>) -> bool {
    *risk == Signal::Unknown
}
