use std::error::Error;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use super::told::{answered, ask, refused, tell};
use super::user::Of;
use crate::cli::Settings;
use crate::control::{Answer, Verb};

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// People, from a file of comma-separated values; doing it again changes nothing
    ///
    /// Columns are named as by Microsoft Graph (userPrincipalName, displayName, department …) or as in the files of
    /// Microsoft's admin centres. Empty cells say nothing. Exits with 6 when a row was refused.
    Users(ImportUsers),
}

/// What an import of people needs.
#[derive(Debug, Args)]
pub struct ImportUsers {
    /// The file
    file: PathBuf,
    /// How people are let in
    #[arg(long, value_enum, default_value = "nobody")]
    invite: Invite,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    of: Of,
}

/// How people are let in.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Invite {
    /// By mail, whoever has an address
    Mail,
    /// By a link each, printed here
    Links,
    /// Later
    Nobody,
}

/// What can be exported.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// People, as a file of comma-separated values that can be imported again
    Users {
        /// Where to write it; it must not be there yet
        file: PathBuf,
        #[command(flatten)]
        of: Of,
    },
}

pub(super) fn run(command: ImportCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let ImportCommand::Users(ImportUsers { file, invite, dry_run, of }) = command;
    let text = fs::read(&file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let text = String::from_utf8(text)
        .map_err(|_| format!("{} is no UTF-8; save it as CSV UTF-8", file.display()))?;
    let inviting = match invite {
        Invite::Mail => "mail",
        Invite::Links => "links",
        Invite::Nobody => "nobody",
    };
    tell(settings, Verb::ImportUsers { org: of.org, text, inviting: inviting.to_owned(), dry_run })
}

pub(super) fn export(command: ExportCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let ExportCommand::Users { file, of } = command;
    match ask(settings, Verb::ExportUsers { org: of.org })? {
        Ok(Answer::Exported { csv }) => {
            let mut out = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file)?;
            out.write_all(csv.as_bytes())?;
            let people = csv.lines().count().saturating_sub(1);
            let what = format!("{people} people are in {}", file.display());
            answered(settings, &Answer::Done { what })
        }
        Ok(other) => answered(settings, &other),
        Err(refusal) => refused(settings, &refusal),
    }
}
