//! OAuth 2 and OpenID Connect for applications: what `oauth` parsed, judged at the gate and answered.

mod accounts;
mod as_itself;
mod authorize;
mod inquiry;
mod issue;
mod logout;
mod token;
mod userinfo;

use std::sync::Arc;

use model::{AppId, AppKind, Door, Flow, Id, Method, Tenant, Timestamp, User};
use oauth::{
    AuthorizeRequest, CODE_LIFETIME, ClaimsRequest, Client, CodeBinding, Landing, OAuthError, Params, Scope,
};
use policy::{Facts, PolicySet};
use signin::{GRANT_ABSOLUTE, Grant, Passed, Session, Verdict};
use sql::Tx;
use store::{App, Tables};

use crate::Fault;
use crate::context::Context;
use crate::gate::{self, Draws};
use crate::house::House;
use crate::signing_in::is_admitted;

pub use accounts::Account;
pub use authorize::Authorized;
pub use logout::SignedOut;
pub use token::TokenFault;

/// An application as `oauth` looks at it.
pub(crate) fn client(app: &App) -> Client {
    Client::new(app.app_id, app.kind, &app.name, &app.redirect_uris, &app.logout_uris)
}

/// What an application's list of refusals calls an error: the thing to look at where there is one, else the code.
pub(crate) fn refusal(error: &OAuthError) -> &'static str {
    match error.code {
        oauth::Code::InvalidClient => "client_secret",
        _ if error.description.starts_with("code_challenge") => "pkce",
        code => code.word(),
    }
}

/// What an application sent that says what it wants: no secret, no code, no token and nothing of the person.
const TELLING: [&str; 9] = [
    "response_type",
    "response_mode",
    "scope",
    "code_challenge_method",
    "prompt",
    "max_age",
    "acr_values",
    "grant_type",
    "redirect_uri",
];

/// What an application really sent, for whoever mends it: the parameters that tell, as they were sent.
pub(crate) fn sent(params: &Params) -> String {
    let word = |name: &&str| match params.value(name) {
        Ok(value) => value.map(|value| format!("{name}={value}")),
        Err(_) => Some(format!("{name} twice")),
    };
    TELLING.iter().filter_map(word).collect::<Vec<_>>().join(" ")
}

/// True while the application still has the return address of a request. A request may have waited, sealed in a page
/// or with a sign-in, since it was looked at.
pub(crate) fn is_registered(tx: &mut Tx<'_>, request: &AuthorizeRequest) -> Result<bool, Fault> {
    let app = tx.apps().by_id(request.client)?;
    Ok(app.is_some_and(|app| client(&app).redirect(request.redirect_uri.as_str()).is_some()))
}

/// The person behind a token and its grant, while both still stand: looked up each time, so that revocation is at once.
fn person_behind(tx: &mut Tx<'_>, grant: Id<Grant>, now: Timestamp) -> Result<Option<(User, Grant)>, Fault> {
    let Some(grant) = tx.grants().by_id(grant)?.filter(|grant| grant.is_live(now)) else { return Ok(None) };
    let user = tx.users().by_id(grant.user)?;
    let user = user.filter(|user| user.may_sign_in(now) && grant.created >= user.valid_from);
    match user {
        Some(user) if is_admitted(tx, grant.app, &user)? => Ok(Some((user, grant.into_inner()))),
        _ => Ok(None),
    }
}

/// The same, where policy lets the person in as it is now. What grew too old since is asked when the application comes
/// for its next token.
pub(crate) fn person_let_in(
    house: &House,
    tx: &mut Tx<'_>,
    set: &PolicySet,
    (grant, context): (Id<Grant>, &Context),
    now: Timestamp,
) -> Result<Option<(User, Grant)>, Fault> {
    let seen = seen(house, tx, set, (grant, context), (Door::UserInfo, now))?;
    Ok(seen.filter(|seen| seen.is_in).map(|seen| (seen.user, seen.grant)))
}

/// What the gate says of a grant that still stands.
pub(crate) struct Seen {
    pub(crate) user: User,
    pub(crate) grant: Grant,
    pub(crate) facts: Facts,
    /// Whether policy lets the person in as it is now; what grew too old since is no reason not to.
    pub(crate) is_in: bool,
}

