//! Backups as files: one that is written whole or not at all, and one that is checked whole before anything is done with
//! it (D25, ADR 24). Begin with [`write()`] and [`Backup::open`]; how the keys go with it is in `backup/keys.rs`, and the
//! steps of a restore in `backup/restore.rs`.

mod keys;
mod restore;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256, digest};
use data_encoding::HEXLOWER;
use model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::control::{Kind, Refusal};

pub use keys::{Passphrase, SealedKeys, TooShort};
pub use restore::{Outcome, Wish, restore};

/// The first line of every backup.
const FIRST_LINE: &str = "sluis backup 1\n";
/// More than this is no manifest.
const LONGEST_MANIFEST: u64 = 1 << 20;

/// What a backup says of itself: the second line of the file. The third is the SHA-256 of the two before it; what
/// follows is a SQLite database, whichever database it was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// The program that wrote it.
    pub program: String,
    /// The schema of the database in it.
    pub schema: i64,
    /// When it was taken, for people.
    pub taken: String,
    /// The same in microseconds since 1970.
    pub taken_micros: i64,
    /// The domains of the organisations in it.
    pub organisations: Vec<String>,
    /// How long the database in it is.
    pub bytes: u64,
    /// The SHA-256 of it.
    pub sha256: String,
    /// The key file, sealed under a passphrase; nothing where it was left out.
    pub keys: Option<SealedKeys>,
}

/// A backup whose checksums are right.
#[derive(Debug)]
pub struct Backup {
    /// What it says of itself.
    pub manifest: Manifest,
    file: File,
    store_at: u64,
}

/// Why a file cannot be used.
#[derive(Debug)]
pub enum BackupError {
    /// It cannot be read or written.
    Unusable(PathBuf, io::Error),
    /// It is something else.
    NoBackup(PathBuf),
    /// It is not what was written: a byte is another, or the end is missing.
    Damaged(PathBuf),
}

impl std::fmt::Display for BackupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unusable(path, error) => write!(f, "`{}`: {error}", path.display()),
            Self::NoBackup(path) => write!(f, "`{}` is no backup of sluis", path.display()),
            Self::Damaged(path) => write!(
                f,
                "`{}` is not as it was written: its checksum is another; nothing was changed, take another copy of it",
                path.display()
            ),
        }
    }
}

impl std::error::Error for BackupError {}

impl Manifest {
    /// When it was taken.
    pub const fn taken_at(&self) -> Timestamp {
        Timestamp::from_micros(self.taken_micros)
    }
}

impl Backup {
    /// The key file in it, opened; nothing where it was left out.
    ///
    /// # Errors
    /// Without the passphrase, or with another one.
    pub fn key_file(&self, passphrase: Option<&Passphrase>) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(sealed) = &self.manifest.keys else { return Ok(None) };
        let Some(passphrase) = passphrase else {
            return Err(Refusal::new(Kind::Usage, "the keys in this backup need its passphrase"));
        };
        let opened = sealed.open(passphrase, &self.manifest.sha256);
        let wrong = || Refusal::new(Kind::Refused, "that is not the passphrase of this backup");
        opened.map(Some).ok_or_else(wrong)
    }
}

/// The length and the SHA-256 of a file.
///
/// # Errors
/// When it cannot be read.
pub fn measure(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (bytes, sum) = sum(&mut file)?;
    Ok((bytes, HEXLOWER.encode(&sum)))
}

fn sum(from: &mut impl Read) -> io::Result<(u64, Vec<u8>)> {
    let mut context = Context::new(&SHA256);
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok((bytes, context.finish().as_ref().to_vec())),
            some => {
                bytes += some as u64;
                context.update(&buffer[..some]);
            }
        }
    }
}

/// Writes a backup of the database in `store`: for its owner only, on disk when this returns, whole or not at all. A file
/// that is there is not replaced.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, manifest: &Manifest, store: &Path) -> Result<(), BackupError> {
    let part = PathBuf::from(format!("{}.part", path.display()));
    let written = write_part(&part, manifest, store)
        // A link and not a rename, which would replace what somebody else put there meanwhile.
        .and_then(|()| fs::hard_link(&part, path));
    let _ = fs::remove_file(&part);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    written
        .and_then(|()| File::open(folder)?.sync_all())
        .map_err(|error| BackupError::Unusable(path.to_owned(), error))
}

