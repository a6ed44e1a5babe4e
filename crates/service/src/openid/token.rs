use model::{AppId, AppKind, Door, Id, Protocol, Tenant};
use oauth::{
    Code, CodeBinding, GrantRequest, OAuthError, Params, Presented, Refresh, ScopeSet, Secret, TokenRequest,
    TokenResponse,
};
use policy::{Facts, PolicySet, Request};
use signin::{Grant, Verdict};
use sql::Tx;
use store::{App, Tables};

use super::as_itself::Proven;
use super::issue::{Issue, scopes_of};
use crate::Fault;
use crate::context::Context;
use crate::gate::{self, Attempt, Draws};
use crate::house::House;
use crate::record::{self, Ending};
use crate::signing_in::is_admitted;

/// Why the token endpoint gives nothing.
#[derive(Debug)]
pub enum TokenFault {
    /// What the protocol says.
    Protocol(OAuthError),
    /// A fault of ours.
    Fault(Fault),
}

impl From<OAuthError> for TokenFault {
    fn from(error: OAuthError) -> Self {
        Self::Protocol(error)
    }
}

impl From<Fault> for TokenFault {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What a transaction at the token endpoint came to. A refusal is no failure of the transaction: what it did (a code
/// marked, a grant ended) stays done.
type Outcome = Result<(model::User, Grant, ScopeSet), OAuthError>;

impl House {
    /// Takes a request to the token endpoint.
    pub async fn token(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        params: &Params,
        authorization: Option<&str>,
    ) -> Result<TokenResponse, TokenFault> {
        let request = TokenRequest::parse(params, authorization)?;
        let proven = self.authenticated_app(tenant, (context, params), &request.client).await?;
        let signers = self.signers_of(tenant).await?;
        let draws = self.draws();
        let app = &proven.app;
        let outcome = match request.grant {
            GrantRequest::AuthorizationCode { code, redirect_uri, verifier } => {
                let check = move |binding: &CodeBinding, app: Id<AppId>| {
                    binding.check(app, &redirect_uri, &verifier, draws.now)
                };
                self.redeem(tenant, context, app, draws, (code, check)).await?
            }
            GrantRequest::RefreshToken { token, scope } => {
                self.refresh(tenant, context, app, draws, (token, scope)).await?
            }
            GrantRequest::ClientCredentials { scope } => {
                let given = self.token_of_app(tenant, context, &proven, &scope, draws).await?;
                return match given {
                    Ok(tokens) => Ok(tokens),
                    Err(error) => self.refused(tenant, app.app_id, context, (params, error)).await,
                };
            }
        };
        match outcome {
            Ok((user, grant, scopes)) => {
                let id = Id::random(self.outside.random());
                let issue =
                    Issue { user: &user, grant: &grant, signing: app.signing, scopes, now: draws.now, id };
                Ok(self.issue(tenant, &signers, &issue)?)
            }
            Err(error) => self.refused(tenant, app.app_id, context, (params, error)).await,
        }
    }

    /// What is refused is kept beside the application.
    async fn refused<T>(
        &self,
        tenant: Id<Tenant>,
        app: Id<AppId>,
        context: &Context,
        (params, error): (&Params, OAuthError),
    ) -> Result<T, TokenFault> {
        let sent = super::sent(params);
        self.note_refusal(tenant, app, context, (super::refusal(&error), sent.as_str())).await;
        Err(error.into())
    }

    /// The application that a request comes from, once it has proven that it is.
    pub(super) async fn authenticated_app(
        &self,
        tenant: Id<Tenant>,
        (context, params): (&Context, &Params),
        client: &Presented,
    ) -> Result<Proven, TokenFault> {
        let id = client.app_id;
        let now = self.now();
        let found = self
            .db
            .read(tenant, move |tx| {
                let Some(app) = tx.apps().by_id(id)?.filter(|app| !app.built_in) else { return Ok(None) };
                let secrets = match app.kind {
                    AppKind::Public => vec![],
                    AppKind::Confidential => tx.apps().secrets(id, now)?,
                };
                Ok::<_, Fault>(Some((app, secrets)))
            })
            .await?;
        let Some((app, secrets)) = found else { return Err(OAuthError::invalid_client().into()) };
        let digests: Vec<_> = secrets.iter().map(|secret| secret.digest).collect();
        match client.authenticate(app.kind, &digests) {
            Ok(used) => {
                let secret = used.and_then(|place| secrets.get(place));
                if let Some(secret) = secret {
                    self.note_use(tenant, secret, now).await;
                }
                Ok(Proven { app, secret: secret.map(|secret| secret.id) })
            }
            Err(error) => self.refused(tenant, id, context, (params, error)).await,
        }
    }

    async fn redeem(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        app: &App,
        draws: Draws,
        (code, check): (
            Secret,
            impl Fn(&CodeBinding, Id<AppId>) -> Result<(), OAuthError> + Send + Sync + 'static,
        ),
    ) -> Result<Outcome, Fault> {
        let (house, own, app) = (self.clone(), context.clone(), app.app_id);
        self.judged(tenant, move |tx, set| {
            let Some(used) = tx.codes().consume::<CodeBinding>(&code.digest())? else {
                return Ok(Err(OAuthError::invalid_grant()));
            };
            // RFC 6749 §4.1.2: a code that comes twice was stolen; what the first use got ends too.
            if !used.first {
                tx.grants().end(used.grant)?;
                return Ok(Err(OAuthError::invalid_grant()));
            }
            if let Err(error) = check(&used.request, app) {
                tx.grants().end(used.grant)?;
                return Ok(Err(error));
            }
            let Some(grant) = tx.grants().by_id(used.grant)?.filter(|grant| grant.is_live(draws.now)) else {
                return Ok(Err(OAuthError::invalid_grant()));
            };
            let scopes = scopes_of(&grant);
            let judging = Judging { house: &house, set, context: &own, draws: &draws, door: Door::Token };
            let outcome = judging.judge(tx, grant.into_inner())?;
            Ok(outcome.map(|(user, grant)| (user, grant, scopes)))
        })
        .await
    }

    async fn refresh(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        app: &App,
        draws: Draws,
        (token, scope): (Secret, Option<ScopeSet>),
    ) -> Result<Outcome, Fault> {
        let Some(refresh) = Refresh::<Grant>::parse(self.keys.refresh(), token.expose()) else {
            return Ok(Err(OAuthError::invalid_grant()));
        };
        let (house, own, app) = (self.clone(), context.clone(), app.app_id);
        self.judged(tenant, move |tx, set| {
            let Some(grant) = tx.grants().by_id(refresh.grant)? else {
                return Ok(Err(OAuthError::invalid_grant()));
            };
            if grant.app != app || !grant.is_live(draws.now) || !grant.offline {
                return Ok(Err(OAuthError::invalid_grant()));
            }
            // RFC 9700 §4.14.2: a reused refresh token means theft; end the whole grant, not just this token.
            if u64::try_from(grant.generation) != Ok(refresh.generation) {
                tx.grants().end(grant.id)?;
                return Ok(Err(OAuthError::invalid_grant()));
            }
            let scopes = match scopes_of(&grant).narrowed(scope) {
                Ok(scopes) => scopes,
                Err(error) => return Ok(Err(error)),
            };
            let judging = Judging { house: &house, set, context: &own, draws: &draws, door: Door::Refresh };
            let outcome = judging.judge(tx, grant.into_inner())?;
            Ok(outcome.map(|(user, grant)| (user, grant, scopes)))
        })
        .await
    }
}

/// What a grant is judged with at the token endpoint.
struct Judging<'a> {
    house: &'a House,
    set: &'a PolicySet,
    context: &'a Context,
    draws: &'a Draws,
    door: Door,
}

impl Judging<'_> {
    /// Asks the gate again with the proofs of the grant, and rotates it when it is a refresh. Who is blocked, no
    /// longer named or stopped by a newer policy gets nothing from this moment on.
    fn judge(
        &self,
        tx: &mut Tx<'_>,
        grant: Grant,
    ) -> Result<Result<(model::User, Grant), OAuthError>, Fault> {
        let draws = self.draws;
        let Some(user) = tx.users().by_id(grant.user)? else { return Ok(Err(OAuthError::invalid_grant())) };
        let alive = user.may_sign_in(draws.now) && grant.created >= user.valid_from;
        if !alive || !is_admitted(tx, grant.app, &user)? {
            tx.grants().end(grant.id)?;
            return Ok(Err(OAuthError::invalid_grant()));
        }
        let attempt = attempt(&grant, self.door);
        let mut facts = gate::facts(self.house, tx, (self.set, &user), attempt, self.context, draws.now)?;
        gate::as_signed_in(self.house, tx, (self.set, &grant), &mut facts)?;
        let passed = match signin::judge(self.set, &facts) {
            Verdict::Passed(passed) => passed,
            Verdict::Ask(decision) => {
                let error = signin::asking_code(&decision, &facts);
                self.refuse(tx, &facts, error)?;
                // The person must come back to the browser; the application learns it as RFC 6749 allows.
                let why = "the person must sign in again";
                return Ok(Err(OAuthError::new(Code::InvalidGrant, why)));
            }
            Verdict::Refused(refusal, _) => {
                self.refuse(tx, &facts, refusal.error())?;
                return Ok(Err(OAuthError::invalid_grant()));
            }
        };
        if self.door == Door::Token {
            // The first tokens of a grant are issued under the decision that made it, judged again just now.
            tx.grants().renew(&grant, passed)?;
            return Ok(Ok((user, grant)));
        }
        if !tx.grants().rotate(&grant, draws.now, passed)? {
            tx.grants().end(grant.id)?;
            return Ok(Err(OAuthError::invalid_grant()));
        }
        let ending = Ending::success(grant.session, Some(grant.id)).silent();
        record::counted(tx, self.set, &facts, self.context, draws, ending)?;
        let rotated = Grant { generation: grant.generation + 1, rotated: draws.now, ..grant };
        Ok(Ok((user, rotated)))
    }

    fn refuse(&self, tx: &mut Tx<'_>, facts: &Facts, error: i64) -> Result<(), Fault> {
        record::judged(tx, self.set, facts, self.context, self.draws, Ending::failure(error).silent())
    }
}

/// What a grant brings to the gate.
pub(super) fn attempt(grant: &Grant, door: Door) -> Attempt {
    let from_token = |proof: &model::Proof| model::Proof { how: model::How::FromToken, ..proof.clone() };
    // A code is redeemed for a sign-in that was young enough a moment ago; a refresh is a request of its own.
    let began = (door == Door::Token).then_some(grant.created);
    Attempt {
        door,
        protocol: Protocol::Oidc,
        client: Some(grant.app),
        target: gate::target_asked(grant.app, scopes_of(grant)),
        proofs: grant.proofs.iter().map(from_token).collect(),
        request: Request { since: began, ..Request::default() },
        session: None,
        new_session: false,
    }
}
