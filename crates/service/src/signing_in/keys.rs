//! Passkeys and security keys as proofs. A signature cannot be guessed, so nothing is counted against the name: a counter
//! would only let strangers lock it (attack 81). Failures of unknown browsers count for their network.

use std::sync::Arc;

use factors::passkey::{Assertion, Counter, Known, Verification, Whom};
use model::{Id, Method, Tenant, User};
use policy::PolicySet;
use signin::{SignIn, Stage};
use sql::Tx;
use store::Tables;

use super::advance::{Following, Next, note_wrong};
use super::password::{client_of, prompted};
use super::{Open, Progress, Show, Wrong};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::context::Context;
use crate::gate::{Draws, knows_browser, methods_of};
use crate::house::House;
use crate::letters::Change;
use crate::record::{self, Ending, Who};
use crate::relying_party::{self, Key};
use crate::ticket::{Destination, Point, Ticket};

/// InvalidPasskey: the reference has no number for it, so it is the one of a second step that was answered wrongly.
const WRONG_KEY: i64 = 500_121;
/// A right proof by a key of a make that is not taken: a rule of the organisation stops it.
const NOT_TAKEN: i64 = policy::code::BLOCKED;

/// Why a new key was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyProblem {
    /// It could not be verified, or the browser gave nothing.
    NotRight,
    /// It is registered already.
    Known,
    /// It did not prove its make, which the organisation asks for.
    NotAttested,
    /// The organisation does not take keys of its make.
    MakeNotTaken,
}

/// A proof that is to be checked, and where it stands.
struct Claim {
    tenant: Id<Tenant>,
    ticket: Ticket,
    assertion: Assertion,
    context: Context,
    draws: Draws,
    /// The rules as they were a moment ago, for what the page says; the gate judges by those of its own transaction.
    set: Arc<PolicySet>,
}

/// The sign-in that a proof is one more of, and whose it is.
#[derive(Clone, Copy)]
struct Under<'a> {
    set: &'a PolicySet,
    sign_in: &'a SignIn<Destination>,
    user: &'a User,
}

/// Who proved it is them, and with what.
struct Proved {
    user: Id<User>,
    credential: Id<()>,
    method: Method,
}

impl House {
    /// What a passkey is asked before anybody is known: no credential is named (attack 30).
    pub(super) fn asked_of_anybody(&self, tenant: Id<Tenant>, ticket: &Ticket) -> String {
        let Some(organisation) = self.organisation(tenant) else { return String::new() };
        relying_party::proof_options(&organisation, ticket.challenge(), &[], Verification::Required)
    }

    /// A passkey as the first proof: it names the person itself.
    pub(super) async fn first_key(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        ticket: Ticket,
        answer: String,
    ) -> Result<Progress, Fault> {
        let following = self.following(context, ticket.ticks, true);
        let draws = following.draws;
        let Ok(assertion) = Assertion::read(&answer) else {
            return Ok(self.first_key_refused(tenant, ticket, Wrong::Key));
        };
        // A stopped network stops browsers that the owner of the key never used, as for passwords (ADR 8): nobody is kept
        // out of their own browser by a stranger behind the same address (attack 81).
        let network = match self.is_known_to_owner(tenant, context, &assertion).await? {
            true => None,
            false => context.address.map(|address| address.network()),
        };
        if network.is_some_and(|network| self.networks.stopped_until(network, draws.now).is_some()) {
            return Ok(self.first_key_refused(tenant, ticket, Wrong::Key));
        }
        let set = self.policy_set(tenant).await?;
        let claim = Claim { tenant, ticket: ticket.clone(), assertion, context: context.clone(), draws, set };
        let house = self.clone();
        let begun = self.judged(tenant, move |tx, set| claim.begin(&house, tx, (set, &following))).await?;
        let next = match begun {
            Ok(next) => next,
            Err(wrong) => {
                // A signature that was right is nobody's guess.
                if let (Wrong::Key, Some(network)) = (wrong, network) {
                    self.networks.failed(network, draws.now);
                }
                return Ok(self.first_key_refused(tenant, ticket, wrong));
            }
        };
        let id = draws.sign_in;
        let at = Point::Stored { id, version: 0, shown: None };
        let ticket = Ticket { at, challenge: self.outside.random(), ..ticket };
        let open = Open { ticket, id, version: 0, shown: None, first: true };
        self.show_next(tenant, context, open, (next, draws), None).await
    }

    /// True when the owner of the credential that is named signed in in this browser before.
    async fn is_known_to_owner(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        assertion: &Assertion,
    ) -> Result<bool, Fault> {
        let (id, own, now) = (assertion.id().to_vec(), context.clone(), self.now());
        self.db
            .read(tenant, move |tx| match tx.passkeys().by_credential(&id)? {
                Some(held) => knows_browser(tx, held.user, &own, now),
                None => Ok(false),
            })
            .await
    }

    /// The page again, with another challenge.
    fn first_key_refused(&self, tenant: Id<Tenant>, ticket: Ticket, wrong: Wrong) -> Progress {
        let ticket = Ticket { challenge: self.outside.random(), ..ticket };
        self.show_first(tenant, ticket, Some(wrong))
    }

