use model::{AppKind, GRAPH_RESOURCE_ID, Id, Tenant};
use oauth::{
    AccessTokenClaims, ActiveToken, Inquiry, Introspection, OAuthError, Params, Refresh, Scope,
    verify_access_token,
};
use signin::Grant;
use store::Tables;

use super::issue::scopes_of;
use super::{TokenFault, person_let_in};
use crate::Fault;
use crate::context::Context;
use crate::house::House;

/// A token of ours that somebody holds, by its text alone.
enum Held {
    Access(Box<AccessTokenClaims>),
    Refresh(Refresh<Grant>),
}

impl Held {
    fn grant(&self) -> Id<Grant> {
        match self {
            Self::Access(claims) => claims.gid.cast(),
            Self::Refresh(refresh) => refresh.grant,
        }
    }
}

impl House {
    /// Tells an application of a token (RFC 7662). It is told only of what it was given itself: another application's
    /// token, sent to it by mistake or on purpose, is nobody it may let in.
    ///
    /// # Errors
    /// When the application does not prove who it is; one without a secret cannot.
    pub async fn introspect(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        params: &Params,
        authorization: Option<&str>,
    ) -> Result<Introspection, TokenFault> {
        let inquiry = Inquiry::parse(params, authorization)?;
        let app = self.authenticated_app(tenant, (context, params), &inquiry.client).await?.app;
        // RFC 7662 §2.1: the endpoint must know who asks, or tokens could be tried at it.
        if app.kind == AppKind::Public {
            return Err(OAuthError::invalid_client().into());
        }
        let Some(held) = self.held(tenant, inquiry.token.expose()).await? else {
            return Ok(Introspection::inactive());
        };
        let (now, grant) = (self.now(), held.grant());
        let (house, own) = (self.clone(), context.clone());
        let found = self
            .judged_reading(tenant, move |tx, set| person_let_in(&house, tx, set, (grant, &own), now))
            .await?;
        let Some((user, grant)) = found.filter(|(_, grant)| grant.app == app.app_id) else {
            return Ok(Introspection::inactive());
        };
        let (scope, access) = match held {
            Held::Access(claims) => (claims.scope, Some((*claims).into())),
            Held::Refresh(refresh) if is_newest(&grant, &refresh) => (scopes_of(&grant), None),
            Held::Refresh(_) => return Ok(Introspection::inactive()),
        };
        Ok(Introspection::active(ActiveToken {
            iss: self.organisation(tenant).ok_or(Fault::NotFound)?.issuer(),
            sub: user.id.to_string(),
            client_id: grant.app,
            scope,
            username: scope.contains(Scope::Profile).then(|| user.name.as_str().to_owned()),
            tid: tenant,
            oid: user.id,
            access,
        }))
    }

    /// Ends what a token hangs on, because its application needs it no more (RFC 7009): the grant with every token of it,
    /// as there is no row for one token. A token that is not good is given up already.
    ///
    /// # Errors
    /// When the application does not prove who it is, or the token was given to another.
    pub async fn revoke(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        params: &Params,
        authorization: Option<&str>,
    ) -> Result<(), TokenFault> {
        let inquiry = Inquiry::parse(params, authorization)?;
        let app = self.authenticated_app(tenant, (context, params), &inquiry.client).await?.app.app_id;
        let Some(held) = self.held(tenant, inquiry.token.expose()).await? else { return Ok(()) };
        let grant = held.grant();
        let ended = self.db.write(tenant, move |tx| {
            let Some(grant) = tx.grants().by_id(grant)? else { return Ok(Ok(())) };
            if grant.app != app {
                return Ok(Err(OAuthError::invalid_grant()));
            }
            tx.grants().end(grant.id)?;
            Ok::<_, Fault>(Ok(()))
        });
        Ok(ended.await??)
    }

    async fn held(&self, tenant: Id<Tenant>, token: &str) -> Result<Option<Held>, Fault> {
        if let Some(refresh) = Refresh::parse(self.keys.refresh(), token) {
            return Ok(Some(Held::Refresh(refresh)));
        }
        let issuer = self.organisation(tenant).ok_or(Fault::NotFound)?.issuer();
        let signers = self.signers_of(tenant).await?;
        let audiences = [issuer.as_str(), &GRAPH_RESOURCE_ID.to_string()];
        let claims = verify_access_token(&signers.publics, token, &issuer, &audiences, self.now());
        Ok(claims.ok().map(|claims| Held::Access(Box::new(claims))))
    }
}

/// A refresh token that was replaced is good no more, and one that a grant without them has never was.
fn is_newest(grant: &Grant, refresh: &Refresh<Grant>) -> bool {
    grant.offline && u64::try_from(grant.generation) == Ok(refresh.generation)
}
