use std::fs;
use std::path::{Path, PathBuf};

use sql::{Config, Db, Error};
use tokio::runtime::Builder;
use tokio::task::JoinSet;

use crate::house::{self, MIGRATIONS, TENANT, add, ids};

/// What a crash at this moment would leave: the file and its log, without a word to the process that writes them.
fn crashed_copy(path: &Path, folder: PathBuf) -> Db {
    fs::create_dir(&folder).unwrap();
    let log = |path: &Path| path.with_extension("db-wal");
    let copy = folder.join("house.db");
    fs::copy(path, &copy).unwrap();
    fs::copy(log(path), log(&copy)).unwrap();
    Db::open(&Config::Sqlite { path: copy, readers: 1 }, MIGRATIONS).unwrap()
}

#[test]
fn what_was_acknowledged_survives_a_crash() {
    let house = house::sqlite();
    let copies = testdb::temp_dir();
    let path = house::path(&house.config);
    Builder::new_multi_thread().worker_threads(2).build().unwrap().block_on(async {
        let mut callers = JoinSet::new();
        for caller in 0..16_i64 {
            let (db, path, folder) = (house.db.clone(), path.clone(), copies.join(caller.to_string()));
            callers.spawn(async move {
                let mine: Vec<i64> = (0..4).map(|n| caller * 100 + n).collect();
                for id in mine.clone() {
                    db.write(TENANT, move |tx| add(tx, id)).await.unwrap();
                }
                tokio::task::spawn_blocking(move || {
                    let survived = ids(&crashed_copy(&path, folder));
                    assert!(mine.iter().all(|id| survived.contains(id)), "{mine:?} in {survived:?}");
                })
                .await
                .unwrap();
            });
        }
        assert_eq!(callers.join_all().await.len(), 16);
    });
}

#[test]
fn every_pragma_of_sqlite_is_as_decided() {
    fn check(db: &Db, writes: bool) {
        let wanted: &[(&'static str, &str)] = &[
            ("pragma page_size", "4096"),
            ("pragma auto_vacuum", "2"),
            ("pragma journal_mode", "wal"),
            ("pragma synchronous", "2"),
            ("pragma foreign_keys", "1"),
            ("pragma temp_store", "2"),
            ("pragma trusted_schema", "0"),
            ("pragma cache_size", "-8192"),
            ("pragma wal_autocheckpoint", if writes { "4000" } else { "1000" }),
            ("pragma busy_timeout", "5000"),
            ("pragma query_only", if writes { "0" } else { "1" }),
        ];
        for (pragma, wanted) in wanted {
            let read = |installation: &mut sql::Installation<'_>| {
                let row = installation.query_one(pragma, &[])?;
                row.get::<String>(0).or_else(|_| row.get::<i64>(0).map(|number| number.to_string()))
            };
            let found: Result<String, Error> = match writes {
                true => db.write_installation_blocking(read),
                false => db.read_installation_blocking(read),
            };
            assert_eq!(found.as_deref(), Ok(*wanted), "{pragma}");
        }
    }
    let house = house::sqlite();
    check(&house.db, true);
    check(&house.db, false);
    house.db.close();
    let again = house.reopened();
    check(&again, true);
    check(&again, false);
}

#[test]
fn postgresql_commits_synchronously_and_in_series() {
    let house = house::postgres();
    let settings = "select current_setting('synchronous_commit'), current_setting('transaction_isolation'), \
        current_setting('transaction_read_only'), current_setting('default_transaction_read_only')";
    let read = |installation: &mut sql::Installation<'_>| {
        let row = installation.query_one(settings, &[])?;
        (0..4).map(|index| row.get::<String>(index)).collect::<Result<Vec<_>, Error>>()
    };
    assert_eq!(house.db.write_installation_blocking(read).unwrap(), ["on", "serializable", "off", "on"]);
    assert_eq!(house.db.read_installation_blocking(read).unwrap(), ["on", "repeatable read", "on", "on"]);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }
    let house = house::sqlite();
    house.add(1).unwrap();
    let path = house::path(&house.config);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for extension in ["db", "db-wal", "db-shm"] {
        assert_eq!(mode(&path.with_extension(extension)), 0o600, "{extension}");
    }
    house.db.close();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let again = house.reopened();
    assert_eq!(mode(&path), 0o600, "a file that was opened up is closed again");
    drop(again);
}

#[test]
fn a_closed_database_is_one_file() {
    let house = house::sqlite();
    house.add(1).unwrap();
    house.db.close();
    let folder = house::path(&house.config).parent().unwrap().to_owned();
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["house.db"]);
    assert_eq!(ids(&house.reopened()), [1]);
}

#[test]
fn a_sound_sqlite_database_says_so() {
    let folder = testdb::temp_dir();
    let config = Config::Sqlite { path: folder.path().join("sound.db"), readers: 1 };
    let db = Db::open(&config, &[]).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let condition = runtime.block_on(db.condition()).unwrap();
    assert_eq!(condition, sql::Condition { loses_writes: None, damage: None, clock: None });
    db.close();
}

#[test]
fn a_server_that_may_lose_writes_is_told_on() {
    // The throw-away cluster of the tests is fast because it forgets when the power fails.
    let postgres = testdb::postgres();
    let config = Config::Postgres { url: postgres.url().to_owned(), connections: 1, root_certificate: None };
    let db = Db::open(&config, &[]).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let condition = runtime.block_on(db.condition()).unwrap();
    assert_eq!(condition.loses_writes.as_deref(), Some("fsync = off"));
    assert!(condition.clock.unwrap() > 1_700_000_000_000_000);
    db.close();
}
