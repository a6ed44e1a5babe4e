//! Everything that a server's database holds: written to a file, and replaced by what a file holds.

use std::path::Path;
use std::thread;
use std::time::Duration;

use tokio_postgres::types::{ToSql, Type};

use super::connect::Connector;
use super::connection::Connection;
use super::engine::{Bound, MIGRATION_LOCK, bound, error, read, references};
use crate::dialect::{Dialect, rewrite};
use crate::migrate::{TABLE, checksum};
use crate::sqlite::{Copy, Table};
use crate::value::Cell;
use crate::{Error, Migration, OpenError, Row};

/// Rows that are read or written in one request.
const AT_ONCE: usize = 200;

/// How often it is looked whether others are gone, and how long lies between.
const MOST_LOOKS: usize = 20;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Writes what the database holds, in one snapshot of it, to a new file.
pub(crate) fn snapshot(connector: &Connector, to: &Path, migrations: &[Migration]) -> Result<(), OpenError> {
    on_a_thread(|| {
        let mut connection = connector.connection().map_err(OpenError::Unreachable)?;
        let copy = Copy::make(to, migrations)?;
        run(&mut connection, "begin isolation level repeatable read, read only")?;
        for table in copy.tables()? {
            let columns = table.columns.join(", ");
            run(
                &mut connection,
                &format!("declare rows no scroll cursor for select {columns} from {}", table.name),
            )?;
            loop {
                let rows = connection
                    .wait(async |client| client.query(&format!("fetch {AT_ONCE} from rows"), &[]).await)
                    .map_err(error)?;
                if rows.is_empty() {
                    break;
                }
                copy.insert(&table, &rows.iter().map(read).collect::<Result<Vec<Row>, Error>>()?)?;
            }
            run(&mut connection, "close rows")?;
        }
        run(&mut connection, "commit")?;
        Ok(copy.finish()?)
    })
}

/// A database that nobody else writes: a transaction that holds its tables, of which nothing stays until it is replaced.
pub(crate) struct Held {
    connection: Connection,
    is_empty: bool,
}

/// Why it could not be held.
pub(crate) enum NotHeld {
    /// Somebody else has a connection to it.
    InUse,
    Failed(OpenError),
}

impl From<OpenError> for NotHeld {
    fn from(error: OpenError) -> Self {
        Self::Failed(error)
    }
}

