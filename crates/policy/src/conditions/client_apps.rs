use model::ClientApp;
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::Facts;

/// The kinds of client application a policy is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientApps(pub Vec<ClientApp>);

impl ClientApps {
    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        Verdict::from(self.0.contains(&facts.circumstances.client_app))
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        facts.circumstances.client_app.to_string()
    }

    pub(super) fn wanted(&self) -> String {
        self.0.iter().map(|app| app.word()).collect::<Vec<_>>().join(", ")
    }
}
