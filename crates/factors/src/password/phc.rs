use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64_NOPAD;

use super::Cost;

/// Bytes of salt in the hashes we make.
const SALT: usize = 16;
/// Bytes of output in the hashes we make.
const OUTPUT: usize = 32;
/// Longer than any string that [`Hash::phc`] writes.
const MAX_TEXT: usize = 256;

/// A stored password: cost, salt and output of Argon2id version 19.
#[derive(Clone, PartialEq, Eq)]
pub struct Hash {
    cost: Cost,
    salt: Vec<u8>,
    output: Vec<u8>,
}

/// Says that a text is no password hash that may be verified here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAHash;

impl fmt::Display for NotAHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an argon2id hash within bounds")
    }
}

impl std::error::Error for NotAHash {}

impl Hash {
    /// A hash that no password has, to verify against where there is none: it costs the same and always fails.
    pub fn decoy(cost: &Cost) -> Self {
        Self::of(*cost, &[0; SALT], &[0; OUTPUT])
    }

    /// True when it was not made with this cost, or not with the sizes used today; hash the password again once
    /// it proved right.
    pub fn needs_rehash(&self, cost: &Cost) -> bool {
        self.cost != *cost || self.salt.len() != SALT || self.output.len() != OUTPUT
    }

    /// The text that is stored: `$argon2id$v=19$m=19456,t=2,p=1$salt$output` (the PHC string format).
    pub fn phc(&self) -> String {
        format!(
            "$argon2id$v=19$m={},t={},p={}${}${}",
            self.cost.memory_kib(),
            self.cost.passes(),
            self.cost.lanes(),
            BASE64_NOPAD.encode(&self.salt),
            BASE64_NOPAD.encode(&self.output),
        )
    }

    /// The cost that it was made with, and that verifying it takes.
    pub const fn cost(&self) -> Cost {
        self.cost
    }

    pub(super) fn of(cost: Cost, salt: &[u8], output: &[u8]) -> Self {
        Self { cost, salt: salt.to_vec(), output: output.to_vec() }
    }
    pub(super) fn salt(&self) -> &[u8] {
        &self.salt
    }
    pub(super) fn output(&self) -> &[u8] {
        &self.output
    }
}

/// Shows the cost only.
impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({:?}, …)", self.cost)
    }
}

impl FromStr for Hash {
    type Err = NotAHash;

    /// Reads exactly what [`Hash::phc`] writes, with a cost that one sign-in may take, a salt of 8 to 48 bytes and an
    /// output of 16 to 64.
    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let hash = read(text).ok_or(NotAHash)?;
        // Leading zeros, signs and other second spellings do not survive being written again.
        if hash.phc() == text { Ok(hash) } else { Err(NotAHash) }
    }
}

fn read(text: &str) -> Option<Hash> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let rest = text.strip_prefix("$argon2id$v=19$")?;
    let (numbers, rest) = rest.split_once('$')?;
    let (salt, output) = rest.split_once('$')?;

    let (memory_kib, numbers) = numbers.strip_prefix("m=")?.split_once(",t=")?;
    let (passes, lanes) = numbers.split_once(",p=")?;
    let cost = Cost::stored(memory_kib.parse().ok()?, passes.parse().ok()?, lanes.parse().ok()?)?;

    let salt = BASE64_NOPAD.decode(salt.as_bytes()).ok()?;
    let output = BASE64_NOPAD.decode(output.as_bytes()).ok()?;
    let sizes = (8..=48).contains(&salt.len()) && (16..=64).contains(&output.len());
    sizes.then_some(Hash { cost, salt, output })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SALT_TEXT: &str = "c29tZXNhbHRzb21lc2FsdA";
    const OUTPUT_TEXT: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";

    fn text(numbers: &str) -> String {
        format!("$argon2id$v=19${numbers}${SALT_TEXT}${OUTPUT_TEXT}")
    }

    #[test]
    fn a_hash_is_written_as_it_was_read() {
        let stored = text("m=19456,t=2,p=1");
        let hash: Hash = stored.parse().unwrap();
        assert_eq!(hash.cost(), Cost::DEFAULT);
        assert_eq!(hash.phc(), stored);
    }

    #[test]
    fn a_stored_string_cannot_ask_for_gigabytes() {
        for numbers in [
            "m=4194304,t=2,p=1",
            "m=262145,t=1,p=1",
            "m=4294967295,t=4294967295,p=16777215",
            "m=4294967296,t=2,p=1",
            "m=19456,t=17,p=1",
            "m=262144,t=16,p=1",
            "m=19456,t=2,p=9",
        ] {
            assert_eq!(text(numbers).parse::<Hash>(), Err(NotAHash), "{numbers}");
        }
    }

    #[test]
    fn only_the_one_spelling_is_read() {
        for numbers in [
            "",
            "m=19456,t=2",
            "t=2,m=19456,p=1",
            "m=019456,t=2,p=1",
            "m=+19456,t=2,p=1",
            "m=19456, t=2,p=1",
            "m=19456,t=2,p=1,keyid=AAAA",
            "m=19456,t=0,p=1",
            "m=19456,t=2,p=0",
            "m=7,t=2,p=1",
            "m=15,t=2,p=2",
            "m=-1,t=2,p=1",
        ] {
            assert_eq!(text(numbers).parse::<Hash>(), Err(NotAHash), "{numbers}");
        }
        let good = text("m=19456,t=2,p=1");
        for other in [
            good.replace("argon2id", "argon2i"),
            good.replace("argon2id", "argon2d"),
            good.replace("v=19$", "v=16$"),
            good.replace("v=19$", ""),
            good.replace(SALT_TEXT, ""),
            good.replace(SALT_TEXT, "c29tZXM"),
            good.replace(SALT_TEXT, "c29tZXNhbHRzb21lc2FsdB"),
            good.replace(OUTPUT_TEXT, ""),
            good.replace(OUTPUT_TEXT, "AQEBAQ"),
            format!("{good}="),
            format!("{good}\n"),
            format!(" {good}"),
            format!("{good}$"),
            format!("{good}{}", "A".repeat(300)),
        ] {
            assert_eq!(other.parse::<Hash>(), Err(NotAHash), "`{other}` was read");
        }
    }

    #[test]
    fn a_hash_is_not_printed_by_debug() {
        let shown = format!("{:?}", text("m=19456,t=2,p=1").parse::<Hash>().unwrap());
        assert!(!shown.contains(OUTPUT_TEXT) && !shown.contains(SALT_TEXT), "{shown}");
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_the_same(
            memory in 0u32..300_000,
            passes in 0u32..20,
            lanes in 0u32..10,
            salt in proptest::collection::vec(any::<u8>(), 0..64),
            output in proptest::collection::vec(any::<u8>(), 0..80),
        ) {
            let (salt, output) = (BASE64_NOPAD.encode(&salt), BASE64_NOPAD.encode(&output));
            let text = format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${output}");
            if let Ok(hash) = text.parse::<Hash>() {
                prop_assert_eq!(hash.phc(), text);
                prop_assert!(memory * passes <= 1_048_576);
            }
        }

        #[test]
        fn reading_any_text_never_panics(text in "(\\$argon2id\\$v=19\\$)?[mtp=0-9,$A-Za-z+/é-]{0,80}") {
            let _ = text.parse::<Hash>();
        }
    }
}
