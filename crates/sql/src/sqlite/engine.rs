use std::collections::HashMap;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, ToSql, ffi};

use crate::dialect::{Dialect, rewrite};
use crate::migrate::{Applied, Migrate, TABLE};
use crate::session::Engine;
use crate::value::Cell;
use crate::{Condition, ConstraintKind, Error, Migration, Param, Row, Value};

/// More than the statements of the whole program, so that each is prepared once.
const MOST_PREPARED: usize = 1024;

/// A connection with the texts it has rewritten.
pub(crate) struct Sqlite {
    pub(crate) connection: Connection,
    /// By address and length: a static text is the same statement for ever.
    rewritten: HashMap<(usize, usize), Box<str>>,
}

impl Sqlite {
    pub(crate) fn new(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(MOST_PREPARED);
        Self { connection, rewritten: HashMap::new() }
    }

    /// Begins, ends or marks a transaction.
    pub(crate) fn control(&self, sql: &'static str) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached(sql).map_err(error)?;
        statement.raw_execute().map(drop).map_err(error)
    }

    /// A commit that fails leaves the transaction open on most errors; it is undone then.
    pub(crate) fn commit(&self) -> Result<(), Error> {
        let end = self.control("commit");
        if end.is_err() {
            self.rollback();
        }
        end
    }

    /// Ends the transaction, if SQLite did not end it already.
    pub(crate) fn rollback(&self) {
        if self.connection.is_autocommit() {
            return;
        }
        if let Err(error) = self.control("rollback") {
            tracing::error!(%error, "a transaction could not be undone");
        }
    }

    fn prepare(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<CachedStatement<'_>, Error> {
        let text = self
            .rewritten
            .entry((sql.as_ptr().addr(), sql.len()))
            .or_insert_with(|| rewrite(Dialect::Sqlite, sql).into_boxed_str());
        let mut statement = self.connection.prepare_cached(text).map_err(error)?;
        let expected = statement.parameter_count();
        if expected != params.len() {
            return Err(Error::Other(format!("{} parameters where {expected} are expected", params.len())));
        }
        for (index, param) in params.iter().enumerate() {
            statement.raw_bind_parameter(index + 1, Bound(param.value())).map_err(error)?;
        }
        Ok(statement)
    }
}

impl Engine for Sqlite {
    fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, Error> {
        let changed = self.prepare(sql, params)?.raw_execute().map_err(error)?;
        Ok(changed as u64)
    }

    fn query(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<Row>, Error> {
        let mut statement = self.prepare(sql, params)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(error)? {
            let cells = (0..columns).map(|index| cell(index, row.get_ref(index).map_err(error)?));
            found.push(Row::new(cells.collect::<Result<_, Error>>()?));
        }
        Ok(found)
    }

    fn announce(&mut self) -> Result<(), Error> {
        // One process has the file (D19): there is nobody to tell.
        Ok(())
    }

    fn condition(&mut self) -> Result<Condition, Error> {
        // Every connection is opened alike, so that what this one says holds for the one that writes.
        let pragma = |name: &str| -> Result<String, Error> {
            let read = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
            let value = self.connection.query_row(&format!("pragma {name}"), [], read).map_err(error)?;
            Ok(match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => format!("{other:?}"),
            })
        };
        let mut loses_writes = None;
        // 2 is FULL. The journal mode is the file's and stays in it.
        for (name, wanted) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
            let found = pragma(name)?;
            if found != wanted {
                loses_writes = Some(format!("{name} = {found}"));
            }
        }
        let said = pragma("quick_check(1)")?;
        Ok(Condition { loses_writes, damage: (said != "ok").then_some(said), clock: None })
    }
}

impl Migrate for Sqlite {
    fn begin(&mut self) -> Result<(), Error> {
        self.control("begin immediate")?;
        self.connection.execute_batch(TABLE).map_err(error)
    }

    fn applied(&mut self) -> Result<Vec<Applied>, Error> {
        let rows = self.query("select version, checksum from schema_version order by version", &[])?;
        rows.iter().map(|row| Ok(Applied { version: row.get(0)?, checksum: row.get(1)? })).collect()
    }

    fn apply(&mut self, migration: &Migration, checksum: i64) -> Result<(), Error> {
        self.connection.execute_batch(&rewrite(Dialect::Sqlite, migration.sql)).map_err(error)?;
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
        Self::rollback(self);
    }
}

/// A value as SQLite takes it.
pub(super) struct Bound<'v>(pub(super) Value<'v>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Integer(value) => ValueRef::Integer(value),
            Value::Boolean(value) => ValueRef::Integer(i64::from(value)),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Blob(value) => ValueRef::Blob(value),
        }))
    }
}

pub(super) fn cell(index: usize, value: ValueRef<'_>) -> Result<Cell, Error> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(value) => Cell::Integer(value),
        ValueRef::Text(value) => Cell::Text(
            String::from_utf8(value.to_vec())
                .map_err(|_| Error::Decode(format!("column {index} holds text that is not UTF-8")))?,
        ),
        ValueRef::Blob(value) => Cell::Blob(value.to_vec()),
        ValueRef::Real(_) => return Err(Error::Decode(format!("column {index} holds a real number"))),
    })
}

/// Sorts an error by what can be done about it.
pub(crate) fn error(error: rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(failure, message) = &error else {
        return Error::Other(error.to_string());
    };
    let message = || message.clone().unwrap_or_else(|| failure.to_string());
    let kind = match failure.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            ConstraintKind::Unique
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => ConstraintKind::ForeignKey,
        ffi::SQLITE_CONSTRAINT_NOTNULL => ConstraintKind::NotNull,
        ffi::SQLITE_CONSTRAINT_CHECK => ConstraintKind::Check,
        _ => {
            return match failure.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Busy,
                _ => Error::Other(message()),
            };
        }
    };
    Error::Constraint { kind, message: message() }
}
