use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::passphrase::{PassphraseArguments, Twice};
use super::told::{Sure, agreed, answered, refused};
use crate::backup::{self, Backup, BackupError, Manifest, Wish};
use crate::cli::Settings;
use crate::control::{Answer, Kind, Refusal};
use crate::wiring;

/// What is restored.
#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// The backup
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArguments,
    /// Go on where what is there now cannot be read: nobody knows then who was blocked or erased since
    #[arg(long)]
    forget_since: bool,
    #[command(flatten)]
    sure: Sure,
}

pub(super) fn run(arguments: &RestoreArguments, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    match put_back(arguments, settings)? {
        Ok(answer) => answered(settings, &answer),
        Err(refusal) => refused(settings, &refusal),
    }
}

fn put_back(
    arguments: &RestoreArguments,
    settings: &Settings,
) -> Result<Result<Answer, Refusal>, Box<dyn Error>> {
    let config = settings.load()?.config;
    let backup = match Backup::open(&arguments.file) {
        Ok(backup) => backup,
        Err(error @ BackupError::Damaged(_)) => {
            return Ok(Err(Refusal::new(Kind::Refused, error.to_string())));
        }
        Err(error) => return Ok(Err(Refusal::new(Kind::Usage, error.to_string()))),
    };
    let passphrase = match &backup.manifest.keys {
        None => None,
        Some(_) => match arguments.passphrase.read(Twice::No)? {
            Ok(passphrase) => passphrase,
            Err(refusal) => return Ok(Err(refusal)),
        },
    };
    // Before anything is made: a wrong passphrase leaves no trace.
    let key_file = match backup.key_file(passphrase.as_ref()) {
        Ok(key_file) => key_file,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let manifest = backup.manifest.clone();
    let question = question(&manifest, wiring::has_no_store(&config));
    if let Err(refusal) = agreed(&arguments.sure, &question)? {
        return Ok(Err(refusal));
    }
    let wish = Wish { key_file, forget_since: arguments.forget_since };
    Ok(backup::restore(&config, backup, &wish)?.map(|done| Answer::Restored {
        taken: manifest.taken,
        organisations: manifest.organisations,
        aside: done.aside,
        again: done.again.map(Into::into),
    }))
}

/// What is asked first; nothing is replaced where nothing is.
fn question(manifest: &Manifest, is_first: bool) -> String {
    let (taken, organisations) = (&manifest.taken, manifest.organisations.join(", "));
    if is_first {
        return format!(
            "This puts the backup of {taken} ({organisations}) where nothing is yet. Nobody is signed in afterwards, and \
             every link and token of then has ended. Go on?"
        );
    }
    format!(
        "This puts the backup of {taken} ({organisations}) in the place of what is there now. Everybody is signed out, every \
         link and token ends, and what happened since is gone but for blocks and removals. What is there now is kept \
         aside. Go on?"
    )
}
