use std::sync::OnceLock;

use jsonwebtoken::{EncodingKey, Header};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::{SigningAlgorithm, generate_pkcs8};

const TYP: &str = "at+jwt";

fn der() -> &'static [u8] {
    static DER: OnceLock<Vec<u8>> = OnceLock::new();
    DER.get_or_init(|| generate_pkcs8(SigningAlgorithm::Es256).unwrap())
}

fn key() -> SigningKey {
    SigningKey::from_pkcs8(SigningAlgorithm::Es256, der()).unwrap()
}

fn claims() -> Value {
    json!({ "sub": "anna", "exp": 1 })
}

fn read(token: &str) -> Result<Value, InvalidToken> {
    verify(&[key().public().clone()], TYP, token)
}

/// A token with this header and an honest signature of our own key over it.
fn with_header(header: &Value) -> String {
    let body = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(claims().to_string())
    );
    let signature = URL_SAFE_NO_PAD.encode(key().sign(body.as_bytes()).unwrap());
    format!("{body}.{signature}")
}

#[test]
fn our_own_token_is_read_and_an_independent_reader_agrees() {
    let token = sign(&key(), TYP, &claims()).unwrap();
    assert_eq!(read(&token), Ok(claims()));
    let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_value(key().public().jwk()).unwrap();
    let decoding = jsonwebtoken::DecodingKey::from_jwk(&jwk).unwrap();
    assert_eq!(
        decode::<Value>(&token, &decoding, &signature_only(Algorithm::ES256)).unwrap().claims,
        claims()
    );
}

#[test]
fn the_algorithm_is_ours_to_choose() {
    let kid = key().kid().to_owned();
    // No signature at all.
    for alg in ["none", "None", "NONE", ""] {
        let header = URL_SAFE_NO_PAD.encode(json!({ "alg": alg, "typ": TYP, "kid": kid }).to_string());
        let body = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims().to_string()));
        for token in [format!("{body}."), body.clone(), format!("{body}.AA")] {
            assert_eq!(read(&token), Err(InvalidToken::Malformed), "{token}");
        }
    }
    // The public key, which everybody has, as an HMAC secret.
    let jwk = key().public().jwk();
    let part = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let point = [vec![4], part("x"), part("y")].concat();
    let jwk = key().public().jwk().to_string();
    for secret in [&point[..], &point[1..], jwk.as_bytes(), kid.as_bytes(), b""] {
        for alg in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let header = Header { kid: Some(kid.clone()), typ: Some(TYP.to_owned()), ..Header::new(alg) };
            let token = jsonwebtoken::encode(&header, &claims(), &EncodingKey::from_secret(secret)).unwrap();
            assert_eq!(read(&token), Err(InvalidToken::Algorithm));
        }
    }
    for alg in ["HS256", "RS256", "ES384", "EdDSA", "PS256"] {
        assert_eq!(
            read(&with_header(&json!({ "alg": alg, "typ": TYP, "kid": kid }))),
            Err(InvalidToken::Algorithm)
        );
    }
}

#[test]
fn a_key_that_is_not_ours_is_not_believed_whatever_it_calls_itself() {
    let foreign =
        SigningKey::from_pkcs8(SigningAlgorithm::Es256, &generate_pkcs8(SigningAlgorithm::Es256).unwrap())
            .unwrap();
    let ours = key().kid().to_owned();
    assert_eq!(read(&sign(&foreign, TYP, &claims()).unwrap()), Err(InvalidToken::UnknownKey));
    let header =
        Header { kid: Some(ours.clone()), typ: Some(TYP.to_owned()), ..Header::new(Algorithm::ES256) };
    let encoding = EncodingKey::from_ec_der(&generate_pkcs8(SigningAlgorithm::Es256).unwrap());
    assert_eq!(
        read(&jsonwebtoken::encode(&header, &claims(), &encoding).unwrap()),
        Err(InvalidToken::Signature)
    );
    // A key that travels in the header is not looked at.
    let mut header =
        json!({ "alg": "ES256", "typ": TYP, "kid": foreign.kid(), "jwk": foreign.public().jwk() });
    assert_eq!(read(&with_header(&header)), Err(InvalidToken::UnknownKey));
    header["kid"] = json!("../../dev/null");
    assert_eq!(read(&with_header(&header)), Err(InvalidToken::UnknownKey));
    assert_eq!(read(&with_header(&json!({ "alg": "ES256", "typ": TYP }))), Err(InvalidToken::UnknownKey));
}

#[test]
fn a_token_for_another_use_or_with_critical_extensions_is_refused() {
    let kid = key().kid().to_owned();
    for typ in [json!("JWT"), json!("logout+jwt"), json!("AT+JWT"), Value::Null] {
        let token = with_header(&json!({ "alg": "ES256", "typ": typ, "kid": kid }));
        assert_eq!(read(&token), Err(InvalidToken::Type), "{typ}");
    }
    let token =
        with_header(&json!({ "alg": "ES256", "typ": TYP, "kid": kid, "crit": ["b64"], "b64": false }));
    assert_eq!(read(&token), Err(InvalidToken::Algorithm));
}

#[test]
fn every_truncation_is_refused() {
    let token = sign(&key(), TYP, &claims()).unwrap();
    for end in 0..token.len() {
        assert!(read(&token[..end]).is_err(), "{end}");
    }
}

#[test]
fn every_changed_character_is_refused() {
    let token = sign(&key(), TYP, &claims()).unwrap();
    for at in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert!(read(std::str::from_utf8(&changed).unwrap()).is_err(), "{at}");
    }
}

#[test]
fn a_token_has_three_parts_and_a_bounded_size() {
    let token = sign(&key(), TYP, &claims()).unwrap();
    for odd in [format!("{token}."), format!(".{token}"), format!("{token}.{token}"), format!("{token}=")] {
        assert!(read(&odd).is_err());
    }
    let long = sign(&key(), TYP, &json!({ "sub": "a".repeat(MAX_TOKEN) })).unwrap();
    assert_eq!(read(&long), Err(InvalidToken::Malformed));
}

#[test]
fn a_life_is_rounded_down() {
    assert_eq!(life(Timestamp::from_micros(1_999_999), Span::micros(1_999_999)), (1, 2));
}

proptest! {
    #[test]
    fn nothing_a_stranger_makes_up_is_a_token(text in "[A-Za-z0-9_.-]{0,120}|\\PC{0,80}") {
        prop_assert!(read(&text).is_err());
    }
}

#[test]
fn each_algorithm_signs_and_no_key_reads_another_ones() {
    let keys = SigningAlgorithm::ALL
        .map(|algorithm| SigningKey::from_pkcs8(algorithm, &generate_pkcs8(algorithm).unwrap()).unwrap());
    let publics = keys.each_ref().map(|key| key.public().clone());
    for key in &keys {
        let token = sign(key, TYP, &claims()).unwrap();
        assert_eq!(verify::<Value>(&publics, TYP, &token), Ok(claims()));
        // The header names another algorithm than the key has (RFC 8725 §3.1).
        for other in keys.iter().filter(|other| other.kid() != key.kid()) {
            let header = json!({ "typ": TYP, "alg": other.algorithm().word(), "kid": key.kid() });
            let body = format!(
                "{}.{}",
                URL_SAFE_NO_PAD.encode(header.to_string()),
                URL_SAFE_NO_PAD.encode(claims().to_string())
            );
            let forged = format!("{body}.{}", URL_SAFE_NO_PAD.encode(other.sign(body.as_bytes()).unwrap()));
            assert_eq!(verify::<Value>(&publics, TYP, &forged), Err(InvalidToken::Algorithm));
        }
    }
}
