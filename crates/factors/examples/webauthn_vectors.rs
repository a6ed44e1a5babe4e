//! Checks the ceremonies of a file of WebAuthn test vectors (the JSON form of WebAuthn L3, section Test Vectors):
//! `cargo run -p factors --example webauthn_vectors -- FILE`. Fails when one of them is not verified, or when a credential
//! of an algorithm that is not offered here is taken.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a check for people who look at its output")]

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use factors::passkey::{self, Assertion, Attestation, Error, Expected, Kind, Known, Top, Verification, Whom};
use serde_json::{Value, json};

/// The only ceremony with an algorithm that is not offered: the library that verifies has no Ed448.
const NOT_OFFERED: &str = "Packed Attestation with Ed448 Credential";
/// A day on which every certificate of the vectors is valid.
const DAY: i64 = 1_750_000_000;

fn main() {
    let path = std::env::args().nth(1).expect("the file is the only argument");
    let all: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let root = hex(&all[0]["registration"]["attestation_ca_cert"]);
    let ceremonies: Vec<_> =
        all.iter().filter(|one| one["registration"]["attestationObject"].is_string()).collect();
    let mut failed = 0;
    for one in &ceremonies {
        let title = one["title"].as_str().unwrap();
        let (said, good) = match (ceremony(one, &root), title) {
            (Ok(()), _) => ("verified".to_owned(), true),
            (Err(Error::Algorithm), NOT_OFFERED) => {
                ("refused, as an algorithm that is not offered".to_owned(), true)
            }
            (Err(error), _) => (format!("FAILED: {error}"), false),
        };
        println!("{title}: {said}");
        failed += usize::from(!good);
    }
    println!("{} passed, {failed} failed", ceremonies.len() - failed);
    assert!(failed == 0 && ceremonies.len() >= 15, "not every ceremony passed");
}

fn ceremony(one: &Value, root: &[u8]) -> Result<(), Error> {
    let (made, proved) = (&one["registration"], &one["authentication"]);
    let registered = passkey::register(
        &expected(&challenge(made)),
        &answer(
            made,
            &json!({
                "clientDataJSON": base64(&made["clientDataJSON"]),
                "attestationObject": base64(&made["attestationObject"]),
            }),
        )
        .to_string(),
    )?;
    trusted(&registered.attestation, root)?;
    let assertion = Assertion::read(
        &answer(
            made,
            &json!({
                "clientDataJSON": base64(&proved["clientDataJSON"]),
                "authenticatorData": base64(&proved["authenticatorData"]),
                "signature": base64(&proved["signature"]),
            }),
        )
        .to_string(),
    )?;
    let known = Known {
        id: &registered.id,
        key: &registered.key,
        counter: registered.counter,
        backup: registered.backup,
        user_handle: &[],
    };
    assertion.verify(&expected(&challenge(proved)), &known, Whom::Named).map(drop)
}

/// Those with certificates lead to the root of the vectors.
fn trusted(attestation: &Attestation, root: &[u8]) -> Result<(), Error> {
    if attestation.kind != Kind::Certified {
        return Ok(());
    }
    let now = model::Timestamp::from_secs(DAY);
    attestation.trusted_by(&[root.to_vec()], now).map_err(|_| Error::Attestation)
}

fn expected(challenge: &[u8]) -> Expected<'_> {
    Expected {
        challenge,
        origins: &["https://example.org"],
        rp_id: "example.org",
        verification: Verification::Preferred,
        top: Top::Allowed(&["https://example.com"]),
    }
}

fn answer(made: &Value, response: &Value) -> Value {
    let id = base64(&made["credential_id"]);
    json!({ "id": id, "rawId": id, "type": "public-key", "response": response })
}

fn challenge(part: &Value) -> Vec<u8> {
    hex(&part["challenge"])
}

fn hex(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

fn base64(value: &Value) -> String {
    BASE64URL_NOPAD.encode(&hex(value))
}
