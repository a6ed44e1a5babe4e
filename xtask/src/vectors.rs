//! `cargo xtask vectors`: the test vectors of WebAuthn, which are the W3C's and not in this repository.

use std::path::Path;

use crate::{example, shell};

/// Where they are looked for, from the project's root: in a folder of data beside it.
const FILE: &str = "../shared/data/webauthn-vectors/webauthn-l3-vectors.json";

/// Checks a file of ceremonies; without an argument the one beside the project, which may be missing.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let file = match arguments {
        [] => FILE,
        [file] => file,
        [_, argument, ..] => return Err(format!("does not know `{argument}`")),
    };
    if arguments.is_empty() && !root.join(file).is_file() {
        println!("{file} is not there: the test vectors of WebAuthn were not checked");
        return Ok(());
    }
    shell::run(example::command(root, "webauthn_vectors")?.arg(file))
}
