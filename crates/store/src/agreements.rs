use model::{Id, Locale, Timestamp, User};
use policy::Agreement;
use sql::{Row, Tx};

use crate::Result;
use crate::row::word;

/// Terms of use, their texts, and what people answered.
pub struct Agreements<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// Terms of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The id that policies name.
    pub id: Id<Agreement>,
    /// What people call them.
    pub name: String,
    /// Whether the text stands open above the buttons.
    pub must_view: bool,
    /// After how many days they are asked again; never where there is none.
    pub again_days: Option<i64>,
    /// The newest version of the texts, from 1.
    pub version: i64,
    /// The oldest version whose acceptance still counts.
    pub asked: i64,
    /// When they were made.
    pub created: Timestamp,
    /// When they were changed.
    pub changed: Timestamp,
}

/// What somebody answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsAnswer {
    /// Its id, in time order.
    pub id: Id<TermsAnswer>,
    /// To which terms.
    pub terms: Id<Agreement>,
    /// Who.
    pub user: Id<User>,
    /// Which version they were shown.
    pub version: i64,
    /// Whether they accepted.
    pub accepted: bool,
    /// When.
    pub at: Timestamp,
    /// From which address, if it is known.
    pub address: Option<String>,
    /// Browser and system in words.
    pub agent: Option<String>,
}

macro_rules! terms_columns {
    ($rest:literal) => {
        concat!("select id, name, must_view, again_days, version, asked, created, changed ", $rest)
    };
}

macro_rules! answer_columns {
    ($rest:literal) => {
        concat!("select id, agreement_id, user_id, version, accepted, at, address, agent ", $rest)
    };
}

impl Agreements<'_, '_> {
    /// Every one, by name.
    pub fn all(&mut self) -> Result<Vec<Terms>> {
        let tenant = self.0.tenant();
        self.0
            .query(terms_columns!("from agreements where tenant = $1 order by name, id"), &[&tenant])?
            .iter()
            .map(read)
            .collect()
    }

