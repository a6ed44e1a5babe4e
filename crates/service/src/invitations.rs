//! Invitations: single use, 72 hours, bound to a person. A link is looked at by GET and used by POST only, because
//! mail scanners open links (attack 88); it is used up by the transaction that sets the password.

use factors::secret::Token;
use model::{How, Id, Method, Organisation, Proof, Span, Tenant, Timestamp, User};
use signin::Stage;
use store::{Invitation, Tables};

use crate::Fault;
use crate::context::Context;
use crate::house::House;
use crate::signing_in::Progress;
use crate::ticket::own_page;

/// How long an invitation is good.
pub const LIFETIME: Span = Span::hours(72);

/// An invitation as a link: shown once or mailed, never kept.
#[derive(Clone)]
pub struct Link {
    /// The address to open.
    pub address: String,
    /// When it ends.
    pub until: Timestamp,
    id: Id<()>,
    digest: [u8; 32],
}

/// What looking at a link finds.
#[derive(Debug)]
pub enum Look {
    /// It is good.
    Open(Box<Invited>),
    /// Its time is over.
    Expired,
    /// It was used or withdrawn, or was never one.
    Gone,
}

/// Whom an open invitation is for.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The person.
    pub user: User,
    /// The invitation.
    pub invitation: Invitation,
}

impl Link {
    /// What the link lets in.
    pub(crate) fn invitation(&self, user: Id<User>) -> Invitation {
        Invitation { id: self.id, user, until: self.until }
    }

    /// What the database knows the link by.
    pub(crate) const fn digest(&self) -> [u8; 32] {
        self.digest
    }
}

impl House {
    pub(crate) fn make_link(&self, organisation: &Organisation, now: Timestamp) -> Link {
        self.make_link_for(organisation, now, LIFETIME)
    }

    pub(crate) fn make_link_for(&self, organisation: &Organisation, now: Timestamp, lifetime: Span) -> Link {
        let token = Token::new(self.outside.random());
        // The address is the organisation's own, never the request's (attack 46).
        let address =
            format!("{}/{}/invitation/{}", organisation.public_address, organisation.id, token.text());
        Link {
            address,
            until: now + lifetime,
            id: Id::ordered(now, self.outside.random()),
            digest: token.digest(),
        }
    }

    /// Uses a link by POST: begins a sign-in that has the invitation as its proof. The invitation itself is used up
    /// by the transaction that sets the password, so that whoever is interrupted before can begin again.
    pub async fn accept_invitation(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        token: &str,
    ) -> Result<Result<Progress, Look>, Fault> {
        let invited = match self.invited(tenant, token).await? {
            Look::Open(invited) => invited,
            closed => return Ok(Err(closed)),
        };
        let draws = self.draws();
        let proof = Proof {
            method: Method::Invitation,
            credential: Some(invited.invitation.id),
            at: draws.now,
            how: How::Prompted,
        };
        let stage = Stage::Claimed {
            user: invited.user.id,
            proofs: vec![proof],
            since: draws.now,
            invitation: Some(invited.invitation.id),
            session: None,
        };
        Ok(Ok(self.open_stage(tenant, context, stage, own_page(), &draws).await?))
    }

    /// Who an invitation is for; looking uses nothing up.
    pub async fn invited(&self, tenant: Id<Tenant>, token: &str) -> Result<Look, Fault> {
        let Ok(token) = token.parse::<Token>() else { return Ok(Look::Gone) };
        let now = self.now();
        let digest = token.digest();
        self.db
            .read(tenant, move |tx| {
                let Some(invitation) = tx.invitations().by_digest(&digest)? else { return Ok(Look::Gone) };
                if invitation.until <= now {
                    return Ok(Look::Expired);
                }
                let user = tx.users().by_id(invitation.user)?.filter(|user| user.may_sign_in(now));
                Ok(user.map_or(Look::Gone, |user| Look::Open(Box::new(Invited { user, invitation }))))
            })
            .await
    }
}
