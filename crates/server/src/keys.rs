//! The key file: what seals secrets in the database, kept outside it.
//!
//! One line a key, its number and 32 bytes; the newest (the highest number) seals, the others only open. What else
//! needs a key (forms, refresh tokens, digests of names) is derived in `service`.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use data_encoding::BASE64URL_NOPAD;

use crate::data_dir::write_private;

/// The keys of a key file, newest first, as `service` takes them.
pub struct KeyRing(Vec<(u32, [u8; 32])>);

/// What to do where there is no key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Nothing was sealed yet: make one.
    Make,
    /// There is a database already: a new key would open nothing in it.
    Refuse,
}

/// Why the keys cannot be used.
#[derive(Debug)]
pub enum KeyError {
    /// The file cannot be made or read.
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// There is a database and no key file.
    Gone(PathBuf),
    /// Others than its owner may read or write it.
    OpenToOthers(PathBuf),
    /// A line is not a number and 32 bytes.
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from one.
        line: usize,
    },
    /// Two keys have one number.
    Twice {
        /// The file.
        path: PathBuf,
        /// The number.
        id: u32,
    },
    /// There is no key in it.
    Empty(PathBuf),
}

const HEADER: &str = "\
# The keys of this Sluis installation. Whoever has this file and the database can read every secret in it.
# Keep a copy apart from backups of the database: without it nobody's authenticator app works any more.
# A line is a number and a key. The highest number seals; the others only open. Never change or remove a line.
";

/// More than this is no key file.
const LONGEST: u64 = 64 * 1024;

impl KeyRing {
    /// Reads the key file, or makes it with one key.
    ///
    /// # Errors
    /// When it is missing beside a database, open to others, or not a key file.
    pub fn open(path: &Path, missing: Missing, fill: &mut dyn FnMut(&mut [u8])) -> Result<Self, KeyError> {
        let unusable = |error| KeyError::Unusable { path: path.to_owned(), error };
        let file = match OpenOptions::new().read(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return match missing {
                    Missing::Make => make(path, fill).map_err(unusable),
                    Missing::Refuse => Err(KeyError::Gone(path.to_owned())),
                };
            }
            Err(error) => return Err(unusable(error)),
        };
        // Of the file that is open, not of the path: that one may be another file by now.
        if file.metadata().map_err(unusable)?.permissions().mode() & 0o077 != 0 {
            return Err(KeyError::OpenToOthers(path.to_owned()));
        }
        let mut text = String::new();
        file.take(LONGEST).read_to_string(&mut text).map_err(unusable)?;
        parse(path, &text)
    }

    /// Reads the text of a key file; `path` is for messages.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(path: &Path, text: &str) -> Result<Self, KeyError> {
        parse(path, text)
    }

    /// The keys, newest first.
    pub fn as_slice(&self) -> &[(u32, [u8; 32])] {
        &self.0
    }
}

fn make(path: &Path, fill: &mut dyn FnMut(&mut [u8])) -> io::Result<KeyRing> {
    let mut key = [0; 32];
    fill(&mut key);
    write_private(path, format!("{HEADER}1 {}\n", BASE64URL_NOPAD.encode(&key)).as_bytes())?;
    debug_assert_eq!(fs::metadata(path)?.permissions().mode() & 0o077, 0);
    Ok(KeyRing(vec![(1, key)]))
}

fn parse(path: &Path, text: &str) -> Result<KeyRing, KeyError> {
    let mut keys: Vec<(u32, [u8; 32])> = vec![];
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let key =
            read_line(line).ok_or_else(|| KeyError::Line { path: path.to_owned(), line: number + 1 })?;
        if keys.iter().any(|(id, _)| *id == key.0) {
            return Err(KeyError::Twice { path: path.to_owned(), id: key.0 });
        }
        keys.push(key);
    }
    if keys.is_empty() {
        return Err(KeyError::Empty(path.to_owned()));
    }
    keys.sort_unstable_by_key(|(id, _)| std::cmp::Reverse(*id));
    Ok(KeyRing(keys))
}

