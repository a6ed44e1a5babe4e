use std::fmt;

/// What one hash costs: memory, passes over it, and lanes. Never below the floor of security rule S7.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// Why a cost is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostError {
    /// Below the floor: raise memory or passes.
    TooCheap,
    /// Above what one sign-in may take of the machine: lower memory, passes or lanes.
    TooDear,
}

impl fmt::Display for CostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooCheap => {
                "a password hash takes at least 19456 KiB in 2 passes, 12288 KiB in 3 or 7168 KiB in 5"
            }
            Self::TooDear => {
                "a password hash takes at most 262144 KiB, 16 passes, 8 lanes, and 1 GiB in all passes"
            }
        })
    }
}

impl std::error::Error for CostError {}

/// The cheapest of each number of passes (OWASP Password Storage Cheat Sheet): passes, KiB.
const FLOOR: [(u32, u32); 3] = [(2, 19_456), (3, 12_288), (5, 7_168)];

const MAX_MEMORY_KIB: u32 = 262_144;
const MAX_PASSES: u32 = 16;
const MAX_LANES: u32 = 8;
const MAX_KIB_FILLED: u32 = 1_048_576;

impl Cost {
    /// 19 MiB, two passes, one lane.
    pub const DEFAULT: Self = Self { memory_kib: 19_456, passes: 2, lanes: 1 };

    /// A cost at or above the floor. Lanes do not count towards it: the work is the same, only spread.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, CostError> {
        let enough = FLOOR.iter().any(|(least_passes, kib)| passes >= *least_passes && memory_kib >= *kib);
        if !enough || lanes == 0 {
            return Err(CostError::TooCheap);
        }
        Self::stored(memory_kib, passes, lanes).ok_or(CostError::TooDear)
    }

    /// The cheapest hash that Argon2 knows, for tests and for measuring what surrounds the hash.
    #[cfg(feature = "cheap-hash")]
    pub const fn cheapest() -> Self {
        Self { memory_kib: 8, passes: 1, lanes: 1 }
    }

    /// A cost read from a stored hash. It may lie below the floor (an imported hash is better than none, and is
    /// replaced at the next sign-in), but never so high that one row could take the machine.
    pub(super) fn stored(memory_kib: u32, passes: u32, lanes: u32) -> Option<Self> {
        let valid = (1..=MAX_LANES).contains(&lanes)
            && (1..=MAX_PASSES).contains(&passes)
            && (8 * lanes..=MAX_MEMORY_KIB).contains(&memory_kib)
            && memory_kib * passes <= MAX_KIB_FILLED;
        valid.then_some(Self { memory_kib, passes, lanes })
    }

    /// Memory in KiB.
    pub const fn memory_kib(&self) -> u32 {
        self.memory_kib
    }
    /// Passes over the memory.
    pub const fn passes(&self) -> u32 {
        self.passes
    }
    /// Lanes; they run one after the other here.
    pub const fn lanes(&self) -> u32 {
        self.lanes
    }
}

impl Default for Cost {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_below_the_floor_is_a_cost() {
        for (memory_kib, passes, lanes) in
            [(19_455, 2, 1), (19_456, 1, 1), (12_287, 3, 1), (12_287, 4, 1), (7_167, 5, 1), (7_168, 4, 4)]
        {
            assert_eq!(Cost::new(memory_kib, passes, lanes), Err(CostError::TooCheap));
        }
        for (memory_kib, passes) in [(19_456, 2), (12_288, 3), (7_168, 5), (65_536, 3)] {
            assert!(Cost::new(memory_kib, passes, 1).is_ok(), "{memory_kib} KiB × {passes}");
        }
        assert_eq!(Cost::new(19_456, 2, 1), Ok(Cost::DEFAULT));
        assert_eq!(Cost::new(19_456, 2, 0), Err(CostError::TooCheap));
    }

    #[test]
    fn nothing_that_takes_the_machine_is_a_cost() {
        for (memory_kib, passes, lanes) in [
            (262_145, 2, 1),
            (19_456, 17, 1),
            (19_456, 2, 9),
            (262_144, 5, 1),
            (u32::MAX, u32::MAX, u32::MAX),
        ] {
            assert_eq!(Cost::new(memory_kib, passes, lanes), Err(CostError::TooDear));
        }
    }
}
