use super::certificate::Certificate;
use super::{Attestation, Statement};
use crate::passkey::Error;
use crate::passkey::key::{Algorithm, Material};

/// FIDO U2F (WebAuthn L3 §8.6).
pub(super) fn check(statement: &Statement<'_>) -> Result<Attestation, Error> {
    let chain = statement.chain()?.filter(|chain| chain.len() == 1).ok_or(Error::Attestation)?;
    let attested = statement.attested;
    let Material::Point(point) = attested.key.material() else { return Err(Error::Attestation) };
    if attested.key.algorithm() != Algorithm::Es256 {
        return Err(Error::Attestation);
    }
    // FIDO U2F raw message formats, §4.3.
    let message = [&[0], statement.rp_id_hash, &statement.client_data_hash, attested.id, point].concat();
    // Its key is on P-256, or the signature does not verify.
    Certificate::read(&chain[0])?.verify(Algorithm::Es256, &message, statement.bytes("sig")?)?;
    Ok(Statement::certified(chain))
}
