//! Backups: a copy of everything as it is at one moment, and when the last one was kept. What a file of it looks like, and
//! that the key file goes with it, is `server`'s.

use std::path::PathBuf;

use model::{Span, Timestamp};
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageInstallation, Permit};
use crate::house::House;

/// The setting that says when the last backup was taken, in each organisation that it holds.
const LAST: &str = "last_backup";

/// A copy that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The moment: whatever happened before it is in the copy.
    pub at: Timestamp,
    /// The domains of the organisations that it holds.
    pub organisations: Vec<String>,
}

impl House {
    /// Writes everything to a new SQLite file, whichever database it is in. The audit log of each organisation says so
    /// first, because from then on there is a copy somewhere.
    pub async fn snapshot(&self, permit: Permit<ManageInstallation>, to: PathBuf) -> Result<Snapshot, Fault> {
        let at = self.now();
        let all = self.organisations();
        let entries: Vec<_> = all.iter().map(|one| (one.id, self.entry_at(at))).collect();
        self.db
            .write_installation(move |installation| {
                for (tenant, entry) in &entries {
                    let tx = &mut installation.tenant(*tenant);
                    let target = ("organisation", Some(*tenant));
                    entry.write(tx, &permit, Verb::TakeBackup, target, &Changes::default())?;
                }
                Ok::<_, Fault>(())
            })
            .await?;
        let copied = self.db.snapshot(to, store::MIGRATIONS).await;
        copied.map_err(|error| Fault::Database(sql::Error::Other(error.to_string())))?;
        Ok(Snapshot { at, organisations: all.iter().map(|one| one.domain.clone()).collect() })
    }

    /// Notes that a backup was written whole where it is to be kept.
    pub async fn backup_kept(
        &self,
        _permit: &Permit<ManageInstallation>,
        at: Timestamp,
    ) -> Result<(), Fault> {
        let micros = at.as_micros();
        for organisation in self.organisations().iter() {
            self.db.write(organisation.id, move |tx| tx.settings().write(LAST, &micros)).await?;
        }
        Ok(())
    }

    /// When the last backup was kept, and how long that is; where there never was one, how long the installation is there.
    /// `None` before there is an organisation.
    pub async fn last_backup(&self) -> Result<Option<(Option<Timestamp>, Span)>, Fault> {
        let Some(first) = self.organisations().first().cloned() else { return Ok(None) };
        let last: Option<i64> = self.db.read(first.id, |tx| tx.settings().read(LAST)).await?;
        let last = last.map(Timestamp::from_micros);
        Ok(Some((last, self.now().since(last.unwrap_or(first.created)))))
    }
}
