use x509_parser::oid_registry::asn1_rs::{Oid, oid};

use super::certificate::Certificate;
use super::der::Der;
use super::{Attestation, Statement};
use crate::passkey::{Error, sha256};
use crate::same;

const NONCE: Oid<'static> = oid!(1.2.840.113635.100.8.2);

/// Apple anonymous (WebAuthn L3 §8.8): the certificate is for this credential and this ceremony alone.
pub(super) fn check(statement: &Statement<'_>) -> Result<Attestation, Error> {
    let chain = statement.chain()?.ok_or(Error::Attestation)?;
    let own = Certificate::read(&chain[0])?;
    let named = own.extension(&NONCE).and_then(nonce).ok_or(Error::Attestation)?;
    if !same(named, &sha256(&statement.signed())) || !own.is_of(&statement.attested.key) {
        return Err(Error::Attestation);
    }
    Ok(Statement::certified(chain))
}

fn nonce(extension: &[u8]) -> Option<&[u8]> {
    Der::all(extension)?.sequence()?.first()?.explicit(1)?.octets()
}
