//! Which crate may use which: arrows point down only.

use crate::metadata::{Kind, Package};

use super::{Findings, Project};

/// What kind of room a crate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    /// Values in, values out: no clock, no randomness, no file, no await.
    Pure,
    /// Acts on the world.
    Effect,
    /// Only ever a dev-dependency.
    Tests,
    /// Standard library only, ours and others' alike.
    StdOnly,
}

/// A crate of ours and the crates of ours that it may use. Dev-dependencies are not held to it.
struct Allowed {
    name: &'static str,
    room: Room,
    uses: &'static [&'static str],
}

const fn pure(name: &'static str, uses: &'static [&'static str]) -> Allowed {
    Allowed { name, room: Room::Pure, uses }
}

const fn effect(name: &'static str, uses: &'static [&'static str]) -> Allowed {
    Allowed { name, room: Room::Effect, uses }
}

/// Every crate. One that is not here is refused, so that a new one is placed on purpose.
const ALLOWED: &[Allowed] = &[
    pure("model", &[]),
    pure("policy", &["model"]),
    pure("factors", &["model"]),
    pure("signin", &["model", "policy", "factors"]),
    pure("oauth", &["model"]),
    pure("graph", &["model", "policy"]),
    pure("text", &["model"]),
    effect("sql", &["model"]),
    effect("store", &["model", "policy", "factors", "signin", "oauth", "sql"]),
    effect("service", &["model", "policy", "factors", "signin", "oauth", "graph", "text", "sql", "store"]),
    effect("web", &["model", "policy", "factors", "signin", "oauth", "graph", "text", "service"]),
    effect("outside", &["model", "text", "service"]),
    effect(
        "sluis",
        &[
            "model", "policy", "factors", "oauth", "graph", "text", "sql", "store", "service", "web",
            "outside",
        ],
    ),
    Allowed {
        name: "testkit",
        room: Room::Tests,
        uses: &[
            "model", "policy", "factors", "signin", "oauth", "graph", "text", "sql", "store", "service",
            "web", "outside", "sluis", "testdb",
        ],
    },
    Allowed {
        name: "bench",
        room: Room::Tests,
        uses: &[
            "model", "factors", "oauth", "sql", "store", "service", "web", "sluis", "testdb", "testkit",
            "softkey",
        ],
    },
    Allowed { name: "softkey", room: Room::Tests, uses: &[] },
    Allowed { name: "testdb", room: Room::StdOnly, uses: &[] },
    Allowed { name: "xtask", room: Room::StdOnly, uses: &[] },
];

/// Crates of others that belong to some rooms only. A pure room is in none of these lists: what is named here does
/// I/O, waits, draws random numbers or logs.
const KEPT: &[(&[&str], &[&str])] = &[
    (&["rusqlite", "libsqlite3-sys", "postgres", "tokio-postgres", "tokio-postgres-rustls"], &["sql"]),
    (&["axum", "axum-extra", "tower-http", "askama"], &["web"]),
    (&["hyper", "hyper-util", "tower", "http-body-util"], &["web", "sluis"]),
    (&["lettre", "reqwest", "ureq", "iptocc", "maxminddb"], &["outside"]),
    (&["clap", "tracing-subscriber"], &["sluis"]),
    (&["rand", "rand_core", "getrandom", "fastrand"], &["sluis"]),
    (&["rustls", "tokio-rustls", "rustls-native-certs"], &["sql", "outside", "sluis"]),
    (&["tokio", "tracing"], &["sql", "store", "service", "web", "outside", "sluis"]),
    (&["async-std", "smol", "futures", "futures-util"], &["service", "web", "outside", "sluis"]),
];

pub(super) fn look(project: &Project<'_>) -> Result<Findings, String> {
    let ours: Vec<_> = project.ours().collect();
    let names: Vec<_> = ours.iter().map(|package| &*package.name).collect();
    let failures = ours.iter().flat_map(|package| forbidden(package, &names)).collect();
    Ok(Findings { failures, warnings: Vec::new() })
}

/// A sentence for each dependency that a crate of ours may not have.
fn forbidden(package: &Package, ours: &[&str]) -> Vec<String> {
    let name = &package.name;
    let Some(allowed) = ALLOWED.iter().find(|allowed| allowed.name == name) else {
        return vec![format!("`{name}` has no row in `ALLOWED`: give it one in xtask/src/check/arrows.rs")];
    };
    if allowed.room == Room::StdOnly {
        let all = package.dependencies.iter();
        return all.map(|other| format!("`{name}` uses `{}`, but is std-only", other.name)).collect();
    }
    let mut found = Vec::new();
    for other in package.dependencies.iter().filter(|dependency| dependency.kind != Kind::Dev) {
        let other = &*other.name;
        if ours.contains(&other) {
            if !allowed.uses.contains(&other) {
                found.push(format!("`{name}` may not use `{other}`: arrows point down only"));
            }
        } else if allowed.room != Room::Tests
            && let Some((_, rooms)) = KEPT.iter().find(|(kept, _)| kept.contains(&other))
            && !rooms.contains(&&**name)
        {
            found.push(format!("`{name}` may not use `{other}`, which is for {}", rooms.join(", ")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Dependency;

    const OURS: &[&str] =
        &["model", "policy", "signin", "sql", "store", "service", "web", "testdb", "testkit"];

    #[track_caller]
    fn check(name: &str, uses: &[(&str, Kind)], wanted: &[&str]) {
        let package = Package {
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            license: None,
            source: None,
            description: String::new(),
            manifest: String::new(),
            is_ours: true,
            dependencies: uses
                .iter()
                .map(|(name, kind)| Dependency { name: (*name).to_owned(), kind: *kind })
                .collect(),
        };
        assert_eq!(forbidden(&package, OURS), wanted);
    }

    #[test]
    fn an_arrow_down_is_allowed() {
        check("signin", &[("model", Kind::Normal), ("policy", Kind::Normal), ("serde", Kind::Normal)], &[]);
        check("service", &[("store", Kind::Normal), ("tokio", Kind::Normal)], &[]);
    }

    #[test]
    fn an_arrow_up_or_across_is_refused() {
        check(
            "policy",
            &[("signin", Kind::Normal)],
            &["`policy` may not use `signin`: arrows point down only"],
        );
        check(
            "web",
            &[("store", Kind::Normal), ("sql", Kind::Build)],
            &[
                "`web` may not use `store`: arrows point down only",
                "`web` may not use `sql`: arrows point down only",
            ],
        );
    }

    #[test]
    fn a_pure_crate_uses_nothing_that_acts() {
        check(
            "policy",
            &[("tokio", Kind::Normal)],
            &["`policy` may not use `tokio`, which is for sql, store, service, web, outside, sluis"],
        );
        for (kept, rooms) in KEPT {
            for room in *rooms {
                let is_pure =
                    ALLOWED.iter().any(|allowed| allowed.name == *room && allowed.room == Room::Pure);
                assert!(!is_pure, "{kept:?} is open to the pure crate {room}");
            }
        }
    }

    #[test]
    fn axum_belongs_to_web_and_databases_to_sql() {
        check("service", &[("axum", Kind::Normal)], &["`service` may not use `axum`, which is for web"]);
        check("store", &[("rusqlite", Kind::Normal)], &["`store` may not use `rusqlite`, which is for sql"]);
    }

    #[test]
    fn tests_may_use_what_the_product_may_not() {
        check("web", &[("store", Kind::Dev), ("testkit", Kind::Dev), ("tokio", Kind::Dev)], &[]);
        check(
            "service",
            &[("testkit", Kind::Normal)],
            &["`service` may not use `testkit`: arrows point down only"],
        );
        check("testkit", &[("testdb", Kind::Normal), ("web", Kind::Normal), ("axum", Kind::Normal)], &[]);
    }

    #[test]
    fn a_std_only_crate_has_no_dependency_at_all() {
        check("testdb", &[("tempfile", Kind::Dev)], &["`testdb` uses `tempfile`, but is std-only"]);
        check("xtask", &[("model", Kind::Normal)], &["`xtask` uses `model`, but is std-only"]);
    }

    #[test]
    fn a_crate_without_a_row_is_refused() {
        check("misc", &[], &["`misc` has no row in `ALLOWED`: give it one in xtask/src/check/arrows.rs"]);
    }

    #[test]
    fn the_table_itself_has_no_circle() {
        // Rows stand bottom up: each uses only rows above it, except the std-only ones at the end.
        for (index, row) in ALLOWED.iter().enumerate().filter(|(_, row)| row.room != Room::Tests) {
            for other in row.uses {
                assert!(ALLOWED[..index].iter().any(|above| above.name == *other), "{} → {other}", row.name);
            }
        }
    }
}
