//! Three-statement transactions through our layer on SQLite and PostgreSQL, and through tokio-postgres with a pool.

#[path = "../../harness.rs"]
mod harness;

use deadpool_postgres::{Manager, Pool};
use harness::{CONNECTIONS, FACTS, INSERT, PEOPLE, SELECT, TENANT, UPDATE, Values};
use model::Id;
use sql::{Config, Db, Error, Migration, Tx};
use tokio_postgres::error::SqlState;
use tokio_postgres::{IsolationLevel, NoTls};

#[tokio::main(worker_threads = 2)]
async fn main() {
    let folder = testdb::temp_dir();
    let postgres = harness::durable_postgres();
    let pooled = harness::durable_postgres();
    let seconds = harness::seconds();
    harness::heading();
    layer("SQLite, our layer", seconds, &Config::Sqlite { path: folder.join("bench.db"), readers: 2 }).await;
    let config = Config::Postgres {
        url: postgres.url().to_owned(),
        connections: CONNECTIONS as usize,
        root_certificate: None,
    };
    layer("PostgreSQL, our layer", seconds, &config).await;
    tokio_postgres_with_a_pool(seconds, pooled.url()).await;
}

async fn layer(name: &str, seconds: u64, config: &Config) {
    let schema: &'static str = harness::schema("blob").leak();
    let db = Db::open(config, &[Migration { version: 1, name: "bench", sql: schema }]).unwrap();
    let tenant = Id::from_bytes(TENANT);
    db.write(tenant, |tx| {
        let insert = "insert into people (tenant, id, name, seen) values ($1, $2, 'somebody', 0)";
        (0..PEOPLE).try_for_each(|id| tx.execute(insert, &[&tx.tenant(), &id]).map(drop))
    })
    .await
    .unwrap();
    let writer = db.clone();
    harness::measure(name, seconds, move |values| {
        let db = writer.clone();
        async move {
            db.write(tenant, move |tx| sign_in(tx, values)).await.unwrap();
        }
    })
    .await;
    let reader = db.clone();
    harness::measure(&format!("{name}, one read"), seconds, move |values| {
        let db = reader.clone();
        async move {
            let read = move |tx: &mut Tx<'_>| tx.query_one(SELECT, &[&tx.tenant(), &values.person])?.get::<i64>(1);
            db.read(tenant, read).await.unwrap();
        }
    })
    .await;
    db.close();
}

fn sign_in(tx: &mut Tx<'_>, values: Values) -> Result<(), Error> {
    let tenant = tx.tenant();
    let row = tx.query_one(SELECT, &[&tenant, &values.person])?;
    let name: String = row.get(0)?;
    assert_eq!(name, "somebody");
    tx.execute(UPDATE, &[&tenant, &values.person, &values.at])?;
    tx.execute(INSERT, &[&tenant, &values.id, &values.person, &values.at, &FACTS]).map(drop)
}

async fn tokio_postgres_with_a_pool(seconds: u64, url: &str) {
    let manager = Manager::new(url.parse().unwrap(), NoTls);
    let pool = Pool::builder(manager).max_size(CONNECTIONS as usize).build().unwrap();
    let client = pool.get().await.unwrap();
    client.batch_execute(&harness::schema("bytea")).await.unwrap();
    let insert = "insert into people (tenant, id, name, seen) values ($1, $2, 'somebody', 0)";
    for id in 0..PEOPLE {
        client.execute(insert, &[&TENANT.as_slice(), &id]).await.unwrap();
    }
    drop(client);
    let writer = pool.clone();
    harness::measure("PostgreSQL, tokio-postgres + deadpool", seconds, move |values| {
        let pool = writer.clone();
        async move {
            while let Err(error) = pooled_sign_in(&pool, values).await {
                assert_eq!(error.code(), Some(&SqlState::T_R_SERIALIZATION_FAILURE), "{error}");
            }
        }
    })
    .await;
    harness::measure("PostgreSQL, tokio-postgres + deadpool, one read", seconds, move |values| {
        let pool = pool.clone();
        async move {
            let mut client = pool.get().await.unwrap();
            let begin = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
            let transaction = begin.start().await.unwrap();
            let select = transaction.prepare_cached(SELECT).await.unwrap();
            let row = transaction.query_one(&select, &[&TENANT.as_slice(), &values.person]).await.unwrap();
            assert!(row.get::<_, i64>(1) >= 0);
            transaction.commit().await.unwrap();
        }
    })
    .await;
}

async fn pooled_sign_in(pool: &Pool, values: Values) -> Result<(), tokio_postgres::Error> {
    let tenant = TENANT.as_slice();
    let mut client = pool.get().await.unwrap();
    let transaction =
        client.build_transaction().isolation_level(IsolationLevel::Serializable).start().await?;
    let select = transaction.prepare_cached(SELECT).await?;
    let update = transaction.prepare_cached(UPDATE).await?;
    let insert = transaction.prepare_cached(INSERT).await?;
    let row = transaction.query_one(&select, &[&tenant, &values.person]).await?;
    assert_eq!(row.get::<_, String>(0), "somebody");
    transaction.execute(&update, &[&tenant, &values.person, &values.at]).await?;
    transaction
        .execute(&insert, &[&tenant, &values.id.as_slice(), &values.person, &values.at, &FACTS])
        .await?;
    transaction.commit().await
}