    /// A passkey or security key of somebody who is known already.
    pub(super) async fn key_again(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        answer: String,
    ) -> Result<Progress, Fault> {
        let Some((sign_in, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let following = self.following(context, open.ticket.ticks, false);
        let draws = following.draws;
        let moved = match Assertion::read(&answer) {
            Err(_) => Err(Wrong::Key),
            Ok(assertion) => {
                let (ticket, set) = (open.ticket.clone(), self.policy_set(tenant).await?);
                let claim = Claim { tenant, ticket, assertion, context: context.clone(), draws, set };
                let (house, whose) = (self.clone(), user.clone());
                let work = move |tx: &mut Tx<'_>, set: &PolicySet| {
                    claim.go_on(&house, tx, Under { set, sign_in: &sign_in, user: &whose }, &following)
                };
                self.judged(tenant, work).await?
            }
        };
        let ticket = Ticket { challenge: self.outside.random(), ..open.ticket };
        let open = Open { ticket, ..open };
        match moved {
            Ok((version, next)) => {
                self.show_next(tenant, context, open.moved_to(version), (next, draws), None).await
            }
            Err(wrong) => self.show_key(tenant, context, open, (&user, Method::Passkey), Some(wrong)).await,
        }
    }

    /// The page that asks for a key of the person; another way where they have none of that kind.
    pub(super) async fn show_key(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        (user, method): (&User, Method),
        problem: Option<Wrong>,
    ) -> Result<Progress, Fault> {
        let makes = self.makes_asked(tenant, context, &open).await?;
        let (whose, set) = (user.clone(), self.policy_set(tenant).await?);
        let now = self.now();
        let read = move |tx: &mut Tx<'_>| {
            let mut keys = relying_party::keys_of(tx, whose.id)?;
            let refused = relying_party::refused(tx, whose.id, (&set.passkeys, now))?;
            keys.retain(|key| !refused.contains(&key.passkey.id));
            Ok::<_, Fault>((keys, methods_of(tx, &whose, (&set, now))?.1))
        };
        let (keys, usable) = self.db.read(tenant, read).await?;
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let method = if usable.contains(method) { method } else { Method::SecurityKey };
        // A passkey that is touched without seeing who it is proves possession, as a security key does.
        let fits = |key: &&Key| method == Method::SecurityKey || key.credential.method == method;
        // Where a strength names makes, a key of another would only lead back here.
        let counts = |key: &Key| {
            let make = key.passkey.make;
            method != Method::Passkey || makes.as_ref().is_none_or(|makes| makes.contains(&make))
        };
        let counting = keys.iter().filter(fits).filter(|key| counts(key));
        let mut asked: Vec<_> = counting.collect();
        // Another demand may still take what the person has.
        if asked.is_empty() {
            asked = keys.iter().filter(fits).collect();
        }
        let verification = relying_party::verification(method);
        let options =
            relying_party::proof_options(&organisation, open.ticket.challenge(), &asked, verification);
        let ways =
            [Method::Passkey, Method::SecurityKey, Method::Totp, Method::RecoveryCode, Method::SealedCapsule];
        let others = ways.into_iter().filter(|other| *other != method && usable.contains(*other)).collect();
        Ok(self.show(tenant, open.ticket, Show::Key { options, method, others, problem }))
    }
}

