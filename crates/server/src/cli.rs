//! The command line.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser};

use crate::commands::Command;
use crate::config::{self, ConfigErrors, Flags, Loaded, Sources};

/// Sluis, a self-hosted identity provider. Without a command it serves.
#[derive(Debug, Parser)]
#[command(name = "sluis", version)]
pub struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command understands.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which installation, and how it answers")]
pub struct Settings {
    /// The configuration file [default: `sluis.toml` in this folder, if it is there]
    #[arg(long, global = true, value_name = "FILE", env = "SLUIS_CONFIG")]
    config: Option<PathBuf>,
    /// Where to listen: `localhost:8080`, `0.0.0.0:8080`
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
    /// The address that people type: `https://id.example.org`
    #[arg(long, global = true, value_name = "ADDRESS")]
    public_address: Option<String>,
    /// The data folder
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<String>,
    /// Any other setting, such as `--set log.level=warn`
    #[arg(long, global = true, value_name = "KEY=VALUE", value_parser = key_and_value)]
    set: Vec<(String, String)>,
    /// Answer with JSON, for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

impl Cli {
    /// Runs the command; what it fails with is for the person at the terminal.
    ///
    /// # Errors
    /// Whatever stops the command, in words.
    pub fn run(self) -> Result<ExitCode, Box<dyn std::error::Error>> {
        self.command.unwrap_or_default().run(&self.settings)
    }
}

impl Settings {
    /// Reads the configuration: these flags over the environment over the file.
    ///
    /// # Errors
    /// Every mistake at once.
    pub fn load(&self) -> Result<Loaded, ConfigErrors> {
        config::load(&Sources {
            file: self.config.clone(),
            folder: Some(PathBuf::new()),
            variables: env::vars_os().collect(),
            flags: self.flags(),
        })
    }

    /// Where to listen, when no flag sets anything else.
    pub(crate) fn only_listen(&self) -> Option<&str> {
        let others = self.config.is_some()
            || self.public_address.is_some()
            || self.data_dir.is_some()
            || !self.set.is_empty();
        (!others).then(|| self.listen.as_deref().unwrap_or("localhost:8080"))
    }

    fn flags(&self) -> Flags {
        let named = [
            ("--listen", "listen", &self.listen),
            ("--public-address", "public_address", &self.public_address),
            ("--data-dir", "data_dir", &self.data_dir),
        ];
        let named = named.into_iter().filter_map(|(flag, key, value)| Some((flag, key, value.as_ref()?)));
        let any = self.set.iter().map(|(key, value)| ("--set", key.as_str(), value));
        Flags(any.chain(named).map(|(flag, key, value)| (flag.into(), key.into(), value.clone())).collect())
    }
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write it as KEY=VALUE")?;
    Ok((key.trim().to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_become_settings_and_a_named_one_wins() {
        let cli =
            Cli::parse_from(["sluis", "serve", "--listen", "localhost:1", "--set", "listen=localhost:2"]);
        let keys: Vec<_> = cli.settings.flags().0.into_iter().map(|(_, key, value)| (key, value)).collect();
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(keys, [pair("listen", "localhost:2"), pair("listen", "localhost:1")]);
    }

    #[test]
    fn without_a_command_it_serves() {
        let cli = Cli::parse_from(["sluis"]);
        assert!(matches!(cli.command.unwrap_or_default(), Command::Serve));
    }
}
