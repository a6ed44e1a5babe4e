use crate::Fault;
use crate::context::Context;
use crate::gate::{self, Attempt};
use crate::house::House;
use crate::record::{self, Ending};
use crate::remembered::{self, Keepsake};
use crate::signing_in::{Progress, is_admitted, request_of};
use crate::ticket::{Asked, Destination};
use crate::visit::{live_session, may_outlive};
use model::{Door, Id, Protocol, Tenant, Timestamp};
use oauth::{AuthorizeRequest, Code, Landing, OAuthError, Params, Prompt, Refused, Unredirectable};
use signin::{Session, Verdict};
use sql::Tx;

/// What a request to the authorization endpoint led to.
#[derive(Debug)]
pub enum Authorized {
    /// Back to the application, with a code or an error.
    Back {
        /// Where to.
        landing: Landing,
        /// What the browser keeps from now on to stand in for a second factor, when it just did.
        remembered: Option<Keepsake>,
    },
    /// A page of the sign-in.
    SignIn(Progress),
    /// Nobody can be sent back: what was sent, beside what is registered when the application is known.
    Refused {
        /// Why.
        why: Unredirectable,
        /// The application, when there is one.
        app: Option<Box<store::App>>,
    },
}

/// What the silent look at a session came to.
enum Silent {
    Code(Landing, Option<Keepsake>),
    MustAsk(Box<Session>, Missing),
    NoSession,
}

/// What a session lacks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    /// Nothing but a newer sign-in.
    Freshness,
    /// Something else.
    More,
}

impl Authorized {
    /// Back to the application with what it is told.
    const fn back(landing: Landing) -> Self {
        Self::Back { landing, remembered: None }
    }
}

