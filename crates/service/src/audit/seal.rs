//! What a seal says, and how the records of a segment become one (ADR 21). Pure: rows in, bytes out.
//!
//! A record becomes a *leaf*, its id and the hash of everything that is kept of it; the leaves of a segment become its
//! digest; the seal is the hash over that digest, over what is told of the segment and over the seal before, signed.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use model::{Id, Tenant, Timestamp};
use store::{AuditRecord, AuditRow, SealRow};

use crate::keys::{Keys, sha256};

/// The most records of a segment: what one step reads, hashes and writes.
pub(crate) const SEGMENT: i64 = 1_000;

const ID: usize = 16;
const LEAF: usize = ID + 32;

/// The end of the chain: whoever keeps it elsewhere notices when what it covers is rewritten, by whomever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of the newest seal.
    pub number: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// How the records of a segment differ from what was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Difference {
    /// It is not what it was.
    Changed(Id<AuditRecord>, Timestamp),
    /// It is no longer there; the moment is that of its id.
    Removed(Id<AuditRecord>, Timestamp),
    /// It was not there.
    Inserted(Id<AuditRecord>, Timestamp),
}

/// The leaves of records, one after another.
pub(crate) fn leaves(tenant: Id<Tenant>, rows: &[AuditRow]) -> Vec<u8> {
    let mut leaves = Vec::with_capacity(rows.len() * LEAF);
    for row in rows {
        leaves.extend(row.id.as_bytes());
        leaves.extend(hash_of(tenant, row));
    }
    leaves
}

/// The seal over these records, after the one before it. `None` for none.
pub(crate) fn seal(
    keys: &Keys,
    tenant: Id<Tenant>,
    previous: Option<&SealRow>,
    rows: &[AuditRow],
    now: Timestamp,
) -> Option<(SealRow, Vec<u8>)> {
    let (first, last) = (rows.first()?, rows.last()?);
    let leaves = leaves(tenant, rows);
    let mut seal = SealRow {
        number: previous.map_or(1, |previous| previous.number.saturating_add(1)),
        records: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        first_at: first.at,
        last_at: last.at,
        sealed: now,
        digest: sha256(&leaves),
        previous: previous.map_or([0; 32], |previous| hash(tenant, previous)),
        signature: vec![],
        cleared: None,
    };
    seal.signature = keys.sign_seal(&hash(tenant, &seal));
    Some((seal, leaves))
}

/// The hash of a seal.
pub(crate) fn hash(tenant: Id<Tenant>, seal: &SealRow) -> [u8; 32] {
    let mut bytes = b"sluis audit seal 1".to_vec();
    bytes.extend(tenant.as_bytes());
    for number in [
        seal.number,
        seal.records,
        seal.first_at.as_micros(),
        seal.last_at.as_micros(),
        seal.sealed.as_micros(),
    ] {
        bytes.extend(number.to_be_bytes());
    }
    bytes.extend(seal.digest);
    bytes.extend(seal.previous);
    sha256(&bytes)
}

/// What is signed when the records of a segment are removed because they had been kept for long enough.
pub(crate) fn clearing(tenant: Id<Tenant>, seal: &SealRow, at: Timestamp) -> [u8; 32] {
    let mut bytes = b"sluis audit segment cleared 1".to_vec();
    bytes.extend(hash(tenant, seal));
    bytes.extend(at.as_micros().to_be_bytes());
    sha256(&bytes)
}

impl Head {
    /// The head that a seal is.
    pub(crate) fn of(tenant: Id<Tenant>, seal: &SealRow) -> Self {
        Self { number: seal.number, hash: hash(tenant, seal) }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, HEXLOWER.encode(&self.hash))
    }
}

impl FromStr for Head {
    type Err = ();

    /// Reads the number, a colon, and the hash in 64 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (number, hash) = text.trim().split_once(':').ok_or(())?;
        let hash = HEXLOWER.decode(hash.to_ascii_lowercase().as_bytes()).map_err(|_| ())?;
        Ok(Self { number: number.parse().map_err(|_| ())?, hash: hash.try_into().map_err(|_| ())? })
    }
}

/// How records differ from the leaves that were sealed.
pub(crate) fn differences(tenant: Id<Tenant>, sealed: &[u8], rows: &[AuditRow]) -> Vec<Difference> {
    let mut left: HashMap<&[u8], &[u8]> = sealed.chunks_exact(LEAF).map(|leaf| leaf.split_at(ID)).collect();
    let mut found = vec![];
    for row in rows {
        match left.remove(row.id.as_bytes().as_slice()) {
            None => found.push(Difference::Inserted(row.id, row.at)),
            Some(hash) if hash != hash_of(tenant, row) => found.push(Difference::Changed(row.id, row.at)),
            Some(_) => {}
        }
    }
    let gone = sealed.chunks_exact(LEAF).filter(|leaf| left.contains_key(&leaf[..ID]));
    found.extend(gone.filter_map(|leaf| {
        let id: [u8; ID] = leaf[..ID].try_into().ok()?;
        Some(Difference::Removed(Id::from_bytes(id), made_at(&id)))
    }));
    found
}