fn read_line(line: &str) -> Option<(u32, [u8; 32])> {
    let (id, key) = line.split_once(' ')?;
    let key = BASE64URL_NOPAD.decode(key.trim().as_bytes()).ok()?;
    Some((id.parse().ok()?, key.try_into().ok()?))
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(id, _)| id)).finish()
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable { path, error } => write!(f, "the key file `{}`: {error}", path.display()),
            Self::Gone(path) => write!(
                f,
                "the key file `{}` is gone, and the database holds secrets that only it opens; put it back from your \
                 copy",
                path.display()
            ),
            Self::OpenToOthers(path) => write!(
                f,
                "others on this machine can read the key file `{0}`; run `chmod 600 {0}`, and if somebody may have \
                 read it, treat every secret in the database as known",
                path.display()
            ),
            Self::Line { path, line } => write!(
                f,
                "the key file `{}`, line {line}: not a number and a key; put the file back from your copy",
                path.display()
            ),
            Self::Twice { path, id } => {
                write!(f, "the key file `{}` has two keys with the number {id}", path.display())
            }
            Self::Empty(path) => {
                write!(f, "the key file `{}` has no key; put it back from your copy", path.display())
            }
        }
    }
}

impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;

    use super::*;

    fn open(path: &Path, missing: Missing) -> Result<KeyRing, KeyError> {
        KeyRing::open(path, missing, &mut |bytes| bytes.fill(7))
    }

    fn check(content: &str, said: &str) {
        let folder = testdb::temp_dir();
        let path = folder.path().join("keys");
        write_private(&path, content.as_bytes()).unwrap();
        let error = open(&path, Missing::Make).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content, "a key file is never overwritten");
    }

    #[test]
    fn the_first_start_makes_a_key_and_the_next_reads_it() {
        let folder = testdb::temp_dir();
        let path = folder.path().join("keys");
        let made = open(&path, Missing::Make).unwrap();
        assert_eq!(made.as_slice(), [(1, [7; 32])]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(open(&path, Missing::Refuse).unwrap().as_slice(), made.as_slice());
    }

    #[test]
    fn a_lost_key_file_is_not_replaced_beside_a_database() {
        let folder = testdb::temp_dir();
        let path = folder.path().join("keys");
        assert!(matches!(open(&path, Missing::Refuse), Err(KeyError::Gone(_))));
        assert!(!path.exists());
    }

    #[test]
    fn the_newest_key_comes_first_wherever_it_stands() {
        let folder = testdb::temp_dir();
        let path = folder.path().join("keys");
        let key = |byte| BASE64URL_NOPAD.encode(&[byte; 32]);
        write_private(&path, format!("# keys\n\n10 {}\n9 {}\n11 {}\n", key(1), key(2), key(3)).as_bytes())
            .unwrap();
        let ring = open(&path, Missing::Refuse).unwrap();
        assert_eq!(ring.as_slice(), [(11, [3; 32]), (10, [1; 32]), (9, [2; 32])]);
    }

    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        for mode in [0o640, 0o604, 0o620, 0o610, 0o644] {
            let folder = testdb::temp_dir();
            let path = folder.path().join("keys");
            open(&path, Missing::Make).unwrap();
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let error = open(&path, Missing::Make).unwrap_err();
            assert!(matches!(error, KeyError::OpenToOthers(_)), "{mode:o}");
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }

    #[test]
    fn what_is_no_key_file_is_refused_by_line_and_never_replaced() {
        let key = BASE64URL_NOPAD.encode(&[7; 32]);
        check("", "no key");
        check("# only words\n", "no key");
        check(&format!("1 {key}\n1 {key}\n"), "two keys with the number 1");
        check(&format!("# a\n1 {key}x\n"), "line 2");
        check(&format!("one {key}\n"), "line 1");
        check("1\n", "line 1");
        check("1 AAAA\n", "line 1");
    }

    #[test]
    fn keys_are_never_printed() {
        let folder = testdb::temp_dir();
        let ring = open(&folder.path().join("keys"), Missing::Make).unwrap();
        assert_eq!(format!("{ring:?}"), "[1]");
    }
}
