//! Making and opening the file. The order matters, and some of it can never be mended later (see the ADR).

use std::fs;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::engine::error;
use crate::{Error, OpenError};

/// How long another process (the command line, a backup) may hold the file before we give up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Pages that a connection keeps, in KiB: taken as they are read, so that a quiet house stays small.
const CACHE_KIB: i64 = 8 << 10;
/// Pages in the write-ahead log after which they are copied into the file (16 MiB): a page that changes often is copied
/// once for all its changes.
const CHECKPOINT_PAGES: i64 = 4_000;
/// What the write-ahead log is cut back to after a burst has made it longer.
const MOST_LOG_BYTES: i64 = 64 << 20;

/// Opens the connection that writes, and makes the file where it is not there.
pub(super) fn writer(path: &Path) -> Result<Connection, OpenError> {
    prepare_file(path).map_err(|error| OpenError::File { path: path.to_owned(), error })?;
    let connection = connect(path)?;
    // Page size and auto_vacuum are fixed by the first page that is written, and `journal_mode = wal` writes one.
    set(&connection, "page_size", &4096)?;
    set(&connection, "auto_vacuum", &"incremental")?;
    use_write_ahead_log(&connection)?;
    set(&connection, "journal_size_limit", &MOST_LOG_BYTES)?;
    set(&connection, "wal_autocheckpoint", &CHECKPOINT_PAGES)?;
    common(&connection)?;
    Ok(connection)
}

/// Opens a connection that copies what is there to somewhere else, which one that can only read may not.
pub(super) fn copier(path: &Path) -> Result<Connection, OpenError> {
    let connection = connect(path)?;
    common(&connection)?;
    Ok(connection)
}

/// Opens a connection that can only read.
pub(super) fn reader(path: &Path) -> Result<Connection, OpenError> {
    let connection = connect(path)?;
    common(&connection)?;
    set(&connection, "query_only", &true)?;
    Ok(connection)
}

/// Folds the write-ahead log into the file, so that a stopped server leaves one file.
pub(super) fn checkpoint(connection: &Connection) -> Result<(), Error> {
    connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).map_err(error)
}

fn common(connection: &Connection) -> Result<(), OpenError> {
    // NORMAL would lose acknowledged commits when the power fails.
    set(connection, "synchronous", &"full")?;
    set(connection, "foreign_keys", &true)?;
    set(connection, "temp_store", &"memory")?;
    set(connection, "cache_size", &-CACHE_KIB)?;
    // A plan follows from the text of a statement, never from the values it is given: it is made once.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(error)?;
    // A damaged or tampered schema must not run functions of its own.
    set(connection, "trusted_schema", &false)
}

fn connect(path: &Path) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(error)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(error)?;
    Ok(connection)
}

fn set(connection: &Connection, pragma: &str, value: &dyn rusqlite::ToSql) -> Result<(), OpenError> {
    Ok(connection.pragma_update(None, pragma, value).map_err(error)?)
}

/// SQLite does not wait for the lock that this change needs, so two processes at the first start are told apart here.
fn use_write_ahead_log(connection: &Connection) -> Result<(), OpenError> {
    let mut tries = 50;
    loop {
        let changed =
            connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0));
        match changed.map_err(error) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                return Err(OpenError::Unfit(format!(
                    "the file system allows only the journal mode `{mode}`"
                )));
            }
            Err(Error::Busy) if tries > 0 => {
                tries -= 1;
                thread::sleep(Duration::from_millis(100));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Makes folder and file for nobody else's eyes; SQLite gives its log and index the mode of the file.
///
/// A file that is there is not opened: closing it would drop the locks that SQLite holds on it in this process.
fn prepare_file(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.write(true).create_new(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => restrict(path),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn restrict(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    match fs::metadata(path)?.permissions().mode() & 0o077 {
        0 => Ok(()),
        _ => fs::set_permissions(path, fs::Permissions::from_mode(0o600)),
    }
}

#[cfg(not(unix))]
fn restrict(_: &Path) -> io::Result<()> {
    Ok(())
}
