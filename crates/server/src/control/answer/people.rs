use serde::{Deserialize, Serialize};

/// Somebody who was deleted and can be restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletedPerson {
    /// The subject of tokens.
    pub id: String,
    /// The name that is kept for them.
    pub name: String,
    /// How the person is called.
    pub display: String,
    /// Since when.
    pub deleted: String,
    /// When they are removed for good.
    pub until: String,
}

impl DeletedPerson {
    pub(super) fn row(&self) -> Vec<String> {
        [&self.name, &self.deleted, &self.until, &self.display].map(String::clone).to_vec()
    }
}
