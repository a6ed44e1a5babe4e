//! The old per-user switch (reference 2): who has it, setting it for one person and for many, and what really asks somebody
//! for a second factor. What each state demands is a built-in policy (`policy::builtin`), so that every door obeys.

pub mod file;

use std::sync::Arc;

use model::{Id, PerUserMfa, Role, Tenant, Timestamp, User};
use policy::{Facts, Origin, PolicySet, builtin};
use sql::Tx;
use store::{Page, PeopleFilter, Tables, UserRow};

use crate::audit::{Changes, Verb};
use crate::authority::{ManagePerUserMfa, Permit, ReadMethods, ReadPeople};
use crate::conditional_access::Watched;
use crate::house::House;
use crate::ledger::Entry;
use crate::people::{PersonDetails, alive};
use crate::standing::may_still;
use crate::{Fault, imagined};

/// How many people are counted in each state.
const COUNTED: i64 = 100_000;
/// How many people one transaction sets.
const STEP: usize = 100;

/// A person as the list shows them.
#[derive(Debug, Clone)]
pub struct PerUserRow {
    /// The person.
    pub row: UserRow,
    /// What asks them for a second factor, each once; nothing where nothing does.
    pub asked_by: Vec<AskedBy>,
}

/// What asks somebody for a second factor when they sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedBy {
    /// Security defaults.
    SecurityDefaults,
    /// A policy, by its name.
    Policy(String),
    /// The per-user switch.
    PerUserMfa,
    /// Sluis itself, where it never saw them: they have one.
    NewPlaces,
}

/// How many people have it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PerUserCounts {
    /// Enabled.
    pub enabled: usize,
    /// Enforced.
    pub enforced: usize,
}

impl PerUserCounts {
    /// Both together.
    pub const fn on(self) -> usize {
        self.enabled + self.enforced
    }
}

impl PersonDetails {
    /// The state that an administrator's wish comes to for this person.
    pub const fn per_user_mfa(&self, wish: PerUserMfa) -> PerUserMfa {
        if self.methods.is_empty() { wish } else { wish.registered() }
    }
}

/// What came of switching it off for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SwitchedOff {
    /// For how many it is off now.
    pub people: usize,
    /// How many were left as they are: they hold a role that whoever asked does not, or are whoever asked.
    pub left: usize,
}

impl House {
    /// A page of people by display name, those in one state or all, with what asks each of them.
    pub async fn per_user_mfa(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        (state, starting): (Option<PerUserMfa>, &str),
        after: Option<Page>,
        limit: i64,
    ) -> Result<Vec<PerUserRow>, Fault> {
        let set = self.policy_set(tenant).await?;
        let (house, now, starting) = (self.clone(), self.now(), starting.to_owned());
        self.db
            .read(tenant, move |tx| {
                let rows = match state {
                    Some(state) => tx.users().with_per_user_mfa((state, &starting), after.as_ref(), limit)?,
                    None => {
                        let filter = PeopleFilter { starting: starting.clone(), ..PeopleFilter::default() };
                        tx.users().list(&filter, after.as_ref(), limit)?
                    }
                };
                let asked = |row: UserRow| {
                    let facts = imagined::facts(&house, tx, (&set, &row.user), None, now)?;
                    Ok(PerUserRow { asked_by: asked_by(&set, &facts), row })
                };
                rows.into_iter().map(asked).collect()
            })
            .await
    }

    /// How many people have it on.
    pub async fn per_user_mfa_counts(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
    ) -> Result<PerUserCounts, Fault> {
        self.db
            .read(tenant, |tx| {
                let mut count = |state| -> Result<usize, Fault> {
                    Ok(usize::try_from(tx.users().count_with_per_user_mfa(state, COUNTED)?).unwrap_or(0))
                };
                Ok(PerUserCounts {
                    enabled: count(PerUserMfa::Enabled)?,
                    enforced: count(PerUserMfa::Enforced)?,
                })
            })
            .await
    }

    /// The switch of a person.
    pub async fn per_user_mfa_of(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadMethods>,
        id: Id<User>,
    ) -> Result<PerUserMfa, Fault> {
        self.db.read(tenant, move |tx| Ok(alive(tx, id)?.per_user_mfa)).await
    }

    /// Sets it for a person: the state that came of it. Who has a second factor and is to be asked to register one is asked
    /// for it at once.
    pub async fn set_per_user_mfa(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePerUserMfa>,
        id: Id<User>,
        wish: PerUserMfa,
    ) -> Result<PerUserMfa, Fault> {
        let (house, entry) = (self.clone(), self.entry());
        self.db.write(tenant, move |tx| set(&house, tx, (&permit, entry), (id, wish))).await
    }

    /// Switches it off for everybody whom the permit is good for. Nobody loses a method.
    pub async fn switch_off_per_user_mfa(
        &self,
        tenant: Id<Tenant>,
        permit: &Arc<Permit<ManagePerUserMfa>>,
    ) -> Result<SwitchedOff, Fault> {
        let mut all = SwitchedOff::default();
        for state in [PerUserMfa::Enabled, PerUserMfa::Enforced] {
            let mut after = None;
            loop {
                let (from, limit) = (after.clone(), i64::try_from(STEP).unwrap_or(i64::MAX));
                let read =
                    move |tx: &mut Tx<'_>| tx.users().with_per_user_mfa((state, ""), from.as_ref(), limit);
                let rows = self.db.read(tenant, read).await?;
                let Some(last) = rows.last() else { break };
                after = Some(Page { display: last.user.display.clone(), id: last.user.id });
                let step = rows.iter().map(|row| (row.user.id, PerUserMfa::Disabled, self.entry())).collect();
                for set in self.set_step(tenant, permit, step).await? {
                    match set {
                        Ok(_) => all.people += 1,
                        Err(_) => all.left += 1,
                    }
                }
            }
        }
        Ok(all)
    }

