use std::future::pending;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use model::{Id, Tenant};

use crate::job::{Access, Job, Reply, job};
use crate::queue::Queue;
use crate::session::{Engine, Session};
use crate::{Activity, Condition, Error, Installation, Migration, OpenError, Tx, postgresql, sqlite};

/// Which database, and how many threads serve it.
#[derive(Debug, Clone)]
pub enum Config {
    /// One file, written by one process.
    Sqlite {
        /// The file; made with its folder when it is not there.
        path: PathBuf,
        /// Threads that read; one more writes.
        readers: usize,
    },
    /// A server that several nodes may share.
    Postgres {
        /// `postgresql://…`, or the words of libpq. TLS is used, and the server's name verified, with
        /// `sslmode=require` or `verify-full`.
        url: String,
        /// Connections, each with its thread.
        connections: usize,
        /// The authority that signed the server's certificate (PEM); the system's authorities where absent.
        root_certificate: Option<PathBuf>,
    },
}

/// How many closures may wait for a pool. At a thousand transactions a second the last one waits a second.
const MOST_WAITING: usize = 1024;

/// How long after a connection was lost other nodes are listened to again.
const LISTEN_AGAIN: Duration = Duration::from_secs(1);

/// A database. Cheap to clone; the threads end when it is closed or the last clone is gone.
#[derive(Clone)]
pub struct Db(Arc<Threads>);

/// The pools are one and the same where a connection serves both.
pub(crate) struct Threads {
    pub(crate) reads: Arc<Pool>,
    pub(crate) writes: Arc<Pool>,
    /// Where more connections come from.
    pub(crate) source: Source,
    pub(crate) activity: Activity,
}

/// What the threads have their connections from.
pub(crate) enum Source {
    /// A file that one process has.
    File(PathBuf),
    /// A server that other nodes may have connections to as well.
    Server(Arc<postgresql::Connector>),
}

/// Threads that serve one queue.
pub(crate) struct Pool {
    queue: Arc<Queue<Pending>>,
    running: Mutex<Vec<JoinHandle<()>>>,
}

/// A closure that waits for its turn.
pub(crate) struct Pending {
    pub(crate) access: Access,
    pub(crate) job: Box<dyn Job>,
}

impl Db {
    /// Opens the database, making it where it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// When it cannot be reached, when a migration fails, or when it was written by a newer program.
    pub fn open(config: &Config, migrations: &[Migration]) -> Result<Self, OpenError> {
        let threads = match config {
            Config::Sqlite { path, readers } => sqlite::open(path, *readers, migrations)?,
            Config::Postgres { url, connections, root_certificate } => {
                postgresql::open(url, *connections, root_certificate.as_deref(), migrations)?
            }
        };
        Ok(Self(Arc::new(threads)))
    }

    /// Runs a closure that only reads, in one snapshot. It may run more than once.
    ///
    /// # Errors
    /// What the closure returns, or what the database says.
    pub async fn read<T, E>(
        &self,
        tenant: Id<Tenant>,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.run(Access::Read, move |session| work(&mut Tx::new(tenant, session))).await
    }

    /// Runs a closure that reads and writes, as if it were alone. It may run more than once: draw time and randomness
    /// before. When this returns `Ok` the work is durable; when the closure returns `Err` or panics it is undone.
    /// A caller that goes away does not stop it.
    ///
    /// # Errors
    /// What the closure returns, or what the database says.
    pub async fn write<T, E>(
        &self,
        tenant: Id<Tenant>,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.run(Access::Write, move |session| work(&mut Tx::new(tenant, session))).await
    }

    /// As [`Db::read`], bound to no tenant.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_installation<T, E>(
        &self,
        mut work: impl FnMut(&mut Installation<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.run(Access::Read, move |session| work(&mut Installation::new(session))).await
    }

    /// As [`Db::write`], bound to no tenant.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_installation<T, E>(
        &self,
        mut work: impl FnMut(&mut Installation<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.run(Access::Write, move |session| work(&mut Installation::new(session))).await
    }

    /// As [`Db::read`], for the command line and tests.
    ///
    /// # Errors
    /// As [`Db::read`].
    ///
    /// # Panics
    /// When called from asynchronous code.
    pub fn read_blocking<T, E>(
        &self,
        tenant: Id<Tenant>,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.run_blocking(Access::Read, move |session| work(&mut Tx::new(tenant, session)))
    }

    /// As [`Db::write`], for the command line and tests.
    ///
    /// # Errors
    /// As [`Db::write`].
    ///
    /// # Panics
    /// When called from asynchronous code.
    pub fn write_blocking<T, E>(
        &self,
        tenant: Id<Tenant>,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.run_blocking(Access::Write, move |session| work(&mut Tx::new(tenant, session)))
    }

