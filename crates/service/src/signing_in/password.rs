//! The password: reserve, verify on a hashing thread, settle.

use factors::password::{self, Hash, Password};
use model::{How, Id, Method, NameKey, PasswordState, Proof, Tenant, Timestamp, User};
use signin::{SignIn, Stage};
use sql::Tx;
use store::Tables;

use super::advance::Next;
use super::reserve::Counter;
use super::{Open, Progress, Show, Wrong};
use crate::Fault;
use crate::context::Context;
use crate::directory_sync::RemotePassword;
use crate::directory_sync::passwords::{Answered, RemoteDoor, TheirEntry};
use crate::gate::{Draws, knows_browser};
use crate::hash_pool::Queue;
use crate::house::House;
use crate::record::{self, Ending, Who};
use crate::ticket::{Destination, Point, Ticket};

/// InvalidUserNameOrPassword.
const WRONG: i64 = 50_126;
/// IdsLocked.
const LOCKED: i64 = 50_053;

/// What the first transaction found.
struct Reservation {
    counter: Counter,
    user: Option<(Id<User>, Kept)>,
    who: Who,
    known: bool,
    /// True when the password is a temporary one whose time is over.
    is_over: bool,
    /// The directory server that is asked too, where one checks passwords: for every name.
    door: Option<RemoteDoor>,
}

/// What a password is checked against; whether it still is what is kept, settling asks.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Kept {
    /// A hash of it is kept here.
    Here(String),
    /// A directory server knows it.
    There(TheirEntry),
}

/// What came out of a password.
enum Checked {
    /// It is the person's; what it was verified against, and a newer hash when the cost has changed.
    Right { user: Id<User>, kept: Kept, newer: Option<String>, counter: Counter },
    /// It is not, or there is no such person: the same.
    Wrong(Wrong),
}

impl House {
    /// The first password of a sign-in, for a name that may be nobody's.
    pub(super) async fn first_password(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        ticket: Ticket,
        name: String,
        typed: String,
    ) -> Result<Progress, Fault> {
        let client = client_of(&ticket.destination);
        let checked = match self.check_password(tenant, context, &name, client, typed).await {
            Err(Fault::Busy) => Checked::Wrong(Wrong::Busy),
            other => other?,
        };
        let Checked::Right { user, kept, newer, counter } = checked else {
            let Checked::Wrong(problem) = checked else { unreachable!("every other case is handled") };
            return Ok(self.show_first(tenant, ticket, Some(problem)));
        };
        let following = self.following(context, ticket.ticks, true);
        let draws = following.draws;
        let sign_in = SignIn {
            id: draws.sign_in,
            browser: context.browser.digest(),
            stage: Stage::Claimed {
                user,
                proofs: vec![prompted(Method::Password, None, &draws)],
                since: draws.now,
                invitation: None,
                session: None,
            },
            resume: ticket.destination.clone(),
            version: 0,
            expires: draws.now + crate::ticket::LIFETIME,
        };
        let at = Point::Stored { id: sign_in.id, version: 0, shown: None };
        let next = self
            .judged(tenant, move |tx, set| {
                if !settle(tx, user, &kept, newer.as_deref(), counter)? {
                    return Ok(None);
                }
                tx.sign_ins().insert(&sign_in)?;
                following.next(tx, set, &sign_in).map(Some)
            })
            .await?;
        let Some(next) = next else {
            return Ok(self.show_first(tenant, ticket, Some(Wrong::NotRight)));
        };
        let open =
            Open { ticket: Ticket { at, ..ticket }, id: draws.sign_in, version: 0, shown: None, first: true };
        self.show_next(tenant, context, open, (next, draws), None).await
    }

