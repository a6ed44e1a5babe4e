use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder that is removed when this is dropped.
#[derive(Debug)]
pub struct TempDir(PathBuf);

static NEXT: AtomicU64 = AtomicU64::new(0);

/// Makes an empty folder that nobody else uses.
///
/// # Panics
/// When the system's folder for temporary files cannot be written.
pub fn temp_dir() -> TempDir {
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("sluis-test-{}-{number}", process::id()));
        match fs::create_dir(&path) {
            Ok(()) => return TempDir(path),
            // Left by a process that had the same number and was killed.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => panic!("cannot make the folder `{}`: {error}", path.display()),
        }
    }
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
