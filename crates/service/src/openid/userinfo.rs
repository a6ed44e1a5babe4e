use model::{GRAPH_RESOURCE_ID, Id, Tenant};
use oauth::{BearerError, UserInfo, bearer, verify_access_token};

use super::issue::person;
use super::{claims_of, person_let_in};
use crate::Fault;
use crate::context::Context;
use crate::house::House;

impl House {
    /// Answers the userinfo endpoint. The grant is looked up and judged each time, so that revocation is at once, and so is
    /// a new policy.
    pub async fn userinfo(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        authorization: Option<&str>,
    ) -> Result<Result<UserInfo, BearerError>, Fault> {
        let token = match bearer(authorization) {
            Ok(token) => token,
            Err(error) => return Ok(Err(error)),
        };
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let issuer = organisation.issuer();
        let signers = self.signers_of(tenant).await?;
        let now = self.now();
        // What may ask for more of the person may ask who they are.
        let audiences = [issuer.as_str(), &GRAPH_RESOURCE_ID.to_string()];
        let Ok(claims) = verify_access_token(&signers.publics, token, &issuer, &audiences, now) else {
            return Ok(Err(BearerError::Invalid));
        };
        let grant: Id<signin::Grant> = claims.gid.cast();
        let (house, own) = (self.clone(), context.clone());
        let person = self
            .judged_reading(tenant, move |tx, set| {
                let found = person_let_in(&house, tx, set, (grant, &own), now)?;
                Ok::<_, Fault>(found.map(|(user, grant)| (person(&user), claims_of(&grant).userinfo)))
            })
            .await?;
        let Some((person, asked)) = person else { return Ok(Err(BearerError::Invalid)) };
        Ok(UserInfo::new(&claims.sub, &person, claims.scope, &asked).ok_or(BearerError::InsufficientScope))
    }
}
