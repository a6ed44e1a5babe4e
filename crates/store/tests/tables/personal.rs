//! Whoever asks what is kept of them is told of every table that names people, and of no secret.

use crate::naming;
use store::{PERSONAL, Told};

const SOURCE: &str = include_str!("../../src/personal.rs");

#[test]
fn every_table_that_names_people_is_told_of_or_has_a_reason() {
    let named = naming::tables_that_name_people();
    assert!(named.len() > 15, "only {} tables were found", named.len());
    for name in named {
        let line = PERSONAL.iter().find(|(table, _)| *table == name);
        let (_, told) = line.unwrap_or_else(|| {
            panic!("`{name}` names people: what is said of it to who asks, in store/src/personal.rs?")
        });
        if let Told::Not(reason) = told {
            assert!(reason.len() > 20, "`{name}` has no reason");
        }
    }
}

#[test]
fn every_table_that_is_told_of_is_read_for_one_person() {
    // A statement goes over several lines, each of which ends in a backslash.
    let source = SOURCE.split_whitespace().filter(|word| *word != "\\").collect::<Vec<_>>().join(" ");
    for (table, told) in PERSONAL {
        let is_read = source.contains(&format!("from {table} where tenant = $1 and "));
        assert_eq!(is_read, *told == Told::Given, "`{table}`");
    }
}

#[test]
fn nothing_that_lets_somebody_in_is_read() {
    let selected: Vec<&str> =
        SOURCE.split("select ").skip(1).map(|statement| statement.split(" from ").next().unwrap()).collect();
    assert!(selected.len() > 20, "only {} statements were found", selected.len());
    let secrets = [
        "secret",
        "digest",
        "password_hash",
        "hash",
        "handle",
        "public_key",
        "credential_id",
        "message",
        "browser",
        "private",
        "salt",
        "generation",
        "nonce",
    ];
    for columns in selected {
        for column in columns.split(',').map(|column| column.trim().trim_matches('\\').trim()) {
            assert!(!secrets.contains(&column), "`{column}` in `{columns}`");
        }
    }
}