    /// The password of somebody who is known already: asked again for a fresh proof.
    pub(super) async fn password_again(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        typed: String,
    ) -> Result<Progress, Fault> {
        let Some((sign_in, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let client = client_of(&sign_in.resume);
        let name = user.name.as_str().to_owned();
        let checked = match self.check_password(tenant, context, &name, client, typed).await {
            Err(Fault::Busy) => Checked::Wrong(Wrong::Busy),
            other => other?,
        };
        let Checked::Right { kept, newer, counter, .. } = checked else {
            let Checked::Wrong(problem) = checked else { unreachable!("every other case is handled") };
            let show = Show::Password { name, key: None, problem: Some(problem) };
            return Ok(self.show(tenant, open.ticket, show));
        };
        let following = self.following(context, open.ticket.ticks, false);
        let draws = following.draws;
        let moved = sign_in.proven(prompted(Method::Password, None, &draws));
        let version = moved.version;
        let next = self
            .judged(tenant, move |tx, set| {
                if !settle(tx, user.id, &kept, newer.as_deref(), counter)? {
                    return Ok(Next::Gone);
                }
                match tx.sign_ins().update(&moved)? {
                    true => following.next(tx, set, &moved),
                    false => Ok(Next::Gone),
                }
            })
            .await?;
        self.show_next(tenant, context, open.moved_to(version), (next, draws), None).await
    }

    /// Checks the present password of somebody who is signed in, through the same three steps: the hash that is kept of
    /// it, so that whoever changes it later changes this one. The error is how many minutes the name is locked, if it is.
    pub(crate) async fn is_password(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        name: &str,
        typed: String,
    ) -> Result<Result<String, Option<i64>>, Fault> {
        let client = Some(model::FirstParty::My.app_id());
        match self.check_password(tenant, context, name, client, typed).await? {
            Checked::Wrong(Wrong::Locked { minutes }) => Ok(Err(Some(minutes))),
            Checked::Wrong(_) => Ok(Err(None)),
            // There is none of ours to be changed.
            Checked::Right { kept: Kept::There(_), .. } => Ok(Err(None)),
            Checked::Right { user, kept: Kept::Here(hash), newer, counter } => {
                let is_now = newer.clone().unwrap_or_else(|| hash.clone());
                let kept = Kept::Here(hash);
                let settled = self
                    .db
                    .write(tenant, move |tx| settle(tx, user, &kept, newer.as_deref(), counter))
                    .await?;
                Ok(if settled { Ok(is_now) } else { Err(None) })
            }
        }
    }

    /// Reserves, verifies, and on failure leaves the attempt counted and a record behind. Names that are nobody's
    /// take the same path at the same cost.
    async fn check_password(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        name: &str,
        client: Option<Id<model::AppId>>,
        typed: String,
    ) -> Result<Checked, Fault> {
        let Ok(password) = Password::new(&typed) else { return Ok(Checked::Wrong(Wrong::NotRight)) };
        let typed = RemotePassword::new(typed);
        let draws = self.draws();
        let reservation = match self.reserve_password(tenant, context, name, draws, client).await? {
            Ok(reservation) => reservation,
            Err(minutes) => return Ok(Checked::Wrong(Wrong::Locked { minutes })),
        };
        // The server is asked beside the hash, for every name: a stranger learns from the time of neither.
        let answering = reservation.door.as_ref().map(|door| {
            let entry = match &reservation.user {
                Some((_, Kept::There(entry))) => Some(entry.clone()),
                _ => None,
            };
            self.ask_server(door, entry, typed)
        });
        let (right, newer) = self.verify_hash(&reservation, password).await?;
        // Whoever is right here waits for nobody.
        let answered = match answering {
            Some(answering) if !right => answering.wait().await,
            _ => Answered::No,
        };
        let right = right || answered == Answered::Yes;
        let (error, wrong) = match (reservation.is_over && right, answered) {
            (true, _) => (policy::code::PASSWORD_EXPIRED, Wrong::PasswordEnded),
            // Said of every name: the server may be the one to ask.
            (false, Answered::Nothing) => (policy::code::UNAVAILABLE, Wrong::Away),
            (false, _) => (WRONG, Wrong::NotRight),
        };
        match (right, reservation.user) {
            (true, Some((user, kept))) if !reservation.is_over => {
                Ok(Checked::Right { user, kept, newer, counter: reservation.counter })
            }
            _ => {
                self.count_for_network(context, reservation.known, draws.now);
                self.record_failure(tenant, context, reservation.who, draws, (client, error)).await?;
                Ok(Checked::Wrong(wrong))
            }
        }
    }

    /// Whether a password is the one whose hash is kept, and a newer hash of it; at the same cost where none is.
    async fn verify_hash(
        &self,
        reservation: &Reservation,
        password: Password,
    ) -> Result<(bool, Option<String>), Fault> {
        let cost = self.config.hash_cost;
        let kept = match &reservation.user {
            Some((_, Kept::Here(hash))) => hash.parse::<Hash>().ok(),
            _ => None,
        };
        let salt: [u8; 16] = self.outside.random();
        let queue = if reservation.known { Queue::Known } else { Queue::Others };
        let verified = self
            .hashing
            .run(queue, move |memory| {
                let real = kept.is_some();
                let hash = kept.unwrap_or_else(|| Hash::decoy(&cost));
                let right = password::verify(&hash, &password, memory) && real;
                let newer = (right && hash.needs_rehash(&cost))
                    .then(|| password::hash(&cost, salt, &password, memory).phc());
                (right, newer)
            })
            .await?;
        Ok(verified)
    }

    /// Until when an attempt is turned away because its network is stopped; browsers that the person used before are
    /// not (ADR 8). It is looked at before anything is written, so that a stranger who sends a thousand names fills
    /// neither the disk nor the queue of writers (attack 81), and for every name in the same way.
    async fn turned_away(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        name: &str,
        draws: Draws,
        client: Option<Id<model::AppId>>,
    ) -> Result<Option<Timestamp>, Fault> {
        let Some(network) = context.address.map(|address| address.network()) else { return Ok(None) };
        let Some(until) = self.networks.stopped_until(network, draws.now) else { return Ok(None) };
        let (key, own) = (NameKey::of(name).ok(), context.clone());
        let known =
            self.db.read(tenant, move |tx| Ok::<_, Fault>(whose(tx, &key, &own, draws.now)?.1)).await?;
        if known {
            return Ok(None);
        }
        if let Some(times) = self.networks.turned_away(tenant, network, draws.now) {
            let own = context.clone();
            let ending = Ending::failure(LOCKED);
            self.db
                .write(tenant, move |tx| record::turned_away(tx, times, client, (&own, &draws), ending))
                .await?;
        }
        Ok(Some(until))
    }

    /// The first of the three steps. The error is how many minutes the name is locked.
    async fn reserve_password(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        name: &str,
        draws: Draws,
        client: Option<Id<model::AppId>>,
    ) -> Result<Result<Reservation, i64>, Fault> {
        let now = draws.now;
        if let Some(until) = self.turned_away(tenant, context, name, draws, client).await? {
            return Ok(Err(until.since(now).minutes_up()));
        }
        let key = NameKey::of(name).ok();
        let counters = [false, true].map(|known| self.counter(tenant, name, Method::Password, known));
        let nobody = Who::Nobody(self.keys.name_digest(tenant, "record", name));
        let own = context.clone();
        let (outcome, who, known) = self
            .db
            .write(tenant, move |tx| {
                let (user, known) = whose(tx, &key, &own, now)?;
                let who = user.as_ref().map_or(nobody, |user| Who::User(user.id));
                let counter = counters[usize::from(known)];
                let outcome = match counter.reserve(tx, now)? {
                    Err(until) => Err(until),
                    Ok(()) => {
                        let is_over = user.as_ref().is_some_and(|user| user.password.has_ended(now));
                        let door = RemoteDoor::read(tx)?;
                        let user = kept_of(tx, user.as_ref(), door.is_some())?;
                        Ok(Reservation { counter, user, who, known, is_over, door })
                    }
                };
                Ok::<_, Fault>((outcome, who, known))
            })
            .await?;
        match outcome {
            Ok(reservation) => Ok(Ok(reservation)),
            Err(until) => {
                // It leaves a record like every other failure, and counts like one.
                self.count_for_network(context, known, now);
                self.record_failure(tenant, context, who, draws, (client, LOCKED)).await?;
                Ok(Err(until.since(now).minutes_up()))
            }
        }
    }

    /// Counts a failure for the network that it came from; those of known browsers count for none (attack 81).
    fn count_for_network(&self, context: &Context, known: bool, now: Timestamp) {
        if let (false, Some(address)) = (known, context.address) {
            self.networks.failed(address.network(), now);
        }
    }

    /// Keeps the record of a failed or locked attempt: by id when the name is somebody's, else by a keyed digest. Who it
    /// is was found when the attempt was reserved, so that this takes equally long for a name that is nobody's.
    async fn record_failure(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        who: Who,
        draws: Draws,
        (client, error): (Option<Id<model::AppId>>, i64),
    ) -> Result<(), Fault> {
        let own = context.clone();
        self.db
            .write(tenant, move |tx| record::unjudged(tx, who, client, &own, &draws, Ending::failure(error)))
            .await
    }
}

/// Whose a name is, and whether they used this browser before. Of nobody the same is asked, so that what it takes does
/// not tell who exists; what can be no name (`None`) is known to be nobody's.
fn whose(
    tx: &mut Tx<'_>,
    key: &Option<NameKey>,
    context: &Context,
    now: Timestamp,
) -> Result<(Option<User>, bool), Fault> {
    let user = match key {
        Some(key) => tx.users().by_login(key)?,
        None => None,
    };
    let id = user.as_ref().map_or(User::NOBODY, |user| user.id);
    let known = knows_browser(tx, id, context, now)?;
    Ok((user, known))
}

/// What somebody's password is checked against, if anything is. Of nobody the same is asked.
fn kept_of(tx: &mut Tx<'_>, user: Option<&User>, has_door: bool) -> Result<Option<(Id<User>, Kept)>, Fault> {
    let id = user.map_or(User::NOBODY, |user| user.id);
    let hash = tx.users().password_hash(id)?;
    let entry = if has_door { TheirEntry::of(tx, id)? } else { None };
    let is_elsewhere = user.is_some_and(|user| matches!(user.password, PasswordState::Elsewhere { .. }));
    let kept = match (hash, entry) {
        (None, Some(entry)) if is_elsewhere => Some(Kept::There(entry)),
        (hash, _) => hash.map(Kept::Here),
    };
    Ok(kept.map(|kept| (id, kept)))
}

/// The third step for a right password: what it was verified against must still be what is kept.
fn settle(
    tx: &mut Tx<'_>,
    id: Id<User>,
    kept: &Kept,
    newer: Option<&str>,
    counter: Counter,
) -> Result<bool, Fault> {
    let user = tx.users().by_id(id)?;
    let has_door = matches!(kept, Kept::There(_)) && RemoteDoor::is_there(tx)?;
    if kept_of(tx, user.as_ref(), has_door)?.is_none_or(|(_, now)| now != *kept) {
        return Ok(false);
    }
    counter.settle(tx)?;
    if let (Kept::Here(hash), Some(newer)) = (kept, newer) {
        tx.users().rehash(id, hash, newer)?;
    }
    Ok(true)
}

/// A proof that was given just now.
pub(super) fn prompted(method: Method, credential: Option<Id<()>>, draws: &Draws) -> Proof {
    Proof { method, credential, at: draws.now, how: How::Prompted }
}

/// The application that a sign-in is for: its own, or the page's.
pub(crate) fn client_of(destination: &Destination) -> Option<Id<model::AppId>> {
    Some(super::advance::app_of(destination))
}