impl Claim {
    /// Takes the proof as the first one of a sign-in, whose row it makes, and goes on from there.
    fn begin(
        &self,
        house: &House,
        tx: &mut Tx<'_>,
        (set, following): (&PolicySet, &Following),
    ) -> Result<Result<Next, Wrong>, Fault> {
        let draws = &self.draws;
        if !tx.spent().spend(self.ticket.challenge_id(), self.ticket.expires)? {
            return Ok(Err(Wrong::Key));
        }
        let by = match self.proved(house, tx, None)? {
            Ok(by) => by,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let sign_in = SignIn {
            id: draws.sign_in,
            browser: self.context.browser.digest(),
            stage: Stage::Claimed {
                user: by.user,
                proofs: vec![prompted(by.method, Some(by.credential), draws)],
                since: draws.now,
                invitation: None,
                session: None,
            },
            resume: self.ticket.destination.clone(),
            version: 0,
            expires: draws.now + crate::ticket::LIFETIME,
        };
        tx.sign_ins().insert(&sign_in)?;
        Ok(Ok(following.next(tx, set, &sign_in)?))
    }

    /// Takes the proof as one more of a sign-in that is under way: its next version, and what comes next.
    fn go_on(
        &self,
        house: &House,
        tx: &mut Tx<'_>,
        under: Under<'_>,
        following: &Following,
    ) -> Result<Result<(i64, Next), Wrong>, Fault> {
        if !tx.spent().spend(self.ticket.challenge_id(), self.ticket.expires)? {
            return Ok(Err(Wrong::Key));
        }
        let by = match self.proved(house, tx, Some(under))? {
            Ok(by) => by,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let moved = under.sign_in.clone().proven(prompted(by.method, Some(by.credential), &self.draws));
        // Another answer was there first: this one is undone with its transaction.
        if !tx.sign_ins().update(&moved)? {
            return Err(Fault::Conflict("sign-in"));
        }
        Ok(Ok((moved.version, following.next(tx, under.set, &moved)?)))
    }

    /// Whose proof it is and by which credential, if it is one. What fails leaves a record; whoever has copied a key is
    /// stopped, and its owner told.
    fn proved(
        &self,
        house: &House,
        tx: &mut Tx<'_>,
        wanted: Option<Under<'_>>,
    ) -> Result<Result<Proved, Wrong>, Fault> {
        let held = tx.passkeys().by_credential(self.assertion.id())?;
        let Some(held) = held.filter(|held| wanted.is_none_or(|under| under.user.id == held.user)) else {
            return self.fail(house, tx, (wanted, None), WRONG_KEY);
        };
        let organisation = house.organisation(self.tenant).ok_or(Fault::NotFound)?;
        let handle = tx.users().handle(held.user)?.unwrap_or_default();
        let (whom, demanded) = match wanted {
            None => (Whom::Discovered, Verification::Required),
            Some(_) => (Whom::Named, Verification::Preferred),
        };
        let origins = [organisation.public_address.as_str()];
        let expected = relying_party::expected(&organisation, &origins, &self.ticket.challenge, demanded);
        let known = Known {
            id: &held.credential,
            key: &held.key,
            counter: held.counter,
            backup: held.backup,
            user_handle: &handle,
        };
        let Ok(proof) = self.assertion.verify(&expected, &known, whom) else {
            return self.fail(house, tx, (wanted, Some(held.user)), WRONG_KEY);
        };
        // Told to whoever has the key in their hands, and to nobody else.
        let refused = relying_party::refused(tx, held.user, (&self.set.passkeys, self.draws.now))?;
        if refused.contains(&held.id) {
            return self.fail(house, tx, (wanted, Some(held.user)), NOT_TAKEN);
        }
        let counter = match proof.counter {
            Counter::Forward(counter) => counter,
            Counter::Behind(_) => {
                self.tell_of_a_copy(house, tx, (held.user, held.id))?;
                return self.fail(house, tx, (wanted, Some(held.user)), WRONG_KEY);
            }
        };
        if !tx.passkeys().proved(&held, counter, proof.backup)? {
            return Err(Fault::Conflict("passkey"));
        }
        tx.credentials().used(held.id, self.draws.now)?;
        let registered = tx.credentials().of(held.user)?.into_iter().find(|one| one.id == held.id);
        let is_passkey = registered.is_some_and(|one| one.method == Method::Passkey);
        let method = if is_passkey && proof.is_verified { Method::Passkey } else { Method::SecurityKey };
        // Without a name only what proves both factors begins a sign-in.
        if wanted.is_none() && method != Method::Passkey {
            return self.fail(house, tx, (wanted, Some(held.user)), WRONG_KEY);
        }
        Ok(Ok(Proved { user: held.user, credential: held.id, method }))
    }

    /// Keeps the record of a proof that was not taken.
    fn fail<T>(
        &self,
        house: &House,
        tx: &mut Tx<'_>,
        (wanted, user): (Option<Under<'_>>, Option<Id<User>>),
        error: i64,
    ) -> Result<Result<T, Wrong>, Fault> {
        let wrong = Err(if error == NOT_TAKEN { Wrong::KeyNotTaken } else { Wrong::Key });
        if let Some(Under { set, sign_in, user }) = wanted {
            let now = (&self.context, &self.draws);
            note_wrong(house, tx, (set, user), sign_in, now, error)?;
            return Ok(wrong);
        }
        let unknown = || {
            let id = data_encoding::HEXLOWER.encode(self.assertion.id());
            Who::Nobody(house.keys.name_digest(self.tenant, "record", &id))
        };
        let who = user.map_or_else(unknown, Who::User);
        let client = client_of(&self.ticket.destination);
        record::unjudged(tx, who, client, &self.context, &self.draws, Ending::failure(error))?;
        Ok(wrong)
    }

    /// The owner gets mail; the key says so on their page, and the audit log keeps it.
    fn tell_of_a_copy(
        &self,
        house: &House,
        tx: &mut Tx<'_>,
        (user, key): (Id<User>, Id<()>),
    ) -> Result<(), Fault> {
        let organisation = house.organisation(self.tenant).ok_or(Fault::NotFound)?;
        let Some(user) = tx.users().by_id(user)? else { return Ok(()) };
        tx.passkeys().mark_copied(key, self.draws.now)?;
        let who = (store::Actor::System, self.context.address_text());
        let changes = Changes::default().made("method", key);
        self.draws.entry.write_as(tx, who, Verb::KeyCopied, ("user", Some(user.id)), &changes)?;
        if let Some(letter) = house.changed_letter(&organisation, &user, Change::KeyCopied)? {
            tx.outbox().insert(&letter, self.draws.now)?;
        }
        Ok(())
    }
}
