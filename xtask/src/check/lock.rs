//! How much we let in: packages in `Cargo.lock`, packages compiled into `sluis`, versions of the same package.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::metadata::Package;
use crate::shell;

use super::{Findings, Project};

/// An ADR may say why more.
const MAX_PACKAGES: usize = 480;
const MAX_COMPILED: usize = 380;
/// Names that stand in the lock file more than once. It may sink; a change that raises it says why.
const MAX_DUPLICATED: usize = 16;

pub(super) fn look(project: &Project<'_>) -> Result<Findings, String> {
    let mut findings = Findings::default();
    let mut bound = |what: &str, count: usize, most: usize| {
        if count > most {
            findings.fail(format!("{count} {what}, {most} at most"));
        }
    };
    bound("packages in Cargo.lock", project.packages.len(), MAX_PACKAGES);
    bound("packages compiled into sluis on Linux", compiled(project)?, MAX_COMPILED);
    let duplicated = duplicated(&project.packages);
    bound("packages in several versions", duplicated.len(), MAX_DUPLICATED);
    if duplicated.len() > MAX_DUPLICATED {
        findings.failures.extend(duplicated.iter().map(|(name, versions)| format!("`{name}` {versions}")));
    }
    Ok(findings)
}

fn compiled(project: &Project<'_>) -> Result<usize, String> {
    let mut cargo = Command::new("cargo");
    cargo.args(["tree", "--locked", "--package", "sluis", "--target", "x86_64-unknown-linux-gnu"]);
    cargo.args(["--edges", "normal,build", "--prefix", "none"]).current_dir(project.root);
    Ok(distinct(&shell::output(&mut cargo)?))
}

/// Lines of `cargo tree`, where a package that was shown before ends in an asterisk.
fn distinct(tree: &str) -> usize {
    let lines = tree.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty());
    lines.collect::<BTreeSet<_>>().len()
}

/// The names that stand there more than once, with their versions.
fn duplicated(packages: &[Package]) -> BTreeMap<&str, String> {
    let mut versions = BTreeMap::<&str, Vec<&str>>::new();
    for package in packages {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    versions.retain(|_, versions| versions.len() > 1);
    versions.into_iter().map(|(name, versions)| (name, versions.join(", "))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_counted_once() {
        assert_eq!(
            distinct("sluis v0.1.0\nserde v1.0.0\nmodel v0.1.0\nserde v1.0.0 (*)\n\nserde v2.0.0\n"),
            4
        );
    }

    #[test]
    fn several_versions_are_one_duplicate() {
        let packages =
            [("a", "1.0.0"), ("b", "1.0.0"), ("a", "2.0.0"), ("a", "3.0.0")].map(|(name, version)| Package {
                name: name.to_owned(),
                version: version.to_owned(),
                license: None,
                source: None,
                description: String::new(),
                manifest: String::new(),
                is_ours: false,
                dependencies: Vec::new(),
            });
        assert_eq!(duplicated(&packages), BTreeMap::from([("a", "1.0.0, 2.0.0, 3.0.0".to_owned())]));
    }
}
