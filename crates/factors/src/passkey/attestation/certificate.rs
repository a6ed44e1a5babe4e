use x509_parser::certificate::X509Certificate;
use x509_parser::oid_registry::asn1_rs::{Oid, oid};
use x509_parser::prelude::FromDer;

use super::super::Error;
use super::super::key::{Algorithm, Material, PublicKey};
use super::der::Der;

/// The make of an authenticator in its certificate (WebAuthn L3 §8.2.1).
const AAGUID: Oid<'static> = oid!(1.3.6.1.4.1.45724.1.1.4);

/// A certificate of an attestation, read.
pub(super) struct Certificate<'a>(pub(super) X509Certificate<'a>);

impl<'a> Certificate<'a> {
    pub(super) fn read(der: &'a [u8]) -> Result<Self, Error> {
        match X509Certificate::from_der(der) {
            Ok(([], certificate)) => Ok(Self(certificate)),
            _ => Err(Error::Attestation),
        }
    }

    /// The key as signatures are verified with: a point, or an RSAPublicKey.
    fn key(&self) -> &[u8] {
        &self.0.public_key().subject_public_key.data
    }

    pub(super) fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        algorithm.verify(self.key(), message, signature).map_err(|_| Error::Attestation)
    }

    /// True when it certifies the credential's own key.
    pub(super) fn is_of(&self, key: &PublicKey) -> bool {
        match key.material() {
            Material::Point(point) => self.key() == &point[..],
            Material::Rsa { n, e } => {
                Der::rsa_key(self.key()).is_some_and(|(own_n, own_e)| own_n == n && own_e == e)
            }
        }
    }

    /// The value of an extension.
    pub(super) fn extension(&self, oid: &Oid<'_>) -> Option<&[u8]> {
        self.0.extensions().iter().find(|extension| extension.oid == *oid).map(|extension| extension.value)
    }

    /// Where it names a make, that must be the one the authenticator named, and the extension may not be critical.
    pub(super) fn agrees_on(&self, aaguid: &[u8; 16]) -> Result<(), Error> {
        let Some(extension) = self.0.extensions().iter().find(|extension| extension.oid == AAGUID) else {
            return Ok(());
        };
        let named = Der::all(extension.value).and_then(|der| der.octets());
        if !extension.critical && named == Some(aaguid) { Ok(()) } else { Err(Error::Attestation) }
    }

    /// A third version and no authority: what every format asks of an authenticator's own certificate.
    pub(super) fn is_an_end(&self) -> bool {
        let authority = self.0.basic_constraints().ok().flatten().is_some_and(|limits| limits.value.ca);
        self.0.version().0 == 2 && !authority
    }
}
