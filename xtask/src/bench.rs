//! `cargo xtask bench`: what a running Sluis reaches, beside what is aimed at.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::shell;

/// Where the table is written.
const TABLE: &str = "docs/benchmark.md";
/// Where everything is built from nothing, apart from what is there already.
const FOLDER: &str = "target/cold";

/// Builds the real binary from nothing, with the clock running, then the crate that measures it, and runs that. They
/// are built one after the other: together they would share features, and the real binary would know the cheap hash.
///
/// `--warm` keeps what an earlier run built; the table then says nothing of a cold build.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let from_nothing = match arguments {
        [] => true,
        [only] if only == "--warm" => false,
        [argument, ..] => return Err(format!("does not know `{argument}`")),
    };
    if from_nothing {
        empty(&root.join(FOLDER))?;
    }
    let with = ["--locked", "--release", "--target-dir", FOLDER, "--package"];
    let took =
        timed(|| shell::run(Command::new("cargo").arg("build").args(with).arg("sluis").current_dir(root)))?;
    // It finds the real binary beside itself.
    let mut bench = Command::new("cargo");
    bench.arg("run").args(with).args(["bench", "--", TABLE]).current_dir(root);
    if from_nothing {
        bench.arg(took.as_secs().to_string());
    }
    shell::run(&mut bench)
}

fn empty(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{} cannot be emptied: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[expect(clippy::disallowed_methods, reason = "it measures a build; no crate of the product depends on it")]
fn timed(work: impl FnOnce() -> Result<(), String>) -> Result<Duration, String> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}
