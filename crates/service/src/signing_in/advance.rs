//! What comes next, computed from policy, facts and proofs after every answer.

use factors::totp;
use model::{
    AppId, Assignment, Door, FirstParty, Id, Method, Protocol, Resume, Span, Tenant, Timestamp, User,
    UserState,
};
use oauth::{Acr, Landing, Unredirectable};
use policy::{Agreement, Facts, PolicySet, Request, ScopeClass};
use signin::{Account, Refusal, SignIn, Stage, Step, Verdict};
use sql::Tx;
use store::Tables;

use super::finish::At;
use super::new_password::Alone;
use super::{Open, Progress, Show};
use crate::Fault;
use crate::context::Context;
use crate::gate::{self, Attempt, Draws};
use crate::house::House;
use crate::openid;
use crate::record::{self, Ending};
use crate::remembered::{self, Keepsake};
use crate::ticket::{Asked, Destination, Point, Shown, Ticket, Ticks};

/// What a transaction of `advance` came to.
pub(super) enum Next {
    /// These methods, best first.
    Answer { offered: Vec<Method>, user: User, remember: Option<Span> },
    /// A new password.
    NewPassword(User),
    /// A passkey or a password to come in with.
    WayIn(User),
    /// Registering one of these.
    Enrol(Vec<Method>, User),
    /// Accepting terms of use.
    Accept(Id<Agreement>),
    /// Stopped.
    Stopped { refusal: Refusal, proven: bool },
    /// The application no longer has the return address that it asked with.
    Unregistered { client: Id<AppId>, sent: String },
    /// Signed in.
    Done { landing: Landing, kept_until: Option<Timestamp>, remembered: Option<Keepsake> },
    /// The sign-in is gone, or another answer was there first.
    Gone,
}

impl Next {
    /// True when the person is asked for something more.
    const fn asks(&self) -> bool {
        matches!(
            self,
            Self::Answer { .. } | Self::NewPassword(_) | Self::WayIn(_) | Self::Enrol(..) | Self::Accept(_)
        )
    }
}

/// What a transaction that takes an answer needs to go on from it: so that the answer and what follows from it are
/// kept together, and with one commit.
pub(super) struct Following {
    house: House,
    context: Context,
    ticks: Ticks,
    /// True when the answer is the proof that makes the row.
    first: bool,
    pub(super) draws: Draws,
}

impl Following {
    /// Computes what comes next for a sign-in whose row is as it is passed, and does it.
    pub(super) fn next(
        &self,
        tx: &mut Tx<'_>,
        set: &PolicySet,
        sign_in: &SignIn<Destination>,
    ) -> Result<Next, Fault> {
        let Self { house, context, draws, .. } = self;
        remembered::notice_copy(house, tx, sign_in.user(), (context, draws))?;
        let next = step(house, tx, set, sign_in, (context, self.ticks), draws)?;
        if self.first && next.asks() {
            note_question(house, tx, set, sign_in, context, draws)?;
        }
        Ok(next)
    }
}

impl House {
    pub(super) fn following(&self, context: &Context, ticks: Ticks, first: bool) -> Following {
        let draws = self.draws();
        Following { house: self.clone(), context: context.clone(), ticks, first, draws }
    }

    /// Computes what comes next and does it. `wish` is the method a person would rather use.
    pub(super) async fn advance(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        wish: Option<Method>,
    ) -> Result<Progress, Fault> {
        let following = self.following(context, open.ticket.ticks, open.first);
        let draws = following.draws;
        let (id, version, browser) = (open.id, open.version, context.browser.digest());
        let next = self
            .judged(tenant, move |tx, set| {
                let stored = tx.sign_ins().by_id::<Destination>(id, &browser, draws.now)?;
                match stored.filter(|sign_in| sign_in.version == version) {
                    Some(sign_in) => following.next(tx, set, &sign_in),
                    None => Ok(Next::Gone),
                }
            })
            .await?;
        self.show_next(tenant, context, open, (next, draws), wish).await
    }

