//! A person's own page: security info and sessions.

use factors::passkey::Backup;
use factors::{recovery, totp};
use model::{Id, Locale, Method, PasswordState, Span, Tenant, Timestamp, User};
use policy::{PolicySet, SECOND_FACTORS};
use serde::{Deserialize, Serialize};
use signin::{REGISTRATION_WINDOW, Session};
use sql::Tx;
use store::{App, Credential, Filter, Record, RememberedRow, SessionRow, Tables};

use crate::audit::{Changes, Verb};
use crate::conditional_access::Watched;
use crate::context::Context;
use crate::gate::{self, Draws};
use crate::house::House;
use crate::letters::Change;
use crate::signing_in::{PasswordProblem, is_admitted};
use crate::standing::is_still_in;
use crate::visit::Visitor;
use crate::{Fault, emergency, per_user_mfa, policy_sets, relying_party};

/// How long the page that sets up an app can be answered.
const FRESH: Span = Span::minutes(10);

/// What a person's own page shows.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Applications that may be opened.
    pub apps: Vec<App>,
    /// Registered second factors.
    pub methods: Vec<Credential>,
    /// Those of them that cannot be removed before there is another.
    pub needed: Vec<Id<()>>,
    /// Those of them that are synchronised between devices.
    pub synced: Vec<Id<()>>,
    /// Whether they may add passkeys and security keys.
    pub may_add_keys: bool,
    /// Whether they may set up an authenticator app.
    pub may_add_app: bool,
    /// Those of them that may have been copied.
    pub copied: Vec<Id<()>>,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
    /// Until when a new method can be set up without another question, after signing in with a recovery code.
    pub recovered: Option<Timestamp>,
    /// Open sessions.
    pub sessions: Vec<SessionRow>,
    /// Browsers that stand in for the second factor.
    pub remembered: Vec<RememberedRow>,
    /// The last sign-ins.
    pub records: Vec<Record>,
}

/// An authenticator app that is being set up.
#[derive(Debug)]
pub struct Enrolment {
    /// What the form carries, sealed.
    pub ticket: String,
    /// The secret, in groups, for typing.
    pub secret: String,
    /// The same as a link and QR code.
    pub uri: String,
}

/// What a person's own change came to.
#[derive(Debug)]
pub enum Changed<T> {
    /// It is so.
    Done(T),
    /// The code or password was not right.
    NotRight,
    /// Too often: in so many minutes again.
    Locked(i64),
    /// The new password cannot be used.
    Refused(Vec<PasswordProblem>),
    /// It may not be done from here (S2), it is the last second factor, or something else that it needs is not so.
    NotAllowed,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    id: Id<()>,
    session: Id<Session>,
    secret: [u8; 20],
    expires: model::Timestamp,
}

/// How many applications, sessions and records the page shows.
const SHOWN: i64 = 20;

impl House {
    /// Everything that one's own page shows.
    pub async fn overview(&self, tenant: Id<Tenant>, visitor: &Visitor) -> Result<Overview, Fault> {
        let now = self.now();
        let (user, session) = (visitor.user.clone(), visitor.session);
        let set = self.policy_set(tenant).await?;
        self.db
            .read(tenant, move |tx| {
                let mut apps = vec![];
                for app in tx.apps().list(None, 200)? {
                    if !app.built_in && is_admitted(tx, app.app_id, &user)? {
                        apps.push(app);
                    }
                }
                let filter =
                    Filter { user: Some(user.id), from: Some(now - Span::days(90)), ..Filter::default() };
                let keys = tx.passkeys().of(user.id)?;
                let groups = tx.memberships().of_person(user.id)?;
                let methods = tx.credentials().of(user.id)?;
                let needed = needed(tx, (&set, now), &user, &methods)?;
                Ok(Overview {
                    apps,
                    copied: copied(&keys),
                    methods,
                    needed,
                    synced: synced(&keys),
                    may_add_keys: signin::may_be_registered(&set, &groups, Method::Passkey),
                    may_add_app: signin::may_be_registered(&set, &groups, Method::Totp),
                    recovery_codes: tx.recovery_codes().left(user.id)?,
                    recovered: recovered(tx, session, now)?,
                    sessions: tx.sessions().of_user(user.id, now, SHOWN)?,
                    remembered: tx.remembered().of_user(user.id, now, SHOWN)?,
                    records: tx.records().list(&filter, SHOWN)?,
                })
            })
            .await
    }

