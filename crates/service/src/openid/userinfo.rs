use model::{Id, Tenant};
use oauth::{BearerError, UserInfo, bearer, verify_access_token};
use store::Tables;

use super::claims_of;
use super::issue::person;
use crate::Fault;
use crate::house::House;
use crate::signing_in::is_admitted;

impl House {
    /// Answers the userinfo endpoint. The grant is looked up each time, so that revocation is at once.
    pub async fn userinfo(
        &self,
        tenant: Id<Tenant>,
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
        let Ok(claims) = verify_access_token(&signers.publics, token, &issuer, &issuer, now) else {
            return Ok(Err(BearerError::Invalid));
        };
        let grant: Id<signin::Grant> = claims.gid.cast();
        let person = self
            .db
            .read(tenant, move |tx| {
                let Some(grant) = tx.grants().by_id(grant)?.filter(|grant| grant.is_live(now)) else {
                    return Ok(None);
                };
                let user = tx
                    .users()
                    .by_id(grant.user)?
                    .filter(|user| user.may_sign_in(now) && grant.created >= user.valid_from);
                match user {
                    Some(user) if is_admitted(tx, grant.app, &user)? => {
                        Ok(Some((person(&user), claims_of(&grant).userinfo)))
                    }
                    _ => Ok::<_, Fault>(None),
                }
            })
            .await?;
        let Some((person, asked)) = person else { return Ok(Err(BearerError::Invalid)) };
        Ok(UserInfo::new(&claims.sub, &person, claims.scope, &asked).ok_or(BearerError::InsufficientScope))
    }
}
