//! `cargo xtask test`: everything the tests need, then the tests.

use std::path::Path;
use std::process::Command;

use crate::{clients, needs, shell};

/// Installs what is missing and runs every test in one profile; arguments go to `cargo test`.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    needs::install()?;
    clients::install(root)?;
    shell::run(&mut cargo(root, arguments))
}

fn cargo(root: &Path, arguments: &[String]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--no-fail-fast"]).current_dir(root);
    // Cargo ignores `--package` beside `--workspace`.
    if !names_package(arguments) {
        cargo.arg("--workspace");
    }
    cargo.args(arguments);
    cargo
}

fn names_package(arguments: &[String]) -> bool {
    let ours = arguments.iter().take_while(|argument| *argument != "--");
    ours.into_iter().any(|argument| argument.starts_with("-p") || argument.starts_with("--package"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(arguments: &[&str], wanted: &[&str]) {
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let cargo = cargo(Path::new("."), &arguments);
        assert_eq!(cargo.get_args().collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn every_crate_is_tested() {
        check(&[], &["test", "--no-fail-fast", "--workspace"]);
        check(&["code"], &["test", "--no-fail-fast", "--workspace", "code"]);
        check(&["--", "-p"], &["test", "--no-fail-fast", "--workspace", "--", "-p"]);
    }

    #[test]
    fn one_crate_is_tested_when_it_is_named() {
        check(&["-p", "sql"], &["test", "--no-fail-fast", "-p", "sql"]);
        check(&["--package=sql"], &["test", "--no-fail-fast", "--package=sql"]);
    }
}
