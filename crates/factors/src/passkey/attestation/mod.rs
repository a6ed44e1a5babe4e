//! What an authenticator proves about its own make (WebAuthn L3 §6.5 and §8): one file per format.

mod android_key;
mod apple;
mod certificate;
mod der;
mod fido_u2f;
mod packed;
mod root;
mod tpm;
mod trust;

use super::Error;
use super::authenticator_data::Attested;
use super::cbor::Value;

pub use root::{NoCertificates, Root};
pub use trust::Untrusted;

/// What was proved about the make of an authenticator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    /// What kind of proof it was.
    pub kind: Kind,
    /// The certificates, the authenticator's own first, in DER; empty but for [`Kind::Certified`].
    pub chain: Vec<Vec<u8>>,
}

/// The kinds of attestation that matter to a relying party (WebAuthn L3 §6.5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing was proved.
    None,
    /// The credential vouched for itself.
    Itself,
    /// A certificate vouches for it; whose, [`Attestation::trusted_by`] says.
    Certified,
}

/// What a format is checked on.
pub(super) struct Statement<'a> {
    pub(super) statement: &'a Value<'a>,
    pub(super) authenticator_data: &'a [u8],
    pub(super) rp_id_hash: &'a [u8],
    pub(super) attested: &'a Attested<'a>,
    pub(super) client_data_hash: [u8; 32],
}

/// Checks a statement of the format it says it has.
pub(super) fn check(format: &str, statement: &Statement<'_>) -> Result<Attestation, Error> {
    match format {
        // §8.7: an empty map.
        "none" if statement.statement.is_empty_map() => Ok(Attestation { kind: Kind::None, chain: vec![] }),
        "packed" => packed::check(statement),
        "fido-u2f" => fido_u2f::check(statement),
        "tpm" => tpm::check(statement),
        "android-key" => android_key::check(statement),
        "apple" => apple::check(statement),
        "none" => Err(Error::Attestation),
        // android-safetynet among them: its service is switched off.
        _ => Err(Error::Format),
    }
}

impl Statement<'_> {
    /// What most formats sign: the authenticator data and the hash of the client data.
    fn signed(&self) -> Vec<u8> {
        [self.authenticator_data, &self.client_data_hash].concat()
    }

    fn bytes(&self, name: &str) -> Result<&[u8], Error> {
        self.statement.at(name).and_then(Value::bytes).ok_or(Error::Attestation)
    }

    fn algorithm(&self) -> Result<super::Algorithm, Error> {
        let number = self.statement.at("alg").and_then(Value::int).ok_or(Error::Attestation)?;
        super::Algorithm::from_number(number).ok_or(Error::Algorithm)
    }

    /// The certificates of `x5c`, the authenticator's own first.
    fn chain(&self) -> Result<Option<Vec<Vec<u8>>>, Error> {
        let Some(list) = self.statement.at("x5c") else { return Ok(None) };
        let list = list.array().filter(|list| (1..=8).contains(&list.len())).ok_or(Error::Attestation)?;
        let chain: Option<Vec<Vec<u8>>> = list.iter().map(|one| one.bytes().map(<[u8]>::to_vec)).collect();
        chain.map(Some).ok_or(Error::Attestation)
    }

    fn certified(chain: Vec<Vec<u8>>) -> Attestation {
        Attestation { kind: Kind::Certified, chain }
    }
}
