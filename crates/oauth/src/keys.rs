use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use serde_json::{Value, json};

use crate::secret::sha256;

/// A key that signs tokens with ES256.
pub struct SigningKey {
    pair: EcdsaKeyPair,
    public: PublicKey,
}

/// The half of a key that everyone may know.
#[derive(Clone)]
pub struct PublicKey {
    kid: String,
    /// Uncompressed (SEC 1 §2.3.3): 4, then x and y of 32 bytes each.
    point: [u8; 65],
    decoding: DecodingKey,
}

/// A key that cannot be read, made or used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyError;

/// Makes a new P-256 key as PKCS#8. The library draws its own randomness, so only the edge may call this: `server`
/// hands it to the rest as a function value.
pub fn generate_pkcs8() -> Result<Vec<u8>, KeyError> {
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    document.map(|document| document.as_ref().to_vec()).map_err(|_| KeyError)
}

/// The published set (RFC 7517 §5).
pub fn jwks<'a>(keys: impl IntoIterator<Item = &'a PublicKey>) -> String {
    json!({ "keys": keys.into_iter().map(PublicKey::jwk).collect::<Vec<_>>() }).to_string()
}

impl SigningKey {
    /// Reads a P-256 key.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map_err(|_| KeyError)?;
        let point = pair.public_key().as_ref().try_into().map_err(|_| KeyError)?;
        Ok(Self { pair, public: PublicKey::from_point(point)? })
    }

    /// Its public half.
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Its id.
    pub fn kid(&self) -> &str {
        &self.public.kid
    }

    /// The 64 bytes of an ES256 signature (RFC 7518 §3.4); the library draws its own nonce.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<impl AsRef<[u8]> + use<>, KeyError> {
        self.pair.sign(&SystemRandom::new(), message).map_err(|_| KeyError)
    }
}

impl PublicKey {
    /// Reads an uncompressed point of P-256.
    pub fn from_point(point: [u8; 65]) -> Result<Self, KeyError> {
        if point[0] != 4 {
            return Err(KeyError);
        }
        let (x, y) = coordinates(&point);
        // RFC 7638 §3: the required members in this order, without white space.
        let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(sha256(canonical.as_bytes()));
        Ok(Self { kid, point, decoding: DecodingKey::from_ec_der(&point) })
    }

    /// The uncompressed point, as databases may keep it.
    pub const fn point(&self) -> &[u8; 65] {
        &self.point
    }

    /// Its RFC 7638 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// As it is published (RFC 7517, RFC 7518 §6.2).
    pub fn jwk(&self) -> Value {
        let (x, y) = coordinates(&self.point);
        json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "use": "sig", "alg": "ES256", "kid": self.kid })
    }

    pub(crate) const fn decoding(&self) -> &DecodingKey {
        &self.decoding
    }
}

fn coordinates(point: &[u8; 65]) -> (String, String) {
    (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]))
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public.kid)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.kid)
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a signing key cannot be read or used")
    }
}
impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use jsonwebtoken::jwk::{Jwk, ThumbprintHash};

    use super::*;

    #[test]
    fn the_example_key_of_rfc_7517_is_published_as_it_stands_there() {
        // RFC 7517, appendix A.1.
        let x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
        let y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";
        let mut point = vec![4];
        point.extend(URL_SAFE_NO_PAD.decode(x).unwrap());
        point.extend(URL_SAFE_NO_PAD.decode(y).unwrap());
        let jwk = PublicKey::from_point(point.try_into().unwrap()).unwrap().jwk();
        assert_eq!((jwk["x"].as_str(), jwk["y"].as_str()), (Some(x), Some(y)));
        // Computed with an independent implementation (OpenSSL's SHA-256 over the canonical form).
        assert_eq!(jwk["kid"], "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
    }

    #[test]
    fn the_kid_is_the_thumbprint_that_others_compute_from_the_published_key() {
        let key = SigningKey::from_pkcs8(&generate_pkcs8().unwrap()).unwrap();
        let published: Jwk = serde_json::from_value(key.public().jwk()).unwrap();
        assert_eq!(published.thumbprint(ThumbprintHash::SHA256).unwrap(), key.kid());
    }

    #[test]
    fn the_private_half_is_neither_published_nor_printed() {
        let key = SigningKey::from_pkcs8(&generate_pkcs8().unwrap()).unwrap();
        let set: Value = serde_json::from_str(&jwks([key.public()])).unwrap();
        let members: std::collections::BTreeSet<_> = set["keys"][0].as_object().unwrap().keys().collect();
        let public = ["alg", "crv", "kid", "kty", "use", "x", "y"];
        assert_eq!(members.into_iter().map(String::as_str).collect::<Vec<_>>(), public);
        assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.kid()));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let der = generate_pkcs8().unwrap();
        for end in [0, 1, der.len() / 2, der.len() - 1] {
            assert!(SigningKey::from_pkcs8(&der[..end]).is_err(), "{end}");
        }
        assert!(PublicKey::from_point([0; 65]).is_err());
    }
}
