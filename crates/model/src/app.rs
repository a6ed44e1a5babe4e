use serde::{Deserialize, Serialize};

use crate::Id;

/// Marks the id that an application presents as `client_id`.
#[derive(Debug)]
pub enum AppId {}

/// Marks the id of an application in the organisation: what people are assigned to.
#[derive(Debug)]
pub enum ServicePrincipal {}

/// What policies know a target by; Graph's words (`All`, `MicrosoftAdminPortals`) and ids.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TargetName(pub String);

/// `797f4846-…`: Azure management's audience; here our API and command line.
pub const MANAGEMENT_RESOURCE_ID: Id<AppId> = Id::fixed(0x797f4846_ba00_4fd7_ba43_dac1f8f63013);
/// `00000003-0000-0000-c000-000000000000`: Microsoft Graph's audience; here our API and command line.
pub const GRAPH_RESOURCE_ID: Id<AppId> = Id::fixed(0x00000003_0000_0000_c000_000000000000);

/// Whether an application can keep a secret (RFC 6749 §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AppKind {
    /// Runs on a server and has a secret.
    Confidential,
    /// Runs where people can read it: a browser or a phone.
    Public,
}

/// Who may sign in to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Assignment {
    /// Everyone in the organisation.
    Everyone,
    /// The people who are named.
    Assigned,
}

/// The applications that are part of Sluis. Signing in to a page is signing in to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FirstParty {
    /// The admin centre at `/admin`.
    AdminCentre,
    /// A person's own page at `/my`.
    My,
    /// The admin API in the shapes of Microsoft Graph.
    Graph,
}

impl FirstParty {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::AdminCentre, Self::My, Self::Graph];

    /// The client and resource id, the same in every organisation.
    pub const fn app_id(self) -> Id<AppId> {
        match self {
            Self::AdminCentre => Id::fixed(0x510a5000_0000_4000_8000_00000000ad01),
            Self::My => Id::fixed(0x510a5000_0000_4000_8000_000000000a02),
            Self::Graph => GRAPH_RESOURCE_ID,
        }
    }

    /// The application with this id, if it is one of ours.
    pub fn from_app_id(id: Id<AppId>) -> Option<Self> {
        Self::ALL.into_iter().find(|app| app.app_id() == id)
    }

    /// The names by which policies know it beside its id.
    pub const fn target_names(self) -> &'static [&'static str] {
        match self {
            Self::AdminCentre => &["MicrosoftAdminPortals"],
            Self::My => &[],
            Self::Graph => &["797f4846-ba00-4fd7-ba43-dac1f8f63013"],
        }
    }

    /// True for what only a second factor opens, whatever an administrator sets (the floor).
    pub const fn is_privileged(self) -> bool {
        matches!(self, Self::AdminCentre | Self::Graph)
    }
}
