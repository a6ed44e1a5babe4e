use serde::Deserialize;

use super::attestation::{self, Attestation};
use super::authenticator_data::AuthenticatorData;
use super::cbor::Value;
use super::{Backup, Error, Expected, MAX_ANSWER, client_data, decode, sha256};

/// A new credential that passed every check: what is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Its id, up to [`super::MAX_ID`] bytes.
    pub id: Vec<u8>,
    /// Its public key as a COSE_Key.
    pub key: Vec<u8>,
    /// The make of the authenticator; zeros where it does not tell.
    pub aaguid: [u8; 16],
    /// The signature counter.
    pub counter: u32,
    /// How the browser reaches it, in the words of WebAuthn L3 §5.8.4, sorted.
    pub transports: Vec<String>,
    /// True when the person was verified.
    pub is_verified: bool,
    /// Whether it can be synchronised, and is.
    pub backup: Backup,
    /// What the authenticator proved about itself.
    pub attestation: Attestation,
}

/// `RegistrationResponseJSON` (WebAuthn L3 §5.1.8), as far as it is used.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    raw_id: String,
    r#type: String,
    response: Response,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    #[serde(rename = "clientDataJSON")]
    client_data_json: String,
    attestation_object: String,
    #[serde(default)]
    transports: Vec<String>,
}

/// The transports that are kept; what a browser makes up beside them is not.
const TRANSPORTS: [&str; 7] = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"];

/// Checks the answer to a registration (WebAuthn L3 §7.1). Whether the credential is known already, and whether the
/// organisation allows it, is for the caller to see.
///
/// # Errors
/// Whatever does not fit; see [`Error`].
pub fn register(expected: &Expected<'_>, json: &str) -> Result<Registered, Error> {
    if json.len() > MAX_ANSWER {
        return Err(Error::Malformed);
    }
    let answer: Answer = serde_json::from_str(json).map_err(|_| Error::Malformed)?;
    if answer.r#type != "public-key" {
        return Err(Error::Malformed);
    }
    let client_data = decode(&answer.response.client_data_json)?;
    client_data::check(&client_data, "webauthn.create", expected)?;
    let object = decode(&answer.response.attestation_object)?;
    let object = Value::read_all(&object)?;
    let part = |name| object.at(name).ok_or(Error::Malformed);
    let bytes = part("authData")?.bytes().ok_or(Error::Malformed)?;
    let said = AuthenticatorData::read(bytes)?;
    said.check(expected)?;
    let attested = said.attested.as_ref().ok_or(Error::Malformed)?;
    // The id stands twice, and only one of them is signed.
    if decode(&answer.raw_id)? != attested.id {
        return Err(Error::Credential);
    }
    let format = part("fmt")?.text().ok_or(Error::Malformed)?;
    let statement = attestation::Statement {
        statement: part("attStmt")?,
        authenticator_data: bytes,
        rp_id_hash: said.rp_id_hash,
        attested,
        client_data_hash: sha256(&client_data),
    };
    let attestation = attestation::check(format, &statement)?;
    let mut transports = answer.response.transports;
    transports.retain(|word| TRANSPORTS.contains(&word.as_str()));
    transports.sort_unstable();
    transports.dedup();
    Ok(Registered {
        id: attested.id.to_vec(),
        key: attested.cose.to_vec(),
        aaguid: attested.aaguid,
        counter: said.counter,
        transports,
        is_verified: said.is_verified(),
        backup: Backup::of(said.is_eligible(), said.is_backed_up()),
        attestation,
    })
}
