//! The gate: every door brings its attempt here. Facts are loaded, `signin::judge` decides, and the record is kept,
//! all in the caller's transaction (D8).

use model::{
    Address, AddressRule, AppId, AppKind, ClientApp, Door, Familiarity, FirstParty, Flow, GuestKind, Id,
    Known, Method, MethodSet, PerUserMfa, Proof, Protocol, Signal, Span, Tenant, Timestamp, User,
};
use oauth::ScopeSet;
use policy::{
    Circumstances, Device, Facts, HeldKey, PolicySet, Request, Risks, ScopeClass, Standing, Subject, Target,
};
use signin::{RecordId, Remembered, Session};
use sql::Tx;
use store::{App, Credential, EmergencyAccount, Tables, Trait};

use crate::Fault;
use crate::context::Context;
use crate::house::House;
use crate::{emergency, relying_party, remembered, terms};

/// How long a place stays familiar after it was last seen.
pub const FAMILIAR_FOR: Span = Span::days(90);

/// What somebody wants at a door.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    /// The door.
    pub(crate) door: Door,
    /// The protocol.
    pub(crate) protocol: Protocol,
    /// The client that asked.
    pub(crate) client: Option<Id<AppId>>,
    /// What is to be opened.
    pub(crate) target: Target,
    /// What was proven so far.
    pub(crate) proofs: Vec<Proof>,
    /// What the application asked.
    pub(crate) request: Request,
    /// The session it happens in.
    pub(crate) session: Option<(Id<Session>, Timestamp)>,
    /// True when this very attempt makes the session.
    pub(crate) new_session: bool,
}

/// What an application's page or token opens, as policies know it.
pub(crate) fn target_of(app: Id<AppId>, scopes: ScopeClass) -> Target {
    let ours = FirstParty::from_app_id(app);
    Target {
        resource: Some(app),
        names: ours.map_or(vec![], |app| app.target_names().iter().map(|name| (*name).to_owned()).collect()),
        privileged: ours.is_some_and(FirstParty::is_privileged),
        action: None,
        contexts: vec![],
        scopes,
    }
}

/// What a request of an application opens that asks these scopes: the application, and with permissions among them the
/// API too, so that the policies about either hold. One's own account alone says no more than a sign-in does.
pub(crate) fn target_asked(app: Id<AppId>, scopes: ScopeSet) -> Target {
    if scopes.permissions().is_empty() {
        return target_of(app, ScopeClass::Baseline);
    }
    let (mut target, api) = (target_of(app, ScopeClass::Beyond), FirstParty::Graph);
    target.names.push(api.app_id().to_string());
    target.names.extend(api.target_names().iter().map(|name| (*name).to_owned()));
    if scopes.permissions().is_guarded() {
        target.privileged = true;
    } else {
        target.scopes = ScopeClass::Baseline;
    }
    target
}

/// Everything policy may look at, for an application that comes for itself. It has proven who it is before; it has no
/// second factor, so that what demands one of people does not look at it (reference 3.2 and 3.4).
pub(crate) fn facts_of_app(
    house: &House,
    tenant: Id<Tenant>,
    set: &PolicySet,
    app: &App,
    door: Door,
    (context, now): (&Context, Timestamp),
) -> Facts {
    let country = country(house, context);
    Facts {
        tenant,
        subject: Subject {
            user: User::NOBODY,
            groups: vec![],
            roles: vec![],
            guest: GuestKind::Member,
            per_user_mfa: PerUserMfa::Disabled,
            registration_since: app.created,
            home: None,
            accepted: vec![],
            emergency: false,
            workload: Some(app.principal_id),
        },
        client: Some(app.app_id),
        target: Target { privileged: false, ..target_of(FirstParty::Graph.app_id(), ScopeClass::Beyond) },
        circumstances: Circumstances {
            door,
            protocol: Protocol::Oidc,
            client_app: ClientApp::Browser,
            platform: context.platform,
            platform_hint: context.platform_hint,
            address: Signal::from_option(context.address),
            address_rule: context.address.map(|address| address.rule),
            country,
            country_data: (house.outside.country_data)(),
            locations: set.places.of(context.address.map(|address| address.ip), country),
            device: Device::default(),
            risks: Risks::default(),
            flow: Flow::None,
            tracked_flow: Flow::None,
            familiarity: Familiarity::UNKNOWN,
            session: None,
            new_session: false,
            plan: set.plan,
        },
        proofs: vec![],
        keys: vec![],
        registered: MethodSet::EMPTY,
        usable: MethodSet::EMPTY,
        request: Request::default(),
        now,
    }
}