    /// Begins setting up an authenticator app; nothing is kept until its first code is right.
    pub fn begin_app(&self, tenant: Id<Tenant>, visitor: &Visitor) -> Result<Enrolment, Fault> {
        self.show_app(tenant, visitor, totp::Secret::new(self.outside.random()))
    }

    /// The same page again after a wrong code.
    pub fn same_app(&self, tenant: Id<Tenant>, visitor: &Visitor, ticket: &str) -> Result<Enrolment, Fault> {
        match self.open_app(tenant, visitor, ticket) {
            Some((_, secret)) => self.show_app(tenant, visitor, secret),
            None => self.begin_app(tenant, visitor),
        }
    }

    /// Registers an authenticator app by its first code, and makes recovery codes when there were none.
    pub async fn add_app_method(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        context: &Context,
        (ticket, typed): (&str, &str),
    ) -> Result<Changed<Vec<String>>, Fault> {
        visitor.confirmed()?;
        let draws = self.draws();
        let Some((sealed, secret)) = self.open_app(tenant, visitor, ticket) else {
            return Ok(Changed::NotRight);
        };
        let Some(step) = totp::verify(&secret, typed, draws.now, None) else { return Ok(Changed::NotRight) };
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let credential = self.totp_credential(tenant, &visitor.user, &secret, step, draws);
        let codes = recovery::make(&mut |bytes| (self.outside.fill_random)(bytes));
        let digests = codes.each_ref().map(|code| code.digest(self.keys.recovery()));
        let letter = self.changed_letter(&organisation, &visitor.user, Change::MethodAdded(Method::Totp))?;
        let (user, session, own) = (visitor.user.clone(), visitor.session, context.clone());
        let made = self
            .db
            .write(tenant, move |tx| {
                let fresh = tx.spent().spend(sealed.id, sealed.expires)?;
                let (set, groups) = (policy_sets::load_head(tx)?, tx.memberships().of_person(user.id)?);
                let may_be = signin::may_be_registered(&set, &groups, Method::Totp);
                if !fresh || !may_be || !may_register(tx, &user, session, &own, &draws)? {
                    return Ok(None);
                }
                tx.credentials().insert(&credential)?;
                let first = wants_codes(tx, user.id)?;
                if first {
                    tx.recovery_codes().replace(user.id, &digests, draws.now)?;
                }
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, draws.now)?;
                }
                let changes = Changes::default().made("method", "totp");
                let changes = per_user_mfa::registered(tx, user.id, changes)?;
                note(tx, &user, &own, &draws, Verb::RegisterMethod, &changes)?;
                Ok::<_, Fault>(Some(first))
            })
            .await?;
        Ok(match made {
            None => Changed::NotAllowed,
            Some(false) => Changed::Done(vec![]),
            Some(true) => Changed::Done(codes.iter().map(ToString::to_string).collect()),
        })
    }

    /// Removes one of one's own second factors; the last one stays.
    pub async fn remove_own_method(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        context: &Context,
        credential: Id<()>,
    ) -> Result<Changed<()>, Fault> {
        visitor.confirmed()?;
        let draws = self.draws();
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let id = visitor.user.id;
        let held = self.db.read(tenant, move |tx| tx.credentials().of(id)).await?;
        let method = held.iter().find(|held| held.id == credential).ok_or(Fault::NotFound)?.method;
        let letter = self.changed_letter(&organisation, &visitor.user, Change::MethodRemoved(method))?;
        let house = self.clone();
        let (user, session, own) = (visitor.user.clone(), visitor.session, context.clone());
        let removed = self
            .db
            .write(tenant, move |tx| {
                is_still_in(tx, user.id, session, draws.now)?;
                let held = tx.credentials().of(user.id)?;
                let set = policy_sets::load_head(tx)?;
                if needed(tx, (&set, draws.now), &user, &held)?.contains(&credential) {
                    return Ok(false);
                }
                let watched = Watched::before(&house, tx, user.id, draws.now)?;
                if !tx.credentials().remove(user.id, credential)? {
                    return Err(Fault::NotFound);
                }
                watched.after(&house, tx, draws.now)?;
                // Its person has just shown who they are, so this session goes on; whatever else was opened with what
                // is removed may be in other hands.
                tx.sessions().detach(session, credential)?;
                tx.sessions().end_others(user.id, session)?;
                tx.grants().end_others(user.id, session)?;
                tx.remembered().end_of_user(user.id)?;
                tx.sign_ins().end_of_user(user.id)?;
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, draws.now)?;
                }
                note(
                    tx,
                    &user,
                    &own,
                    &draws,
                    Verb::RemoveOwnMethod,
                    &Changes::default().gone("method", credential),
                )?;
                Ok(true)
            })
            .await;
        match removed {
            Ok(true) => Ok(Changed::Done(())),
            // The last way in of the last administrator under the policies that are on.
            Ok(false) | Err(Fault::Conflict("last administrator")) => Ok(Changed::NotAllowed),
            Err(fault) => Err(fault),
        }
    }

    /// Makes a new set of recovery codes, shown once; the old ones no longer work.
    pub async fn new_recovery_codes(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        context: &Context,
    ) -> Result<Changed<Vec<String>>, Fault> {
        visitor.confirmed()?;
        let draws = self.draws();
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let codes = recovery::make(&mut |bytes| (self.outside.fill_random)(bytes));
        let digests = codes.each_ref().map(|code| code.digest(self.keys.recovery()));
        let letter = self.changed_letter(&organisation, &visitor.user, Change::RecoveryCodesMade)?;
        let (user, session, own) = (visitor.user.clone(), visitor.session, context.clone());
        let made = self
            .db
            .write(tenant, move |tx| {
                is_still_in(tx, user.id, session, draws.now)?;
                // Recovery codes stand beside a password (S13), in for a second factor: without either they open nothing.
                let has_password = tx.users().password_hash(user.id)?.is_some();
                if !has_password || tx.credentials().of(user.id)?.is_empty() {
                    return Ok(false);
                }
                tx.recovery_codes().replace(user.id, &digests, draws.now)?;
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, draws.now)?;
                }
                note(
                    tx,
                    &user,
                    &own,
                    &draws,
                    Verb::MakeRecoveryCodes,
                    &Changes::default().made("recoveryCodes", recovery::COUNT),
                )?;
                Ok::<_, Fault>(true)
            })
            .await?;
        Ok(if made {
            Changed::Done(codes.iter().map(ToString::to_string).collect())
        } else {
            Changed::NotAllowed
        })
    }

    /// Ends one of one's own sessions with everything below it: whoever ends it from a list may have lost the
    /// computer, so applications that stay signed in without it (`offline_access`) are signed out too.
    pub async fn end_own_session(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        session: Id<Session>,
    ) -> Result<(), Fault> {
        let (user, address, entry) = (visitor.user.id, visitor.address.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                if !tx.sessions().end(user, session)? {
                    return Err(Fault::NotFound);
                }
                tx.grants().end_below(session)?;
                let by = (store::Actor::User(user), address.clone());
                let changes = Changes::default().gone("session", session);
                entry.write_as(tx, by, Verb::EndOwnSessions, ("user", Some(user)), &changes)
            })
            .await
    }

    /// Ends all of one's own sessions but this one.
    pub async fn end_other_sessions(&self, tenant: Id<Tenant>, visitor: &Visitor) -> Result<(), Fault> {
        let (user, session) = (visitor.user.id, visitor.session);
        let (address, entry) = (visitor.address.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                tx.sessions().end_others(user, session)?;
                tx.grants().end_others(user, session)?;
                let by = (store::Actor::User(user), address.clone());
                let changes = Changes::default().gone("session", "others");
                entry.write_as(tx, by, Verb::EndOwnSessions, ("user", Some(user)), &changes)
            })
            .await
    }

    /// Sets the language of one's pages and mail.
    pub async fn choose_language(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        locale: Locale,
    ) -> Result<(), Fault> {
        let user = visitor.user.id;
        Ok(self.db.write(tenant, move |tx| tx.users().speak(user, locale)).await?)
    }

    fn show_app(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        secret: totp::Secret,
    ) -> Result<Enrolment, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let sealed = Sealed {
            id: Id::random(self.outside.random()),
            session: visitor.session,
            secret: *secret.as_bytes(),
            expires: self.now() + FRESH,
        };
        let body = serde_json::to_vec(&sealed).map_err(|_| Fault::Invalid("ticket"))?;
        Ok(Enrolment {
            ticket: self.keys.seal_ticket(tenant, self.outside.random(), &body),
            secret: secret.typed(),
            uri: secret.otpauth_uri(&organisation.name, visitor.user.name.as_str()),
        })
    }

    fn open_app(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        ticket: &str,
    ) -> Option<(Sealed, totp::Secret)> {
        let sealed: Sealed = serde_json::from_slice(&self.keys.open_ticket(tenant, ticket)?).ok()?;
        let good = sealed.session == visitor.session && sealed.expires > self.now();
        let secret = totp::Secret::new(sealed.secret);
        good.then_some((sealed, secret))
    }
}

