//! A row of the audit log as Graph's `directoryAudit` (reference 6.3).

use model::Timestamp;
use serde_json::{Value, json};

use crate::sign_in::Named;

/// Who changed something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Initiator {
    /// A person: by id and display name, from an address.
    Person(Named, Option<String>),
    /// An application, or Sluis itself where it has no id.
    App(Named),
}

/// A property that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Modified {
    /// Which.
    pub name: String,
    /// Before.
    pub old: Value,
    /// After.
    pub new: Value,
}

/// What is told of a change.
#[derive(Debug, Clone)]
pub struct Change {
    /// The record's id.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// The word of what was done, such as `blockPerson`.
    pub action: String,
    /// The kind of thing that it was done to, as its word.
    pub kind: String,
    /// The thing; none for the organisation's own settings.
    pub target: Option<Named>,
    /// By whom.
    pub by: Initiator,
    /// What changed.
    pub modified: Vec<Modified>,
}

impl Change {
    /// The row.
    pub fn written(&self, written: impl Fn(Timestamp) -> String) -> Value {
        let by = match &self.by {
            Initiator::Person(person, address) => json!({ "user": {
                "id": person.id, "displayName": person.name, "userPrincipalName": null, "ipAddress": address,
            }, "app": null }),
            Initiator::App(app) => json!({ "user": null, "app": {
                "appId": (!app.id.is_empty()).then_some(&app.id), "displayName": app.name,
                "servicePrincipalId": null, "servicePrincipalName": null,
            } }),
        };
        let modified: Vec<Value> = self
            .modified
            .iter()
            .map(|one| {
                json!({ "displayName": one.name, "oldValue": text(&one.old), "newValue": text(&one.new) })
            })
            .collect();
        let target = self.target.clone().unwrap_or_default();
        json!({
            "id": self.id,
            "activityDateTime": written(self.at),
            "activityDisplayName": self.action,
            "category": category(&self.kind),
            "correlationId": self.id,
            "loggedByService": service(&self.kind),
            "operationType": operation(&self.action),
            "result": "success",
            "resultReason": "",
            "initiatedBy": by,
            "targetResources": [{
                "id": (!target.id.is_empty()).then_some(&target.id),
                "displayName": target.name,
                "type": type_of(&self.kind),
                "modifiedProperties": modified,
            }],
            "additionalDetails": [],
        })
    }
}

/// Graph writes values as JSON in a text.
fn text(value: &Value) -> Option<String> {
    (!value.is_null()).then(|| value.to_string())
}

/// Graph's category of a kind of thing.
pub fn category(kind: &str) -> &'static str {
    match kind {
        "user" => "UserManagement",
        "group" => "GroupManagement",
        "application" => "ApplicationManagement",
        "policy"
        | "namedLocation"
        | "authenticationStrength"
        | "authenticationContext"
        | "termsOfUse"
        | "policyTest" => "Policy",
        _ => "DirectoryManagement",
    }
}

fn service(kind: &str) -> &'static str {
    match category(kind) {
        "Policy" => "Conditional Access",
        _ => "Core Directory",
    }
}

fn type_of(kind: &str) -> &'static str {
    match kind {
        "user" => "User",
        "group" => "Group",
        "application" => "Application",
        "organisation" => "Directory",
        _ => "Policy",
    }
}

fn operation(action: &str) -> &'static str {
    let begins = |words: &[&str]| words.iter().any(|word| action.starts_with(word));
    if begins(&["add", "make", "give", "register", "name", "invite"]) {
        "Add"
    } else if begins(&["remove", "delete", "erase", "purge", "take", "unname"]) {
        "Delete"
    } else {
        "Update"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_says_who_did_what_to_what() {
        let change = Change {
            id: "1".to_owned(),
            at: Timestamp::from_secs(1),
            action: "blockPerson".to_owned(),
            kind: "user".to_owned(),
            target: Some(Named { id: "2".to_owned(), name: Some("Piet".to_owned()) }),
            by: Initiator::Person(Named { id: "3".to_owned(), name: None }, None),
            modified: vec![Modified { name: "blocked".to_owned(), old: json!(false), new: json!(true) }],
        };
        let told = change.written(|at| at.as_secs().to_string());
        assert_eq!(told["category"], "UserManagement");
        assert_eq!(told["operationType"], "Update");
        assert_eq!(told["initiatedBy"]["user"]["id"], "3");
        assert_eq!(told["targetResources"][0]["modifiedProperties"][0]["newValue"], "true");
    }
}