impl From<Error> for NotHeld {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Others of this program with a connection to the same database.
const OTHERS: &str = "select 1 from pg_stat_activity where datname = current_database() \
    and application_name = current_setting('application_name') and pid <> pg_backend_pid() limit 1";
/// Our tables, wherever `create table` puts them.
const OURS: &str = "select tablename from pg_tables where schemaname = current_schema() order by tablename";

impl Held {
    pub(crate) fn take(connector: &Connector, migrations: &[Migration]) -> Result<Self, NotHeld> {
        on_a_thread(|| {
            let mut connection = connector.connection().map_err(OpenError::Unreachable)?;
            // A restore may take longer than a request may.
            run(&mut connection, "set idle_in_transaction_session_timeout = 0")?;
            run(&mut connection, "begin isolation level read committed, read write")?;
            let ours = ours(&mut connection, migrations)?;
            leave_alone(&mut connection)?;
            let is_empty = ours.is_empty();
            for table in ours {
                // Reading goes on; who wants to write waits, and finds the new database.
                run(&mut connection, &format!("lock table \"{table}\" in exclusive mode"))?;
            }
            // Who came before the locks is seen now; who comes after them waits.
            leave_alone(&mut connection)?;
            Ok(Self { connection, is_empty })
        })
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Puts our tables into a schema of their own and writes what the file holds in their place; all of it, or nothing.
    pub(crate) fn replace(
        self,
        with: &Path,
        aside: &str,
        migrations: &[Migration],
    ) -> Result<Option<String>, OpenError> {
        let Self { mut connection, .. } = self;
        on_a_thread(move || {
            run(&mut connection, "set local lock_timeout = 0")?;
            run(&mut connection, &format!("select pg_advisory_xact_lock({MIGRATION_LOCK})"))?;
            let ours = ours(&mut connection, migrations)?;
            if !ours.is_empty() {
                run(&mut connection, &format!("create schema \"{aside}\""))?;
            }
            for table in &ours {
                run(&mut connection, &format!("alter table \"{table}\" set schema \"{aside}\""))?;
            }
            make_tables(&mut connection, migrations)?;
            let copy = Copy::read(with)?;
            for table in copy.tables()? {
                copy.each(&table, AT_ONCE, |rows| insert(&mut connection, &table, &rows))?;
            }
            run(&mut connection, "commit")?;
            Ok((!ours.is_empty()).then(|| aside.to_owned()))
        })
    }
}

/// A connection that was closed just now is seen for a moment longer.
fn leave_alone(connection: &mut Connection) -> Result<(), NotHeld> {
    for _ in 0..MOST_LOOKS {
        // What is seen of others stays the same within a transaction, unless it is asked for again.
        run(connection, "select pg_stat_clear_snapshot()")?;
        if !is_there(connection, OTHERS)? {
            return Ok(());
        }
        thread::sleep(BETWEEN_LOOKS);
    }
    Err(NotHeld::InUse)
}

/// A connection has a runtime of its own, which must not run on a thread that has one already.
fn on_a_thread<T: Send, E: Send + From<OpenError>>(
    work: impl FnOnce() -> Result<T, E> + Send,
) -> Result<T, E> {
    thread::scope(|scope| {
        let joined = scope.spawn(work).join();
        joined.unwrap_or_else(|_| Err(OpenError::Unfit("the copy panicked".to_owned()).into()))
    })
}

fn run(connection: &mut Connection, sql: &str) -> Result<(), Error> {
    connection.wait(async |client| client.batch_execute(sql).await).map_err(error)
}

fn is_there(connection: &mut Connection, sql: &str) -> Result<bool, Error> {
    let rows = connection.wait(async |client| client.query(sql, &[]).await).map_err(error)?;
    Ok(!rows.is_empty())
}

/// Those of our tables that are there. Somebody else's in the same schema stay where they are.
fn ours(connection: &mut Connection, migrations: &[Migration]) -> Result<Vec<String>, Error> {
    let rows = connection.wait(async |client| client.query(OURS, &[]).await).map_err(error)?;
    let there = rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<String>, _>>().map_err(error)?;
    let made = |name: &String| {
        name == "schema_version"
            || migrations.iter().any(|step| step.sql.contains(&format!("create table {name} (")))
    };
    Ok(there.into_iter().filter(made).collect())
}

fn make_tables(connection: &mut Connection, migrations: &[Migration]) -> Result<(), Error> {
    run(connection, TABLE)?;
    for migration in migrations {
        run(connection, &rewrite(Dialect::Postgresql, migration.sql))?;
        let (version, name, sum) = (migration.version, migration.name, checksum(migration.sql));
        let insert = "insert into schema_version (version, name, checksum) values ($1, $2, $3)";
        connection
            .wait(async |client| client.execute(insert, &[&version, &name, &sum]).await)
            .map_err(error)?;
    }
    Ok(())
}

fn insert(connection: &mut Connection, table: &Table, rows: &[Vec<Cell>]) -> Result<(), Error> {
    let width = table.columns.len();
    let marks = |row: usize| {
        let of_row: Vec<String> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
        format!("({})", of_row.join(", "))
    };
    let all: Vec<String> = (0..rows.len()).map(marks).collect();
    let sql = format!("insert into {} ({}) values {}", table.name, table.columns.join(", "), all.join(", "));
    let statement = connection.wait(async |client| client.prepare(&sql).await).map_err(error)?;
    let cells = rows.iter().flatten();
    let values = cells.zip(statement.params()).map(|(cell, wanted)| typed(cell, wanted));
    let values = values.collect::<Result<Vec<Bound<'_>>, Error>>()?;
    let params: Vec<&(dyn ToSql + Sync)> = references(&values);
    connection.wait(async |client| client.execute(&statement, &params).await).map_err(error).map(drop)
}

/// SQLite keeps a boolean as a number.
fn typed<'c>(cell: &'c Cell, wanted: &Type) -> Result<Bound<'c>, Error> {
    match cell {
        Cell::Integer(value) if *wanted == Type::BOOL => Ok(Bound::Boolean(*value != 0)),
        Cell::Null => Ok(Bound::Null(wanted.clone())),
        other => bound(other, wanted),
    }
}
