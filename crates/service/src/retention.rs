//! For how long what is kept of people stays: a setting of each organisation.

use std::ops::RangeInclusive;

use model::{Id, Span, Tenant};
use serde::{Deserialize, Serialize};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageOrganisation, Permit, ReadSecurity};
use crate::house::House;
use crate::standing::may_still;

/// The key of the setting.
pub(crate) const KEY: &str = "retention";
/// An auditor asks about last year, and about the one before it.
const AUDIT_DAYS: i64 = 730;
/// As long as Microsoft Entra keeps whoever was deleted.
const DELETED_DAYS: i64 = 30;
/// Mail that has not left in a week says what no longer holds.
const MAIL_DAYS: i64 = 7;

/// For how many days what is kept of people stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Retention {
    /// Sign-in records.
    pub sign_in_days: i64,
    /// Audit records.
    pub audit_days: i64,
    /// People who were deleted, to be restored.
    #[serde(default = "deleted_days")]
    pub deleted_days: i64,
    /// Mail that could not leave.
    #[serde(default = "mail_days")]
    pub mail_days: i64,
}

const fn deleted_days() -> i64 {
    DELETED_DAYS
}

const fn mail_days() -> i64 {
    MAIL_DAYS
}

/// Days that whoever runs Sluis fixed for every organisation, in the order of [`KINDS`].
pub type FixedRetention = [Option<i64>; 4];

/// What holds where an organisation has chosen nothing, and what it cannot choose.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given {
    usual: Retention,
    fixed: FixedRetention,
}

/// What can be kept for a time, by the word of its field.
pub const KINDS: [(&str, RangeInclusive<i64>); 4] = [
    ("sign_in_days", Retention::SIGN_IN_DAYS),
    ("audit_days", Retention::AUDIT_DAYS),
    ("deleted_days", Retention::DELETED_DAYS),
    ("mail_days", Retention::MAIL_DAYS),
];

impl Retention {
    /// What can be chosen for sign-in records.
    pub const SIGN_IN_DAYS: RangeInclusive<i64> = 7..=3_650;
    /// What can be chosen for audit records.
    pub const AUDIT_DAYS: RangeInclusive<i64> = 30..=3_650;
    /// What can be chosen for people who were deleted.
    pub const DELETED_DAYS: RangeInclusive<i64> = 1..=365;
    /// What can be chosen for mail.
    pub const MAIL_DAYS: RangeInclusive<i64> = 1..=30;

    pub(crate) const fn sign_ins(&self) -> Span {
        Span::days(self.sign_in_days)
    }

    pub(crate) const fn audit(&self) -> Span {
        Span::days(self.audit_days)
    }

    pub(crate) const fn deleted(&self) -> Span {
        Span::days(self.deleted_days)
    }

    pub(crate) const fn mail(&self) -> Span {
        Span::days(self.mail_days)
    }

    /// The days of each of [`KINDS`], in their order.
    pub const fn days(&self) -> [i64; 4] {
        [self.sign_in_days, self.audit_days, self.deleted_days, self.mail_days]
    }

    const fn from_days([sign_in_days, audit_days, deleted_days, mail_days]: [i64; 4]) -> Self {
        Self { sign_in_days, audit_days, deleted_days, mail_days }
    }

    /// The same with what is fixed.
    #[must_use]
    pub fn fixed(self, fixed: FixedRetention) -> Self {
        let mut days = self.days();
        for (days, fixed) in days.iter_mut().zip(fixed) {
            *days = fixed.unwrap_or(*days);
        }
        Self::from_days(days)
    }

    /// The same from days in the order of [`KINDS`]; the word of the first that is out of bounds otherwise.
    pub fn of(days: [i64; 4]) -> Result<Self, &'static str> {
        let kept = Self::from_days(days);
        let wrong = KINDS.iter().zip(kept.days()).find(|((_, range), days)| !range.contains(days));
        wrong.map_or(Ok(kept), |((word, _), _)| Err(*word))
    }
}

impl House {
    /// For how long what is kept of an organisation's people stays.
    pub async fn retention(&self, tenant: Id<Tenant>) -> Result<Retention, Fault> {
        let unset = self.unset_retention();
        self.db.read(tenant, move |tx| retention(tx, unset)).await
    }

    /// The same for the page on which it is chosen.
    pub async fn retention_settings(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Retention, Fault> {
        self.retention(tenant).await
    }

    /// What of it the configuration fixes.
    pub fn fixed_retention(&self) -> FixedRetention {
        self.config.fixed_retention
    }

    /// Chooses it; what is fixed stays so, and what is older by then goes in the next minutes. True when anything was different.
    pub async fn set_retention(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageOrganisation>,
        wanted: Retention,
    ) -> Result<bool, Fault> {
        let wanted = wanted.fixed(self.fixed_retention());
        let wanted = Retention::of(wanted.days()).map_err(Fault::Invalid)?;
        let (entry, unset) = (self.entry(), self.unset_retention());
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let before = retention(tx, unset)?;
                if before == wanted {
                    return Ok(false);
                }
                tx.settings().write(KEY, &wanted)?;
                let changes = changes(before, wanted);
                entry.write(tx, &permit, Verb::ChangeRetention, ("organisation", Some(tenant)), &changes)?;
                Ok(true)
            })
            .await
    }

    /// What holds where an organisation has chosen nothing, and what it cannot choose.
    pub(crate) fn unset_retention(&self) -> Given {
        let sign_in_days = self.config.sign_in_retention.days_down();
        Given {
            usual: Retention::from_days([sign_in_days, AUDIT_DAYS, DELETED_DAYS, MAIL_DAYS]),
            fixed: self.fixed_retention(),
        }
    }
}

fn changes(before: Retention, after: Retention) -> Changes {
    Changes::default()
        .set("signInDays", before.sign_in_days, after.sign_in_days)
        .set("auditDays", before.audit_days, after.audit_days)
        .set("deletedDays", before.deleted_days, after.deleted_days)
        .set("mailDays", before.mail_days, after.mail_days)
}

/// What the organisation has chosen, in this transaction, as far as it may.
pub(crate) fn retention(tx: &mut Tx<'_>, given: Given) -> Result<Retention, Fault> {
    let chosen: Retention = tx.settings().read(KEY)?.unwrap_or(given.usual);
    Ok(chosen.fixed(given.fixed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_before_there_was_more_to_choose_still_holds() {
        let kept: Retention = serde_json::from_str(r#"{"signInDays":30,"auditDays":400}"#).unwrap();
        assert_eq!(kept.days(), [30, 400, 30, 7]);
    }

    #[test]
    fn what_is_fixed_holds_whatever_was_chosen() {
        let chosen = Retention::of([90, 730, 30, 7]).unwrap();
        assert_eq!(chosen.fixed([None; 4]), chosen);
        assert_eq!(chosen.fixed([Some(30), None, None, Some(1)]).days(), [30, 730, 30, 1]);
    }

    #[test]
    fn what_is_out_of_bounds_is_named() {
        assert_eq!(Retention::of([90, 730, 30, 7]).map(|kept| kept.days()), Ok([90, 730, 30, 7]));
        assert_eq!(Retention::of([6, 730, 30, 7]), Err("sign_in_days"));
        assert_eq!(Retention::of([90, 29, 30, 7]), Err("audit_days"));
        assert_eq!(Retention::of([90, 730, 0, 7]), Err("deleted_days"));
        assert_eq!(Retention::of([90, 730, 30, 31]), Err("mail_days"));
    }
}
