//! What a browser is asked: the JSON forms of WebAuthn L3 §5.1.8 to §5.1.10, which `parseCreationOptionsFromJSON` and
//! `parseRequestOptionsFromJSON` take.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::key::Algorithm;
use super::{Challenge, Verification};

/// How long a browser waits for the person, in milliseconds; the challenge itself lasts as long.
pub const TIMEOUT: u32 = 300_000;

/// A credential that exists, as a browser is told of it.
#[derive(Debug, Clone, Copy)]
pub struct Descriptor<'a> {
    /// Its id.
    pub id: &'a [u8],
    /// How it is reached.
    pub transports: &'a [String],
}

/// What kind of credential is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// One that is found without a name and verifies the person: both factors at once.
    Passkey,
    /// A key beside the password; nothing is kept on it.
    SecurityKey,
}

/// Whether the authenticator is asked to prove its make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conveyance {
    /// It is not asked: people are told less about.
    None,
    /// It is.
    Direct,
}

/// For whom and where a credential is made.
#[derive(Debug, Clone, Copy)]
pub struct NewCredential<'a> {
    /// The relying party's id.
    pub rp_id: &'a str,
    /// The organisation's name.
    pub organisation: &'a str,
    /// The person's handle: random bytes that say nothing.
    pub user_handle: &'a [u8],
    /// The name to sign in with.
    pub name: &'a str,
    /// What the person is called.
    pub display: &'a str,
    /// What the person has already: the same authenticator is not registered twice.
    pub exclude: &'a [Descriptor<'a>],
    /// What kind.
    pub wanted: Wanted,
    /// Whether the make must be proved.
    pub attestation: Conveyance,
}

/// The options for making a credential.
pub fn registration(challenge: &Challenge, new: &NewCredential<'_>) -> Value {
    let parameters =
        Algorithm::ALL.map(|algorithm| json!({ "type": "public-key", "alg": algorithm.number() }));
    let (selection, hints) = match new.wanted {
        Wanted::Passkey => (
            json!({ "residentKey": "required", "requireResidentKey": true, "userVerification": "required" }),
            json!([]),
        ),
        Wanted::SecurityKey => (
            json!({
                "authenticatorAttachment": "cross-platform",
                "residentKey": "discouraged",
                "requireResidentKey": false,
                "userVerification": "discouraged",
            }),
            json!(["security-key"]),
        ),
    };
    json!({
        "rp": { "id": new.rp_id, "name": new.organisation },
        "user": {
            "id": BASE64URL_NOPAD.encode(new.user_handle),
            "name": new.name,
            "displayName": new.display,
        },
        "challenge": challenge.text(),
        "pubKeyCredParams": parameters,
        "timeout": TIMEOUT,
        "excludeCredentials": descriptors(new.exclude),
        "authenticatorSelection": selection,
        "hints": hints,
        "attestation": match new.attestation {
            Conveyance::None => "none",
            Conveyance::Direct => "direct",
        },
        "extensions": { "credProps": true },
    })
}

/// The options for a proof. Without `allow` the browser offers whatever it has for this relying party.
pub fn assertion(
    challenge: &Challenge,
    rp_id: &str,
    allow: &[Descriptor<'_>],
    verification: Verification,
) -> Value {
    json!({
        "challenge": challenge.text(),
        "timeout": TIMEOUT,
        "rpId": rp_id,
        "allowCredentials": descriptors(allow),
        "userVerification": verification.word(),
    })
}

fn descriptors(all: &[Descriptor<'_>]) -> Vec<Value> {
    let one = |one: &Descriptor<'_>| json!({ "type": "public-key", "id": BASE64URL_NOPAD.encode(one.id), "transports": one.transports });
    all.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_anybody_is_known_no_credential_is_named() {
        let options = assertion(&Challenge::new([0; 32]), "example.org", &[], Verification::Required);
        assert_eq!(options["allowCredentials"], json!([]));
        assert_eq!(options["userVerification"], "required");
        assert_eq!(options["challenge"].as_str().map(str::len), Some(43));
    }

    #[test]
    fn a_passkey_is_found_without_a_name_and_a_security_key_keeps_nothing() {
        let new = |wanted| NewCredential {
            rp_id: "example.org",
            organisation: "De Vries",
            user_handle: &[7; 32],
            name: "anna@example.org",
            display: "Anna",
            exclude: &[],
            wanted,
            attestation: Conveyance::None,
        };
        let passkey = registration(&Challenge::new([0; 32]), &new(Wanted::Passkey));
        assert_eq!(passkey["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(passkey["authenticatorSelection"]["userVerification"], "required");
        let key = registration(&Challenge::new([0; 32]), &new(Wanted::SecurityKey));
        assert_eq!(key["authenticatorSelection"]["residentKey"], "discouraged");
        assert_eq!(key["pubKeyCredParams"][0]["alg"], -7);
    }
}