/// What is registered for somebody, and of it what can be used now: keys of a make that is no longer taken, and methods
/// that the person may no longer use, are kept and prove nothing.
pub(crate) fn methods_of(
    tx: &mut Tx<'_>,
    user: &User,
    (set, now): (&PolicySet, Timestamp),
) -> Result<(MethodSet, MethodSet), Fault> {
    let roles = tx.users().roles_at(user.id, now)?;
    let emergency = emergency::account(tx, user, &roles)?;
    let refused = relying_party::refused(tx, user.id, (&set.passkeys, now))?;
    let held = tx.credentials().of(user.id)?;
    let groups = tx.memberships().of_person(user.id)?;
    let lets = |method| emergency.is_some() || set.methods.lets(method, &groups);
    let is_refused = |one: &Credential| refused.contains(&one.id) || !lets(one.method);
    methods_but(tx, (user, emergency.as_ref()), &held, is_refused)
}

fn methods_but(
    tx: &mut Tx<'_>,
    (user, emergency): (&User, Option<&EmergencyAccount>),
    held: &[Credential],
    is_refused: impl Fn(&Credential) -> bool,
) -> Result<(MethodSet, MethodSet), Fault> {
    let mut registered: MethodSet = held.iter().map(|held| held.method).collect();
    let good = held.iter().filter(|held| !is_refused(held));
    let mut usable: MethodSet = good.map(|held| held.method).collect();
    if !registered.is_empty() && tx.recovery_codes().left(user.id)? > 0 {
        usable = usable.with(Method::RecoveryCode);
        registered = registered.with(Method::RecoveryCode);
    }
    if emergency.is_some_and(|account| account.capsule.is_some()) {
        usable = usable.with(Method::SealedCapsule);
        registered = registered.with(Method::SealedCapsule);
    }
    if tx.users().password_hash(user.id)?.is_some() {
        registered = registered.with(Method::Password);
        usable = usable.with(Method::Password);
    }
    Ok((registered, usable))
}

/// The passkeys of somebody that can be used now, with their makes: a strength may ask for some makes alone.
fn keys_but(
    tx: &mut Tx<'_>,
    user: &User,
    held: &[Credential],
    is_refused: impl Fn(&Credential) -> bool,
) -> Result<Vec<HeldKey>, Fault> {
    let is_good = |one: &&Credential| one.method == Method::Passkey && !is_refused(one);
    let good: Vec<Id<()>> = held.iter().filter(is_good).map(|one| one.id).collect();
    if good.is_empty() {
        return Ok(vec![]);
    }
    let keys = tx.passkeys().of(user.id)?.into_iter().filter(|key| good.contains(&key.id));
    Ok(keys.map(|key| HeldKey { credential: key.id, make: key.make }).collect())
}

/// False for a proof by what is no longer registered: an app, a passkey or a key that was removed proves nothing, also
/// not in a session that was opened with it.
fn is_by_what_is_held(proof: &Proof, held: &[Credential]) -> bool {
    let by = match proof.method {
        Method::Totp | Method::Passkey | Method::SecurityKey => proof.credential,
        _ => None,
    };
    by.is_none_or(|id| held.iter().any(|one| one.id == id))
}

/// The proofs of a session, for an attempt that rests on it.
pub(crate) fn from_session(session: &Session) -> Vec<Proof> {
    session.proofs.iter().map(|proof| Proof { how: model::How::FromSession, ..proof.clone() }).collect()
}

