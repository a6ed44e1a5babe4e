use std::fmt;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use serde_json::{Value, json};

use crate::secret::sha256;

/// How tokens are signed (RFC 7518 §3, RFC 8037 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SigningAlgorithm {
    /// ECDSA on P-256: fast and short, what an application gets that asks for nothing.
    #[default]
    Es256,
    /// Ed25519: as fast, and known to fewer applications.
    EdDsa,
    /// RSA with 2,048 bits: what older applications demand, thirty times as slow.
    Rs256,
}

impl SigningAlgorithm {
    /// All of them, the usual one first.
    pub const ALL: [Self; 3] = [Self::Es256, Self::EdDsa, Self::Rs256];

    /// The word of RFC 7518 and RFC 8037, in tokens, keys and databases.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Rs256 => "RS256",
        }
    }

    /// Reads [`SigningAlgorithm::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.word() == word)
    }

    pub(crate) const fn library(self) -> jsonwebtoken::Algorithm {
        match self {
            Self::Es256 => jsonwebtoken::Algorithm::ES256,
            Self::EdDsa => jsonwebtoken::Algorithm::EdDSA,
            Self::Rs256 => jsonwebtoken::Algorithm::RS256,
        }
    }
}

/// A key that signs tokens.
pub struct SigningKey {
    pair: Pair,
    public: PublicKey,
}

enum Pair {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(RsaKeyPair),
}

/// The half of a key that everyone may know.
#[derive(Clone)]
pub struct PublicKey {
    kid: String,
    algorithm: SigningAlgorithm,
    /// The members of its JWK that are particular to the kind of key.
    members: Value,
    decoding: DecodingKey,
}

/// A key that cannot be read, made or used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyError;

/// Makes a new key as PKCS#8. The library draws its own randomness, so only the edge may call this: `server` hands it to
/// the rest as a function value. An RSA key takes a tenth of a second and more.
pub fn generate_pkcs8(algorithm: SigningAlgorithm) -> Result<Vec<u8>, KeyError> {
    match algorithm {
        SigningAlgorithm::Es256 => {
            let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
            made.map(|document| document.as_ref().to_vec()).map_err(|_| KeyError)
        }
        SigningAlgorithm::EdDsa => {
            let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
            made.map(|document| document.as_ref().to_vec()).map_err(|_| KeyError)
        }
        SigningAlgorithm::Rs256 => {
            let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError)?;
            pair.as_der().map(|der| der.as_ref().to_vec()).map_err(|_| KeyError)
        }
    }
}

/// The published set (RFC 7517 §5).
pub fn jwks<'a>(keys: impl IntoIterator<Item = &'a PublicKey>) -> String {
    json!({ "keys": keys.into_iter().map(PublicKey::jwk).collect::<Vec<_>>() }).to_string()
}

impl SigningKey {
    /// Reads a key of this algorithm.
    pub fn from_pkcs8(algorithm: SigningAlgorithm, der: &[u8]) -> Result<Self, KeyError> {
        let (pair, public) = match algorithm {
            SigningAlgorithm::Es256 => {
                let pair =
                    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map_err(|_| KeyError)?;
                let point = pair.public_key().as_ref().try_into().map_err(|_| KeyError)?;
                (Pair::Es256(pair), PublicKey::from_point(point)?)
            }
            SigningAlgorithm::EdDsa => {
                let pair = Ed25519KeyPair::from_pkcs8(der).map_err(|_| KeyError)?;
                let public = PublicKey::from_ed25519(pair.public_key().as_ref());
                (Pair::EdDsa(pair), public)
            }
            SigningAlgorithm::Rs256 => {
                let pair = RsaKeyPair::from_pkcs8(der).map_err(|_| KeyError)?;
                let public = PublicKey::from_rsa(&PublicKeyComponents::from(pair.public_key()));
                (Pair::Rs256(pair), public)
            }
        };
        Ok(Self { pair, public })
    }

    /// Its public half.
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Its id.
    pub fn kid(&self) -> &str {
        &self.public.kid
    }

    /// How it signs.
    pub const fn algorithm(&self) -> SigningAlgorithm {
        self.public.algorithm
    }

    /// The signature as a JWS carries it; the library draws its own nonce.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &self.pair {
            Pair::Es256(pair) => {
                let signed = pair.sign(&SystemRandom::new(), message);
                signed.map(|signature| signature.as_ref().to_vec()).map_err(|_| KeyError)
            }
            Pair::EdDsa(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Pair::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let signed = pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature);
                signed.map(|()| signature).map_err(|_| KeyError)
            }
        }
    }
}

