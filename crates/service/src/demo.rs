//! What the demo shows: people who never were and a month of sign-ins that never happened, written by the functions
//! that write real ones, under the policies that are in force. Nothing here opens anything: a decision that lets
//! somebody in is recorded and dropped.

use factors::passkey::Backup;
use factors::secret::Token;
use model::{
    AppId, Door, How, Id, Method, NameKey, PasswordState, Proof, Protocol, Role, Tenant, Timestamp, User,
};
use policy::{PolicySet, Request, ScopeClass};
use signin::{Session, Verdict};
use sql::Tx;
use store::{Credential, Passkey, Tables};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManagePeople, Permit};
use crate::context::Context;
use crate::gate::{self, Attempt, Draws};
use crate::home::FirstStep;
use crate::house::House;
use crate::keys::Place;
use crate::record::{self, Ending, Who};
use crate::signing_in::stopped_by;

/// The setting that marks an organisation as made up.
pub(crate) const MARK: &str = "demo";

/// Somebody who never was.
#[derive(Debug, Clone)]
pub struct Extra {
    /// The account.
    pub user: User,
    /// WebAuthn's user handle.
    pub handle: [u8; 32],
    /// The secret of their authenticator app, if they have one, and when it was registered.
    pub totp: Option<([u8; 20], Timestamp)>,
    /// When they made a passkey, if they did, beside the app.
    pub passkey: Option<Timestamp>,
    /// The roles they hold.
    pub roles: Vec<Role>,
}

/// An attempt that never happened.
#[derive(Debug, Clone)]
pub struct Past {
    /// When.
    pub at: Timestamp,
    /// The name that was typed.
    pub name: String,
    /// The application that asked.
    pub app: Id<AppId>,
    /// From where.
    pub context: Context,
    /// What was done.
    pub act: Act,
}

/// What somebody does at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Gives whatever is asked.
    SignIn,
    /// Knows the password, and stops at the second question.
    GiveUp,
    /// Types a wrong password.
    WrongPassword,
    /// Types a wrong code after the right password.
    WrongCode,
}

/// What one attempt may need; closures may not draw it themselves.
struct Drawn {
    past: Past,
    first: Draws,
    second: Draws,
}

