use model::{Id, Timestamp, User};
use sql::Tx;

use crate::Result;

/// Browsers, networks and countries that a person signed in from.
pub struct Familiar<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// What is remembered of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// A browser, by its device cookie.
    Browser,
    /// A network, by its prefix.
    Network,
    /// A country, by its code.
    Country,
}

impl Trait {
    const fn word(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Network => "network",
            Self::Country => "country",
        }
    }
}

/// How many values of one kind a person keeps; the oldest go first.
const KEPT: i64 = 50;

impl Familiar<'_, '_> {
    /// True when the value was seen at a successful sign-in of the person since `since`.
    pub fn knows(&mut self, user: Id<User>, kind: Trait, value: &[u8], since: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from familiar \
             where tenant = $1 and user_id = $2 and kind = $3 and value = $4 and last_seen >= $5",
            &[&tenant, &user, &kind.word(), &value, &since],
        )?;
        Ok(row.is_some())
    }

    /// True when anything of this kind was ever seen.
    pub fn any(&mut self, user: Id<User>, kind: Trait) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from familiar where tenant = $1 and user_id = $2 and kind = $3 limit 1",
            &[&tenant, &user, &kind.word()],
        )?;
        Ok(row.is_some())
    }

    /// Notes a value at a successful sign-in; the oldest beyond fifty are forgotten.
    pub fn note(&mut self, user: Id<User>, kind: Trait, value: &[u8], now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        let known = self.0.execute(
            "update familiar set last_seen = $5 \
             where tenant = $1 and user_id = $2 and kind = $3 and value = $4",
            &[&tenant, &user, &kind.word(), &value, &now],
        )?;
        if known == 1 {
            return Ok(());
        }
        self.0.execute(
            "insert into familiar (tenant, user_id, kind, value, first_seen, last_seen) \
             values ($1, $2, $3, $4, $5, $5) \
             on conflict (tenant, user_id, kind, value) do update set last_seen = excluded.last_seen",
            &[&tenant, &user, &kind.word(), &value, &now],
        )?;
        self.0
            .execute(
                "delete from familiar where tenant = $1 and user_id = $2 and kind = $3 and value in \
                 (select value from familiar where tenant = $1 and user_id = $2 and kind = $3 \
                  order by last_seen desc, value limit 1000 offset $4)",
                &[&tenant, &user, &kind.word(), &KEPT],
            )
            .map(drop)
    }

    /// Since when a value is known, if it is.
    pub fn known_since(&mut self, user: Id<User>, kind: Trait, value: &[u8]) -> Result<Option<Timestamp>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select first_seen from familiar \
                 where tenant = $1 and user_id = $2 and kind = $3 and value = $4",
                &[&tenant, &user, &kind.word(), &value],
            )?
            .map(|row| row.get(0))
            .transpose()
    }

    /// Puts a value in the place of another, known since the same moment: the browser's next id in the place of
    /// its last.
    pub fn replace(
        &mut self,
        user: Id<User>,
        kind: Trait,
        old: &[u8],
        new: &[u8],
        now: Timestamp,
    ) -> Result<()> {
        let tenant = self.0.tenant();
        let replaced = self.0.execute(
            "update familiar set value = $5, last_seen = $6 \
             where tenant = $1 and user_id = $2 and kind = $3 and value = $4",
            &[&tenant, &user, &kind.word(), &old, &new, &now],
        )?;
        if replaced == 1 { Ok(()) } else { self.note(user, kind, new, now) }
    }

    /// Forgets everything: every place is new again.
    pub fn forget(&mut self, user: Id<User>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from familiar where tenant = $1 and user_id = $2", &[&tenant, &user]).map(drop)
    }
}
