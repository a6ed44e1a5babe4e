//! Where a passphrase comes from: a file, or somebody at the terminal. Never an argument, which everybody on the machine
//! can read.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use clap::Args;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::backup::Passphrase;
use crate::control::{Kind, Refusal};

/// More than this is no passphrase.
const LONGEST: u64 = 4_096;

/// Where it comes from.
#[derive(Debug, Args)]
pub struct PassphraseArguments {
    /// The file whose first line is the passphrase of the keys; asked for where somebody is at the terminal
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Whether it is typed twice: a slip would make a backup that nobody can open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Twice {
    Yes,
    No,
}

impl PassphraseArguments {
    /// Reads it; nothing where there is neither file nor terminal.
    pub(super) fn read(&self, twice: Twice) -> io::Result<Result<Option<Passphrase>, Refusal>> {
        let text = match &self.passphrase_file {
            Some(path) => match fs::File::open(path).and_then(|file| private_line(path, file)) {
                Ok(text) => text,
                Err(error) => {
                    let message = format!("`{}` cannot be read: {error}", path.display());
                    return Ok(Err(Refusal::new(Kind::Usage, message)));
                }
            },
            None if io::stdin().is_terminal() => {
                let text = asked("Passphrase of the keys: ")?;
                if twice == Twice::Yes && text != asked("The same again: ")? {
                    return Ok(Err(Refusal::new(Kind::Usage, "the two are not the same; nothing was done")));
                }
                text
            }
            None => return Ok(Ok(None)),
        };
        Ok(Passphrase::new(&text).map(Some).map_err(|error| Refusal::new(Kind::Usage, error.to_string())))
    }
}

/// The first line of a file that only its owner should read; where others can too, the terminal is told.
fn private_line(path: &Path, file: fs::File) -> io::Result<String> {
    if file.metadata()?.mode() & 0o077 != 0 {
        writeln!(
            io::stderr(),
            "warning: others on this machine can read `{0}`; chmod 600 {0}",
            path.display()
        )?;
    }
    first_line(file)
}

fn first_line(from: impl Read) -> io::Result<String> {
    let mut line = String::new();
    io::BufReader::new(from.take(LONGEST)).read_line(&mut line)?;
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}

fn asked(question: &str) -> io::Result<String> {
    let mut out = io::stderr();
    write!(out, "{question}")?;
    out.flush()?;
    let line = {
        let _quiet = Quiet::begin()?;
        first_line(io::stdin().lock())?
    };
    writeln!(out)?;
    Ok(line)
}

/// While it lives, the terminal does not show what is typed.
struct Quiet(Termios);

impl Quiet {
    fn begin() -> io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &quiet)?;
        Ok(Self(before))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}
