//! `sluis policy`: conditional access policies, of the installation and in files of Graph's JSON. `check`, `what-if` and
//! `test` with files and `diff` with `--against` need neither a server nor a data folder.

mod check;
mod facts;
mod judging;
mod kept;
mod revisions;
mod testing;
mod what_if;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use graph::Document;

use crate::cli::Settings;
use crate::control::{Kind, Refusal};

/// What can be done with policies in files.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Say of each policy what is understood, what is not, and what is wrong with it
    Check(check::Check),
    /// Say what policies would decide of a sign-in; what is not given is not known
    WhatIf(what_if::WhatIf),
    /// Say what policies that are otherwise would have decided of the sign-ins that were
    Replay(judging::Replay),
    /// Look whether the policy tests hold, also if something were otherwise; with files, those of a file
    Test(testing::Test),
    /// List the organisation's policies
    List(kept::Of),
    /// Write the organisation's policies as Graph's JSON
    Export(kept::Export),
    /// Make policies of files; they begin switched off
    Import(kept::Import),
    /// Switch a policy on
    Enable(kept::Switch),
    /// Switch a policy off
    Disable(kept::SwitchOff),
    /// Replace security defaults by four policies that are on, in one step
    ReplaceDefaults(kept::ReplaceDefaults),
    /// End the trial of policies: they stay, though nobody signed in under them
    Confirm(kept::Of),
    /// End the trial of policies: what was before it is back
    TakeBack(kept::Of),
    /// Say how files differ from the organisation's policies
    Diff(kept::Diff),
    /// List who changed the policies when, newest first
    Revisions(revisions::Revisions),
    /// Go back to the policies and named locations of an earlier revision
    Restore(revisions::Restore),
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
    match command {
        PolicyCommand::Check(check) => check::run(check, settings),
        PolicyCommand::WhatIf(asked) => what_if::run(asked, settings),
        PolicyCommand::Replay(replay) => judging::replay(replay, settings),
        PolicyCommand::Test(test) => testing::run(test, settings),
        PolicyCommand::List(of) => kept::list(of, settings),
        PolicyCommand::Export(export) => kept::export(export, settings),
        PolicyCommand::Import(import) => kept::import(import, settings),
        PolicyCommand::Enable(switch) => kept::enable(switch, settings),
        PolicyCommand::Disable(switch) => kept::disable(switch, settings),
        PolicyCommand::ReplaceDefaults(replace) => kept::replace_defaults(replace, settings),
        PolicyCommand::Confirm(of) => kept::confirm(of, settings),
        PolicyCommand::TakeBack(of) => kept::take_back(of, settings),
        PolicyCommand::Revisions(revisions) => revisions::list(revisions, settings),
        PolicyCommand::Restore(restore) => revisions::restore(restore, settings),
        PolicyCommand::Diff(diff) => kept::diff(diff, settings),
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
