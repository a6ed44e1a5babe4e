//! What the policies of the server itself say: of a sign-in that might be, and of those that were.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::facts::SignIn;
use super::kept::{Of, Outcome};
use super::text;
use crate::cli::Settings;
use crate::commands::told::{refused, tell};
use crate::control::{Kind, Otherwise, Refusal, Verb};

/// What is to be otherwise than it is set.
#[derive(Debug, Args)]
pub struct Draft {
    /// A file of policies that stand in the place of those with their ids, or beside the others; again for each
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
    /// A policy as if it were on, by id or name; again for each
    #[arg(long, value_name = "POLICY")]
    if_on: Vec<String>,
    /// A policy as if it were off
    #[arg(long, value_name = "POLICY")]
    if_off: Vec<String>,
    /// A policy as if it were deleted
    #[arg(long, value_name = "POLICY")]
    if_deleted: Vec<String>,
    /// Security defaults as if they were so
    #[arg(long, value_enum)]
    if_defaults: Option<OnOff>,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnOff {
    /// On.
    On,
    /// Off.
    Off,
}

/// What is needed to replay.
#[derive(Debug, Args)]
pub struct Replay {
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    draft: Draft,
    /// How many days are looked back
    #[arg(long, default_value_t = 30)]
    days: i64,
    /// List the sign-ins as comma-separated values in place of the numbers
    #[arg(long)]
    csv: bool,
}

impl Draft {
    /// True when nothing is to be otherwise.
    pub(super) const fn is_empty(&self) -> bool {
        self.with.is_empty()
            && self.if_on.is_empty()
            && self.if_off.is_empty()
            && self.if_deleted.is_empty()
            && self.if_defaults.is_none()
    }

    fn otherwise(&self) -> Result<Otherwise, Refusal> {
        let bound = u64::try_from(graph::LARGEST).unwrap_or(u64::MAX);
        let read = |file: &PathBuf| {
            let about = |error: &dyn std::fmt::Display| {
                Refusal::new(Kind::Usage, format!("`{}`: {error}", file.display()))
            };
            let text = text(file, bound).map_err(|error| about(&error))?;
            graph::read(&text).map_err(|error| about(&error))?;
            Ok(text)
        };
        Ok(Otherwise {
            written: self.with.iter().map(read).collect::<Result<_, Refusal>>()?,
            on: self.if_on.clone(),
            off: self.if_off.clone(),
            deleted: self.if_deleted.clone(),
            defaults: self.if_defaults.map(|state| state == OnOff::On),
        })
    }
}

pub(super) fn what_if(of: &Of, sign_in: &SignIn, draft: &Draft, settings: &Settings) -> Outcome {
    match draft.otherwise() {
        Ok(otherwise) => {
            let sign_in = Box::new(sign_in.asked());
            tell(settings, Verb::PolicyWhatIf { org: of.org.clone(), sign_in, otherwise })
        }
        Err(refusal) => refused(settings, &refusal),
    }
}

pub(super) fn test(of: &Of, draft: &Draft, settings: &Settings) -> Outcome {
    match draft.otherwise() {
        Ok(otherwise) => tell(settings, Verb::PolicyTest { org: of.org.clone(), otherwise }),
        Err(refusal) => refused(settings, &refusal),
    }
}

pub(super) fn replay(replay: &Replay, settings: &Settings) -> Outcome {
    if replay.draft.is_empty() {
        let message =
            "say what is to be otherwise: --with FILE, --if-on, --if-off, --if-deleted or --if-defaults";
        return refused(settings, &Refusal::new(Kind::Usage, message));
    }
    match replay.draft.otherwise() {
        Ok(otherwise) => {
            let Replay { of, days, csv, .. } = replay;
            tell(settings, Verb::PolicyReplay { org: of.org.clone(), otherwise, days: *days, list: *csv })
        }
        Err(refusal) => refused(settings, &refusal),
    }
}
