//! `cargo xtask advisories`: known weaknesses of our dependencies. Not part of CI, because its answer changes while
//! our code does not, and because it needs a tool of its own and the network.

use std::path::Path;
use std::process::Command;

use crate::shell;

/// The tools that can answer; the first that is installed does.
const TOOLS: &[(&str, &[&str])] =
    &[("deny", &["deny", "--locked", "check", "advisories"]), ("audit", &["audit", "--deny", "warnings"])];

/// Asks cargo-deny or cargo-audit; without either nothing was asked, and that is a failure.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let Some((_, tool)) = TOOLS.iter().find(|(name, _)| shell::succeeds("cargo", &[name, "--version"]))
    else {
        return Err("neither cargo-deny nor cargo-audit is installed, so nothing was asked; \
            `cargo install --locked cargo-deny` installs one"
            .to_owned());
    };
    shell::run(Command::new("cargo").args(*tool).args(arguments).current_dir(root))
}
