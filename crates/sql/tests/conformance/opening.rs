use sql::{Config, Db, Error, Migration, OpenError};

use crate::house::{House, MIGRATIONS, TENANT, on_both, postgres_config};

on_both!(
    a_database_that_is_up_to_date_opens_again,
    many_that_open_at_once_migrate_once,
    a_newer_database_is_refused,
    a_migration_that_was_edited_is_refused,
    a_failed_migration_leaves_the_steps_before_it,
    a_migration_may_hold_any_text,
);

const THIRD: &str =
    "create table third (tenant blob not null primary key, text_of text collate \"C\" not null
    default ';'); -- it's ; here
    /* and ; here */ insert into third (tenant, text_of) select tenant, 'a;b -- c' from things;";

fn with<'m>(more: &[Migration], into: &'m mut Vec<Migration>) -> &'m [Migration] {
    into.extend_from_slice(MIGRATIONS);
    into.extend_from_slice(more);
    into
}

fn third(sql: &'static str) -> Migration {
    Migration { version: 3, name: "third", sql }
}

fn versions(db: &Db) -> Vec<i64> {
    db.read_installation_blocking(|installation| {
        installation
            .query("select version from schema_version order by version", &[])?
            .iter()
            .map(|row| row.get(0))
            .collect::<Result<_, Error>>()
    })
    .unwrap()
}

fn a_database_that_is_up_to_date_opens_again(house: &House) {
    house.add(1).unwrap();
    house.db.close();
    let again = house.reopened();
    assert_eq!(versions(&again), [1, 2]);
    assert_eq!(crate::house::ids(&again), [1]);
}

fn many_that_open_at_once_migrate_once(house: &House) {
    // A database of its own, so that even the first step is raced for.
    let (folder, postgres);
    let fresh = match &house.config {
        Config::Sqlite { .. } => {
            folder = testdb::temp_dir();
            Config::Sqlite { path: folder.join("fresh.db"), readers: 1 }
        }
        Config::Postgres { .. } => {
            postgres = testdb::postgres();
            postgres_config(postgres.url())
        }
    };
    let start = std::sync::Barrier::new(6);
    let opened: Vec<Vec<i64>> = std::thread::scope(|scope| {
        let open = || {
            start.wait();
            versions(&Db::open(&fresh, MIGRATIONS).unwrap())
        };
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(opened, vec![vec![1, 2]; 6]);
}

fn a_newer_database_is_refused(house: &House) {
    house.db.close();
    drop(Db::open(&house.config, with(&[third(THIRD)], &mut Vec::new())).unwrap());
    let refused = Db::open(&house.config, MIGRATIONS).err().unwrap();
    assert!(matches!(refused, OpenError::Newer { database: 3, program: 2 }));
    assert_eq!(
        refused.to_string(),
        "the database was written by a newer version of this program (schema 3, this one knows 2); start that \
         version, or restore a backup made before the upgrade"
    );
}

fn a_migration_that_was_edited_is_refused(house: &House) {
    house.db.close();
    let mut edited = MIGRATIONS.to_vec();
    edited[1].sql = "create table parts (tenant blob not null)";
    let refused = Db::open(&house.config, &edited).err().unwrap();
    assert!(matches!(refused, OpenError::Changed { version: 2, name: "parts" }), "{refused}");
}

fn a_failed_migration_leaves_the_steps_before_it(house: &House) {
    house.db.close();
    let fourth = Migration {
        version: 4,
        name: "fourth",
        sql: "create table fourth (tenant blob not null); insert into nowhere (a) values (1)",
    };
    let failed = Db::open(&house.config, with(&[third(THIRD), fourth], &mut Vec::new())).err().unwrap();
    assert!(matches!(failed, OpenError::Migration { version: 4, name: "fourth", .. }), "{failed}");
    assert!(failed.to_string().contains("nowhere"), "{failed}");
    let db = Db::open(&house.config, with(&[third(THIRD)], &mut Vec::new())).unwrap();
    assert_eq!(versions(&db), [1, 2, 3]);
    let gone = db.read_blocking(TENANT, |tx| tx.query("select tenant from fourth", &[]));
    assert!(gone.is_err(), "the half that was done is undone");
}

fn a_migration_may_hold_any_text(house: &House) {
    house.add(1).unwrap();
    house.db.close();
    let db = Db::open(&house.config, with(&[third(THIRD)], &mut Vec::new())).unwrap();
    let text = db.read_blocking(TENANT, |tx| {
        tx.query_one("select text_of from third where tenant = $1", &[&TENANT])?.get::<String>(0)
    });
    assert_eq!(text, Ok("a;b -- c".to_owned()));
}

#[test]
fn an_address_that_leads_nowhere_keeps_its_password() {
    for url in
        ["postgresql://anna:s3cret@127.0.0.1:1/x?connect_timeout=1", "postgresql://anna:s3cret@h/?bad=1"]
    {
        let refused = Db::open(&postgres_config(url), MIGRATIONS).err().unwrap();
        assert!(matches!(refused, OpenError::Unreachable(_) | OpenError::Address(_)), "{refused}");
        assert!(!format!("{refused} {refused:?}").contains("s3cret"), "{refused}");
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = testdb::temp_dir();
    std::fs::write(folder.join("file"), "").unwrap();
    let config = Config::Sqlite { path: folder.join("file").join("house.db"), readers: 1 };
    let refused = Db::open(&config, MIGRATIONS).err().unwrap();
    assert!(matches!(&refused, OpenError::File { .. }), "{refused}");
    assert!(refused.to_string().contains("house.db"), "{refused}");
}
