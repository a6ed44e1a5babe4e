//! `cargo xtask bench`: what a running Sluis reaches, beside what is aimed at.

use std::path::Path;
use std::process::Command;

use crate::shell;

/// Where the table is written.
const TABLE: &str = "docs/benchmark.md";

/// Builds the real binary and the crate that measures it, and runs that. They are built one after the other: together
/// they would share features, and the real binary would know the cheap hash.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    if let Some(argument) = arguments.first() {
        return Err(format!("does not know `{argument}`"));
    }
    let with = ["--locked", "--release", "--package"];
    shell::run(Command::new("cargo").arg("build").args(with).arg("sluis").current_dir(root))?;
    // It finds the real binary beside itself.
    shell::run(Command::new("cargo").arg("run").args(with).args(["bench", "--", TABLE]).current_dir(root))
}
