use std::path::PathBuf;
use std::{fmt, io};

use crate::Migration;

/// What a transaction can fail with, by what the caller can do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// Too much waits already; try again later. Nothing was done.
    Busy,
    /// The database is being closed. Nothing was done.
    Closed,
    /// Another transaction stood in the way, again and again. Nothing was done.
    Conflict,
    /// The statement would break a constraint of the schema. Nothing was done.
    Constraint {
        /// Which sort of constraint.
        kind: ConstraintKind,
        /// The database's words; they name tables and columns, never values.
        message: String,
    },
    /// The database cannot be reached, or was lost. When it was lost while committing, the write may have been done.
    Connection,
    /// The closure panicked. Nothing was done.
    Panicked,
    /// A column holds something else than the program expects.
    Decode(String),
    /// Anything else: a statement that is wrong, a full disk.
    Other(String),
}

/// The sorts of constraints that both databases know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstraintKind {
    /// Two rows with the same key.
    Unique,
    /// A row that refers to none.
    ForeignKey,
    /// A null where none may be.
    NotNull,
    /// A `check` that is not met.
    Check,
}

impl Error {
    /// True when a row with this key is there already.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Constraint { kind: ConstraintKind::Unique, .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("the database has too much to do"),
            Self::Closed => f.write_str("the database is being closed"),
            Self::Conflict => f.write_str("another transaction stood in the way too often"),
            Self::Constraint { message, .. } => write!(f, "a constraint would be broken: {message}"),
            Self::Connection => f.write_str("the database cannot be reached"),
            Self::Panicked => f.write_str("a database transaction panicked"),
            Self::Decode(message) => write!(f, "the database holds something unexpected: {message}"),
            Self::Other(message) => write!(f, "the database refused: {message}"),
        }
    }
}

impl std::error::Error for Error {}

/// Why a database could not be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The file or its folder cannot be made or used.
    File {
        /// The path that was tried.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The address of the database cannot be understood; it is not repeated, because it may hold a password.
    Address(String),
    /// The certificates to trust cannot be read.
    Certificates(String),
    /// The database cannot be reached or refuses.
    Unreachable(String),
    /// A newer program wrote the database.
    Newer {
        /// The schema version in the database.
        database: i64,
        /// The newest schema version that this program knows.
        program: i64,
    },
    /// A migration was applied with another text than this program knows.
    Changed {
        /// The migration.
        version: i64,
        /// Its name in this program.
        name: &'static str,
    },
    /// A migration failed; the database is as it was before it.
    Migration {
        /// The migration.
        version: i64,
        /// Its name.
        name: &'static str,
        /// Why.
        error: Error,
    },
    /// The database is not one that can be used.
    Unfit(String),
}

impl OpenError {
    pub(crate) fn migration(migration: &Migration, error: Error) -> Self {
        Self::Migration { version: migration.version, name: migration.name, error }
    }
}

impl From<Error> for OpenError {
    fn from(error: Error) -> Self {
        Self::Unreachable(error.to_string())
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, error } => write!(f, "the database file `{}`: {error}", path.display()),
            Self::Address(error) => write!(f, "the address of the database: {error}"),
            Self::Certificates(error) => write!(f, "the certificates to trust for the database: {error}"),
            Self::Unreachable(error) => write!(f, "the database cannot be opened: {error}"),
            Self::Newer { database, program } => write!(
                f,
                "the database was written by a newer version of this program (schema {database}, this one knows \
                 {program}); start that version, or restore a backup made before the upgrade"
            ),
            Self::Changed { version, name } => write!(
                f,
                "migration {version} `{name}` was applied to the database with another text than this program \
                 has; the two do not belong together"
            ),
            Self::Migration { version, name, error } => {
                write!(f, "migration {version} `{name}` failed and was undone: {error}")
            }
            Self::Unfit(why) => write!(f, "the database cannot be used: {why}"),
        }
    }
}

impl std::error::Error for OpenError {}
