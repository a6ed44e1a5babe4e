use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ECDSA_P521_SHA512_ASN1, ED25519,
    RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};

use super::Error;
use super::cbor::Value;

/// An algorithm of the COSE registry (RFC 9053, RFC 8812) that credentials may use here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA with P-256 and SHA-256.
    Es256,
    /// EdDSA with Ed25519.
    EdDsa,
    /// ECDSA with P-384 and SHA-384.
    Es384,
    /// ECDSA with P-521 and SHA-512.
    Es512,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
}

impl Algorithm {
    /// What a registration offers, most wanted first.
    pub const ALL: [Self; 5] = [Self::Es256, Self::EdDsa, Self::Es384, Self::Es512, Self::Rs256];

    /// The number in the COSE registry.
    pub const fn number(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::EdDsa => -8,
            Self::Es384 => -35,
            Self::Es512 => -36,
            Self::Rs256 => -257,
        }
    }

    /// Reads [`Algorithm::number`].
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.number() == number)
    }

    pub(super) fn verification(self) -> &'static dyn VerificationAlgorithm {
        match self {
            Self::Es256 => &ECDSA_P256_SHA256_ASN1,
            Self::Es384 => &ECDSA_P384_SHA384_ASN1,
            Self::Es512 => &ECDSA_P521_SHA512_ASN1,
            Self::EdDsa => &ED25519,
            Self::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
        }
    }

    /// Verifies with a key as certificates hold it: a point, or an RSAPublicKey.
    pub(super) fn verify(self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), Error> {
        UnparsedPublicKey::new(self.verification(), key)
            .verify(message, signature)
            .map_err(|_| Error::Signature)
    }
}

/// A credential's public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    algorithm: Algorithm,
    material: Material,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Material {
    /// A point without compression (SEC 1 §2.3.3), or an Ed25519 key.
    Point(Vec<u8>),
    /// A modulus and an exponent, both without leading zeros.
    Rsa { n: Vec<u8>, e: Vec<u8> },
}

impl PublicKey {
    /// Reads a COSE_Key (RFC 9052 §7) with nothing after it.
    pub fn from_cose(bytes: &[u8]) -> Result<Self, Error> {
        Self::from_value(&Value::read_all(bytes)?)
    }

    pub(super) fn from_value(key: &Value<'_>) -> Result<Self, Error> {
        let number = |label| key.number(label).and_then(Value::int);
        let bytes = |label| key.number(label).and_then(Value::bytes).ok_or(Error::Key);
        let algorithm = number(3).and_then(Algorithm::from_number).ok_or(Error::Algorithm)?;
        // Key type and curve as RFC 9053 §7.1 and §7.2 number them; WebAuthn L3 §5.8.5 binds each algorithm to one curve.
        let material = match (algorithm, number(1), number(-1)) {
            (Algorithm::Es256, Some(2), Some(1)) => point(bytes(-2)?, bytes(-3)?, 32)?,
            (Algorithm::Es384, Some(2), Some(2)) => point(bytes(-2)?, bytes(-3)?, 48)?,
            (Algorithm::Es512, Some(2), Some(3)) => point(bytes(-2)?, bytes(-3)?, 66)?,
            (Algorithm::EdDsa, Some(1), Some(6)) if bytes(-2)?.len() == 32 => {
                Material::Point(bytes(-2)?.to_vec())
            }
            (Algorithm::Rs256, Some(3), None) => rsa(bytes(-1)?, bytes(-2)?)?,
            _ => return Err(Error::Key),
        };
        Ok(Self { algorithm, material })
    }

    /// The algorithm.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) const fn material(&self) -> &Material {
        &self.material
    }

    /// Verifies a signature.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        match &self.material {
            Material::Point(point) => self.algorithm.verify(point, message, signature),
            Material::Rsa { n, e } => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .map_err(|_| Error::Signature),
        }
    }
}

fn point(x: &[u8], y: &[u8], length: usize) -> Result<Material, Error> {
    if x.len() != length || y.len() != length {
        return Err(Error::Key);
    }
    Ok(Material::Point([&[4], x, y].concat()))
}

fn rsa(n: &[u8], e: &[u8]) -> Result<Material, Error> {
    let trimmed = |number: &[u8]| number.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
    let (n, e) = (trimmed(n), trimmed(e));
    // 2,048 to 8,192 bits: shorter is broken, longer is a way to keep a processor busy.
    if (256..=1_024).contains(&n.len()) && (1..=4).contains(&e.len()) {
        Ok(Material::Rsa { n, e })
    } else {
        Err(Error::Key)
    }
}
