//! The project's own commands: `cargo xtask test | check | ci | …`.
//!
//! Standard library only, so that it builds in seconds and a run of it never builds the tree twice. What it is not: a
//! place for anything that `sluis` itself needs. Begin with [`COMMANDS`]; a new command is one file and one line there,
//! a new check is one file in `check/` and one line in `check.rs`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its user reads a terminal")]

mod advisories;
mod bench;
mod check;
mod ci;
mod clients;
mod example;
mod json;
mod metadata;
mod needs;
mod pictures;
mod policies;
mod shell;
mod test;
mod types;
mod vectors;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A word after `cargo xtask`.
struct Command {
    name: &'static str,
    about: &'static str,
    /// Gets the root of the project and the arguments after the name.
    run: fn(&Path, &[String]) -> Result<(), String>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "test",
        about: "install what the tests need, then run them; arguments go to `cargo test`",
        run: test::run,
    },
    Command { name: "check", about: "hold the project's own rules", run: check::run },
    Command { name: "ci", about: "format, lints, check, documentation, tests: what CI runs", run: ci::run },
    Command { name: "generate", about: "write what is in docs/generated again", run: check::generate },
    Command { name: "bench", about: "measure a running Sluis; writes docs/benchmark.md", run: bench::run },
    Command {
        name: "vectors",
        about: "check the ceremonies of WebAuthn's test vectors, where their file is",
        run: vectors::run,
    },
    Command { name: "pictures", about: "take the book's pictures of every page again", run: pictures::run },
    Command {
        name: "policies",
        about: "read and write templates and samples of conditional access, where they are",
        run: policies::run,
    },
    Command {
        name: "types",
        about: "compare the types of the API's bodies with Graph's schemas, where they are",
        run: types::run,
    },
    Command {
        name: "advisories",
        about: "ask the advisory database about our dependencies",
        run: advisories::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        eprint!("{}", usage());
        return ExitCode::from(2);
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprint!("no command `{name}`\n\n{}", usage());
        return ExitCode::from(2);
    };
    match root().and_then(|root| (command.run)(&root, rest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{name}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let lines = COMMANDS.iter().map(|command| format!("  {:<11} {}\n", command.name, command.about));
    format!("usage: cargo xtask <command>\n\n{}", lines.collect::<String>())
}

/// The folder of the workspace: the nearest one above that has this crate in it.
fn root() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|error| format!("no current folder: {error}"))?;
    let found = here.ancestors().find(|folder| folder.join("xtask/Cargo.toml").is_file());
    found.map(Path::to_path_buf).ok_or_else(|| "run this inside the project".to_owned())
}
