use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::session::{Engine, Session};
use crate::{Activity, Error};

/// What a transaction may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// What is to become of what a closure did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ran {
    Keep,
    Undo,
}

/// A closure that waits for a database thread, with its types hidden.
pub(crate) trait Job: Send {
    /// Runs the closure inside the transaction that is open; may be called again after an undo.
    fn run(&mut self, session: &mut Session<dyn Engine>) -> Ran;
    /// Tells the caller what the closure returned, or that the transaction failed.
    fn answer(self: Box<Self>, end: Result<(), Error>);
}

pub(crate) type Reply<T, E> = oneshot::Receiver<Result<T, E>>;

struct Task<T, E, F> {
    work: F,
    returned: Option<Result<T, E>>,
    /// What it noted, and where that is counted when it was kept.
    notes: Vec<&'static str>,
    activity: Activity,
    /// A closure that panicked may have left anything behind; it never runs again.
    panicked: bool,
    reply: oneshot::Sender<Result<T, E>>,
}

/// Boxes a closure and gives the end where its result arrives.
pub(crate) fn job<T, E, F>(work: F, activity: Activity) -> (Box<dyn Job>, Reply<T, E>)
where
    F: FnMut(&mut Session<dyn Engine>) -> Result<T, E> + Send + 'static,
    E: From<Error> + Send + 'static,
    T: Send + 'static,
{
    let (reply, result) = oneshot::channel();
    (Box::new(Task { work, returned: None, notes: vec![], activity, panicked: false, reply }), result)
}

impl<T, E, F> Job for Task<T, E, F>
where
    F: FnMut(&mut Session<dyn Engine>) -> Result<T, E> + Send,
    E: From<Error> + Send,
    T: Send,
{
    fn run(&mut self, session: &mut Session<dyn Engine>) -> Ran {
        session.forget_failure();
        if self.panicked {
            return Ran::Undo;
        }
        let returned = match catch_unwind(AssertUnwindSafe(|| (self.work)(session))) {
            Ok(returned) => returned,
            Err(_) => {
                self.panicked = true;
                Err(E::from(Error::Panicked))
            }
        };
        self.activity.ran(session.statements());
        // A closure that goes on after a failed statement must not believe that its work was kept.
        let returned = match session.failure() {
            Some(failure) => returned.and_then(|_| Err(E::from(failure.clone()))),
            None => returned,
        };
        let ran = if returned.is_ok() { Ran::Keep } else { Ran::Undo };
        self.notes = if ran == Ran::Keep { session.take_notes() } else { vec![] };
        self.returned = Some(returned);
        ran
    }

    fn answer(self: Box<Self>, end: Result<(), Error>) {
        if end.is_ok() {
            self.activity.add(&self.notes);
        }
        let answer = match (end, self.returned) {
            (Ok(()), Some(returned)) => returned,
            (Ok(()), None) => Err(E::from(Error::Closed)),
            (Err(error), _) => Err(E::from(error)),
        };
        // Nobody listens when the caller was cancelled; the work is done all the same.
        drop(self.reply.send(answer));
    }
}
