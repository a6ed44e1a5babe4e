//! What was looked at before, looked at again in the transaction that acts on it: whoever lost a role, or a session, in
//! between no longer acts (invariant 5).

use model::{Id, Timestamp, User};
use signin::Session;
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::authority::{self, Action, Actor, Permit, Target};

/// Refuses when a permit would not be given now: when the session of whoever acts has ended, by the roles that they hold,
/// and by those of the person it is done to, if it is done to one.
pub(crate) fn may_still<A: Action>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    person: Option<Id<User>>,
    now: Timestamp,
) -> Result<(), Fault> {
    let Actor::Person { user, session, .. } = permit.actor() else { return Ok(()) };
    is_still_in(tx, *user, *session, now)?;
    let actor = permit.actor().clone().holding(tx.users().roles_at(*user, now)?);
    let theirs = match person {
        Some(person) => tx.users().rank(person)?,
        None => vec![],
    };
    let target = if person.is_some() { Target::Person(&theirs) } else { Target::Organisation };
    if authority::may::<A>(&actor, target) { Ok(()) } else { Err(Fault::Denied) }
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
