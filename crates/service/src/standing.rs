//! What was looked at before, looked at again in the transaction that acts on it: whoever lost a role, or a session, in
//! between no longer acts (invariant 5).

use model::{Behalf, Id, Timestamp, User};
use signin::{Grant, Session};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::app_permissions;
use crate::authority::{self, Action, Actor, Permit, Target};

/// Refuses when a permit would not be given now: when the session of whoever acts has ended, by the roles that they hold,
/// and by those of the person it is done to, if it is done to one.
pub(crate) fn may_still<A: Action>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    person: Option<Id<User>>,
    now: Timestamp,
) -> Result<(), Fault> {
    if matches!(permit.actor(), Actor::System | Actor::Cli(_)) {
        return Ok(());
    }
    let actor = as_of_now(tx, permit.actor(), now)?;
    let theirs = match person {
        Some(person) => tx.users().rank(person)?,
        None => vec![],
    };
    let target = if person.is_some() { Target::Person(&theirs) } else { Target::Organisation };
    if authority::may::<A>(&actor, target) { Ok(()) } else { Err(Fault::Denied) }
}

/// Whoever acts, with what they hold and were given now; refuses when what they act by has ended.
pub(crate) fn as_of_now(tx: &mut Tx<'_>, actor: &Actor, now: Timestamp) -> Result<Actor, Fault> {
    let held = actor.clone();
    Ok(match actor {
        Actor::Person { user, session, .. } => {
            is_still_in(tx, *user, *session, now)?;
            held.holding(tx.users().roles_at(*user, now)?)
        }
        Actor::Delegated { user, app, grant, .. } => {
            is_still_granted(tx, *user, *grant, now)?;
            let given = app_permissions::given(tx, *app, Behalf::Person)?;
            held.given(given).holding(tx.users().roles_at(*user, now)?)
        }
        Actor::App { app, .. } => held.given(app_permissions::given(tx, *app, Behalf::Own)?),
        Actor::System | Actor::Cli(_) => held,
    })
}

/// Refuses when what an application got from somebody has ended, or they may no longer sign in.
fn is_still_granted(tx: &mut Tx<'_>, user: Id<User>, grant: Id<Grant>, now: Timestamp) -> Result<(), Fault> {
    let grant = tx.grants().by_id(grant)?.filter(|grant| grant.user == user && grant.is_live(now));
    let user = tx.users().by_id(user)?.filter(|user| user.may_sign_in(now));
    match (grant, user) {
        (Some(grant), Some(user)) if grant.created >= user.valid_from => Ok(()),
        _ => Err(Fault::Denied),
    }
}

/// Refuses when a session has ended, or its person may no longer sign in.
pub(crate) fn is_still_in(
    tx: &mut Tx<'_>,
    user: Id<User>,
    session: Id<Session>,
    now: Timestamp,
) -> Result<(), Fault> {
    let session =
        tx.sessions().by_id(session)?.filter(|session| session.user == user && session.is_live(now));
    let user = tx.users().by_id(user)?.filter(|user| user.may_sign_in(now));
    match (session, user) {
        (Some(session), Some(user)) if session.created >= user.valid_from => Ok(()),
        _ => Err(Fault::Denied),
    }
}
