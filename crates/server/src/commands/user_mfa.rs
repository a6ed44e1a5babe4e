use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};

use super::told::{Sure, confirmed, tell};
use super::user::{Of, Whom};
use crate::cli::Settings;
use crate::control::Verb;

/// What can be done with multi-factor authentication per user.
#[derive(Debug, Subcommand)]
pub enum MfaCommand {
    /// List people with their state, and what really asks each of them for a second step
    List {
        /// Only who has this state
        #[arg(long, value_enum)]
        state: Option<State>,
        #[command(flatten)]
        of: Of,
    },
    /// Set the state of a person; who has a second step and is to be asked to set one up is enforced at once
    Set {
        #[command(flatten)]
        whom: Whom,
        /// The state
        #[arg(value_enum)]
        state: State,
    },
    /// Set the state of many people by a CSV file with the columns `Username` and `MFA Status`
    Import {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        of: Of,
    },
    /// Switch it off for everybody; nobody loses a method
    Off {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        sure: Sure,
    },
}

/// A state.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum State {
    /// It asks nothing
    Disabled,
    /// A second step is set up at the next sign-in
    Enabled,
    /// A second step at every sign-in
    Enforced,
}

/// Does it; switching it off for everybody is asked first.
pub(super) fn run(command: MfaCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let MfaCommand::Off { of, sure } = command else { return tell(settings, command.verb()?) };
    let question = "Whoever nothing else asks gets in with a password alone; `sluis user mfa list` says who. Switch MFA \
                    per user off for everybody?";
    confirmed(settings, &sure, question, Verb::MfaOff { org: of.org })
}

impl MfaCommand {
    pub(super) fn verb(self) -> Result<Verb, Box<dyn Error>> {
        Ok(match self {
            Self::List { state, of } => Verb::MfaList { org: of.org, state: state.map(State::word) },
            Self::Set { whom, state } => {
                Verb::MfaSet { org: whom.of.org, name: whom.name, state: state.word() }
            }
            Self::Import { file, of } => {
                let text =
                    fs::read(&file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
                let text = String::from_utf8(text)
                    .map_err(|_| format!("{} is no UTF-8; save it as CSV UTF-8", file.display()))?;
                Verb::MfaImport { org: of.org, text }
            }
            Self::Off { of, .. } => Verb::MfaOff { org: of.org },
        })
    }
}

impl State {
    fn word(self) -> String {
        match self {
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Enforced => "enforced",
        }
        .to_owned()
    }
}
