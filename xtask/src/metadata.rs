//! What `cargo metadata` says, as far as the checks look.

use std::path::Path;
use std::process::Command;

use crate::json::Json;
use crate::shell;

/// A package of `Cargo.lock`.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The SPDX expression of its manifest.
    pub(crate) license: Option<String>,
    /// Where it comes from; `None` for a folder.
    pub(crate) source: Option<String>,
    pub(crate) description: String,
    pub(crate) manifest: String,
    /// Whether it is a member of our workspace.
    pub(crate) is_ours: bool,
    pub(crate) dependencies: Vec<Dependency>,
}

/// A line of a manifest.
#[derive(Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// In which table of the manifest a dependency stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Normal,
    Build,
    Dev,
}

/// Reads the packages of the lock file for every platform, which may download some that were never built here.
pub(crate) fn load(root: &Path) -> Result<Vec<Package>, String> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version", "1", "--locked", "--quiet"]).current_dir(root);
    let text = shell::output(&mut cargo)
        .map_err(|error| format!("{error}; a stale Cargo.lock is mended by `cargo check`"))?;
    packages(&Json::parse(&text)?)
}

fn packages(metadata: &Json) -> Result<Vec<Package>, String> {
    let members = metadata.member("workspace_members").items();
    let package = |json: &Json| {
        Some(Package {
            name: json.member("name").text()?.to_owned(),
            version: json.member("version").text()?.to_owned(),
            license: json.member("license").text().map(str::to_owned),
            source: json.member("source").text().map(str::to_owned),
            description: json.member("description").text().unwrap_or_default().to_owned(),
            manifest: json.member("manifest_path").text()?.to_owned(),
            is_ours: members.contains(json.member("id")),
            dependencies: json
                .member("dependencies")
                .items()
                .iter()
                .map(dependency)
                .collect::<Option<Vec<_>>>()?,
        })
    };
    let packages = metadata.member("packages").items().iter().map(package).collect::<Option<Vec<_>>>();
    match packages {
        Some(packages) if packages.iter().any(|package| package.is_ours) => Ok(packages),
        _ => Err("`cargo metadata` has another shape than we know".to_owned()),
    }
}

fn dependency(json: &Json) -> Option<Dependency> {
    let kind = match json.member("kind").text() {
        None => Kind::Normal,
        Some("build") => Kind::Build,
        Some("dev") => Kind::Dev,
        Some(_) => return None,
    };
    Some(Dependency { name: json.member("name").text()?.to_owned(), kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"{"workspace_members": ["path+file:///sluis/crates/sql#0.1.0"], "packages": [
        {"name": "sql", "version": "0.1.0", "id": "path+file:///sluis/crates/sql#0.1.0", "license": "Apache-2.0",
         "description": "SQL.", "source": null, "manifest_path": "/sluis/crates/sql/Cargo.toml", "dependencies": [
            {"name": "postgres", "kind": null}, {"name": "testdb", "kind": "dev"}, {"name": "cc", "kind": "build"}]},
        {"name": "cc", "version": "1.0.0", "id": "registry+x#cc@1.0.0", "license": null, "description": null,
         "source": "registry+x", "manifest_path": "/cc/Cargo.toml", "dependencies": []}]}"#;

    #[test]
    fn packages_are_read_with_their_dependencies() {
        let packages = packages(&Json::parse(SAMPLE).unwrap()).unwrap();
        let seen: Vec<_> = packages
            .iter()
            .map(|package| {
                (&*package.name, package.is_ours, package.license.as_deref(), package.source.as_deref())
            })
            .collect();
        assert_eq!(seen, [("sql", true, Some("Apache-2.0"), None), ("cc", false, None, Some("registry+x"))]);
        let kinds: Vec<_> =
            packages[0].dependencies.iter().map(|dependency| (&*dependency.name, dependency.kind)).collect();
        assert_eq!(kinds, [("postgres", Kind::Normal), ("testdb", Kind::Dev), ("cc", Kind::Build)]);
    }

    #[test]
    fn an_unknown_shape_is_an_error() {
        assert!(packages(&Json::parse("{}").unwrap()).is_err());
        assert!(packages(&Json::parse(r#"{"packages": [{}]}"#).unwrap()).is_err());
    }
}
