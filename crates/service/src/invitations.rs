//! Invitations: single use, 72 hours, bound to a person. A link is looked at by GET and used by POST only, because
//! mail scanners open links (attack 88); it is used up by the transaction that sets the password.

use std::sync::Arc;

use factors::secret::Token;
use model::{Id, Organisation, Span, Tenant, Timestamp, User};
use store::{Invitation, Tables};

use crate::Fault;
use crate::house::House;

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
    pub(crate) fn make_link(&self, organisation: &Arc<Organisation>, now: Timestamp) -> Link {
        let token = Token::new(self.outside.random());
        // The address is the organisation's own, never the request's (attack 46).
        let address = format!("{}/{}/invitation/{}", organisation.public_address, organisation.id, token.text());
        Link { address, until: now + LIFETIME, id: Id::ordered(now, self.outside.random()), digest: token.digest() }
    }

    /// Who an invitation is for; looking uses nothing up. `None` for a link that is used, ended or made up.
    pub async fn invited(&self, tenant: Id<Tenant>, token: &str) -> Result<Option<Invited>, Fault> {
        let Some(token) = Token::parse(token) else { return Ok(None) };
        let now = self.now();
        let digest = token.digest();
        self.db
            .read(tenant, move |tx| {
                let Some(invitation) = tx.invitations().by_digest(&digest, now)? else { return Ok(None) };
                let user = tx.users().by_id(invitation.user)?.filter(|user| user.state.may_sign_in());
                Ok(user.map(|user| Invited { user, invitation }))
            })
            .await
    }
}
