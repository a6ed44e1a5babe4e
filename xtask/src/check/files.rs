//! What no file of ours may hold, and how long it should be.

use super::{Findings, Project};

/// Half-made code. Written in two halves, or this file would find itself.
const UNFINISHED: &[&str] = &[concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[", "ignore")];

/// The first folder of paths that exist on one machine only.
const MACHINE_FOLDERS: &[&str] = &["home", "root", "Users", "work"];

/// A Rust file longer than this is likely to hold a second idea.
const LONG: usize = 600;

pub(super) fn look(project: &Project<'_>) -> Result<Findings, String> {
    let mut findings = Findings::default();
    for file in &project.files {
        // Pictures, fonts and test vectors are not text.
        if let Ok(text) = project.read(file) {
            look_at(file, &text, &mut findings);
        }
    }
    Ok(findings)
}

fn look_at(file: &str, text: &str, findings: &mut Findings) {
    let is_rust = file.ends_with(".rs");
    for (line, number) in text.lines().zip(1..) {
        if is_rust && let Some(word) = UNFINISHED.iter().find(|word| line.contains(**word)) {
            findings.fail(format!("{file}:{number}: `{word}`"));
        }
        if let Some(path) = machine_path(line) {
            findings.fail(format!("{file}:{number}: `{path}` is a path of one machine"));
        }
    }
    if !is_rust {
        return;
    }
    if is_crate_root(file) && !text.starts_with("//!") {
        findings
            .fail(format!("{file}: a crate opens with `//!`: what it is, what it is not, where to begin"));
    }
    let length = text.lines().count();
    if length > LONG {
        findings.warn(format!("{file}: {length} lines; is there a second idea in it?"));
    }
}

fn is_crate_root(file: &str) -> bool {
    file.ends_with("/src/lib.rs") || file.ends_with("/src/main.rs")
}

/// An absolute path that starts in a folder of one machine. In an address, a route or a relative path something
/// stands before the slash.
fn machine_path(line: &str) -> Option<&str> {
    line.match_indices('/').find_map(|(at, _)| {
        let before = line[..at].chars().next_back();
        if before.is_some_and(|before| before.is_alphanumeric() || ".-_~/}>)]$*:".contains(before)) {
            return None;
        }
        let after = &line[at + 1..];
        let folder = MACHINE_FOLDERS
            .iter()
            .find(|folder| after.strip_prefix(**folder).and_then(|rest| rest.strip_prefix('/')).is_some())?;
        Some(&line[at..at + 2 + folder.len()])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, text: &str, failures: &[&str]) {
        let mut findings = Findings::default();
        look_at(file, text, &mut findings);
        assert_eq!(findings.failures, failures);
    }

    #[test]
    fn half_made_code_is_found_in_rust_only() {
        let line = format!("fn f() {{ {}) }}", UNFINISHED[0]);
        check("crates/sql/src/a.rs", &line, &[&format!("crates/sql/src/a.rs:1: `{}`", UNFINISHED[0])]);
        check("docs/a.md", &line, &[]);
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        for folder in MACHINE_FOLDERS {
            let path = format!("/{folder}/");
            check(
                "a.md",
                &format!("see {path}sluis"),
                &[&format!("a.md:1: `{path}` is a path of one machine")],
            );
            check(
                "a.toml",
                &format!("\n\"{path}x\""),
                &[&format!("a.toml:2: `{path}` is a path of one machine")],
            );
        }
    }

    #[test]
    fn addresses_and_relative_paths_are_no_paths_of_a_machine() {
        for folder in MACHINE_FOLDERS {
            let text = format!(
                "https://example.org/{folder}/x a/{folder}/b ./{folder}/ {{base}}/{folder}/ /{folder}"
            );
            check("a.md", &text, &[]);
        }
    }

    #[test]
    fn a_crate_opens_with_its_description() {
        let wanted =
            "crates/sql/src/lib.rs: a crate opens with `//!`: what it is, what it is not, where to begin";
        check("crates/sql/src/lib.rs", "mod a;\n", &[wanted]);
        check("crates/sql/src/lib.rs", "//! SQL.\n", &[]);
        check("crates/sql/src/a.rs", "mod a;\n", &[]);
    }

    #[test]
    fn a_long_file_is_a_warning() {
        let mut findings = Findings::default();
        look_at("a.rs", &"//\n".repeat(LONG), &mut findings);
        assert_eq!(findings, Findings::default());
        look_at("a.rs", &"//\n".repeat(LONG + 1), &mut findings);
        assert_eq!(findings.warnings, ["a.rs: 601 lines; is there a second idea in it?"]);
    }
}
