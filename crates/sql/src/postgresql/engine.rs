use std::collections::HashMap;
use std::error::Error as _;
use std::io;

use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Statement};

use super::connection::Connection;
use super::listen::ANNOUNCE;
use crate::dialect::{Dialect, rewrite};
use crate::job::Access;
use crate::migrate::{Applied, Migrate, TABLE};
use crate::session::Engine;
use crate::value::Cell;
use crate::{Condition, ConstraintKind, Error, Migration, OpenError, Param, Row, Value};

/// Any number, as long as every node of ours takes the same.
pub(super) const MIGRATION_LOCK: i64 = 0x510a_5000_0000_0001;

/// A connection with the statements it has prepared.
pub(crate) struct Postgresql {
    connection: Connection,
    /// By address and length: a static text is the same statement for ever.
    prepared: HashMap<(usize, usize), Statement>,
    stage: Stage,
}

/// How far a transaction has come on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// None is open.
    Idle,
    /// `begin` goes out together with the first statement, which spares a round trip.
    Announced(&'static str),
    /// The server has begun it.
    Open,
    /// The connection turned out to be dead before the server began.
    Stale,
}

impl Postgresql {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, prepared: HashMap::new(), stage: Stage::Idle }
    }

    /// Refuses a database that cannot hold every text or does not let us make writes durable.
    pub(super) fn check(&mut self) -> Result<(), OpenError> {
        for (setting, expected) in [("server_encoding", "UTF8"), ("synchronous_commit", "on")] {
            let rows = self.query("select current_setting($1)", &[&setting])?;
            let found: String = rows.first().map_or(Ok(String::new()), |row| row.get(0))?;
            if found != expected {
                return Err(OpenError::Unfit(format!("`{setting}` is `{found}`, it must be `{expected}`")));
            }
        }
        Ok(())
    }

    pub(super) fn begin(&mut self, access: Access) {
        self.stage = Stage::Announced(match access {
            Access::Read => "begin isolation level repeatable read, read only",
            Access::Write => "begin isolation level serializable, read write",
        });
    }

    /// However it ends, no transaction is open afterwards.
    pub(super) fn commit(&mut self) -> Result<(), Error> {
        self.end("commit")
    }

    pub(super) fn rollback(&mut self) -> Result<(), Error> {
        self.end("rollback")
    }

    /// True when the closure met a connection that was dead before its transaction began.
    pub(super) fn is_stale(&self) -> bool {
        self.stage == Stage::Stale
    }

    /// True when the connection is gone.
    pub(super) fn is_lost(&self) -> bool {
        self.connection.is_lost()
    }

    fn end(&mut self, how: &'static str) -> Result<(), Error> {
        match self.stage {
            // The closure ran no statement.
            Stage::Announced(_) => {
                self.stage = Stage::Idle;
                Ok(())
            }
            Stage::Stale => Err(Error::Connection),
            Stage::Idle | Stage::Open => {
                self.stage = Stage::Idle;
                self.control(how)
            }
        }
    }

    /// Sends a request, and `begin` before it where that is still to be done.
    fn send<T>(
        &mut self,
        request: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, Error> {
        let Stage::Announced(begin) = self.stage else {
            return self.connection.wait(request).map_err(error);
        };
        let together = async |client: &Client| {
            // Polled in this order, so they reach the server in this order.
            let (begun, answer) = tokio::join!(client.batch_execute(begin), request(client));
            Ok((begun, answer))
        };
        let (begun, answer) = self.connection.wait(together).map_err(error)?;
        if let Err(failed) = begun {
            let failed = error(failed);
            self.stage = if failed == Error::Connection { Stage::Stale } else { Stage::Idle };
            return Err(failed);
        }
        self.stage = Stage::Open;
        answer.map_err(error)
    }

    fn control(&mut self, sql: &str) -> Result<(), Error> {
        self.send(async |client| client.batch_execute(sql).await)
    }

    fn prepare(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Statement, Error> {
        let key = (sql.as_ptr().addr(), sql.len());
        let statement = match self.prepared.get(&key) {
            Some(statement) => statement.clone(),
            None => {
                let text = rewrite(Dialect::Postgresql, sql);
                let statement = self.send(async |client| client.prepare(&text).await)?;
                self.prepared.insert(key, statement.clone());
                statement
            }
        };
        let expected = statement.params().len();
        if expected != params.len() {
            return Err(Error::Other(format!("{} parameters where {expected} are expected", params.len())));
        }
        Ok(statement)
    }
}

impl Engine for Postgresql {
    fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, Error> {
        let statement = self.prepare(sql, params)?;
        let bound = bind(&statement, params)?;
        let params = references(&bound);
        self.send(async |client| client.execute(&statement, &params).await)
    }

    fn query(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<Row>, Error> {
        let statement = self.prepare(sql, params)?;
        let bound = bind(&statement, params)?;
        let params = references(&bound);
        let rows = self.send(async |client| client.query(&statement, &params).await)?;
        rows.iter().map(read).collect()
    }

    fn announce(&mut self) -> Result<(), Error> {
        self.query(ANNOUNCE, &[]).map(drop)
    }

    fn condition(&mut self) -> Result<Condition, Error> {
        let mut loses_writes = None;
        for setting in ["synchronous_commit", "fsync", "full_page_writes"] {
            let rows = self.query("select current_setting($1)", &[&setting])?;
            let found: String = rows.first().map_or(Ok(String::new()), |row| row.get(0))?;
            if found != "on" {
                loses_writes = loses_writes.or(Some(format!("{setting} = {found}")));
            }
        }
        let rows = self.query("select (extract(epoch from clock_timestamp()) * 1000000)::bigint", &[])?;
        let clock = rows.first().map(|row| row.get(0)).transpose()?;
        Ok(Condition { loses_writes, damage: None, clock })
    }
}

impl Migrate for Postgresql {
    fn begin(&mut self) -> Result<(), Error> {
        // Read committed: what is read after the lock was won includes what its last holder did.
        self.control("begin isolation level read committed, read write")?;
        self.control("set local lock_timeout = 0")?;
        self.control(&format!("select pg_advisory_xact_lock({MIGRATION_LOCK})"))?;
        self.control(TABLE)
    }

    fn applied(&mut self) -> Result<Vec<Applied>, Error> {
        let rows = self.query("select version, checksum from schema_version order by version", &[])?;
        rows.iter().map(|row| Ok(Applied { version: row.get(0)?, checksum: row.get(1)? })).collect()
    }

    fn apply(&mut self, migration: &Migration, checksum: i64) -> Result<(), Error> {
        self.control(&rewrite(Dialect::Postgresql, migration.sql))?;
        self.execute(
            "insert into schema_version (version, name, checksum) values ($1, $2, $3)",
            &[&migration.version, &migration.name, &checksum],
        )
        .map(drop)
    }

    fn commit(&mut self) -> Result<(), Error> {
        Self::commit(self)
    }

    fn rollback(&mut self) {
        // The connection is given up after a failed migration, and the server undoes what it did.
        drop(Self::rollback(self));
    }
}

/// A parameter in the type that PostgreSQL inferred for it.
pub(super) enum Bound<'v> {
    Null(Type),
    Small(i32),
    Integer(i64),
    Boolean(bool),
    Text(&'v str),
    Blob(&'v [u8]),
}

fn bind<'p>(statement: &Statement, params: &[&'p dyn Param]) -> Result<Vec<Bound<'p>>, Error> {
    params.iter().zip(statement.params()).map(|(param, wanted)| bound(*param, wanted)).collect()
}

