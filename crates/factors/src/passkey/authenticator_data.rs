use super::cbor::Value;
use super::key::PublicKey;
use super::{Error, Expected, Verification};
use crate::passkey::sha256;
use crate::same;

/// A credential id has at most this many bytes (WebAuthn L3 §7.1).
pub const MAX_ID: usize = 1_023;

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;
const EXTENDED: u8 = 0x80;

/// What the authenticator says (WebAuthn L3 §6.1).
pub(super) struct AuthenticatorData<'a> {
    pub(super) rp_id_hash: &'a [u8],
    flags: u8,
    pub(super) counter: u32,
    pub(super) attested: Option<Attested<'a>>,
}

/// The credential in it (WebAuthn L3 §6.5.1).
pub(super) struct Attested<'a> {
    pub(super) aaguid: [u8; 16],
    pub(super) id: &'a [u8],
    pub(super) key: PublicKey,
    /// The key as it was sent.
    pub(super) cose: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let (head, mut rest) = bytes.split_at_checked(37).ok_or(Error::Malformed)?;
        let flags = head[32];
        let counter = u32::from_be_bytes([head[33], head[34], head[35], head[36]]);
        let attested = if flags & ATTESTED != 0 {
            let (attested, after) = Attested::read(rest)?;
            rest = after;
            Some(attested)
        } else {
            None
        };
        if flags & EXTENDED != 0 {
            let (extensions, after) = Value::read(rest)?;
            if !matches!(extensions, Value::Map(_)) {
                return Err(Error::Malformed);
            }
            rest = after;
        }
        if !rest.is_empty() {
            return Err(Error::Malformed);
        }
        Ok(Self { rp_id_hash: &head[..32], flags, counter, attested })
    }

    /// What both ceremonies check in the same order (WebAuthn L3 §7.1 and §7.2): relying party, presence, verification,
    /// backup flags.
    pub(super) fn check(&self, expected: &Expected<'_>) -> Result<(), Error> {
        if !same(self.rp_id_hash, &sha256(expected.rp_id.as_bytes())) {
            return Err(Error::RpId);
        }
        if self.flags & PRESENT == 0 {
            return Err(Error::NotPresent);
        }
        if expected.verification == Verification::Required && !self.is_verified() {
            return Err(Error::NotVerified);
        }
        if self.is_backed_up() && !self.is_eligible() {
            return Err(Error::BackupState);
        }
        Ok(())
    }

    pub(super) const fn is_verified(&self) -> bool {
        self.flags & VERIFIED != 0
    }

    pub(super) const fn is_eligible(&self) -> bool {
        self.flags & ELIGIBLE != 0
    }

    pub(super) const fn is_backed_up(&self) -> bool {
        self.flags & BACKED_UP != 0
    }
}

impl<'a> Attested<'a> {
    fn read(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), Error> {
        let (aaguid, rest) = bytes.split_first_chunk::<16>().ok_or(Error::Malformed)?;
        let (length, rest) = rest.split_first_chunk::<2>().ok_or(Error::Malformed)?;
        let length = usize::from(u16::from_be_bytes(*length));
        if length == 0 || length > MAX_ID {
            return Err(Error::Malformed);
        }
        let (id, rest) = rest.split_at_checked(length).ok_or(Error::Malformed)?;
        let (value, after) = Value::read(rest)?;
        let key = PublicKey::from_value(&value)?;
        let cose = &rest[..rest.len() - after.len()];
        Ok((Self { aaguid: *aaguid, id, key, cose }, after))
    }
}
