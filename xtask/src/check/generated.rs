//! Generated files: never edited, never stale.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::metadata::{Kind, Package};
use crate::shell;

use super::{Findings, Project};

/// Everything in here is generated.
const FOLDER: &str = "docs/generated/";

/// A file in [`FOLDER`] that is made from what `cargo xtask` knows.
struct Made {
    file: &'static str,
    text: fn(&Project<'_>) -> String,
}

/// A file in [`FOLDER`] that a test of a crate compares with what it makes (`expect_test::expect_file!`), and writes
/// when `UPDATE_EXPECT` is set.
struct Tested {
    file: &'static str,
    package: &'static str,
    /// The test's whole path.
    test: &'static str,
}

const MADE: &[Made] = &[Made { file: "crates.md", text: crates }];
const TESTED: &[Tested] = &[Tested {
    file: "authority.md",
    package: "service",
    test: "the_table_of_who_may_do_what_is_written_out",
}];

pub(super) fn look(project: &Project<'_>) -> Result<Findings, String> {
    let mut findings = Findings::default();
    for made in MADE {
        if fs::read_to_string(project.root.join(FOLDER).join(made.file)).ok() != Some((made.text)(project)) {
            findings.fail(format!("{FOLDER}{} is stale: run `cargo xtask generate`", made.file));
        }
    }
    // Files made by tests are compared by those tests, which run with all the others.
    let known: Vec<_> =
        MADE.iter().map(|made| made.file).chain(TESTED.iter().map(|tested| tested.file)).collect();
    for file in project.files.iter().filter_map(|file| file.strip_prefix(FOLDER)) {
        if !known.contains(&file) {
            findings.fail(format!("{FOLDER}{file} is made by nothing in xtask/src/check/generated.rs"));
        }
    }
    Ok(findings)
}

/// Writes every generated file.
pub(super) fn write(project: &Project<'_>) -> Result<(), String> {
    for made in MADE {
        let path = project.root.join(FOLDER).join(made.file);
        fs::write(&path, (made.text)(project)).map_err(|error| format!("{FOLDER}{}: {error}", made.file))?;
        println!("{FOLDER}{}", made.file);
    }
    for tested in TESTED {
        shell::run(test(project, tested).env("UPDATE_EXPECT", "1"))?;
    }
    Ok(())
}

fn test(project: &Project<'_>, tested: &Tested) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--quiet", "--package", tested.package, "--", "--exact", tested.test]);
    cargo.current_dir(project.root);
    cargo
}

/// Our crates, what each is, and which others of ours it uses.
fn crates(project: &Project<'_>) -> String {
    let mut ours: Vec<_> = project.ours().collect();
    ours.sort_by(|a, b| a.name.cmp(&b.name));
    let mut text = "<!-- Written by `cargo xtask generate`; never edited. -->\n\n# Crates\n\n\
        | Crate | What it is | Uses |\n|---|---|---|\n"
        .to_owned();
    for Package { name, description, dependencies, .. } in &ours {
        let used = dependencies.iter().filter(|dependency| dependency.kind != Kind::Dev);
        let used = used.map(|dependency| dependency.name.as_str());
        let used: BTreeSet<_> =
            used.filter(|used| ours.iter().any(|package| package.name == *used)).collect();
        let used = used.into_iter().collect::<Vec<_>>().join(", ");
        text.push_str(&format!("| `{name}` | {description} | {used} |\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::metadata::Dependency;

    fn package(name: &str, is_ours: bool, uses: &[(&str, Kind)]) -> Package {
        Package {
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            license: None,
            source: None,
            description: format!("The crate {name}."),
            manifest: String::new(),
            is_ours,
            dependencies: uses
                .iter()
                .map(|(name, kind)| Dependency { name: (*name).to_owned(), kind: *kind })
                .collect(),
        }
    }

    #[test]
    fn the_table_of_crates_shows_ours_and_what_they_use_of_ours() {
        let packages = vec![
            package(
                "store",
                true,
                &[("sql", Kind::Normal), ("serde", Kind::Normal), ("model", Kind::Normal)],
            ),
            package("sql", true, &[("model", Kind::Normal), ("store", Kind::Dev)]),
            package("serde", false, &[]),
            package("model", true, &[]),
        ];
        let table = crates(&Project { root: Path::new("."), packages, files: Vec::new() });
        let rows: Vec<_> = table.lines().skip(6).collect();
        assert_eq!(
            rows,
            [
                "| `model` | The crate model. |  |",
                "| `sql` | The crate sql. | model |",
                "| `store` | The crate store. | model, sql |",
            ]
        );
    }

    #[test]
    fn a_file_that_nothing_makes_is_refused() {
        let files = vec!["docs/generated/crates.md".to_owned(), "docs/generated/other.md".to_owned()];
        let project = Project { root: Path::new("."), packages: Vec::new(), files };
        let unknown = "docs/generated/other.md is made by nothing in xtask/src/check/generated.rs";
        assert!(look(&project).unwrap().failures.contains(&unknown.to_owned()));
    }

    #[test]
    fn a_file_that_is_not_there_is_stale() {
        let project = Project { root: Path::new("nowhere"), packages: Vec::new(), files: Vec::new() };
        assert_eq!(
            look(&project).unwrap().failures,
            ["docs/generated/crates.md is stale: run `cargo xtask generate`"]
        );
    }
}
