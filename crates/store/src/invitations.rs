use model::{Id, Timestamp, User};
use sql::Tx;

use crate::Result;

/// Invitations that are open: single use, bound to a person.
pub struct Invitations<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// One open invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id, which proofs name.
    pub id: Id<()>,
    /// Whom it lets in.
    pub user: Id<User>,
    /// When it ends.
    pub until: Timestamp,
}

impl Invitations<'_, '_> {
    /// Makes one and withdraws those that the person had: only the newest link works.
    pub fn replace(
        &mut self,
        invitation: &Invitation,
        digest: &[u8; 32],
        by: Option<Id<User>>,
        now: Timestamp,
    ) -> Result<()> {
        let tenant = self.0.tenant();
        self.withdraw(invitation.user)?;
        self.0
            .execute(
                "insert into invitations (tenant, id, digest, user_id, created_by, created, until) \
                 values ($1, $2, $3, $4, $5, $6, $7)",
                &[&tenant, &invitation.id, digest, &invitation.user, &by, &now, &invitation.until],
            )
            .map(drop)
    }

    /// The invitation with this token, ended or not; looking uses nothing up.
    pub fn by_digest(&mut self, digest: &[u8; 32]) -> Result<Option<Invitation>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select id, user_id, until from invitations \
                 where tenant = $1 and digest = $2",
                &[&tenant, digest],
            )?
            .map(|row| Ok(Invitation { id: row.get(0)?, user: row.get(1)?, until: row.get(2)? }))
            .transpose()
    }

    /// Uses an invitation: true once, for its person only, until it ends.
    pub fn consume(&mut self, id: Id<()>, user: Id<User>, now: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let used = self.0.execute(
            "delete from invitations where tenant = $1 and id = $2 and user_id = $3 and until > $4",
            &[&tenant, &id, &user, &now],
        )?;
        Ok(used == 1)
    }

    /// Withdraws what a person was given.
    pub fn withdraw(&mut self, user: Id<User>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute("delete from invitations where tenant = $1 and user_id = $2", &[&tenant, &user])
            .map(drop)
    }
}
