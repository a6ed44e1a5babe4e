//! Who can still change policy: every administrator who may is taken through the gate, with the methods they really
//! have, from the networks they really used.

use std::fmt;

use model::{Address, AddressRule, FirstParty, Id, Method, MethodSet, Role, Timestamp, User, UserAction};
use policy::{PolicySet, ScopeClass, State};
use signin::Verdict;
use sql::Tx;
use store::Tables;

use crate::house::House;
use crate::people::FOR_GOOD;
use crate::{Fault, emergency, gate, imagined, policy_sets};

/// The roles that may change policy.
const EDITORS: [Role; 3] =
    [Role::GlobalAdministrator, Role::SecurityAdministrator, Role::ConditionalAccessAdministrator];
/// How many of them are read at once.
const PAGE: i64 = 100;
/// How many of somebody's last sign-ins tell the networks that they use, and how many networks are tried.
const RECORDS: i64 = 50;
const NETWORKS: usize = 5;
/// What runs out is no way in that lasts.
const PASSING: MethodSet = MethodSet::of(&[
    Method::RecoveryCode,
    Method::TemporaryAccessPass,
    Method::Invitation,
    Method::RememberedDevice,
]);

/// An administrator who would no longer come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedOut {
    /// Who.
    pub user: Id<User>,
    /// How they are called.
    pub name: String,
    /// The addresses from which they were tried; empty where none is known.
    pub from: Vec<String>,
}

impl fmt::Display for LockedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from.is_empty() {
            true => write!(f, "{} from anywhere", self.name),
            false => write!(f, "{} from {}", self.name, self.from.join(", ")),
        }
    }
}

/// Who came in before, and of them who no longer would: administrators, and beside them emergency accounts.
#[derive(Debug, Default)]
pub(super) struct Outlook {
    administrators: usize,
    accounts: usize,
    lost: Vec<LockedOut>,
}

impl Outlook {
    /// Those who would be locked out, where fewer than two would be left of administrators and emergency accounts. Where one
    /// administrator alone came in, that one and every emergency account must still.
    pub(super) fn locked_out(self) -> Vec<LockedOut> {
        let before = self.administrators + self.accounts;
        if self.rests_on_one() || too_few(before, self.lost.len()) { self.lost } else { vec![] }
    }

    /// True when one administrator alone comes in; nobody works with an emergency account.
    pub(super) const fn rests_on_one(&self) -> bool {
        self.administrators < 2 && self.administrators + self.accounts > 0
    }
}

const fn too_few(before: usize, lost: usize) -> bool {
    lost > 0 && before - lost < 2
}

/// Looks at administrators under two sets, until two are found who still come in: then nobody is locked out. Emergency
/// accounts are looked at where fewer than two do.
pub(super) fn look(
    house: &House,
    tx: &mut Tx<'_>,
    (was, will): (&PolicySet, &PolicySet),
    now: Timestamp,
) -> Result<Outlook, Fault> {
    let mut outlook = Outlook::default();
    let mut emergency = vec![];
    for id in editors(tx, now)? {
        let Some(user) = tx.users().by_id(id)? else { continue };
        if emergency::is_account(tx, id, now)? {
            emergency.push(user);
            continue;
        }
        let Some(left) = compared(house, tx, (was, will), user, now)? else { continue };
        outlook.administrators += 1;
        outlook.lost.extend(left);
        if outlook.administrators - outlook.lost.len() == 2 {
            return Ok(outlook);
        }
    }
    for user in emergency {
        let Some(left) = compared(house, tx, (was, will), user, now)? else { continue };
        outlook.accounts += 1;
        outlook.lost.extend(left);
    }
    Ok(outlook)
}

/// Somebody who came in before: and as who is locked out, where they no longer would.
fn compared(
    house: &House,
    tx: &mut Tx<'_>,
    (was, will): (&PolicySet, &PolicySet),
    user: User,
    now: Timestamp,
) -> Result<Option<Option<LockedOut>>, Fault> {
    let from = networks(tx, user.id)?;
    if !comes_in(house, tx, (was, &user), &from, now)? {
        return Ok(None);
    }
    if comes_in(house, tx, (will, &user), &from, now)? {
        return Ok(Some(None));
    }
    let from = from.iter().map(|address| address.ip.to_string()).collect();
    Ok(Some(Some(LockedOut { user: user.id, name: user.display, from })))
}

/// Whether an administrator came in before something was done that is no save of policy: a method removed, a role taken.
/// It holds the moment at which their account and role were still good: at the end of time, or now.
#[derive(Debug)]
pub(crate) struct Watched(Option<Timestamp>);

