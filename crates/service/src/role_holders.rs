//! Who holds which directory role: what the pages about roles show.

use model::{Group, Id, Member, Role, Tenant, User};
use store::{RoleHolder, Tables};

use crate::Fault;
use crate::app_ids::who;
use crate::authority::{AssignRoles, Permit, ReadPeople};
use crate::house::House;

/// How many people, and how many groups, a page about one role shows at once.
pub const HOLDERS_SHOWN: i64 = 100;
/// Up to how many people are counted for a role.
pub const HOLDERS_COUNTED: i64 = 100;

/// Who holds a role.
#[derive(Debug, Clone)]
pub struct Holders {
    /// The role.
    pub role: Role,
    /// People who were given it themselves.
    pub people: Vec<RoleHolder>,
    /// Groups that carry it: whoever is in one holds it.
    pub groups: Vec<(Id<Group>, String)>,
}

impl House {
    /// Every role with who holds it; at most [`HOLDERS_COUNTED`] people and groups of each.
    pub async fn roles_held(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
    ) -> Result<Vec<Holders>, Fault> {
        self.db
            .read(tenant, |tx| {
                let held = |role| {
                    let people = tx.role_holders().people(role, Id::fixed(0), HOLDERS_COUNTED)?;
                    Ok(Holders { role, people, groups: tx.role_holders().groups(role, HOLDERS_COUNTED)? })
                };
                Role::ALL.into_iter().map(held).collect()
            })
            .await
    }

    /// Who holds one role: people in the order of their ids, starting after one, one more than are shown when there are
    /// more.
    pub async fn role_held(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        role: Role,
        after: Id<User>,
    ) -> Result<Holders, Fault> {
        self.db
            .read(tenant, move |tx| {
                let people = tx.role_holders().people(role, after, HOLDERS_SHOWN + 1)?;
                Ok(Holders { role, people, groups: tx.role_holders().groups(role, HOLDERS_SHOWN)? })
            })
            .await
    }

    /// Whether an id is a person's or a group's, for whoever gives and takes roles.
    pub async fn bearer(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<AssignRoles>,
        id: Id<()>,
    ) -> Result<Member, Fault> {
        Ok(self.db.read(tenant, move |tx| who(tx, id)).await?.0)
    }
}