pub(super) fn bound<'p>(param: &'p dyn Param, wanted: &Type) -> Result<Bound<'p>, Error> {
    Ok(match param.value() {
        Value::Null => Bound::Null(wanted.clone()),
        // `$1 + 1` makes an `integer` of `$1`, because that is what a small literal is.
        Value::Integer(value) if *wanted == Type::INT4 => Bound::Small(
            value.try_into().map_err(|_| Error::Other(format!("`{value}` where 32 bits are wanted")))?,
        ),
        Value::Integer(value) => Bound::Integer(value),
        Value::Boolean(value) => Bound::Boolean(value),
        Value::Text(value) => Bound::Text(value),
        Value::Blob(value) => Bound::Blob(value),
    })
}

pub(super) fn references<'b>(bound: &'b [Bound<'_>]) -> Vec<&'b (dyn ToSql + Sync)> {
    bound
        .iter()
        .map(|bound| -> &(dyn ToSql + Sync) {
            match bound {
                Bound::Null(wanted) => null(wanted),
                Bound::Small(value) => value,
                Bound::Integer(value) => value,
                Bound::Boolean(value) => value,
                Bound::Text(value) => value,
                Bound::Blob(value) => value,
            }
        })
        .collect()
}

fn null(wanted: &Type) -> &'static (dyn ToSql + Sync) {
    match *wanted {
        Type::INT8 => &None::<i64>,
        Type::INT4 => &None::<i32>,
        Type::BOOL => &None::<bool>,
        Type::BYTEA => &None::<&[u8]>,
        _ => &None::<&str>,
    }
}