    /// The page, or the redirect, that a transaction came to.
    pub(super) async fn show_next(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        (next, draws): (Next, Draws),
        wish: Option<Method>,
    ) -> Result<Progress, Fault> {
        Ok(match next {
            Next::Gone => self.start_again(tenant, context, open),
            Next::Unregistered { client, sent } => {
                let why = Unredirectable::RedirectUri { sent };
                self.note_refusal(tenant, client, context, (why.word(), &why.sent())).await;
                let app = self.app(tenant, client).await?.map(Box::new);
                Progress::Refused { why, app }
            }
            Next::Done { landing, kept_until, remembered } => Progress::Done(Box::new(super::Done {
                cookie: factors::secret::Token::new(draws.cookie).text(),
                kept_until,
                remembered,
                browser: draws.browser,
                landing,
            })),
            Next::Stopped { refusal, proven } => {
                self.show(tenant, open.ticket, Show::Stopped { code: draws.code, refusal, proven })
            }
            Next::NewPassword(user) => self.show_new_password(tenant, open, &user, vec![], Alone::Password),
            Next::WayIn(user) => self.show_new_password(tenant, open, &user, vec![], Alone::OrPasskey),
            Next::Enrol(_, user) if open.secret().is_some() => {
                self.show_enrolment(tenant, open, &user, false)?
            }
            Next::Enrol(ways, _) => self.show(tenant, open.ticket, Show::Choose { ways, registered: None }),
            Next::Accept(terms) => return self.show_terms(tenant, context, open, terms).await,
            Next::Answer { offered, user, remember } => {
                let mut open = open;
                open.ticket.offers.remember = remember;
                return self.show_question(tenant, context, open, (offered, wish), &user).await;
            }
        })
    }

    async fn show_question(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        (offered, wish): (Vec<Method>, Option<Method>),
        user: &User,
    ) -> Result<Progress, Fault> {
        let best = offered.first().copied().unwrap_or(Method::Password);
        // What stands beside the password is reached by way of it.
        let way = |wish| match offered.contains(&wish) {
            true => Some(wish),
            false => offered.contains(&Method::Password).then_some(Method::Password),
        };
        let method = wish.and_then(way).unwrap_or(best);
        let show = match method {
            Method::Passkey | Method::SecurityKey => {
                return self.show_key(tenant, context, open, (user, method), None).await;
            }
            Method::Password => {
                Show::Password { name: user.name.as_str().to_owned(), key: None, problem: None }
            }
            method => {
                let others = offered.into_iter().filter(|other| *other != method).collect();
                Show::Code { method, others, problem: None }
            }
        };
        Ok(self.show(tenant, open.ticket, show))
    }

