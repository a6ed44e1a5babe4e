use model::{Id, Role, Timestamp, User};
use sql::Row;

use super::Users;
use crate::Result;

impl Users<'_, '_> {
    /// The roles a person holds, given to them or to a group that they are in.
    pub fn roles(&mut self, id: Id<User>) -> Result<Vec<Role>> {
        self.roles_at(id, Timestamp::from_micros(i64::MIN))
    }

    /// The same without those that were given until a moment which has come.
    pub fn roles_at(&mut self, id: Id<User>, now: Timestamp) -> Result<Vec<Role>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select role from role_assignments where tenant = $1 and user_id = $2 \
             and (ends is null or ends > $3) union \
             select role from group_roles where tenant = $1 and group_id in \
             (select above from group_nesting where tenant = $1 and below in \
             (select group_id from group_members where tenant = $1 and member_id = $2))",
            &[&tenant, &id, &now],
        )?;
        read(&rows)
    }

    /// What somebody must hold who touches a person: the roles that the person holds, and those that come back to them
    /// when a deleted group is restored.
    pub fn rank(&mut self, id: Id<User>) -> Result<Vec<Role>> {
        let tenant = self.0.tenant();
        // A group that carries roles holds people only, and is in no other.
        let rows = self.0.query(
            "select role from role_assignments where tenant = $1 and user_id = $2 union \
             select role from group_roles where tenant = $1 and group_id in \
             (select group_id from group_members where tenant = $1 and member_id = $2)",
            &[&tenant, &id],
        )?;
        read(&rows)
    }

    /// The roles that were given to the person themselves.
    pub fn own_roles(&mut self, id: Id<User>) -> Result<Vec<Role>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select role from role_assignments where tenant = $1 and user_id = $2 order by role",
            &[&tenant, &id],
        )?;
        let mut roles = Vec::with_capacity(rows.len());
        for row in rows {
            roles.extend(Role::from_id(row.get(0)?));
        }
        Ok(roles)
    }

    /// Gives a role; giving it again changes nothing.
    pub fn assign(&mut self, id: Id<User>, role: Role, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into role_assignments (tenant, user_id, role, assigned) values ($1, $2, $3, $4) \
                 on conflict (tenant, user_id, role) do nothing",
                &[&tenant, &id, &role.id(), &now],
            )
            .map(drop)
    }

    /// Gives a role until a moment, or for as long as nobody takes it; who holds it already holds it until then.
    pub fn assign_until(
        &mut self,
        id: Id<User>,
        role: Role,
        (now, ends): (Timestamp, Option<Timestamp>),
    ) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into role_assignments (tenant, user_id, role, assigned, ends) values ($1, $2, $3, $4, $5) \
                 on conflict (tenant, user_id, role) do update set ends = $5",
                &[&tenant, &id, &role.id(), &now, &ends],
            )
            .map(drop)
    }

    /// The roles of a person that end by themselves, with when.
    pub fn role_ends(&mut self, id: Id<User>) -> Result<Vec<(Role, Timestamp)>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select role, ends from role_assignments where tenant = $1 and user_id = $2 and ends is not null \
             order by role",
            &[&tenant, &id],
        )?;
        let mut ends = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(role) = Role::from_id(row.get(0)?) {
                ends.push((role, row.get(1)?));
            }
        }
        Ok(ends)
    }

    /// Who holds a role that has ended, at most `limit`.
    pub fn ended_roles(&mut self, now: Timestamp, limit: i64) -> Result<Vec<(Id<User>, Id<Role>)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select user_id, role from role_assignments where tenant = $1 and ends <= $2 \
                 order by ends limit $3",
                &[&tenant, &now, &limit],
            )?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?)))
            .collect()
    }

    /// Takes a role away.
    pub fn unassign(&mut self, id: Id<User>, role: Role) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "delete from role_assignments where tenant = $1 and user_id = $2 and role = $3",
                &[&tenant, &id, &role.id()],
            )
            .map(drop)
    }

    /// Whoever is active, may sign in at a moment and holds one of these roles then, by themselves or through a group; in
    /// the order of their ids, starting after one. At the end of time these are they whose account and role do not end.
    pub fn able_holders(
        &mut self,
        [one, two, three]: [Role; 3],
        at: Timestamp,
        after: Id<User>,
        limit: i64,
    ) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id from users where tenant = $1 and id in \
                 (select user_id from role_assignments where tenant = $1 and role in ($2, $3, $4) \
                 and (ends is null or ends > $5) union \
                 select member_id from group_members where tenant = $1 and member_kind = 'user' and group_id in \
                 (select below from group_nesting where tenant = $1 and above in \
                 (select group_id from group_roles where tenant = $1 and role in ($2, $3, $4)))) \
                 and state = 'active' and (ends is null or ends > $5) and id > $6 order by id limit $7",
                &[&tenant, &one.id(), &two.id(), &three.id(), &at, &after, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Who holds a role, by themselves or through a group, at most `limit` of them.
    pub fn holders(&mut self, role: Role, limit: i64) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        let mut holders: Vec<Id<User>> = self
            .0
            .query(
                "select user_id from role_assignments where tenant = $1 and role = $2 union \
                 select member_id from group_members where tenant = $1 and member_kind = 'user' and group_id in \
                 (select below from group_nesting where tenant = $1 and above in \
                 (select group_id from group_roles where tenant = $1 and role = $2)) limit $3",
                &[&tenant, &role.id(), &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect::<Result<_>>()?;
        holders.sort_unstable();
        Ok(holders)
    }
}

/// Roles of one column, in the order of their ids.
fn read(rows: &[Row]) -> Result<Vec<Role>> {
    let mut ids: Vec<Id<Role>> = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    ids.sort_unstable();
    Ok(ids.into_iter().filter_map(Role::from_id).collect())
}
