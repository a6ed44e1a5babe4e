//! Registering a second factor in the flow: whoever must have one and has none is led through it, and offered another
//! one right afterwards, so that a lost phone locks nobody out.

use factors::{passkey, recovery, totp};
use model::{Id, Method, PasswordState, Span, Tenant, User};
use policy::{Class, PolicySet};
use signin::{SignIn, Step};
use sql::Tx;
use store::{Credential, Passkey, Tables};

use super::advance::{computed, is_new};
use super::keys::KeyProblem;
use super::makes::{makes_asked, rules_for};
use super::password::prompted;
use super::{Open, Progress, Show};
use crate::audit::{Changes, Verb};
use crate::context::Context;
use crate::gate::Draws;
use crate::house::House;
use crate::keys::Place;
use crate::letters::Change;
use crate::relying_party::{self, KeysTaken};
use crate::ticket::{Destination, Point, Shown, Ticket};
use crate::{Fault, per_user_mfa};

/// For how long after the first method was registered another one may be, in the same sign-in.
const ANOTHER_WITHIN: Span = Span::minutes(10);
/// What can be registered beside another one, the best first.
const WAYS: [Method; 3] = [Method::Passkey, Method::Totp, Method::SecurityKey];

/// A second factor that is about to be registered.
struct New {
    credential: Credential,
    passkey: Option<(Passkey, passkey::Registered)>,
    /// The sign-in as it stands before the new method counts as a proof.
    before: SignIn<Destination>,
    /// The proof that registering it is.
    moved: SignIn<Destination>,
}

/// What registering is allowed by.
enum Leave {
    /// None.
    No,
    /// It is what comes next, or another one right after the first.
    Yes,
    /// It is what an invitation leads to, which it uses up.
    Invitation(Id<()>),
}

/// What came of it.
enum Registered {
    /// It is; with recovery codes when there were none.
    Yes { codes: bool, alone: bool },
    /// It is registered already.
    Known,
    /// The organisation does not take it.
    NotTaken(KeyProblem),
    /// It may not be (any more).
    No,
}

