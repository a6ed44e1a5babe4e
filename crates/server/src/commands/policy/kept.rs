//! The policies of the server itself: listed, written to a file, taken from files, switched, and compared with files.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use graph::{Document, Version};
use policy::State;
use serde_json::{Value, json};
use service::conditional_access::differences;

use super::{Files, Read, read};
use crate::cli::Settings;
use crate::commands::told::{answered, ask, refused, tell};
use crate::control::{Answer, Kind, Refusal, Verb};

/// Which organisation.
#[derive(Debug, Args)]
pub struct Of {
    /// The organisation, by domain or id
    #[arg(long, value_name = "DOMAIN")]
    pub(super) org: Option<String>,
}

/// What is needed to import.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    of: Of,
    /// The state that they begin in
    #[arg(long, value_enum, default_value_t = Begin::Off)]
    state: Begin,
    /// An id in the files that is another one here: `FROM=TO`, as often as needed
    #[arg(long, value_name = "FROM=TO")]
    map: Vec<String>,
}

/// In which state an imported policy begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Begin {
    /// Switched off.
    Off,
    /// Report-only.
    ReportOnly,
    /// As the file says.
    AsWritten,
}

/// What is needed to switch one.
#[derive(Debug, Args)]
pub struct Switch {
    /// Its id, or its name where only one has it
    policy: String,
    #[command(flatten)]
    of: Of,
    /// Only write down what it would have said
    #[arg(long)]
    report_only: bool,
    /// Even where no administrator comes in any more
    #[arg(long)]
    lock_out: bool,
}

/// What is needed to switch one off.
#[derive(Debug, Args)]
pub struct SwitchOff {
    /// Its id, or its name where only one has it
    policy: String,
    #[command(flatten)]
    of: Of,
}

/// What is needed to replace security defaults.
#[derive(Debug, Args)]
pub struct ReplaceDefaults {
    #[command(flatten)]
    of: Of,
    /// Why: it is kept in the audit log
    #[arg(long, default_value = "conditionalAccess")]
    reason: String,
    /// Back to security defaults after so many minutes, unless somebody confirms
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(i64).range(1..=1440))]
    trial: Option<i64>,
    /// Even where no administrator comes in any more
    #[arg(long)]
    lock_out: bool,
}

/// What is needed to export.
#[derive(Debug, Args)]
pub struct Export {
    /// The file to write; without it, to the terminal
    file: Option<PathBuf>,
    #[command(flatten)]
    of: Of,
}

/// What is needed to compare.
#[derive(Debug, Args)]
pub struct Diff {
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    of: Of,
    /// Compare with the policies of this file in place of the organisation's; again for each
    #[arg(long, value_name = "FILE", conflicts_with = "org")]
    against: Vec<PathBuf>,
}

pub(super) type Outcome = Result<ExitCode, Box<dyn Error>>;

pub(super) fn list(of: &Of, settings: &Settings) -> Outcome {
    tell(settings, Verb::PolicyList { org: of.org.clone() })
}

pub(super) fn enable(switch: &Switch, settings: &Settings) -> Outcome {
    let state = if switch.report_only { "reportOnly" } else { "on" };
    let (org, policy) = (switch.of.org.clone(), switch.policy.clone());
    tell(settings, Verb::PolicySwitch { org, policy, state: state.to_owned(), guard: !switch.lock_out })
}

pub(super) fn disable(switch: &SwitchOff, settings: &Settings) -> Outcome {
    let (org, policy) = (switch.of.org.clone(), switch.policy.clone());
    tell(settings, Verb::PolicySwitch { org, policy, state: "off".to_owned(), guard: true })
}

pub(super) fn replace_defaults(replace: &ReplaceDefaults, settings: &Settings) -> Outcome {
    tell(
        settings,
        Verb::PolicyReplaceDefaults {
            org: replace.of.org.clone(),
            reason: replace.reason.clone(),
            trial_minutes: replace.trial,
            guard: !replace.lock_out,
        },
    )
}