/// The keys whose counter went back.
pub(crate) fn copied(passkeys: &[store::Passkey]) -> Vec<Id<()>> {
    passkeys.iter().filter(|one| one.copied.is_some()).map(|one| one.id).collect()
}

fn synced(passkeys: &[store::Passkey]) -> Vec<Id<()>> {
    passkeys.iter().filter(|one| one.backup == Backup::Synced).map(|one| one.id).collect()
}

/// Whether recovery codes come with a method that was just registered: the first set of somebody with a password, which
/// a code stands beside (S13).
pub(crate) fn wants_codes(tx: &mut Tx<'_>, user: Id<User>) -> Result<bool, Fault> {
    Ok(tx.users().password_hash(user)?.is_some() && tx.recovery_codes().left(user)? == 0)
}

/// Those of somebody's second factors that cannot be removed before there is another: the last one, or without a password
/// the last passkey, and the last of them that lets them in now.
fn needed(
    tx: &mut Tx<'_>,
    (set, now): (&PolicySet, Timestamp),
    user: &User,
    held: &[Credential],
) -> Result<Vec<Id<()>>, Fault> {
    let has_password = tx.users().password_hash(user.id)?.is_some();
    let refused = relying_party::refused(tx, user.id, (&set.passkeys, now))?;
    let is_emergency = emergency::is_account(tx, user.id, now)?;
    let groups = tx.memberships().of_person(user.id)?;
    let opens = |one: &Credential| has_password || one.method == Method::Passkey;
    let lets = |method| is_emergency || set.methods.lets(method, &groups);
    let is_used = |one: &Credential| !refused.contains(&one.id) && lets(one.method);
    let ways: Vec<Id<()>> = held.iter().filter(|one| opens(one) && is_used(one)).map(|one| one.id).collect();
    let is_needed = |one: &Credential| {
        let is_last = !held.iter().any(|other| other.id != one.id && opens(other));
        is_last || ways == [one.id]
    };
    Ok(held.iter().filter(|one| is_needed(one)).map(|one| one.id).collect())
}

