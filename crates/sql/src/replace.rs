use std::path::{Path, PathBuf};

use crate::postgresql::{Connector, Held, NotHeld};
use crate::{Config, Migration, OpenError, sqlite};

/// A database that is about to be replaced, and that nobody else may write meanwhile.
///
/// On PostgreSQL a transaction holds its tables until it is replaced or this is dropped; others read them. On SQLite
/// whoever calls holds the folder, because there one process has the file.
pub struct Hold(Kind);

enum Kind {
    File(PathBuf),
    Server(Box<Held>),
}

/// Why a database cannot be held.
#[derive(Debug)]
pub enum HoldError {
    /// Another process of this program has a connection to it.
    InUse,
    /// It cannot be reached, or what is needed cannot be done there.
    Failed(OpenError),
}

impl Hold {
    /// Holds a database. To be called before this process opens it: its own connections count as others'.
    ///
    /// # Errors
    /// When somebody else uses it, or it cannot be reached.
    pub fn take(config: &Config, migrations: &[Migration]) -> Result<Self, HoldError> {
        match config {
            Config::Sqlite { path, .. } => Ok(Self(Kind::File(path.clone()))),
            Config::Postgres { url, root_certificate, .. } => {
                let connector =
                    Connector::new(url, root_certificate.as_deref()).map_err(HoldError::Failed)?;
                match Held::take(&connector, migrations) {
                    Ok(held) => Ok(Self(Kind::Server(Box::new(held)))),
                    Err(NotHeld::InUse) => Err(HoldError::InUse),
                    Err(NotHeld::Failed(error)) => Err(HoldError::Failed(error)),
                }
            }
        }
    }

    /// True where there is no database yet.
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Kind::File(path) => !path.exists(),
            Kind::Server(held) => held.is_empty(),
        }
    }

    /// Puts what a SQLite file of the newest schema holds in its place. A crash leaves one or the other, whole. What was
    /// there stays under the name `aside`: a file beside the database, or a schema of the server. Gives where that is.
    ///
    /// On SQLite the file itself becomes the database; every connection to the old one must be closed.
    ///
    /// # Errors
    /// When it fails; the database is as it was then.
    pub fn replace(
        self,
        with: &Path,
        aside: &str,
        migrations: &[Migration],
    ) -> Result<Option<String>, OpenError> {
        match self.0 {
            Kind::File(path) => {
                let kept = sqlite::into_place(&path, with, &path.with_file_name(format!("{aside}.db")))?;
                Ok(kept.map(|kept| kept.display().to_string()))
            }
            Kind::Server(held) => held.replace(with, aside, migrations),
        }
    }
}
