//! A restore, step by step: everything is checked and made ready beside what is there, and one step at the end puts it in
//! place. A crash before that step leaves the old, after it the new.

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use model::Timestamp;
use service::authority::{Actor, ManageInstallation, Permit, Target, permit};
use service::restore::{Again, Since};
use service::{House, Keys};
use sql::{Db, Hold, HoldError};

use super::{Backup, BackupError};
use crate::config::{Config, Database};
use crate::control::{Kind, Refusal, is_served, myself};
use crate::data_dir::{self, DataDir, DataDirError, write_private};
use crate::keys::KeyRing;
use crate::{clock, random, wiring};

/// What somebody wants.
#[derive(Debug)]
pub struct Wish {
    /// The key file of the backup ([`Backup::key_file`]), if it is in it.
    pub key_file: Option<Vec<u8>>,
    /// Whether to go on where the store that is replaced cannot be read, and so nobody knows what was blocked since.
    pub forget_since: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// Where the store that was replaced is now.
    pub aside: Option<String>,
    /// What was taken away again; `None` where nobody knows.
    pub again: Option<Again>,
}

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Puts a backup in the place of what is there.
///
/// # Errors
/// What is in the way; a refusal is the inner error. Either way what was there is as it was.
pub fn restore(config: &Config, mut backup: Backup, wish: &Wish) -> Fallible<Result<Outcome, Refusal>> {
    data_dir::keep_files_private();
    let data = DataDir::open(&config.data_dir)?;
    if is_served(&config.data_dir) {
        return Ok(Err(stop_first()));
    }
    let _lock = match config.database {
        Database::Sqlite => match data.lock() {
            Ok(lock) => Some(lock),
            Err(DataDirError::InUse { .. }) => return Ok(Err(stop_first())),
            Err(error) => return Err(error.into()),
        },
        Database::Postgres { .. } => None,
    };
    let (ring, key_file) = match keys(&data, wish)? {
        Ok(keys) => keys,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let newest = store::MIGRATIONS.last().map_or(0, |newest| newest.version);
    if backup.manifest.schema > newest {
        let message = format!(
            "a newer sluis ({}) made this backup; restore it with that version or a later one",
            backup.manifest.program
        );
        return Ok(Err(Refusal::new(Kind::Refused, message)));
    }
    let staged = Staged::unpack(&data, &mut backup)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let work = Work { config, data: &data, ring, runtime };
    let hold = match work.hold()? {
        Ok(hold) => hold,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let taken_at = backup.manifest.taken_at();
    let since = match work.since(&hold, taken_at) {
        Ok(since) => since,
        Err(_) if wish.forget_since => None,
        Err(error) => return Ok(Err(unreadable(&*error))),
    };
    let known = since.is_some();
    let again = match work.make_fit(&staged.0, taken_at, since)? {
        Ok(again) => again,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Some(key_file) = key_file {
        write_private(&data.file("keys"), &key_file)?;
    }
    let aside = hold.replace(&staged.0, &name_aside(clock::now()), store::MIGRATIONS)?;
    Ok(Ok(Outcome { aside, again: known.then_some(again) }))
}

fn stop_first() -> Refusal {
    Refusal::new(Kind::State, "sluis runs on this data; stop it (every node), then restore")
}

fn unreadable(error: &dyn Error) -> Refusal {
    let message = format!(
        "what is there now cannot be read ({error}), so nobody knows who was blocked or erased since the backup; \
         --forget-since goes on all the same, and you block them again yourself"
    );
    Refusal::new(Kind::Refused, message)
}

fn name_aside(now: Timestamp) -> String {
    let at = jiff::Timestamp::from_microsecond(now.as_micros()).unwrap_or_default();
    at.strftime("replaced_%Y%m%dt%H%M%S_%3fz").to_string()
}

type RingAndFile = (KeyRing, Option<Vec<u8>>);

/// The keys that the store of the backup is sealed with, and the key file where it is still to be written. A key file that
/// is there is never replaced: it may be the only one that opens something else.
fn keys(data: &DataDir, wish: &Wish) -> Fallible<Result<RingAndFile, Refusal>> {
    let path = data.file("keys");
    let present = match fs::read(&path) {
        Ok(_) => Some(KeyRing::open(&path, crate::keys::Missing::Refuse, &mut random::fill)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(BackupError::Unusable(path, error).into()),
    };
    let refused = |message: String| Ok(Err(Refusal::new(Kind::Refused, message)));
    let Some(text) = &wish.key_file else {
        return match present {
            Some(present) => Ok(Ok((present, None))),
            None => refused(format!(
                "this backup was made without keys; put your copy of the key file at `{}` first",
                path.display()
            )),
        };
    };
    let ring = KeyRing::read(&path, &String::from_utf8_lossy(text))?;
    match present {
        None => Ok(Ok((ring, Some(text.clone())))),
        Some(present) if present.as_slice() == ring.as_slice() => Ok(Ok((ring, None))),
        // More keys than at the time of the backup open all that those opened.
        Some(present) if ring.as_slice().iter().all(|key| present.as_slice().contains(key)) => {
            Ok(Ok((present, None)))
        }
        Some(_) => refused(format!(
            "the key file `{}` is another installation's than the backup; move it away and keep it, then restore",
            path.display()
        )),
    }
}

/// The database of a backup, beside what is there; it leaves with this, unless it was put in place.
struct Staged(PathBuf);

impl Staged {
    fn unpack(data: &DataDir, backup: &mut Backup) -> Result<Self, BackupError> {
        let path = data.file("restore.db");
        let staged = Self(path.clone());
        // What a crash left.
        staged.remove();
        backup.unpack(&path).map_err(|error| BackupError::Unusable(path, error))?;
        Ok(staged)
    }

    fn remove(&self) {
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", self.0.display()));
        }
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        self.remove();
    }
}

struct Work<'a> {
    config: &'a Config,
    data: &'a DataDir,
    ring: KeyRing,
    runtime: tokio::runtime::Runtime,
}

impl Work<'_> {
    /// Holds the database that is there. It is brought to the newest schema first, which could not be done while it is held.
    fn hold(&self) -> Fallible<Result<Hold, Refusal>> {
        let database = wiring::database(self.config, self.data);
        let take = || match Hold::take(&database, store::MIGRATIONS) {
            Ok(hold) => Ok(Ok(hold)),
            Err(HoldError::InUse) => Ok(Err(stop_first())),
            Err(HoldError::Failed(error)) => Err(error),
        };
        match take()? {
            Ok(hold) if hold.is_empty() => return Ok(Ok(hold)),
            Ok(hold) => drop(hold),
            Err(refusal) => return Ok(Err(refusal)),
        }
        if let Ok(db) = Db::open(&database, store::MIGRATIONS) {
            db.close();
        }
        Ok(take()?)
    }

    /// What was taken away since the backup, as the store that is there says; `None` where there is none.
    fn since(&self, hold: &Hold, taken_at: Timestamp) -> Fallible<Option<Since>> {
        if hold.is_empty() {
            return Ok(None);
        }
        let db = Db::open(&wiring::database(self.config, self.data), store::MIGRATIONS)?;
        let read = self.runtime.block_on(async {
            let house = self.house(&db).await?;
            Ok(house.taken_since(&leave()?, taken_at).await?)
        });
        db.close();
        read.map(Some)
    }

    /// Looks whether the store of the backup is sound and opens with the keys, and makes it fit to be used.
    fn make_fit(
        &self,
        staged: &Path,
        taken_at: Timestamp,
        since: Option<Since>,
    ) -> Fallible<Result<Again, Refusal>> {
        let file = sql::Config::Sqlite { path: staged.to_owned(), readers: 1 };
        let db = Db::open(&file, store::MIGRATIONS)?;
        let done = self.runtime.block_on(async {
            let house = self.house(&db).await?;
            if let Some(damage) = house.database_condition().await?.damage {
                return Ok(Err(Refusal::new(
                    Kind::Refused,
                    format!("the database in it is damaged: {damage}"),
                )));
            }
            if !house.opens_what_is_sealed().await? {
                let message =
                    "the key file does not open what is sealed in this backup; it is another installation's";
                return Ok(Err(Refusal::new(Kind::Refused, message)));
            }
            house.backup_kept(&leave()?, taken_at).await?;
            Ok(Ok(house.make_fit(leave()?, taken_at, since).await?))
        });
        db.close();
        done
    }

    async fn house(&self, db: &Db) -> Fallible<House> {
        let keys = Keys::new(self.ring.as_slice()).map_err(|_| "the key file has no key")?;
        let outside = wiring::outside(self.config)?;
        Ok(House::open(db.clone(), outside, keys, wiring::service_config(self.config)).await?)
    }
}

fn leave() -> Fallible<Permit<ManageInstallation>> {
    Ok(permit(&Actor::Cli(myself()), Target::Organisation).map_err(service::Fault::from)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_replaced_is_named_by_the_moment() {
        let at = |millis: i64| name_aside(Timestamp::from_micros(1_795_698_000_000_000 + millis * 1_000));
        assert_eq!(
            (at(0), at(7)),
            ("replaced_20261126t130000_000z".into(), "replaced_20261126t130000_007z".into())
        );
    }
}
