use model::{Id, Method, Timestamp, User};
use signin::{Passed, Remembered, Stored};
use sql::{Row, Tx};

use crate::Result;
use crate::row::word;

/// Browsers that stand in for their person's second factor.
pub struct RememberedBrowsers<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A remembered browser as a list shows it.
#[derive(Debug, Clone)]
pub struct RememberedRow {
    /// The record.
    pub record: Stored<Remembered>,
    /// The address it was made from.
    pub address: Option<String>,
    /// Browser and system in words.
    pub agent: Option<String>,
}

macro_rules! remembered_columns {
    ($rest:literal) => {
        concat!(
            "select id, user_id, browser, browser_before, generation, rotated, method, proven, created, ends, ",
            "address, agent from remembered ",
            $rest
        )
    };
}

impl RememberedBrowsers<'_, '_> {
    /// Remembers a browser under the decision that its proof led to, and hands the decision back.
    pub fn insert(
        &mut self,
        record: &Remembered,
        (address, agent): (Option<&str>, Option<&str>),
        passed: Passed,
    ) -> Result<Passed> {
        assert!(record.user == passed.user(), "a browser of somebody else than was judged");
        let tenant = self.0.tenant();
        self.0.execute(
            "insert into remembered (tenant, id, user_id, browser, browser_before, generation, rotated, method, \
             proven, address, agent, created, ends) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            &[
                &tenant,
                &record.id,
                &record.user,
                &record.browser,
                &record.browser_before,
                &record.generation,
                &record.rotated,
                &record.method.word(),
                &record.proven,
                &address,
                &agent,
                &record.created,
                &record.ends,
            ],
        )?;
        Ok(passed)
    }

    /// The one with this id.
    pub fn by_id(&mut self, id: Id<Remembered>) -> Result<Option<Stored<Remembered>>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(remembered_columns!("where tenant = $1 and id = $2"), &[&tenant, &id])?
            .map(|row| Ok(read(&row)?.record))
            .transpose()
    }

    /// Those of a person that have not ended, newest first.
    pub fn of_user(&mut self, user: Id<User>, now: Timestamp, limit: i64) -> Result<Vec<RememberedRow>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                remembered_columns!(
                    "where tenant = $1 and user_id = $2 and ends > $3 order by created desc limit $4"
                ),
                &[&tenant, &user, &now, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// Follows a cookie by the next, under the decision that it helped to: the record is as it was before.
    pub fn rotate(&mut self, next: &Remembered, passed: Passed) -> Result<Passed> {
        assert!(next.user == passed.user(), "a browser of somebody else than was judged");
        let tenant = self.0.tenant();
        self.0.execute(
            "update remembered set generation = $3, rotated = $4, browser = $5, browser_before = $6 \
             where tenant = $1 and id = $2",
            &[&tenant, &next.id, &next.generation, &next.rotated, &next.browser, &next.browser_before],
        )?;
        Ok(passed)
    }

    /// Notes that a browser got a new id of its own.
    pub fn renamed(&mut self, old: &[u8; 32], new: &[u8; 32]) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update remembered set browser = $3, browser_before = $2 where tenant = $1 and browser = $2",
                &[&tenant, old, new],
            )
            .map(drop)
    }

    /// Forgets one, whoever it belongs to.
    pub fn end(&mut self, id: Id<Remembered>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from remembered where tenant = $1 and id = $2", &[&tenant, &id]).map(drop)
    }

    /// Forgets one of a person's; false when it is not theirs or gone.
    pub fn end_one_of(&mut self, user: Id<User>, id: Id<Remembered>) -> Result<bool> {
        let tenant = self.0.tenant();
        let ended = self.0.execute(
            "delete from remembered where tenant = $1 and id = $2 and user_id = $3",
            &[&tenant, &id, &user],
        )?;
        Ok(ended == 1)
    }

    /// Forgets every one of a person's.
    pub fn end_of_user(&mut self, user: Id<User>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute("delete from remembered where tenant = $1 and user_id = $2", &[&tenant, &user])
            .map(drop)
    }

    /// Forgets every one of the organisation.
    pub fn end_all(&mut self) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute("delete from remembered where tenant = $1", &[&tenant])
    }
}

fn read(row: &Row) -> Result<RememberedRow> {
    Ok(RememberedRow {
        record: Stored::new(Remembered {
            id: row.get(0)?,
            user: row.get(1)?,
            browser: row.get(2)?,
            browser_before: row.get(3)?,
            generation: row.get(4)?,
            rotated: row.get(5)?,
            method: word("method", &row.get::<String>(6)?, Method::from_word)?,
            proven: row.get(7)?,
            created: row.get(8)?,
            ends: row.get(9)?,
        }),
        address: row.get(10)?,
        agent: row.get(11)?,
    })
}
