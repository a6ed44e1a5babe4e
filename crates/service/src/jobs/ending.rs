use model::{Id, Role, Tenant};
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::house::House;
use crate::jobs::has_job;

/// How many roles a step takes.
const ROLES: i64 = 50;

impl House {
    /// Takes the roles that were given until a moment which has come. Whoever looks at roles finds them gone with the
    /// record of it; until the round of jobs that comes every few seconds they are still held.
    pub(crate) async fn take_ended_roles(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let (now, node) = (self.now(), self.node);
        let due = self.db.read(tenant, move |tx| tx.users().ended_roles(now, ROLES)).await?;
        if due.is_empty() {
            return Ok(());
        }
        let entries: Vec<_> = due.iter().map(|_| self.entry_at(now)).collect();
        self.db
            .write(tenant, move |tx| {
                if !has_job(tx, "ending", &node, now)? {
                    return Ok(());
                }
                // Read again: somebody may have given one of them for longer in between.
                let still = tx.users().ended_roles(now, ROLES)?;
                for (held, entry) in due.iter().zip(&entries).filter(|(held, _)| still.contains(held)) {
                    let (user, role) = *held;
                    if let Some(role) = Role::from_id(role) {
                        tx.users().unassign(user, role)?;
                    }
                    let changes = Changes::default().gone("role", role).made("ended", true);
                    let by = (store::Actor::System, None);
                    entry.write_as(tx, by, Verb::TakeRole, ("user", Some(user)), &changes)?;
                }
                Ok(())
            })
            .await
    }
}
