//! Tokens that an application gets for itself (RFC 6749 §4.4), for the admin API. They hang on the secret that it proved
//! itself with and on what it was given: both are looked up each time that one is used, so there is no grant to end
//! (ADR 36).

use model::{AppKind, Door, GRAPH_RESOURCE_ID, Id, Tenant};
use oauth::{AppToken, Code, OAuthError, SigningAlgorithm, TokenResponse};
use signin::{Passed, Verdict};
use store::{App, AppSecret};

use crate::Fault;
use crate::app_permissions;
use crate::context::Context;
use crate::gate::{self, Draws};
use crate::house::House;
use crate::record::{self, Ending};

/// What names the API is asked by, with this behind them (reference 10).
const DEFAULT: &str = "/.default";

/// An application that has proven who it is, and by which secret; one that keeps none has none.
pub(super) struct Proven {
    pub(super) app: App,
    pub(super) secret: Option<Id<AppSecret>>,
}

impl House {
    /// Gives an application a token for itself, when the gate lets it in.
    pub(super) async fn token_of_app(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        proven: &Proven,
        scope: &str,
        draws: Draws,
    ) -> Result<Result<TokenResponse, OAuthError>, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let secret = match proven.secret {
            Some(secret) if proven.app.kind == AppKind::Confidential => secret,
            _ => {
                let why = "an application without a secret gets no token for itself";
                return Ok(Err(OAuthError::new(Code::UnauthorizedClient, why)));
            }
        };
        if !names_api(scope, &organisation.public_address) {
            let why = "ask for the address of the API with /.default behind it";
            return Ok(Err(OAuthError::new(Code::InvalidScope, why)));
        }
        let (house, own, app) = (self.clone(), context.clone(), proven.app.clone());
        let judged = self
            .judged(tenant, move |tx, set| {
                let facts =
                    gate::facts_of_app(&house, tx.tenant(), set, &app, Door::Token, (&own, draws.now));
                // Records of an application for itself are counted by what stands for its grant.
                let principal = Some(app.principal_id.cast());
                match signin::judge(set, &facts) {
                    Verdict::Passed(passed) => {
                        let ending = Ending::success(None, principal).silent();
                        record::counted(tx, set, &facts, &own, &draws, ending)?;
                        let roles = app_permissions::given(tx, app.app_id, model::Behalf::Own)?;
                        Ok(Some((passed, roles)))
                    }
                    Verdict::Ask(_) | Verdict::Refused(..) => {
                        let ending = Ending::failure(policy::code::BLOCKED).silent();
                        record::judged(tx, set, &facts, &own, &draws, ending)?;
                        Ok(None)
                    }
                }
            })
            .await?;
        let Some((passed, roles)) = judged else {
            return Ok(Err(OAuthError::new(Code::AccessDenied, "a policy stops the application")));
        };
        let issuer = organisation.issuer();
        let token = AppToken {
            issuer: &issuer,
            app: proven.app.app_id,
            principal: proven.app.principal_id,
            secret: secret.cast(),
            tenant,
            roles,
            id: Id::random(self.outside.random()),
            issued: draws.now,
            lifetime: self.config.access_token_lifetime,
        };
        Ok(Ok(self.sign_app_token(tenant, &token, passed).await?))
    }

    /// Signs a token for an application that the gate has let in: `_passed` says so.
    async fn sign_app_token(
        &self,
        tenant: Id<Tenant>,
        token: &AppToken<'_>,
        _passed: Passed,
    ) -> Result<TokenResponse, Fault> {
        let signers = self.signers_of(tenant).await?;
        let own = signers.of(SigningAlgorithm::default()).ok_or_else(crate::signing::unusable)?;
        let signed = |_| Fault::Database(sql::Error::Other("a token could not be signed".to_owned()));
        Ok(TokenResponse {
            token_type: "Bearer",
            access_token: token.sign(own).map_err(signed)?,
            expires_in: token.lifetime.as_secs(),
            scope: None,
            refresh_token: None,
            id_token: None,
        })
    }
}

/// True when a scope names the admin API and nothing else: as Microsoft Graph, by its id, or by our own address.
fn names_api(scope: &str, public_address: &str) -> bool {
    let Some(name) = scope.strip_suffix(DEFAULT) else { return false };
    name == "https://graph.microsoft.com" || name == public_address || name.parse() == Ok(GRAPH_RESOURCE_ID)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_api_is_asked_by_its_names_and_nothing_beside_it() {
        let ours = |scope: &str| names_api(scope, "https://id.example.org");
        for good in [
            "https://graph.microsoft.com/.default",
            "https://id.example.org/.default",
            "00000003-0000-0000-c000-000000000000/.default",
        ] {
            assert!(ours(good), "{good}");
        }
        for bad in [
            "",
            ".default",
            "/.default",
            "openid",
            "https://graph.microsoft.com/User.Read",
            "https://evil.example/.default",
            "https://graph.microsoft.com/.default openid",
            "https://graph.microsoft.com//.default",
        ] {
            assert!(!ours(bad), "{bad}");
        }
    }
}
