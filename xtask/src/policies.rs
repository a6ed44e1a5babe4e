//! `cargo xtask policies`: templates and samples of conditional access, which are others' and not in this repository.

use std::path::{Path, PathBuf};

use crate::{example, shell};

/// Where they are looked for, from the project's root: in a folder of data beside it.
const FOLDERS: [&str; 2] = ["../shared/data/ca-templates", "../shared/data/ca-samples"];

/// Checks files of policies; without an argument those beside the project, which may be missing.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let files: Vec<PathBuf> = match arguments {
        [] => FOLDERS.iter().flat_map(|folder| files(&root.join(folder))).collect(),
        named => named.iter().map(PathBuf::from).collect(),
    };
    if files.is_empty() {
        println!("{} are not there: no template or sample was checked", FOLDERS.join(" and "));
        return Ok(());
    }
    shell::run(example::command(root, "policies")?.args(files))
}

/// The JSON files of a folder, in order; none where there is no folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let is_json = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(is_json).collect();
    files.sort();
    files
}
