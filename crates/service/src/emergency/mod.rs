//! Emergency access (S5): a few accounts that no policy of an administrator is about, for the day on which every other way in
//! is shut. The floor is about them; each use is told to everybody who administers; rehearsals prove that they work.
//!
//! Whose account is one is a row of its own and never a rule, a group or an exclusion: `account` is what the gate asks.

mod changing;
mod rehearsing;
mod telling;

use model::{GuestKind, Id, Method, PasswordState, Role, Span, Tenant, Timestamp, User, UserState};
use sql::Tx;
use store::{EmergencyAccount, EmergencyUse, Tables};

use crate::Fault;
use crate::authority::{Permit, ReadSecurity};
use crate::house::House;

pub use changing::Kit;
pub use rehearsing::REHEARSAL;
pub(crate) use telling::{Happened, note_use, used_capsule};

/// How many emergency accounts an organisation has at most: what nobody remembers is no way in that is guarded.
pub const MOST_ACCOUNTS: usize = 4;
/// After how long without a rehearsal an account is not known to work.
pub const DRILL: Span = Span::days(90);
/// How long a session lasts that was opened with a capsule: long enough to put things right.
pub(crate) const CAPSULE_SESSION: Span = Span::hours(1);
/// How many uses of an account a page shows.
const USES: i64 = 5;
/// How many uses that nobody has seen a page shows.
const UNSEEN: i64 = 10;

/// An emergency account as pages and commands show it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Whose account.
    pub user: Id<User>,
    /// How they are called.
    pub display: String,
    /// The name to sign in with.
    pub name: String,
    /// Since when it is one.
    pub designated: Timestamp,
    /// When its capsule was made, while there is one that can be used.
    pub capsule: Option<Timestamp>,
    /// How many passkeys it has.
    pub passkeys: usize,
    /// When it was last rehearsed.
    pub rehearsed: Option<Timestamp>,
    /// Until when a rehearsal is under way.
    pub rehearsal_ends: Option<Timestamp>,
    /// What is wrong with it, the worst first.
    pub troubles: Vec<Trouble>,
    /// The last times that it was used.
    pub uses: Vec<EmergencyUse>,
}

/// What is wrong with an emergency account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// It may not sign in.
    Blocked,
    /// It does not hold Global Administrator for good, or is a guest's: policies are about it like about any other.
    NotAdministrator,
    /// It has neither a passkey nor a capsule that can be used.
    NoWayIn,
    /// It comes from a directory server, or has its password there: that server shuts it, or opens it.
    Synced,
    /// Nobody came in with it in a rehearsal in the last ninety days.
    NotRehearsed,
}

/// A use that no administrator has seen.
#[derive(Debug, Clone)]
pub struct Alarm {
    /// What happened.
    pub used: EmergencyUse,
    /// How the person is called.
    pub display: String,
}

/// Emergency access of an organisation.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// The accounts, the first to be designated first.
    pub accounts: Vec<Shown>,
    /// Uses that no administrator has seen, the newest first.
    pub alarms: Vec<Alarm>,
}

impl House {
    /// The emergency accounts, and what was done with them.
    pub async fn emergency_access(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Overview, Fault> {
        let now = self.now();
        self.db.read(tenant, move |tx| overview(tx, now)).await
    }
}

/// Everything that pages and Home show.
pub(crate) fn overview(tx: &mut Tx<'_>, now: Timestamp) -> Result<Overview, Fault> {
    let mut accounts = vec![];
    for account in tx.emergency().all()? {
        if let Some(user) = tx.users().by_id(account.user)? {
            accounts.push(shown(tx, account, user, now)?);
        }
    }
    let mut alarms = vec![];
    for used in tx.emergency().unseen(UNSEEN)? {
        let display = tx.users().by_id(used.user)?.map(|user| user.display).unwrap_or_default();
        alarms.push(Alarm { used, display });
    }
    Ok(Overview { accounts, alarms })
}

/// The emergency account of somebody whose account is one at this moment. Whoever may no longer do everything, or does so
/// for a time only, is bound by policies like anybody else: the row alone gives nothing.
pub(crate) fn account(
    tx: &mut Tx<'_>,
    user: &User,
    roles: &[Role],
) -> Result<Option<EmergencyAccount>, Fault> {
    // Asked of administrators only, so that nobody else's sign-in reads a row more.
    if !roles.contains(&Role::GlobalAdministrator) || user.guest != GuestKind::Member {
        return Ok(None);
    }
    match tx.emergency().by_id(user.id)? {
        Some(account) if is_for_good(tx, user)? => Ok(Some(account)),
        _ => Ok(None),
    }
}

/// The same where only the person is at hand.
pub(crate) fn is_account(tx: &mut Tx<'_>, id: Id<User>, now: Timestamp) -> Result<bool, Fault> {
    let Some(user) = tx.users().by_id(id)? else { return Ok(false) };
    let roles = tx.users().roles_at(id, now)?;
    Ok(account(tx, &user, &roles)?.is_some())
}

/// True when somebody holds Global Administrator themselves, without an end, in an account that has none.
fn is_for_good(tx: &mut Tx<'_>, user: &User) -> Result<bool, Fault> {
    let chief = Role::GlobalAdministrator;
    let ends = tx.users().role_ends(user.id)?.iter().any(|(role, _)| *role == chief);
    Ok(user.ends.is_none() && !ends && tx.users().own_roles(user.id)?.contains(&chief))
}

/// True when a directory server says who somebody is, or whether a password is theirs: what is to work when everything else
/// is shut does not hang on another machine, and nobody who looks after that one gets an account that no policy binds.
fn is_synced(tx: &mut Tx<'_>, user: &User) -> Result<bool, Fault> {
    let is_elsewhere = matches!(user.password, PasswordState::Elsewhere { .. });
    Ok(is_elsewhere || tx.synced().by_object(user.id)?.is_some())
}

/// True when the account is active, and somebody could have proven it is theirs.
fn is_able(user: &User, now: Timestamp) -> bool {
    user.state == UserState::Active && user.may_sign_in(now)
}

fn shown(tx: &mut Tx<'_>, account: EmergencyAccount, user: User, now: Timestamp) -> Result<Shown, Fault> {
    let held = tx.credentials().of(user.id)?;
    let passkeys = held.iter().filter(|one| one.method == Method::Passkey).count();
    let has_password = tx.users().password_hash(user.id)?.is_some();
    let capsule = account.capsule.filter(|_| has_password);
    let is_chief = user.guest == GuestKind::Member && is_for_good(tx, &user)?;
    let is_synced = is_synced(tx, &user)?;
    let rehearsed_lately = account.rehearsed.is_some_and(|at| at > now - DRILL);
    let troubles = [
        (Trouble::Blocked, !is_able(&user, now)),
        (Trouble::NotAdministrator, !is_chief),
        (Trouble::NoWayIn, capsule.is_none() && passkeys == 0),
        (Trouble::Synced, is_synced),
        (Trouble::NotRehearsed, !rehearsed_lately),
    ];
    Ok(Shown {
        user: user.id,
        display: user.display,
        name: user.name.as_str().to_owned(),
        designated: account.designated,
        capsule,
        passkeys,
        rehearsed: account.rehearsed,
        rehearsal_ends: account.rehearsal_ends.filter(|ends| *ends > now),
        troubles: troubles.into_iter().filter(|(_, is_so)| *is_so).map(|(trouble, _)| trouble).collect(),
        uses: tx.emergency().uses(user.id, USES)?,
    })
}
