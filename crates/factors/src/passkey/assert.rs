use serde::Deserialize;

use super::authenticator_data::{AuthenticatorData, MAX_ID};
use super::key::PublicKey;
use super::{Backup, Error, Expected, MAX_ANSWER, client_data, decode, sha256};

/// A proof by a credential, read and not yet believed: the id says which credential to check it against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    id: Vec<u8>,
    user_handle: Option<Vec<u8>>,
    client_data: Vec<u8>,
    authenticator_data: Vec<u8>,
    signature: Vec<u8>,
}

/// How the person was known before the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Not at all: the answer must name them itself.
    Discovered,
    /// By an earlier proof: an answer that names somebody must name them.
    Named,
}

/// What is kept of the credential.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its id.
    pub id: &'a [u8],
    /// Its public key as a COSE_Key.
    pub key: &'a [u8],
    /// The signature counter of the last proof.
    pub counter: u32,
    /// Whether it can be synchronised.
    pub backup: Backup,
    /// The handle of the person it belongs to.
    pub user_handle: &'a [u8],
}

/// What the signature counter tells (WebAuthn L3 §6.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    /// It moved on, or the authenticator has none: this is what is kept.
    Forward(u32),
    /// It did not: there may be a copy of the credential.
    Behind(u32),
}

/// A proof that passed every check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asserted {
    /// True when the person was verified: two factors at once.
    pub is_verified: bool,
    /// The counter.
    pub counter: Counter,
    /// Whether it is synchronised now.
    pub backup: Backup,
}

/// `AuthenticationResponseJSON` (WebAuthn L3 §5.1.9), as far as it is used.
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
    authenticator_data: String,
    signature: String,
    user_handle: Option<String>,
}

impl Assertion {
    /// Reads an answer.
    ///
    /// # Errors
    /// [`Error::Malformed`].
    pub fn read(json: &str) -> Result<Self, Error> {
        if json.len() > MAX_ANSWER {
            return Err(Error::Malformed);
        }
        let answer: Answer = serde_json::from_str(json).map_err(|_| Error::Malformed)?;
        let id = decode(&answer.raw_id)?;
        if answer.r#type != "public-key" || id.is_empty() || id.len() > MAX_ID {
            return Err(Error::Malformed);
        }
        let response = answer.response;
        // Browsers send an empty one for security keys that keep nothing.
        let handle = response.user_handle.filter(|handle| !handle.is_empty());
        Ok(Self {
            id,
            user_handle: handle.as_deref().map(decode).transpose()?,
            client_data: decode(&response.client_data_json)?,
            authenticator_data: decode(&response.authenticator_data)?,
            signature: decode(&response.signature)?,
        })
    }

    /// The id of the credential that it claims to be by.
    pub fn id(&self) -> &[u8] {
        &self.id
    }

    /// Checks it against what is kept of the credential (WebAuthn L3 §7.2). What it says about counter and backup is
    /// told only after its signature was verified (attack 27).
    ///
    /// # Errors
    /// Whatever does not fit; see [`Error`].
    pub fn verify(&self, expected: &Expected<'_>, known: &Known<'_>, whom: Whom) -> Result<Asserted, Error> {
        if self.id != known.id {
            return Err(Error::Credential);
        }
        match (&self.user_handle, whom) {
            (Some(handle), _) if handle == known.user_handle => {}
            (None, Whom::Named) => {}
            _ => return Err(Error::UserHandle),
        }
        client_data::check(&self.client_data, "webauthn.get", expected)?;
        let said = AuthenticatorData::read(&self.authenticator_data)?;
        said.check(expected)?;
        if said.is_eligible() != known.backup.is_eligible() {
            return Err(Error::BackupState);
        }
        let message = [&self.authenticator_data[..], &sha256(&self.client_data)].concat();
        PublicKey::from_cose(known.key)?.verify(&message, &self.signature)?;
        Ok(Asserted {
            is_verified: said.is_verified(),
            counter: counter(known.counter, said.counter),
            backup: Backup::of(said.is_eligible(), said.is_backed_up()),
        })
    }
}

const fn counter(kept: u32, said: u32) -> Counter {
    if said > kept || (said == 0 && kept == 0) { Counter::Forward(said) } else { Counter::Behind(said) }
}