pub(super) fn confirm(of: &Of, settings: &Settings) -> Outcome {
    tell(settings, Verb::PolicyConfirm { org: of.org.clone() })
}

pub(super) fn take_back(of: &Of, settings: &Settings) -> Outcome {
    tell(settings, Verb::PolicyTakeBack { org: of.org.clone() })
}

pub(super) fn export(export: &Export, settings: &Settings) -> Outcome {
    let answer = match ask(settings, Verb::PolicyExport { org: export.of.org.clone() })? {
        Ok(answer) => answer,
        Err(refusal) => return refused(settings, &refusal),
    };
    let (Some(file), Answer::PolicyDocuments { value }) = (&export.file, &answer) else {
        return answered(settings, &answer);
    };
    // A file that is there is somebody's.
    let mut out = match std::fs::File::create_new(file) {
        Ok(out) => out,
        Err(error) => {
            let refusal = Refusal::new(Kind::Refused, format!("`{}`: {error}", file.display()));
            return refused(settings, &refusal);
        }
    };
    writeln!(out, "{}", serde_json::to_string_pretty(&json!({ "value": value }))?)?;
    let what = format!("{} policies are in `{}`", value.len(), file.display());
    answered(settings, &Answer::Done { what })
}

pub(super) fn import(import: &Import, settings: &Settings) -> Outcome {
    let maps = match import.map.iter().map(|map| pair(map)).collect::<Result<Vec<_>, _>>() {
        Ok(maps) => maps,
        Err(refusal) => return refused(settings, &refusal),
    };
    let read = match all(&import.files) {
        Ok(read) => read,
        Err(refusal) => return refused(settings, &refusal),
    };
    let mut made = vec![];
    for document in read.into_iter().flat_map(|read| read.documents) {
        let name = document.policy.name.clone();
        let document = match import.state {
            Begin::Off => document.in_state(State::Off),
            Begin::ReportOnly => document.in_state(State::ReportOnly),
            Begin::AsWritten => document,
        };
        let text = maps
            .iter()
            .fold(document.write(Version::Beta).to_string(), |text, (from, to)| text.replace(from, to));
        match ask(settings, Verb::PolicyImport { org: import.of.org.clone(), document: text })? {
            Ok(Answer::Policies { policies, .. }) => made.extend(policies),
            Ok(_) => {}
            Err(refusal) => {
                // What came before stays: it is off, or as the file says.
                let before = if made.is_empty() {
                    "nothing was imported".to_owned()
                } else {
                    format!("{} were imported before it", made.len())
                };
                let message = format!("`{name}`: {}; {before}", refusal.message);
                return refused(settings, &Refusal::new(refusal.kind, message));
            }
        }
    }
    answered(settings, &Answer::Policies { policies: made, trial: None, defaults_on: None })
}

pub(super) fn diff(diff: &Diff, settings: &Settings) -> Outcome {
    let read = match all(&diff.files) {
        Ok(read) => read,
        Err(refusal) => return refused(settings, &refusal),
    };
    let here = match other_side(diff, settings)? {
        Ok(here) => here,
        Err(refusal) => return refused(settings, &refusal),
    };
    let there: Vec<Document> = read.into_iter().flat_map(|read| read.documents).collect();
    let side = if diff.against.is_empty() { "server" } else { "other" };
    let found = compared((&here, side), &there);
    if settings.json {
        writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&json!({ "differences": found }))?)?;
    } else {
        print(&found, side)?;
    }
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(Kind::Unwell as u8) })
}

/// What the files are compared with: other files, which need no server, or what the organisation has.
fn other_side(
    diff: &Diff,
    settings: &Settings,
) -> Result<Result<Vec<Value>, Refusal>, Box<dyn std::error::Error>> {
    if diff.against.is_empty() {
        let asked = ask(settings, Verb::PolicyExport { org: diff.of.org.clone() })?;
        return Ok(asked.map(|answer| match answer {
            Answer::PolicyDocuments { value } => value,
            _ => vec![],
        }));
    }
    let other = diff.against.iter().map(|file| read(file)).collect::<Result<Vec<_>, _>>();
    Ok(other.map(|other| {
        let documents = other.iter().flat_map(|read| &read.documents);
        documents.map(|document| document.write(Version::Beta)).collect()
    }))
}