impl House {
    /// Marks an organisation as made up: from now on every page says so, and only the demo serves it.
    pub async fn mark_demo(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let mark = |tx: &mut Tx<'_>| {
            tx.settings().write(MARK, &true)?;
            // Nobody sets mail up for a demo: its Home is that of an organisation that is past its first steps.
            tx.first_steps().note(FirstStep::Mail.word())
        };
        Ok(self.db.write(tenant, mark).await?)
    }

    /// Adds people; they share one password hash.
    pub async fn add_extras(
        &self,
        tenant: Id<Tenant>,
        extras: Vec<Extra>,
        password_hash: String,
    ) -> Result<(), Fault> {
        let sealed: Vec<_> = extras
            .iter()
            .map(|extra| extra.totp.map(|(secret, at)| self.extra_app(tenant, extra.user.id, secret, at)))
            .collect();
        let passkeys: Vec<_> = extras
            .iter()
            .filter_map(|extra| Some(self.extra_passkey(extra.user.id, extra.passkey?)))
            .collect();
        self.db
            .write(tenant, move |tx| {
                for (extra, credential) in extras.iter().zip(&sealed) {
                    let user = &extra.user;
                    let hash = (user.password != PasswordState::None).then_some(password_hash.as_str());
                    tx.users().insert(user, &extra.handle, hash)?;
                    if let Some(credential) = credential {
                        tx.credentials().insert(credential)?;
                    }
                    for role in &extra.roles {
                        tx.users().assign(user.id, *role, user.created)?;
                    }
                }
                for (credential, passkey) in &passkeys {
                    tx.credentials().insert(credential)?;
                    tx.passkeys().insert(passkey)?;
                }
                Ok(())
            })
            .await
    }

    fn extra_app(&self, tenant: Id<Tenant>, user: Id<User>, secret: [u8; 20], at: Timestamp) -> Credential {
        let id = Id::ordered(at, self.outside.random());
        let place = Place { tenant, column: "credentials.secret", row: id.as_bytes() };
        Credential {
            id,
            user,
            method: Method::Totp,
            label: String::new(),
            secret: self.keys.seal(place, self.outside.random(), &secret),
            last_step: None,
            created: at,
            last_used: None,
        }
    }

    /// A passkey for the lists. No device made it, so none can sign with it.
    fn extra_passkey(&self, user: Id<User>, at: Timestamp) -> (Credential, Passkey) {
        let id = Id::ordered(at, self.outside.random());
        let (credential, key): ([u8; 32], [u8; 64]) = (self.outside.random(), self.outside.random());
        let held = Credential {
            id,
            user,
            method: Method::Passkey,
            label: String::new(),
            secret: vec![],
            last_step: None,
            created: at,
            last_used: None,
        };
        let passkey = Passkey {
            id,
            user,
            credential: credential.to_vec(),
            key: key.to_vec(),
            make: Id::from_bytes([0; 16]),
            counter: 0,
            transports: vec!["internal".to_owned()],
            backup: Backup::Synced,
            copied: None,
        };
        (held, passkey)
    }

    /// Signs somebody in now by password and app, in a browser that nobody has: what is changed in their name is asked of
    /// a session.
    pub async fn extra_session(
        &self,
        tenant: Id<Tenant>,
        id: Id<User>,
        (app, context): (Id<AppId>, Context),
    ) -> Result<Id<Session>, Fault> {
        let (house, draws) = (self.clone(), self.draws());
        let come = move |tx: &mut Tx<'_>, set: &PolicySet| {
            let user = tx.users().by_id(id)?.ok_or(Fault::NotFound)?;
            let held = tx.credentials().of(id)?.into_iter().find(|held| held.method == Method::Totp);
            let proofs = vec![
                proof(Method::Password, None, &draws),
                proof(Method::Totp, held.map(|held| held.id), &draws),
            ];
            let facts = gate::facts(&house, tx, (set, &user), attempt(app, proofs), &context, draws.now)?;
            let Verdict::Passed(passed) = signin::judge(set, &facts) else { return Err(Fault::Denied) };
            let ending = Ending::success(Some(draws.session), None);
            record::judged(tx, set, &facts, &context, &draws, ending)?;
            let session = Session::opened(draws.session, context.browser.digest(), draws.record, &passed);
            let address = context.address_text();
            let from = (address.as_deref(), context.agent.as_deref());
            tx.sessions().insert(&session, &Token::new(draws.cookie).digest(), from, passed)?;
            Ok(session.id)
        };
        self.judged(tenant, come).await
    }

    /// Tells the audit log that somebody was added.
    pub async fn extra_was_added(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePeople>,
        id: Id<User>,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        let changes = Changes::default().made("state", "invited").made("byMail", true);
        let added =
            move |tx: &mut Tx<'_>| entry.write(tx, &permit, Verb::AddPerson, ("user", Some(id)), &changes);
        self.db.write(tenant, added).await
    }

    /// Lets attempts have happened, oldest first.
    pub async fn have_happened(&self, tenant: Id<Tenant>, past: Vec<Past>) -> Result<(), Fault> {
        /// One transaction each.
        const AT_ONCE: usize = 250;
        let mut past = past.into_iter().peekable();
        while past.peek().is_some() {
            let drawn: Vec<_> = past
                .by_ref()
                .take(AT_ONCE)
                .map(|past| Drawn {
                    first: self.draws_at(past.at),
                    second: self.draws_at(past.at + model::Span::seconds(19)),
                    past,
                })
                .collect();
            let house = self.clone();
            self.judged(tenant, move |tx, set| {
                drawn.iter().try_for_each(|drawn| happen(&house, tx, set, drawn))
            })
            .await?;
        }
        Ok(())
    }
}

