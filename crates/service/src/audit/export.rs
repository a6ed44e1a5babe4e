//! The seals as somebody keeps them elsewhere: whoever has them notices when the log is rewritten, by whomever.

use data_encoding::HEXLOWER;
use model::{Id, Tenant};
use serde::{Deserialize, Serialize};
use store::{SealRow, Tables};

use super::seal::{self, Head};
use crate::Fault;
use crate::authority::{Permit, ReadAudit};
use crate::house::House;

/// The most seals that are handed out at once. Each vouches for all before it, so the newest are enough.
const NEWEST: i64 = 5_000;

/// The newest seals of an organisation, and what they are checked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seals {
    /// The organisation.
    pub organisation: Id<Tenant>,
    /// The public key (Ed25519) of the signatures, in hexadecimal digits.
    pub key: String,
    /// The end of the chain: a number, a colon and a hash. This is what `sluis audit verify --head` takes.
    pub head: Option<String>,
    /// The seals, oldest first.
    pub seals: Vec<ExportedSeal>,
}

/// One seal. Times are microseconds since 1970; bytes are hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedSeal {
    /// Its number.
    pub number: i64,
    /// How many records it covers.
    pub records: i64,
    /// When the oldest of them was made.
    pub first_at: i64,
    /// When the newest was.
    pub last_at: i64,
    /// When they were sealed.
    pub sealed: i64,
    /// The hash of the records.
    pub digest: String,
    /// The hash of the seal before.
    pub previous: String,
    /// The hash of this one: what is signed.
    pub hash: String,
    /// The signature.
    pub signature: String,
}

impl House {
    /// The newest seals, to keep elsewhere.
    pub async fn audit_seals(&self, tenant: Id<Tenant>, _permit: &Permit<ReadAudit>) -> Result<Seals, Fault> {
        let rows = self
            .db
            .read(tenant, |tx| {
                let last = tx.audit_seals().head()?.map_or(0, |seal| seal.number);
                tx.audit_seals().list(last - NEWEST + 1, NEWEST)
            })
            .await?;
        Ok(Seals {
            organisation: tenant,
            key: HEXLOWER.encode(self.keys.seals_key()),
            head: rows.last().map(|seal| Head::of(tenant, seal).to_string()),
            seals: rows.iter().map(|seal| exported(tenant, seal)).collect(),
        })
    }
}

fn exported(tenant: Id<Tenant>, seal: &SealRow) -> ExportedSeal {
    ExportedSeal {
        number: seal.number,
        records: seal.records,
        first_at: seal.first_at.as_micros(),
        last_at: seal.last_at.as_micros(),
        sealed: seal.sealed.as_micros(),
        digest: HEXLOWER.encode(&seal.digest),
        previous: HEXLOWER.encode(&seal.previous),
        hash: HEXLOWER.encode(&seal::hash(tenant, seal)),
        signature: HEXLOWER.encode(&seal.signature),
    }
}
