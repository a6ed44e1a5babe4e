//! PostgreSQL: a pool of threads, each with its own connection.

mod connect;
mod connection;
mod copy;
mod engine;
mod listen;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::activity::begin;
use crate::db::{Pending, Pool, Source, Threads};
use crate::job::{Access, Job, Ran};
use crate::queue::Queue;
use crate::session::Session;
use crate::{Activity, Error, Migration, OpenError, migrate};
pub(crate) use connect::Connector;
pub(crate) use copy::{Held, NotHeld, snapshot};
use engine::Postgresql;

/// How often a transaction that another one stood in the way of is tried.
const MOST_ATTEMPTS: u32 = 16;

/// Connects, migrates and starts the threads; they connect when they get their first work.
pub(crate) fn open(
    url: &str,
    connections: usize,
    root_certificate: Option<&Path>,
    migrations: &[Migration],
) -> Result<Threads, OpenError> {
    let connector = Arc::new(Connector::new(url, root_certificate)?);
    // A connection has a runtime of its own, which must not run on a thread that has one already.
    let first = thread::scope(|scope| {
        let first = scope.spawn(|| {
            let mut first = connector.connect().map_err(OpenError::Unreachable)?;
            first.check()?;
            migrate::migrate(&mut first, migrations)?;
            Ok(first)
        });
        first.join().unwrap_or_else(|_| Err(OpenError::Unfit("the migration panicked".to_owned())))
    })?;
    let turn = Arc::new(Mutex::new(()));
    let activity = Activity::default();
    let mut first = Some(first);
    let workers = (0..connections.max(1)).map(|_| {
        let (connector, turn) = (Arc::clone(&connector), Arc::clone(&turn));
        let session = first.take().map(Session::new);
        let mut worker = Worker { connector, turn, session, activity: activity.clone() };
        move |queue: &Queue<Pending>| {
            while let Some(pending) = queue.pop() {
                worker.serve(pending);
            }
        }
    });
    let pool = Pool::start("sql", workers.collect())?;
    Ok(Threads { reads: Arc::clone(&pool), writes: pool, source: Source::Server(connector), activity })
}

struct Worker {
    connector: Arc<Connector>,
    /// Who was in another's way tries again alone, so that two of them cannot hinder each other for ever.
    turn: Arc<Mutex<()>>,
    session: Option<Session<Postgresql>>,
    activity: Activity,
}

/// How one attempt ended.
enum Attempt {
    Answer(Result<(), Error>),
    /// Another transaction stood in the way.
    Again,
    /// The connection was dead before anything was done on it.
    Stale,
}

impl Worker {
    fn serve(&mut self, Pending { access, mut job }: Pending) {
        let began = begin();
        let turn = Arc::clone(&self.turn);
        let mut alone: Option<MutexGuard<'_, ()>> = None;
        for attempt in 1.. {
            match self.attempt(access, job.as_mut(), attempt) {
                Attempt::Answer(end) => {
                    if access == Access::Write {
                        self.activity.committed(1, began.elapsed());
                    }
                    return job.answer(end);
                }
                Attempt::Stale => tracing::info!("a connection to the database was lost; connecting again"),
                Attempt::Again => {
                    alone.get_or_insert_with(|| turn.lock().unwrap_or_else(PoisonError::into_inner));
                    thread::sleep(pause(attempt));
                }
            }
        }
    }

    fn attempt(&mut self, access: Access, job: &mut dyn Job, attempt: u32) -> Attempt {
        let fresh = self.session.is_none();
        let session = match self.connected() {
            Ok(session) => session,
            Err(error) => return Attempt::Answer(Err(error)),
        };
        session.engine.begin(access);
        let ran = job.run(session);
        if session.engine.is_stale() {
            self.session = None;
            return if fresh { Attempt::Answer(Err(Error::Connection)) } else { Attempt::Stale };
        }
        let (end, usable) = match ran {
            Ran::Keep => {
                let end = session.engine.commit();
                let usable = end != Err(Error::Connection);
                (end, usable)
            }
            // When the rollback fails the server undoes the work as it notices that we are gone.
            Ran::Undo => (Ok(()), session.engine.rollback().is_ok()),
        };
        let conflict = session.failure() == Some(&Error::Conflict) || end == Err(Error::Conflict);
        if !usable || session.engine.is_lost() {
            self.session = None;
        }
        if conflict && attempt < MOST_ATTEMPTS { Attempt::Again } else { Attempt::Answer(end) }
    }

    fn connected(&mut self) -> Result<&mut Session<Postgresql>, Error> {
        if self.session.is_none() {
            let engine = self.connector.connect().map_err(|error| {
                tracing::warn!(error, "no connection to the database");
                Error::Connection
            })?;
            self.session = Some(Session::new(engine));
        }
        self.session.as_mut().ok_or(Error::Connection)
    }
}

/// Nothing at first, then 1, 2, 4 to 32 milliseconds.
fn pause(attempt: u32) -> Duration {
    match attempt {
        1 => Duration::ZERO,
        later => Duration::from_millis(1 << (later - 2).min(5)),
    }
}
