//! Whole databases as files: a copy of one that is in use, and one that takes another's place.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params_from_iter};

use super::engine::{Bound, Sqlite, cell, error};
use super::open;
use crate::value::Cell;
use crate::{Error, Migration, OpenError, Row, migrate};

/// Writes what the file holds now to another, without what was deleted: an erased person is in no free page of it.
pub(crate) fn snapshot(path: &Path, to: &Path) -> Result<(), OpenError> {
    let connection = open::copier(path)?;
    private(to)?;
    // Only an empty file or none may be there, or it fails; it is ours alone from its first byte.
    connection.execute("vacuum into ?1", [to.to_string_lossy()]).map_err(error)?;
    Ok(())
}

/// Makes an empty file that only its owner can read.
fn private(path: &Path) -> Result<(), OpenError> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    made.map(drop).map_err(|error| OpenError::File { path: path.to_owned(), error })
}

/// A file in which everything of another database is written, or from which it is read.
pub(crate) struct Copy(Connection);

/// A table of ours and its columns, in the order that rows can be written: what others refer to comes first.
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
}

impl Copy {
    /// Makes the file, with the tables of this program in it.
    pub(crate) fn make(path: &Path, migrations: &[Migration]) -> Result<Self, OpenError> {
        private(path)?;
        let mut writer = Sqlite::new(open::writer(path)?);
        migrate::migrate(&mut writer, migrations)?;
        writer.control("begin immediate")?;
        Ok(Self(writer.connection))
    }

    /// Opens a file that is there.
    pub(crate) fn read(path: &Path) -> Result<Self, OpenError> {
        Ok(Self(open::reader(path)?))
    }

    /// What is in it.
    pub(crate) fn tables(&self) -> Result<Vec<Table>, Error> {
        let names = self.names("select name from sqlite_schema where type = 'table' order by rowid")?;
        let ours = names.into_iter().filter(|name| !name.starts_with("sqlite_") && name != "schema_version");
        ours.map(|name| {
            let columns =
                self.names(&format!("select name from pragma_table_info('{name}') order by cid"))?;
            Ok(Table { name, columns })
        })
        .collect()
    }

    fn names(&self, sql: &str) -> Result<Vec<String>, Error> {
        let mut statement = self.0.prepare(sql).map_err(error)?;
        let rows = statement.query_map([], |row| row.get(0)).map_err(error)?;
        rows.collect::<Result<_, _>>().map_err(error)
    }

    /// Writes rows of a table.
    pub(crate) fn insert(&self, table: &Table, rows: &[Row]) -> Result<(), Error> {
        let marks = vec!["?"; table.columns.len()].join(", ");
        let sql = format!("insert into {} ({}) values ({marks})", table.name, table.columns.join(", "));
        let mut statement = self.0.prepare_cached(&sql).map_err(error)?;
        for row in rows {
            let cells = row.cells().iter().map(|cell| Bound(cell.value()));
            statement.execute(params_from_iter(cells)).map_err(error)?;
        }
        Ok(())
    }

    /// Gives the rows of a table, some at a time.
    pub(crate) fn each(
        &self,
        table: &Table,
        at_once: usize,
        mut take: impl FnMut(Vec<Vec<Cell>>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let sql = format!("select {} from {}", table.columns.join(", "), table.name);
        let mut statement = self.0.prepare(&sql).map_err(error)?;
        let mut rows = statement.raw_query();
        let mut some = Vec::with_capacity(at_once);
        while let Some(row) = rows.next().map_err(error)? {
            let cells = (0..table.columns.len()).map(|index| cell(index, row.get_ref(index).map_err(error)?));
            some.push(cells.collect::<Result<Vec<_>, Error>>()?);
            if some.len() == at_once {
                take(std::mem::take(&mut some))?;
            }
        }
        if some.is_empty() { Ok(()) } else { take(some) }
    }

    /// Makes what was written durable, in one file without a log beside it.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.0.execute_batch("commit").map_err(error)?;
        open::checkpoint(&self.0)
    }
}

/// Puts a database in the place of another, which stays beside it under `aside`; where that one is now. Whoever looks
/// at the path finds one of them whole, at every moment.
pub(crate) fn into_place(path: &Path, new: &Path, aside: &Path) -> Result<Option<PathBuf>, OpenError> {
    let failed = |error| OpenError::File { path: path.to_owned(), error };
    let replaced = path.exists();
    if replaced {
        // What is still in its log belongs to it.
        let folded = open::reader(path).and_then(|connection| Ok(open::checkpoint(&connection)?));
        fs::hard_link(path, aside).map_err(failed)?;
        put_log_aside(path, aside, folded.is_ok()).map_err(failed)?;
    }
    File::open(new).and_then(|file| file.sync_all()).map_err(failed)?;
    sync_folder(path).map_err(failed)?;
    fs::rename(new, path).map_err(failed)?;
    sync_folder(path).map_err(failed)?;
    Ok(replaced.then(|| aside.to_owned()))
}

/// A log of the old database must never be found beside the new one. One that could not be folded in, because the
/// database is damaged, goes aside with it.
fn put_log_aside(path: &Path, aside: &Path, folded: bool) -> io::Result<()> {
    for end in ["-wal", "-shm"] {
        let beside = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        match fs::metadata(beside(path)) {
            Ok(found) if found.len() > 0 && !folded && end == "-wal" => {
                fs::rename(beside(path), beside(aside))?
            }
            Ok(_) => fs::remove_file(beside(path))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}