    pub(super) fn show_enrolment(
        &self,
        tenant: Id<Tenant>,
        open: Open,
        user: &User,
        problem: bool,
    ) -> Result<Progress, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let secret = open.secret().unwrap_or_else(|| totp::Secret::new(self.outside.random()));
        let shown = Some(Shown::Totp(*secret.as_bytes()));
        let at = Point::Stored { id: open.id, version: open.version, shown };
        let show = Show::Enrol {
            secret: secret.typed(),
            uri: secret.otpauth_uri(&organisation.name, user.name.as_str()),
            problem,
        };
        Ok(self.show(tenant, Ticket { at, ..open.ticket }, show))
    }

    /// The sign-in that a form names, if it is still at that version, and whose it is.
    pub(super) async fn open_sign_in(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: &Open,
    ) -> Result<Option<(SignIn<Destination>, User)>, Fault> {
        let (id, version, browser, now) = (open.id, open.version, context.browser.digest(), self.now());
        self.db
            .read(tenant, move |tx| {
                let Some(sign_in) = tx.sign_ins().by_id::<Destination>(id, &browser, now)? else {
                    return Ok(None);
                };
                if sign_in.version != version {
                    return Ok(None);
                }
                let user = tx.users().by_id(sign_in.user())?;
                Ok(user.map(|user| (sign_in, user)))
            })
            .await
    }

    /// The page that leads back to the beginning with the destination kept.
    pub(super) fn start_again(&self, tenant: Id<Tenant>, context: &Context, open: Open) -> Progress {
        let ticket = self.new_ticket(&context.browser, open.ticket.destination);
        self.show(tenant, ticket, Show::StartAgain)
    }

    /// Begins a sign-in for somebody whose session does not suffice: with its proofs, and only what is missing is
    /// asked. The page it returns is the first question.
    pub(crate) async fn raise(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        session: &signin::Session,
        destination: Destination,
    ) -> Result<Progress, Fault> {
        let draws = self.draws();
        let stage = Stage::Claimed {
            user: session.user,
            proofs: gate::from_session(session),
            since: draws.now,
            invitation: None,
            session: Some(session.id),
        };
        self.open_stage(tenant, context, stage, destination, &draws).await
    }

    /// Stores a sign-in that begins with something proven, and computes its first question.
    pub(crate) async fn open_stage(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        stage: Stage,
        destination: Destination,
        draws: &Draws,
    ) -> Result<Progress, Fault> {
        let sign_in = SignIn {
            id: draws.sign_in,
            browser: context.browser.digest(),
            stage,
            resume: destination.clone(),
            version: 0,
            expires: draws.now + crate::ticket::LIFETIME,
        };
        let kept = sign_in.clone();
        self.db.write(tenant, move |tx| tx.sign_ins().insert(&kept)).await?;
        let at = Point::Stored { id: sign_in.id, version: 0, shown: None };
        let ticket = Ticket { at, ..self.new_ticket(&context.browser, destination) };
        let open = Open { ticket, id: sign_in.id, version: 0, shown: None, first: true };
        self.advance(tenant, context, open, None).await
    }

    /// The first page for an unauthenticated or insufficient visitor.
    pub(crate) async fn first_page(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        destination: Destination,
    ) -> Result<Progress, Fault> {
        Ok(Progress::Show(Box::new(self.begin(tenant, context, destination).await?)))
    }
}

impl Open {
    /// The same sign-in at a later version.
    pub(super) fn moved_to(self, version: i64) -> Self {
        let at = Point::Stored { id: self.id, version, shown: None };
        Self { ticket: Ticket { at, ..self.ticket }, version, shown: None, ..self }
    }
}

/// One step inside the transaction: who it is must still be allowed, then policy, then what follows.
pub(super) fn step(
    house: &House,
    tx: &mut Tx<'_>,
    set: &PolicySet,
    sign_in: &SignIn<Destination>,
    (context, ticks): (&Context, Ticks),
    draws: &Draws,
) -> Result<Next, Fault> {
    let user = tx.users().by_id(sign_in.user())?.ok_or(Fault::NotFound)?;
    let facts = facts_of(house, tx, (set, &user), sign_in, context, draws.now)?;
    let at = At { set, facts: &facts, context, ticks, draws };
    if let Some(refusal) = stopped_by(tx, &user, app_of(&sign_in.resume), draws.now)? {
        return stop(tx, sign_in, &at, refusal);
    }
    let account = account_of(house, tx, &user, context, draws.now)?;
    if let Resume::Sealed(asked) = &sign_in.resume
        && !openid::is_registered(tx, &asked.request)?
    {
        tx.sign_ins().remove(sign_in.id)?;
        let sent = asked.request.redirect_uri.as_str().to_owned();
        return Ok(Next::Unregistered { client: asked.request.client, sent });
    }
    match signin::next(set, &facts, account) {
        Step::Answer(offered) => {
            let remember =
                set.browsers.remembered().filter(|_| remembered::may_be_asked(set, &facts.subject.roles));
            Ok(Next::Answer { offered, user, remember })
        }
        Step::NewPassword => Ok(Next::NewPassword(user)),
        Step::WayIn(_) => Ok(Next::WayIn(user)),
        Step::Enrol(ways) => Ok(Next::Enrol(ways, user)),
        Step::Accept(terms) => match tx.agreements().by_id(terms)? {
            Some(_) => Ok(Next::Accept(terms)),
            // Nobody is asked for what is not there.
            None => stop(tx, sign_in, &at, Refusal::NoMethod),
        },
        Step::Refuse(refusal) => stop(tx, sign_in, &at, refusal),
        Step::Finish(passed) => super::finish::finish(house, tx, sign_in, user, passed, &at),
    }
}