impl PublicKey {
    /// Reads an uncompressed point of P-256 (SEC 1 §2.3.3): 4, then x and y of 32 bytes each.
    pub fn from_point(point: [u8; 65]) -> Result<Self, KeyError> {
        if point[0] != 4 {
            return Err(KeyError);
        }
        let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
        // RFC 7638 §3: the required members in this order, without white space.
        let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let members = json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y });
        let decoding = DecodingKey::from_ec_der(&point);
        Ok(Self::new(SigningAlgorithm::Es256, &canonical, members, decoding))
    }

    fn from_ed25519(key: &[u8]) -> Self {
        let x = URL_SAFE_NO_PAD.encode(key);
        // RFC 8037 §2 and appendix A.3.
        let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
        let members = json!({ "kty": "OKP", "crv": "Ed25519", "x": x });
        Self::new(SigningAlgorithm::EdDsa, &canonical, members, DecodingKey::from_ed_der(key))
    }

    fn from_rsa(key: &PublicKeyComponents<Vec<u8>>) -> Self {
        let (n, e) = (URL_SAFE_NO_PAD.encode(&key.n), URL_SAFE_NO_PAD.encode(&key.e));
        let canonical = format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#);
        let members = json!({ "kty": "RSA", "n": n, "e": e });
        let decoding = DecodingKey::from_rsa_raw_components(&key.n, &key.e);
        Self::new(SigningAlgorithm::Rs256, &canonical, members, decoding)
    }

    fn new(algorithm: SigningAlgorithm, canonical: &str, members: Value, decoding: DecodingKey) -> Self {
        Self { kid: URL_SAFE_NO_PAD.encode(sha256(canonical.as_bytes())), algorithm, members, decoding }
    }

    /// Its RFC 7638 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// How it signs.
    pub const fn algorithm(&self) -> SigningAlgorithm {
        self.algorithm
    }

    /// As it is published (RFC 7517; RFC 7518 §6.2, §6.3; RFC 8037 §2).
    pub fn jwk(&self) -> Value {
        let mut jwk = self.members.clone();
        jwk["use"] = "sig".into();
        jwk["alg"] = self.algorithm.word().into();
        jwk["kid"] = self.kid.as_str().into();
        jwk
    }

    pub(crate) const fn decoding(&self) -> &DecodingKey {
        &self.decoding
    }
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

    fn key(algorithm: SigningAlgorithm) -> SigningKey {
        SigningKey::from_pkcs8(algorithm, &generate_pkcs8(algorithm).unwrap()).unwrap()
    }

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
    fn the_thumbprint_of_rfc_8037_is_computed_for_its_key() {
        // RFC 8037, appendix A.1 and A.3.
        let key = URL_SAFE_NO_PAD.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        assert_eq!(PublicKey::from_ed25519(&key).kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn the_kid_is_the_thumbprint_that_others_compute_from_the_published_key() {
        for algorithm in SigningAlgorithm::ALL {
            let key = key(algorithm);
            let published: Jwk = serde_json::from_value(key.public().jwk()).unwrap();
            assert_eq!(published.thumbprint(ThumbprintHash::SHA256).unwrap(), key.kid(), "{algorithm:?}");
        }
    }

    #[test]
    fn the_private_half_is_neither_published_nor_printed() {
        let members = |algorithm| {
            let key = key(algorithm);
            assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.kid()));
            let set: Value = serde_json::from_str(&jwks([key.public()])).unwrap();
            let mut members: Vec<_> = set["keys"][0].as_object().unwrap().keys().cloned().collect();
            members.sort();
            members.join(" ")
        };
        assert_eq!(members(SigningAlgorithm::Es256), "alg crv kid kty use x y");
        assert_eq!(members(SigningAlgorithm::EdDsa), "alg crv kid kty use x");
        assert_eq!(members(SigningAlgorithm::Rs256), "alg e kid kty n use");
    }

    #[test]
    fn what_is_no_key_of_its_algorithm_is_refused() {
        for algorithm in SigningAlgorithm::ALL {
            let der = generate_pkcs8(algorithm).unwrap();
            for end in [0, 1, der.len() / 2, der.len() - 1] {
                assert!(SigningKey::from_pkcs8(algorithm, &der[..end]).is_err(), "{end}");
            }
            for other in SigningAlgorithm::ALL.into_iter().filter(|other| *other != algorithm) {
                assert!(SigningKey::from_pkcs8(other, &der).is_err(), "{algorithm:?} as {other:?}");
            }
        }
        assert!(PublicKey::from_point([0; 65]).is_err());
    }
}
