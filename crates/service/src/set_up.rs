//! Making an organisation: everything in one transaction, its first administrator with a second factor included.

use factors::passkey::options::Conveyance;
use factors::passkey::{self, Challenge};
use factors::secret::Token;
use factors::{recovery, totp};
use model::{
    AppKind, Assignment, Door, FirstParty, GuestKind, How, Id, Locale, Method, Name, Organisation,
    PasswordState, PerUserMfa, Proof, Protocol, Role, Tenant, User, UserState, plain_text,
};
use oauth::Landing;
use policy::{PolicySet, Request, ScopeClass, SecurityDefaults};
use serde::{Deserialize, Serialize};
use signin::{Session, Verdict};
use sql::Tx;
use store::{App, Credential, Passkey, Tables};

use crate::audit::Verb;
use crate::context::Context;
use crate::gate::{self, Attempt, Draws};
use crate::house::House;
use crate::record::{self, Ending};
use crate::signing_in::{Done, PasswordProblem};
use crate::{Fault, openid, policy_sets, relying_party};

/// What set-up has asked so far; it travels sealed in the form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Draft {
    /// The organisation's id, drawn when set-up began.
    pub tenant: Id<Tenant>,
    /// The language of pages and mail.
    pub locale: Locale,
    /// Scheme, host and port that people reach Sluis by.
    pub public_address: String,
    /// What the organisation is called.
    pub organisation: String,
    /// Its domain.
    pub domain: String,
    /// Whom people call.
    pub help_contact: String,
    /// How the administrator is called.
    pub display: String,
    /// The name to sign in with.
    pub name: String,
    /// Where mail goes.
    pub mail: String,
    /// The hash of the chosen password.
    pub password_hash: String,
    /// The secret of the app that is being set up.
    pub totp: [u8; 20],
    /// Who the administrator will be.
    pub user: Id<User>,
    /// What their passkeys know them by.
    pub handle: [u8; 32],
    /// What a passkey that is made in set-up must sign; drawn anew for each page that asks for one.
    pub challenge: [u8; 32],
}

/// An organisation that was made.
#[derive(Debug)]
pub struct Made {
    /// Its id.
    pub tenant: Id<Tenant>,
    /// The administrator's session.
    pub done: Done,
    /// The recovery codes, this once.
    pub recovery_codes: Vec<String>,
}

impl House {
    /// An empty draft.
    pub fn new_draft(&self, locale: Locale, public_address: String) -> Draft {
        Draft {
            tenant: Id::random(self.outside.random()),
            locale,
            public_address,
            organisation: String::new(),
            domain: String::new(),
            help_contact: String::new(),
            display: String::new(),
            name: String::new(),
            mail: String::new(),
            password_hash: String::new(),
            totp: self.outside.random(),
            user: Id::random(self.outside.random()),
            handle: self.outside.random(),
            challenge: self.outside.random(),
        }
    }

    /// Seals a draft for a form.
    pub fn seal_draft(&self, draft: &Draft) -> String {
        let body = serde_json::to_vec(draft).unwrap_or_default();
        self.keys.seal_ticket(SET_UP, self.outside.random(), &body)
    }

    /// Opens a draft that a form carried.
    pub fn open_draft(&self, text: &str) -> Option<Draft> {
        serde_json::from_slice(&self.keys.open_ticket(SET_UP, text)?).ok()
    }

    /// Judges and hashes the administrator's password.
    pub async fn draft_password(
        &self,
        draft: &Draft,
        typed: &str,
    ) -> Result<Result<String, Vec<PasswordProblem>>, Fault> {
        let words = [&draft.organisation, &draft.domain, &draft.display, &draft.name, &draft.mail];
        self.judge_and_hash_among(words.map(Clone::clone).to_vec(), typed).await
    }

    /// The secret of the app that a draft is setting up.
    pub fn draft_app(&self, draft: &Draft) -> (String, String) {
        let secret = totp::Secret::new(draft.totp);
        (secret.typed(), secret.otpauth_uri(&draft.organisation, &draft.name))
    }

    /// What a browser is asked for the passkey of a draft's administrator; the draft gets another challenge.
    pub fn draft_key(&self, draft: &mut Draft) -> Result<String, Fault> {
        draft.challenge = self.outside.random();
        let (now, challenge) = (self.now(), Challenge::new(draft.challenge));
        let (organisation, user) = (organisation(draft, now)?, administrator(draft, now)?);
        let asked = (&[][..], Method::Passkey, Conveyance::None);
        Ok(relying_party::new_key_options(&organisation, challenge, &user, &draft.handle, asked))
    }

