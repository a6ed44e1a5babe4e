use std::error::Error;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::told::{Sure, confirmed, tell};
use crate::cli::Settings;
use crate::control::Verb;

/// What can be done with the organisations of an installation.
#[derive(Debug, Subcommand)]
pub enum OrgCommand {
    /// List them
    List,
    /// Make one more, with an administrator who is invited by the link that is printed
    Add(NewOrganisation),
    /// Let nobody of it in, and end every session and token
    Block {
        /// Its domain or id
        org: String,
        #[command(flatten)]
        sure: Sure,
    },
    /// Show the plan of an organisation, or give it another: `free`, `p1`, `p2`, or what Microsoft sells it in (`SPE_E3`)
    Plan {
        /// Its domain or id
        org: String,
        /// The plan
        plan: Option<String>,
    },
    /// Let people in again as policy says
    Unblock {
        /// Its domain or id
        org: String,
    },
}

/// What is needed to make an organisation.
#[derive(Debug, Args)]
pub struct NewOrganisation {
    /// Its domain: `example.net`
    domain: String,
    /// What it is called
    #[arg(long, value_name = "TEXT")]
    name: String,
    /// The address that people type, on a host of its own: `https://id.example.net`
    #[arg(long, value_name = "ADDRESS")]
    address: String,
    /// Whom people call: a name, and a telephone number or address
    #[arg(long, value_name = "TEXT")]
    help_contact: String,
    /// The language of pages and mail: `en` or `nl`
    #[arg(long)]
    language: Option<String>,
    /// The name that its administrator will sign in with
    #[arg(long, value_name = "NAME")]
    administrator: String,
    /// How the administrator is called
    #[arg(long, value_name = "TEXT")]
    display: String,
    /// Where the administrator's mail goes
    #[arg(long)]
    mail: Option<String>,
}

pub(super) fn run(command: OrgCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    match command {
        OrgCommand::List => tell(settings, Verb::OrgList),
        OrgCommand::Add(new) => tell(
            settings,
            Verb::OrgAdd {
                domain: new.domain,
                name: new.name,
                public_address: new.address,
                help_contact: new.help_contact,
                language: new.language,
                administrator: new.administrator,
                display: new.display,
                mail: new.mail,
            },
        ),
        OrgCommand::Block { org, sure } => {
            let question =
                format!("Nobody of {org} gets in until you unblock it, and every session ends. Block it?");
            confirmed(settings, &sure, &question, Verb::OrgBlock { org })
        }
        OrgCommand::Plan { org, plan } => tell(settings, Verb::OrgPlan { org, plan }),
        OrgCommand::Unblock { org } => tell(settings, Verb::OrgUnblock { org }),
    }
}
