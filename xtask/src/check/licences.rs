//! Under which licences, and from where, our dependencies may come.

use std::path::Path;

use crate::metadata::Package;

use super::spdx::is_satisfied;
use super::{Findings, Project};

/// Licences that ask for nothing but a notice. `MPL-2.0` is not among them: a package under it is named below, by an
/// ADR that says why.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Single packages under another licence, each with its reason.
const ALLOWED_BY_NAME: &[(&str, &str)] = &[
    // The certificate list of Mozilla: data, whose licence asks for a copy of itself.
    ("webpki-root-certs", "CDLA-Permissive-2.0"),
    ("webpki-roots", "CDLA-Permissive-2.0"),
];

const OURS: &str = "Apache-2.0";
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub(super) fn look(project: &Project<'_>) -> Result<Findings, String> {
    let failures = project.packages.iter().filter_map(|package| refused(package, project.root)).collect();
    Ok(Findings { failures, warnings: Vec::new() })
}

fn refused(package: &Package, root: &Path) -> Option<String> {
    let Package { name, version, .. } = package;
    let problem = source_problem(package, root).or_else(|| licence_problem(package))?;
    Some(format!("`{name} {version}` {problem}"))
}

fn source_problem(package: &Package, root: &Path) -> Option<String> {
    match package.source.as_deref() {
        Some(REGISTRY) => None,
        Some(other) => Some(format!("comes from `{other}`, not from crates.io")),
        None if Path::new(&package.manifest).starts_with(root) => None,
        None => Some("comes from a folder outside the project".to_owned()),
    }
}

fn licence_problem(package: &Package) -> Option<String> {
    let Some(expression) = package.license.as_deref() else {
        return Some("names no licence".to_owned());
    };
    if package.is_ours {
        return (expression != OURS).then(|| format!("is `{expression}`; ours are `{OURS}`"));
    }
    let is_allowed = |licence: &str| {
        ALLOWED.contains(&licence) || ALLOWED_BY_NAME.contains(&(package.name.as_str(), licence))
    };
    match is_satisfied(expression, &is_allowed) {
        Ok(true) => None,
        Ok(false) => Some(format!("is `{expression}`, which xtask/src/check/licences.rs does not allow")),
        Err(error) => Some(format!("names no licence that we can read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, license: Option<&str>, source: Option<&str>, wanted: Option<&str>) {
        let package = Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
            source: source.map(str::to_owned),
            description: String::new(),
            manifest: format!("/sluis/crates/{name}/Cargo.toml"),
            is_ours: source.is_none(),
            dependencies: Vec::new(),
        };
        assert_eq!(refused(&package, Path::new("/sluis")).as_deref(), wanted);
    }

    #[test]
    fn permissive_packages_of_the_registry_are_allowed() {
        check("serde", Some("MIT OR Apache-2.0"), Some(REGISTRY), None);
        check("sql", Some("Apache-2.0"), None, None);
    }

    #[test]
    fn another_licence_is_allowed_by_name_only() {
        check("webpki-root-certs", Some("CDLA-Permissive-2.0"), Some(REGISTRY), None);
        check(
            "other",
            Some("CDLA-Permissive-2.0"),
            Some(REGISTRY),
            Some("`other 1.0.0` is `CDLA-Permissive-2.0`, which xtask/src/check/licences.rs does not allow"),
        );
    }

    #[test]
    fn no_licence_and_no_expression_are_refused() {
        check("a", None, Some(REGISTRY), Some("`a 1.0.0` names no licence"));
        check(
            "a",
            Some("as it is"),
            Some(REGISTRY),
            Some("`a 1.0.0` names no licence that we can read: `as it is` is not a licence expression"),
        );
    }

    #[test]
    fn ours_stay_under_our_licence() {
        check("web", Some("MIT"), None, Some("`web 1.0.0` is `MIT`; ours are `Apache-2.0`"));
    }

    #[test]
    fn another_source_is_refused() {
        check(
            "serde",
            Some("MIT"),
            Some("git+https://example.org/serde"),
            Some("`serde 1.0.0` comes from `git+https://example.org/serde`, not from crates.io"),
        );
    }
}