impl House {
    /// Takes a request to the authorization endpoint.
    pub async fn authorize(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        cookie: Option<&str>,
        params: &Params,
    ) -> Result<Authorized, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let id = match AuthorizeRequest::client_id(params) {
            Ok(id) => id,
            Err(why) => return Ok(Authorized::Refused { why, app: None }),
        };
        let Some(app) = self.app(tenant, id).await?.filter(|app| !app.built_in) else {
            return Ok(Authorized::Refused { why: Unredirectable::UnknownClient { client: id }, app: None });
        };
        let mut request = match AuthorizeRequest::parse(params, &super::client(&app)) {
            Ok(request) => request,
            Err(Refused::Redirectable(back)) => {
                let sent = super::sent(params);
                let why = (super::refusal(&back.error), sent.as_str());
                self.note_refusal(tenant, id, context, why).await;
                return Ok(Authorized::back(back.landing(&organisation.issuer())));
            }
            Err(Refused::Unredirectable(why)) => {
                self.note_refusal(tenant, id, context, (why.word(), &why.sent())).await;
                return Ok(Authorized::Refused { why, app: Some(Box::new(app)) });
            }
        };
        if request.scopes.asks_api() {
            let given = self.delegated_to(tenant, id).await?;
            if request.scopes.asks_beyond(given) {
                let why = "the application was not given a permission that it asks for";
                let back = request.failure(OAuthError::new(Code::InvalidScope, why));
                self.note_refusal(tenant, id, context, (super::refusal(&back.error), &super::sent(params)))
                    .await;
                return Ok(Authorized::back(back.landing(&organisation.issuer())));
            }
            request.scopes = request.scopes.of_those_given(given);
        }
        if let Some(hint) = AuthorizeRequest::id_token_hint(params) {
            let hinted = self.subject_of_hint(tenant, hint).await?;
            // OpenID Connect Core §3.1.2.2 and §5.5.1: both name the only person who may answer. Where they name two,
            // nobody may.
            if let (Some(hinted), Some(claimed)) = (&hinted, &request.expected_subject)
                && hinted != claimed
            {
                let error =
                    OAuthError::new(Code::InvalidRequest, "id_token_hint and claims name different people");
                let back = request.failure(error);
                self.note_refusal(tenant, id, context, (super::refusal(&back.error), &super::sent(params)))
                    .await;
                return Ok(Authorized::back(back.landing(&organisation.issuer())));
            }
            request.expected_subject = hinted.or(request.expected_subject);
        }
        self.authorize_parsed(tenant, context, cookie, Asked { request, app: app.name }).await
    }

    pub(super) async fn authorize_parsed(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        cookie: Option<&str>,
        asked: Asked,
    ) -> Result<Authorized, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let request = &asked.request;
        let back = |code: Code, why: &'static str| {
            let landing = request.failure(OAuthError::new(code, why)).landing(&organisation.issuer());
            Ok(Authorized::back(landing))
        };
        if let Some(held) = self.held_account(tenant, context, cookie, &asked).await?
            && (request.prompt.selects() || !held.is_meant)
        {
            return match request.prompt {
                // OpenID Connect Core §3.1.2.6
                Prompt::None => back(Code::AccountSelectionRequired, "another account is signed in"),
                _ => self.ask_for_account(tenant, context, (asked, held)).await,
            };
        }
        let silent = match cookie {
            Some(cookie) => self.authorize_silently(tenant, context, cookie, &asked).await?,
            None => Silent::NoSession,
        };
        match (silent, request.prompt) {
            (Silent::Code(landing, remembered), _) => Ok(Authorized::Back { landing, remembered }),
            (Silent::NoSession, Prompt::None) => back(Code::LoginRequired, "nobody is signed in"),
            // OpenID Connect Core §3.1.2.1: too old a sign-in is no sign-in.
            (Silent::MustAsk(_, Missing::Freshness), Prompt::None) => {
                back(Code::LoginRequired, "the sign-in is older than may be")
            }
            (Silent::MustAsk(_, Missing::More), Prompt::None) => {
                back(Code::InteractionRequired, "more is to be asked than may be shown")
            }
            (Silent::NoSession, _) => {
                Ok(Authorized::SignIn(self.first_page(tenant, context, Destination::Sealed(asked)).await?))
            }
            (Silent::MustAsk(session, _), _) => {
                let destination = Destination::Sealed(asked);
                Ok(Authorized::SignIn(self.raise(tenant, context, &session, destination).await?))
            }
        }
    }

    async fn authorize_silently(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        cookie: &str,
        asked: &Asked,
    ) -> Result<Silent, Fault> {
        let Ok(cookie) = cookie.parse::<factors::secret::Token>() else { return Ok(Silent::NoSession) };
        let digest = cookie.digest();
        let draws = self.draws();
        let (house, own) = (self.clone(), context.clone());
        // A look that writes nothing, so that a stranger's cookie costs a read.
        let look = move |tx: &mut Tx<'_>| {
            let Some((_, user)) = live_session(tx, &digest, draws.now)? else { return Ok(None) };
            Ok::<_, Fault>(Some(remembered::copied(&house, tx, user.id, (&own, draws.now))?))
        };
        let Some(copied) = self.db.read(tenant, look).await? else { return Ok(Silent::NoSession) };
        if let Some(record) = copied {
            let (house, own, drawn) = (self.clone(), context.clone(), self.draws());
            let end = move |tx: &mut Tx<'_>| remembered::end_copied(&house, tx, &record, (&own, &drawn));
            self.db.write(tenant, end).await?;
        }
        let (house, own, asked) = (self.clone(), context.clone(), asked.clone());
        self.judged(tenant, move |tx, set| {
            let Some((session, user)) = live_session(tx, &digest, draws.now)? else {
                return Ok(Silent::NoSession);
            };
            if !is_admitted(tx, asked.request.client, &user)? {
                return Ok(Silent::MustAsk(Box::new(session), Missing::More));
            }
            let mut attempt = attempt(&asked, &session, draws.now);
            attempt.proofs = remembered::standing(tx, (set, &user), attempt.proofs, draws.now)?;
            let given = (&user, &attempt.proofs[..]);
            let brought = remembered::proof(&house, tx, set, given, &own, draws.now)?;
            attempt.proofs.extend(brought.clone());
            let facts = gate::facts(&house, tx, (set, &user), attempt, &own, draws.now)?;
            match signin::judge(set, &facts) {
                Verdict::Passed(passed) if !may_outlive(&session, &passed) => Ok(Silent::NoSession),
                Verdict::Passed(passed) => {
                    let (passed, kept) = match &brought {
                        Some(proof) => {
                            let at = (&own, &draws);
                            remembered::settle_silently(&house, tx, (&session, passed), proof, at)?
                        }
                        None => (passed, None),
                    };
                    let ending = Ending::success(Some(session.id), Some(draws.grant)).silent();
                    record::judged(tx, set, &facts, &own, &draws, ending)?;
                    let landing = super::grant_code(&house, tx, &asked.request, &session, passed, &draws)?;
                    Ok(Silent::Code(landing, kept))
                }
                Verdict::Ask(decision) => {
                    let only_old = signin::asking_code(&decision, &facts) == policy::code::MFA_EXPIRED;
                    let missing = if only_old { Missing::Freshness } else { Missing::More };
                    Ok(Silent::MustAsk(Box::new(session), missing))
                }
                Verdict::Refused(..) => Ok(Silent::MustAsk(Box::new(session), Missing::More)),
            }
        })
        .await
    }

    async fn subject_of_hint(&self, tenant: Id<Tenant>, hint: &str) -> Result<Option<String>, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let signers = self.signers_of(tenant).await?;
        let claims = oauth::verify_id_token_hint(&signers.publics, hint, &organisation.issuer());
        Ok(claims.ok().map(|claims| claims.sub))
    }
}

/// What a session brings to the gate for an application.
fn attempt(asked: &Asked, session: &Session, now: Timestamp) -> Attempt {
    Attempt {
        door: Door::Session,
        protocol: Protocol::Oidc,
        client: Some(asked.request.client),
        target: gate::target_asked(asked.request.client, asked.request.scopes),
        proofs: gate::from_session(session),
        // `prompt=login` measures from this very moment: no proof of the session is fresh enough.
        request: request_of(&Destination::Sealed(asked.clone()), now),
        session: Some((session.id, session.created)),
        new_session: false,
    }
}