/// Looks a grant up and judges it as at a door of ours; `None` when it, its person or its application is gone.
pub(crate) fn seen(
    house: &House,
    tx: &mut Tx<'_>,
    set: &PolicySet,
    (grant, context): (Id<Grant>, &Context),
    (door, now): (Door, Timestamp),
) -> Result<Option<Seen>, Fault> {
    let Some((user, grant)) = person_behind(tx, grant, now)? else { return Ok(None) };
    let attempt = token::attempt(&grant, door);
    let mut facts = gate::facts(house, tx, (set, &user), attempt, context, now)?;
    gate::as_signed_in(house, tx, (set, &grant), &mut facts)?;
    let is_in = match signin::judge(set, &facts) {
        Verdict::Passed(_) => true,
        Verdict::Ask(decision) => signin::is_only_old(&decision, &facts),
        Verdict::Refused(..) => false,
    };
    Ok(Some(Seen { user, grant, facts, is_in }))
}

/// Gives an application its grant and code under a decision; where the browser is sent with it.
pub(crate) fn grant_code(
    house: &House,
    tx: &mut Tx<'_>,
    request: &AuthorizeRequest,
    session: &Session,
    passed: Passed,
    draws: &Draws,
) -> Result<Landing, Fault> {
    if !is_registered(tx, request)? {
        return Err(Fault::Conflict("redirect_uri"));
    }
    let organisation = house.organisation(tx.tenant()).ok_or(Fault::NotFound)?;
    let issuer = organisation.issuer();
    if request.expected_subject.as_ref().is_some_and(|expected| *expected != session.user.to_string()) {
        let error = OAuthError::new(oauth::Code::LoginRequired, "another person is signed in");
        return Ok(request.failure(error).landing(&issuer));
    }
    let code = oauth::new_code(draws.authorization);
    let binding = CodeBinding {
        client: request.client,
        redirect_uri: request.redirect_uri.as_str().to_owned(),
        challenge: request.challenge.clone(),
        until: draws.now + CODE_LIFETIME,
    };
    let grant = Grant {
        scopes: request.scopes.words(),
        claims: claims_text(&request.claims),
        nonce: request.nonce.clone(),
        offline: request.scopes.contains(Scope::OfflineAccess),
        ..new_grant(request.client, session, &passed, draws)
    };
    tx.grants().insert(&grant, passed)?;
    tx.codes().insert(&code.digest(), grant.id, &binding, binding.until)?;
    Ok(request.success(&issuer, code.expose()))
}

/// Notes under which decision a page was opened in a session.
pub(crate) fn grant_page(
    tx: &mut Tx<'_>,
    app: Id<AppId>,
    session: &Session,
    passed: Passed,
    draws: &Draws,
) -> Result<(), Fault> {
    let grant = new_grant(app, session, &passed, draws);
    Ok(tx.grants().insert(&grant, passed)?)
}

/// Kept as text: empty when nothing is asked, as almost always.
fn claims_text(claims: &ClaimsRequest) -> String {
    if claims.is_empty() { String::new() } else { serde_json::to_string(claims).unwrap_or_default() }
}

/// What a grant's application asked of tokens beside its scopes.
pub(crate) fn claims_of(grant: &Grant) -> ClaimsRequest {
    serde_json::from_str(&grant.claims).unwrap_or_default()
}

fn new_grant(app: Id<AppId>, session: &Session, passed: &Passed, draws: &Draws) -> Grant {
    Grant {
        id: draws.grant,
        user: session.user,
        session: Some(session.id),
        app,
        scopes: vec![],
        claims: String::new(),
        nonce: None,
        proofs: passed.proofs().to_vec(),
        flow: Flow::None,
        decision: draws.record,
        revision: passed.revision(),
        generation: 0,
        offline: false,
        created: draws.now,
        rotated: draws.now,
        ends: ends(session, passed, draws.now),
    }
}

/// When a grant ends whatever happens. What somebody got with a capsule ends with the session that it opened, also where an
/// application may come again without them.
fn ends(session: &Session, passed: &Passed, now: Timestamp) -> Timestamp {
    let by_capsule = passed.proofs().iter().any(|proof| proof.method == Method::SealedCapsule);
    let ends = now + GRANT_ABSOLUTE;
    if by_capsule { ends.min(session.ends) } else { ends }
}

impl House {
    /// The discovery document of an organisation.
    pub async fn discovery(&self, tenant: Id<Tenant>) -> Result<Arc<str>, Fault> {
        Ok(Arc::clone(&self.signers_of(tenant).await?.discovery))
    }

    /// The published keys of an organisation.
    pub async fn jwks(&self, tenant: Id<Tenant>) -> Result<Arc<str>, Fault> {
        Ok(Arc::clone(&self.signers_of(tenant).await?.jwks))
    }

    /// True when an application that runs in browsers is registered with this origin.
    pub async fn is_origin(&self, tenant: Id<Tenant>, app: Id<AppId>, origin: &str) -> Result<bool, Fault> {
        let app = self.app(tenant, app).await?;
        Ok(app.is_some_and(|app| app.kind == AppKind::Public && client(&app).has_origin(origin)))
    }
}
