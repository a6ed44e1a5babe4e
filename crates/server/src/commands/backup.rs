use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use model::Timestamp;

use super::passphrase::{PassphraseArguments, Twice};
use super::told::{answered, ask, refused};
use crate::backup::{Backup, Manifest, SealedKeys, measure, write};
use crate::cli::Settings;
use crate::control::{Answer, Kind, Refusal, Verb};

/// Where a backup goes, and whether its keys go with it.
#[derive(Debug, Args)]
pub struct BackupArguments {
    /// The file to write, or a folder that gets one named by the moment
    to: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArguments,
    /// Leave the key file out; you keep a copy of it yourself, and without it a backup is of no use
    #[arg(long, conflicts_with = "passphrase_file")]
    without_keys: bool,
}

pub(super) fn run(arguments: &BackupArguments, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    match take(arguments, settings)? {
        Ok(answer) => answered(settings, &answer),
        Err(refusal) => refused(settings, &refusal),
    }
}

/// The copy that the server made, in the data folder; it leaves with this.
struct Copy(PathBuf);

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn take(arguments: &BackupArguments, settings: &Settings) -> Result<Result<Answer, Refusal>, Box<dyn Error>> {
    let config = settings.load()?.config;
    if !arguments.to.is_dir() && arguments.to.exists() {
        let message = format!("`{}` is there already; a backup replaces nothing", arguments.to.display());
        return Ok(Err(Refusal::new(Kind::Refused, message)));
    }
    let passphrase = match (arguments.without_keys, arguments.passphrase.read(Twice::Yes)?) {
        (true, _) => None,
        (false, Ok(Some(passphrase))) => Some(passphrase),
        (false, Ok(None)) => return Ok(Err(no_passphrase())),
        (false, Err(refusal)) => return Ok(Err(refusal)),
    };
    let (copy, taken_micros, organisations) = match ask(settings, Verb::BackupCopy)? {
        Ok(Answer::BackupCopy { path, taken_micros, organisations }) => {
            (Copy(PathBuf::from(path)), taken_micros, organisations)
        }
        Ok(_) => return Err("the server gave another answer than was asked for".into()),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let at = Timestamp::from_micros(taken_micros);
    let (bytes, sha256) = measure(&copy.0)?;
    let keys = match passphrase {
        Some(passphrase) => {
            Some(SealedKeys::seal(&fs::read(config.data_dir.join("keys"))?, &passphrase, &sha256))
        }
        None => None,
    };
    let manifest = Manifest {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema: store::MIGRATIONS.last().map_or(0, |newest| newest.version),
        taken: crate::control::moment(at),
        taken_micros,
        organisations,
        bytes,
        sha256,
        keys,
    };
    let path = file_in(&arguments.to, at);
    write(&path, &manifest, &copy.0)?;
    // What was written is read again: a disk that lies is better found out now.
    let Backup { manifest, .. } = Backup::open(&path)?;
    if let Err(refusal) = ask(settings, Verb::BackupKept { taken_micros })? {
        return Ok(Err(refusal));
    }
    let file = path.display().to_string();
    Ok(Ok(Answer::BackedUp {
        file,
        taken: manifest.taken,
        bytes: manifest.bytes,
        sha256: manifest.sha256,
        with_keys: manifest.keys.is_some(),
        organisations: manifest.organisations,
    }))
}

fn no_passphrase() -> Refusal {
    Refusal::new(
        Kind::Usage,
        "a backup without the key file restores a house in which nobody's authenticator app works: give \
         --passphrase-file to put it in, or --without-keys where you keep a copy of it yourself",
    )
}

fn file_in(to: &Path, at: Timestamp) -> PathBuf {
    if !to.is_dir() {
        return to.to_owned();
    }
    let at = jiff::Timestamp::from_second(at.as_secs()).unwrap_or_default();
    to.join(at.strftime("sluis-%Y%m%dT%H%M%SZ.backup").to_string())
}
