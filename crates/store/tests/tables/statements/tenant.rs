//! D27: a transaction is bound to one tenant, and so is every statement.

use std::collections::BTreeSet;
use std::path::Path;

use crate::statements::source::{files, folder, read};
use crate::statements::sql_text::check;

/// The only file whose statements are the installation's.
const INSTALLATION: &str = "organisations.rs";

/// The tables of the migrations.
fn tables() -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    for migration in store::MIGRATIONS {
        for table in migration.sql.split("create table ").skip(1) {
            tables.insert(table.split_whitespace().next().unwrap().to_owned());
        }
    }
    tables
}

fn verdict(sql: &str) -> Result<(), String> {
    check(sql, &tables())
}

#[test]
fn every_table_begins_with_its_tenant() {
    assert!(tables().len() > 20, "{:?}", tables());
    for migration in store::MIGRATIONS {
        for table in migration.sql.split("create table ").skip(1) {
            let (name, columns) = table.split_once(" (").unwrap();
            let first = columns.trim_start().lines().next().unwrap();
            let bound = first.starts_with("tenant blob not null")
                && (first.contains("references organisations (tenant)") || name == "organisations");
            assert!(bound, "{name}: {first}");
            let key = columns.split_once(';').unwrap().0;
            assert!(key.contains("primary key (tenant,") || first.contains("primary key"), "{name}");
        }
        // One that goes names no columns.
        let made = migration.sql.replace("drop index ", "");
        for index in made.split(" index ").skip(1) {
            let columns = index.split_once('(').unwrap().1;
            assert!(columns.starts_with("tenant, "), "{}", index.lines().next().unwrap());
        }
    }
}

#[test]
fn every_statement_names_its_tenant() {
    let (statements, _) = read();
    assert!(statements.len() > 100, "only {} statements were found", statements.len());
    let wrong: Vec<String> = statements
        .iter()
        .filter(|statement| statement.file != INSTALLATION)
        .filter_map(|one| verdict(&one.sql).err().map(|why| format!("{}: {why}: {}", one.file, one.sql)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_call_gives_the_tenant_first() {
    let (statements, calls) = read();
    assert!(calls.len() > 100, "only {} calls were found", calls.len());
    for call in calls.iter().filter(|call| call.file != INSTALLATION) {
        let sql =
            call.sql.as_ref().unwrap_or_else(|| panic!("a statement that is not written out: {call:?}"));
        assert!(statements.iter().any(|one| one.sql == *sql), "{call:?}");
        assert_eq!(call.first, "tenant", "{call:?}");
    }
    // The word `tenant` means the transaction's own, everywhere.
    for path in files(&folder(), "rs") {
        let source = std::fs::read_to_string(&path).unwrap();
        for bound in source.split("let tenant =").skip(1) {
            assert!(bound.starts_with(" self.0.tenant();"), "{}: {}", path.display(), &bound[..40]);
        }
        assert!(!source.contains("tenant: Id<Tenant>"), "{} takes a tenant", path.display());
    }
}

#[test]
fn the_installation_touches_its_own_table_only() {
    let (statements, _) = read();
    let own: Vec<_> = statements.iter().filter(|one| one.file == INSTALLATION).collect();
    assert!(!own.is_empty());
    for statement in own {
        let others = tables().into_iter().filter(|table| table != "organisations");
        for table in others {
            let mut words = statement.sql.split(|c: char| !c.is_alphanumeric() && c != '_');
            assert!(!words.any(|word| word == table), "`{table}` in {}", statement.sql);
        }
    }
}

#[test]
fn no_other_crate_of_the_program_writes_sql() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for name in ["service", "web", "outside", "server", "signin", "policy", "oauth", "factors", "model"] {
        for path in files(&crates.join(name).join("src"), "rs") {
            let source = std::fs::read_to_string(&path).unwrap().to_lowercase();
            for table in tables() {
                for verb in ["from", "insert into", "update", "delete from", "join"] {
                    let sql = format!("{verb} {table} ");
                    let found =
                        source.contains(&format!("{sql}where")) || source.contains(&format!("{sql}set"));
                    assert!(!found && !source.contains(&format!("{sql}(")), "{}: {sql}", path.display());
                }
            }
        }
    }
}

#[test]
fn statements_that_forget_the_tenant_are_noticed() {
    for bad in [
        "select id from users",
        "select id from users where id = $1",
        "select id from users where tenant = $2 and id = $1",
        "select id from users where tenant = $10",
        "select id from users where id = $2 and not tenant = $1",
        "select id from users where tenant = $1 or id = $2",
        "select id from users where (tenant = $1 or id = $2)",
        "select id from users where tenant >= $1",
        "select id from users where tenant = $1 + 1",
        "select id from users limit 1",
        "delete from users where id in (select user_id from credentials where tenant = $1)",
        "delete from users where tenant = $1 and id in (select user_id from credentials where id = $2)",
        "select 1 from users join credentials on credentials.user_id = users.id where users.tenant = $1",
        "select 1 from users, credentials where users.tenant = $1 and credentials.user_id = users.id",
        "select 1 from users u, credentials c where c.tenant = u.tenant",
        "select 1 from users where tenant = $1 and exists (select 1 from credentials c where c.user_id = users.id)",
        "update users set display = $2 where id = $1",
        "update users set tenant = $1 where id = $2",
        "update users set tenant = $2 where tenant = $1",
        "insert into users (id, tenant) values ($2, $1)",
        "insert into users (tenant, id) values ($2, $1)",
        "insert into users values ($1, $2)",
        "insert into settings (tenant, key) values ($1, $2) on conflict (key) do nothing",
        "insert into settings (tenant, key) values ($1, $2) on conflict (tenant, key) do update set tenant = $3",
        "select 1 from users where tenant = $1 union select 1 from credentials",
        "select 1 from users union select 1 from credentials where tenant = $1",
        "select 1 from users where tenant = $1 union select 1 from credentials order by tenant = $1",
        "select 1 from people where tenant = $1",
        "select 1 from users where tenant = $1; delete from users",
        "select 1 from users -- where tenant = $1",
    ] {
        assert!(verdict(bad).is_err(), "{bad}");
    }
}

#[test]
fn statements_that_name_the_tenant_pass() {
    for good in [
        "select id from users where tenant = $1 and (id = $2 or id = $3) order by id",
        "select 1 from users where tenant = $1 and exists (select 1 from credentials c where c.tenant = $1)",
        "select 1 from credentials join users on users.tenant = credentials.tenant and users.id = credentials.user_id \
         where credentials.tenant = $1",
        "select id from users where tenant = $1 union select user_id from credentials where tenant = $1 order by id",
        "select count(*) from (select 1 from outbox where tenant = $1 limit $2) failing",
        "update codes set used = $3 where tenant = $1 and digest = $2 returning grant_id",
        "insert into spent (tenant, id, until) values ($1, $2, $3) on conflict (tenant, id) do nothing",
        "delete from spent where tenant = $1 and id in (select id from spent where tenant = $1 and until <= $2)",
    ] {
        assert_eq!(verdict(good), Ok(()), "{good}");
    }
}
