//! Rehearsals, which prove that an emergency account works, and seeing that one was used.

use model::{Id, Span, Tenant, Timestamp, User};
use signin::RecordId;
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{AcknowledgeEmergency, ManageEmergencyAccess, Permit};
use crate::house::House;
use crate::standing::may_still;

/// How long after a rehearsal was begun a sign-in counts for it.
pub const REHEARSAL: Span = Span::hours(1);

impl House {
    /// Begins a rehearsal: somebody takes the kit out of the safe and signs in with it. Answers until when that counts. The
    /// alarm sounds all the same, and says that it is a rehearsal.
    pub async fn rehearse_emergency(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageEmergencyAccess>,
        id: Id<User>,
    ) -> Result<Timestamp, Fault> {
        let entry = self.entry();
        let until = entry.at + REHEARSAL;
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                if tx.emergency().by_id(id)?.is_none() {
                    return Err(Fault::NotFound);
                }
                tx.emergency().begin_rehearsal(id, until)?;
                let changes = Changes::default().made("until", until.as_secs());
                entry.write(tx, &permit, Verb::RehearseEmergency, ("user", Some(id)), &changes)
            })
            .await?;
        Ok(until)
    }

    /// Says that an administrator has seen that an emergency account was used. Whoever used it does not, also when it no longer
    /// is one: a thief would put out the alarm that they set off.
    pub async fn acknowledge_emergency(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<AcknowledgeEmergency>,
        id: Id<RecordId>,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let Some(used) = tx.emergency().use_by_id(id)? else { return Err(Fault::NotFound) };
                if let Some(person) = permit.actor().person()
                    && (person == used.user || tx.emergency().by_id(person)?.is_some())
                {
                    return Err(Fault::Conflict("oneself"));
                }
                if !tx.emergency().acknowledge(id, entry.at)? {
                    return Ok(());
                }
                let target = ("user", Some(used.user));
                entry.write(tx, &permit, Verb::AcknowledgeEmergency, target, &Changes::default())
            })
            .await
    }
}
