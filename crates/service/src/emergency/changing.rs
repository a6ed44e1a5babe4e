//! Designating emergency accounts, withdrawing them, and the kit to print.

use std::fmt;

use factors::capsule::Capsule;
use model::{GuestKind, Id, Tenant, Timestamp, User};
use sql::Tx;
use store::Tables;

use super::telling::{Happened, post};
use super::{MOST_ACCOUNTS, is_able, is_for_good, is_synced};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageEmergencyAccess, Permit};
use crate::conditional_access::Watched;
use crate::house::House;
use crate::people::alive;
use crate::standing::may_still;

/// What is printed and put in a safe. The capsule is in it this once.
#[derive(Clone)]
pub struct Kit {
    /// What the organisation is called.
    pub organisation: String,
    /// How the person is called.
    pub display: String,
    /// The name to sign in with.
    pub name: String,
    /// Where to sign in.
    pub address: String,
    /// The capsule as it is printed.
    pub capsule: String,
    /// When it was made.
    pub made: Timestamp,
}

impl fmt::Debug for Kit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kit").field("name", &self.name).field("capsule", &"…").finish_non_exhaustive()
    }
}

impl House {
    /// Makes somebody's account an emergency account, with a new capsule. It must be of somebody who is a Global
    /// Administrator for good; nobody does it to the account that they work with.
    pub async fn designate_emergency(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageEmergencyAccess>,
        id: Id<User>,
    ) -> Result<Kit, Fault> {
        let entry = self.entry();
        let (kit, capsule) = self.draw_kit(tenant, id, entry.at).await?;
        let letters = self.emergency_letters(tenant, id, Happened::Designated).await?;
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                if permit.actor().person() == Some(id) {
                    return Err(Fault::Conflict("oneself"));
                }
                let user = alive(tx, id)?;
                may_be_one(tx, &user, entry.at)?;
                tx.emergency().designate(id, entry.at)?;
                tx.emergency().seal(id, &capsule, entry.at)?;
                post(tx, &letters, entry.at)?;
                let changes = Changes::default().made("capsule", true);
                entry.write(tx, &permit, Verb::DesignateEmergency, ("user", Some(id)), &changes)
            })
            .await?;
        Ok(kit)
    }

    /// Makes it an account like any other: policies are about it from this moment, and its capsule is worth nothing. Nobody
    /// does it to the account that they came in with: a thief would hide what it is.
    pub async fn withdraw_emergency(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageEmergencyAccess>,
        id: Id<User>,
    ) -> Result<(), Fault> {
        let (house, entry) = (self.clone(), self.entry());
        let letters = self.emergency_letters(tenant, id, Happened::Withdrawn).await?;
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                if permit.actor().person() == Some(id) {
                    return Err(Fault::Conflict("oneself"));
                }
                let watched = Watched::before(&house, tx, id, entry.at)?;
                if !tx.emergency().withdraw(id)? {
                    return Err(Fault::NotFound);
                }
                watched.after(&house, tx, entry.at)?;
                post(tx, &letters, entry.at)?;
                entry.write(tx, &permit, Verb::WithdrawEmergency, ("user", Some(id)), &Changes::default())
            })
            .await
    }

    /// Makes a new capsule; the one before is worth nothing from this moment.
    pub async fn make_emergency_kit(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageEmergencyAccess>,
        id: Id<User>,
    ) -> Result<Kit, Fault> {
        let entry = self.entry();
        let (kit, capsule) = self.draw_kit(tenant, id, entry.at).await?;
        let letters = self.emergency_letters(tenant, id, Happened::Sealed).await?;
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                if tx.emergency().by_id(id)?.is_none() {
                    return Err(Fault::NotFound);
                }
                tx.emergency().seal(id, &capsule, entry.at)?;
                post(tx, &letters, entry.at)?;
                let changes = Changes::default().made("capsule", true);
                entry.write(tx, &permit, Verb::SealEmergency, ("user", Some(id)), &changes)
            })
            .await?;
        Ok(kit)
    }

    /// A kit with the digest of its capsule: drawn before the transaction that keeps it.
    async fn draw_kit(
        &self,
        tenant: Id<Tenant>,
        id: Id<User>,
        made: Timestamp,
    ) -> Result<(Kit, [u8; 32]), Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let user = self.db.read(tenant, move |tx| alive(tx, id)).await?;
        let capsule = Capsule::new(self.outside.random());
        let kit = Kit {
            organisation: organisation.name.clone(),
            display: user.display,
            name: user.name.as_str().to_owned(),
            address: format!("{}/{}/admin", organisation.public_address, organisation.id),
            capsule: capsule.to_string(),
            made,
        };
        Ok((kit, capsule.digest()))
    }
}

/// Refuses an account that may not be an emergency account, by the way out.
fn may_be_one(tx: &mut Tx<'_>, user: &User, now: Timestamp) -> Result<(), Fault> {
    if tx.emergency().by_id(user.id)?.is_some() {
        return Err(Fault::Conflict("emergency account"));
    }
    if tx.emergency().all()?.len() >= MOST_ACCOUNTS {
        return Err(Fault::Conflict("emergency accounts"));
    }
    if user.guest != GuestKind::Member || !is_for_good(tx, user)? {
        return Err(Fault::Conflict("no administrator"));
    }
    if is_synced(tx, user)? {
        return Err(Fault::Conflict("synced"));
    }
    if !is_able(user, now) {
        return Err(Fault::Conflict("state"));
    }
    Ok(())
}
