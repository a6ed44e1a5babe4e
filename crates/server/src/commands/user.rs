use std::error::Error;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::told::{Sure, ask, confirmed, tell};
use super::user_mfa::{self, MfaCommand};
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
    /// Change what is known of a person: `sluis user set piet@example.org department=Sales jobTitle=`
    Set {
        /// The name that they sign in with
        name: String,
        /// Attributes with their new values; an empty one takes the value away
        #[arg(required = true, value_name = "ATTRIBUTE=VALUE", value_parser = attribute_and_value)]
        values: Vec<(String, String)>,
        #[command(flatten)]
        of: Of,
    },
    /// Delete a person, and end every session; for 30 days they can be restored
    Delete {
        #[command(flatten)]
        whom: Whom,
        /// Remove them for good: nobody can restore them
        #[arg(long)]
        permanently: bool,
        #[command(flatten)]
        sure: Sure,
    },
    /// Restore a person who was deleted
    Restore(Whom),
    /// List who was deleted and can be restored
    Deleted(Of),
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
    /// Multi-factor authentication per user: the older switch
    #[command(subcommand)]
    Mfa(MfaCommand),
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

/// Does it; deleting somebody, and blocking a Global Administrator, is asked first.
pub(super) fn run(command: UserCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    if let UserCommand::Delete { whom, permanently, sure } = command {
        let name = whom.name;
        let question = if permanently {
            format!("{name} is removed for good, and nobody can restore them. Delete?")
        } else {
            format!("Every session of {name} ends, and for 30 days they can be restored. Delete?")
        };
        let verb = Verb::UserDelete { org: whom.of.org, name, permanently };
        return confirmed(settings, &sure, &question, verb);
    }
    if let UserCommand::Mfa(command) = command {
        return user_mfa::run(command, settings);
    }
    let UserCommand::Block { whom, sure } = command else { return tell(settings, command.verb()?) };
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
    fn verb(self) -> Result<Verb, Box<dyn Error>> {
        Ok(match self {
            Self::Add { name, display, mail, language, send, of } => {
                Verb::UserAdd { org: of.org, name, display, mail, language, send }
            }
            Self::List { starting, of } => Verb::UserList { org: of.org, starting },
            Self::Show(Whom { name, of }) => Verb::UserShow { org: of.org, name },
            Self::Set { name, values, of } => Verb::UserSet { org: of.org, name, values },
            Self::Delete { whom, permanently, .. } => {
                Verb::UserDelete { org: whom.of.org, name: whom.name, permanently }
            }
            Self::Restore(Whom { name, of }) => Verb::UserRestore { org: of.org, name },
            Self::Deleted(of) => Verb::UserDeleted { org: of.org },
            Self::Block { whom, .. } => Verb::UserBlock { org: whom.of.org, name: whom.name },
            Self::Unblock(Whom { name, of }) => Verb::UserUnblock { org: of.org, name },
            Self::Unlock(Whom { name, of }) => Verb::UserUnlock { org: of.org, name },
            Self::Invite { whom, send } => Verb::UserInvite { org: whom.of.org, name: whom.name, send },
            Self::EndSessions(Whom { name, of }) => Verb::UserEndSessions { org: of.org, name },
            Self::Mfa(command) => command.verb()?,
        })
    }
}

fn attribute_and_value(text: &str) -> Result<(String, String), String> {
    let (attribute, value) = text.split_once('=').ok_or("write it as ATTRIBUTE=VALUE")?;
    Ok((attribute.trim().to_owned(), value.to_owned()))
}
