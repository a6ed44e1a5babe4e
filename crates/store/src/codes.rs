use model::{Id, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use signin::Grant;
use sql::Tx;

use crate::Result;
use crate::row::{from_json, to_json};

/// Authorization codes. Using one marks it, because a second use must be noticed; the row lives until it expires.
pub struct Codes<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// What using a code found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeUse<R> {
    /// The grant it stands for.
    pub grant: Id<Grant>,
    /// What was asked when it was made.
    pub request: R,
    /// True for the first use only.
    pub first: bool,
    /// When it ends.
    pub until: Timestamp,
}

impl Codes<'_, '_> {
    /// Keeps a code by its digest.
    pub fn insert<R: Serialize>(
        &mut self,
        digest: &[u8; 32],
        grant: Id<Grant>,
        request: &R,
        until: Timestamp,
    ) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into codes (tenant, digest, grant_id, request, used, until) \
                 values ($1, $2, $3, $4, $5, $6)",
                &[&tenant, digest, &grant, &to_json(request)?, &false, &until],
            )
            .map(drop)
    }

    /// Uses a code: marks it and says whether this was the first time.
    pub fn consume<R: DeserializeOwned>(&mut self, digest: &[u8; 32]) -> Result<Option<CodeUse<R>>> {
        let tenant = self.0.tenant();
        let first = self.0.query_opt(
            "update codes set used = $3 where tenant = $1 and digest = $2 and used = $4 \
             returning grant_id, request, until",
            &[&tenant, digest, &true, &false],
        )?;
        let was_first = first.is_some();
        let row = match first {
            Some(row) => Some(row),
            None => self.0.query_opt(
                "select grant_id, request, until from codes where tenant = $1 and digest = $2",
                &[&tenant, digest],
            )?,
        };
        row.map(|row| {
            Ok(CodeUse {
                grant: row.get(0)?,
                request: from_json("request", &row.get::<String>(1)?)?,
                first: was_first,
                until: row.get(2)?,
            })
        })
        .transpose()
    }
}
