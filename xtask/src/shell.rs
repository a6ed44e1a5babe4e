//! Running other programs, and saying so.

use std::ffi::OsStr;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Prints a command, runs it with our own output, and fails when it does.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let line = line(command);
    println!("$ {line}");
    std::io::stdout().flush().map_err(|error| format!("cannot print: {error}"))?;
    let status = command.status().map_err(|error| format!("cannot run `{line}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status})")) }
}

/// Runs a command without printing it and returns what it wrote to its output.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let line = line(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run `{line}`: {error}"))?;
    if !output.status.success() {
        return Err(format!("`{line}` failed ({})", output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{line}` wrote something that is not UTF-8"))
}

/// Whether a command can be run and succeeds; what it writes is not shown.
pub(crate) fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Whether a program of this name would be found.
pub(crate) fn is_installed(program: &str) -> bool {
    succeeds("sh", &["-c", "command -v \"$1\"", "sh", program])
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(OsStr::to_string_lossy);
    let words = words.map(|word| if word.contains(' ') { format!("'{word}'") } else { word.into_owned() });
    words.collect::<Vec<_>>().join(" ")
}