impl House {
    /// The page that sets up what was chosen; what may be registered is asked again when it is.
    pub(super) async fn begin_enrolment(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        method: Method,
    ) -> Result<Progress, Fault> {
        let Some((_, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let (set, id) = (self.policy_set(tenant).await?, user.id);
        let groups = self.db.read(tenant, move |tx| tx.memberships().of_person(id)).await?;
        if !signin::may_be_registered(&set, &groups, method) {
            return self.advance(tenant, context, open, None).await;
        }
        match method {
            Method::Passkey | Method::SecurityKey => {
                self.show_new_key(tenant, context, open, (&user, method), None).await
            }
            _ => self.show_enrolment(tenant, Open { shown: None, ..open }, &user, false),
        }
    }

    /// Takes the code that shows the app was set up, registers it, and shows the recovery codes.
    pub(super) async fn finish_enrolment(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        typed: String,
    ) -> Result<Progress, Fault> {
        let Some(secret) = open.secret() else { return self.advance(tenant, context, open, None).await };
        let Some((sign_in, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let draws = self.draws();
        let Some(step) = totp::verify(&secret, &typed, draws.now, None) else {
            return self.show_enrolment(tenant, open, &user, true);
        };
        let credential = self.totp_credential(tenant, &user, &secret, step, draws);
        let moved = sign_in.clone().proven(prompted(Method::Totp, Some(credential.id), &draws));
        self.register(
            tenant,
            context,
            open,
            &user,
            (New { credential, passkey: None, before: sign_in, moved }, draws),
        )
        .await
    }

    /// Takes a new passkey or security key.
    pub(super) async fn finish_key(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        (made, label): (String, String),
    ) -> Result<Progress, Fault> {
        let Some(Shown::Key(method)) = open.shown else {
            return self.advance(tenant, context, open, None).await;
        };
        let Some((sign_in, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let origins = [organisation.public_address.as_str()];
        let verification = relying_party::verification(method);
        let expected = relying_party::expected(&organisation, &origins, &open.ticket.challenge, verification);
        let Ok(made) = passkey::register(&expected, &made) else {
            let problem = Some(KeyProblem::NotRight);
            return self.show_new_key(tenant, context, open, (&user, method), problem).await;
        };
        let draws = self.draws();
        let id = Id::ordered(draws.now, self.outside.random());
        let label = relying_party::label(&label);
        let rows = relying_party::rows(&made, (id, user.id, method), label, draws.now);
        let moved = sign_in.clone().proven(prompted(method, Some(id), &draws));
        let new = New { credential: rows.0, passkey: Some((rows.1, made)), before: sign_in, moved };
        self.register(tenant, context, open, &user, (new, draws)).await
    }

    async fn register(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        user: &User,
        (new, draws): (New, Draws),
    ) -> Result<Progress, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let told = User { locale: user.locale.or(Some(context.locale)), ..user.clone() };
        let letter = self.changed_letter(&organisation, &told, Change::MethodAdded(new.credential.method))?;
        let codes = recovery::make(&mut |bytes| (self.outside.fill_random)(bytes));
        let digests = codes.each_ref().map(|code| code.digest(self.keys.recovery()));
        let (version, method) = (new.moved.version, new.credential.method);
        let (challenge, expires) = (open.ticket.challenge_id(), open.ticket.expires);
        let (house, own) = (self.clone(), context.clone());
        let registered = self
            .judged(tenant, move |tx, set| {
                let leave = leave(&house, tx, set, &new, (&own, &draws))?;
                let makes = makes_asked(&house, tx, set, &new.before, (&own, draws.now))?;
                let rules = rules_for(set, new.credential.method, makes);
                if let Some((_, made)) = &new.passkey
                    && let Err(problem) = relying_party::taken(made, &rules, draws.now)
                {
                    return Ok(Registered::NotTaken(problem));
                }
                if matches!(leave, Leave::No)
                    || (new.passkey.is_some() && !tx.spent().spend(challenge, expires)?)
                {
                    return Ok(Registered::No);
                }
                if let Some((passkey, _)) = &new.passkey {
                    if tx.passkeys().by_credential(&passkey.credential)?.is_some() {
                        return Ok(Registered::Known);
                    }
                    tx.passkeys().insert(passkey)?;
                }
                if !tx.sign_ins().update(&new.moved)? {
                    return Err(Fault::Conflict("sign-in"));
                }
                let user = new.credential.user;
                if let Leave::Invitation(invitation) = leave
                    && !take_up(tx, (user, new.moved.id), (invitation, own.locale), draws.now)?
                {
                    return Err(Fault::Conflict("invitation"));
                }
                tx.credentials().insert(&new.credential)?;
                // A recovery code stands beside the password (S13); without one it opens nothing.
                let alone = tx.users().password_hash(user)?.is_none();
                let codes = !alone && tx.recovery_codes().left(user)? == 0;
                if codes {
                    tx.recovery_codes().replace(new.credential.user, &digests, draws.now)?;
                }
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, draws.now)?;
                }
                note(tx, &own, &new.credential, &draws)?;
                accept(tx, user, draws.now)?;
                Ok(Registered::Yes { codes, alone })
            })
            .await?;
        let ticket = Ticket { challenge: self.outside.random(), ..open.ticket };
        let open = Open { ticket, ..open };
        match registered {
            Registered::Yes { codes: true, .. } => {
                let codes = codes.iter().map(ToString::to_string).collect();
                self.show_codes(tenant, context, open.moved_to(version), codes, false).await
            }
            Registered::Yes { alone: true, .. } => {
                self.offer_another(tenant, context, open.moved_to(version)).await
            }
            Registered::Yes { codes: false, .. } => {
                self.advance(tenant, context, open.moved_to(version), None).await
            }
            Registered::Known => {
                let problem = Some(KeyProblem::Known);
                self.show_new_key(tenant, context, open, (user, method), problem).await
            }
            Registered::NotTaken(problem) => {
                self.show_new_key(tenant, context, open, (user, method), Some(problem)).await
            }
            Registered::No => self.advance(tenant, context, open, None).await,
        }
    }

    /// The page that registers a passkey or security key.
    async fn show_new_key(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        (user, method): (&User, Method),
        problem: Option<KeyProblem>,
    ) -> Result<Progress, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let id = user.id;
        let (keys, handle) = self
            .db
            .read(tenant, move |tx| {
                Ok::<_, Fault>((relying_party::keys_of(tx, id)?, tx.users().handle(id)?.unwrap_or_default()))
            })
            .await?;
        let set = self.policy_set(tenant).await?;
        let rules = rules_for(&set, method, self.makes_asked(tenant, context, &open).await?);
        let at = Point::Stored { id: open.id, version: open.version, shown: Some(Shown::Key(method)) };
        let ticket = Ticket { at, challenge: self.outside.random(), ..open.ticket };
        let asked = (&keys[..], method, relying_party::conveyance(&set));
        let options = relying_party::new_key_options(&organisation, ticket.challenge(), user, &handle, asked);
        let label = context.agent.clone().unwrap_or_default();
        let taken = KeysTaken::of(&rules);
        Ok(self.show(tenant, ticket, Show::Register { method, options, label, taken, problem }))
    }

    /// After the first method and its codes: another one, at once or later.
    pub(super) async fn offer_another(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
    ) -> Result<Progress, Fault> {
        let Some((sign_in, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let read = move |tx: &mut Tx<'_>| {
            Ok::<_, Fault>((tx.credentials().of(user.id)?, tx.memberships().of_person(user.id)?))
        };
        let (held, groups) = self.db.read(tenant, read).await?;
        let is_alone = user.password == PasswordState::None;
        let is_the_first = held.len() == 1 && held[0].created >= sign_in.since();
        if !is_the_first {
            return self.advance(tenant, context, open, None).await;
        }
        let set = self.policy_set(tenant).await?;
        // Whoever has no password can do nothing with what stands beside one.
        let fits = |way: Method| if is_alone { way == Method::Passkey } else { way != held[0].method };
        let is_offered = |way: &Method| fits(*way) && signin::may_be_registered(&set, &groups, *way);
        let ways: Vec<_> = WAYS.into_iter().filter(is_offered).collect();
        if ways.is_empty() {
            return self.advance(tenant, context, open, None).await;
        }
        let shown = Some(Shown::Another);
        let at = Point::Stored { id: open.id, version: open.version, shown };
        let registered = Some(held[0].method);
        Ok(self.show(tenant, Ticket { at, ..open.ticket }, Show::Choose { ways, registered }))
    }

    /// The recovery codes, until the person says that they are kept.
    pub(super) async fn show_codes(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        codes: Vec<String>,
        unkept: bool,
    ) -> Result<Progress, Fault> {
        let Some((_, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let shown = Some(Shown::Codes(codes.clone()));
        let at = Point::Stored { id: open.id, version: open.version, shown };
        let show = Show::RecoveryCodes { name: user.name.as_str().to_owned(), codes, unkept };
        Ok(self.show(tenant, Ticket { at, ..open.ticket }, show))
    }

    /// An authenticator app as it is kept: its first step is used up by its registration.
    pub(crate) fn totp_credential(
        &self,
        tenant: Id<Tenant>,
        user: &User,
        secret: &totp::Secret,
        step: totp::Step,
        draws: Draws,
    ) -> Credential {
        let id = Id::ordered(draws.now, self.outside.random());
        let place = Place { tenant, column: "credentials.secret", row: id.as_bytes() };
        Credential {
            id,
            user: user.id,
            method: Method::Totp,
            label: String::new(),
            secret: self.keys.seal(place, self.outside.random(), secret.as_bytes()),
            last_step: Some(step.number()),
            created: draws.now,
            last_used: Some(draws.now),
        }
    }
}

/// Whether it may be registered. Asked where it is: what was allowed when the page was shown may not be allowed now.
fn leave(
    house: &House,
    tx: &mut Tx<'_>,
    set: &PolicySet,
    new: &New,
    (context, draws): (&Context, &Draws),
) -> Result<Leave, Fault> {
    let method = new.credential.method;
    let may = match computed(house, tx, set, &new.before, context, draws)? {
        Some(Step::WayIn(ways)) => {
            let invitation = new.before.invitation().filter(|_| ways.contains(&method));
            return Ok(invitation.map_or(Leave::No, Leave::Invitation));
        }
        Some(Step::Enrol(ways)) => ways.contains(&method),
        Some(_) => may_have_another(tx, set, new, draws.now)?,
        None => false,
    };
    Ok(if may { Leave::Yes } else { Leave::No })
}

/// Uses up the invitation, as a password does (ADR 5), and ends what rested on anything before, other sign-ins under way
/// included; false when it was used meanwhile.
fn take_up(
    tx: &mut Tx<'_>,
    (user, own): (Id<User>, Id<SignIn<()>>),
    (invitation, locale): (Id<()>, model::Locale),
    now: model::Timestamp,
) -> Result<bool, Fault> {
    if !tx.invitations().consume(invitation, user, now)? {
        return Ok(false);
    }
    tx.users().speak_if_silent(user, locale)?;
    tx.sessions().end_of_user(user)?;
    tx.grants().end_of_user(user)?;
    tx.remembered().end_of_user(user)?;
    tx.sign_ins().end_others(user, own)?;
    Ok(true)
}

/// Whoever has what they sign in with is no longer merely invited, wherever they leave the pages that follow.
fn accept(tx: &mut Tx<'_>, user: Id<User>, now: model::Timestamp) -> Result<(), Fault> {
    if let Some(user) = tx.users().by_id(user)?
        && is_new(&user)
        && let Ok(state) = user.state.accepted()
    {
        tx.users().set_state(user.id, state, now)?;
    }
    Ok(())
}

/// Right after the first method, which this very sign-in registered, and once: a session that was stolen later has
/// another way to go, where it is asked again.
fn may_have_another(
    tx: &mut Tx<'_>,
    set: &PolicySet,
    new: &New,
    now: model::Timestamp,
) -> Result<bool, Fault> {
    let groups = tx.memberships().of_person(new.credential.user)?;
    if !signin::may_be_registered(set, &groups, new.credential.method) {
        return Ok(false);
    }
    let held = tx.credentials().of(new.credential.user)?;
    let [first] = &held[..] else { return Ok(false) };
    let is_of_now = first.created >= new.moved.since() && now < first.created + ANOTHER_WITHIN;
    Ok(is_of_now && Class::of(new.before.proofs()) >= Class::Mfa)
}

fn note(tx: &mut Tx<'_>, context: &Context, credential: &Credential, draws: &Draws) -> Result<(), Fault> {
    let who = (store::Actor::User(credential.user), context.address_text());
    let target = ("user", Some(credential.user));
    let changes = Changes::default().made("method", credential.method.word());
    let changes = per_user_mfa::registered(tx, credential.user, changes)?;
    draws.entry.write_as(tx, who, Verb::RegisterMethod, target, &changes)
}
