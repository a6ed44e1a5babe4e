//! The revisions of the server's policies: listed, and gone back to.

use clap::Args;

use super::kept::{Of, Outcome};
use crate::cli::Settings;
use crate::commands::told::tell;
use crate::control::Verb;

/// Which revisions.
#[derive(Debug, Args)]
pub struct Revisions {
    /// How many of the newest
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
    last: u32,
    /// Only those before this one, by its id
    #[arg(long, value_name = "REVISION")]
    before: Option<String>,
    #[command(flatten)]
    of: Of,
}

/// To which revision.
#[derive(Debug, Args)]
pub struct Restore {
    /// Its id, as `sluis policy revisions` says it
    revision: String,
    #[command(flatten)]
    of: Of,
    /// Even where no administrator comes in any more
    #[arg(long)]
    lock_out: bool,
}

pub(super) fn list(revisions: &Revisions, settings: &Settings) -> Outcome {
    let (org, before) = (revisions.of.org.clone(), revisions.before.clone());
    tell(settings, Verb::PolicyRevisions { org, last: revisions.last, before })
}

pub(super) fn restore(restore: &Restore, settings: &Settings) -> Outcome {
    let (org, revision) = (restore.of.org.clone(), restore.revision.clone());
    tell(settings, Verb::PolicyRestore { org, revision, guard: !restore.lock_out })
}
