use std::error::Error;
use std::process::ExitCode;

use clap::Subcommand;

use super::told::{Sure, confirmed, tell};
use super::user::{Of, Whom};
use crate::cli::Settings;
use crate::control::Verb;

/// What can be done with emergency accounts, which no policy is about.
#[derive(Debug, Subcommand)]
pub enum EmergencyCommand {
    /// List emergency accounts: whether they work, and whether they were used
    List {
        #[command(flatten)]
        of: Of,
    },
    /// Make somebody's account an emergency account, and show its kit once
    Designate {
        #[command(flatten)]
        whom: Whom,
        #[command(flatten)]
        sure: Sure,
    },
    /// Make an emergency account one like any other
    Withdraw {
        #[command(flatten)]
        whom: Whom,
        #[command(flatten)]
        sure: Sure,
    },
    /// Make a new kit; the one that was printed before opens nothing then
    Kit {
        #[command(flatten)]
        whom: Whom,
        #[command(flatten)]
        sure: Sure,
    },
    /// Begin a rehearsal: sign in with the kit within an hour
    Rehearse(Whom),
}

/// Does it; what changes who gets in is asked first.
pub(super) fn run(command: EmergencyCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    match command {
        EmergencyCommand::List { of } => tell(settings, Verb::EmergencyList { org: of.org }),
        EmergencyCommand::Designate { whom, sure } => {
            let question = format!(
                "No policy is about {} any more, and everybody who administers is told. Designate?",
                whom.name
            );
            let verb = Verb::EmergencyDesignate { org: whom.of.org, name: whom.name };
            confirmed(settings, &sure, &question, verb)
        }
        EmergencyCommand::Withdraw { whom, sure } => {
            let question =
                format!("Policies are about {} again, and the kit opens nothing. Withdraw?", whom.name);
            let verb = Verb::EmergencyWithdraw { org: whom.of.org, name: whom.name };
            confirmed(settings, &sure, &question, verb)
        }
        EmergencyCommand::Kit { whom, sure } => {
            let question = format!(
                "The kit of {} that was printed before opens nothing then. Make a new one?",
                whom.name
            );
            let verb = Verb::EmergencyKit { org: whom.of.org, name: whom.name };
            confirmed(settings, &sure, &question, verb)
        }
        EmergencyCommand::Rehearse(whom) => {
            tell(settings, Verb::EmergencyRehearse { org: whom.of.org, name: whom.name })
        }
    }
}