    /// The one with this id.
    pub fn by_id(&mut self, id: Id<Agreement>) -> Result<Option<Terms>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(terms_columns!("from agreements where tenant = $1 and id = $2"), &[&tenant, &id])?
            .map(|row| read(&row))
            .transpose()
    }

    /// Keeps new ones.
    pub fn insert(&mut self, terms: &Terms) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into agreements (tenant, id, name, must_view, again_days, version, asked, created, changed) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                &[
                    &tenant,
                    &terms.id,
                    &terms.name,
                    &terms.must_view,
                    &terms.again_days,
                    &terms.version,
                    &terms.asked,
                    &terms.created,
                    &terms.changed,
                ],
            )
            .map(drop)
    }

    /// Keeps what is changed of them.
    pub fn update(&mut self, terms: &Terms) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update agreements set name = $3, must_view = $4, again_days = $5, version = $6, asked = $7, \
                 changed = $8 where tenant = $1 and id = $2",
                &[
                    &tenant,
                    &terms.id,
                    &terms.name,
                    &terms.must_view,
                    &terms.again_days,
                    &terms.version,
                    &terms.asked,
                    &terms.changed,
                ],
            )
            .map(drop)
    }

    /// Removes them, with their texts and every answer to them.
    pub fn remove(&mut self, id: Id<Agreement>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute(
            "delete from agreement_answers where tenant = $1 and agreement_id = $2",
            &[&tenant, &id],
        )?;
        self.0.execute(
            "delete from agreement_texts where tenant = $1 and agreement_id = $2",
            &[&tenant, &id],
        )?;
        self.0.execute("delete from agreements where tenant = $1 and id = $2", &[&tenant, &id]).map(drop)
    }

    /// The texts of a version, by language.
    pub fn texts(&mut self, id: Id<Agreement>, version: i64) -> Result<Vec<(Locale, String)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select locale, body from agreement_texts \
                 where tenant = $1 and agreement_id = $2 and version = $3 order by locale",
                &[&tenant, &id, &version],
            )?
            .iter()
            .map(|row| Ok((word("locale", &row.get::<String>(0)?, Locale::from_tag)?, row.get(1)?)))
            .collect()
    }

    /// Keeps the text of a version in a language. It is never changed: whoever accepted it accepted this.
    pub fn add_text(&mut self, id: Id<Agreement>, version: i64, locale: Locale, body: &str) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into agreement_texts (tenant, agreement_id, version, locale, body) \
                 values ($1, $2, $3, $4, $5)",
                &[&tenant, &id, &version, &locale.tag(), &body],
            )
            .map(drop)
    }

    /// Keeps an answer.
    pub fn answer(&mut self, answer: &TermsAnswer) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into agreement_answers \
                 (tenant, id, agreement_id, user_id, version, accepted, at, address, agent) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                &[
                    &tenant,
                    &answer.id,
                    &answer.terms,
                    &answer.user,
                    &answer.version,
                    &answer.accepted,
                    &answer.at,
                    &answer.address,
                    &answer.agent,
                ],
            )
            .map(drop)
    }

    /// The answers to some terms, the newest first, from before a moment and id.
    pub fn answers(
        &mut self,
        id: Id<Agreement>,
        before: Option<(Timestamp, Id<TermsAnswer>)>,
        limit: i64,
    ) -> Result<Vec<TermsAnswer>> {
        let tenant = self.0.tenant();
        let (at, last) = before.unwrap_or((Timestamp::from_micros(i64::MAX), Id::fixed(u128::MAX)));
        self.0
            .query(
                answer_columns!(
                    "from agreement_answers where tenant = $1 and agreement_id = $2 and (at, id) < ($3, $4) \
                     order by at desc, id desc limit $5"
                ),
                &[&tenant, &id, &at, &last, &limit],
            )?
            .iter()
            .map(read_answer)
            .collect()
    }

    /// What somebody answered, the newest first.
    pub fn answers_of(&mut self, user: Id<User>, limit: i64) -> Result<Vec<TermsAnswer>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                answer_columns!(
                    "from agreement_answers where tenant = $1 and user_id = $2 order by at desc, id desc limit $3"
                ),
                &[&tenant, &user, &limit],
            )?
            .iter()
            .map(read_answer)
            .collect()
    }

    /// What somebody answered last to some terms.
    pub fn last_answer(&mut self, user: Id<User>, terms: Id<Agreement>) -> Result<Option<TermsAnswer>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                answer_columns!(
                    "from agreement_answers where tenant = $1 and user_id = $2 and agreement_id = $3                      order by at desc, id desc limit 1"
                ),
                &[&tenant, &user, &terms],
            )?
            .map(|row| read_answer(&row))
            .transpose()
    }

    /// When somebody last accepted each version of each terms that they accepted.
    pub fn accepted(&mut self, user: Id<User>) -> Result<Vec<(Id<Agreement>, i64, Timestamp)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select agreement_id, version, max(at) from agreement_answers \
                 where tenant = $1 and user_id = $2 and accepted = $3 group by agreement_id, version",
                &[&tenant, &user, &true],
            )?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .collect()
    }

    /// How many answers there are to some terms, at most `limit` counted.
    pub fn count(&mut self, id: Id<Agreement>, limit: i64) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one(
                "select count(*) from (select 1 from agreement_answers \
                 where tenant = $1 and agreement_id = $2 limit $3) as few",
                &[&tenant, &id, &limit],
            )?
            .get(0)
    }
}

fn read(row: &Row) -> Result<Terms> {
    Ok(Terms {
        id: row.get(0)?,
        name: row.get(1)?,
        must_view: row.get(2)?,
        again_days: row.get(3)?,
        version: row.get(4)?,
        asked: row.get(5)?,
        created: row.get(6)?,
        changed: row.get(7)?,
    })
}

fn read_answer(row: &Row) -> Result<TermsAnswer> {
    Ok(TermsAnswer {
        id: row.get(0)?,
        terms: row.get(1)?,
        user: row.get(2)?,
        version: row.get(3)?,
        accepted: row.get(4)?,
        at: row.get(5)?,
        address: row.get(6)?,
        agent: row.get(7)?,
    })
}
