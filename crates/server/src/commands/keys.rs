use clap::{Args, Subcommand};

use super::user::Of;
use crate::control::Verb;

/// The keys that sign tokens.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Replace the keys that sign tokens; new ones are published for a day before they take over
    Rotate(Rotate),
}

/// How soon.
#[derive(Debug, Args)]
pub struct Rotate {
    /// Sign with new keys at once; what the old ones signed is believed until it ends
    #[arg(long, conflicts_with = "leaked")]
    now: bool,
    /// The same, and believe nothing that the old keys signed: somebody else has them
    #[arg(long)]
    leaked: bool,
    #[command(flatten)]
    of: Of,
}

impl KeysCommand {
    /// What is asked of the installation.
    pub(super) fn verb(self) -> Verb {
        let Self::Rotate(Rotate { now, leaked, of }) = self;
        let haste = match (now, leaked) {
            (_, true) => "leaked",
            (true, false) => "now",
            (false, false) => "planned",
        };
        Verb::KeysRotate { org: of.org, haste: haste.to_owned() }
    }
}
