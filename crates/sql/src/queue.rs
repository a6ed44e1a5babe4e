use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::Error;

/// A bounded queue between callers and database threads. A full queue says so at once: nobody waits to wait.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
    capacity: usize,
}

struct State<T> {
    waiting: VecDeque<T>,
    closed: bool,
}

impl<T> Queue<T> {
    pub(crate) fn new(capacity: usize) -> Self {
        let state = State { waiting: VecDeque::new(), closed: false };
        Self { state: Mutex::new(state), filled: Condvar::new(), capacity }
    }

    pub(crate) fn push(&self, item: T) -> Result<(), Error> {
        let mut state = self.lock();
        if state.closed {
            return Err(Error::Closed);
        }
        if state.waiting.len() >= self.capacity {
            return Err(Error::Busy);
        }
        state.waiting.push_back(item);
        drop(state);
        self.filled.notify_one();
        Ok(())
    }

    /// Waits for one item; `None` when the queue is closed and empty.
    pub(crate) fn pop(&self) -> Option<T> {
        self.wait().waiting.pop_front()
    }

    /// Waits until there is something and takes up to `most`; nothing when the queue is closed and empty.
    pub(crate) fn pop_all(&self, most: usize) -> Vec<T> {
        let mut state = self.wait();
        let count = state.waiting.len().min(most);
        state.waiting.drain(..count).collect()
    }

    /// Waits until there is something, and lets other threads run once: on a busy processor those that are about to add
    /// to the queue do so, and one commit serves them all; on a quiet one this takes a microsecond.
    pub(crate) fn wait_for_company(&self) {
        drop(self.wait());
        std::thread::yield_now();
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.lock().waiting.len()
    }

    /// Refuses what comes from now on; what waits is still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_all();
    }

    fn wait(&self) -> MutexGuard<'_, State<T>> {
        self.filled
            .wait_while(self.lock(), |state| state.waiting.is_empty() && !state.closed)
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_refuses_at_once() {
        let queue = Queue::new(2);
        assert_eq!(queue.push(1), Ok(()));
        assert_eq!(queue.push(2), Ok(()));
        assert_eq!(queue.push(3), Err(Error::Busy));
        assert_eq!(queue.pop(), Some(1));
        assert_eq!(queue.push(3), Ok(()));
    }

    #[test]
    fn a_closed_queue_gives_what_waits_and_takes_nothing() {
        let queue = Queue::new(8);
        for item in 0..3 {
            queue.push(item).unwrap();
        }
        queue.close();
        assert_eq!(queue.push(9), Err(Error::Closed));
        assert_eq!(queue.pop_all(2), [0, 1]);
        assert_eq!(queue.pop(), Some(2));
        assert_eq!(queue.pop(), None);
        assert!(queue.pop_all(2).is_empty());
    }
}
