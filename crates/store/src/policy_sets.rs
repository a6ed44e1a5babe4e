use model::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use sql::Tx;

use crate::row::{from_json, to_json};
use crate::{AuditRecord, Result};

/// Revisions of everything that policy reads. A revision is a short list of parts, kept by their content's hash,
/// so that a change stores only what changed.
pub struct PolicySets<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A revision as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its id, in time order.
    pub id: Id<policy::PolicySet>,
    /// The revision it was made from.
    pub previous: Option<Id<policy::PolicySet>>,
    /// The parts: what each is, and its document.
    pub parts: Vec<(String, String)>,
}

/// A revision without what its parts say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionRow {
    /// Its id.
    pub id: Id<policy::PolicySet>,
    /// The revision it was made from.
    pub previous: Option<Id<policy::PolicySet>>,
    /// When it was made.
    pub created: Timestamp,
    /// The audit record that tells who made it; that goes when its time is over.
    pub record: Option<Id<AuditRecord>>,
    /// The parts.
    pub parts: Vec<PartKey>,
}

/// A part by what it says: two parts with one hash say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartKey {
    /// What it is.
    pub kind: String,
    /// The hash of its document.
    pub hash: String,
}

impl PolicySets<'_, '_> {
    /// The revision in force. Read in the transaction that judges: no older set may judge.
    pub fn head(&mut self) -> Result<Option<Id<policy::PolicySet>>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt("select revision from heads where tenant = $1", &[&tenant])?
            .map(|row| row.get(0))
            .transpose()
    }

    /// A revision with its parts.
    pub fn load(&mut self, id: Id<policy::PolicySet>) -> Result<Option<Revision>> {
        let tenant = self.0.tenant();
        let Some(row) = self.0.query_opt(
            "select previous, parts from revisions where tenant = $1 and id = $2",
            &[&tenant, &id],
        )?
        else {
            return Ok(None);
        };
        let keys: Vec<PartKey> = from_json("parts", &row.get::<String>(1)?)?;
        let mut parts = Vec::with_capacity(keys.len());
        for key in keys {
            let content = self.content(&key)?;
            parts.push((key.kind, content));
        }
        Ok(Some(Revision { id, previous: row.get(0)?, parts }))
    }

    /// One part of a revision, if it has it.
    pub fn part(&mut self, id: Id<policy::PolicySet>, kind: &str) -> Result<Option<String>> {
        let tenant = self.0.tenant();
        let Some(row) =
            self.0.query_opt("select parts from revisions where tenant = $1 and id = $2", &[&tenant, &id])?
        else {
            return Ok(None);
        };
        let keys: Vec<PartKey> = from_json("parts", &row.get::<String>(0)?)?;
        let Some(key) = keys.into_iter().find(|key| key.kind == kind) else { return Ok(None) };
        self.content(&key).map(Some)
    }

    /// A revision without what its parts say.
    pub fn row(&mut self, id: Id<policy::PolicySet>) -> Result<Option<RevisionRow>> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select previous, created, record, parts from revisions where tenant = $1 and id = $2",
            &[&tenant, &id],
        )?;
        row.map(|row| {
            let parts = from_json("parts", &row.get::<String>(3)?)?;
            let (previous, created, record) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(RevisionRow { id, previous, created, record, parts })
        })
        .transpose()
    }

    /// The revisions that were made in a time, newest first, at most `limit`.
    pub fn made_in(
        &mut self,
        (from, until): (Timestamp, Timestamp),
        limit: i64,
    ) -> Result<Vec<Id<policy::PolicySet>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id from revisions where tenant = $1 and created >= $2 and created < $3 \
                 order by created desc, id desc limit $4",
                &[&tenant, &from, &until, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// The revision that was in force just before a moment.
    pub fn in_force_before(&mut self, until: Timestamp) -> Result<Option<Id<policy::PolicySet>>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select id from revisions where tenant = $1 and created < $2 \
                 order by created desc, id desc limit 1",
                &[&tenant, &until],
            )?
            .map(|row| row.get(0))
            .transpose()
    }

    /// What a part says.
    pub fn content(&mut self, key: &PartKey) -> Result<String> {
        let tenant = self.0.tenant();
        self.0
            .query_one(
                "select content from parts where tenant = $1 and hash = $2",
                &[&tenant, &unhex(&key.hash)],
            )?
            .get(0)
    }

    /// Adds a revision and makes it the head, if `revision.previous` still is; false when another was saved
    /// meanwhile. `hash` names content, `record` is the audit record that tells who made it.
    pub fn save(
        &mut self,
        revision: &Revision,
        hash: impl Fn(&str) -> [u8; 32],
        (record, now): (Id<AuditRecord>, Timestamp),
    ) -> Result<bool> {
        let tenant = self.0.tenant();
        if self.head()? != revision.previous {
            return Ok(false);
        }
        let mut keys = Vec::with_capacity(revision.parts.len());
        for (kind, content) in &revision.parts {
            let digest = hash(content);
            self.0.execute(
                "insert into parts (tenant, hash, content) values ($1, $2, $3) \
                 on conflict (tenant, hash) do nothing",
                &[&tenant, &digest, content],
            )?;
            keys.push(PartKey { kind: kind.clone(), hash: hex(&digest) });
        }
        self.0.execute(
            "insert into revisions (tenant, id, previous, parts, created, record) \
             values ($1, $2, $3, $4, $5, $6)",
            &[&tenant, &revision.id, &revision.previous, &to_json(&keys)?, &now, &record],
        )?;
        self.0.execute(
            "insert into heads (tenant, revision) values ($1, $2) \
             on conflict (tenant) do update set revision = excluded.revision",
            &[&tenant, &revision.id],
        )?;
        Ok(true)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap_or(""), 16).unwrap_or(0))
        .collect()
}
