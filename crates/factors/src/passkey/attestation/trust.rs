use model::Timestamp;
use x509_parser::time::ASN1Time;

use super::certificate::Certificate;
use super::{Attestation, Kind};

/// Nothing that is trusted vouches for the make of an authenticator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Untrusted;

impl Attestation {
    /// Whether its certificates lead to one of these roots (DER), each signed by the next and valid at that moment.
    ///
    /// # Errors
    /// [`Untrusted`] when they do not, or when there are none.
    pub fn trusted_by(&self, roots: &[Vec<u8>], now: Timestamp) -> Result<(), Untrusted> {
        if self.kind != Kind::Certified {
            return Err(Untrusted);
        }
        let at = ASN1Time::from_timestamp(now.as_secs()).map_err(|_| Untrusted)?;
        let chain = self.chain.iter().map(|der| Certificate::read(der).map_err(|_| Untrusted));
        let chain = chain.collect::<Result<Vec<_>, _>>()?;
        let is_valid = |one: &Certificate<'_>| one.0.validity().is_valid_at(at);
        if !chain.iter().all(is_valid) {
            return Err(Untrusted);
        }
        for pair in chain.windows(2) {
            if !signs(&pair[1], &pair[0]) {
                return Err(Untrusted);
            }
        }
        let Some(last) = chain.last() else { return Err(Untrusted) };
        let reaches = |root: &Vec<u8>| {
            // The last one may be the root itself, or any certificate that is trusted by name.
            self.chain.last() == Some(root)
                || Certificate::read(root).is_ok_and(|root| is_valid(&root) && signs(&root, last))
        };
        if roots.iter().any(reaches) { Ok(()) } else { Err(Untrusted) }
    }
}

/// RFC 5280 §6.1.3: the issuer is named, may issue, and signed.
fn signs(issuer: &Certificate<'_>, subject: &Certificate<'_>) -> bool {
    let may = issuer.0.basic_constraints().ok().flatten().is_some_and(|limits| limits.value.ca);
    may && issuer.0.subject() == subject.0.issuer()
        && subject.0.verify_signature(Some(issuer.0.public_key())).is_ok()
}
