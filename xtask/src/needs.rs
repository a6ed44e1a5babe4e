//! Programs of the system that the tests need, and the Debian packages that have them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::shell::{self, is_installed, succeeds};

struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    is_met: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need { what: "git", packages: &["git"], is_met: || is_installed("git") },
    Need { what: "the PostgreSQL server", packages: &["postgresql"], is_met: has_postgresql },
    Need { what: "Chromium", packages: &["chromium"], is_met: || is_installed("chromium") },
    Need {
        what: "Chromium's driver",
        packages: &["chromium-driver"],
        is_met: || is_installed("chromedriver"),
    },
    Need { what: "a font", packages: &["fonts-dejavu-core"], is_met: has_font },
    Need {
        what: "Apache with mod_auth_openidc",
        packages: &["apache2-bin", "libapache2-mod-auth-openidc", "media-types"],
        is_met: has_apache,
    },
    Need { what: "oathtool", packages: &["oathtool"], is_met: || is_installed("oathtool") },
    Need { what: "Node.js 20 or later", packages: &["nodejs"], is_met: has_node },
    Need { what: "npm", packages: &["npm"], is_met: || is_installed("npm") },
    Need { what: "nginx", packages: &["nginx"], is_met: has_nginx },
    Need { what: "OpenLDAP's server", packages: &["slapd", "ldap-utils"], is_met: has_slapd },
    Need { what: "curl", packages: &["curl"], is_met: || is_installed("curl") },
    Need { what: "Python with venv", packages: &["python3", "python3-venv"], is_met: has_python },
];

/// Installs what is missing, and fails, naming it, when that cannot be done.
pub(crate) fn install() -> Result<(), String> {
    let missing = missing();
    if missing.is_empty() {
        println!("the programs that the tests need are installed");
        return Ok(());
    }
    println!("missing: {}", names(&missing));
    let packages: Vec<_> = missing.iter().flat_map(|need| need.packages).copied().collect();
    let as_root = as_root().ok_or_else(|| {
        format!(
            "the tests need {}; as root: apt-get install --no-install-recommends {}",
            names(&missing),
            packages.join(" ")
        )
    })?;
    shell::run(&mut apt_get(as_root, &["update", "-qq"]))?;
    let flags = ["install", "-y", "-qq", "--no-install-recommends"];
    shell::run(&mut apt_get(as_root, &[&flags, &*packages].concat()))?;
    let missing = self::missing();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("the packages are installed, but the tests still need {}", names(&missing)))
}

fn missing() -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| !(need.is_met)()).collect()
}

fn names(needs: &[&Need]) -> String {
    needs.iter().map(|need| need.what).collect::<Vec<_>>().join(", ")
}

/// The words before `apt-get`, when we may run it at all.
fn as_root() -> Option<&'static [&'static str]> {
    if !is_installed("apt-get") {
        return None;
    }
    let is_root = shell::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root {
        return Some(&[]);
    }
    succeeds("sudo", &["-n", "true"]).then_some(&["sudo", "-n"])
}

fn apt_get(as_root: &[&str], arguments: &[&str]) -> Command {
    let mut words = as_root.iter().chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]).copied();
    let mut command = Command::new(words.next().unwrap_or("env"));
    command.args(words).args(arguments);
    command
}

/// Debian keeps the server's programs outside the path, one folder per version.
fn has_postgresql() -> bool {
    let programs = ["initdb", "postgres", "pg_isready", "psql"];
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders = versions.map(|version| version.path().join("bin"));
    folders.any(|folder| programs.iter().all(|program| folder.join(program).is_file()))
        || programs.iter().all(|program| is_installed(program))
}

/// Programs of the server alone: nothing starts by itself.
fn has_apache() -> bool {
    Path::new("/usr/sbin/apache2").is_file()
        && Path::new("/usr/lib/apache2/modules/mod_auth_openidc.so").is_file()
        && Path::new("/etc/mime.types").is_file()
}

/// Without one Chromium draws no text.
fn has_font() -> bool {
    has_file_under(Path::new("/usr/share/fonts"), &["ttf", "otf"], 4)
}

fn has_file_under(folder: &Path, extensions: &[&str], depth: usize) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| extensions.contains(&extension))
            || depth > 0 && path.is_dir() && has_file_under(&path, extensions, depth - 1)
    })
}

/// The clients of npm use `globalThis.crypto`, which older ones do not have.
fn has_node() -> bool {
    let version = is_installed("node").then(|| shell::output(Command::new("node").arg("--version")));
    version.and_then(Result::ok).and_then(|version| major(&version)).is_some_and(|major| major >= 20)
}

fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Debian keeps it where the path of ordinary users does not lead.
fn has_nginx() -> bool {
    Path::new("/usr/sbin/nginx").exists() || is_installed("nginx")
}

/// The package starts a server of the system; the tests start their own.
fn has_slapd() -> bool {
    Path::new("/usr/sbin/slapd").is_file()
        && Path::new("/usr/sbin/slapadd").exists()
        && is_installed("ldapmodify")
}

fn has_python() -> bool {
    succeeds("python3", &["-c", "import venv, ensurepip"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.19.2\n"), Some(20));
        assert_eq!(major("18.0"), Some(18));
        assert_eq!(major("node"), None);
    }

    #[test]
    fn packages_are_installed_as_root_or_by_sudo_without_a_question() {
        let words = |command: Command| {
            let words = std::iter::once(command.get_program()).chain(command.get_args());
            words.map(|word| word.to_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            words(apt_get(&["sudo", "-n"], &["update"])),
            "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get update"
        );
        assert_eq!(words(apt_get(&[], &["update"])), "env DEBIAN_FRONTEND=noninteractive apt-get update");
    }
}
