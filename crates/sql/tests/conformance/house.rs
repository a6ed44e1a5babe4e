use std::path::PathBuf;

use model::{Id, Tenant};
use sql::{Config, Db, Error, Migration};
use testdb::{Postgres, TempDir};

pub(crate) const TENANT: Id<Tenant> = Id::fixed(1);
pub(crate) const OTHER: Id<Tenant> = Id::fixed(2);

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "things",
        sql: "create table things (
            tenant blob not null, id bigint not null, number bigint, word text collate \"C\", flag boolean,
            content blob, note text, primary key (tenant, id));
            create unique index things_by_word on things (tenant, word);",
    },
    Migration {
        version: 2,
        name: "parts",
        sql: "create table parts (
            tenant blob not null, thing bigint not null, size bigint not null check (size >= 0),
            foreign key (tenant, thing) references things (tenant, id)); -- a comment; at the end",
    },
];

/// A database to test on, and what it needs to live.
pub(crate) struct House {
    pub(crate) db: Db,
    pub(crate) config: Config,
    /// How many closures that write run at once.
    pub(crate) writers: usize,
    _folder: Option<TempDir>,
    _postgres: Option<Postgres>,
}

pub(crate) fn sqlite() -> House {
    let folder = testdb::temp_dir();
    let config = Config::Sqlite { path: folder.join("data").join("house.db"), readers: 2 };
    let db = Db::open(&config, MIGRATIONS).unwrap();
    House { db, config, writers: 1, _folder: Some(folder), _postgres: None }
}

pub(crate) fn postgres() -> House {
    let postgres = testdb::postgres();
    let config = postgres_config(postgres.url());
    let db = Db::open(&config, MIGRATIONS).unwrap();
    House { db, config, writers: 4, _folder: None, _postgres: Some(postgres) }
}

pub(crate) fn postgres_config(url: &str) -> Config {
    Config::Postgres { url: url.to_owned(), connections: 4, root_certificate: None }
}

impl House {
    pub(crate) fn reopened(&self) -> Db {
        Db::open(&self.config, MIGRATIONS).unwrap()
    }

    pub(crate) fn add(&self, id: i64) -> Result<(), Error> {
        self.db.write_blocking(TENANT, move |tx| add(tx, id))
    }

    pub(crate) fn ids(&self) -> Vec<i64> {
        ids(&self.db)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.db.close();
    }
}

pub(crate) fn add(tx: &mut sql::Tx<'_>, id: i64) -> Result<(), Error> {
    let tenant = tx.tenant();
    tx.execute("insert into things (tenant, id) values ($1, $2)", &[&tenant, &id]).map(drop)
}

pub(crate) fn ids(db: &Db) -> Vec<i64> {
    db.read_blocking(TENANT, |tx| {
        let tenant = tx.tenant();
        tx.query("select id from things where tenant = $1 order by id", &[&tenant])?
            .iter()
            .map(|row| row.get(0))
            .collect::<Result<_, Error>>()
    })
    .unwrap()
}

pub(crate) fn path(config: &Config) -> PathBuf {
    match config {
        Config::Sqlite { path, .. } => path.clone(),
        Config::Postgres { .. } => panic!("PostgreSQL has no file"),
    }
}

/// Makes a test on each database of functions that take a [`House`].
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name(&crate::house::sqlite()); })+
        }
        mod postgres {
            $(#[test] fn $name() { super::$name(&crate::house::postgres()); })+
        }
    };
}
pub(crate) use on_both;