/// What policy looks at: the proofs given, and the one that the browser brings along.
pub(super) fn facts_of(
    house: &House,
    tx: &mut Tx<'_>,
    (set, user): (&PolicySet, &User),
    sign_in: &SignIn<Destination>,
    context: &Context,
    now: Timestamp,
) -> Result<Facts, Fault> {
    let mut attempt = attempt_of(sign_in);
    attempt.proofs = remembered::standing(tx, (set, user), attempt.proofs, now)?;
    let brought = remembered::proof(house, tx, set, (user, &attempt.proofs), context, now)?;
    attempt.proofs.extend(brought);
    gate::facts(house, tx, (set, user), attempt, context, now)
}

/// Keeps the record of the first question after a right proof: whoever stops there, perhaps because the password
/// is all they have, leaves a trace.
fn note_question(
    house: &House,
    tx: &mut Tx<'_>,
    set: &PolicySet,
    sign_in: &SignIn<Destination>,
    context: &Context,
    draws: &Draws,
) -> Result<(), Fault> {
    let Some(user) = tx.users().by_id(sign_in.user())? else { return Ok(()) };
    let facts = facts_of(house, tx, (set, &user), sign_in, context, draws.now)?;
    let error = match signin::judge(set, &facts) {
        Verdict::Ask(decision) => signin::asking_code(&decision, &facts),
        Verdict::Passed(_) | Verdict::Refused(..) => policy::code::PASSWORD_EXPIRED,
    };
    record::judged(tx, set, &facts, context, draws, Ending::interrupted(error))?;
    Ok(tx.records().asked_in(draws.record, sign_in.id)?)
}

/// What `next` must know of somebody beside the facts.
fn account_of(
    house: &House,
    tx: &mut Tx<'_>,
    user: &User,
    context: &Context,
    now: Timestamp,
) -> Result<Account, Fault> {
    let organisation = house.organisation(tx.tenant()).ok_or(Fault::NotFound)?;
    Ok(Account {
        password: user.password,
        known_browser: gate::vouches(tx, user.id, context, now)?,
        lasting_address: !crate::set_up::is_this_machine(&organisation.rp_id),
    })
}

/// What comes next for a sign-in, without doing it; `None` when the account may not sign in at all.
pub(super) fn computed(
    house: &House,
    tx: &mut Tx<'_>,
    set: &PolicySet,
    sign_in: &SignIn<Destination>,
    context: &Context,
    draws: &Draws,
) -> Result<Option<Step>, Fault> {
    let user = tx.users().by_id(sign_in.user())?.ok_or(Fault::NotFound)?;
    if !user.may_sign_in(draws.now) || !is_admitted(tx, app_of(&sign_in.resume), &user)? {
        return Ok(None);
    }
    let facts = facts_of(house, tx, (set, &user), sign_in, context, draws.now)?;
    let account = account_of(house, tx, &user, context, draws.now)?;
    Ok(Some(signin::next(set, &facts, account)))
}

/// Keeps the record of a wrong answer to a question: with what policy saw, so that the log can tell who was asked what
/// and why.
pub(super) fn note_wrong(
    house: &House,
    tx: &mut Tx<'_>,
    (set, user): (&PolicySet, &User),
    sign_in: &SignIn<Destination>,
    (context, draws): (&Context, &Draws),
    error: i64,
) -> Result<(), Fault> {
    let facts = facts_of(house, tx, (set, user), sign_in, context, draws.now)?;
    record::judged(tx, set, &facts, context, draws, Ending::failure(error))
}

pub(super) fn stop(
    tx: &mut Tx<'_>,
    sign_in: &SignIn<Destination>,
    at: &At<'_>,
    refusal: Refusal,
) -> Result<Next, Fault> {
    record::judged(tx, at.set, at.facts, at.context, at.draws, Ending::failure(refusal.error()))?;
    tx.records().went_on(sign_in.id, at.draws.record)?;
    tx.sign_ins().remove(sign_in.id)?;
    let proven = policy::Class::of(sign_in.proofs()) >= policy::Class::Mfa;
    Ok(Next::Stopped { refusal, proven })
}

