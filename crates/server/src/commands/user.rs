use std::error::Error;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::told::{Sure, ask, confirmed, tell};
use crate::cli::Settings;
use crate::control::{Answer, Verb};

/// What can be done for a person.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a person; prints the link that invites them
    Add {
        /// The name to sign in with: `piet@example.org`
        name: String,
        /// How the person is called
        #[arg(long, value_name = "TEXT")]
        display: String,
        /// Where mail goes
        #[arg(long)]
        mail: Option<String>,
        /// The language of pages and mail: `en` or `nl`
        #[arg(long)]
        language: Option<String>,
        /// Send the invitation by mail too
        #[arg(long)]
        send: bool,
        #[command(flatten)]
        of: Of,
    },
    /// List people
    List {
        /// Only whose display name begins so
        #[arg(default_value = "")]
        starting: String,
        #[command(flatten)]
        of: Of,
    },
    /// Show a person
    Show(Whom),
    /// Let a person sign in no more, and end every session
    Block {
        #[command(flatten)]
        whom: Whom,
        #[command(flatten)]
        sure: Sure,
    },
    /// Let a blocked person sign in again
    Unblock(Whom),
    /// Take off the locks that wrong attempts put on a person
    Unlock(Whom),
    /// Make a new invitation; the one before it no longer works
    Invite {
        #[command(flatten)]
        whom: Whom,
        /// Send it by mail too
        #[arg(long)]
        send: bool,
    },
    /// End every session of a person
    EndSessions(Whom),
}

/// Which organisation.
#[derive(Debug, Args)]
pub struct Of {
    /// The organisation, by domain or id, where there are several
    #[arg(long)]
    pub(super) org: Option<String>,
}

/// Which person.
#[derive(Debug, Args)]
pub struct Whom {
    /// The name that they sign in with
    pub(super) name: String,
    #[command(flatten)]
    pub(super) of: Of,
}

/// Does it; blocking a Global Administrator is asked first.
pub(super) fn run(command: UserCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let UserCommand::Block { whom, sure } = command else { return tell(settings, command.verb()) };
    let show = Verb::UserShow { org: whom.of.org.clone(), name: whom.name.clone() };
    let verb = Verb::UserBlock { org: whom.of.org, name: whom.name.clone() };
    match ask(settings, show)? {
        Ok(Answer::User { user }) if user.is_global_administrator() => {
            let question = format!("{} is a Global Administrator, and every session ends. Block?", whom.name);
            confirmed(settings, &sure, &question, verb)
        }
        _ => tell(settings, verb),
    }
}

impl UserCommand {
    fn verb(self) -> Verb {
        match self {
            Self::Add { name, display, mail, language, send, of } => {
                Verb::UserAdd { org: of.org, name, display, mail, language, send }
            }
            Self::List { starting, of } => Verb::UserList { org: of.org, starting },
            Self::Show(Whom { name, of }) => Verb::UserShow { org: of.org, name },
            Self::Block { whom, .. } => Verb::UserBlock { org: whom.of.org, name: whom.name },
            Self::Unblock(Whom { name, of }) => Verb::UserUnblock { org: of.org, name },
            Self::Unlock(Whom { name, of }) => Verb::UserUnlock { org: of.org, name },
            Self::Invite { whom, send } => Verb::UserInvite { org: whom.of.org, name: whom.name, send },
            Self::EndSessions(Whom { name, of }) => Verb::UserEndSessions { org: of.org, name },
        }
    }
}
