//! The program `sluis`.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use server::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}
