use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Subcommand;

use super::told::{Sure, answered, ask, confirmed, refused};
use super::user::Of;
use crate::cli::Settings;
use crate::control::Verb;

/// What can be done with the address of an organisation.
#[derive(Debug, Subcommand)]
pub enum AddressCommand {
    /// Move to another address: says what breaks, asks, and does it
    Change {
        /// Scheme and host: `https://id.example.org`
        to: String,
        /// Only say what would break
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        sure: Sure,
    },
}

pub(super) fn run(command: AddressCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let AddressCommand::Change { to, dry_run, of, sure } = command;
    let plan = match ask(settings, Verb::AddressPlan { org: of.org.clone(), to: to.clone() })? {
        Ok(plan) => plan,
        Err(refusal) => return refused(settings, &refusal),
    };
    if dry_run {
        return answered(settings, &plan);
    }
    writeln!(io::stderr(), "{plan}")?;
    confirmed(settings, &sure, &format!("Move to {to}?"), Verb::AddressChange { org: of.org, to })
}