    /// Sets it for some people in one transaction, each or not; what stops one of them does not stop the others.
    async fn set_step(
        &self,
        tenant: Id<Tenant>,
        permit: &Arc<Permit<ManagePerUserMfa>>,
        step: Vec<(Id<User>, PerUserMfa, Entry)>,
    ) -> Result<Vec<Result<PerUserMfa, Left>>, Fault> {
        let (house, permit) = (self.clone(), Arc::clone(permit));
        self.db
            .write(tenant, move |tx| {
                let mut came = Vec::with_capacity(step.len());
                for (id, wish, entry) in &step {
                    came.push(match set(&house, tx, (&permit, *entry), (*id, *wish)) {
                        Ok(state) => Ok(state),
                        Err(Fault::Conflict("state")) => Err(Left::Already),
                        Err(Fault::Conflict("oneself")) => Err(Left::Oneself),
                        Err(Fault::Denied) => Err(Left::HoldsMore),
                        Err(Fault::NotFound) => Err(Left::Nobody),
                        Err(fault) => return Err(fault),
                    });
                }
                Ok(came)
            })
            .await
    }
}

/// Why somebody was left as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It is so already.
    Already,
    /// There is nobody of that name.
    Nobody,
    /// They hold a role that whoever asked does not.
    HoldsMore,
    /// They are whoever asked, who may not ask less of themselves.
    Oneself,
}

/// Everything that can be wrong is found before anything is written, but for the lock-out, whose fault takes the whole
/// transaction back.
fn set(
    house: &House,
    tx: &mut Tx<'_>,
    (permit, entry): (&Permit<ManagePerUserMfa>, Entry),
    (id, wish): (Id<User>, PerUserMfa),
) -> Result<PerUserMfa, Fault> {
    may_still(tx, permit, Some(id), entry.at)?;
    let user = alive(tx, id)?;
    let state = state_for(tx, id, wish)?;
    if state == user.per_user_mfa {
        return Err(Fault::Conflict("state"));
    }
    if state.asks_less_than(user.per_user_mfa) {
        own_hands_off(tx, permit, (id, entry.at))?;
    }
    let watched = Watched::before(house, tx, id, entry.at)?;
    tx.users().set_per_user_mfa(id, state)?;
    watched.after(house, tx, entry.at)?;
    let changes = Changes::default().set(PROPERTY, user.per_user_mfa.word(), state.word());
    entry.write(tx, permit, Verb::ChangePerUserMfa, ("user", Some(id)), &changes)?;
    Ok(state)
}

/// What an audit record calls it.
const PROPERTY: &str = "perUserMfa";

/// What an administrator's wish comes to for a person.
fn state_for(tx: &mut Tx<'_>, id: Id<User>, wish: PerUserMfa) -> Result<PerUserMfa, Fault> {
    Ok(if tx.credentials().of(id)?.is_empty() { wish } else { wish.registered() })
}

/// Nobody asks less of themselves (attack 96); a Global Administrator could change every rule.
fn own_hands_off(
    tx: &mut Tx<'_>,
    permit: &Permit<ManagePerUserMfa>,
    (id, now): (Id<User>, Timestamp),
) -> Result<(), Fault> {
    let own = permit.actor().person() == Some(id);
    if own && !tx.users().roles_at(id, now)?.contains(&Role::GlobalAdministrator) {
        return Err(Fault::Conflict("oneself"));
    }
    Ok(())
}

/// Moves the switch of somebody who has just registered a second factor; the record of the registration says so.
pub(crate) fn registered(tx: &mut Tx<'_>, id: Id<User>, changes: Changes) -> Result<Changes, Fault> {
    let Some(user) = tx.users().by_id(id)? else { return Ok(changes) };
    let (old, new) = (user.per_user_mfa, user.per_user_mfa.registered());
    if old != new {
        tx.users().set_per_user_mfa(id, new)?;
    }
    Ok(changes.set(PROPERTY, old.word(), new.word()))
}

/// What asks somebody for a second factor.
fn asked_by(set: &PolicySet, facts: &Facts) -> Vec<AskedBy> {
    let mut found: Vec<AskedBy> = vec![];
    for policy in policy::asking(set, facts) {
        let by = match policy.origin {
            Origin::SecurityDefaults => AskedBy::SecurityDefaults,
            Origin::PerUserMfa => AskedBy::PerUserMfa,
            Origin::ConditionalAccess => AskedBy::Policy(policy.name.clone()),
            Origin::Floor if policy.id == builtin::FLOOR_OWN_FACTOR => AskedBy::NewPlaces,
            Origin::Floor => continue,
        };
        if !found.contains(&by) {
            found.push(by);
        }
    }
    // Whoever is asked anyway needs no word about new places.
    if found.len() > 1 {
        found.retain(|by| *by != AskedBy::NewPlaces);
    }
    found
}
