use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use graph::{Document, Finding, Known, Severity, Version, lint};
use model::Locale;
use serde_json::{Value, json};

use super::kept::Of;
use super::{Files, Read, read};
use crate::cli::Settings;
use crate::clock;
use crate::commands::told;
use crate::control::{Answer, FindingTold, Kind, Refusal, Verb, state_word};

/// Files, and where what they name is looked up.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    files: Files,
    /// Look up what they name in the organisation too: what is nobody or nothing here is an error
    #[arg(long)]
    here: bool,
    #[command(flatten)]
    of: Of,
}

/// The policies of all files are looked at together: one may stand in the shadow of another.
pub(super) fn run(check: &Check, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let read = match check.files.files.iter().map(|file| read(file)).collect::<Result<Vec<_>, _>>() {
        Ok(read) => read,
        Err(refusal) => return told::refused(settings, &refusal),
    };
    let documents: Vec<&Document> = read.iter().flat_map(|read| &read.documents).collect();
    if !check.here {
        let findings = lint(&documents, Known { directory: None, now: Some(clock::now()) });
        return print(&read, &findings, settings);
    }
    let written: Vec<Value> = documents.iter().map(|document| document.write(Version::Beta)).collect();
    let org = check.of.org.clone();
    match told::ask(settings, Verb::PolicyCheck { org, documents: json!(written).to_string() })? {
        Ok(Answer::PolicyFindings { findings }) => {
            let known = |found: Vec<FindingTold>| found.iter().filter_map(FindingTold::read).collect();
            let findings: Vec<Vec<Finding>> = findings.into_iter().map(known).collect();
            print(&read, &findings, settings)
        }
        Ok(_) => told::refused(settings, &Refusal::new(Kind::Failed, "the server answered something else")),
        Err(refusal) => told::refused(settings, &refusal),
    }
}

fn print(
    read: &[Read<'_>],
    findings: &[Vec<Finding>],
    settings: &Settings,
) -> Result<ExitCode, Box<dyn Error>> {
    let documents: Vec<&Document> = read.iter().flat_map(|read| &read.documents).collect();
    let is_error =
        |document: &Document, finding: &Finding| finding.severity(document.policy.state) == Severity::Error;
    let mut errors = 0;
    let mut all = documents.iter().zip(findings);
    let mut out = io::stdout().lock();
    let mut files = vec![];
    for read in read {
        let own: Vec<_> = all.by_ref().take(read.documents.len()).collect();
        errors += own
            .iter()
            .map(|(document, found)| found.iter().filter(|finding| is_error(document, finding)).count())
            .sum::<usize>();
        if settings.json {
            let policies = own.iter().map(|(document, found)| written(document, found)).collect::<Vec<_>>();
            files.push(json!({ "file": read.file.display().to_string(), "policies": policies }));
            continue;
        }
        writeln!(out, "{}", read.file.display())?;
        for (document, found) in own {
            writeln!(out, "  {} ({})", document.policy.name, state_word(document.policy.state))?;
            if found.is_empty() {
                writeln!(out, "    understood, and nothing is wrong with it")?;
            }
            for finding in found {
                let level = if is_error(document, finding) { "error" } else { "warning" };
                let place =
                    if finding.path.is_empty() { String::new() } else { format!("`{}` ", finding.path) };
                writeln!(out, "    {level}: {place}{} [{}]", words(finding), finding.code.word())?;
            }
        }
    }
    if settings.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&json!({ "files": files, "errors": errors }))?)?;
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::from(Kind::Unwell as u8) })
}

/// Commands speak English, as their options do.
fn words(finding: &Finding) -> String {
    web::screens::finding_words(text::of(Locale::En), finding)
}

fn written(document: &Document, found: &[Finding]) -> Value {
    let findings = found.iter().map(|finding| {
        json!({
            "code": finding.code.word(),
            "severity": match finding.severity(document.policy.state) {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            "path": finding.path,
            "about": finding.about,
            "message": words(finding),
        })
    });
    json!({
        "displayName": document.policy.name,
        "state": state_word(document.policy.state),
        "notUnderstood": document.policy.foreign,
        "findings": findings.collect::<Vec<_>>(),
    })
}
