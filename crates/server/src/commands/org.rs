use clap::Subcommand;

use crate::control::Verb;

/// What can be done with the organisations of an installation.
#[derive(Debug, Subcommand)]
pub enum OrgCommand {
    /// List them
    List,
}

impl OrgCommand {
    pub(super) fn verb(self) -> Verb {
        match self {
            Self::List => Verb::OrgList,
        }
    }
}