    /// Makes the organisation once the code of the app is right: `None` when it is not. There can be only one by
    /// this way; when one exists already this is a conflict (attack 48).
    pub async fn make_organisation(
        &self,
        draft: Draft,
        context: &Context,
        typed: &str,
    ) -> Result<Option<Made>, Fault> {
        let draws = self.draws();
        let secret = totp::Secret::new(draft.totp);
        let Some(step) = totp::verify(&secret, typed, draws.now, None) else { return Ok(None) };
        let user = administrator(&draft, draws.now)?;
        let credential = self.totp_credential(draft.tenant, &user, &secret, step, draws);
        self.found(draft, context, (user, credential, None), draws).await.map(Some)
    }

    /// Makes the organisation once a passkey was made: `None` when it was not. On an address that only this machine
    /// knows there must be an app, for the passkey would be lost with a move to another.
    pub async fn make_organisation_with_key(
        &self,
        draft: Draft,
        context: &Context,
        (made, label): (&str, &str),
    ) -> Result<Option<Made>, Fault> {
        let draws = self.draws();
        let organisation = organisation(&draft, draws.now)?;
        if is_this_machine(&organisation.rp_id) {
            return Err(Fault::Denied);
        }
        let origins = [organisation.public_address.as_str()];
        let verification = relying_party::verification(Method::Passkey);
        let expected = relying_party::expected(&organisation, &origins, &draft.challenge, verification);
        let Ok(made) = passkey::register(&expected, made) else { return Ok(None) };
        let user = administrator(&draft, draws.now)?;
        let id = Id::ordered(draws.now, self.outside.random());
        let of = (id, user.id, Method::Passkey);
        let (credential, key) = relying_party::rows(&made, of, relying_party::label(label), draws.now);
        self.found(draft, context, (user, credential, Some(key)), draws).await.map(Some)
    }

    async fn found(
        &self,
        draft: Draft,
        context: &Context,
        (user, credential, passkey): (User, Credential, Option<Passkey>),
        draws: Draws,
    ) -> Result<Made, Fault> {
        let organisation = organisation(&draft, draws.now)?;
        let codes = recovery::make(&mut |bytes| (self.outside.fill_random)(bytes));
        let new = New {
            credential,
            passkey,
            signing_key: self.first_signing_key(draft.tenant, draws.now)?,
            apps: self.first_party_apps(draws.now),
            revision: Id::ordered(draws.now, self.outside.random()),
            handle: draft.handle,
            recovery: codes.each_ref().map(|code| code.digest(self.keys.recovery())),
            password_hash: draft.password_hash.clone(),
            organisation,
            user,
        };
        let (house, own, tenant) = (self.clone(), context.clone(), draft.tenant);
        self.db
            .write_installation(move |installation| {
                if store::organisations(installation).any()? {
                    return Err(Fault::Conflict("organisation"));
                }
                store::organisations(installation).insert(&new.organisation)?;
                new.write(&house, &mut installation.tenant(tenant), &own, &draws)
            })
            .await?;
        self.reload_organisations().await?;
        Ok(Made {
            tenant,
            done: Done {
                cookie: Token::new(draws.cookie).text(),
                kept_until: None,
                remembered: None,
                browser: draws.browser,
                landing: Landing::Redirect("/admin".to_owned()),
            },
            recovery_codes: codes.iter().map(ToString::to_string).collect(),
        })
    }

    /// Our own pages, as applications.
    pub(crate) fn first_party_apps(&self, now: model::Timestamp) -> Vec<App> {
        FirstParty::ALL
            .iter()
            .map(|app| App {
                app_id: app.app_id(),
                object_id: Id::random(self.outside.random()),
                principal_id: Id::random(self.outside.random()),
                name: format!("{app:?}"),
                kind: AppKind::Confidential,
                assignment: Assignment::Everyone,
                redirect_uris: vec![],
                logout_uris: vec![],
                built_in: true,
                standing: policy::Standing::default(),
                signing: oauth::SigningAlgorithm::Es256,
                created: now,
            })
            .collect()
    }
}

/// Seals drafts before there is a tenant.
const SET_UP: Id<Tenant> = Id::fixed(0);

/// Everything a new organisation begins with.
struct New {
    organisation: Organisation,
    user: User,
    handle: [u8; 32],
    password_hash: String,
    credential: Credential,
    passkey: Option<Passkey>,
    recovery: [[u8; 32]; recovery::COUNT],
    signing_key: store::SigningKeyRow,
    apps: Vec<App>,
    revision: Id<PolicySet>,
}

impl New {
    fn write(&self, house: &House, tx: &mut Tx<'_>, context: &Context, draws: &Draws) -> Result<(), Fault> {
        let now = draws.now;
        lay_foundations(tx, self.revision, &self.apps, &self.signing_key, draws.entry)?;
        tx.users().insert(&self.user, &self.handle, Some(&self.password_hash))?;
        tx.users().assign(self.user.id, Role::GlobalAdministrator, now)?;
        tx.credentials().insert(&self.credential)?;
        if let Some(passkey) = &self.passkey {
            tx.passkeys().insert(passkey)?;
        }
        tx.recovery_codes().replace(self.user.id, &self.recovery, now)?;
        let changes = crate::organisations::made(&self.organisation).made("administrator", self.user.id);
        let target = ("organisation", Some(self.organisation.id));
        draws.entry.write_as(
            tx,
            (store::Actor::SetUp, context.address_text()),
            Verb::MakeOrganisation,
            target,
            &changes,
        )?;
        self.sign_in(house, tx, context, draws)
    }

