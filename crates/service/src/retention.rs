//! For how long logs are kept: a setting of each organisation.

use std::ops::RangeInclusive;

use model::{Id, Span, Tenant};
use serde::{Deserialize, Serialize};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::house::House;

/// The key of the setting.
pub(crate) const KEY: &str = "retention";
/// An auditor asks about last year; the log of a large organisation for a year is some hundred megabytes (ADR 21).
const AUDIT_DAYS: i64 = 400;

/// For how many days logs are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Retention {
    /// Sign-in records.
    pub sign_in_days: i64,
    /// Audit records.
    pub audit_days: i64,
}

impl Retention {
    /// What can be chosen for sign-in records.
    pub const SIGN_IN_DAYS: RangeInclusive<i64> = 7..=3_650;
    /// What can be chosen for audit records.
    pub const AUDIT_DAYS: RangeInclusive<i64> = 30..=3_650;

    pub(crate) const fn sign_ins(&self) -> Span {
        Span::days(self.sign_in_days)
    }

    pub(crate) const fn audit(&self) -> Span {
        Span::days(self.audit_days)
    }
}

impl House {
    /// For how long the logs of an organisation are kept.
    pub async fn retention(&self, tenant: Id<Tenant>) -> Result<Retention, Fault> {
        let unset = self.unset_retention();
        self.db.read(tenant, move |tx| retention(tx, unset)).await
    }

    /// What holds where an organisation has chosen nothing.
    pub(crate) fn unset_retention(&self) -> Retention {
        Retention { sign_in_days: self.config.sign_in_retention.days_down(), audit_days: AUDIT_DAYS }
    }
}

/// What the organisation has chosen, in this transaction.
pub(crate) fn retention(tx: &mut Tx<'_>, unset: Retention) -> Result<Retention, Fault> {
    Ok(tx.settings().read(KEY)?.unwrap_or(unset))
}
