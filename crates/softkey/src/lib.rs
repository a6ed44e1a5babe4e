//! An authenticator and its browser in software, for tests: it answers WebAuthn options in their JSON forms, and lies
//! where it is told to.
//!
//! It shares no code with `factors::passkey`, so that a mistake there is not made here too. It is not for people:
//! its keys live as long as a test. Begin with [`Authenticator`].

#![allow(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests only: a test that cannot go on ends, and the keys are drawn here"
)]

mod cbor;
mod key;
mod maker;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

pub use key::Algorithm;
use key::Key;
use maker::Attester;
pub use maker::Maker;

/// What it says that is not so. The default is the truth.
#[derive(Debug, Clone, Default)]
pub struct Lies {
    /// Another origin than the browser's.
    pub origin: Option<String>,
    /// Another relying party.
    pub rp_id: Option<String>,
    /// Another challenge than was given.
    pub challenge: Option<String>,
    /// The type of another ceremony.
    pub kind: Option<String>,
    /// That the person was not there.
    pub absent: bool,
    /// That it happened inside another page.
    pub cross_origin: bool,
    /// Another counter than the next.
    pub counter: Option<u32>,
    /// Another person's handle.
    pub user_handle: Option<String>,
    /// That the credential is synchronised though it never could be.
    pub backed_up: bool,
    /// Something after the authenticator data.
    pub trailing: bool,
    /// A signature with one bit turned over.
    pub signature: bool,
}

/// One device with its credentials.
pub struct Authenticator {
    /// The origin of the page it is used on.
    pub origin: String,
    /// What it lies about.
    pub lies: Lies,
    kind: Kind,
    algorithm: Algorithm,
    counter: u32,
    make: [u8; 16],
    attester: Option<Attester>,
    held: Vec<Held>,
}

/// What kind of device it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Sees that it is the right person, finds credentials without a name, and synchronises them.
    Synced,
    /// The same, bound to this device, with a counter.
    Bound,
    /// A key of the older kind: it only knows that somebody touched it.
    U2f,
}

struct Held {
    rp_id: String,
    id: Vec<u8>,
    user_handle: String,
    key: Key,
}

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;