/// Everything policy may look at, for an attempt of a person.
pub(crate) fn facts(
    house: &House,
    tx: &mut Tx<'_>,
    (set, user): (&PolicySet, &User),
    attempt: Attempt,
    context: &Context,
    now: Timestamp,
) -> Result<Facts, Fault> {
    let mut roles = tx.users().roles_at(user.id, now)?;
    roles.sort_unstable();
    let emergency = emergency::account(tx, user, &roles)?;
    let refused = relying_party::refused(tx, user.id, (&set.passkeys, now))?;
    let held = tx.credentials().of(user.id)?;
    let groups = tx.memberships().of_person(user.id)?;
    // The authentication methods policy is one that an administrator writes, too.
    let lets = |method| emergency.is_some() || set.methods.lets(method, &groups);
    let is_refused = |one: &Credential| refused.contains(&one.id) || !lets(one.method);
    let keys = keys_but(tx, user, &held, is_refused)?;
    let (registered, usable) = methods_but(tx, (user, emergency.as_ref()), &held, is_refused)?;
    let mut proofs = remembered::standing(tx, (set, user), attempt.proofs, now)?;
    proofs.retain(|proof| is_by_what_is_held(proof, &held));
    proofs.retain(|proof| proof.credential.is_none_or(|credential| !refused.contains(&credential)));
    proofs.retain(|proof| lets(proof.method));
    let familiarity = familiarity(house, tx, user.id, context, now)?;
    let country = country(house, context);
    // Here, where every door comes by, so that none forgets what an application asks.
    let app = match attempt.target.resource {
        Some(app) if FirstParty::from_app_id(app).is_none() => tx.apps().by_id(app)?,
        _ => None,
    };
    let client_app = app.as_ref().map_or(ClientApp::Browser, client_app);
    let standing = app.map_or_else(Standing::default, |app| app.standing);
    Ok(Facts {
        tenant: tx.tenant(),
        subject: Subject {
            user: user.id,
            groups,
            roles,
            guest: user.guest,
            per_user_mfa: user.per_user_mfa,
            registration_since: user.asked_since.unwrap_or(now),
            home: None,
            accepted: terms::accepted(tx, set, user.id, now)?,
            emergency: emergency.is_some(),
            workload: None,
        },
        client: attempt.client,
        target: attempt.target,
        circumstances: Circumstances {
            door: attempt.door,
            protocol: attempt.protocol,
            client_app,
            platform: context.platform,
            platform_hint: context.platform_hint,
            address: Signal::from_option(context.address),
            address_rule: context.address.map(|address| address.rule),
            country,
            country_data: (house.outside.country_data)(),
            locations: set.places.of(context.address.map(|address| address.ip), country),
            device: Device::default(),
            risks: Risks::default(),
            flow: Flow::None,
            tracked_flow: Flow::None,
            familiarity,
            session: attempt.session.map(|(id, created)| (id.cast(), now.since(created))),
            new_session: attempt.new_session,
            plan: set.plan,
        },
        proofs,
        keys,
        registered,
        usable,
        request: Request { standing, ..attempt.request },
        now,
    })
}

/// The kind of program an application is (reference 3.5): one that takes its answer on the device itself is no browser.
fn client_app(app: &App) -> ClientApp {
    let is_on_device = |uri: &String| {
        let is_web = uri.starts_with("https://") || uri.starts_with("http://");
        let rest = uri.strip_prefix("http://").unwrap_or_default();
        !is_web || ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| rest.starts_with(host))
    };
    match app.kind {
        AppKind::Public if app.redirect_uris.iter().any(is_on_device) => {
            ClientApp::MobileAppsAndDesktopClients
        }
        AppKind::Public | AppKind::Confidential => ClientApp::Browser,
    }
}

/// Puts the circumstances of the sign-in in the place of those of the application's server, which redeems a code or asks
/// for a token: where that server stands says nothing of where the person is (ADR 30). What is no longer known is
/// unknown.
pub(crate) fn as_signed_in(
    house: &House,
    tx: &mut Tx<'_>,
    (set, grant): (&PolicySet, &signin::Grant),
    facts: &mut Facts,
) -> Result<(), Fault> {
    let is_server = tx.apps().by_id(grant.app)?.is_some_and(|app| app.kind == AppKind::Confidential);
    if !is_server {
        return Ok(());
    }
    let record = tx.records().by_id(grant.decision)?;
    let rest = record.as_ref().and_then(|record| record.facts.as_deref());
    let then =
        rest.and_then(|rest| serde_json::from_str::<policy::Rest>(rest).ok()).map(|rest| rest.circumstances);
    let rule = then.as_ref().and_then(|then| then.address_rule).unwrap_or(AddressRule::Peer);
    let ip: Option<std::net::IpAddr> = record.and_then(|record| record.address?.parse().ok());
    let here = &mut facts.circumstances;
    here.address = Signal::from_option(ip.map(|ip| Address::new(ip, rule)));
    here.address_rule = ip.map(|_| rule);
    here.country = ip.map_or(Signal::Unknown, |ip| (house.outside.country_of)(ip));
    here.locations = set.places.of(ip, here.country);
    here.platform = then.as_ref().map_or(Signal::Unknown, |then| then.platform);
    here.platform_hint = then.map_or(Signal::Unknown, |then| then.platform_hint);
    Ok(())
}

/// True when the person signed in from this browser before.
pub(crate) fn knows_browser(
    tx: &mut Tx<'_>,
    user: Id<User>,
    context: &Context,
    now: Timestamp,
) -> Result<bool, Fault> {
    if !context.browser.returned {
        return Ok(false);
    }
    let digest = context.browser.digest();
    Ok(tx.familiar().knows(user, Trait::Browser, &digest, now - FAMILIAR_FOR)?)
}

