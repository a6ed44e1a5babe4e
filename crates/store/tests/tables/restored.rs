//! What a backup brings back to life, and what it does not, on both databases (attack 87). Every table has a fate, so that
//! a new one of the kind that lets somebody in cannot be forgotten.

use std::collections::BTreeMap;

use crate::organisation::{TENANT, on_postgresql, on_sqlite};
use sql::{Db, Param};
use store::{FATES, Fate, Tables};

/// Every table of the migrations, with the names and types of its columns.
fn tables() -> BTreeMap<String, Vec<(String, String)>> {
    let mut tables = BTreeMap::new();
    for migration in store::MIGRATIONS {
        for table in migration.sql.split("create table ").skip(1) {
            let (name, rest) = table.split_once(" (").unwrap();
            let columns = rest.lines().skip(1).take_while(|line| !line.starts_with(')'));
            let columns = columns.map(str::trim).filter(|line| !line.starts_with("primary key"));
            let typed = |line: &str| {
                let mut words = line.split_whitespace();
                (words.next().unwrap().to_owned(), words.next().unwrap().trim_end_matches(',').to_owned())
            };
            tables.insert(name.to_owned(), columns.map(typed).collect());
        }
    }
    tables
}

fn fill(db: &Db, table: &str, columns: &[(String, String)]) {
    let names: Vec<_> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let marks: Vec<_> = (1..=columns.len()).map(|number| format!("${number}")).collect();
    let sql: &'static str =
        format!("insert into {table} ({}) values ({})", names.join(", "), marks.join(", ")).leak();
    let columns = columns.to_vec();
    db.write_blocking(TENANT, move |tx| {
        let value = |(name, kind): &(String, String)| -> Box<dyn Param> {
            match (name.as_str(), kind.as_str()) {
                ("tenant", _) => Box::new(TENANT),
                (_, "text") => Box::new("x"),
                (_, "bigint") => Box::new(1i64),
                (_, "boolean") => Box::new(false),
                (_, "blob") => Box::new([7u8; 16]),
                (name, kind) => panic!("{name} is a {kind}"),
            }
        };
        let values: Vec<_> = columns.iter().map(value).collect();
        let params: Vec<&dyn Param> = values.iter().map(|value| &**value).collect();
        tx.execute(sql, &params)
    })
    .unwrap_or_else(|error| panic!("{table}: {error}"));
}

fn count(db: &Db, table: &str) -> i64 {
    let sql: &'static str = format!("select count(*) from {table} where tenant = $1").leak();
    db.read_blocking(TENANT, move |tx| tx.query_one(sql, &[&TENANT])?.get(0)).unwrap()
}

#[test]
fn every_table_has_a_fate_when_a_backup_is_restored() {
    let known: Vec<_> = FATES.iter().map(|(table, _)| (*table).to_owned()).collect();
    let tables: Vec<_> = tables().into_keys().collect();
    assert_eq!(known, tables, "a new table gets a line in `FATES`: does it let somebody in?");
}

/// What lets somebody in names its end, its digest or its browser; whoever says that such a table stays says why here.
#[test]
fn what_looks_as_if_it_let_somebody_in_ends() {
    const NOT_A_WAY_IN: [&str; 7] = [
        // Codes that were used up, and counters against guessing: they keep people out.
        "lockouts",
        "spent",
        // Corrected by what the store that is replaced says.
        "app_secrets",
        "recovery_codes",
        // What ends here is that a policy asks somebody less.
        "exclusions",
        // Seals, and names that were typed: digests of records.
        "audit_seals",
        "sign_in_records",
    ];
    for (table, columns) in tables() {
        let names = ["digest", "ends", "expires", "until", "browser", "generation", "due"];
        let looks_so = columns.iter().any(|(name, _)| names.contains(&name.as_str()));
        let ends = FATES.iter().any(|(name, fate)| *name == table && *fate == Fate::Ends);
        assert!(!looks_so || ends || NOT_A_WAY_IN.contains(&table.as_str()), "{table}");
    }
}

fn what_must_end_ends_and_nothing_else_goes(db: &Db) {
    let tables = tables();
    for (table, columns) in tables.iter().filter(|(table, _)| *table != "organisations") {
        fill(db, table, columns);
    }
    db.write_blocking(TENANT, |tx| tx.restored().end_everything()).unwrap();
    for (table, fate) in FATES {
        assert_eq!(count(db, table), i64::from(*fate != Fate::Ends), "{table}");
    }
}

#[test]
fn what_must_end_ends_and_nothing_else_goes_on_sqlite() {
    on_sqlite(what_must_end_ends_and_nothing_else_goes);
}

#[test]
fn what_must_end_ends_and_nothing_else_goes_on_postgresql() {
    on_postgresql(what_must_end_ends_and_nothing_else_goes);
}
