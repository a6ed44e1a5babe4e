use std::error::Error;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::told::tell;
use super::user::Of;
use crate::cli::Settings;
use crate::control::{SyncAsked, Verb};

/// From where people and groups can be synced.
#[derive(Debug, Subcommand)]
pub enum SyncCommand {
    /// From the LDAP or Active Directory server that is set in the admin centre
    ///
    /// It reads what changed since the last time, and once a day everything. Exits with 6 when somebody was refused or
    /// held back.
    Ldap(SyncLdap),
}

/// What is asked of a pass.
#[derive(Debug, Args)]
pub struct SyncLdap {
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Look at everything, to see who is gone
    #[arg(long)]
    full: bool,
    /// Take out those who are gone, however many they are
    #[arg(long)]
    allow_deletions: bool,
    #[command(flatten)]
    of: Of,
}

pub(super) fn run(command: SyncCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let SyncCommand::Ldap(SyncLdap { dry_run, full, allow_deletions, of }) = command;
    tell(settings, Verb::SyncLdap { org: of.org, how: SyncAsked { dry_run, full, allow_deletions } })
}
