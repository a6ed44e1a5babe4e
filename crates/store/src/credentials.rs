use model::{Id, Method, Timestamp, User};
use sql::{Row, Tx};

use crate::Result;
use crate::row::word;

/// Registered second factors.
pub struct Credentials<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// One registered second factor.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Its id, which proofs name.
    pub id: Id<()>,
    /// Whose it is.
    pub user: Id<User>,
    /// By which method it proves.
    pub method: Method,
    /// What the person calls it.
    pub label: String,
    /// What is needed to verify it, sealed.
    pub secret: Vec<u8>,
    /// The last time step that was used (codes from an app).
    pub last_step: Option<i64>,
    /// When it was registered.
    pub created: Timestamp,
    /// When it last proved something.
    pub last_used: Option<Timestamp>,
}

impl Credentials<'_, '_> {
    /// What a person has registered, oldest first; nobody has more than a few.
    pub fn of(&mut self, user: Id<User>) -> Result<Vec<Credential>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, user_id, method, label, secret, last_step, created, last_used \
                 from credentials where tenant = $1 and user_id = $2 order by created, id limit 100",
                &[&tenant, &user],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// Registers one.
    pub fn insert(&mut self, credential: &Credential) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into credentials \
                 (tenant, id, user_id, method, label, secret, last_step, created, last_used) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                &[
                    &tenant,
                    &credential.id,
                    &credential.user,
                    &credential.method.word(),
                    &credential.label,
                    &credential.secret,
                    &credential.last_step,
                    &credential.created,
                    &credential.last_used,
                ],
            )
            .map(drop)
    }

    /// Uses a time step, once: false when it or a later one was used before (RFC 6238 §5.2), by whatever node.
    pub fn use_step(&mut self, id: Id<()>, step: i64, now: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let used = self.0.execute(
            "update credentials set last_step = $3, last_used = $4 \
             where tenant = $1 and id = $2 and (last_step is null or last_step < $3)",
            &[&tenant, &id, &step, &now],
        )?;
        Ok(used == 1)
    }

    /// How many of two methods each person has registered, most first: what a change of address makes useless.
    pub fn counted(&mut self, methods: [Method; 2], limit: i64) -> Result<Vec<(Id<User>, i64)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select user_id, count(*) from credentials where tenant = $1 and method in ($2, $3) \
                 group by user_id order by count(*) desc, user_id limit $4",
                &[&tenant, &methods[0].word(), &methods[1].word(), &limit],
            )?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?)))
            .collect()
    }

    /// How many people have each method.
    pub fn people_by_method(&mut self) -> Result<Vec<(Method, i64)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select method, count(distinct user_id) from credentials where tenant = $1 group by method",
                &[&tenant],
            )?
            .iter()
            .map(|row| Ok((word("method", &row.get::<String>(0)?, Method::from_word)?, row.get(1)?)))
            .collect()
    }

    /// Removes two methods of everybody, with what they are verified with: after a change of address.
    pub fn remove_everybodys(&mut self, methods: [Method; 2]) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute("delete from passkeys where tenant = $1", &[&tenant])?;
        self.0.execute(
            "delete from credentials where tenant = $1 and method in ($2, $3)",
            &[&tenant, &methods[0].word(), &methods[1].word()],
        )
    }

    /// Removes all of a person's; how many there were.
    pub fn remove_all(&mut self, user: Id<User>) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute("delete from passkeys where tenant = $1 and user_id = $2", &[&tenant, &user])?;
        self.0.execute("delete from credentials where tenant = $1 and user_id = $2", &[&tenant, &user])
    }

    /// Removes one of a person's; false when it is not theirs or gone.
    pub fn remove(&mut self, user: Id<User>, id: Id<()>) -> Result<bool> {
        let tenant = self.0.tenant();
        let removed = self.0.execute(
            "delete from credentials where tenant = $1 and id = $2 and user_id = $3",
            &[&tenant, &id, &user],
        )?;
        if removed == 1 {
            self.0.execute("delete from passkeys where tenant = $1 and id = $2", &[&tenant, &id])?;
        }
        Ok(removed == 1)
    }

    /// Notes that one proved something.
    pub fn used(&mut self, id: Id<()>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update credentials set last_used = $3 where tenant = $1 and id = $2",
                &[&tenant, &id, &now],
            )
            .map(drop)
    }

    /// Calls one of a person's something else; false when it is not theirs or gone.
    pub fn rename(&mut self, user: Id<User>, id: Id<()>, label: &str) -> Result<bool> {
        let tenant = self.0.tenant();
        let renamed = self.0.execute(
            "update credentials set label = $4 where tenant = $1 and id = $2 and user_id = $3",
            &[&tenant, &id, &user, &label],
        )?;
        Ok(renamed == 1)
    }
}

fn read(row: &Row) -> Result<Credential> {
    Ok(Credential {
        id: row.get(0)?,
        user: row.get(1)?,
        method: word("method", &row.get::<String>(2)?, Method::from_word)?,
        label: row.get(3)?,
        secret: row.get(4)?,
        last_step: row.get(5)?,
        created: row.get(6)?,
        last_used: row.get(7)?,
    })
}