/// Whether a first second factor may be registered in this session (S2): after an invitation, with a second factor,
/// while the password is new, or in a browser that the person has used for long. A thief of a dormant password has
/// none of these (attack 83).
pub(crate) fn may_register(
    tx: &mut Tx<'_>,
    user: &User,
    session: Id<Session>,
    context: &Context,
    draws: &Draws,
) -> Result<bool, Fault> {
    let Some(session) = tx.sessions().by_id(session)? else { return Ok(false) };
    let proven = model::proved(&session.proofs);
    if proven.intersects(
        SECOND_FACTORS.with(Method::Invitation).with(Method::RecoveryCode).with(Method::SealedCapsule),
    ) {
        return Ok(true);
    }
    if !tx.credentials().of(user.id)?.is_empty() {
        return Ok(false);
    }
    let set = match user.password {
        PasswordState::None | PasswordState::Temporary { .. } => None,
        PasswordState::Own { handed, .. } => Some(handed),
        PasswordState::Elsewhere { since } => Some(since),
    };
    if set.is_some_and(|set| draws.now < set + REGISTRATION_WINDOW) {
        return Ok(true);
    }
    gate::vouches(tx, user.id, context, draws.now)
}

pub(crate) fn note(
    tx: &mut Tx<'_>,
    user: &User,
    context: &Context,
    draws: &Draws,
    verb: Verb,
    changes: &Changes,
) -> Result<(), Fault> {
    let who = store::Actor::User(user.id);
    draws.entry.write_as(tx, (who, context.address_text()), verb, ("user", Some(user.id)), changes)
}

/// The end of the ten minutes after a recovery code, in which it still counts as having just shown who one is.
fn recovered(
    tx: &mut Tx<'_>,
    session: Id<signin::Session>,
    now: Timestamp,
) -> Result<Option<Timestamp>, Fault> {
    let proofs = tx.sessions().by_id(session)?.map(|session| session.proofs.clone()).unwrap_or_default();
    let used = proofs.iter().filter(|proof| proof.method == Method::RecoveryCode).map(|proof| proof.at).max();
    Ok(used.map(|at| at + FRESH).filter(|until| *until > now))
}
