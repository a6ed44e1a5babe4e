//! Passkeys and security keys: the relying party's side of WebAuthn Level 3 (<https://www.w3.org/TR/webauthn-3/>).
//!
//! [`options`] makes what a browser is asked, [`register`] checks a new credential (§7.1), [`Assertion`] checks a proof
//! by one that is known (§7.2). The challenge, the moment and what is stored come as arguments; what must be kept is
//! returned, and only after every check: nothing of an answer is used before its signature was verified.
//!
//! What it is not: it looks nothing up, decides which credentials an organisation allows, and holds no list of roots.
//! Begin with `register.rs`. One more format of attestation is one file in `attestation/` and one line in its `mod.rs`.

mod assert;
mod attestation;
mod authenticator_data;
mod cbor;
mod client_data;
mod key;
pub mod options;
mod register;

use std::fmt;

use aws_lc_rs::digest;
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

pub use assert::{Asserted, Assertion, Counter, Known, Whom};
pub use attestation::{Attestation, Kind, NoCertificates, Root, Untrusted};
pub use authenticator_data::MAX_ID;
pub use key::{Algorithm, PublicKey};
pub use register::{Registered, register};

/// What a browser's answer may have at most, in bytes of JSON: certificates of an attestation are the longest part.
pub const MAX_ANSWER: usize = 64 << 10;

/// 256 random bits that an answer must repeat; each is good for one answer.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge([u8; 32]);

/// Whether the authenticator must see that it is the right person (a PIN, a finger, a face).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// It must: the credential proves two factors at once.
    Required,
    /// It may; without, the credential proves possession only.
    Preferred,
    /// It is not wanted: the password is the other factor.
    Discouraged,
}

impl Verification {
    const fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Preferred => "preferred",
            Self::Discouraged => "discouraged",
        }
    }
}

/// Whether a ceremony may happen in a page inside somebody else's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Top<'a> {
    /// It may not.
    Refused,
    /// It may, inside pages of these origins where the browser names one.
    Allowed(&'a [&'a str]),
}

/// What an answer must fit.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The challenge that was given out for this answer.
    pub challenge: &'a [u8],
    /// The origins it may come from, exactly.
    pub origins: &'a [&'a str],
    /// The relying party's id: the organisation's host name.
    pub rp_id: &'a str,
    /// Whether the person must have been verified.
    pub verification: Verification,
    /// Whether it may happen inside another page.
    pub top: Top<'a>,
}

/// Whether a credential can leave its authenticator, and has (WebAuthn L3 §6.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Backup {
    /// Bound to one device for ever.
    Bound,
    /// It may be synchronised, and is not yet.
    Eligible,
    /// It is synchronised.
    Synced,
}

impl Backup {
    const fn of(eligible: bool, backed_up: bool) -> Self {
        match (eligible, backed_up) {
            (false, _) => Self::Bound,
            (true, false) => Self::Eligible,
            (true, true) => Self::Synced,
        }
    }

    /// Whether it can ever be synchronised: fixed when a credential is made.
    pub const fn is_eligible(self) -> bool {
        !matches!(self, Self::Bound)
    }

    /// The word in databases.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bound => "bound",
            Self::Eligible => "eligible",
            Self::Synced => "synced",
        }
    }

    /// Reads [`Backup::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Bound, Self::Eligible, Self::Synced].into_iter().find(|state| state.word() == word)
    }
}

/// Why an answer is refused. A person is told no more than that it did not work; a log may say which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// It cannot be read, or says things that do not fit together.
    Malformed,
    /// It is the answer of the other ceremony.
    Type,
    /// It repeats another challenge.
    Challenge,
    /// It comes from another origin.
    Origin,
    /// It comes from inside another page.
    CrossOrigin,
    /// It is meant for another relying party.
    RpId,
    /// Nobody was there.
    NotPresent,
    /// The person was not verified where that is demanded.
    NotVerified,
    /// It claims to be synchronised and not to be synchronisable, or changed its mind about it.
    BackupState,
    /// The algorithm is none of [`Algorithm::ALL`].
    Algorithm,
    /// The key is none of its algorithm.
    Key,
    /// The signature does not verify.
    Signature,
    /// The attestation is of a format that is not known here.
    Format,
    /// The attestation does not hold.
    Attestation,
    /// It is about another credential.
    Credential,
    /// It names another person, or nobody where somebody must be named.
    UserHandle,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the answer cannot be read",
            Self::Type => "it is the answer of another ceremony",
            Self::Challenge => "it repeats another challenge",
            Self::Origin => "it comes from another origin",
            Self::CrossOrigin => "it comes from inside another page",
            Self::RpId => "it is meant for another relying party",
            Self::NotPresent => "nobody was present",
            Self::NotVerified => "the person was not verified",
            Self::BackupState => "its backup flags do not fit",
            Self::Algorithm => "its algorithm is not supported",
            Self::Key => "its key is no key of its algorithm",
            Self::Signature => "its signature does not verify",
            Self::Format => "its format of attestation is not known",
            Self::Attestation => "its attestation does not hold",
            Self::Credential => "it is about another credential",
            Self::UserHandle => "it names another person",
        })
    }
}

impl std::error::Error for Error {}

impl From<cbor::Malformed> for Error {
    fn from(_: cbor::Malformed) -> Self {
        Self::Malformed
    }
}

impl Challenge {
    /// A challenge of random bytes.
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// As options have it.
    pub fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge")
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// Bytes as the JSON forms of WebAuthn L3 §5.1.8 carry them.
fn decode(text: &str) -> Result<Vec<u8>, Error> {
    BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| Error::Malformed)
}

#[cfg(test)]
mod tests;