/// Each policy that differs, by its name: what is only on one side, or which members say something else. `old` is what
/// the server has, `new` what the files have.
fn compared((here, side): (&[Value], &str), there: &[Document]) -> Vec<Value> {
    let mut found = vec![];
    let same = |kept: &Value, document: &Document| {
        kept["id"] == document.policy.id.to_string() || kept["displayName"] == document.policy.name
    };
    for document in there {
        let mut wanted = document.write(Version::Beta);
        match here.iter().find(|kept| same(kept, document)) {
            None => found.push(json!({ "policy": document.policy.name, "only": "files" })),
            Some(kept) => {
                wanted["id"] = kept["id"].clone();
                let changes = differences(kept, &wanted);
                if !changes.is_empty() {
                    found.push(json!({ "policy": document.policy.name, "changes": changes }));
                }
            }
        }
    }
    for kept in here.iter().filter(|kept| !there.iter().any(|document| same(kept, document))) {
        found.push(json!({ "policy": kept["displayName"], "only": side }));
    }
    found
}

fn print(found: &[Value], side: &str) -> std::io::Result<()> {
    let side = if side == "server" { "on the server" } else { "in the other files" };
    let mut out = std::io::stdout().lock();
    if found.is_empty() {
        return writeln!(out, "the same");
    }
    for one in found {
        let name = one["policy"].as_str().unwrap_or_default();
        match one["only"].as_str() {
            Some("files") => writeln!(out, "{name}: only in the files")?,
            Some(_) => writeln!(out, "{name}: only {side}")?,
            None => writeln!(out, "{name}:")?,
        }
        for change in one["changes"].as_array().into_iter().flatten() {
            let property = change["property"].as_str().unwrap_or_default();
            writeln!(out, "  {property}: {} {side}, {} in the files", change["old"], change["new"])?;
        }
    }
    Ok(())
}

fn all(files: &Files) -> Result<Vec<Read<'_>>, Refusal> {
    files.files.iter().map(|file| read(file)).collect()
}

fn pair(map: &str) -> Result<(String, String), Refusal> {
    let is_id = |text: &str| text.parse::<model::Id<()>>().is_ok();
    match map.split_once('=') {
        Some((from, to)) if is_id(from) && is_id(to) => Ok((from.to_owned(), to.to_owned())),
        _ => Err(Refusal::new(Kind::Usage, format!("`{map}` is not two ids with `=` between them"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(text: &Value) -> Vec<Document> {
        graph::read(&text.to_string()).unwrap()
    }

    fn policy(name: &str, state: &str) -> Value {
        json!({ "displayName": name, "state": state, "conditions": { "users": { "includeUsers": ["All"] } } })
    }

    #[test]
    fn what_differs_is_named_by_its_path() {
        let both = json!([policy("One", "disabled"), policy("Two", "disabled")]);
        let here: Vec<Value> = documents(&both).iter().map(|one| one.write(Version::Beta)).collect();
        assert!(compared((&here, "server"), &documents(&both)).is_empty());
        let other = json!([policy("One", "enabled"), policy("Three", "disabled")]);
        assert_eq!(
            compared((&here, "server"), &documents(&other)),
            [
                json!({ "policy": "One", "changes": [{ "property": "state", "old": "disabled", "new": "enabled" }] }),
                json!({ "policy": "Three", "only": "files" }),
                json!({ "policy": "Two", "only": "server" }),
            ]
        );
    }

    #[test]
    fn a_map_is_two_ids() {
        let id = "11111111-1111-4111-8111-111111111111";
        assert!(pair(&format!("{id}={id}")).is_ok());
        assert!(pair(id).is_err() && pair(&format!("{id}=x")).is_err());
    }
}
