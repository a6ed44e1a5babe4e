use model::{GRAPH_RESOURCE_ID, Id, Tenant, Timestamp, User, proved};
use oauth::{
    AccessToken, Acr, Authentication, Combinations, IdToken, Person, Refresh, Scope, ScopeSet,
    SigningAlgorithm, TokenResponse,
};
use policy::Strength;
use signin::Grant;

use super::claims_of;
use crate::Fault;
use crate::house::House;
use crate::signing::Signers;

/// What tokens are made of.
pub(super) struct Issue<'a> {
    pub(super) user: &'a User,
    pub(super) grant: &'a Grant,
    /// How the application wants them signed.
    pub(super) signing: SigningAlgorithm,
    /// What is asked now: the grant's scopes, or fewer.
    pub(super) scopes: ScopeSet,
    pub(super) now: Timestamp,
    pub(super) id: Id<()>,
}

impl House {
    /// Signs the tokens of a grant. Whoever calls it has just been let through by the gate.
    pub(super) fn issue(
        &self,
        tenant: Id<Tenant>,
        signers: &Signers,
        issue: &Issue<'_>,
    ) -> Result<TokenResponse, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let issuer = organisation.issuer();
        let subject = issue.user.id.to_string();
        let authentication = authentication(issue.grant);
        let asked = claims_of(issue.grant);
        let said = Authentication { acr: asked.acr(authentication.acr), ..authentication.clone() };
        // Whoever reads a token elsewhere asks us nothing: it says no longer than its grant stands.
        let lifetime = self.config.access_token_lifetime.min(issue.grant.ends.since(issue.now));
        let api = GRAPH_RESOURCE_ID.to_string();
        let access_token = AccessToken {
            issuer: &issuer,
            subject: &subject,
            audience: if issue.scopes.permissions().is_empty() { &issuer } else { &api },
            client: issue.grant.app,
            tenant,
            user: issue.user.id,
            scopes: issue.scopes,
            grant: issue.grant.id.cast(),
            authentication: &authentication,
            id: issue.id,
            issued: issue.now,
            lifetime,
        };
        let signed = |_| Fault::Database(sql::Error::Other("a token could not be signed".to_owned()));
        // What only we read is signed as we like best; the ID token as its reader does.
        let (Some(own), Some(theirs)) = (signers.of(SigningAlgorithm::default()), signers.of(issue.signing))
        else {
            return Err(crate::signing::unusable());
        };
        let access_token = access_token.sign(own).map_err(signed)?;
        let id_token = issue
            .scopes
            .contains(Scope::OpenId)
            .then(|| {
                IdToken {
                    issuer: &issuer,
                    subject: &subject,
                    client: issue.grant.app,
                    tenant,
                    person: &person(issue.user),
                    scopes: issue.scopes,
                    asked: &asked.id_token,
                    nonce: issue.grant.nonce.as_deref(),
                    authentication: &said,
                    access_token: Some(&access_token),
                    issued: issue.now,
                    lifetime,
                }
                .sign(theirs)
            })
            .transpose()
            .map_err(signed)?;
        let generation = u64::try_from(issue.grant.generation).unwrap_or(0);
        let refresh_token = issue
            .grant
            .offline
            .then(|| Refresh { grant: issue.grant.id, generation }.text(self.keys.refresh()));
        Ok(TokenResponse {
            token_type: "Bearer",
            access_token,
            expires_in: lifetime.as_secs(),
            scope: Some(issue.scopes),
            refresh_token,
            id_token,
        })
    }
}

/// A grant's scopes as `oauth` knows them.
pub(super) fn scopes_of(grant: &Grant) -> ScopeSet {
    ScopeSet::parse(&grant.scopes.join(" "))
}

/// Somebody as tokens describe them.
pub(super) fn person(user: &User) -> Person {
    Person {
        id: user.id,
        name: user.display.clone(),
        username: user.name.as_str().to_owned(),
        email: user.mail.clone(),
    }
}

/// The sign-in that a grant rests on.
fn authentication(grant: &Grant) -> Authentication {
    let methods = proved(&grant.proofs);
    let (mfa, resistant) = (Strength::mfa(), Strength::phishing_resistant());
    let combinations =
        Combinations { multi_factor: mfa.combinations(), phishing_resistant: resistant.combinations() };
    Authentication {
        at: grant.proofs.iter().map(|proof| proof.at).max().unwrap_or(grant.created),
        acr: Acr::of(methods, combinations),
        methods,
        session: grant.session.map_or(grant.id.cast(), Id::cast),
    }
}
