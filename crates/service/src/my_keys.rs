//! A person's own passkeys and security keys: adding one, and calling one something else.

use factors::passkey::{self, Challenge};
use factors::recovery;
use model::{Id, Method, Span, Tenant, Timestamp, User};
use serde::{Deserialize, Serialize};
use signin::Session;
use store::Tables;

use crate::audit::{Changes, Verb};
use crate::context::Context;
use crate::house::House;
use crate::letters::Change;
use crate::my::{may_register, note, wants_codes};
use crate::relying_party::{self, KeysTaken};
use crate::signing_in::KeyProblem;
use crate::visit::Visitor;
use crate::{Fault, per_user_mfa, policy_sets};

/// How long the page that makes a key can be answered.
const FRESH: Span = Span::minutes(10);

/// A key that is being made.
#[derive(Debug)]
pub struct NewKey {
    /// What the form carries, sealed.
    pub ticket: String,
    /// What the browser is asked.
    pub options: String,
    /// A name to begin with.
    pub label: String,
    /// Which keys are taken.
    pub taken: KeysTaken,
}

/// What making a key came to.
#[derive(Debug)]
pub enum KeyAdded {
    /// It is registered; with recovery codes, shown once, when there were none.
    Done(Vec<String>),
    /// It was not taken.
    Problem(KeyProblem),
    /// It may not be done from here (S2).
    NotAllowed,
    /// The form is not one of this session.
    Foreign,
}

/// Made for one person, one session and one kind of key (attack 29).
#[derive(Serialize, Deserialize)]
struct Sealed {
    id: Id<()>,
    user: Id<User>,
    session: Id<Session>,
    method: Method,
    challenge: Challenge,
    expires: Timestamp,
}

impl House {
    /// Begins making a passkey or security key; nothing is kept until it is verified.
    pub async fn begin_key(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        context: &Context,
        method: Method,
    ) -> Result<NewKey, Fault> {
        visitor.confirmed()?;
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let id = visitor.user.id;
        let (keys, handle, groups) = self
            .db
            .read(tenant, move |tx| {
                let handle = tx.users().handle(id)?.unwrap_or_default();
                let groups = tx.memberships().of_person(id)?;
                Ok::<_, Fault>((relying_party::keys_of(tx, id)?, handle, groups))
            })
            .await?;
        let sealed = Sealed {
            id: Id::random(self.outside.random()),
            user: id,
            session: visitor.session,
            method,
            challenge: Challenge::new(self.outside.random()),
            expires: self.now() + FRESH,
        };
        let body = serde_json::to_vec(&sealed).map_err(|_| Fault::Invalid("ticket"))?;
        let set = self.policy_set(tenant).await?;
        if !signin::may_be_registered(&set, &groups, method) {
            return Err(Fault::Denied);
        }
        let asked = (&keys[..], method, relying_party::conveyance(&set));
        Ok(NewKey {
            ticket: self.keys.seal_ticket(tenant, self.outside.random(), &body),
            options: relying_party::new_key_options(
                &organisation,
                sealed.challenge,
                &visitor.user,
                &handle,
                asked,
            ),
            label: context.agent.clone().unwrap_or_default(),
            taken: KeysTaken::of(&set.passkeys),
        })
    }

    /// Registers a key that was made, and makes recovery codes when there were none.
    pub async fn add_key(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        context: &Context,
        (ticket, made, label): (&str, &str, &str),
    ) -> Result<KeyAdded, Fault> {
        visitor.confirmed()?;
        let Some(sealed) = self.open_new_key(tenant, visitor, ticket) else { return Ok(KeyAdded::Foreign) };
        if sealed.expires <= self.now() {
            return Ok(KeyAdded::Problem(KeyProblem::NotRight));
        }
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let origins = [organisation.public_address.as_str()];
        let verification = relying_party::verification(sealed.method);
        let expected =
            relying_party::expected(&organisation, &origins, sealed.challenge.as_bytes(), verification);
        let Ok(made) = passkey::register(&expected, made) else {
            return Ok(KeyAdded::Problem(KeyProblem::NotRight));
        };
        let draws = self.draws();
        let id = Id::ordered(draws.now, self.outside.random());
        let of = (id, visitor.user.id, sealed.method);
        let (credential, passkey) = relying_party::rows(&made, of, relying_party::label(label), draws.now);
        let codes = recovery::make(&mut |bytes| (self.outside.fill_random)(bytes));
        let digests = codes.each_ref().map(|code| code.digest(self.keys.recovery()));
        let letter = self.changed_letter(&organisation, &visitor.user, Change::MethodAdded(sealed.method))?;
        let (user, session, own) = (visitor.user.clone(), visitor.session, context.clone());
        let added = self
            .db
            .write(tenant, move |tx| {
                let set = policy_sets::load_head(tx)?;
                if let Err(problem) = relying_party::taken(&made, &set.passkeys, draws.now) {
                    return Ok(Err(KeyAdded::Problem(problem)));
                }
                let fresh = tx.spent().spend(sealed.id, sealed.expires)?;
                let groups = tx.memberships().of_person(user.id)?;
                let may_be = signin::may_be_registered(&set, &groups, credential.method);
                if !fresh || !may_be || !may_register(tx, &user, session, &own, &draws)? {
                    return Ok(Err(KeyAdded::NotAllowed));
                }
                if tx.passkeys().by_credential(&passkey.credential)?.is_some() {
                    return Ok(Err(KeyAdded::Problem(KeyProblem::Known)));
                }
                tx.credentials().insert(&credential)?;
                tx.passkeys().insert(&passkey)?;
                let first = wants_codes(tx, user.id)?;
                if first {
                    tx.recovery_codes().replace(user.id, &digests, draws.now)?;
                }
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, draws.now)?;
                }
                let changes = Changes::default()
                    .made("method", credential.method.word())
                    .made("label", &credential.label);
                let changes = per_user_mfa::registered(tx, user.id, changes)?;
                note(tx, &user, &own, &draws, Verb::RegisterMethod, &changes)?;
                Ok::<_, Fault>(Ok(first))
            })
            .await?;
        Ok(match added {
            Err(refused) => refused,
            Ok(false) => KeyAdded::Done(vec![]),
            Ok(true) => KeyAdded::Done(codes.iter().map(ToString::to_string).collect()),
        })
    }

    /// Calls one of one's own methods something else.
    pub async fn rename_own_method(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        context: &Context,
        (credential, label): (Id<()>, &str),
    ) -> Result<(), Fault> {
        visitor.confirmed()?;
        let (draws, label) = (self.draws(), relying_party::label(label));
        let (user, own) = (visitor.user.clone(), context.clone());
        self.db
            .write(tenant, move |tx| {
                if !tx.credentials().rename(user.id, credential, &label)? {
                    return Err(Fault::NotFound);
                }
                let changes = Changes::default().made("label", &label);
                note(tx, &user, &own, &draws, Verb::RenameMethod, &changes)
            })
            .await
    }

    fn open_new_key(&self, tenant: Id<Tenant>, visitor: &Visitor, ticket: &str) -> Option<Sealed> {
        let sealed: Sealed = serde_json::from_slice(&self.keys.open_ticket(tenant, ticket)?).ok()?;
        let is_theirs = sealed.session == visitor.session && sealed.user == visitor.user.id;
        is_theirs.then_some(sealed)
    }
}
