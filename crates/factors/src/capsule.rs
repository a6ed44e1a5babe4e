//! The sealed capsule of an emergency account: one long secret on paper, good once, beside the password.
//!
//! Making: [`Capsule::new`], shown once on the kit; its [`Capsule::digest`] is kept. Signing in: [`digest()`] of what was
//! typed, and one statement that takes the digest away; whoever takes it away has proven the capsule.
//!
//! It has 138 bits, so that a plain hash is enough: nobody who has the database finds it by trying.

use std::fmt;

use aws_lc_rs::digest;
use model::CODE_ALPHABET;
use zeroize::Zeroize;

use crate::recovery::{read, write};

/// Characters in a capsule: 28 of 31, 138 bits.
const LENGTH: usize = 28;

/// Bytes of a typed capsule that are looked at.
const MAX_TYPED: usize = 160;

/// A capsule. It is shown once and never stored.
pub struct Capsule([u8; LENGTH]);

impl Capsule {
    /// Makes one from random bytes.
    pub fn new(mut random: [u8; 32]) -> Self {
        let mut letters = [0; LENGTH];
        for (half, bytes) in letters.chunks_mut(LENGTH / 2).zip(random.chunks(16)) {
            let mut filled = [0; 16];
            filled.copy_from_slice(bytes);
            // 31^14 < 2^70: what is left of 128 bits makes the last character's bias smaller than 2^-58.
            let mut rest = u128::from_le_bytes(filled);
            for letter in half {
                *letter = CODE_ALPHABET[(rest % 31) as usize];
                rest /= 31;
            }
            filled.zeroize();
        }
        random.zeroize();
        Self(letters)
    }

    /// SHA-256 of the characters, the form in which it is stored and looked up.
    pub fn digest(&self) -> [u8; 32] {
        let mut out = [0; 32];
        out.copy_from_slice(digest::digest(&digest::SHA256, &self.0).as_ref());
        out
    }
}

/// Shows it as it is printed: seven groups of four.
impl fmt::Display for Capsule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, &self.0)
    }
}

impl fmt::Debug for Capsule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Capsule(…)")
    }
}

impl Drop for Capsule {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The digest of a typed capsule, or nothing when it cannot be one. Forgives case, spaces and hyphens.
pub fn digest(typed: &str) -> Option<[u8; 32]> {
    read(typed, MAX_TYPED).map(|letters| Capsule(letters).digest())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_capsule_has_seven_groups_of_four() {
        assert_eq!(Capsule::new([0; 32]).to_string(), "2222-2222-2222-2222-2222-2222-2222");
        let shown = Capsule::new([0xa7; 32]).to_string();
        let groups: Vec<&str> = shown.split('-').collect();
        assert!(groups.len() == 7 && groups.iter().all(|group| group.len() == 4), "{shown}");
    }

    #[test]
    fn both_halves_of_the_random_bytes_count() {
        let mut other = [0; 32];
        other[31] = 1;
        assert_ne!(Capsule::new([0; 32]).digest(), Capsule::new(other).digest());
        other = [0; 32];
        other[0] = 1;
        assert_ne!(Capsule::new([0; 32]).digest(), Capsule::new(other).digest());
    }

    #[test]
    fn a_capsule_is_recognised_however_it_is_typed() {
        let capsule = Capsule::new(std::array::from_fn(|at| at as u8 * 7));
        let shown = capsule.to_string();
        for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', ""), shown.replace('-', " – ")]
        {
            assert_eq!(digest(&typed), Some(capsule.digest()), "`{typed}`");
        }
    }

    #[test]
    fn what_cannot_be_a_capsule_has_no_digest() {
        let right = "2222-2222-2222-2222-2222-2222-2222";
        let more = format!("{right}2");
        let spaced = format!("{}{right}", " ".repeat(200));
        for typed in ["", "2222-2222-2222-2222", &right[1..], &more, &right.replace('2', "0"), &spaced] {
            assert_eq!(digest(typed), None, "`{typed}` was read");
        }
    }

    #[test]
    fn a_capsule_is_not_printed_by_debug() {
        assert_eq!(format!("{:?}", Capsule::new([0; 32])), "Capsule(…)");
    }

    proptest! {
        #[test]
        fn reading_any_text_as_a_capsule_never_panics(typed: String) {
            digest(&typed);
        }

        #[test]
        fn every_capsule_is_read_back_as_itself(random: [u8; 32]) {
            let capsule = Capsule::new(random);
            prop_assert_eq!(digest(&capsule.to_string()), Some(capsule.digest()));
        }
    }
}
