use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use service::groups::{LinesError, read_lines};

use super::told::{Sure, answered, ask, confirmed, refused, tell};
use super::user::Of;
use crate::cli::Settings;
use crate::control::{Answer, Kind, Refusal, Verb};

/// What can be done with groups.
#[derive(Debug, Subcommand)]
pub enum GroupCommand {
    /// Make a group
    Add {
        /// What people will call it
        name: String,
        /// What it is for
        #[arg(long, default_value = "")]
        description: String,
        /// Let it carry directory roles; this cannot be changed later
        #[arg(long)]
        carries_roles: bool,
        /// Fill it by a rule: 'user.mail -endsWith "@example.org"'
        #[arg(long)]
        rule: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// List groups
    List {
        /// Only whose name begins so
        #[arg(default_value = "")]
        starting: String,
        /// List deleted groups instead
        #[arg(long)]
        deleted: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Show a group: what is in it and what it gives
    Show(Which),
    /// List who is in a group
    Members(Which),
    /// Put a person or a group in a group
    AddMember {
        #[command(flatten)]
        which: Which,
        /// The name that a person signs in with; or the name or id of a group
        member: String,
    },
    /// Take a person or a group out of a group
    RemoveMember {
        #[command(flatten)]
        which: Which,
        /// The name that a person signs in with; or the name or id of a group
        member: String,
    },
    /// Add many people: a file with a user name on each line, or with a column userPrincipalName
    Import {
        #[command(flatten)]
        which: Which,
        /// The file
        file: PathBuf,
    },
    /// Delete a group; it can be restored for 30 days
    Delete {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        sure: Sure,
    },
    /// Restore a deleted group, with its members and what it gave
    Restore(Which),
}

/// Which group.
#[derive(Debug, Args)]
pub struct Which {
    /// Its name or id
    group: String,
    #[command(flatten)]
    of: Of,
}

/// Does it; deleting is asked first.
pub(super) fn run(command: GroupCommand, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    use GroupCommand as Command;
    let verb = match command {
        Command::Delete { which, sure } => {
            let question = format!("What {} gives ends at once. Delete?", which.group);
            let verb = Verb::GroupDelete { org: which.of.org, group: which.group };
            return confirmed(settings, &sure, &question, verb);
        }
        Command::Import { which, file } => return import(settings, &which, &file),
        Command::Add { name, description, carries_roles, rule, of } => {
            Verb::GroupAdd { org: of.org, name, description, carries_roles, rule }
        }
        Command::List { starting, deleted, of } => Verb::GroupList { org: of.org, starting, deleted },
        Command::Show(Which { group, of }) => Verb::GroupShow { org: of.org, group },
        Command::Members(Which { group, of }) => Verb::GroupMembers { org: of.org, group },
        Command::AddMember { which: Which { group, of }, member } => {
            Verb::GroupAddMember { org: of.org, group, member }
        }
        Command::RemoveMember { which: Which { group, of }, member } => {
            Verb::GroupRemoveMember { org: of.org, group, member }
        }
        Command::Restore(Which { group, of }) => Verb::GroupRestore { org: of.org, group },
    };
    tell(settings, verb)
}

/// Lines that go to the server at once: a request is bounded.
const LINES: usize = 200;

fn import(settings: &Settings, which: &Which, file: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let lines = match read_lines(&text) {
        Ok(lines) => lines,
        Err(LinesError::Column) => {
            let message = "the first line names columns, and userPrincipalName is not among them";
            return refused(settings, &Refusal::new(Kind::Usage, message));
        }
        Err(LinesError::TooMany) => {
            return refused(settings, &Refusal::new(Kind::Usage, "at most 5,000 lines at once"));
        }
    };
    let (mut added, mut there, mut unknown) = (0, 0, vec![]);
    for part in lines.chunks(LINES) {
        let (org, group) = (which.of.org.clone(), which.group.clone());
        let people = part.iter().map(|(number, name)| (*number, name.clone())).collect();
        match ask(settings, Verb::GroupImport { org, group, people })? {
            Ok(Answer::GroupImported { added: more, there: held, unknown: lost }) => {
                added += more;
                there += held;
                unknown.extend(lost);
            }
            Ok(_) => return Err("the server answered something else".into()),
            Err(refusal) => return refused(settings, &refusal),
        }
    }
    answered(settings, &Answer::GroupImported { added, there, unknown })
}
