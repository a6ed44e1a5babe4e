use std::error::Error;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::told::tell;
use super::user::Of;
use crate::cli::Settings;
use crate::control::Verb;

/// What can be done with applications.
#[derive(Debug, Subcommand)]
pub enum AppCommand {
    /// Give an application a permission at the admin API: sluis app give Nightly Policy.Read.All
    Give(Which),
    /// Take one
    Take(Which),
}

/// Which permission of which application.
#[derive(Debug, Args)]
pub struct Which {
    /// Its name or client ID
    app: String,
    /// The permission, by the name that Microsoft Graph has for it
    permission: String,
    /// On behalf of whoever signs in to it, and not on its own
    #[arg(long)]
    delegated: bool,
    #[command(flatten)]
    of: Of,
}

pub(super) fn run(command: AppCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    tell(settings, command.verb())
}

impl AppCommand {
    fn verb(self) -> Verb {
        let behalf = |delegated: bool| {
            let behalf = if delegated { model::Behalf::Person } else { model::Behalf::Own };
            behalf.word().to_owned()
        };
        match self {
            Self::Give(Which { app, permission, delegated, of }) => {
                Verb::AppGive { org: of.org, app, permission, behalf: behalf(delegated) }
            }
            Self::Take(Which { app, permission, delegated, of }) => {
                Verb::AppTake { org: of.org, app, permission, behalf: behalf(delegated) }
            }
        }
    }
}
