//! What pages and commands show of groups.

use std::collections::BTreeSet;

use model::{Group, Id, Member, Role, Tenant, User, sought_words};
use policy::Policy;
use sql::Tx;
use store::{App, Sought, Tables};

use super::{Weight, leave};
use crate::Fault;
use crate::authority::{Permit, ReadPeople};
use crate::conditional_access::opened_by;
use crate::house::House;
use crate::search::found;

/// How many people, and how many groups, a page about a group shows; the newest.
pub const MEMBERS_SHOWN: i64 = 500;
/// Up to how many members of a group a list counts.
pub const COUNTED: i64 = 1_000;

/// A group as a list shows it.
#[derive(Debug, Clone)]
pub struct GroupLine {
    /// The group.
    pub group: Group,
    /// How many people and groups are in it itself; at most 1,000 are counted.
    pub members: i64,
    /// What being in it gives.
    pub weight: Weight,
}

/// What a page about a group shows.
#[derive(Debug, Clone)]
pub struct GroupDetails {
    /// The group.
    pub group: Group,
    /// People in it itself, by name; at most [`MEMBERS_SHOWN`], the newest.
    pub people: Vec<User>,
    /// Groups in it itself, by name; the same.
    pub nested: Vec<Group>,
    /// How many people and groups are in it itself; at most 1,000 are counted.
    pub members: i64,
    /// Who looks after it.
    pub owners: Vec<User>,
    /// The groups that it is in, however deep, by name.
    pub inside: Vec<Group>,
    /// The roles that it carries.
    pub roles: Vec<Role>,
    /// The applications that it gives access to by itself.
    pub apps: Vec<App>,
    /// The policies that leave out whoever is in it.
    pub left_out_of: Vec<(Id<Policy>, String)>,
    /// What being in it gives.
    pub weight: Weight,
    /// Where it comes from, as a directory server calls it; nothing for one that was made here.
    pub synced_as: Option<String>,
}

/// A group that a person is in.
#[derive(Debug, Clone)]
pub struct InGroup {
    /// The group.
    pub group: Group,
    /// True when they are in it itself, and not in one that is in it.
    pub is_direct: bool,
    /// The roles that it carries.
    pub roles: Vec<Role>,
    /// The applications that it gives access to.
    pub apps: Vec<App>,
}

impl House {
    /// A page of groups by name, of those whose names begin so.
    pub async fn groups(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        starting: String,
        after: Option<(String, Id<Group>)>,
        limit: i64,
    ) -> Result<Vec<GroupLine>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let after = after.as_ref().map(|(name, id)| (name.as_str(), *id));
                let groups = tx.groups().list(&starting, after, limit)?;
                let named = leave::named_by_policies(tx)?;
                groups.into_iter().map(|group| line(tx, group, &named)).collect()
            })
            .await
    }

    /// How many groups there are.
    pub async fn groups_count(&self, tenant: Id<Tenant>, _permit: &Permit<ReadPeople>) -> Result<i64, Fault> {
        Ok(self.db.read(tenant, |tx| tx.groups().count()).await?)
    }

    /// Groups that can be restored, the one that goes first in front; at most 200.
    pub async fn deleted_groups(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
    ) -> Result<Vec<Group>, Fault> {
        Ok(self.db.read(tenant, |tx| tx.groups().deleted(200)).await?)
    }

    /// Everything a page about one group shows.
    pub async fn group(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        id: Id<Group>,
    ) -> Result<GroupDetails, Fault> {
        self.db.read(tenant, move |tx| details(tx, id)).await
    }

    /// People in a group itself, in the order of their ids, starting after one.
    pub async fn members_of(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        id: Id<Group>,
        after: Id<User>,
        limit: i64,
    ) -> Result<Vec<User>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let ids = tx.memberships().people(id, after, limit)?;
                ids.into_iter().filter_map(|id| tx.users().by_id(id).transpose()).collect::<Result<_, _>>()
            })
            .await
            .map_err(|error: sql::Error| error.into())
    }

    /// Groups whose name has words that begin as was typed.
    pub async fn find_groups(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        typed: &str,
    ) -> Result<Vec<Group>, Fault> {
        let sought = sought_words(typed);
        self.db
            .read(tenant, move |tx| {
                let ids = found::<Group>(&mut tx.search_words(), Sought::Groups, &sought)?;
                ids.into_iter().filter_map(|id| tx.groups().by_id(id).transpose()).collect::<Result<_, _>>()
            })
            .await
            .map_err(|error: sql::Error| error.into())
    }

    /// The groups that a person is in, however deep, with what each gives, by name.
    pub async fn groups_of(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        user: Id<User>,
    ) -> Result<Vec<InGroup>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let direct = tx.memberships().direct(Member::Person(user))?;
                let mut all = vec![];
                for id in tx.memberships().of_person(user)? {
                    let Some(group) = tx.groups().by_id(id)? else { continue };
                    all.push(InGroup {
                        is_direct: direct.contains(&id),
                        roles: tx.groups().roles(id)?,
                        apps: tx.apps().of_group(id)?,
                        group,
                    });
                }
                all.sort_by(|a, b| a.group.display.cmp(&b.group.display));
                Ok(all)
            })
            .await
    }
}

/// True for somebody who was not deleted.
fn is_there(user: &User) -> bool {
    !user.state.is_deleted()
}

fn line(tx: &mut Tx<'_>, group: Group, named: &BTreeSet<Id<Group>>) -> Result<GroupLine, Fault> {
    let members = tx.memberships().count(group.id, COUNTED)?;
    Ok(GroupLine { members, weight: leave::weight(tx, &group, named)?, group })
}

fn details(tx: &mut Tx<'_>, id: Id<Group>) -> Result<GroupDetails, Fault> {
    let group = tx.groups().by_id(id)?.ok_or(Fault::NotFound)?;
    let (mut people, mut nested, mut inside, mut owners) = (vec![], vec![], vec![], vec![]);
    for (member, _) in tx.memberships().members(id, MEMBERS_SHOWN)? {
        match member {
            Member::Person(user) => people.extend(tx.users().by_id(user)?.filter(is_there)),
            Member::Group(group) => nested.extend(tx.groups().by_id(group)?),
        }
    }
    for above in tx.memberships().above(id)?.into_iter().filter(|above| *above != id) {
        inside.extend(tx.groups().by_id(above)?);
    }
    for owner in tx.groups().owners(id)? {
        owners.extend(tx.users().by_id(owner)?.filter(is_there));
    }
    let named = leave::named_by_policies(tx)?;
    people.sort_by(|a, b| a.display.cmp(&b.display));
    owners.sort_by(|a, b| a.display.cmp(&b.display));
    nested.sort_by(|a, b| a.display.cmp(&b.display));
    inside.sort_by(|a, b| a.display.cmp(&b.display));
    Ok(GroupDetails {
        members: tx.memberships().count(id, COUNTED)?,
        roles: tx.groups().roles(id)?,
        apps: tx.apps().of_group(id)?,
        left_out_of: opened_by(tx, id)?,
        weight: leave::weight(tx, &group, &named)?,
        synced_as: tx.synced().by_object(id)?.map(|row| row.dn),
        people,
        nested,
        owners,
        inside,
        group,
    })
}
