use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use service::audit::Seals;

use super::told::{refused, tell};
use super::user::Of;
use crate::cli::Settings;
use crate::control::{Kind, Refusal, Verb};

/// What can be done with the audit log of an organisation.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Look whether what is sealed is as it was written, and say what is not (exit code 6)
    Verify(Verify),
    /// List the seals; with --json, the file to keep elsewhere
    Seals {
        #[command(flatten)]
        of: Of,
    },
}

/// With what the log is compared.
#[derive(Debug, Args)]
pub struct Verify {
    /// Seals that were kept elsewhere: what `sluis audit seals --json` wrote, or the page downloaded
    #[arg(long, value_name = "FILE", conflicts_with = "head")]
    kept: Option<PathBuf>,
    /// The newest of them: a number, a colon and a hash
    #[arg(long, value_name = "SEAL")]
    head: Option<String>,
    #[command(flatten)]
    of: Of,
}

pub(super) fn run(command: AuditCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    match command {
        AuditCommand::Seals { of } => tell(settings, Verb::AuditSeals { org: of.org }),
        AuditCommand::Verify(Verify { kept, head, of }) => {
            let head = match kept.map(|file| head_in(&file)).transpose() {
                Ok(kept) => kept.or(head),
                Err(refusal) => return refused(settings, &refusal),
            };
            tell(settings, Verb::AuditVerify { org: of.org, head })
        }
    }
}

/// The newest seal in a file.
fn head_in(file: &Path) -> Result<String, Refusal> {
    let path = file.display();
    let text = fs::read_to_string(file)
        .map_err(|error| Refusal::new(Kind::Usage, format!("`{path}` cannot be read: {error}")))?;
    serde_json::from_str::<Seals>(&text)
        .ok()
        .and_then(|seals| seals.head)
        .ok_or_else(|| Refusal::new(Kind::Usage, format!("`{path}` holds no seal of an audit log")))
}