/// True when the person signed in from this browser long enough ago that it vouches for the registration of a first
/// second factor. One earlier visit is not enough: a thief of a dormant password would make it (attack 83).
pub(crate) fn vouches(
    tx: &mut Tx<'_>,
    user: Id<User>,
    context: &Context,
    now: Timestamp,
) -> Result<bool, Fault> {
    if !knows_browser(tx, user, context, now)? {
        return Ok(false);
    }
    let since = tx.familiar().known_since(user, Trait::Browser, &context.browser.digest())?;
    Ok(since.is_some_and(|since| since <= now - signin::REGISTRATION_WINDOW))
}

/// Notes the places of a successful sign-in. The browser gets a new id: one that somebody planted before would
/// otherwise become familiar to the planter too (attack 40).
pub(crate) fn note_places(
    house: &House,
    tx: &mut Tx<'_>,
    user: Id<User>,
    context: &Context,
    new_browser: &[u8; 32],
    now: Timestamp,
) -> Result<(), Fault> {
    tx.familiar().replace(user, Trait::Browser, &context.browser.digest(), new_browser, now)?;
    if let Some(address) = context.address {
        tx.familiar().note(user, Trait::Network, address.network().as_bytes(), now)?;
    }
    if let Signal::Known(country) = country(house, context) {
        tx.familiar().note(user, Trait::Country, country.code().as_bytes(), now)?;
    }
    Ok(())
}

fn country(house: &House, context: &Context) -> Signal<model::Country> {
    context.address.map_or(Signal::Unknown, |address| (house.outside.country_of)(address.ip))
}

fn familiarity(
    house: &House,
    tx: &mut Tx<'_>,
    user: Id<User>,
    context: &Context,
    now: Timestamp,
) -> Result<Familiarity, Fault> {
    let since = now - FAMILIAR_FOR;
    let seen = |known: bool| if known { Known::Seen } else { Known::New };
    let browser = seen(knows_browser(tx, user, context, now)?);
    let network = match context.address {
        None => Known::Unknown,
        Some(address) => {
            seen(tx.familiar().knows(user, Trait::Network, address.network().as_bytes(), since)?)
        }
    };
    let country = match country(house, context) {
        Signal::Known(country) => {
            seen(tx.familiar().knows(user, Trait::Country, country.code().as_bytes(), since)?)
        }
        Signal::Unknown | Signal::NotGiven => Known::Unknown,
    };
    Ok(Familiarity { browser, network, country })
}

/// What closures need but may not draw themselves, because they can run twice.
#[derive(Clone, Copy)]
pub(crate) struct Draws {
    /// The record.
    pub(crate) record: Id<RecordId>,
    /// The code that finds the record.
    pub(crate) code: model::ShortCode,
    /// A subject row, if this content is new.
    pub(crate) subject: Id<store::Subject>,
    /// A session.
    pub(crate) session: Id<Session>,
    /// Its cookie.
    pub(crate) cookie: [u8; 32],
    /// The browser's next id.
    pub(crate) browser: [u8; 32],
    /// A grant.
    pub(crate) grant: Id<signin::Grant>,
    /// An authorization code.
    pub(crate) authorization: [u8; 32],
    /// A remembered browser.
    pub(crate) remembered: Id<Remembered>,
    /// A sign-in.
    pub(crate) sign_in: Id<signin::SignIn<()>>,
    /// The audit record.
    pub(crate) entry: crate::ledger::Entry,
    /// The moment.
    pub(crate) now: Timestamp,
}

impl House {
    /// Draws everything that a sign-in step may need, in one call to the generator.
    pub(crate) fn draws(&self) -> Draws {
        self.draws_at(self.now())
    }

    /// The same for another moment than now.
    pub(crate) fn draws_at(&self, now: Timestamp) -> Draws {
        let mut bytes = [0; 208];
        (self.outside.fill_random)(&mut bytes);
        let mut rest = &bytes[..];
        let entry = self.entry_at(now);
        Draws {
            record: Id::ordered(now, take(&mut rest)),
            code: model::ShortCode::new(take(&mut rest)),
            subject: Id::random(take(&mut rest)),
            session: Id::ordered(now, take(&mut rest)),
            cookie: take(&mut rest),
            browser: take(&mut rest),
            grant: Id::random(take(&mut rest)),
            authorization: take(&mut rest),
            sign_in: Id::ordered(now, take(&mut rest)),
            remembered: Id::random(take(&mut rest)),
            entry,
            now,
        }
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> [u8; N] {
    let mut out = [0; N];
    let (head, tail) = rest.split_at(N);
    out.copy_from_slice(head);
    *rest = tail;
    out
}