pub(super) fn read(row: &tokio_postgres::Row) -> Result<Row, Error> {
    let cell = |(index, column): (usize, &tokio_postgres::Column)| {
        let cell = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(index).map(|value| value.map(Cell::Integer)),
            Type::INT4 => {
                row.try_get::<_, Option<i32>>(index).map(|value| value.map(|v| Cell::Integer(v.into())))
            }
            Type::BOOL => row.try_get::<_, Option<bool>>(index).map(|value| value.map(Cell::Boolean)),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index).map(|value| value.map(Cell::Blob)),
            Type::TEXT | Type::VARCHAR | Type::NAME => {
                row.try_get::<_, Option<String>>(index).map(|value| value.map(Cell::Text))
            }
            // `pg_advisory_xact_lock` and its like answer with nothing.
            Type::VOID => Ok(None),
            ref other => return Err(Error::Decode(format!("column {index} is a `{other}`"))),
        };
        cell.map(|value| value.unwrap_or(Cell::Null)).map_err(error)
    };
    row.columns().iter().enumerate().map(cell).collect::<Result<_, _>>().map(Row::new)
}

/// Sorts an error by what can be done about it.
pub(super) fn error(error: tokio_postgres::Error) -> Error {
    let Some(database) = error.as_db_error() else {
        let lost = error.is_closed() || error.source().is_some_and(|cause| cause.is::<io::Error>());
        return if lost { Error::Connection } else { Error::Other(describe(&error)) };
    };
    let code = database.code();
    let message = database.message().to_owned();
    let constraint = |kind| Error::Constraint { kind, message: message.clone() };
    match *code {
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Error::Conflict,
        SqlState::UNIQUE_VIOLATION => constraint(ConstraintKind::Unique),
        SqlState::FOREIGN_KEY_VIOLATION => constraint(ConstraintKind::ForeignKey),
        SqlState::NOT_NULL_VIOLATION => constraint(ConstraintKind::NotNull),
        SqlState::CHECK_VIOLATION => constraint(ConstraintKind::Check),
        SqlState::LOCK_NOT_AVAILABLE => Error::Busy,
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            Error::Connection
        }
        _ if code.code().starts_with("08") => Error::Connection,
        _ => Error::Other(format!("{message} ({})", code.code())),
    }
}

/// The whole story of an error: its own message says only where it happened.
pub(super) fn describe(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(database), _) => format!("{} ({})", database.message(), database.code().code()),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}
