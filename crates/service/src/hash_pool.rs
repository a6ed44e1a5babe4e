//! The threads that hash passwords, and the two queues before them (security rule S1).
//!
//! The hash is the denial of service: a core does some fifty a second. Browsers that signed in to the account
//! before wait in the first queue, everybody else in the second; the first is always served first, the second
//! never holds every thread, and a full queue answers at once.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use factors::password::{Cost, Memory};
use tokio::sync::oneshot;

use crate::metrics::{Hashing, begin};

type Job = Box<dyn FnOnce(&mut Memory) + Send>;

/// Which queue a job waits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Queue {
    /// The browser signed in to this account before.
    Known,
    /// Anybody else.
    Others,
}

/// The queue is full: the caller says so to the person at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

/// The pool. Its memory is one block per thread, reused.
pub(crate) struct HashPool {
    shared: Arc<Shared>,
    counted: Hashing,
}

struct Shared {
    state: Mutex<State>,
    wake: Condvar,
    workers: usize,
    bound: usize,
    hashes: AtomicU64,
}

#[derive(Default)]
struct State {
    known: VecDeque<Job>,
    others: VecDeque<Job>,
    running_others: usize,
    closed: bool,
}

impl HashPool {
    /// Starts `workers` threads for hashes of this cost; each queue holds at most `bound` jobs.
    pub(crate) fn new(workers: usize, bound: usize, cost: Cost, counted: Hashing) -> Self {
        let workers = workers.max(1);
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            wake: Condvar::new(),
            workers,
            bound,
            hashes: AtomicU64::new(0),
        });
        for number in 0..workers {
            let shared = Arc::clone(&shared);
            // A pool without threads would hang every sign-in; the process must not start like that.
            let started =
                thread::Builder::new().name(format!("hash-{number}")).spawn(move || work(&shared, &cost));
            assert!(started.is_ok(), "the operating system refused a thread for hashing");
        }
        Self { shared, counted }
    }

    /// Runs a job on a hashing thread and waits for its result without holding a thread of the caller's.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        queue: Queue,
        job: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, Full> {
        let (answer, result) = oneshot::channel();
        let shared = Arc::clone(&self.shared);
        let (counted, came) = (self.counted.clone(), begin());
        let job: Job = Box::new(move |memory| {
            counted.waited.observe(came.elapsed().as_secs_f64());
            let (before, began) = (memory.hashes(), begin());
            let result = job(memory);
            counted.took.observe(began.elapsed().as_secs_f64());
            shared.hashes.fetch_add(memory.hashes() - before, Ordering::Relaxed);
            drop(answer.send(result));
        });
        {
            let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
            let waiting = match queue {
                Queue::Known => &mut state.known,
                Queue::Others => &mut state.others,
            };
            if waiting.len() >= self.shared.bound {
                self.counted.refused.inc();
                return Err(Full);
            }
            waiting.push_back(job);
        }
        self.shared.wake.notify_one();
        result.await.map_err(|_| Full)
    }

    /// How many hashes were computed.
    pub(crate) fn hashes(&self) -> u64 {
        self.shared.hashes.load(Ordering::Relaxed)
    }
}

impl HashPool {
    /// How many wait in the first and in the second queue.
    pub(crate) fn waiting(&self) -> (usize, usize) {
        let state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.known.len(), state.others.len())
    }
}

impl Drop for HashPool {
    fn drop(&mut self) {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.shared.wake.notify_all();
    }
}

fn work(shared: &Shared, cost: &Cost) {
    let mut memory = Memory::new(cost);
    let mut state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if state.closed {
            return;
        }
        let Some((job, queue)) = state.take(shared.workers) else {
            state = shared.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        drop(state);
        // A job that panics answers nobody (its channel closes) and must not take the thread with it.
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut memory)));
        state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        if queue == Queue::Others {
            state.running_others -= 1;
            shared.wake.notify_one();
        }
    }
}

impl State {
    /// The next job: the first queue first, and of the second only while a thread stays free for the first.
    fn take(&mut self, workers: usize) -> Option<(Job, Queue)> {
        if let Some(job) = self.known.pop_front() {
            return Some((job, Queue::Known));
        }
        if workers > 1 && self.running_others + 1 >= workers {
            return None;
        }
        let job = self.others.pop_front()?;
        self.running_others += 1;
        Some((job, Queue::Others))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> Job {
        Box::new(|_| ())
    }

    fn order(workers: usize, known: usize, others: usize) -> String {
        let mut state = State::default();
        state.known.extend((0..known).map(|_| job()));
        state.others.extend((0..others).map(|_| job()));
        let mut order = String::new();
        while let Some((_, queue)) = state.take(workers) {
            order.push(if queue == Queue::Known { 'k' } else { 'o' });
            if workers == 1 && queue == Queue::Others {
                state.running_others -= 1;
            }
        }
        order
    }

    #[test]
    fn strangers_never_hold_every_thread() {
        assert_eq!(order(4, 0, 9), "ooo");
    }

    #[test]
    fn one_thread_serves_strangers_only_while_no_known_browser_waits() {
        assert_eq!(order(1, 2, 2), "kkoo");
    }

    #[test]
    fn known_browsers_are_served_first() {
        assert_eq!(order(4, 3, 9), "kkkooo");
    }

    #[tokio::test]
    async fn a_full_queue_answers_at_once() {
        let pool = Arc::new(HashPool::new(1, 1, Cost::DEFAULT, Hashing::default()));
        let (hold, held) = std::sync::mpsc::channel::<()>();
        let (started, running) = std::sync::mpsc::channel::<()>();
        let busy = Arc::clone(&pool);
        let first = tokio::spawn(async move {
            busy.run(Queue::Others, move |_| {
                started.send(()).unwrap();
                held.recv().unwrap();
            })
            .await
        });
        tokio::task::spawn_blocking(move || running.recv().unwrap()).await.unwrap();
        let waiting = Arc::clone(&pool);
        let second = tokio::spawn(async move { waiting.run(Queue::Others, |_| ()).await });
        while pool.shared.state.lock().unwrap().others.is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.run(Queue::Others, |_| ()).await, Err(Full));
        hold.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Ok(()));
        assert_eq!(second.await.unwrap(), Ok(()));
    }

    #[tokio::test]
    async fn a_panicking_job_leaves_the_thread_alive() {
        let pool = HashPool::new(1, 4, Cost::DEFAULT, Hashing::default());
        let outcome: Result<(), Full> = pool.run(Queue::Known, |_| panic!("a bug in a job")).await;
        assert_eq!(outcome, Err(Full));
        assert_eq!(pool.run(Queue::Known, |_| 7).await, Ok(7));
    }
}
