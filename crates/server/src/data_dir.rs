//! The data folder: what the installation keeps on this machine, for its owner's eyes only.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{fmt, process};

use data_encoding::HEXLOWER;
use model::{Span, Timestamp};

/// The folder; it exists and nobody else can enter it.
#[derive(Debug, Clone)]
pub struct DataDir(PathBuf);

/// While it lives, no other process can hold it.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "closing the file gives the lock back")] File);

/// Why the data folder cannot be used.
#[derive(Debug)]
pub enum DataDirError {
    /// A file or folder cannot be made, read or written.
    Unusable {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// It is open to others and holds what is not ours: closing it could break something else.
    Shared(PathBuf),
    /// Another process has it.
    InUse {
        /// The folder.
        path: PathBuf,
        /// The other process, if it left its number.
        pid: Option<u32>,
    },
}

/// Makes every file and socket of this process private from its first moment (D17): permissions set afterwards
/// would leave a gap.
pub fn keep_files_private() {
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

impl DataDir {
    /// Opens the folder, making it where it is not there, and closes it to others.
    ///
    /// # Errors
    /// When it cannot be made, or belongs to somebody else and is open to others.
    pub fn open(path: &Path) -> Result<Self, DataDirError> {
        let unusable = |error| DataDirError::Unusable { path: path.to_owned(), error };
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(unusable)?;
        let mode = fs::metadata(path).map_err(unusable)?.permissions().mode();
        if mode & 0o077 != 0 {
            if !is_ours(path).map_err(unusable)? {
                return Err(DataDirError::Shared(path.to_owned()));
            }
            fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(unusable)?;
        }
        Ok(Self(path.to_owned()))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Removes copies for a backup that were begun and never taken, as after a crash: those that nobody has written to for
    /// so long. Each is as large as the database.
    ///
    /// # Errors
    /// When the folder cannot be read, or one of them not be removed.
    pub fn sweep_copies(&self, unwritten_for: Span, now: Timestamp) -> io::Result<()> {
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            if entry.file_name().to_str().is_some_and(is_copy)
                && now >= written_at(&entry.path())? + unwritten_for
            {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Where a copy of the database is written until whoever asked takes it.
    pub fn copy(&self, name: [u8; 8]) -> PathBuf {
        self.file(&format!("{COPY}{}{PART}", HEXLOWER.encode(&name)))
    }

    /// Takes the folder for this process (D19: one process writes SQLite).
    ///
    /// # Errors
    /// When another process has it.
    pub fn lock(&self) -> Result<Lock, DataDirError> {
        let path = self.file("lock");
        let unusable = |error| DataDirError::Unusable { path: path.clone(), error };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(DataDirError::InUse { path: self.0.clone(), pid: pid_in(&mut file) });
            }
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        }
        write_pid(&mut file).map_err(unusable)?;
        Ok(Lock(file))
    }
}

fn written_at(path: &Path) -> io::Result<Timestamp> {
    let since = fs::metadata(path)?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(0)))
}

const COPY: &str = "backup-";
const PART: &str = ".part";

/// True for the name of a copy, and of what SQLite writes beside one.
fn is_copy(name: &str) -> bool {
    let rest = name.strip_prefix(COPY).and_then(|rest| rest.split_once(PART));
    rest.is_some_and(|(drawn, beside)| {
        let is_drawn = drawn.len() == 16 && drawn.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_drawn && matches!(beside, "" | "-journal" | "-wal" | "-shm")
    })
}

/// True for a folder that is empty, but for what file systems put there themselves, or that we used before.
fn is_ours(path: &Path) -> io::Result<bool> {
    if path.join("keys").exists() {
        return Ok(true);
    }
    for entry in fs::read_dir(path)? {
        if entry?.file_name() != "lost+found" {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes a small file that only its owner can read: whole, or not at all, and on disk when this returns.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let part = path.with_extension(format!("{}.part", process::id()));
    let written =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part).and_then(
            |mut file| {
                file.write_all(content)?;
                file.sync_all()
            },
        );
    if let Err(error) = written.and_then(|()| fs::rename(&part, path)) {
        let _ = fs::remove_file(&part);
        return Err(error);
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

fn pid_in(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn write_pid(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", process::id())
}

impl fmt::Display for DataDirError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable { path, error } => write!(
                f,
                "`{}` cannot be used: {error}; give the user that runs sluis a folder of its own with `data_dir`",
                path.display()
            ),
            Self::Shared(path) => write!(
                f,
                "`{}` holds other things and others can enter it; give sluis a folder of its own with `data_dir`",
                path.display()
            ),
            Self::InUse { path, pid } => {
                let by = pid.map(|pid| format!(" (process {pid})")).unwrap_or_default();
                write!(
                    f,
                    "another sluis{by} works in `{}`; stop it first, or give this one another `data_dir`",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for DataDirError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_folder_is_its_owners_alone() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(&folder.path().join("a/data")).unwrap();
        assert_eq!(mode(data.path()), 0o700);
    }

    #[test]
    fn a_folder_that_was_open_to_others_is_closed() {
        let folder = testdb::temp_dir();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        DataDir::open(folder.path()).unwrap();
        assert_eq!(mode(folder.path()), 0o700);
    }

    #[test]
    fn a_folder_of_somebody_else_stays_as_it_is() {
        let folder = testdb::temp_dir();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        fs::write(folder.path().join("thesis.odt"), "").unwrap();
        let refusal = DataDir::open(folder.path()).unwrap_err().to_string();
        assert!(refusal.contains("a folder of its own"), "{refusal}");
        assert_eq!(mode(folder.path()), 0o755);
    }

    #[test]
    fn the_second_to_come_is_told_who_is_there() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        let first = data.lock().unwrap();
        assert_eq!(mode(&data.file("lock")), 0o600);
        let refusal = data.lock().unwrap_err().to_string();
        assert!(refusal.contains(&format!("process {}", process::id())), "{refusal}");
        drop(first);
        data.lock().unwrap();
    }

    #[test]
    fn a_lock_file_that_a_dead_process_left_does_not_lock() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        fs::write(data.file("lock"), "99999999 and more than one would write").unwrap();
        data.lock().unwrap();
        let text = fs::read_to_string(data.file("lock")).unwrap();
        assert_eq!(text, format!("{}\n", process::id()));
    }

    #[test]
    fn copies_that_a_crash_left_go_and_nothing_else_does() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        let copy = data.copy([7; 8]);
        let kept = ["sluis.db", "keys", "backup-of-mine.part", "backup-0123456789abcdef.backup"];
        for name in kept {
            fs::write(data.file(name), "").unwrap();
        }
        for end in ["", "-journal"] {
            fs::write(format!("{}{end}", copy.display()), "half").unwrap();
        }
        let written = written_at(&copy).unwrap();
        data.sweep_copies(Span::minutes(10), written + Span::minutes(9)).unwrap();
        assert!(copy.exists(), "somebody may be writing to it");
        data.sweep_copies(Span::minutes(10), written + Span::minutes(11)).unwrap();
        let mut left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        let mut expected: Vec<_> = kept.iter().map(std::ffi::OsString::from).collect();
        expected.sort();
        assert_eq!(left, expected);
    }

    #[test]
    fn a_private_file_is_replaced_whole_and_nothing_else_stays() {
        let folder = testdb::temp_dir();
        let path = folder.path().join("setup-link");
        write_private(&path, b"a longer first text").unwrap();
        write_private(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(mode(&path), 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