    /// The first session passes the same gate as every other.
    fn sign_in(&self, house: &House, tx: &mut Tx<'_>, context: &Context, draws: &Draws) -> Result<(), Fault> {
        let set = policy_sets::load_head(tx)?;
        let proof = |method, credential| Proof { method, credential, at: draws.now, how: How::Prompted };
        let admin = FirstParty::AdminCentre.app_id();
        let attempt = Attempt {
            door: Door::Browser,
            protocol: Protocol::Page,
            client: Some(admin),
            target: gate::target_of(admin, ScopeClass::None),
            proofs: vec![
                proof(Method::Password, None),
                proof(self.credential.method, Some(self.credential.id)),
            ],
            request: Request::default(),
            session: None,
            new_session: true,
        };
        let facts = gate::facts(house, tx, (&set, &self.user), attempt, context, draws.now)?;
        let Verdict::Passed(passed) = signin::judge(&set, &facts) else { return Err(Fault::Denied) };
        let browser = crate::keys::sha256(&draws.browser);
        let session = Session::opened(draws.session, browser, draws.record, &passed);
        let address = context.address_text();
        let from = (address.as_deref(), context.agent.as_deref());
        let cookie = Token::new(draws.cookie).digest();
        let passed = tx.sessions().insert(&session, &cookie, from, passed)?;
        tx.users().signed_in(self.user.id, draws.now)?;
        gate::note_places(house, tx, self.user.id, context, &browser, draws.now)?;
        record::judged(
            tx,
            &set,
            &facts,
            context,
            draws,
            Ending::success(Some(session.id), Some(draws.grant)),
        )?;
        openid::grant_page(tx, admin, &session, passed, draws)
    }
}

/// What every organisation begins with: security defaults that are on, our own pages, and a key that signs.
pub(crate) fn lay_foundations(
    tx: &mut Tx<'_>,
    revision: Id<PolicySet>,
    apps: &[App],
    signing_key: &store::SigningKeyRow,
    entry: crate::ledger::Entry,
) -> Result<(), Fault> {
    let defaults = SecurityDefaults::new_organisation(entry.at);
    if !policy_sets::save_defaults(tx, revision, None, defaults, entry)? {
        return Err(Fault::Conflict("organisation"));
    }
    for app in apps {
        tx.apps().insert(app)?;
    }
    Ok(tx.signing_keys().insert(signing_key)?)
}

/// Whether a host is this machine under whatever name: its passkeys are of no use under another.
pub fn is_this_machine(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// The host of an address: what browsers bind passkeys to.
pub(crate) fn host_of(address: &str) -> String {
    let authority = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = match authority.strip_prefix('[') {
        Some(rest) => rest.find(']').map_or(authority.len(), |end| end + 2),
        None => authority.find([':', '/']).unwrap_or(authority.len()),
    };
    authority[..end].to_owned()
}

fn organisation(draft: &Draft, now: model::Timestamp) -> Result<Organisation, Fault> {
    Ok(Organisation {
        id: draft.tenant,
        name: plain_text(&draft.organisation, 120).ok_or(Fault::Invalid("organisation"))?,
        domain: checked_domain(&draft.domain)?,
        locale: draft.locale,
        public_address: draft.public_address.clone(),
        rp_id: host_of(&draft.public_address),
        help_contact: plain_text(&draft.help_contact, 200).ok_or(Fault::Invalid("help_contact"))?,
        created: now,
    })
}

/// A domain name: labels of letters, digits and hyphens, at least two of them (RFC 1035 §2.3.1).
pub fn checked_domain(domain: &str) -> Result<String, Fault> {
    let domain = domain.trim().to_ascii_lowercase();
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let good = domain.len() <= 253 && domain.contains('.') && domain.split('.').all(label);
    if good { Ok(domain) } else { Err(Fault::Invalid("domain")) }
}

fn administrator(draft: &Draft, now: model::Timestamp) -> Result<User, Fault> {
    let new = crate::people::NewPerson {
        display: draft.display.clone(),
        name: draft.name.clone(),
        mail: Some(draft.mail.clone()),
        locale: Some(draft.locale),
    };
    let user = crate::people::new_user(&new, draft.user, now)?;
    Name::new(&draft.name).map_err(|_| Fault::Invalid("name"))?;
    Ok(User {
        state: UserState::Active,
        password: PasswordState::Own { changed: now, handed: now },
        per_user_mfa: PerUserMfa::Disabled,
        guest: GuestKind::Member,
        ..user
    })
}
