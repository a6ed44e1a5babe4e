//! Opening a page of ours: signing in to a page is signing in to an application, judged at each request.

use factors::secret::Token;
use model::{Door, FirstParty, Id, Locale, Protocol, Role, Span, Tenant, Timestamp, User, UserAction};
use policy::session::Persistence;
use policy::{Facts, PolicySet, ScopeClass};
use signin::{Lasting, Passed, Session, Verdict};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::authority::{Actor, Confirmation};
use crate::context::Context;
use crate::gate::{self, Attempt};
use crate::house::House;
use crate::openid;
use crate::record::{self, Ending};
use crate::signing_in::{Progress, app_of, request_of, target_for};
use crate::ticket::Destination;

/// How often the last use of a session is written down.
const USE_STEP: Span = Span::minutes(5);

/// Somebody whom the gate let in to a page.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The person.
    pub user: User,
    /// Their roles.
    pub roles: Vec<Role>,
    /// The session.
    pub session: Id<Session>,
    /// What forms of this session carry.
    pub form_token: String,
    /// Their address, for audit records.
    pub address: Option<String>,
    /// True when the request comes from the browser that the session was opened in, as its own cookie tells.
    pub in_own_browser: bool,
    /// Whether they have just shown that it is them.
    pub confirmation: Confirmation,
}

/// What opening a page led to.
#[derive(Debug)]
pub enum Visit {
    /// Let in.
    In(Box<Visitor>),
    /// A page of a sign-in first.
    SignIn(Progress),
}

enum Look {
    In(Box<Visitor>),
    Nobody,
    More(Box<Session>),
}

impl Visitor {
    /// The visitor as the authority knows them.
    pub fn actor(&self) -> Actor {
        Actor::Person {
            user: self.user.id,
            roles: self.roles.clone(),
            session: self.session,
            address: self.address.clone(),
            confirmation: self.confirmation,
        }
    }

    /// Refuses what a session of long ago may not do: its person confirms first that it is them.
    pub(crate) const fn confirmed(&self) -> Result<(), Fault> {
        match self.confirmation {
            Confirmation::Fresh => Ok(()),
            Confirmation::Missing => Err(Fault::Unconfirmed),
        }
    }

    /// The language of the person, or the page's.
    pub fn locale(&self, page: Locale) -> Locale {
        self.user.locale.unwrap_or(page)
    }
}

impl House {
    /// Asks the gate whether this browser may open a page of ours, and begins a sign-in when it may not (yet).
    pub async fn visit(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        cookie: Option<&str>,
        destination: Destination,
    ) -> Result<Visit, Fault> {
        let token = cookie.and_then(|cookie| cookie.parse::<Token>().ok());
        let look = match token {
            Some(token) => self.look(tenant, context, token.digest(), &destination).await?,
            None => Look::Nobody,
        };
        match look {
            Look::In(visitor) => Ok(Visit::In(visitor)),
            Look::Nobody => Ok(Visit::SignIn(self.first_page(tenant, context, destination).await?)),
            Look::More(session) => {
                Ok(Visit::SignIn(self.raise(tenant, context, &session, destination).await?))
            }
        }
    }

    /// True when a form carries the token of the visitor's session.
    pub fn is_form_of(&self, tenant: Id<Tenant>, visitor: &Visitor, token: &str) -> bool {
        self.keys.is_form_token(tenant, visitor.session.as_bytes(), token)
    }

    async fn look(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        digest: [u8; 32],
        destination: &Destination,
    ) -> Result<Look, Fault> {
        let now = self.now();
        let set = self.policy_set(tenant).await?;
        let (house, own, to) = (self.clone(), context.clone(), destination.clone());
        let seen = self
            .db
            .read(tenant, move |tx| {
                let Some((session, user)) = live_session(tx, &digest, now)? else { return Ok(None) };
                if tx.policy_sets().head()? != Some(set.revision) {
                    return Err(Fault::Stale);
                }
                let facts = gate::facts(&house, tx, (&set, &user), attempt(&to, &session), &own, now)?;
                let Verdict::Passed(passed) = signin::judge(&set, &facts) else {
                    return Ok(Some((Look::More(Box::new(session)), false)));
                };
                if !may_outlive(&session, &passed) {
                    return Ok(None);
                }
                let granted = tx.grants().of_session(session.id, app_of(&to))?.is_some();
                let quiet = granted && now < session.last_used + USE_STEP;
                let about = (&session, confirmation(&set, facts));
                Ok(Some((Look::In(Box::new(house.visitor(tx, about, user, (&own, now))?)), quiet)))
            })
            .await;
        match seen {
            Ok(None) => Ok(Look::Nobody),
            Ok(Some((look @ Look::More(_), _) | (look, true))) => Ok(look),
            // Something is to be written: the session was used, or this page is opened for the first time in it.
            Ok(Some(_)) | Err(Fault::Stale) => self.look_and_note(tenant, context, digest, destination).await,
            Err(fault) => Err(fault),
        }
    }

