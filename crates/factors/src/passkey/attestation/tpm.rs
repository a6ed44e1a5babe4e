use aws_lc_rs::digest;
use x509_parser::extensions::GeneralName;
use x509_parser::oid_registry::asn1_rs::{Oid, oid};

use super::certificate::Certificate;
use super::{Attestation, Statement};
use crate::passkey::Error;
use crate::passkey::key::{Algorithm, Material};
use crate::same;

/// The use of an attestation identity key (TPM EK profile, §3.2).
const IDENTITY_KEY: Oid<'static> = oid!(2.23.133.8.3);
/// Manufacturer, model and version in the subject alternative name (§3.2.9).
const MAKE: [Oid<'static>; 3] = [oid!(2.23.133.2.1), oid!(2.23.133.2.2), oid!(2.23.133.2.3)];

/// Constants of TPM 2.0, part 2.
const GENERATED_VALUE: u32 = 0xff54_4347;
const ATTEST_CERTIFY: u16 = 0x8017;
const RSA: u16 = 0x0001;
const ECC: u16 = 0x0023;
const NULL: u16 = 0x0010;
/// An exponent of zero means this one.
const USUAL_EXPONENT: u32 = 65_537;

/// TPM (WebAuthn L3 §8.3).
pub(super) fn check(statement: &Statement<'_>) -> Result<Attestation, Error> {
    if statement.statement.at("ver").and_then(super::Value::text) != Some("2.0") {
        return Err(Error::Attestation);
    }
    let (area, info) = (statement.bytes("pubArea")?, statement.bytes("certInfo")?);
    let algorithm = statement.algorithm()?;
    let name_hash = check_area(area, statement.attested.key.material()).ok_or(Error::Attestation)?;
    let hashed = digest::digest(hash_of(algorithm).ok_or(Error::Attestation)?, &statement.signed());
    let name = [&area[2..4], digest::digest(name_hash, area).as_ref()].concat();
    if check_info(info, hashed.as_ref(), &name).is_none() {
        return Err(Error::Attestation);
    }
    let chain = statement.chain()?.ok_or(Error::Attestation)?;
    let own = Certificate::read(&chain[0])?;
    own.verify(algorithm, info, statement.bytes("sig")?)?;
    if !is_identity_key(&own) {
        return Err(Error::Attestation);
    }
    own.agrees_on(&statement.attested.aaguid)?;
    Ok(Statement::certified(chain))
}

const fn hash_of(algorithm: Algorithm) -> Option<&'static digest::Algorithm> {
    match algorithm {
        Algorithm::Es256 | Algorithm::Rs256 => Some(&digest::SHA256),
        Algorithm::Es384 => Some(&digest::SHA384),
        Algorithm::Es512 => Some(&digest::SHA512),
        Algorithm::EdDsa => None,
    }
}

/// Reads numbers and sized bytes one after the other, big-endian as the TPM writes them.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        Some(head)
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    fn long(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn sized(&mut self) -> Option<&'a [u8]> {
        let length = self.short()?;
        self.take(usize::from(length))
    }
}

/// TPMT_PUBLIC (TPM 2.0 part 2, §12.2.4): it must hold the credential's key. The hash that its name is made with.
fn check_area(area: &[u8], material: &Material) -> Option<&'static digest::Algorithm> {
    let mut read = Reader(area);
    let kind = read.short()?;
    let name_hash = match read.short()? {
        0x000b => &digest::SHA256,
        0x000c => &digest::SHA384,
        0x000d => &digest::SHA512,
        _ => return None,
    };
    let _attributes = read.long()?;
    let _policy = read.sized()?;
    skip_schemes(&mut read, kind)?;
    let is_same = match (kind, material) {
        (RSA, Material::Rsa { n, e }) => {
            let exponent = match read.long()? {
                0 => USUAL_EXPONENT,
                other => other,
            };
            let wanted = e.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
            u64::from(exponent) == wanted && read.sized()? == &n[..]
        }
        (ECC, Material::Point(point)) => {
            let (x, y) = (read.sized()?, read.sized()?);
            point.len() == 1 + x.len() + y.len() && point[1..].starts_with(x) && point.ends_with(y)
        }
        _ => false,
    };
    (is_same && read.0.is_empty()).then_some(name_hash)
}

/// The parameters before the key itself: symmetric algorithm, signing scheme, and size or curve with its derivation.
fn skip_schemes(read: &mut Reader<'_>, kind: u16) -> Option<()> {
    if read.short()? != NULL {
        read.take(4)?;
    }
    if read.short()? != NULL {
        read.take(2)?;
    }
    let _size_or_curve = read.short()?;
    if kind == ECC && read.short()? != NULL {
        read.take(2)?;
    }
    Some(())
}

/// TPMS_ATTEST (TPM 2.0 part 2, §10.12.12): it must certify that name, for what was signed here.
fn check_info(info: &[u8], signed: &[u8], name: &[u8]) -> Option<()> {
    let mut read = Reader(info);
    let right_kind = read.long()? == GENERATED_VALUE && read.short()? == ATTEST_CERTIFY;
    let _signer = read.sized()?;
    let extra = read.sized()?;
    // Clock, restarts, safe; then the firmware's version.
    read.take(17 + 8)?;
    let (certified, _qualified) = (read.sized()?, read.sized()?);
    (right_kind && read.0.is_empty() && same(extra, signed) && same(certified, name)).then_some(())
}

/// WebAuthn L3 §8.3.1: no subject, the make in the alternative name, the use of an identity key.
fn is_identity_key(own: &Certificate<'_>) -> bool {
    let uses = own.0.extended_key_usage().ok().flatten();
    let is_meant = uses.is_some_and(|uses| uses.value.other.contains(&IDENTITY_KEY));
    own.is_an_end() && own.0.subject().iter().next().is_none() && is_meant && names_its_make(own)
}

fn names_its_make(own: &Certificate<'_>) -> bool {
    let Ok(Some(names)) = own.0.subject_alternative_name() else { return false };
    let mut directories = names.value.general_names.iter().filter_map(|name| match name {
        GeneralName::DirectoryName(directory) => Some(directory),
        _ => None,
    });
    directories.any(|directory| MAKE.iter().all(|wanted| directory.iter_by_oid(wanted).next().is_some()))
}
