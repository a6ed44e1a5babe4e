use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Subcommand;

use crate::cli::Settings;
use crate::config::reference;

/// What can be asked of the configuration.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Say what is wrong with it, if anything
    Check,
    /// Print it with where each line comes from, without secrets
    Show,
    /// List everything that can be set, as Markdown
    Keys,
}

pub(super) fn run(command: &Config, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let mut out = io::stdout().lock();
    match command {
        Config::Check => {
            let loaded = settings.load()?;
            let file = loaded.file.map_or_else(|| "no file".to_owned(), |file| file.display().to_string());
            writeln!(out, "the configuration is sound ({file})")?;
        }
        Config::Show => write!(out, "{}", settings.load()?.draft.show())?,
        Config::Keys => write!(out, "{}", reference())?,
    }
    Ok(ExitCode::SUCCESS)
}
