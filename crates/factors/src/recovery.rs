//! Recovery codes: ten printed codes, each good once, for the day the phone is lost.
//!
//! Enrolling: [`make`] a set, show it once, keep the [`Code::digest`] of each. Signing in: [`digest`] of what was
//! typed, and one statement that deletes the row with that digest; who deletes it has proven it.
//!
//! A code has 79 bits, less than a secret that may be stored as a plain hash, so the digest is keyed: whoever has
//! the database and not the key file cannot search for them.

use std::fmt;

use aws_lc_rs::hmac;
use model::CODE_ALPHABET;
use zeroize::{Zeroize, Zeroizing};

/// Codes in a set.
pub const COUNT: usize = 10;

/// Characters in a code: 16 of 31, 79 bits.
const LENGTH: usize = 16;

/// Bytes of a typed code that are looked at; sixteen characters with generous spacing need less.
const MAX_TYPED: usize = 96;

/// One code of a set. It is shown once and never stored.
pub struct Code([u8; LENGTH]);

impl Code {
    fn new(random: [u8; 16]) -> Self {
        // 31^16 < 2^80: what is left of 128 bits makes the last character's bias smaller than 2^-48.
        let mut rest = u128::from_le_bytes(random);
        Self([(); LENGTH].map(|()| {
            let letter = CODE_ALPHABET[(rest % 31) as usize];
            rest /= 31;
            letter
        }))
    }

    /// The form in which it is stored and looked up: HMAC-SHA-256 under a key of the server.
    pub fn digest(&self, key: &[u8; 32]) -> [u8; 32] {
        let mut out = [0; 32];
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        out.copy_from_slice(hmac::sign(&key, &self.0).as_ref());
        out
    }

    /// Forgives case, spaces and hyphens, also those that word processors put in.
    fn read(typed: &str) -> Option<Self> {
        read(typed, MAX_TYPED).map(Self)
    }
}

/// Exactly so many characters of our alphabet, in text of at most so many bytes, however it is spaced.
pub(crate) fn read<const LENGTH: usize>(typed: &str, most: usize) -> Option<[u8; LENGTH]> {
    if typed.len() > most {
        return None;
    }
    let mut letters = [0; LENGTH];
    let mut count = 0;
    for letter in typed.chars().filter(|letter| !is_spacing(*letter)) {
        let letter = u8::try_from(letter).ok()?.to_ascii_uppercase();
        if !CODE_ALPHABET.contains(&letter) {
            return None;
        }
        *letters.get_mut(count)? = letter;
        count += 1;
    }
    (count == LENGTH).then_some(letters)
}

/// Shows the code as it is printed: `K7PM-4XRT-9QWA-22HD`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, &self.0)
    }
}

/// Writes characters in groups of four.
pub(crate) fn write(f: &mut fmt::Formatter<'_>, letters: &[u8]) -> fmt::Result {
    for (i, letter) in letters.iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            f.write_str("-")?;
        }
        write!(f, "{}", char::from(*letter))?;
    }
    Ok(())
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl Drop for Code {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Makes a set of codes; `random` fills what it is given with random bytes.
pub fn make(random: &mut dyn FnMut(&mut [u8])) -> [Code; COUNT] {
    [(); COUNT].map(|()| {
        let mut bytes = Zeroizing::new([0; 16]);
        random(bytes.as_mut());
        Code::new(*bytes)
    })
}

/// The digest of a typed code, or nothing when it cannot be one.
pub fn digest(key: &[u8; 32], typed: &str) -> Option<[u8; 32]> {
    Code::read(typed).map(|code| code.digest(key))
}

fn is_spacing(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    const KEY: [u8; 32] = [9; 32];

    /// Bytes that differ from call to call, the same in every run.
    fn seeded() -> impl FnMut(&mut [u8]) {
        let mut state = 1u64;
        move |bytes| {
            for byte in bytes {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *byte = (state >> 56) as u8;
            }
        }
    }

    #[test]
    fn a_set_has_ten_different_codes_in_four_groups() {
        let codes: HashSet<String> = make(&mut seeded()).iter().map(Code::to_string).collect();
        assert_eq!(codes.len(), COUNT);
        for code in codes {
            let groups: Vec<&str> = code.split('-').collect();
            assert!(groups.len() == 4 && groups.iter().all(|group| group.len() == 4), "{code}");
            assert!(code.bytes().all(|letter| letter == b'-' || CODE_ALPHABET.contains(&letter)), "{code}");
        }
    }

    #[test]
    fn a_code_uses_all_its_characters() {
        assert_eq!(Code::new([0; 16]).to_string(), "2222-2222-2222-2222");
        let mut last = [0; 16];
        last[..].copy_from_slice(&(31u128.pow(16) - 1).to_le_bytes());
        assert_eq!(Code::new(last).to_string(), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    }

    #[test]
    fn a_code_is_recognised_however_it_is_typed() {
        for code in make(&mut seeded()) {
            let shown = code.to_string();
            for typed in [
                shown.clone(),
                shown.to_lowercase(),
                shown.replace('-', ""),
                shown.replace('-', " "),
                shown.replace('-', " – "),
                format!("\t{shown}\r\n"),
            ] {
                assert_eq!(digest(&KEY, &typed), Some(code.digest(&KEY)), "`{typed}`");
            }
        }
    }

    #[test]
    fn what_cannot_be_a_code_has_no_digest() {
        for typed in [
            "",
            "2222-2222-2222-222",
            "2222-2222-2222-22222",
            "2222-2222-2222-222O",
            "2222-2222-2222-2221",
            "2222-2222-2222-222ß",
            "2222-2222-2222-222\u{ff12}",
            "2222_2222_2222_2222",
            "2222-2222-2222-2222\0",
            &format!("{}2222-2222-2222-2222", " ".repeat(90)),
        ] {
            assert_eq!(digest(&KEY, typed), None, "`{typed}` was read");
        }
    }

    #[test]
    fn another_key_makes_another_digest() {
        let typed = "2222-2222-2222-2222";
        assert_ne!(digest(&KEY, typed), digest(&[8; 32], typed));
    }

    #[test]
    fn a_code_is_not_printed_by_debug() {
        assert_eq!(format!("{:?}", Code::new([0; 16])), "Code(…)");
    }

    proptest! {
        #[test]
        fn reading_any_text_never_panics(typed: String) {
            digest(&KEY, &typed);
        }

        #[test]
        fn every_code_is_read_back_as_itself(random: [u8; 16]) {
            let code = Code::new(random);
            prop_assert_eq!(digest(&KEY, &code.to_string()), Some(code.digest(&KEY)));
        }

        #[test]
        fn one_changed_character_is_another_code(random: [u8; 16], place in 0usize..16, letter in 0usize..31) {
            let code = Code::new(random);
            let mut other = Code(code.0);
            other.0[place] = CODE_ALPHABET[letter];
            prop_assert_eq!(other.digest(&KEY) == code.digest(&KEY), other.0 == code.0);
        }
    }
}
