use super::certificate::Certificate;
use super::{Attestation, Kind, Statement};
use crate::passkey::Error;

/// Packed (WebAuthn L3 §8.2).
pub(super) fn check(statement: &Statement<'_>) -> Result<Attestation, Error> {
    let (algorithm, signature) = (statement.algorithm()?, statement.bytes("sig")?);
    let Some(chain) = statement.chain()? else {
        // Self attestation: the credential signs with its own key and algorithm.
        if algorithm != statement.attested.key.algorithm() {
            return Err(Error::Attestation);
        }
        let verified = statement.attested.key.verify(&statement.signed(), signature);
        verified.map_err(|_| Error::Attestation)?;
        return Ok(Attestation { kind: Kind::Itself, chain: vec![] });
    };
    let own = Certificate::read(&chain[0])?;
    own.verify(algorithm, &statement.signed(), signature)?;
    if !own.is_an_end() || !has_the_subject(&own) {
        return Err(Error::Attestation);
    }
    own.agrees_on(&statement.attested.aaguid)?;
    Ok(Statement::certified(chain))
}

/// §8.2.1: country, organisation, the fixed unit, a name.
fn has_the_subject(own: &Certificate<'_>) -> bool {
    let subject = own.0.subject();
    let country = subject.iter_country().next().and_then(|part| part.as_str().ok());
    let unit = subject.iter_organizational_unit().next().and_then(|part| part.as_str().ok());
    country.is_some_and(|country| country.len() == 2)
        && subject.iter_organization().next().is_some()
        && unit == Some("Authenticator Attestation")
        && subject.iter_common_name().next().is_some()
}
