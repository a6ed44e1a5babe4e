//! Locks that wrong attempts put on an account (D22): seeing them, and taking them off.

use model::{Id, Method, Tenant, Timestamp, User};
use policy::SECOND_FACTORS;
use sql::Tx;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{HelpPeople, Permit, ReadPeople};
use crate::house::House;
use crate::people::alive;
use crate::signing_in::Counter;
use crate::standing::may_still;

/// A lock on one secret of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// What may not be tried.
    pub factor: Method,
    /// For which browsers.
    pub browsers: Browsers,
    /// Until when.
    pub until: Timestamp,
}

/// Whose attempts are counted together: strangers lock only strangers out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browsers {
    /// Those that the person signed in from before.
    Known,
    /// All others.
    New,
}

impl House {
    /// Where wrong attempts at each secret of a person are counted, for each kind of browser.
    pub(crate) fn counters_of(&self, tenant: Id<Tenant>, user: &User) -> Vec<(Method, Browsers, Counter)> {
        let factors =
            SECOND_FACTORS.with(Method::Password).with(Method::RecoveryCode).with(Method::SealedCapsule);
        let each = |factor| [(factor, Browsers::Known), (factor, Browsers::New)];
        let counter = |(factor, browsers)| {
            let known = browsers == Browsers::Known;
            (factor, browsers, self.counter(tenant, user.name.as_str(), factor, known))
        };
        factors.iter().flat_map(each).map(counter).collect()
    }

    /// The locks on a person's secrets, the longest first.
    pub async fn locks(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        user: &User,
    ) -> Result<Vec<Lock>, Fault> {
        let (house, user, now) = (self.clone(), user.clone(), self.now());
        self.db
            .read(tenant, move |tx| {
                let locked = locked(&house, tx, &user, now)?;
                Ok(locked.into_iter().map(|(lock, _)| lock).collect())
            })
            .await
    }

    /// Forgets the wrong attempts behind every lock of a person: they may try again at once. So may whoever guessed.
    pub async fn unlock(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<HelpPeople>,
        id: Id<User>,
    ) -> Result<(), Fault> {
        let (house, entry) = (self.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                let user = alive(tx, id)?;
                let locked = locked(&house, tx, &user, entry.at)?;
                if locked.is_empty() {
                    return Err(Fault::Conflict("state"));
                }
                let mut changes = Changes::default();
                for (lock, counter) in locked {
                    counter.settle(tx)?;
                    changes = changes.gone("lock", lock.factor.word());
                }
                entry.write(tx, &permit, Verb::UnlockPerson, ("user", Some(id)), &changes)
            })
            .await
    }
}

fn locked(
    house: &House,
    tx: &mut Tx<'_>,
    user: &User,
    now: Timestamp,
) -> Result<Vec<(Lock, Counter)>, Fault> {
    let mut locked = vec![];
    for (factor, browsers, counter) in house.counters_of(tx.tenant(), user) {
        if let Some(counted) = counter.locked(tx, now)? {
            locked.push((Lock { factor, browsers, until: counted.until }, counter));
        }
    }
    locked.sort_by_key(|(lock, _)| std::cmp::Reverse(lock.until));
    Ok(locked)
}
