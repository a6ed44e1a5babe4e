//! Examples of our crates that check something, run as the tests build them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell;

/// Builds an example and returns the command that runs it. It is built with the whole workspace, so that what the tests
/// have built serves it: alone, its crate would be built once more with fewer features.
#[expect(clippy::disallowed_methods, reason = "the setting of cargo that says where it builds")]
pub(crate) fn command(root: &Path, name: &str) -> Result<Command, String> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--locked", "--quiet", "--workspace", "--example", name]).current_dir(root);
    shell::run(&mut cargo)?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let mut example = Command::new(target.join("debug/examples").join(name));
    example.current_dir(root);
    Ok(example)
}
