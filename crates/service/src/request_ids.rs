//! Ids of requests. The generator of random bytes costs every request more than its routing does, so it is asked for
//! many at once.

use std::sync::{Mutex, PoisonError};

/// How many bytes an id has.
const BYTES: usize = 8;
/// How many ids are drawn at once.
const AT_ONCE: usize = 128;

/// Random ids that wait for their requests.
#[derive(Default)]
pub(crate) struct RequestIds(Mutex<Vec<[u8; BYTES]>>);

impl RequestIds {
    /// The next id, as sixteen hexadecimal digits.
    pub(crate) fn next(&self, fill_random: &dyn Fn(&mut [u8])) -> String {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let id = waiting.pop().unwrap_or_else(|| {
            let mut drawn = [0; BYTES * AT_ONCE];
            fill_random(&mut drawn);
            let (ids, _) = drawn.as_chunks::<BYTES>();
            waiting.extend_from_slice(&ids[1..]);
            ids[0]
        });
        drop(waiting);
        data_encoding::HEXLOWER.encode(&id)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_id_is_made_of_random_bytes_that_no_other_has() {
        let (drawn, byte) = (Cell::new(0), Cell::new(0_u32));
        let fill = |bytes: &mut [u8]| {
            drawn.set(drawn.get() + 1);
            for four in bytes.chunks_mut(4) {
                four.copy_from_slice(&byte.get().to_be_bytes());
                byte.set(byte.get() + 1);
            }
        };
        let ids = RequestIds::default();
        let all: HashSet<String> = (0..1_000).map(|_| ids.next(&fill)).collect();
        assert_eq!(all.len(), 1_000);
        assert!(all.iter().all(|id| id.len() == 2 * BYTES));
        assert_eq!(drawn.get(), 8, "not one draw for each");
    }
}