impl Watched {
    /// Looks before it is done. Nothing is looked at where nothing written keeps anybody out, or where the person it is
    /// done to may not change policy: what administrators may do to each other then is another rule's.
    pub(crate) fn before(
        house: &House,
        tx: &mut Tx<'_>,
        person: Id<User>,
        now: Timestamp,
    ) -> Result<Self, Fault> {
        let roles = tx.users().roles(person)?;
        Self::before_losing(house, tx, &roles, now)
    }

    /// The same where people lose these roles, or a rule changes for whoever holds them.
    pub(crate) fn before_losing(
        house: &House,
        tx: &mut Tx<'_>,
        roles: &[Role],
        now: Timestamp,
    ) -> Result<Self, Fault> {
        if !roles.iter().any(|role| EDITORS.contains(role)) {
            return Ok(Self(None));
        }
        let set = policy_sets::load_head(tx)?;
        if !narrows(&set) {
            return Ok(Self(None));
        }
        for at in [FOR_GOOD, now] {
            if somebody_comes_in(house, tx, &set, (at, now))? {
                return Ok(Self(Some(at)));
            }
        }
        Ok(Self(None))
    }

    /// True when it will look afterwards.
    pub(crate) const fn is_looking(&self) -> bool {
        self.0.is_some()
    }

    /// Looks after it is done, in the same transaction: the fault undoes it when nobody would come in any more who may
    /// change policy. One is enough here, for whoever does it means to.
    pub(crate) fn after(self, house: &House, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Fault> {
        let Some(at) = self.0 else { return Ok(()) };
        let set = policy_sets::load_head(tx)?;
        if somebody_comes_in(house, tx, &set, (at, now))? {
            return Ok(());
        }
        Err(Fault::Conflict("last administrator"))
    }
}

/// True when a policy that is on, the authentication methods policy or a list of makes may keep somebody out.
fn narrows(set: &PolicySet) -> bool {
    set.written().any(|policy| policy.state == State::On)
        || !set.methods.lets_everybody()
        || set.passkeys.key_restrictions.is_enforced
}

/// True when somebody comes in now whose account and role are good at a moment.
fn somebody_comes_in(
    house: &House,
    tx: &mut Tx<'_>,
    set: &PolicySet,
    (at, now): (Timestamp, Timestamp),
) -> Result<bool, Fault> {
    for id in editors(tx, at)? {
        let Some(user) = tx.users().by_id(id)? else { continue };
        let from = networks(tx, id)?;
        if comes_in(house, tx, (set, &user), &from, now)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Everybody who may change policy and may sign in at a moment.
pub(crate) fn editors(tx: &mut Tx<'_>, at: Timestamp) -> Result<Vec<Id<User>>, Fault> {
    let mut found: Vec<Id<User>> = vec![];
    loop {
        let after = found.last().copied().unwrap_or(User::NOBODY);
        let page = tx.users().able_holders(EDITORS, at, after, PAGE)?;
        if page.is_empty() {
            return Ok(found);
        }
        found.extend(page);
    }
}

/// The networks that somebody signed in from lately, each by its newest address. Where only a program of theirs was is
/// no place that they come in from.
fn networks(tx: &mut Tx<'_>, user: Id<User>) -> Result<Vec<Address>, Fault> {
    let mut found: Vec<Address> = vec![];
    for address in tx.records().addresses(user, RECORDS)? {
        let Ok(ip) = address.parse() else { continue };
        let address = Address::new(ip, AddressRule::Peer);
        if !found.iter().any(|known| known.network() == address.network()) {
            found.push(address);
        }
    }
    found.truncate(NETWORKS);
    Ok(found)
}

/// True when somebody comes in to the admin centre, and can confirm there that it is them, from one of these addresses;
/// from one that nobody can tell where none is known.
fn comes_in(
    house: &House,
    tx: &mut Tx<'_>,
    (set, user): (&PolicySet, &User),
    from: &[Address],
    now: Timestamp,
) -> Result<bool, Fault> {
    let unknown = [None];
    let known: Vec<Option<Address>> = from.iter().copied().map(Some).collect();
    let places = if known.is_empty() { &unknown[..] } else { &known };
    for place in places {
        if passes(house, tx, (set, user), *place, now)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn passes(
    house: &House,
    tx: &mut Tx<'_>,
    (set, user): (&PolicySet, &User),
    address: Option<Address>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let mut facts = imagined::facts(house, tx, (set, user), address, now)?;
    let lasting = facts.usable.iter().filter(|method| !PASSING.contains(*method));
    facts.proofs = lasting.flat_map(|method| facts.given(method)).collect();
    let enters = matches!(signin::judge(set, &facts), Verdict::Passed(_));
    facts.target = gate::target_of(FirstParty::My.app_id(), ScopeClass::None);
    facts.target.action = Some(UserAction::Confirm);
    Ok(enters && matches!(signin::judge(set, &facts), Verdict::Passed(_)))
}
