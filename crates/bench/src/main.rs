//! Measures a running Sluis against its aims and writes the table of `docs/benchmark.md`: `cargo xtask bench`.
//!
//! The server is another process, on a core of its own where `taskset` is installed: the real binary for everything
//! that a start, memory or the real hash decides, and this program as `bench serve` where the hash must cost nothing.
//! What it is not: a test. It fails when an answer is wrong, never when one is slow. Begin with `rows.rs`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it measures time, and its user reads a terminal"
)]

mod child;
mod codes;
mod flows;
mod guesses;
mod load;
mod measure;
mod nodes;
mod passkeys;
mod replays;
mod rows;
mod seed;
mod serve;
mod table;
mod wire;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// What everything here fails with: it is printed and ends the run.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const USAGE: &str = "usage: bench <the table to write> [<seconds that a build from nothing took>]; `sluis` of the same build stands beside it";

fn cold_build(seconds: &str) -> Outcome<std::time::Duration> {
    Ok(std::time::Duration::from_secs(seconds.parse()?))
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["serve", folder, port] => serve::serve(Path::new(folder), port),
        ["seed", hash, folder, port, people] => seed::run(hash, Path::new(folder), port, people),
        ["nodes"] => rows::nodes(),
        ["replays"] => rows::replays(),
        ["replay", folder, port] => replays::run(Path::new(folder), port),
        ["press", what, port, client] => rows::press(what, port, client),
        ["guesses", port, first] => rows::guesses(port, first),
        ["hashes", seconds] => measure::hashes(seconds),
        ["writes", callers, seconds] => measure::writes(callers, seconds),
        [table] => rows::run(Path::new(table), None),
        [table, seconds] => cold_build(seconds).and_then(|took| rows::run(Path::new(table), Some(took))),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}
