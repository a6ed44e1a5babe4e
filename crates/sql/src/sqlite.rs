//! SQLite: one thread that writes, a few that read, each with its own connection.

mod copy;
mod engine;
mod open;
mod sizes;

use std::path::Path;

use crate::activity::begin;
use crate::db::{Pending, Pool, Source, Threads};
use crate::job::{Job, Ran};
use crate::queue::Queue;
use crate::session::Session;
use crate::{Activity, Error, Migration, OpenError, migrate};
pub(crate) use copy::{Copy, Table, into_place, snapshot};
use engine::Sqlite;

/// How many closures share one commit at most, which bounds how long the first of them waits for the others.
const MOST_IN_COMMIT: usize = 256;

/// Opens or makes the file, migrates it and starts the threads.
pub(crate) fn open(path: &Path, readers: usize, migrations: &[Migration]) -> Result<Threads, OpenError> {
    let mut writer = Sqlite::new(open::writer(path)?);
    migrate::migrate(&mut writer, migrations)?;
    // Before the readers open, because a connection learns of sizes when it opens.
    sizes::tell(&writer.connection)?;
    let readers = (0..readers.max(1))
        .map(|_| {
            let mut session = Session::new(Sqlite::new(open::reader(path)?));
            Ok(move |queue: &Queue<Pending>| {
                while let Some(pending) = queue.pop() {
                    alone(&mut session, "begin", pending.job);
                }
            })
        })
        .collect::<Result<Vec<_>, OpenError>>()?;
    let activity = Activity::default();
    let counted = activity.clone();
    Ok(Threads {
        activity,
        reads: Pool::start("sql-reader", readers)?,
        writes: Pool::start(
            "sql-writer",
            vec![move |queue: &Queue<Pending>| write(writer, queue, &counted)],
        )?,
        source: Source::File(path.to_owned()),
    })
}

fn write(writer: Sqlite, queue: &Queue<Pending>, activity: &Activity) {
    let mut session = Session::new(writer);
    loop {
        queue.wait_for_company();
        let mut batch = queue.pop_all(MOST_IN_COMMIT);
        let (closures, began) = (batch.len(), begin());
        match closures {
            0 => break,
            1 => batch.drain(..).for_each(|pending| alone(&mut session, "begin immediate", pending.job)),
            _ => together(&mut session, batch.into_iter().map(|pending| pending.job).collect()),
        }
        activity.committed(closures, began.elapsed());
    }
    if let Err(error) = open::checkpoint(&session.engine.connection) {
        tracing::warn!(%error, "the write-ahead log was not folded into the database");
    }
}

/// Runs one closure in a transaction of its own.
fn alone(session: &mut Session<Sqlite>, begin: &'static str, mut job: Box<dyn Job>) {
    if let Err(error) = session.engine.control(begin) {
        return job.answer(Err(error));
    }
    let end = match job.run(session) {
        Ran::Keep => session.engine.commit(),
        Ran::Undo => {
            session.engine.rollback();
            Ok(())
        }
    };
    job.answer(end);
}

/// Runs many closures and makes them durable with one commit. Nobody is answered before it: what one closure saw of
/// another is true only then.
fn together(session: &mut Session<Sqlite>, mut batch: Vec<Box<dyn Job>>) {
    let end = run_batch(session, &mut batch);
    match end {
        Ok(()) => batch.into_iter().for_each(|job| job.answer(Ok(()))),
        Err(BatchError::Failed(error)) => {
            session.engine.rollback();
            batch.into_iter().for_each(|job| job.answer(Err(error.clone())));
        }
        Err(BatchError::Undone { by }) => {
            session.engine.rollback();
            batch.swap_remove(by).answer(Ok(()));
            batch.into_iter().for_each(|job| alone(session, "begin immediate", job));
        }
    }
}

enum BatchError {
    /// Nothing was made durable, and it is nobody's own fault.
    Failed(Error),
    /// One closure met an error (a full disk, no memory) at which SQLite gave the whole transaction up.
    Undone { by: usize },
}

impl From<Error> for BatchError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

fn run_batch(session: &mut Session<Sqlite>, batch: &mut [Box<dyn Job>]) -> Result<(), BatchError> {
    if run_plainly(session, batch)? { Ok(()) } else { run_in_savepoints(session, batch) }
}

/// Runs them one after the other; false, and nothing done, when one is to be undone, which is seldom. A way back for each
/// costs a copy of every page that it writes.
fn run_plainly(session: &mut Session<Sqlite>, batch: &mut [Box<dyn Job>]) -> Result<bool, Error> {
    session.engine.control("begin immediate")?;
    for job in batch {
        let ran = job.run(session);
        if ran == Ran::Undo || session.engine.connection.is_autocommit() {
            session.engine.rollback();
            return Ok(false);
        }
    }
    session.engine.commit()?;
    Ok(true)
}

/// Runs them so that each can be undone and the others kept.
fn run_in_savepoints(session: &mut Session<Sqlite>, batch: &mut [Box<dyn Job>]) -> Result<(), BatchError> {
    session.engine.control("begin immediate")?;
    for (index, job) in batch.iter_mut().enumerate() {
        session.engine.control("savepoint work")?;
        let ran = job.run(session);
        if session.engine.connection.is_autocommit() {
            return Err(BatchError::Undone { by: index });
        }
        if ran == Ran::Undo {
            session.engine.control("rollback to work")?;
        }
        session.engine.control("release work")?;
    }
    Ok(session.engine.commit()?)
}
