//! What the terminal is told of a command, and the exit code that programs read.

use std::error::Error;
use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::cli::Settings;
use crate::control::{self, Answer, Kind, Refusal, Verb};

/// Has something done and says what came of it.
pub(super) fn tell(settings: &Settings, verb: Verb) -> Result<ExitCode, Box<dyn Error>> {
    match ask(settings, verb)? {
        Ok(answer) => answered(settings, &answer),
        Err(refusal) => refused(settings, &refusal),
    }
}

/// Whether somebody was asked already.
#[derive(Debug, Args)]
pub struct Sure {
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Has something done that cannot be undone, once somebody at the terminal has said yes to it.
pub(super) fn confirmed(
    settings: &Settings,
    sure: &Sure,
    question: &str,
    verb: Verb,
) -> Result<ExitCode, Box<dyn Error>> {
    match agreed(sure, question)? {
        Ok(()) => tell(settings, verb),
        Err(refusal) => refused(settings, &refusal),
    }
}

/// Asks, unless somebody was asked already.
pub(super) fn agreed(sure: &Sure, question: &str) -> io::Result<Result<(), Refusal>> {
    if sure.yes || says_yes(question)? {
        return Ok(Ok(()));
    }
    let message = "nothing was done; answer `yes`, or give --yes where nobody is there to answer";
    Ok(Err(Refusal::new(Kind::Refused, message)))
}

fn says_yes(question: &str) -> io::Result<bool> {
    let mut out = io::stderr();
    write!(out, "{question} [yes/no] ")?;
    out.flush()?;
    let mut said = String::new();
    io::stdin().lock().take(64).read_line(&mut said)?;
    Ok(said.trim() == "yes")
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
    Ok(if answer.is_unwell() { ExitCode::from(Kind::Unwell as u8) } else { ExitCode::SUCCESS })
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
