use std::collections::BTreeSet;

use model::{Group, Id, Member, Timestamp, User};
use sql::Tx;

use crate::Result;
use crate::row::word;

/// Who and what is in groups, and what follows from groups in groups.
///
/// Somebody is in a group when they are in it or in one that is in it, however deep. `group_nesting` says which groups
/// an active group is in, itself too; whoever makes, deletes or restores a group asks for [`Memberships::renest`].
pub struct Memberships<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl Memberships<'_, '_> {
    /// Every active group that a person is in, however deep, in the order of their ids.
    pub fn of_person(&mut self, user: Id<User>) -> Result<Vec<Id<Group>>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select above from group_nesting where tenant = $1 and below in \
             (select group_id from group_members where tenant = $1 and member_id = $2)",
            &[&tenant, &user],
        )?;
        let mut groups = rows.iter().map(|row| row.get(0)).collect::<Result<Vec<_>>>()?;
        groups.sort_unstable();
        groups.dedup();
        Ok(groups)
    }

    /// The groups that a person or group is in itself, deleted ones too.
    pub fn direct(&mut self, member: Member) -> Result<Vec<Id<Group>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select group_id from group_members where tenant = $1 and member_id = $2 order by group_id",
                &[&tenant, &member.id()],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// What is in a group itself, newest first, at most `limit`.
    pub fn members(&mut self, group: Id<Group>, limit: i64) -> Result<Vec<(Member, Timestamp)>> {
        let mut members = vec![];
        // Few groups and many people: the groups come first.
        for kind in ["group", "user"] {
            let tenant = self.0.tenant();
            let rows = self.0.query(
                "select member_kind, member_id, added from group_members \
                 where tenant = $1 and group_id = $2 and member_kind = $3 \
                 order by added desc, member_id desc limit $4",
                &[&tenant, &group, &kind, &limit],
            )?;
            for row in rows {
                let id = row.get(1)?;
                let member = word("member_kind", &row.get::<String>(0)?, |word| Member::from_word(word, id))?;
                members.push((member, row.get(2)?));
            }
        }
        Ok(members)
    }

    /// The groups that are in a group itself, deleted ones too.
    pub fn nested(&mut self, group: Id<Group>) -> Result<Vec<Id<Group>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select member_id from group_members where tenant = $1 and group_id = $2 and member_kind = 'group' \
                 order by member_id",
                &[&tenant, &group],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// People in a group itself, in the order of their ids, starting after one.
    pub fn people(&mut self, group: Id<Group>, after: Id<User>, limit: i64) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select member_id from group_members where tenant = $1 and group_id = $2 and member_id > $3 \
                 and member_kind = 'user' order by member_id limit $4",
                &[&tenant, &group, &after, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// How many people and groups are in a group itself, counted up to `limit`.
    pub fn count(&mut self, group: Id<Group>, limit: i64) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one(
                "select count(*) from (select 1 from group_members where tenant = $1 and group_id = $2 limit $3) as few",
                &[&tenant, &group, &limit],
            )?
            .get(0)
    }

    /// True when the person or group is in the group itself.
    pub fn holds(&mut self, group: Id<Group>, member: Member) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from group_members where tenant = $1 and group_id = $2 and member_id = $3",
            &[&tenant, &group, &member.id()],
        )?;
        Ok(row.is_some())
    }

    /// Puts a person or group in a group; true when it was not there.
    pub fn add(&mut self, group: Id<Group>, member: Member, now: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let added = self.0.execute(
            "insert into group_members (tenant, group_id, member_id, member_kind, added) values ($1, $2, $3, $4, $5) \
             on conflict (tenant, group_id, member_id) do nothing",
            &[&tenant, &group, &member.id(), &member.word(), &now],
        )?;
        if added == 1 {
            self.follow(member)?;
        }
        Ok(added == 1)
    }

    /// Takes a person or group out; true when it was there.
    pub fn remove(&mut self, group: Id<Group>, member: Member) -> Result<bool> {
        let tenant = self.0.tenant();
        let removed = self.0.execute(
            "delete from group_members where tenant = $1 and group_id = $2 and member_id = $3",
            &[&tenant, &group, &member.id()],
        )?;
        if removed == 1 {
            self.follow(member)?;
        }
        Ok(removed == 1)
    }

    /// Nests a group anew that was moved; a person is where they are put.
    fn follow(&mut self, member: Member) -> Result<()> {
        match member {
            Member::Group(nested) => self.renest(nested),
            Member::Person(_) => Ok(()),
        }
    }

    /// Takes a person out of every group, and off as an owner: they are gone for good.
    pub fn forget_person(&mut self, user: Id<User>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from group_owners where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        self.0
            .execute("delete from group_members where tenant = $1 and member_id = $2", &[&tenant, &user])
            .map(drop)
    }

    /// Every active group that an active group is in, itself too.
    pub fn above(&mut self, group: Id<Group>) -> Result<Vec<Id<Group>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select above from group_nesting where tenant = $1 and below = $2 order by above",
                &[&tenant, &group],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Every active group that is in an active group, itself too.
    pub fn below(&mut self, group: Id<Group>) -> Result<Vec<Id<Group>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select below from group_nesting where tenant = $1 and above = $2 order by below",
                &[&tenant, &group],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// What is in groups and in what they are in turn, by layers: the groups themselves, those that they are in, and so
    /// on. Deleted ones count, because they may come back. `None` when there are more than `deepest` layers.
    pub fn layers_above(
        &mut self,
        group: Id<Group>,
        deepest: usize,
    ) -> Result<Option<Vec<BTreeSet<Id<Group>>>>> {
        self.layers(group, deepest, |own, one| own.direct(Member::Group(one)))
    }

    /// The same downwards.
    pub fn layers_below(
        &mut self,
        group: Id<Group>,
        deepest: usize,
    ) -> Result<Option<Vec<BTreeSet<Id<Group>>>>> {
        self.layers(group, deepest, Self::nested)
    }

    fn layers(
        &mut self,
        group: Id<Group>,
        deepest: usize,
        next: impl Fn(&mut Self, Id<Group>) -> Result<Vec<Id<Group>>>,
    ) -> Result<Option<Vec<BTreeSet<Id<Group>>>>> {
        let mut layers = vec![BTreeSet::from([group])];
        while layers.len() <= deepest {
            let mut layer = BTreeSet::new();
            for one in layers.last().into_iter().flatten() {
                layer.extend(next(self, *one)?);
            }
            if layer.is_empty() {
                return Ok(Some(layers));
            }
            layers.push(layer);
        }
        Ok(None)
    }

    /// Writes down again which groups a group, and each that is in it, are in. For whoever made a group, deleted one or
    /// restored one.
    pub fn renest(&mut self, group: Id<Group>) -> Result<()> {
        let mut reached = BTreeSet::from([group]);
        let mut open = vec![group];
        while let Some(one) = open.pop() {
            for below in self.nested(one)? {
                if reached.insert(below) {
                    open.push(below);
                }
            }
        }
        for one in reached {
            self.nest(one)?;
        }
        Ok(())
    }

    /// Writes down again which groups one group is in.
    fn nest(&mut self, group: Id<Group>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from group_nesting where tenant = $1 and below = $2", &[&tenant, &group])?;
        let mut reached = BTreeSet::from([group]);
        let mut open = vec![group];
        while let Some(one) = open.pop() {
            if !crate::Groups(self.0).by_id(one)?.is_some_and(|group| group.is_active()) {
                continue;
            }
            self.0.execute(
                "insert into group_nesting (tenant, below, above) values ($1, $2, $3)",
                &[&tenant, &group, &one],
            )?;
            for above in self.direct(Member::Group(one))? {
                if reached.insert(above) {
                    open.push(above);
                }
            }
        }
        Ok(())
    }
}
