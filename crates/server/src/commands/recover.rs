use std::error::Error;
use std::process::ExitCode;

use clap::Args;

use super::told::{Sure, confirmed};
use super::user::Whom;
use crate::cli::Settings;
use crate::control::Verb;

/// Who gets a way back in.
#[derive(Debug, Args)]
pub struct RecoverArguments {
    #[command(flatten)]
    whom: Whom,
    /// Make them a Global Administrator, if they are none
    #[arg(long)]
    make_administrator: bool,
    #[command(flatten)]
    sure: Sure,
}

pub(super) fn run(arguments: RecoverArguments, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let RecoverArguments { whom: Whom { name, of }, make_administrator, sure } = arguments;
    let question = format!(
        "This removes the password, the second steps and the recovery codes of {name}, ends every session, and tells \
         every Global Administrator. The link that you get leads to new ones, within the hour. Go on?"
    );
    confirmed(settings, &sure, &question, Verb::Recover { org: of.org, name, make_administrator })
}
