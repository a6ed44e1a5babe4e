use x509_parser::oid_registry::asn1_rs::{Oid, oid};

use super::certificate::Certificate;
use super::der::Der;
use super::{Attestation, Statement};
use crate::passkey::Error;
use crate::same;

/// The description of the key in its certificate (Android Keystore, key attestation).
const DESCRIPTION: Oid<'static> = oid!(1.3.6.1.4.1.11129.2.1.17);
/// Tags of an authorization list.
const PURPOSE: u32 = 1;
const ALL_APPLICATIONS: u32 = 600;
const ORIGIN: u32 = 702;
/// Their values: made in the device, for signing.
const GENERATED: i64 = 0;
const SIGN: i64 = 2;

/// Android key (WebAuthn L3 §8.4).
pub(super) fn check(statement: &Statement<'_>) -> Result<Attestation, Error> {
    let chain = statement.chain()?.ok_or(Error::Attestation)?;
    let own = Certificate::read(&chain[0])?;
    own.verify(statement.algorithm()?, &statement.signed(), statement.bytes("sig")?)?;
    let describes = own
        .extension(&DESCRIPTION)
        .is_some_and(|description| holds(description, &statement.client_data_hash) == Some(true));
    if !describes || !own.is_of(&statement.attested.key) {
        return Err(Error::Attestation);
    }
    Ok(Statement::certified(chain))
}

/// `None` when it cannot be read.
fn holds(description: &[u8], challenge: &[u8; 32]) -> Option<bool> {
    let parts = Der::all(description)?.sequence()?;
    let [_, _, _, _, attested, _, software, hardware] = parts.get(..8)? else { return None };
    let lists = [software.sequence()?, hardware.sequence()?];
    let everything = || lists.iter().flatten();
    let is_scoped = everything().all(|entry| entry.explicit(ALL_APPLICATIONS).is_none());
    // What is said must fit; the test vectors of the specification say nothing of either.
    let made_here =
        everything().filter_map(|entry| entry.explicit(ORIGIN)).all(|one| one.number() == Some(GENERATED));
    let for_signing = everything().filter_map(|entry| entry.explicit(PURPOSE)).all(|set| {
        set.is_set() && set.inside().is_some_and(|all| all.iter().any(|one| one.number() == Some(SIGN)))
    });
    Some(same(attested.octets()?, challenge) && is_scoped && made_here && for_signing)
}
