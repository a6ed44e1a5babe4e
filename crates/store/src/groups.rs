use model::{Group, GroupState, Id, Membership, Role, Timestamp, User};
use sql::{Row, Tx};

use crate::Result;
use crate::memberships::Memberships;
use crate::row::word;
use crate::search::{SearchWords, Sought};

/// Groups, their owners, and the roles they carry. Who is in them: [`crate::Memberships`].
pub struct Groups<'t, 'c>(pub(crate) &'t mut Tx<'c>);

macro_rules! group_columns {
    ($rest:literal) => {
        concat!(
            "select id, display, description, rule, rule_paused, carries_roles, state, state_at, created, ",
            "exists (select 1 from synced s where s.tenant = $1 and s.object_id = groups.id) ",
            $rest
        )
    };
}

impl Groups<'_, '_> {
    /// The group with this id, deleted ones too.
    pub fn by_id(&mut self, id: Id<Group>) -> Result<Option<Group>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(group_columns!("from groups where tenant = $1 and id = $2"), &[&tenant, &id])?
            .map(|row| read(&row))
            .transpose()
    }

    /// A page of active groups by name, of those whose names begin so, starting after a name and id.
    pub fn list(
        &mut self,
        starting: &str,
        after: Option<(&str, Id<Group>)>,
        limit: i64,
    ) -> Result<Vec<Group>> {
        let tenant = self.0.tenant();
        let (display, id) = after.unwrap_or(("", Id::fixed(0)));
        let end = crate::users::prefix_end(starting);
        self.0
            .query(
                group_columns!(
                    "from groups where tenant = $1 and state = 'active' and (display, id) > ($2, $3) \
                     and display >= $5 and display < $6 order by display, id limit $4"
                ),
                &[&tenant, &display, &id, &limit, &starting, &end],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// The active groups that a rule fills and that are not paused, at most `limit`.
    pub fn by_rule(&mut self, limit: i64) -> Result<Vec<Group>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                group_columns!(
                    "from groups where tenant = $1 and rule is not null and rule_paused = $2 \
                     and state = 'active' order by id limit $3"
                ),
                &[&tenant, &false, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// How many active groups there are.
    pub fn count(&mut self) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one("select count(*) from groups where tenant = $1 and state = 'active'", &[&tenant])?
            .get(0)
    }

    /// Deleted groups, the one that was deleted first in front.
    pub fn deleted(&mut self, limit: i64) -> Result<Vec<Group>> {
        self.deleted_until(Timestamp::from_micros(i64::MAX), limit)
    }

    /// The groups that were deleted by a moment, the first in front.
    pub fn deleted_until(&mut self, until: Timestamp, limit: i64) -> Result<Vec<Group>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                group_columns!(
                    "from groups where tenant = $1 and state = 'deleted' and state_at <= $2 \
                     order by state_at, id limit $3"
                ),
                &[&tenant, &until, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// Adds a group without members.
    pub fn insert(&mut self, group: &Group) -> Result<()> {
        let tenant = self.0.tenant();
        let (state, state_at) = state_columns(group.state, group.created);
        let (rule, is_paused) = rule_columns(&group.membership);
        self.0.execute(
            "insert into groups (tenant, id, display, description, rule, rule_paused, carries_roles, state, \
             state_at, created) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &[
                &tenant,
                &group.id,
                &group.display,
                &group.description,
                &rule,
                &is_paused,
                &group.carries_roles,
                &state,
                &state_at,
                &group.created,
            ],
        )?;
        self.index(group)
    }

    /// Lets a group be found by its name, while it is active.
    pub fn index(&mut self, group: &Group) -> Result<()> {
        let texts: &[&str] = if group.is_active() { &[&group.display] } else { &[] };
        SearchWords(self.0).put(Sought::Groups, group.id, texts)
    }

    /// Changes name, description, rule and state; whether it carries roles never changes. What follows from another state
    /// is [`crate::Memberships::renest`]'s.
    pub fn update(&mut self, group: &Group) -> Result<()> {
        let tenant = self.0.tenant();
        let (state, state_at) = state_columns(group.state, group.created);
        let (rule, is_paused) = rule_columns(&group.membership);
        self.0.execute(
            "update groups set display = $3, description = $4, rule = $5, rule_paused = $6, state = $7, \
             state_at = $8 where tenant = $1 and id = $2",
            &[&tenant, &group.id, &group.display, &group.description, &rule, &is_paused, &state, &state_at],
        )?;
        self.index(group)
    }

    /// Removes a group with everything that it gave.
    pub fn remove(&mut self, id: Id<Group>) -> Result<()> {
        let nested = Memberships(self.0).nested(id)?;
        let tenant = self.0.tenant();
        self.0.execute("delete from app_groups where tenant = $1 and group_id = $2", &[&tenant, &id])?;
        self.0.execute("delete from group_roles where tenant = $1 and group_id = $2", &[&tenant, &id])?;
        self.0.execute("delete from group_owners where tenant = $1 and group_id = $2", &[&tenant, &id])?;
        self.0.execute("delete from group_members where tenant = $1 and group_id = $2", &[&tenant, &id])?;
        self.0.execute("delete from group_members where tenant = $1 and member_id = $2", &[&tenant, &id])?;
        self.0.execute("delete from group_nesting where tenant = $1 and below = $2", &[&tenant, &id])?;
        self.0.execute("delete from group_nesting where tenant = $1 and above = $2", &[&tenant, &id])?;
        SearchWords(self.0).remove(id)?;
        self.0.execute("delete from synced where tenant = $1 and object_id = $2", &[&tenant, &id])?;
        self.0.execute("delete from groups where tenant = $1 and id = $2", &[&tenant, &id])?;
        nested.into_iter().try_for_each(|below| Memberships(self.0).renest(below))
    }

    /// Who looks after a group.
    pub fn owners(&mut self, id: Id<Group>) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select user_id from group_owners where tenant = $1 and group_id = $2 order by user_id limit 100",
                &[&tenant, &id],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Makes somebody look after a group; true when they did not before.
    pub fn add_owner(&mut self, id: Id<Group>, user: Id<User>) -> Result<bool> {
        let tenant = self.0.tenant();
        let added = self.0.execute(
            "insert into group_owners (tenant, group_id, user_id) values ($1, $2, $3) \
             on conflict (tenant, group_id, user_id) do nothing",
            &[&tenant, &id, &user],
        )?;
        Ok(added == 1)
    }

    /// Takes an owner off; true when they were one.
    pub fn remove_owner(&mut self, id: Id<Group>, user: Id<User>) -> Result<bool> {
        let tenant = self.0.tenant();
        let removed = self.0.execute(
            "delete from group_owners where tenant = $1 and group_id = $2 and user_id = $3",
            &[&tenant, &id, &user],
        )?;
        Ok(removed == 1)
    }

    /// The roles that a group carries.
    pub fn roles(&mut self, id: Id<Group>) -> Result<Vec<Role>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select role from group_roles where tenant = $1 and group_id = $2 order by role",
            &[&tenant, &id],
        )?;
        let mut roles = Vec::with_capacity(rows.len());
        for row in rows {
            roles.extend(Role::from_id(row.get(0)?));
        }
        Ok(roles)
    }

    /// Lets a group carry a role; true when it did not before.
    pub fn give_role(&mut self, id: Id<Group>, role: Role, now: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let given = self.0.execute(
            "insert into group_roles (tenant, group_id, role, assigned) values ($1, $2, $3, $4) \
             on conflict (tenant, group_id, role) do nothing",
            &[&tenant, &id, &role.id(), &now],
        )?;
        Ok(given == 1)
    }

    /// Takes a role from a group; true when it carried it.
    pub fn take_role(&mut self, id: Id<Group>, role: Role) -> Result<bool> {
        let tenant = self.0.tenant();
        let taken = self.0.execute(
            "delete from group_roles where tenant = $1 and group_id = $2 and role = $3",
            &[&tenant, &id, &role.id()],
        )?;
        Ok(taken == 1)
    }
}

fn state_columns(state: GroupState, created: Timestamp) -> (&'static str, Timestamp) {
    match state {
        GroupState::Active => ("active", created),
        GroupState::Deleted { at } => ("deleted", at),
    }
}

fn rule_columns(membership: &Membership) -> (Option<&str>, bool) {
    match membership {
        Membership::Assigned => (None, false),
        Membership::ByRule { rule, is_paused } => (Some(rule), *is_paused),
    }
}

fn read(row: &Row) -> Result<Group> {
    let (is_paused, state_at) = (row.get(4)?, row.get(7)?);
    Ok(Group {
        id: row.get(0)?,
        display: row.get(1)?,
        description: row.get(2)?,
        membership: match row.get(3)? {
            None => Membership::Assigned,
            Some(rule) => Membership::ByRule { rule, is_paused },
        },
        carries_roles: row.get(5)?,
        state: word("state", &row.get::<String>(6)?, |text| match text {
            "active" => Some(GroupState::Active),
            "deleted" => Some(GroupState::Deleted { at: state_at }),
            _ => None,
        })?,
        created: row.get(8)?,
        is_synced: row.get(9)?,
    })
}
