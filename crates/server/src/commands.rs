//! The commands, one file each. One more is a file, a variant and an arm here.

mod address;
mod app;
mod audit;
mod backup;
mod config;
mod demo;
mod emergency;
mod group;
mod import;
mod keys;
mod org;
mod passphrase;
mod policy;
mod recover;
mod restore;
mod serve;
mod sync;
mod told;
mod user;
mod user_mfa;

use std::error::Error;
use std::process::ExitCode;

use clap::Subcommand;

use crate::cli::Settings;
use crate::control::Verb;

/// What `sluis` can be told to do.
#[derive(Debug, Default, Subcommand)]
pub enum Command {
    /// Serve sign-ins, the admin centre and applications (also without a command)
    #[default]
    Serve,
    /// Look at the configuration
    #[command(subcommand)]
    Config(config::Config),
    /// Look how the installation is, and say how to mend what is not in order
    Doctor,
    /// Show everything with an organisation that never was, on this machine only
    Demo(demo::DemoArguments),
    /// Add, show, block and help people
    #[command(subcommand)]
    User(user::UserCommand),
    /// Accounts for emergencies, which no policy is about
    #[command(subcommand)]
    Emergency(emergency::EmergencyCommand),
    /// Groups, and who is in them
    #[command(subcommand)]
    Group(group::GroupCommand),
    /// What applications may do at the admin API
    #[command(subcommand)]
    App(app::AppCommand),
    /// Bring people in from a file
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Take people out in a file
    #[command(subcommand)]
    Export(import::ExportCommand),
    /// Bring people and groups up to date with a directory server
    #[command(subcommand)]
    Sync(sync::SyncCommand),
    /// The organisations of this installation
    #[command(subcommand)]
    Org(org::OrgCommand),
    /// The audit log and its seals
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// The keys that sign tokens
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Conditional access policies, of an organisation and in files
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// Make a way back in for an administrator who is locked out
    Recover(recover::RecoverArguments),
    /// Take a backup, also while the server runs
    Backup(backup::BackupArguments),
    /// Put a backup in the place of what is there, with the server stopped
    Restore(restore::RestoreArguments),
    /// The address that an organisation is reached at
    #[command(subcommand)]
    Address(address::AddressCommand),
}

impl Command {
    pub(crate) fn run(self, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
        match self {
            Self::Serve => serve::run(settings),
            Self::Config(command) => config::run(&command, settings),
            Self::Doctor => told::tell(settings, Verb::Doctor),
            Self::Demo(arguments) => demo::run(&arguments, settings),
            Self::User(command) => user::run(command, settings),
            Self::Emergency(command) => emergency::run(command, settings),
            Self::Group(command) => group::run(command, settings),
            Self::App(command) => app::run(command, settings),
            Self::Import(command) => import::run(command, settings),
            Self::Export(command) => import::export(command, settings),
            Self::Sync(command) => sync::run(command, settings),
            Self::Org(command) => org::run(command, settings),
            Self::Audit(command) => audit::run(command, settings),
            Self::Keys(command) => keys::run(command, settings),
            Self::Policy(command) => policy::run(&command, settings),
            Self::Recover(arguments) => recover::run(arguments, settings),
            Self::Backup(arguments) => backup::run(&arguments, settings),
            Self::Restore(arguments) => restore::run(&arguments, settings),
            Self::Address(command) => address::run(command, settings),
        }
    }
}
