use model::{Id, PerUserMfa, User};

use super::{Page, UserRow, Users, prefix_end};
use crate::Result;

/// The old per-user switch of people.
impl Users<'_, '_> {
    /// A page of people in one state of it by display name, beginning with `starting`, after `after`.
    pub fn with_per_user_mfa(
        &mut self,
        (state, starting): (PerUserMfa, &str),
        after: Option<&Page>,
        limit: i64,
    ) -> Result<Vec<UserRow>> {
        let tenant = self.0.tenant();
        let nobody = Page { display: String::new(), id: Id::fixed(0) };
        let after = after.unwrap_or(&nobody);
        let end = prefix_end(starting);
        let rows = self.0.query(
            "select id, last_sign_in, exists (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id) \
             from users where tenant = $1 and per_user_mfa = $2 and (display, id) > ($3, $4) \
             and display >= $5 and display < $6 and state <> 'deleted' order by display, id limit $7",
            &[&tenant, &state.word(), &after.display, &after.id, &starting, &end, &limit],
        )?;
        let mut people = Vec::with_capacity(rows.len());
        for row in rows {
            let (last_sign_in, has_second_factor) = (row.get(1)?, row.get(2)?);
            let user = self.by_id(row.get(0)?)?;
            people.extend(user.map(|user| UserRow { user, has_second_factor, last_sign_in }));
        }
        Ok(people)
    }

    /// How many people are in one state of it, counted up to `limit`.
    pub fn count_with_per_user_mfa(&mut self, state: PerUserMfa, limit: i64) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one(
                "select count(*) from (select 1 from users where tenant = $1 and per_user_mfa = $2 \
                 and state <> 'deleted' limit $3) as few",
                &[&tenant, &state.word(), &limit],
            )?
            .get(0)
    }

    /// Sets it.
    pub fn set_per_user_mfa(&mut self, id: Id<User>, state: PerUserMfa) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update users set per_user_mfa = $3 where tenant = $1 and id = $2",
                &[&tenant, &id, &state.word()],
            )
            .map(drop)
    }
}
