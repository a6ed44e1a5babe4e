mod columns;
mod filter;
mod per_user_mfa;
mod roles;

use model::{Id, Locale, NameKey, PasswordState, Timestamp, User, UserState};
use sql::{Row, Tx};

use self::columns::{before, handed, password_columns, read, state_columns};
use crate::Result;
use crate::search::{SearchWords, Sought};

pub(crate) use self::columns::state_of;
pub use self::filter::{Kind, Page, PeopleFilter, PeopleOrder, PlaceInOrder, SecondFactor, Standing};

/// People, the names they sign in with, and their roles.
pub struct Users<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A person as a list shows them.
#[derive(Debug, Clone)]
pub struct UserRow {
    /// The person.
    pub user: User,
    /// True when a second factor is registered.
    pub has_second_factor: bool,
    /// The last successful interactive sign-in.
    pub last_sign_in: Option<Timestamp>,
}

macro_rules! user_columns {
    ($rest:literal) => {
        concat!(
            "select id, name, display, mail, locale, state, state_at, password_state, password_at, ",
            "per_user_mfa, guest, created, valid_from, asked_since, last_sign_in, password_handed, ",
            "state_before, ends",
            $rest
        )
    };
}

impl Users<'_, '_> {
    /// The person with this id.
    pub fn by_id(&mut self, id: Id<User>) -> Result<Option<User>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(user_columns!(" from users where tenant = $1 and id = $2"), &[&tenant, &id])?
            .map(|row| read(&row))
            .transpose()
    }

    /// The person who signs in with this name. A name from before it was changed, and the name of somebody who was
    /// deleted, are kept from others and sign nobody in. A name that is nobody's costs the same statements: what they take
    /// would tell who exists.
    pub fn by_login(&mut self, key: &NameKey) -> Result<Option<User>> {
        let id = self.holder_of(key)?.unwrap_or(User::NOBODY);
        let signs_in = |user: &User| user.name.key() == *key && !user.state.is_deleted();
        Ok(self.by_id(id)?.filter(signs_in))
    }

    /// WebAuthn's user handle of a person.
    pub fn handle(&mut self, id: Id<User>) -> Result<Option<Vec<u8>>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt("select handle from users where tenant = $1 and id = $2", &[&tenant, &id])?
            .map(|row| row.get(0))
            .transpose()
    }

    /// Adds a person with the name to sign in with. `handle` is 32 random bytes, unique over the installation
    /// (WebAuthn's user handle). A name that somebody has is a unique violation.
    pub fn insert(&mut self, user: &User, handle: &[u8; 32], password_hash: Option<&str>) -> Result<()> {
        let tenant = self.0.tenant();
        let (state, state_at) = state_columns(user.state, user.created);
        let (password, password_at) = password_columns(user.password, user.created);
        self.0.execute(
            "insert into users (tenant, id, handle, name, display, mail, locale, state, state_at, \
             password_state, password_at, password_hash, per_user_mfa, guest, created, valid_from, password_handed, ends) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
            &[
                &tenant,
                &user.id,
                handle,
                &user.name.as_str(),
                &user.display,
                &user.mail,
                &user.locale.map(Locale::tag),
                &state,
                &state_at,
                &password,
                &password_at,
                &password_hash,
                &user.per_user_mfa.word(),
                &user.guest.word(),
                &user.created,
                &user.valid_from,
                &handed(user.password, user.created),
                &user.ends,
            ],
        )?;
        self.0
            .execute(
                "insert into login_names (tenant, key, user_id) values ($1, $2, $3)",
                &[&tenant, &user.name.key().as_str(), &user.id],
            )
            .map(drop)?;
        self.index(user)
    }

    /// Lets a person be found by name, user name and mail address.
    pub fn index(&mut self, user: &User) -> Result<()> {
        let mail = user.mail.as_deref().unwrap_or_default();
        SearchWords(self.0).put(Sought::People, user.id, &[&user.display, user.name.as_str(), mail])
    }

    /// Moves the account to another state of its life.
    pub fn set_state(&mut self, id: Id<User>, state: UserState, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        let (word, at) = state_columns(state, now);
        self.0
            .execute(
                "update users set state = $3, state_at = $4, state_before = $5 where tenant = $1 and id = $2",
                &[&tenant, &id, &word, &at, &before(state)],
            )
            .map(drop)
    }

    /// The hash of the password, if there is one.
    pub fn password_hash(&mut self, id: Id<User>) -> Result<Option<String>> {
        let tenant = self.0.tenant();
        let row = self
            .0
            .query_opt("select password_hash from users where tenant = $1 and id = $2", &[&tenant, &id])?;
        row.map_or(Ok(None), |row| row.get(0))
    }

    /// Sets the password's state and hash together.
    pub fn set_password(
        &mut self,
        id: Id<User>,
        state: PasswordState,
        hash: Option<&str>,
        now: Timestamp,
    ) -> Result<()> {
        let tenant = self.0.tenant();
        let (word, at) = password_columns(state, now);
        self.0
            .execute(
                "update users set password_state = $3, password_at = $4, password_hash = $5, \
                 password_handed = $6 where tenant = $1 and id = $2",
                &[&tenant, &id, &word, &at, &hash, &handed(state, now)],
            )
            .map(drop)
    }

    /// Replaces a hash by one of the same password at today's cost, if it is still the one that was verified.
    pub fn rehash(&mut self, id: Id<User>, old: &str, new: &str) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update users set password_hash = $4 where tenant = $1 and id = $2 and password_hash = $3",
                &[&tenant, &id, &old, &new],
            )
            .map(drop)
    }

    /// Ends everything that was issued to the person before `now`.
    pub fn set_valid_from(&mut self, id: Id<User>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute("update users set valid_from = $3 where tenant = $1 and id = $2", &[&tenant, &id, &now])
            .map(drop)
    }

    /// Notes a successful interactive sign-in; the first one starts the registration deadline.
    pub fn signed_in(&mut self, id: Id<User>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update users set last_sign_in = $3, asked_since = coalesce(asked_since, $3) \
                 where tenant = $1 and id = $2",
                &[&tenant, &id, &now],
            )
            .map(drop)
    }

    /// Changes what a person signs in with, how they are called, reached and spoken to, whether they are a guest, and
    /// when the account ends. The name that they had signs nobody in from now on, and is kept from others: whoever knows
    /// people by name never takes one for another. One that somebody else has or had is a unique violation.
    pub fn update(&mut self, user: &User) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute(
            "update users set name = $3, display = $4, mail = $5, locale = $6, guest = $7, ends = $8 \
             where tenant = $1 and id = $2",
            &[
                &tenant,
                &user.id,
                &user.name.as_str(),
                &user.display,
                &user.mail,
                &user.locale.map(Locale::tag),
                &user.guest.word(),
                &user.ends,
            ],
        )?;
        let key = user.name.key();
        if self.holder_of(&key)? != Some(user.id) {
            self.0.execute(
                "insert into login_names (tenant, key, user_id) values ($1, $2, $3)",
                &[&tenant, &key.as_str(), &user.id],
            )?;
        }
        // Who was deleted is found by nobody.
        if user.state.is_deleted() { Ok(()) } else { self.index(user) }
    }

    /// Who signs in with this name, or did before the name was changed.
    pub fn holder_of(&mut self, key: &NameKey) -> Result<Option<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select user_id from login_names where tenant = $1 and key = $2",
                &[&tenant, &key.as_str()],
            )?
            .map(|row| row.get(0))
            .transpose()
    }

    /// Some who are reached at a mail address, whatever its case, and were not deleted.
    pub fn with_mail(&mut self, mail: &str, limit: i64) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id from users where tenant = $1 and lower(mail) = lower($2) and state <> 'deleted' \
                 order by id limit $3",
                &[&tenant, &mail, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Changes the language of pages and mail.
    pub fn speak(&mut self, id: Id<User>, locale: Locale) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update users set locale = $3 where tenant = $1 and id = $2",
                &[&tenant, &id, &locale.tag()],
            )
            .map(drop)
    }

    /// Sets the language of somebody who has none.
    pub fn speak_if_silent(&mut self, id: Id<User>, locale: Locale) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update users set locale = $3 where tenant = $1 and id = $2 and locale is null",
                &[&tenant, &id, &locale.tag()],
            )
            .map(drop)
    }

    /// A page of people by display name, starting after `after`.
    pub fn list(&mut self, filter: &PeopleFilter, after: Option<&Page>, limit: i64) -> Result<Vec<UserRow>> {
        let tenant = self.0.tenant();
        let nobody = Page { display: String::new(), id: Id::fixed(0) };
        let after = after.unwrap_or(&nobody);
        let (starting, end) = (filter.starting.as_str(), prefix_end(&filter.starting));
        let second = match filter.second {
            SecondFactor::Any => "",
            SecondFactor::Missing => "missing",
        };
        if filter.kind == Kind::Guests {
            let state = filter.state.map_or("", Standing::word);
            let rows = self.0.query(
                user_columns!(
                    ", exists (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id) \
                     from users where tenant = $1 and guest <> 'none' and (display, id) > ($2, $3) \
                     and display >= $4 and display < $5 and state <> 'deleted' and ($8 = '' or state = $8) \
                     and ($7 = '' or (state <> 'blocked' and not exists \
                     (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id))) \
                     order by display, id limit $6"
                ),
                &[&tenant, &after.display, &after.id, &starting, &end, &limit, &second, &state],
            )?;
            return rows.iter().map(listed).collect();
        }
        let rows = match filter.state {
            None => self.0.query(
                user_columns!(
                    ", exists (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id) \
                     from users where tenant = $1 and (display, id) > ($2, $3) \
                     and display >= $4 and display < $5 and state <> 'deleted' \
                     and ($7 = '' or (state <> 'blocked' and not exists \
                     (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id))) \
                     order by display, id limit $6"
                ),
                &[&tenant, &after.display, &after.id, &starting, &end, &limit, &second],
            )?,
            Some(state) => self.0.query(
                user_columns!(
                    ", exists (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id) \
                     from users where tenant = $1 and state = $8 and (display, id) > ($2, $3) \
                     and display >= $4 and display < $5 and ($7 = '' or (state <> 'blocked' and not exists \
                     (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id))) \
                     order by display, id limit $6"
                ),
                &[&tenant, &after.display, &after.id, &starting, &end, &limit, &second, &state.word()],
            )?,
        };
        rows.iter().map(listed).collect()
    }

    /// A page of people in another order, starting after `after`.
    pub fn in_order(
        &mut self,
        order: PeopleOrder,
        after: Option<&PlaceInOrder>,
        limit: i64,
    ) -> Result<Vec<UserRow>> {
        let tenant = self.0.tenant();
        let (last, end) = (Id::<User>::fixed(u128::MAX), Timestamp::from_micros(i64::MAX));
        let (id, at) = after.map_or((last, Some(end)), |after| (after.id, after.at));
        let rows = match (order, at) {
            (PeopleOrder::UserName, _) => self.0.query(
                user_columns!(
                    ", exists (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id) \
                     from users where tenant = $1 and (name, id) > ($2, $3) and state <> 'deleted' \
                     order by name, id limit $4"
                ),
                &[
                    &tenant,
                    &after.map_or("", |after| &after.name),
                    &after.map_or(User::NOBODY, |after| after.id),
                    &limit,
                ],
            )?,
            (PeopleOrder::Created, at) => self.0.query(
                user_columns!(
                    ", exists (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id) \
                     from users where tenant = $1 and (created, id) < ($2, $3) and state <> 'deleted' \
                     order by created desc, id desc limit $4"
                ),
                &[&tenant, &at.unwrap_or(end), &id, &limit],
            )?,
            (PeopleOrder::LastSignIn, Some(at)) => {
                let mut rows = self.0.query(
                    user_columns!(
                        ", exists (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id) \
                         from users where tenant = $1 and (last_sign_in, id) < ($2, $3) and state <> 'deleted' \
                         order by last_sign_in desc, id desc limit $4"
                    ),
                    &[&tenant, &at, &id, &limit],
                )?;
                // No database puts what is missing where the other does, so that they are asked for by themselves.
                let left = limit - i64::try_from(rows.len()).unwrap_or(limit);
                rows.extend(self.never_here(last, left)?);
                rows
            }
            (PeopleOrder::LastSignIn, None) => self.never_here(id, limit)?,
        };
        rows.iter().map(listed).collect()
    }

    /// Who never signed in.
    fn never_here(&mut self, before: Id<User>, limit: i64) -> Result<Vec<Row>> {
        let tenant = self.0.tenant();
        self.0.query(
            user_columns!(
                ", exists (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id) \
                 from users where tenant = $1 and last_sign_in is null and id < $2 and state <> 'deleted' \
                 order by id desc limit $3"
            ),
            &[&tenant, &before, &limit],
        )
    }

    /// Who was deleted and can be restored, the last to go first, starting after `after`.
    pub fn deleted(&mut self, after: Option<(Timestamp, Id<User>)>, limit: i64) -> Result<Vec<User>> {
        let tenant = self.0.tenant();
        let (at, id) = after.unwrap_or((Timestamp::from_micros(i64::MAX), Id::fixed(u128::MAX)));
        self.0
            .query(
                user_columns!(
                    " from users where tenant = $1 and state = 'deleted' and (state_at, id) < ($2, $3) \
                     order by state_at desc, id desc limit $4"
                ),
                &[&tenant, &at, &id, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// Some people who may sign in and have no second factor.
    pub fn without_second_factor(&mut self, limit: i64) -> Result<Vec<(Id<User>, String)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, display from users where tenant = $1 and state <> 'deleted' and state <> 'blocked' \
                 and not exists (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id) \
                 order by display, id limit $2",
                &[&tenant, &limit],
            )?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?)))
            .collect()
    }

    /// Who may sign in, has an address and no second factor, and to whom an action of that word did not happen since a
    /// moment; at most `limit`. Who is still to accept an invitation gets that again instead.
    pub fn to_remind(&mut self, action: &str, since: Timestamp, limit: i64) -> Result<Vec<User>> {
        let tenant = self.0.tenant();
        let ids: Vec<Id<User>> = self
            .0
            .query(
                "select id from users where tenant = $1 and state = 'active' and mail is not null \
                 and not exists (select 1 from credentials c where c.tenant = $1 and c.user_id = users.id) \
                 and not exists (select 1 from audit_records a where a.tenant = $1 and a.target_id = users.id \
                 and a.at > $2 and a.action = $3) order by display, id limit $4",
                &[&tenant, &since, &action, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect::<Result<_>>()?;
        ids.into_iter().filter_map(|id| self.by_id(id).transpose()).collect()
    }

    /// How many invitations ended unused by a moment, counted up to `limit`.
    pub fn invitations_ended(&mut self, now: Timestamp, limit: i64) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one(
                "select count(*) from (select 1 from users where tenant = $1 and state = 'invited' \
                 and state_at <= $2 limit $3) as few",
                &[&tenant, &now, &limit],
            )?
            .get(0)
    }

    /// How many people there are who were not deleted.
    pub fn count_all(&mut self) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one("select count(*) from users where tenant = $1 and state <> 'deleted'", &[&tenant])?
            .get(0)
    }

    /// How many people may sign in, and how many of them have registered a second factor.
    pub fn count(&mut self) -> Result<(i64, i64)> {
        let tenant = self.0.tenant();
        let all = self.0.query_one(
            "select count(*) from users where tenant = $1 and state <> 'deleted' and state <> 'blocked'",
            &[&tenant],
        )?;
        let registered = self.0.query_one(
            "select count(distinct credentials.user_id) from credentials join users \
             on users.tenant = credentials.tenant and users.id = credentials.user_id \
             where credentials.tenant = $1 and users.state <> 'deleted' and users.state <> 'blocked'",
            &[&tenant],
        )?;
        Ok((all.get(0)?, registered.get(0)?))
    }
}

/// The first text that no longer begins with `prefix`.
pub(crate) fn prefix_end(prefix: &str) -> String {
    // U+10FFFF sorts after every character in UTF-8 and in the C collation.
    format!("{prefix}\u{10ffff}")
}

fn listed(row: &Row) -> Result<UserRow> {
    Ok(UserRow { user: read(row)?, last_sign_in: row.get(14)?, has_second_factor: row.get(18)? })
}
