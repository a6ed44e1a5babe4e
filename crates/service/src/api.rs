//! The door of the admin API: whose token a request brings, and as whom it acts. What the token hangs on is looked up and
//! judged each time, so that taking anything away is at once, and so is a new policy (D12).

use model::{Behalf, Door, Id, Organisation, PermissionSet, Tenant, Timestamp, User, UserAction};
use oauth::{AccessTokenClaims, ApiToken, AppTokenClaims, BearerError, bearer, tenant_of, verify_api_token};
use policy::PolicySet;
use signin::Verdict;
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::app_permissions;
use crate::authority::{Actor, Confirmation};
use crate::context::Context;
use crate::gate;
use crate::house::House;
use crate::openid;

/// Who asks at the API.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The organisation that the token is of.
    pub tenant: Id<Tenant>,
    /// As whom the request acts.
    pub actor: Actor,
    /// The person behind it, if there is one.
    pub person: Option<User>,
}

/// Why nobody is let in at the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiRefusal {
    /// No token came, or not as one is sent.
    Bearer(BearerError),
    /// It is not ours, not for the API, or over; or what it hangs on is gone.
    Invalid,
    /// A policy stops whoever it is of.
    Policy,
}

impl Caller {
    /// What the token is good for.
    pub const fn permissions(&self) -> PermissionSet {
        match &self.actor {
            Actor::Delegated { permissions, .. } | Actor::App { permissions, .. } => *permissions,
            Actor::Person { .. } | Actor::System | Actor::Cli(_) => PermissionSet::EMPTY,
        }
    }
}

impl House {
    /// Reads the token of a request. It alone names the organisation (D1), which must be one that `is_here` knows.
    pub async fn api_caller(
        &self,
        context: &Context,
        authorization: Option<&str>,
        is_here: impl Fn(&Organisation) -> bool + Send,
    ) -> Result<Result<Caller, ApiRefusal>, Fault> {
        let token = match bearer(authorization) {
            Ok(token) => token,
            Err(error) => return Ok(Err(ApiRefusal::Bearer(error))),
        };
        let named = tenant_of(token).and_then(|tenant| self.organisation(tenant));
        let Some(organisation) = named.filter(|organisation| is_here(organisation)) else {
            return Ok(Err(ApiRefusal::Invalid));
        };
        let tenant = organisation.id;
        let (now, signers) = (self.now(), self.signers_of(tenant).await?);
        let Ok(token) = verify_api_token(&signers.publics, token, &organisation.issuer(), now) else {
            return Ok(Err(ApiRefusal::Invalid));
        };
        let (house, own) = (self.clone(), context.clone());
        self.judged_reading(tenant, move |tx, set| {
            let at = At { house: &house, set, context: &own, now };
            match &token {
                ApiToken::App(claims) => at.app(tx, claims),
                ApiToken::Person(claims) => at.person(tx, claims),
            }
        })
        .await
    }
}

struct At<'a> {
    house: &'a House,
    set: &'a PolicySet,
    context: &'a Context,
    now: Timestamp,
}

impl At<'_> {
    /// An application by itself: its secret still works, and it still has what its token says.
    fn app(&self, tx: &mut Tx<'_>, claims: &AppTokenClaims) -> Result<Result<Caller, ApiRefusal>, Fault> {
        let Some(app) = tx.apps().by_id(claims.client_id)? else { return Ok(Err(ApiRefusal::Invalid)) };
        let secrets = tx.apps().secrets(app.app_id, self.now)?;
        if app.principal_id != claims.sub || !secrets.iter().any(|secret| secret.id == claims.gid.cast()) {
            return Ok(Err(ApiRefusal::Invalid));
        }
        let about = (self.context, self.now);
        let facts = gate::facts_of_app(self.house, tx.tenant(), self.set, &app, Door::Api, about);
        let Verdict::Passed(_) = signin::judge(self.set, &facts) else { return Ok(Err(ApiRefusal::Policy)) };
        let given = app_permissions::given(tx, app.app_id, Behalf::Own)?;
        let actor = Actor::App {
            app: app.app_id,
            permissions: claims.roles.and(given),
            address: self.context.address_text(),
        };
        Ok(Ok(Caller { tenant: tx.tenant(), actor, person: None }))
    }

    /// An application on behalf of a person: its grant still stands, and so does what both may.
    fn person(
        &self,
        tx: &mut Tx<'_>,
        claims: &AccessTokenClaims,
    ) -> Result<Result<Caller, ApiRefusal>, Fault> {
        let grant = (claims.gid.cast(), self.context);
        let Some(seen) = openid::seen(self.house, tx, self.set, grant, (Door::Api, self.now))? else {
            return Ok(Err(ApiRefusal::Invalid));
        };
        let openid::Seen { user, grant, mut facts, is_in } = seen;
        if !is_in {
            return Ok(Err(ApiRefusal::Policy));
        }
        facts.target.action = Some(UserAction::Confirm);
        let confirmation = match signin::judge(self.set, &facts) {
            Verdict::Passed(_) => Confirmation::Fresh,
            Verdict::Ask(_) | Verdict::Refused(..) => Confirmation::Missing,
        };
        let given = app_permissions::given(tx, grant.app, Behalf::Person)?;
        let actor = Actor::Delegated {
            user: user.id,
            roles: tx.users().roles_at(user.id, self.now)?,
            app: grant.app,
            permissions: claims.scope.permissions().and(given),
            grant: grant.id,
            address: self.context.address_text(),
            confirmation,
        };
        Ok(Ok(Caller { tenant: tx.tenant(), actor, person: Some(user) }))
    }
}
