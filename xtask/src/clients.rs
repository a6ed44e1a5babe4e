//! Independent clients for the tests: packages of npm and PyPI, in folders that git ignores.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::shell;

/// Has the manifest and the lock file of the npm packages; they are installed below it.
const NPM: &str = "crates/testkit/js";
/// Names the Python packages, each with its version.
const REQUIREMENTS: &str = "crates/testkit/python/requirements.txt";
/// Where the Python packages are, with an interpreter of their own.
const VENV: &str = "target/python";

/// Installs both, unless they are there already.
pub(crate) fn install(root: &Path) -> Result<(), String> {
    npm(root)?;
    python(root)
}

fn npm(root: &Path) -> Result<(), String> {
    let folder = root.join(NPM);
    let wanted = read(&folder.join("package.json"))? + &read(&folder.join("package-lock.json"))?;
    up_to_date(&folder.join("node_modules"), &wanted, || {
        // No package runs a script of its own on the developer's machine.
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        shell::run(Command::new("npm").args(arguments).current_dir(&folder))
    })
}

fn python(root: &Path) -> Result<(), String> {
    let requirements = root.join(REQUIREMENTS);
    let venv = root.join(VENV);
    let wanted = shell::output(Command::new("python3").arg("--version"))? + &read(&requirements)?;
    up_to_date(&venv, &wanted, || {
        shell::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        // What a test does not import is never compiled: Microsoft's client alone has thousands of files.
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-compile",
            "--requirement",
        ];
        shell::run(Command::new(venv.join("bin/python")).args(pip).arg(&requirements))
    })
}

/// Makes a folder by `make`, unless it was made from the same `wanted` before; a note in it says from what.
fn up_to_date(folder: &Path, wanted: &str, make: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let note = folder.join(".made-from");
    if fs::read_to_string(&note).is_ok_and(|made_from| made_from == wanted) {
        println!("{} is up to date", folder.display());
        return Ok(());
    }
    make()?;
    fs::write(&note, wanted).map_err(|error| format!("cannot write `{}`: {error}", note.display()))
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("cannot read `{}`: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_again_only_when_its_source_changed() {
        let folder = std::env::temp_dir().join(format!("sluis-xtask-{}", std::process::id()));
        let mut made = 0;
        let mut make = |wanted: &str, outcome: Result<(), String>| {
            let result = up_to_date(&folder, wanted, || {
                made += 1;
                fs::create_dir_all(&folder).unwrap();
                outcome
            });
            (made, result)
        };
        assert_eq!(make("one", Err("no network".to_owned())), (1, Err("no network".to_owned())));
        assert_eq!(make("one", Ok(())), (2, Ok(())));
        assert_eq!(make("one", Ok(())), (2, Ok(())));
        assert_eq!(make("two", Ok(())), (3, Ok(())));
        fs::remove_dir_all(&folder).unwrap();
    }
}
