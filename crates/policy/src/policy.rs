use model::Id;
use serde::{Deserialize, Serialize};

use crate::Agreement;
use crate::conditions::Condition;
use crate::controls::{Control, Operator};
use crate::decision::Origin;
use crate::session::SessionControls;

/// One policy: when all conditions hold, its controls are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// Its id; fixed for built-in ones.
    pub id: Id<Policy>,
    /// What people call it; a built-in one is named by a text of the same key.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether it is enforced.
    pub state: State,
    /// When it applies.
    pub conditions: Vec<Condition>,
    /// Whether all controls are needed or one.
    #[serde(default)]
    pub operator: Operator,
    /// What it needs.
    pub controls: Vec<Control>,
    /// How long proofs last for it, and what the session is held to.
    #[serde(default)]
    pub session: SessionControls,
    /// The members, by their JSON path, that decide and that are not understood. Such a policy is never on: nobody
    /// can tell what it would demand.
    #[serde(default)]
    pub foreign: Vec<String>,
}

impl Policy {
    /// The terms of use that it demands.
    pub fn agreements(&self) -> impl Iterator<Item = Id<Agreement>> + '_ {
        self.controls.iter().filter_map(|control| match control {
            Control::TermsOfUse(terms) => Some(terms.0),
            _ => None,
        })
    }
}

/// Whether a policy is enforced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// It is.
    On,
    /// It is only written down what it would have said.
    ReportOnly,
    /// It is not looked at.
    Off,
}