    /// As [`Db::read_installation`], for the command line and tests.
    ///
    /// # Errors
    /// As [`Db::read`].
    ///
    /// # Panics
    /// When called from asynchronous code.
    pub fn read_installation_blocking<T, E>(
        &self,
        mut work: impl FnMut(&mut Installation<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.run_blocking(Access::Read, move |session| work(&mut Installation::new(session)))
    }

    /// As [`Db::write_installation`], for the command line and tests.
    ///
    /// # Errors
    /// As [`Db::write`].
    ///
    /// # Panics
    /// When called from asynchronous code.
    pub fn write_installation_blocking<T, E>(
        &self,
        mut work: impl FnMut(&mut Installation<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.run_blocking(Access::Write, move |session| work(&mut Installation::new(session)))
    }

    /// What it does, for whoever watches it.
    pub fn activity(&self) -> Activity {
        self.0.activity.clone()
    }

    /// How many closures wait for a thread: those that only read, and those that write. On PostgreSQL they wait together.
    pub fn waiting(&self) -> (usize, usize) {
        (self.0.reads.queue.len(), self.0.writes.queue.len())
    }

    /// Looks how durable and how sound the database is. On SQLite this reads the whole file.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn condition(&self) -> Result<Condition, Error> {
        self.run(Access::Read, |session| session.engine.condition()).await
    }

    /// Calls `heard` whenever a transaction of any node that announced something was committed, and each time
    /// listening begins again, because what was announced meanwhile is lost. Runs until it is dropped. On SQLite there
    /// is one node, and nothing is heard.
    pub async fn listen(&self, mut heard: impl FnMut() + Send) {
        let Source::Server(connector) = &self.0.source else { return pending().await };
        let connector = Arc::clone(connector);
        loop {
            match connector.listen(&mut heard).await {
                Ok(()) => tracing::info!("the connection that listens to other nodes has ended"),
                Err(error) => tracing::warn!(%error, "other nodes are not heard"),
            }
            tokio::time::sleep(LISTEN_AGAIN).await;
        }
    }

    /// Writes everything that the database holds, as it is at one moment, to a new SQLite file. Whoever reads or writes
    /// meanwhile is not kept waiting.
    ///
    /// # Errors
    /// When the file is there already or cannot be written, or the database cannot be read.
    pub async fn snapshot(&self, to: PathBuf, migrations: &'static [Migration]) -> Result<(), OpenError> {
        let threads = Arc::clone(&self.0);
        let work = move || match &threads.source {
            Source::File(path) => sqlite::snapshot(path, &to),
            Source::Server(connector) => postgresql::snapshot(connector, &to, migrations),
        };
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or_else(|_| Err(OpenError::Unfit("the copy panicked".to_owned())))
    }

    /// Finishes what waits, refuses what comes ([`Error::Closed`]), folds SQLite's log into its file, and ends the
    /// threads. Every clone is closed.
    pub fn close(&self) {
        self.0.close();
    }

    async fn run<T, E, F>(&self, access: Access, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Session<dyn Engine>) -> Result<T, E> + Send + 'static,
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        let reply = self.0.submit(access, work)?;
        reply.await.unwrap_or_else(|_| Err(E::from(Error::Closed)))
    }

    fn run_blocking<T, E, F>(&self, access: Access, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Session<dyn Engine>) -> Result<T, E> + Send + 'static,
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        let reply = self.0.submit(access, work)?;
        reply.blocking_recv().unwrap_or_else(|_| Err(E::from(Error::Closed)))
    }
}

impl Threads {
    fn submit<T, E, F>(&self, access: Access, work: F) -> Result<Reply<T, E>, Error>
    where
        F: FnMut(&mut Session<dyn Engine>) -> Result<T, E> + Send + 'static,
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        let (job, reply) = job(work, self.activity.clone());
        let pool = match access {
            Access::Read => &self.reads,
            Access::Write => &self.writes,
        };
        pool.queue.push(Pending { access, job })?;
        Ok(reply)
    }

    fn close(&self) {
        // Readers first: the last connection to leave SQLite's log can fold it into the file.
        self.reads.close();
        self.writes.close();
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.close();
    }
}

impl Pool {
    /// Starts a thread for each of the `loops`; each ends when the queue is closed and empty.
    pub(crate) fn start<F>(name: &str, loops: Vec<F>) -> Result<Arc<Self>, OpenError>
    where
        F: FnOnce(&Queue<Pending>) + Send + 'static,
    {
        let pool = Arc::new(Self { queue: Arc::new(Queue::new(MOST_WAITING)), running: Mutex::default() });
        for (number, serve) in loops.into_iter().enumerate() {
            let queue = Arc::clone(&pool.queue);
            let handle = thread::Builder::new()
                .name(format!("{name}-{number}"))
                .spawn(move || serve(&queue))
                .map_err(|error| OpenError::Unfit(format!("no thread for it: {error}")))?;
            pool.running.lock().unwrap_or_else(PoisonError::into_inner).push(handle);
        }
        Ok(pool)
    }

    fn close(&self) {
        self.queue.close();
        let running = std::mem::take(&mut *self.running.lock().unwrap_or_else(PoisonError::into_inner));
        for handle in running {
            // The last clone may be dropped by a closure, on one of these threads.
            if handle.thread().id() != thread::current().id() {
                drop(handle.join());
            }
        }
    }
}
