//! Passwords: Argon2id with a floor under its cost, compared without telling by time.
//!
//! Enrolling: [`Password::new`], then [`crate::rules::judge_new`], then [`hash`] with sixteen random bytes; keep
//! [`Hash::phc`]. Signing in: [`verify`] with the stored hash, or with [`Hash::decoy`] for a name that nobody has
//! and a person who has no password, so that both take as long; afterwards [`Hash::needs_rehash`].
//!
//! One call takes some 20 ms of a core and 19 MiB, so callers bound how many run (S1) and never run one inside a
//! transaction. [`Memory`] belongs to one worker and is used again and again.

mod cost;
mod phc;

use std::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

pub use cost::{Cost, CostError};
pub use phc::{Hash, NotAHash};

use crate::same;

/// Bytes that a password may have, before and after normalisation.
pub const MAX_BYTES: usize = 1_024;

/// Says that a password has more than [`MAX_BYTES`] bytes. Nothing is ever cut off: two long passwords with the
/// same beginning would be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a password has at most {MAX_BYTES} bytes")
    }
}

impl std::error::Error for TooLong {}

/// A typed password in Unicode normalisation form C, the same however a keyboard composes its letters. It is
/// never printed, and its bytes are overwritten when it is dropped.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Normalises what was typed (NIST SP 800-63B-4 §3.1.1.2). Nothing is trimmed: spaces count.
    pub fn new(typed: &str) -> Result<Self, TooLong> {
        if typed.len() > MAX_BYTES {
            return Err(TooLong);
        }
        // Room for the longest normal form, so that growing leaves no copy of the beginning behind.
        let mut normal = Zeroizing::new(String::with_capacity(typed.len() * 3));
        normal.extend(typed.nfc());
        if normal.len() > MAX_BYTES { Err(TooLong) } else { Ok(Self(normal)) }
    }

    /// The normalised text, for the rules of this crate only.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The blocks that Argon2 fills, kept by a worker between calls: asking the system for fresh pages costs a tenth
/// of a hash. Nothing is allocated before the first use.
pub struct Memory {
    blocks: Vec<Block>,
    keep: usize,
    hashes: u64,
}

impl Memory {
    /// Memory for hashes of this cost. A dearer hash gets more and gives it back.
    pub const fn new(cost: &Cost) -> Self {
        Self { blocks: Vec::new(), keep: cost.memory_kib() as usize, hashes: 0 }
    }

    /// How many hashes were computed in it.
    pub const fn hashes(&self) -> u64 {
        self.hashes
    }

    fn with_room(&mut self, blocks: usize) -> &mut [Block] {
        self.hashes += 1;
        if self.blocks.len() < blocks {
            self.blocks.reserve_exact(blocks - self.blocks.len());
            self.blocks.resize(blocks, Block::new());
        }
        &mut self.blocks
    }

    fn give_back(&mut self) {
        if self.blocks.len() > self.keep {
            self.blocks.truncate(self.keep);
            self.blocks.shrink_to_fit();
        }
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memory({} KiB)", self.blocks.len())
    }
}

/// Hashes a password that is set or changed, or one that just proved right and whose hash is out of date.
pub fn hash(cost: &Cost, salt: [u8; 16], password: &Password, memory: &mut Memory) -> Hash {
    let mut output = [0; 32];
    fill(cost, &salt, password, memory, &mut output)
        .expect("argon2 accepts every `Cost` with a salt of 16 and an output of 32 bytes");
    Hash::of(*cost, &salt, &output)
}

/// True when this is the password that was hashed. How long it takes depends on the cost in the hash alone.
pub fn verify(hash: &Hash, password: &Password, memory: &mut Memory) -> bool {
    let mut output = Zeroizing::new(vec![0; hash.output().len()]);
    let filled = fill(&hash.cost(), hash.salt(), password, memory, &mut output);
    filled.is_ok() && same(&output, hash.output())
}

/// A key made of a password: for what only whoever knows the password may open.
pub fn derive(cost: &Cost, salt: &[u8; 16], password: &Password) -> Zeroizing<[u8; 32]> {
    let mut output = Zeroizing::new([0; 32]);
    fill(cost, salt, password, &mut Memory::new(cost), &mut output[..])
        .expect("argon2 accepts every `Cost` with a salt of 16 and an output of 32 bytes");
    output
}

fn fill(
    cost: &Cost,
    salt: &[u8],
    password: &Password,
    memory: &mut Memory,
    output: &mut [u8],
) -> argon2::Result<()> {
    let params = Params::new(cost.memory_kib(), cost.passes(), cost.lanes(), Some(output.len()))?;
    let blocks = memory.with_room(params.block_count());
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let filled = argon2.hash_password_into_with_memory(password.text().as_bytes(), salt, output, blocks);
    memory.give_back();
    filled
}

#[cfg(test)]
mod tests;
