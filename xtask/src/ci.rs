//! `cargo xtask ci`: what must pass before a change is kept.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::{check, policies, shell, test, types, vectors};

struct Step {
    name: &'static str,
    run: fn(&Path) -> Result<(), String>,
}

/// Quick ones first.
const STEPS: &[Step] = &[
    Step { name: "format", run: |root| cargo(root, &["fmt", "--all", "--check"]) },
    Step { name: "check", run: |root| check::run(root, &[]) },
    Step {
        name: "lints",
        run: |root| {
            cargo(root, &["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"])
        },
    },
    Step { name: "documentation", run: documentation },
    Step { name: "tests", run: |root| test::run(root, &[]) },
    // Run what the tests have built.
    Step { name: "vectors", run: |root| vectors::run(root, &[]) },
    Step { name: "policies", run: |root| policies::run(root, &[]) },
    Step { name: "types", run: |root| types::run(root, &[]) },
];

/// Runs every step, also after one failed, and says how long each took.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    if let Some(argument) = arguments.first() {
        return Err(format!("does not know `{argument}`"));
    }
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for step in STEPS {
        println!("\n== {} ==", step.name);
        let (result, took) = timed(|| (step.run)(root));
        let outcome = result.err().inspect(|_| failed.push(step.name));
        lines.push(line(step.name, took, outcome.as_deref()));
    }
    println!("\n{}", lines.join("\n"));
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<(), String> {
    shell::run(Command::new("cargo").args(arguments).current_dir(root))
}

fn documentation(root: &Path) -> Result<(), String> {
    let mut cargo = Command::new("cargo");
    cargo.args(["doc", "--locked", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    shell::run(cargo.current_dir(root))
}

#[expect(
    clippy::disallowed_methods,
    reason = "it measures steps of CI; no crate of the product depends on it"
)]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn line(name: &str, took: Duration, error: Option<&str>) -> String {
    let seconds = took.as_secs();
    let outcome = error.map_or_else(|| "ok".to_owned(), |error| format!("FAILED: {error}"));
    format!("{name:<14} {:>3} min {:02} s  {outcome}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_how_long_it_took_and_how_it_ended() {
        assert_eq!(line("lints", Duration::from_millis(61_900), None), "lints            1 min 01 s  ok");
        assert_eq!(
            line("documentation", Duration::ZERO, Some("`cargo doc` failed")),
            "documentation    0 min 00 s  FAILED: `cargo doc` failed"
        );
    }
}
