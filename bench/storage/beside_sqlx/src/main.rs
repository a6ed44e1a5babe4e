//! The same three-statement transactions through sqlx, on SQLite and PostgreSQL.

#[path = "../../harness.rs"]
mod harness;

use std::str::FromStr;

use harness::{CONNECTIONS, FACTS, INSERT, PEOPLE, SELECT, TENANT, UPDATE, Values};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Row, SqlitePool};

const PERSON: &str = "insert into people (tenant, id, name, seen) values ($1, $2, 'somebody', 0)";

#[tokio::main(worker_threads = 2)]
async fn main() {
    let folder = testdb::temp_dir();
    let postgres = harness::durable_postgres();
    let seconds = harness::seconds();
    harness::heading();
    on_sqlite(seconds, &folder.join("bench.db")).await;
    on_postgresql(seconds, postgres.url()).await;
}

/// One connection writes, as sqlx's users are told to do, because more would only wait for one another's locks.
async fn on_sqlite(seconds: u64, path: &std::path::Path) {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(harness::schema("blob"))).execute(&writer).await.unwrap();
    let mut filling = writer.begin().await.unwrap();
    for id in 0..PEOPLE {
        sqlx::query(PERSON).bind(TENANT.as_slice()).bind(id).execute(&mut *filling).await.unwrap();
    }
    filling.commit().await.unwrap();
    harness::measure("SQLite, sqlx", seconds, move |values| {
        let pool = writer.clone();
        async move { sqlite_sign_in(&pool, values).await.unwrap() }
    })
    .await;
    let readers = SqlitePoolOptions::new().max_connections(2).connect_with(options).await.unwrap();
    harness::measure("SQLite, sqlx, one read", seconds, move |values| {
        let pool = readers.clone();
        async move {
            let mut transaction = pool.begin().await.unwrap();
            let read = sqlx::query(SELECT).bind(TENANT.as_slice()).bind(values.person);
            let row = read.fetch_one(&mut *transaction).await.unwrap();
            assert!(row.get::<i64, _>(1) >= 0);
            transaction.commit().await.unwrap();
        }
    })
    .await;
}

async fn sqlite_sign_in(pool: &SqlitePool, values: Values) -> sqlx::Result<()> {
    let tenant = TENANT.as_slice();
    let mut transaction = pool.begin_with("begin immediate").await?;
    let row = sqlx::query(SELECT).bind(tenant).bind(values.person).fetch_one(&mut *transaction).await?;
    assert_eq!(row.get::<String, _>(0), "somebody");
    let update = sqlx::query(UPDATE).bind(tenant).bind(values.person).bind(values.at);
    update.execute(&mut *transaction).await?;
    let id = values.id.to_vec();
    let insert = sqlx::query(INSERT).bind(tenant).bind(id).bind(values.person).bind(values.at).bind(FACTS);
    insert.execute(&mut *transaction).await?;
    transaction.commit().await
}

async fn on_postgresql(seconds: u64, url: &str) {
    let options = PgConnectOptions::from_str(url).unwrap();
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(harness::schema("bytea"))).execute(&pool).await.unwrap();
    let mut filling = pool.begin().await.unwrap();
    for id in 0..PEOPLE {
        sqlx::query(PERSON).bind(TENANT.as_slice()).bind(id).execute(&mut *filling).await.unwrap();
    }
    filling.commit().await.unwrap();
    let writer = pool.clone();
    harness::measure("PostgreSQL, sqlx", seconds, move |values| {
        let pool = writer.clone();
        async move {
            while let Err(error) = postgresql_sign_in(&pool, values).await {
                let code = error.as_database_error().and_then(|error| error.code()).map(|code| code.into_owned());
                assert_eq!(code.as_deref(), Some("40001"), "{error}");
            }
        }
    })
    .await;
    harness::measure("PostgreSQL, sqlx, one read", seconds, move |values| {
        let pool = pool.clone();
        async move {
            let begin = "begin isolation level repeatable read, read only";
            let mut transaction = pool.begin_with(begin).await.unwrap();
            let read = sqlx::query(SELECT).bind(TENANT.as_slice()).bind(values.person);
            let row = read.fetch_one(&mut *transaction).await.unwrap();
            assert!(row.get::<i64, _>(1) >= 0);
            transaction.commit().await.unwrap();
        }
    })
    .await;
}

async fn postgresql_sign_in(pool: &PgPool, values: Values) -> sqlx::Result<()> {
    let tenant = TENANT.as_slice();
    let mut transaction = pool.begin_with("begin isolation level serializable").await?;
    let row = sqlx::query(SELECT).bind(tenant).bind(values.person).fetch_one(&mut *transaction).await?;
    assert_eq!(row.get::<String, _>(0), "somebody");
    let update = sqlx::query(UPDATE).bind(tenant).bind(values.person).bind(values.at);
    update.execute(&mut *transaction).await?;
    let id = values.id.to_vec();
    let insert = sqlx::query(INSERT).bind(tenant).bind(id).bind(values.person).bind(values.at).bind(FACTS);
    insert.execute(&mut *transaction).await?;
    transaction.commit().await
}
