//! Reserving an attempt before a secret is verified, and settling it afterwards.

use model::{Id, Method, Tenant, Timestamp};
use sql::Tx;
use store::{Counted, Tables};

use crate::Fault;
use crate::house::House;
use crate::limits::{FORGET_AFTER, Reserved, reserve};

/// The counter of a name for one factor, as seen from a known or an unknown browser: strangers lock only
/// strangers out (attack 81).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counter([u8; 32]);

impl House {
    /// The counter for a name as it was typed or is written; case variants share one (attack 6).
    pub(crate) fn counter(&self, tenant: Id<Tenant>, name: &str, factor: Method, known: bool) -> Counter {
        let purpose = format!("{} {}", factor.word(), if known { "known" } else { "unknown" });
        Counter(self.keys.name_digest(tenant, &purpose, name))
    }
}

impl Counter {
    /// Counts an attempt as a failure until it is settled; the error says until when it is locked.
    pub(crate) fn reserve(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<Result<(), Timestamp>, Fault> {
        let seen = tx.lockouts().read(&self.0, now)?;
        match reserve(seen, now) {
            Reserved::Locked(until) => Ok(Err(until)),
            Reserved::Go(counted) => {
                tx.lockouts().write(&self.0, counted, now + FORGET_AFTER)?;
                Ok(Ok(()))
            }
        }
    }

    /// The counter while it is locked.
    pub(crate) fn locked(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<Option<Counted>, Fault> {
        Ok(tx.lockouts().read(&self.0, now)?.filter(|seen| seen.until > now))
    }

    /// The attempt was right: the counter starts again.
    pub(crate) fn settle(self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        Ok(tx.lockouts().clear(&self.0)?)
    }
}
