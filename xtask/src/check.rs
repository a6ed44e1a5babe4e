//! The project's own rules, one file each.

mod arrows;
mod cited;
mod files;
mod generated;
mod licences;
mod locales;
mod lock;
mod spdx;

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::metadata::{self, Package};
use crate::shell;

/// What the checks look at.
struct Project<'a> {
    root: &'a Path,
    packages: Vec<Package>,
    /// Every file that git knows or would add, relative to the root.
    files: Vec<String>,
}

/// What a check has to say.
#[derive(Debug, Default, PartialEq)]
struct Findings {
    /// Each fails the run.
    failures: Vec<String>,
    /// Each is printed.
    warnings: Vec<String>,
}

struct Check {
    name: &'static str,
    look: fn(&Project<'_>) -> Result<Findings, String>,
}

const CHECKS: &[Check] = &[
    Check { name: "arrows", look: arrows::look },
    Check { name: "licences", look: licences::look },
    Check { name: "lock file", look: lock::look },
    Check { name: "files", look: files::look },
    Check { name: "locales", look: locales::look },
    Check { name: "cited numbers", look: cited::look },
    Check { name: "generated files", look: generated::look },
];

/// `cargo xtask check`: looks with every check, prints every finding, fails when one of them is a failure.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    no_arguments(arguments)?;
    let project = Project::load(root)?;
    let mut failed = 0;
    for check in CHECKS {
        let findings = (check.look)(&project).unwrap_or_else(Findings::failure);
        for warning in &findings.warnings {
            println!("{}: warning: {warning}", check.name);
        }
        for failure in &findings.failures {
            println!("{}: {failure}", check.name);
        }
        if findings.failures.is_empty() {
            println!("{}: ok", check.name);
        }
        failed += findings.failures.len();
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} to mend")) }
}

/// `cargo xtask generate`: writes the generated files again.
pub(crate) fn generate(root: &Path, arguments: &[String]) -> Result<(), String> {
    no_arguments(arguments)?;
    generated::write(&Project::load(root)?)
}

fn no_arguments(arguments: &[String]) -> Result<(), String> {
    arguments.first().map_or(Ok(()), |argument| Err(format!("does not know `{argument}`")))
}

impl<'a> Project<'a> {
    fn load(root: &'a Path) -> Result<Self, String> {
        let mut git = Command::new("git");
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
        let listed = shell::output(&mut git)?;
        // A file that was removed but not yet committed is listed too.
        let mut files: Vec<String> = listed
            .split_terminator('\0')
            .filter(|file| root.join(file).is_file())
            .map(str::to_owned)
            .collect();
        files.sort();
        files.dedup();
        Ok(Self { root, packages: metadata::load(root)?, files })
    }

    fn ours(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.is_ours)
    }

    fn read(&self, file: &str) -> Result<String, String> {
        fs::read_to_string(self.root.join(file)).map_err(|error| format!("cannot read `{file}`: {error}"))
    }
}

impl Findings {
    fn failure(text: String) -> Self {
        Self { failures: vec![text], warnings: Vec::new() }
    }

    fn fail(&mut self, text: String) {
        self.failures.push(text);
    }

    fn warn(&mut self, text: String) {
        self.warnings.push(text);
    }
}