fn happen(house: &House, tx: &mut Tx<'_>, set: &PolicySet, drawn: &Drawn) -> Result<(), Fault> {
    let (past, draws) = (&drawn.past, &drawn.first);
    let user = match NameKey::of(&past.name) {
        Ok(key) => tx.users().by_login(&key)?,
        Err(_) => None,
    };
    let known = match &user {
        Some(user) => gate::knows_browser(tx, user.id, &past.context, past.at)?,
        None => false,
    };
    let counter = house.counter(tx.tenant(), &past.name, Method::Password, known);
    let failed = |tx: &mut Tx<'_>, error| {
        let nobody = house.keys.name_digest(tx.tenant(), "record", &past.name);
        let who = user.as_ref().map_or(Who::Nobody(nobody), |user| Who::User(user.id));
        record::unjudged(tx, who, Some(past.app), &past.context, draws, Ending::failure(error))
    };
    if counter.reserve(tx, past.at)?.is_err() {
        return failed(tx, policy::code::LOCKED);
    }
    match &user {
        Some(user) if past.act != Act::WrongPassword => {
            counter.settle(tx)?;
            come(house, tx, set, user, drawn)
        }
        _ => failed(tx, policy::code::WRONG_PASSWORD),
    }
}

/// Somebody with the right password.
fn come(house: &House, tx: &mut Tx<'_>, set: &PolicySet, user: &User, drawn: &Drawn) -> Result<(), Fault> {
    let (past, draws) = (&drawn.past, &drawn.first);
    let password = proof(Method::Password, None, draws);
    let facts = gate::facts(
        house,
        tx,
        (set, user),
        attempt(past.app, vec![password.clone()]),
        &past.context,
        past.at,
    )?;
    if let Some(refusal) = stopped_by(tx, user, past.app, past.at)? {
        return record::judged(tx, set, &facts, &past.context, draws, Ending::failure(refusal.error()));
    }
    let asked = match signin::judge(set, &facts) {
        Verdict::Passed(_) => {
            record::judged(tx, set, &facts, &past.context, draws, Ending::success(None, None))?;
            return arrive(house, tx, user, past);
        }
        Verdict::Ask(decision) => Ending::interrupted(signin::asking_code(&decision, &facts)),
        Verdict::Refused(refusal, _) => Ending::failure(refusal.error()),
    };
    record::judged(tx, set, &facts, &past.context, draws, asked)?;
    tx.records().asked_in(draws.record, draws.sign_in)?;
    let app = tx.credentials().of(user.id)?.into_iter().find(|held| held.method == Method::Totp);
    let (Some(app), Act::SignIn | Act::WrongCode) = (app, past.act) else { return Ok(()) };
    if past.act == Act::WrongCode {
        let facts = gate::facts(
            house,
            tx,
            (set, user),
            attempt(past.app, vec![password]),
            &past.context,
            drawn.second.now,
        )?;
        let ending = Ending::failure(policy::code::WRONG_CODE);
        return record::judged(tx, set, &facts, &past.context, &drawn.second, ending);
    }
    let proofs = vec![password, proof(Method::Totp, Some(app.id), &drawn.second)];
    let facts =
        gate::facts(house, tx, (set, user), attempt(past.app, proofs), &past.context, drawn.second.now)?;
    if let Verdict::Passed(_) = signin::judge(set, &facts) {
        record::judged(tx, set, &facts, &past.context, &drawn.second, Ending::success(None, None))?;
        tx.records().went_on(draws.sign_in, drawn.second.record)?;
        arrive(house, tx, user, past)?;
    }
    Ok(())
}

/// What a success leaves behind. The browser keeps its id: there is no real one to give a new one to.
fn arrive(house: &House, tx: &mut Tx<'_>, user: &User, past: &Past) -> Result<(), Fault> {
    tx.users().signed_in(user.id, past.at)?;
    gate::note_places(house, tx, user.id, &past.context, &past.context.browser.digest(), past.at)
}

const fn proof(method: Method, credential: Option<Id<()>>, draws: &Draws) -> Proof {
    Proof { method, credential, at: draws.now, how: How::Prompted }
}

fn attempt(app: Id<AppId>, proofs: Vec<Proof>) -> Attempt {
    let ours = model::FirstParty::from_app_id(app).is_some();
    let (scopes, protocol) =
        if ours { (ScopeClass::None, Protocol::Page) } else { (ScopeClass::Baseline, Protocol::Oidc) };
    Attempt {
        door: Door::Browser,
        protocol,
        client: Some(app),
        target: gate::target_of(app, scopes),
        proofs,
        request: Request::default(),
        session: None,
        new_session: true,
    }
}
