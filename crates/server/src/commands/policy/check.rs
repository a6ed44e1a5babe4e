use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use graph::{Document, Finding, Known, Severity, lint};
use model::Locale;
use serde_json::{Value, json};

use super::Read;
use crate::cli::Settings;
use crate::clock;
use crate::control::{Kind, state_word};

/// The policies of all files are looked at together: one may stand in the shadow of another.
pub(super) fn run(read: &[Read<'_>], settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let documents: Vec<&Document> = read.iter().flat_map(|read| &read.documents).collect();
    let findings = lint(&documents, Known { directory: None, now: Some(clock::now()) });
    let is_error =
        |document: &Document, finding: &Finding| finding.severity(document.policy.state) == Severity::Error;
    let mut errors = 0;
    let mut all = documents.iter().zip(&findings);
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
