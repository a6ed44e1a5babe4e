use std::error::Error;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::told::{Sure, confirmed, tell};
use super::user::Of;
use crate::cli::Settings;
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
    sure: Sure,
    #[command(flatten)]
    of: Of,
}

/// Rotates; whoever says that the keys leaked is asked first, because everybody is signed out of every application.
pub(super) fn run(command: KeysCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let KeysCommand::Rotate(Rotate { now, leaked, sure, of }) = command;
    let verb = |haste: &str| Verb::KeysRotate { org: of.org, haste: haste.to_owned() };
    match (now, leaked) {
        (_, true) => {
            let question = "Nothing that the keys of now signed is believed any more: applications refuse people until \
                            they read the new keys. Replace them?";
            confirmed(settings, &sure, question, verb("leaked"))
        }
        (true, false) => tell(settings, verb("now")),
        (false, false) => tell(settings, verb("planned")),
    }
}
