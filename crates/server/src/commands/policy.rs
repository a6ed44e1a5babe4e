//! `sluis policy`: conditional access policies in files of Graph's JSON. Neither a server nor a data folder is needed.

mod check;
mod facts;
mod what_if;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use graph::Document;

use super::told;
use crate::cli::Settings;
use crate::control::{Kind, Refusal};

/// What can be done with policies in files.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Say of each policy what is understood, what is not, and what is wrong with it
    Check(Files),
    /// Say what policies would decide of a sign-in; what is not given is not known
    WhatIf(what_if::WhatIf),
}

/// Files of policies.
#[derive(Debug, Args)]
pub struct Files {
    /// Graph's JSON: a policy, a list of them, or an answer that holds them in `value`
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// The policies of one file.
struct Read<'f> {
    file: &'f Path,
    documents: Vec<Document>,
}

pub(super) fn run(command: &PolicyCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let (PolicyCommand::Check(files) | PolicyCommand::WhatIf(what_if::WhatIf { files, .. })) = command;
    let read = match files.files.iter().map(|file| read(file)).collect::<Result<Vec<_>, _>>() {
        Ok(read) => read,
        Err(refusal) => return told::refused(settings, &refusal),
    };
    match command {
        PolicyCommand::Check(_) => check::run(&read, settings),
        PolicyCommand::WhatIf(asked) => what_if::run(asked, &read, settings),
    }
}

fn read(file: &Path) -> Result<Read<'_>, Refusal> {
    let bound = u64::try_from(graph::LARGEST).unwrap_or(u64::MAX);
    let about =
        |error: &dyn std::fmt::Display| Refusal::new(Kind::Usage, format!("`{}`: {error}", file.display()));
    let text = text(file, bound).map_err(|error| about(&error))?;
    let documents = graph::read(&text).map_err(|error| about(&error))?;
    Ok(Read { file, documents })
}

/// One byte more than may be read, so that a longer file is seen to be one.
fn text(file: &Path, bound: u64) -> std::io::Result<String> {
    use std::io::Read as _;
    let mut text = String::new();
    std::fs::File::open(file)?.take(bound + 1).read_to_string(&mut text)?;
    Ok(text)
}
