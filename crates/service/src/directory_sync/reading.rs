//! Reading a server while what was read is worked on: its conversation has a thread of its own, because it blocks.

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::server::{DirectoryEntry, DirectoryError, DirectorySearch, DirectoryServer};
use crate::Fault;
use crate::house::House;

/// How many pages wait to be worked on.
const AHEAD: usize = 2;

/// Pages of entries, as they come.
pub(super) struct Pages {
    coming: mpsc::Receiver<Vec<DirectoryEntry>>,
    reading: JoinHandle<Result<(), DirectoryError>>,
}

/// Why a pass ended early.
pub(super) enum Stop {
    /// The server.
    Directory(DirectoryError),
    /// Ourselves.
    Fault(Fault),
}

impl From<DirectoryError> for Stop {
    fn from(error: DirectoryError) -> Self {
        Self::Directory(error)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl House {
    /// Begins to read.
    pub(super) fn read_pages(&self, server: &DirectoryServer, search: DirectorySearch) -> Pages {
        let (sender, coming) = mpsc::channel(AHEAD);
        let (house, server) = (self.clone(), server.clone());
        let reading = tokio::task::spawn_blocking(move || {
            let mut take = |page| sender.blocking_send(page).is_ok();
            (house.outside.read_directory)(&server, &search, &mut take)
        });
        Pages { coming, reading }
    }

    /// Reads everything that a search finds, at most `enough` of it.
    pub(super) async fn read_some(
        &self,
        server: &DirectoryServer,
        search: DirectorySearch,
        enough: usize,
    ) -> Result<Vec<DirectoryEntry>, Stop> {
        let mut pages = self.read_pages(server, DirectorySearch { enough: Some(enough), ..search });
        let mut all = vec![];
        while let Some(page) = pages.next().await {
            all.extend(page);
        }
        pages.end().await?;
        Ok(all)
    }
}

impl Pages {
    /// The next page; nothing when there are no more, for whatever reason.
    pub(super) async fn next(&mut self) -> Option<Vec<DirectoryEntry>> {
        self.coming.recv().await
    }

    /// Whether that was everything.
    pub(super) async fn end(self) -> Result<(), Stop> {
        drop(self.coming);
        match self.reading.await {
            Ok(outcome) => outcome.map_err(Stop::Directory),
            Err(_) => Err(Stop::Fault(Fault::Busy)),
        }
    }
}
