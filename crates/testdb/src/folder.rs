use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder that is removed when this is dropped.
#[derive(Debug)]
pub struct TempDir(PathBuf);

static NEXT: AtomicU64 = AtomicU64::new(0);
/// How much room tests want in memory before they use it: 2 GiB.
const ROOM_KIB: u64 = 2 * 1024 * 1024;

/// Makes an empty folder that nobody else uses, in memory where that has room.
///
/// # Panics
/// When it cannot be made.
pub fn temp_dir() -> TempDir {
    made_in(root())
}

/// The same where the system keeps temporary files: for what measures how long a disk takes.
///
/// # Panics
/// As [`temp_dir`].
pub fn disk_dir() -> TempDir {
    made_in(&std::env::temp_dir())
}

fn made_in(root: &Path) -> TempDir {
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = root.join(format!("sluis-test-{}-{number}", process::id()));
        match fs::create_dir(&path) {
            Ok(()) => return TempDir(path),
            // Left by a process that had the same number and was killed.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => panic!("cannot make the folder `{}`: {error}", path.display()),
        }
    }
}

/// In memory where that has room, else where the system keeps temporary files: a database of PostgreSQL is hundreds of files,
/// and making them on a disk was most of what a test did.
pub(crate) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();

    ROOT.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        let has_room = free_kib(memory).is_some_and(|free| free > ROOM_KIB);
        if has_room { memory.to_owned() } else { std::env::temp_dir() }
    })
}

/// What a file system has room for (POSIX `df`).
fn free_kib(folder: &Path) -> Option<u64> {
    let output = process::Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    String::from_utf8(output.stdout).ok()?.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

impl TempDir {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Deref for TempDir {
    type Target = Path;
    fn deref(&self) -> &Path {
        &self.0
    }
}

impl AsRef<Path> for TempDir {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        // What stays behind is in the folder that the system empties.
        drop(fs::remove_dir_all(&self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_vanishes_with_what_is_in_it() {
        let folder = temp_dir();
        let path = folder.path().to_owned();
        fs::write(folder.join("file"), "text").unwrap();
        assert_ne!(path, temp_dir().path());
        drop(folder);
        assert!(!path.exists());
    }
}
