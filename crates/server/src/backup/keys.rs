//! The key file in a backup: sealed under a passphrase, with Argon2id and AES-256-GCM.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use data_encoding::BASE64;
use factors::password::{Cost, Password, derive};
use serde::{Deserialize, Serialize};

use crate::random;

/// Dearer than a sign-in: it is done once, and whoever has the file has all the time to guess.
const COST: (u32, u32, u32) = (65_536, 3, 1);
/// What a cost read from a file may be at most.
const MOST: (u32, u32, u32) = (1 << 20, 16, 4);
/// Shorter ones are guessed.
const SHORTEST: usize = 15;

/// What the keys of a backup are opened with.
pub struct Passphrase(Password);

/// It has too few characters, or far too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooShort;

impl fmt::Display for TooShort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a passphrase has at least {SHORTEST} characters; five words that do not belong together are good"
        )
    }
}

impl std::error::Error for TooShort {}

impl Passphrase {
    /// Takes what was typed, or the first line of a file.
    ///
    /// # Errors
    /// When it can be guessed.
    pub fn new(typed: &str) -> Result<Self, TooShort> {
        if typed.chars().count() < SHORTEST {
            return Err(TooShort);
        }
        Password::new(typed).map(Self).map_err(|_| TooShort)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

/// The key file under a passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealedKeys {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
    sealed: String,
}

impl SealedKeys {
    /// Seals a key file for the backup whose database has this SHA-256; it opens with no other.
    pub fn seal(key_file: &[u8], passphrase: &Passphrase, sha256: &str) -> Self {
        let (mut salt, mut nonce) = ([0; 16], [0; 12]);
        random::fill(&mut salt);
        random::fill(&mut nonce);
        let (memory_kib, passes, lanes) = COST;
        let mut body = key_file.to_vec();
        // Both fail only for lengths that these do not have.
        let cost = Cost::new(memory_kib, passes, lanes).expect("the cost is above the floor");
        key(&cost, &salt, passphrase)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound_to(sha256), &mut body)
            .expect("a key file is short");
        Self {
            memory_kib,
            passes,
            lanes,
            salt: BASE64.encode(&salt),
            nonce: BASE64.encode(&nonce),
            sealed: BASE64.encode(&body),
        }
    }

    /// Opens the key file; `None` with another passphrase, or in another backup.
    pub fn open(&self, passphrase: &Passphrase, sha256: &str) -> Option<Vec<u8>> {
        if self.memory_kib > MOST.0 || self.passes > MOST.1 || self.lanes > MOST.2 {
            return None;
        }
        let cost = Cost::new(self.memory_kib, self.passes, self.lanes).ok()?;
        let salt: [u8; 16] = BASE64.decode(self.salt.as_bytes()).ok()?.try_into().ok()?;
        let nonce: [u8; 12] = BASE64.decode(self.nonce.as_bytes()).ok()?.try_into().ok()?;
        let mut body = BASE64.decode(self.sealed.as_bytes()).ok()?;
        let opened = key(&cost, &salt, passphrase)
            .open_in_place(Nonce::assume_unique_for_key(nonce), bound_to(sha256), &mut body)
            .ok()?;
        Some(opened.to_vec())
    }
}

fn key(cost: &Cost, salt: &[u8; 16], passphrase: &Passphrase) -> LessSafeKey {
    let key = UnboundKey::new(&AES_256_GCM, &derive(cost, salt, &passphrase.0)[..]);
    LessSafeKey::new(key.expect("AES-256 takes 32 bytes"))
}

fn bound_to(sha256: &str) -> Aad<Vec<u8>> {
    Aad::from([b"sluis backup keys 1 ", sha256.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_open_with_their_passphrase_in_their_backup_only() {
        let right = Passphrase::new("wide rivers carry slow barges").unwrap();
        let sealed = SealedKeys::seal(b"1 a key\n", &right, "aa");
        assert!(!serde_json::to_string(&sealed).unwrap().contains("a key"));
        assert_eq!(sealed.open(&right, "aa").as_deref(), Some(&b"1 a key\n"[..]));
        assert_eq!(sealed.open(&right, "ab"), None);
        assert_eq!(sealed.open(&Passphrase::new("wide rivers carry slow bargeS").unwrap(), "aa"), None);
        let dear = SealedKeys { memory_kib: u32::MAX, ..sealed };
        assert_eq!(dear.open(&right, "aa"), None, "a file cannot make us take all memory");
    }

    #[test]
    fn a_short_passphrase_is_none() {
        assert!(Passphrase::new("fourteen chars").is_err());
        assert!(Passphrase::new("fifteen charsss").is_ok());
    }
}
