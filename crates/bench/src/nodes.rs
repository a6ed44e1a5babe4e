//! Two processes on one PostgreSQL: what they do together, and how soon one knows what was done at the other.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::time::{Duration, Instant};

use testdb::{Postgres, TempDir};
use testkit::Application;

use crate::Outcome;
use crate::child::Server;
use crate::flows::{People, RefreshGrant, expect, sign_in};
use crate::load::Work;
use crate::wire::Wire;

/// How often a session is ended at the one and looked for at the other.
const ENDED: usize = 20;

/// Two nodes with the cheap hash.
pub(crate) struct Nodes {
    pub(crate) first: Server,
    pub(crate) second: Server,
    pub(crate) ports: [u16; 2],
    _database: Postgres,
    _folders: [TempDir; 2],
}

impl Nodes {
    /// Makes a database, has `seed` fill it through the first node's folder, and starts both. With them what `seed`
    /// gave.
    pub(crate) fn start<T>(pinned: bool, seed: impl FnOnce(&Path, u16) -> Outcome<T>) -> Outcome<(Self, T)> {
        let database = testdb::postgres();
        let folders = [testdb::disk_dir(), testdb::disk_dir()];
        let ports = [Application::free_port(), Application::free_port()];
        for folder in &folders {
            fs::write(folder.path().join("sluis.toml"), format!("database.url = \"{}\"\n", database.url()))?;
        }
        let [one, other] = folders.each_ref().map(|folder| folder.path().join("data"));
        let seeded = seed(&one, ports[0])?;
        fs::DirBuilder::new().mode(0o700).create(&other)?;
        fs::copy(one.join("keys"), other.join("keys"))?;
        let first = Server::cheap(pinned, &one, ports[0])?;
        let second = Server::cheap(pinned, &other, ports[1])?;
        Ok((Self { first, second, ports, _database: database, _folders: folders }, seeded))
    }

    /// How long it took, from asking the one node to end a session, until the other one no longer took it: the slowest of
    /// some.
    pub(crate) async fn slowest_end(&self, people: &People) -> Outcome<Duration> {
        let [port, other] = self.ports;
        let (mut here, mut there) = (Wire::open(port).await?, Wire::open_as(other, port).await?);
        let mut slowest = Duration::ZERO;
        for _ in 0..ENDED {
            let jar = sign_in(&mut here, "/sign-in", &people.next()?).await?.jar;
            // A session leads past the sign-in.
            let look = there.get("/sign-in", &jar);
            expect(&there.send(&look).await?, 303)?;
            let start = Instant::now();
            let end = here.post("/sign-out", &jar, "");
            expect(&here.send(&end).await?, 200)?;
            while there.send(&look).await?.status == 303 {}
            slowest = slowest.max(start.elapsed());
        }
        Ok(slowest)
    }
}

/// Each connection rotates a grant of its own, now at the one node and now at the other.
pub(crate) struct RefreshAtBoth {
    pub(crate) grant: RefreshGrant,
    pub(crate) ports: [u16; 2],
}

/// A grant, and the connection that is next.
pub(crate) struct Between {
    refresh: String,
    other: Wire,
}

impl Work for RefreshAtBoth {
    type State = Between;

    async fn begin(&self, wire: &mut Wire) -> Outcome<Between> {
        let [port, other] = self.ports;
        Ok(Between { refresh: self.grant.begin(wire).await?, other: Wire::open_as(other, port).await? })
    }

    async fn round(&self, wire: &mut Wire, state: &mut Between) -> Outcome<()> {
        self.grant.round(wire, &mut state.refresh).await?;
        std::mem::swap(wire, &mut state.other);
        Ok(())
    }
}
