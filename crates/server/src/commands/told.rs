//! What the terminal is told of a command, and the exit code that programs read.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::json;

use crate::cli::Settings;
use crate::control::{self, Answer, Refusal, Verb};

/// Has something done and says what came of it.
pub(super) fn tell(settings: &Settings, verb: Verb) -> Result<ExitCode, Box<dyn Error>> {
    match ask(settings, verb)? {
        Ok(answer) => answered(settings, &answer),
        Err(refusal) => refused(settings, &refusal),
    }
}

/// Has something done; progress goes to standard error.
pub(super) fn ask(settings: &Settings, verb: Verb) -> Result<Result<Answer, Refusal>, Box<dyn Error>> {
    let config = settings.load()?.config;
    control::run(&config, verb, &|text| {
        let _ = writeln!(io::stderr(), "{text}");
    })
}

/// Prints an answer.
pub(super) fn answered(settings: &Settings, answer: &Answer) -> Result<ExitCode, Box<dyn Error>> {
    let mut out = io::stdout().lock();
    if settings.json {
        writeln!(out, "{}", serde_json::to_string_pretty(answer)?)?;
    } else {
        write!(out, "{answer}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints why it was not done; programs get it where they expect the answer.
pub(super) fn refused(settings: &Settings, refusal: &Refusal) -> Result<ExitCode, Box<dyn Error>> {
    if settings.json {
        writeln!(io::stdout(), "{}", json!({ "error": refusal }))?;
    } else {
        writeln!(io::stderr(), "{}", refusal.message)?;
    }
    Ok(ExitCode::from(refusal.kind as u8))
}