impl Authenticator {
    /// A device on pages of an origin such as `https://id.example.org`.
    pub fn new(kind: Kind, origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            lies: Lies::default(),
            kind,
            algorithm: Algorithm::Es256,
            counter: 0,
            make: [0x5a; 16],
            attester: None,
            held: vec![],
        }
    }

    /// The same device of another make, which its maker vouches for where it is asked to.
    #[must_use]
    pub fn made_by(self, maker: &Maker, make: [u8; 16]) -> Self {
        Self { make, attester: Some(maker.attester(make)), ..self }
    }

    /// The same device of another make, which nobody vouches for.
    #[must_use]
    pub fn of_make(self, make: [u8; 16]) -> Self {
        Self { make, ..self }
    }

    /// The same device with keys of another algorithm.
    #[must_use]
    pub fn with(self, algorithm: Algorithm) -> Self {
        Self { algorithm, ..self }
    }

    /// The id of its newest credential, as JSON forms have it.
    pub fn newest(&self) -> String {
        BASE64URL_NOPAD.encode(&self.held.last().expect("a credential").id)
    }

    /// Makes a credential for `PublicKeyCredentialCreationOptionsJSON`: a `RegistrationResponseJSON`, attested by its
    /// maker or by the credential itself where it is asked to, else not at all.
    pub fn register(&mut self, options: &Value) -> Value {
        let key = Key::generate(self.algorithm);
        let mut id = vec![0; 32];
        rand::fill(&mut id).unwrap();
        let rp_id = options["rp"]["id"].as_str().unwrap().to_owned();
        let client_data = self.client_data("webauthn.create", options);
        let cose = key.cose();
        let length = u16::try_from(id.len()).unwrap().to_be_bytes();
        let attested = [&self.make[..], &length, &id, &cose].concat();
        let data = self.data(&rp_id, ATTESTED, &attested);
        let signed = [&data[..], digest(&SHA256, client_data.as_bytes()).as_ref()].concat();
        let (format, statement) = match options["attestation"] == "direct" {
            true => ("packed", self.statement(&key, &signed)),
            false => ("none", cbor::map(&[])),
        };
        let object = cbor::map(&[
            (cbor::text("fmt"), cbor::text(format)),
            (cbor::text("attStmt"), statement),
            (cbor::text("authData"), cbor::bytes(&data)),
        ]);
        let user_handle = options["user"]["id"].as_str().unwrap().to_owned();
        let raw_id = BASE64URL_NOPAD.encode(&id);
        self.held.push(Held { rp_id, id, user_handle, key });
        json!({
            "id": raw_id,
            "rawId": raw_id,
            "type": "public-key",
            "authenticatorAttachment": if self.kind == Kind::U2f { "cross-platform" } else { "platform" },
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": BASE64URL_NOPAD.encode(client_data.as_bytes()),
                "attestationObject": BASE64URL_NOPAD.encode(&object),
                "transports": if self.kind == Kind::U2f { ["usb"] } else { ["internal"] },
            },
        })
    }

    /// A packed statement (WebAuthn L3 §8.2).
    fn statement(&self, key: &Key, signed: &[u8]) -> Vec<u8> {
        let pair = |name, value| (cbor::text(name), value);
        match &self.attester {
            None => cbor::map(&[
                pair("alg", cbor::int(self.algorithm.number())),
                pair("sig", cbor::bytes(&key.sign(signed))),
            ]),
            Some(attester) => cbor::map(&[
                pair("alg", cbor::int(Algorithm::Es256.number())),
                pair("sig", cbor::bytes(&attester.sign(signed))),
                pair("x5c", cbor::array(&[cbor::bytes(attester.certificate())])),
            ]),
        }
    }

    /// Proves possession for `PublicKeyCredentialRequestOptionsJSON` with its newest fitting credential: an
    /// `AuthenticationResponseJSON`; `None` when it has none.
    pub fn assert(&mut self, options: &Value) -> Option<Value> {
        let allowed = options["allowCredentials"].as_array().cloned().unwrap_or_default();
        let rp_id = options["rpId"].as_str().unwrap().to_owned();
        let fits = |held: &Held| {
            let own = BASE64URL_NOPAD.encode(&held.id);
            let named = allowed.iter().any(|one| one["id"] == own.as_str());
            held.rp_id == rp_id && (named || (allowed.is_empty() && self.kind != Kind::U2f))
        };
        let at = self.held.iter().rposition(fits)?;
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", options);
        let data = self.data(&rp_id, 0, &[]);
        let signed = [&data[..], digest(&SHA256, client_data.as_bytes()).as_ref()].concat();
        let held = &self.held[at];
        let mut signature = held.key.sign(&signed);
        if self.lies.signature {
            *signature.last_mut().unwrap() ^= 1;
        }
        let handle = self.lies.user_handle.clone().unwrap_or_else(|| held.user_handle.clone());
        let raw_id = BASE64URL_NOPAD.encode(&held.id);
        Some(json!({
            "id": raw_id,
            "rawId": raw_id,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": BASE64URL_NOPAD.encode(client_data.as_bytes()),
                "authenticatorData": BASE64URL_NOPAD.encode(&data),
                "signature": BASE64URL_NOPAD.encode(&signature),
                "userHandle": if self.kind == Kind::U2f { Value::Null } else { json!(handle) },
            },
        }))
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        let lies = &self.lies;
        json!({
            "type": lies.kind.as_deref().unwrap_or(kind),
            "challenge": lies.challenge.as_deref().unwrap_or_else(|| options["challenge"].as_str().unwrap()),
            "origin": lies.origin.as_ref().unwrap_or(&self.origin),
            "crossOrigin": lies.cross_origin,
        })
        .to_string()
    }

    fn data(&self, rp_id: &str, more: u8, rest: &[u8]) -> Vec<u8> {
        let rp_id = self.lies.rp_id.as_deref().unwrap_or(rp_id);
        let mut flags = more;
        if !self.lies.absent {
            flags |= PRESENT;
        }
        if self.kind != Kind::U2f {
            flags |= VERIFIED;
        }
        if self.kind == Kind::Synced {
            flags |= ELIGIBLE | BACKED_UP;
        }
        if self.lies.backed_up {
            flags |= BACKED_UP;
        }
        let counter = if self.kind == Kind::Synced { 0 } else { self.counter };
        let counter = self.lies.counter.unwrap_or(counter);
        let mut data =
            [digest(&SHA256, rp_id.as_bytes()).as_ref(), &[flags], &counter.to_be_bytes(), rest].concat();
        if self.lies.trailing {
            data.push(0);
        }
        data
    }
}