    async fn look_and_note(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        digest: [u8; 32],
        destination: &Destination,
    ) -> Result<Look, Fault> {
        let draws = self.draws();
        let (house, own, to) = (self.clone(), context.clone(), destination.clone());
        self.judged(tenant, move |tx, set| {
            let Some((session, user)) = live_session(tx, &digest, draws.now)? else {
                return Ok(Look::Nobody);
            };
            let facts = gate::facts(&house, tx, (set, &user), attempt(&to, &session), &own, draws.now)?;
            let Verdict::Passed(passed) = signin::judge(set, &facts) else {
                return Ok(Look::More(Box::new(session)));
            };
            if !may_outlive(&session, &passed) {
                return Ok(Look::Nobody);
            }
            tx.sessions().used(session.id, draws.now)?;
            if tx.grants().of_session(session.id, app_of(&to))?.is_none() {
                let ending = Ending::success(Some(session.id), Some(draws.grant)).silent();
                record::judged(tx, set, &facts, &own, &draws, ending)?;
                openid::grant_page(tx, app_of(&to), &session, passed, &draws)?;
            }
            let about = (&session, confirmation(set, facts));
            Ok(Look::In(Box::new(house.visitor(tx, about, user, (&own, draws.now))?)))
        })
        .await
    }

    fn visitor(
        &self,
        tx: &mut Tx<'_>,
        (session, confirmation): (&Session, Confirmation),
        user: User,
        (context, now): (&Context, Timestamp),
    ) -> Result<Visitor, Fault> {
        Ok(Visitor {
            confirmation,
            roles: tx.users().roles_at(user.id, now)?,
            form_token: self.keys.form_token(tx.tenant(), session.id.as_bytes()),
            session: session.id,
            address: context.address_text(),
            in_own_browser: is_own_browser(session, context),
            user,
        })
    }
}

/// False for a session that outlives its browser's closing where a policy says that none may: its person signs in once
/// more, and that session does not.
pub(crate) fn may_outlive(session: &Session, passed: &Passed) -> bool {
    let never = passed.decision().session.persistent_browser == Some(Persistence::Never);
    !(never && session.lasting == Lasting::Kept)
}

/// True when a request comes from the browser that the session was opened in, as its own cookie tells.
pub(crate) fn is_own_browser(session: &Session, context: &Context) -> bool {
    context.browser.returned && context.browser.digest() == session.browser
}

/// Asks the gate once more, on the same facts, whether the session would do for what has to be confirmed.
fn confirmation(set: &PolicySet, mut facts: Facts) -> Confirmation {
    facts.target.action = Some(UserAction::Confirm);
    match signin::judge(set, &facts) {
        Verdict::Passed(_) => Confirmation::Fresh,
        Verdict::Ask(_) | Verdict::Refused(..) => Confirmation::Missing,
    }
}

/// The session that a cookie names and whose it is, if both may still be used.
pub(crate) fn live_session(
    tx: &mut Tx<'_>,
    digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(Session, User)>, Fault> {
    let Some(session) = tx.sessions().by_digest(digest)?.filter(|session| session.is_live(now)) else {
        return Ok(None);
    };
    let user = tx
        .users()
        .by_id(session.user)?
        .filter(|user| user.may_sign_in(now) && session.created >= user.valid_from);
    let Some(user) = user else { return Ok(None) };
    // Whoever became an administrator is signed in for as long as administrators are.
    if session.lasting == Lasting::Kept && !session.is_live_unkept(now) {
        let roles = tx.users().roles_at(user.id, now)?;
        if roles.iter().any(|role| model::ALWAYS_MFA.contains(role)) {
            return Ok(None);
        }
    }
    Ok(Some((session.into_inner(), user)))
}

/// What a session brings to the gate for a page.
pub(crate) fn attempt(destination: &Destination, session: &Session) -> Attempt {
    let app = app_of(destination);
    debug_assert!(FirstParty::from_app_id(app).is_some(), "only our own pages are visited");
    Attempt {
        door: Door::Page,
        protocol: Protocol::Page,
        client: Some(app),
        target: target_for(destination, ScopeClass::None),
        proofs: gate::from_session(session),
        request: request_of(destination, session.created),
        session: Some((session.id, session.created)),
        new_session: false,
    }
}
