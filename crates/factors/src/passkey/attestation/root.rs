use model::Timestamp;
use x509_parser::pem::Pem;

use super::certificate::Certificate;
use crate::passkey::sha256;

/// The longest certificate that is taken, in bytes.
const LONGEST: usize = 4 << 10;

/// A certificate that an organisation trusts to vouch for makes of authenticators: a maker's root, one below it, or an
/// authenticator's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The certificate in DER.
    pub der: Vec<u8>,
    /// Whose it is.
    pub subject: String,
    /// When it ends.
    pub until: Timestamp,
    /// SHA-256 over the certificate.
    pub fingerprint: [u8; 32],
}

/// What was given is no list of certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCertificates;

impl Root {
    /// Reads certificates as makers publish them: PEM (RFC 7468), one after the other. Text between them is skipped;
    /// anything else than certificates, a private key say, is refused.
    ///
    /// # Errors
    /// [`NoCertificates`] when there is none, or when one cannot be read or is longer than 4 kB.
    pub fn read_pem(text: &str) -> Result<Vec<Self>, NoCertificates> {
        let mut roots = vec![];
        for pem in Pem::iter_from_buffer(text.as_bytes()) {
            let pem = pem.map_err(|_| NoCertificates)?;
            if pem.label != "CERTIFICATE" {
                return Err(NoCertificates);
            }
            roots.push(Self::read(pem.contents)?);
        }
        if roots.is_empty() { Err(NoCertificates) } else { Ok(roots) }
    }

    /// Reads one in DER.
    ///
    /// # Errors
    /// [`NoCertificates`] when it is none, or too long.
    pub fn read(der: Vec<u8>) -> Result<Self, NoCertificates> {
        if der.len() > LONGEST {
            return Err(NoCertificates);
        }
        let certificate = Certificate::read(&der).map_err(|_| NoCertificates)?;
        let subject = certificate.0.subject().to_string();
        let until = Timestamp::from_secs(certificate.0.validity().not_after.timestamp());
        Ok(Self { subject, until, fingerprint: sha256(&der), der })
    }
}
