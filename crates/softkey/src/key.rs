use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};

use crate::cbor;

/// What its keys are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA with P-256.
    Es256,
    /// Ed25519.
    EdDsa,
    /// RSA with 2,048 bits.
    Rs256,
}

impl Algorithm {
    pub(crate) const fn number(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::EdDsa => -8,
            Self::Rs256 => -257,
        }
    }
}

pub(crate) enum Key {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(RsaKeyPair),
}

impl Key {
    pub(crate) fn generate(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Es256 => Self::Es256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap()),
            Algorithm::EdDsa => Self::EdDsa(Ed25519KeyPair::generate().unwrap()),
            Algorithm::Rs256 => Self::Rs256(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()),
        }
    }

    /// The public key as a COSE_Key.
    pub(crate) fn cose(&self) -> Vec<u8> {
        let pair = |label, value: Vec<u8>| (cbor::int(label), value);
        match self {
            Self::Es256(key) => {
                let point = key.public_key().as_ref();
                cbor::map(&[
                    pair(1, cbor::int(2)),
                    pair(3, cbor::int(-7)),
                    pair(-1, cbor::int(1)),
                    pair(-2, cbor::bytes(&point[1..33])),
                    pair(-3, cbor::bytes(&point[33..])),
                ])
            }
            Self::EdDsa(key) => cbor::map(&[
                pair(1, cbor::int(1)),
                pair(3, cbor::int(-8)),
                pair(-1, cbor::int(6)),
                pair(-2, cbor::bytes(key.public_key().as_ref())),
            ]),
            Self::Rs256(key) => {
                let PublicKeyComponents { n, e } = PublicKeyComponents::<Vec<u8>>::from(key.public_key());
                cbor::map(&[
                    pair(1, cbor::int(3)),
                    pair(3, cbor::int(-257)),
                    pair(-1, cbor::bytes(&n)),
                    pair(-2, cbor::bytes(&e)),
                ])
            }
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Es256(key) => key.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::EdDsa(key) => key.sign(message).as_ref().to_vec(),
            Self::Rs256(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
        }
    }
}
