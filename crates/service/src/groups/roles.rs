//! The roles that a group made for them carries.

use model::{Group, Id, Role, Tenant};
use store::Tables;

use super::active;
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{AssignRoles, Permit};
use crate::conditional_access::Watched;
use crate::house::House;
use crate::people::{RoleChange, an_administrator_remains};
use crate::standing::may_still;

impl House {
    /// Lets a group carry a role, or no longer. The last Global Administrator who can sign in keeps theirs.
    pub async fn set_group_role(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<AssignRoles>,
        id: Id<Group>,
        change: RoleChange,
    ) -> Result<(), Fault> {
        let (house, entry) = (self.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                if !active(tx, id)?.carries_roles {
                    return Err(Fault::Conflict("carries roles"));
                }
                let (verb, changes) = match change {
                    RoleChange::Give(role) => {
                        if !tx.groups().give_role(id, role, entry.at)? {
                            return Err(Fault::Conflict("state"));
                        }
                        (Verb::GiveGroupRole, Changes::default().made("role", role.id()))
                    }
                    // A group carries a role for as long as nobody takes it.
                    RoleChange::GiveUntil(..) => return Err(Fault::Invalid("until")),
                    RoleChange::Take(role) => {
                        let watched = Watched::before_losing(&house, tx, &[role], entry.at)?;
                        if !tx.groups().take_role(id, role)? {
                            return Err(Fault::NotFound);
                        }
                        if role == Role::GlobalAdministrator {
                            an_administrator_remains(tx)?;
                        }
                        watched.after(&house, tx, entry.at)?;
                        (Verb::TakeGroupRole, Changes::default().gone("role", role.id()))
                    }
                };
                entry.write(tx, &permit, verb, ("group", Some(id)), &changes)
            })
            .await
    }
}