fn write_part(part: &Path, manifest: &Manifest, store: &Path) -> io::Result<()> {
    // What a crash left; nobody else writes under this name.
    let _ = fs::remove_file(part);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(part)?;
    let head = format!("{FIRST_LINE}{}\n", serde_json::to_string(manifest)?);
    let check = HEXLOWER.encode(digest(&SHA256, head.as_bytes()).as_ref());
    file.write_all(format!("{head}{check}\n").as_bytes())?;
    io::copy(&mut File::open(store)?, &mut file)?;
    file.sync_all()
}

impl Backup {
    /// Opens a backup and checks that every byte is what was written.
    ///
    /// # Errors
    /// When it is none, or not what was written.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let unusable = |error| BackupError::Unusable(path.to_owned(), error);
        let damaged = || BackupError::Damaged(path.to_owned());
        let file = File::open(path).map_err(unusable)?;
        let mut reader = BufReader::new(&file);
        let mut line = |most: u64| -> Result<String, BackupError> {
            let mut bytes = vec![];
            reader.by_ref().take(most).read_until(b'\n', &mut bytes).map_err(unusable)?;
            String::from_utf8(bytes).map_err(|_| BackupError::NoBackup(path.to_owned()))
        };
        if line(FIRST_LINE.len() as u64)? != FIRST_LINE {
            return Err(BackupError::NoBackup(path.to_owned()));
        }
        let manifest = line(LONGEST_MANIFEST)?;
        let check = line(65)?;
        let head = format!("{FIRST_LINE}{manifest}");
        if check.trim_end() != HEXLOWER.encode(digest(&SHA256, head.as_bytes()).as_ref()) {
            return Err(damaged());
        }
        let manifest: Manifest = serde_json::from_str(&manifest).map_err(|_| damaged())?;
        let (bytes, sum) = sum(&mut reader).map_err(unusable)?;
        if (bytes, HEXLOWER.encode(&sum)) != (manifest.bytes, manifest.sha256.clone()) {
            return Err(damaged());
        }
        let store_at = (head.len() + check.len()) as u64;
        Ok(Self { manifest, file, store_at })
    }

    /// Writes the database in it to a new file for its owner only.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn unpack(&mut self, to: &Path) -> io::Result<()> {
        let mut store = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
        self.file.seek(SeekFrom::Start(self.store_at))?;
        io::copy(&mut (&self.file).take(self.manifest.bytes), &mut store)?;
        store.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn sample(folder: &Path) -> PathBuf {
        let store = folder.join("store");
        fs::write(&store, b"what stands for a database\n\0\n").unwrap();
        let (bytes, sha256) = measure(&store).unwrap();
        let manifest = Manifest {
            program: "0.1.0".to_owned(),
            schema: 9,
            taken: "2026-11-26T13:00:00Z".to_owned(),
            taken_micros: 1_795_698_000_000_000,
            organisations: vec!["example.org".to_owned()],
            bytes,
            sha256,
            keys: None,
        };
        let path = folder.join("one.backup");
        write(&path, &manifest, &store).unwrap();
        path
    }

    #[test]
    fn a_backup_is_its_owners_and_comes_back_as_it_was() {
        let folder = testdb::temp_dir();
        let path = sample(folder.path());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let mut backup = Backup::open(&path).unwrap();
        assert_eq!(backup.manifest.organisations, ["example.org"]);
        let back = folder.path().join("back");
        backup.unpack(&back).unwrap();
        assert_eq!(fs::read(back).unwrap(), fs::read(folder.path().join("store")).unwrap());
        let manifest = backup.manifest.clone();
        assert!(write(&path, &manifest, &folder.path().join("store")).is_err(), "nothing is overwritten");
        assert!(!folder.path().join("one.backup.part").exists());
    }

    #[test]
    fn whichever_byte_is_another_or_missing_it_is_noticed() {
        let folder = testdb::temp_dir();
        let path = sample(folder.path());
        let good = fs::read(&path).unwrap();
        for place in 0..good.len() {
            let mut bad = good.clone();
            bad[place] ^= 0x20;
            fs::write(&path, &bad).unwrap();
            assert!(Backup::open(&path).is_err(), "byte {place}");
            fs::write(&path, &good[..place]).unwrap();
            assert!(Backup::open(&path).is_err(), "cut at {place}");
        }
        fs::write(&path, [good.as_slice(), b"x"].concat()).unwrap();
        assert!(Backup::open(&path).is_err(), "something more");
        fs::write(&path, &good).unwrap();
        assert!(Backup::open(&path).is_ok());
    }
}
