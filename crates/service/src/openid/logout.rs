use model::{Id, Tenant};
use oauth::{Logout, LogoutRequest, OAuthError, Params};
use store::Tables;

use crate::Fault;
use crate::house::House;
use crate::visit::live_session;

/// What a request to end a session led to.
#[derive(Debug)]
pub enum SignedOut {
    /// The session has ended; where to go, if the application said so.
    Done(Option<String>),
    /// Anybody could have sent the person here: ask first. Who is signed in.
    Ask(String),
    /// The request cannot be read.
    Refused(OAuthError),
}

impl House {
    /// Takes a request of an application to end the session (OpenID Connect RP-Initiated Logout 1.0).
    pub async fn end_session(
        &self,
        tenant: Id<Tenant>,
        cookie: Option<&str>,
        params: &Params,
    ) -> Result<SignedOut, Fault> {
        let request = match LogoutRequest::parse(params) {
            Ok(request) => request,
            Err(error) => return Ok(SignedOut::Refused(error)),
        };
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let signers = self.signers_of(tenant).await?;
        let hint = request.id_token_hint.as_deref().and_then(|hint| {
            oauth::verify_id_token_hint(&signers.publics, hint, &organisation.issuer()).ok()
        });
        let client = match request.client(hint.as_ref()) {
            Some(id) => self.app(tenant, id).await?.map(|app| super::client(&app)),
            None => None,
        };
        let digest =
            cookie.and_then(|cookie| cookie.parse::<factors::secret::Token>().ok()).map(|t| t.digest());
        let now = self.now();
        let session = match digest {
            Some(digest) => self.db.read(tenant, move |tx| live_session(tx, &digest, now)).await?,
            None => None,
        };
        let own = session.as_ref().map(|(session, _)| session.id.cast());
        match request.decide(hint.as_ref(), client.as_ref(), own) {
            Logout::SignOut { back } => {
                self.sign_out(tenant, cookie).await?;
                Ok(SignedOut::Done(back))
            }
            Logout::Ask { back } => match session {
                None => Ok(SignedOut::Done(back)),
                Some((_, user)) => Ok(SignedOut::Ask(user.display)),
            },
        }
    }

    /// Ends the session that a cookie names, and what hangs below it.
    pub async fn sign_out(&self, tenant: Id<Tenant>, cookie: Option<&str>) -> Result<(), Fault> {
        let Some(token) = cookie.and_then(|cookie| cookie.parse::<factors::secret::Token>().ok()) else {
            return Ok(());
        };
        let digest = token.digest();
        self.db
            .write(tenant, move |tx| {
                let Some(session) = tx.sessions().by_digest(&digest)? else { return Ok(()) };
                tx.grants().end_of_session(session.id)?;
                tx.sessions().end(session.user, session.id)?;
                Ok(())
            })
            .await
    }
}
