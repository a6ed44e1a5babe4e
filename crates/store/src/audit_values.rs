use model::{Id, User};
use sql::Tx;

use crate::Result;
use crate::audit::AuditRecord;

/// What audit records say about people. The sealed record has only a hash of it, so that erasing a person leaves the log
/// whole.
pub struct AuditValues<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditValue {
    /// Which change of the record.
    pub place: i64,
    /// What the hash is taken over beside the content, so that nobody finds the content by trying.
    pub salt: [u8; 16],
    /// Old and new value.
    pub content: String,
}

impl AuditValues<'_, '_> {
    /// Keeps one; part of the transaction that keeps its record.
    pub fn insert(&mut self, record: Id<AuditRecord>, about: Id<User>, value: &AuditValue) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into audit_values (tenant, record, place, user_id, salt, content) \
                 values ($1, $2, $3, $4, $5, $6)",
                &[&tenant, &record, &value.place, &about, &value.salt, &value.content],
            )
            .map(drop)
    }

    /// Those of a record that are still there.
    pub fn of(&mut self, record: Id<AuditRecord>) -> Result<Vec<AuditValue>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select place, salt, content from audit_values where tenant = $1 and record = $2 order by place",
                &[&tenant, &record],
            )?
            .iter()
            .map(|row| Ok(AuditValue { place: row.get(0)?, salt: row.get(1)?, content: row.get(2)? }))
            .collect()
    }
}