/// What a sign-in brings to the gate.
pub(super) fn attempt_of(sign_in: &SignIn<Destination>) -> Attempt {
    let app = app_of(&sign_in.resume);
    let (scopes, protocol) = match &sign_in.resume {
        Resume::Page(_) => (ScopeClass::None, Protocol::Page),
        Resume::Request(_) | Resume::Sealed(_) => (ScopeClass::Baseline, Protocol::Oidc),
    };
    Attempt {
        door: Door::Browser,
        protocol,
        client: Some(app),
        target: target_for(&sign_in.resume, scopes),
        proofs: sign_in.proofs().to_vec(),
        request: request_of(&sign_in.resume, sign_in.since()),
        session: None,
        new_session: sign_in.session().is_none(),
    }
}

/// What a destination opens, as policies know it: an application, or the change of one's security info.
pub(crate) fn target_for(destination: &Destination, scopes: ScopeClass) -> policy::Target {
    if let Resume::Sealed(asked) = destination {
        return gate::target_asked(asked.request.client, asked.request.scopes);
    }
    let mut target = gate::target_of(app_of(destination), scopes);
    if let Resume::Page(path) = destination {
        target.action = if path.is_in("/my/security") {
            Some(model::UserAction::RegisterSecurityInfo)
        } else if path.is_in("/my/password") || path.is_in("/confirm") {
            Some(model::UserAction::Confirm)
        } else {
            None
        };
    }
    target
}

/// What the application asked, as policy reads it.
pub(crate) fn request_of(destination: &Destination, since: model::Timestamp) -> Request {
    match destination {
        Resume::Sealed(Asked { request: asked, .. }) => Request {
            acr_values: asked.acr_values.iter().map(|acr| acr_word(*acr)).collect(),
            essential_acr: asked.claims.essential_acr.iter().map(|acr| acr_word(*acr)).collect(),
            max_age: asked.max_age,
            prompt_login: asked.prompt.wants_login(),
            since: Some(since),
            // The gate adds what the application asks of every sign-in.
            ..Request::default()
        },
        Resume::Page(_) | Resume::Request(_) => Request::default(),
    }
}

fn acr_word(acr: Acr) -> String {
    acr.word().to_owned()
}

/// The application that a sign-in opens: the one that asked, or the page it goes to.
pub(crate) fn app_of(destination: &Destination) -> Id<AppId> {
    match destination {
        Resume::Sealed(asked) => asked.request.client,
        Resume::Page(path) if path.is_in("/admin") => FirstParty::AdminCentre.app_id(),
        Resume::Page(_) | Resume::Request(_) => FirstParty::My.app_id(),
    }
}

/// Why a person may not sign in to an application at all, whatever they prove and whatever policy says.
pub(crate) fn stopped_by(
    tx: &mut Tx<'_>,
    user: &User,
    app: Id<AppId>,
    now: Timestamp,
) -> Result<Option<Refusal>, Fault> {
    Ok(if !user.may_sign_in(now) {
        Some(Refusal::Disabled)
    } else if !is_admitted(tx, app, user)? {
        Some(Refusal::NotAssigned)
    } else {
        None
    })
}

/// True when the person may sign in to the application at all: everyone, or the people who are named.
pub(crate) fn is_admitted(tx: &mut Tx<'_>, app: Id<AppId>, user: &User) -> Result<bool, Fault> {
    if FirstParty::from_app_id(app).is_some() {
        return Ok(true);
    }
    let Some((assignment, principal)) = tx.apps().admission(app)? else { return Ok(false) };
    Ok(assignment == Assignment::Everyone || tx.apps().is_assigned(principal, user.id)?)
}

/// True when an account is past its invitation.
pub(crate) const fn is_new(user: &User) -> bool {
    matches!(user.state, UserState::Invited { .. })
}