/// When a record was made, by its id: the first 48 bits are milliseconds (RFC 9562 §5.7).
fn made_at(id: &[u8; ID]) -> Timestamp {
    let millis = id[..6].iter().fold(0, |millis, byte| (millis << 8) | i64::from(*byte));
    Timestamp::from_millis(millis)
}

/// The hash of everything that is kept of a record, each part with its length before it.
fn hash_of(tenant: Id<Tenant>, row: &AuditRow) -> [u8; 32] {
    let mut bytes = b"sluis audit record 1".to_vec();
    let mut part = |part: Option<&[u8]>| match part {
        None => bytes.push(0),
        Some(part) => {
            bytes.push(1);
            bytes.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            bytes.extend(part);
        }
    };
    part(Some(tenant.as_bytes()));
    part(Some(row.id.as_bytes()));
    part(Some(&row.at.as_micros().to_be_bytes()));
    part(Some(row.actor_kind.as_bytes()));
    part(row.actor_id.as_ref().map(|id| id.as_bytes().as_slice()));
    part(row.actor_name.as_deref().map(str::as_bytes));
    part(Some(row.action.as_bytes()));
    part(Some(row.target_kind.as_bytes()));
    part(row.target.as_ref().map(|id| id.as_bytes().as_slice()));
    part(Some(row.changes.as_bytes()));
    part(row.address.as_deref().map(str::as_bytes));
    sha256(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: Id<Tenant> = Id::fixed(1);

    fn row(number: u8) -> AuditRow {
        AuditRow {
            id: Id::ordered(Timestamp::from_millis(1_000 + i64::from(number)), [number; 10]),
            at: Timestamp::from_millis(1_000 + i64::from(number)),
            actor_kind: "user".to_owned(),
            actor_id: Some(Id::fixed(5)),
            actor_name: None,
            action: "blockPerson".to_owned(),
            target_kind: "user".to_owned(),
            target: Some(Id::fixed(6)),
            changes: "[]".to_owned(),
            address: Some("203.0.113.7".to_owned()),
        }
    }

    fn check(rows: &[AuditRow], wanted: &[Difference]) {
        let sealed = leaves(TENANT, &[row(1), row(2), row(3)]);
        assert_eq!(differences(TENANT, &sealed, rows), wanted);
    }

    #[test]
    fn what_was_done_to_the_records_of_a_segment_is_named() {
        let (one, two, three) = (row(1), row(2), row(3));
        check(&[one.clone(), two.clone(), three.clone()], &[]);
        check(&[one.clone(), three.clone()], &[Difference::Removed(two.id, two.at)]);
        let other = AuditRow { address: None, ..two.clone() };
        check(&[one.clone(), other, three.clone()], &[Difference::Changed(two.id, two.at)]);
        check(
            &[one.clone(), two.clone(), three.clone(), row(4)],
            &[Difference::Inserted(row(4).id, row(4).at)],
        );
        // Two records that have changed places: each stands under the id of the other.
        let swapped = [AuditRow { id: two.id, ..one.clone() }, AuditRow { id: one.id, ..two.clone() }, three];
        check(&swapped, &[Difference::Changed(two.id, one.at), Difference::Changed(one.id, two.at)]);
    }

    #[test]
    fn no_part_of_a_record_can_stand_for_another() {
        let before = hash_of(TENANT, &row(1));
        let moved = AuditRow { actor_name: Some("[]".to_owned()), changes: String::new(), ..row(1) };
        let joined = AuditRow { action: "blockPersonuser".to_owned(), target_kind: String::new(), ..row(1) };
        for other in [moved, joined, AuditRow { address: Some(String::new()), ..row(1) }] {
            assert_ne!(hash_of(TENANT, &other), before);
        }
        assert_ne!(hash_of(Id::fixed(2), &row(1)), before, "a record of another organisation");
    }

    #[test]
    fn a_seal_is_signed_and_follows_the_one_before_it() {
        let keys = Keys::new(&[(1, [1; 32])]).unwrap();
        let now = Timestamp::from_secs(9);
        let (first, _) = seal(&keys, TENANT, None, &[row(1)], now).unwrap();
        let (second, _) = seal(&keys, TENANT, Some(&first), &[row(2)], now).unwrap();
        assert_eq!((second.number, second.previous), (2, hash(TENANT, &first)));
        assert!(keys.signed_seal(&hash(TENANT, &second), &second.signature));
        let other = Keys::new(&[(1, [2; 32])]).unwrap();
        assert!(!other.signed_seal(&hash(TENANT, &second), &second.signature));
        let later = SealRow { sealed: Timestamp::from_secs(10), ..second.clone() };
        assert!(!keys.signed_seal(&hash(TENANT, &later), &later.signature));
        assert!(seal(&keys, TENANT, Some(&second), &[], now).is_none());
    }

    #[test]
    fn a_head_is_written_so_that_it_is_read_back() {
        let head = Head { number: 12, hash: [0xab; 32] };
        assert_eq!(head.to_string().parse(), Ok(head));
        for wrong in ["", "12", "12:ab", "x:abab"] {
            assert_eq!(wrong.parse::<Head>(), Err(()), "{wrong}");
        }
    }
}
