//! Passes that are made by themselves, and the end of all of them.

use model::{Id, PasswordState, Tenant, Timestamp};
use sql::Tx;
use store::{SyncedKind, Tables};

use super::pass::{STEP, SyncHow};
use super::settings;
use super::state::SyncState;
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Actor, ManageDirectorySync, Permit, Target, permit};
use crate::house::House;
use crate::standing::may_still;

impl House {
    /// Starts the pass that is due, if one is. It goes on beside the other jobs, because a directory may be large; the lease
    /// is taken in each of its steps, so that one node makes it.
    pub(crate) async fn see_to_directory(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let now = self.now();
        let is_due = self
            .db
            .read(tenant, move |tx| {
                let is_on = settings::read(tx)?.is_some_and(|settings| settings.is_on);
                Ok::<_, Fault>(is_on && SyncState::read(tx)?.due.is_some_and(|due| due <= now))
            })
            .await?;
        if !is_due {
            return Ok(());
        }
        let leave = permit::<ManageDirectorySync>(&Actor::System, Target::Organisation)?;
        match self.start_sync(tenant, leave, SyncHow::default()).await {
            // One is being made.
            Err(Fault::Conflict("syncing")) => Ok(()),
            other => other,
        }
    }

    /// Forgets the server: nobody comes from there any more, and everybody stays as they are. Whose password that server
    /// checked has none from now on, and needs an invitation.
    pub async fn stop_directory_sync(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageDirectorySync>,
    ) -> Result<(), Fault> {
        let turn = self.syncs.begin(tenant).ok_or(Fault::Conflict("syncing"))?;
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let before = settings::read(tx)?.ok_or(Fault::NotFound)?;
                settings::forget(tx)?;
                let changes = Changes::default().gone("host", &before.host);
                entry.write(tx, &permit, Verb::StopDirectorySync, ("organisation", Some(tenant)), &changes)
            })
            .await?;
        for kind in [SyncedKind::Person, SyncedKind::Group] {
            while self.let_go(tenant, kind).await? {}
        }
        drop(turn);
        Ok(())
    }

    /// Makes a few of those who came from there people and groups of ours; false when there are none left.
    async fn let_go(&self, tenant: Id<Tenant>, kind: SyncedKind) -> Result<bool, Fault> {
        let now = self.now();
        self.db.write(tenant, move |tx| let_few_go(tx, kind, now)).await
    }
}

/// The same in a transaction.
pub(super) fn let_few_go(tx: &mut Tx<'_>, kind: SyncedKind, now: Timestamp) -> Result<bool, Fault> {
    let few = tx.synced().page(kind, &[0; 16], i64::try_from(STEP).unwrap_or(1))?;
    for row in &few {
        tx.synced().forget(row.object)?;
        let Some(user) = tx.users().by_id(row.object.cast())? else { continue };
        if matches!(user.password, PasswordState::Elsewhere { .. }) {
            tx.users().set_password(user.id, PasswordState::None, None, now)?;
        }
    }
    Ok(!few.is_empty())
}
