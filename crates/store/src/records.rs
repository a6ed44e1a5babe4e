use model::{AppId, Coordinates, Id, Locality, ShortCode, Timestamp, User};
use signin::RecordId;
use sql::{Row, Tx};

use crate::Result;
use crate::row::word;

/// Sign-in records: what was decided, on which facts, so that it can be read, explained and replayed.
pub struct Records<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody was let in.
    Success,
    /// Somebody was stopped.
    Failure,
    /// Somebody was asked for something and has not (yet) given it.
    Interrupted,
}

/// One decision. People are named by id; the name, the address and the user agent stand in columns of their own,
/// so that erasing never edits a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id, in time order.
    pub id: Id<RecordId>,
    /// When.
    pub at: Timestamp,
    /// What the person can read out.
    pub code: String,
    /// Who, if the name was somebody's.
    pub user: Option<Id<User>>,
    /// The row with who they were at that moment.
    pub subject: Option<Id<Subject>>,
    /// A keyed digest of the typed name, when it was nobody's: people type passwords there.
    pub name_digest: Option<[u8; 32]>,
    /// The application that asked.
    pub client: Option<Id<AppId>>,
    /// What it wanted to open.
    pub resource: Option<Id<AppId>>,
    /// The browser session.
    pub session: Option<Id<signin::Session>>,
    /// The grant.
    pub grant: Option<Id<signin::Grant>>,
    /// The door, as its word.
    pub door: String,
    /// The kind of client application, as its word.
    pub client_app: String,
    /// The platform, as its word, if it is known.
    pub platform: Option<String>,
    /// The address, if it is known.
    pub address: Option<String>,
    /// The country, if it is known.
    pub country: Option<String>,
    /// Where in it, if that is known.
    pub locality: Option<Locality>,
    /// Browser and system in words.
    pub agent: Option<String>,
    /// How it travelled, as its word.
    pub flow: String,
    /// The sign-in risk, as its word, if it is known.
    pub sign_in_risk: Option<String>,
    /// The user risk, as its word, if it is known.
    pub user_risk: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// The AADSTS number; 0 for success.
    pub error: i64,
    /// True when a person was at the other end.
    pub interactive: bool,
    /// How many equal attempts this record stands for.
    pub times: i64,
    /// When the last of them was.
    pub last_at: Timestamp,
    /// The policy-set revision that judged, if policy was reached.
    pub revision: Option<Id<policy::PolicySet>>,
    /// The version of the evaluator.
    pub evaluator: i64,
    /// The rest of the facts, as versioned JSON; absent when policy was not reached.
    pub facts: Option<String>,
    /// Demands with their source and one result per policy, as JSON.
    pub verdict: Option<String>,
}

/// What a replay needs of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayRow {
    /// Its id.
    pub id: Id<RecordId>,
    /// When.
    pub at: Timestamp,
    /// The row with who it was about.
    pub subject: Option<Id<Subject>>,
    /// The application that asked.
    pub client: Option<Id<AppId>>,
    /// The address, if it is known.
    pub address: Option<String>,
    /// True when a person was at the other end.
    pub interactive: bool,
    /// How many equal attempts it stands for.
    pub times: i64,
    /// The policy-set revision that judged, if policy was reached.
    pub revision: Option<Id<policy::PolicySet>>,
    /// The rest of the facts, unless what followed has them.
    pub facts: Option<String>,
}

/// Who somebody was at a moment: attributes, groups, roles and per-user state, stored once per distinct content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its id.
    pub id: Id<Subject>,
    /// SHA-256 of the content.
    pub hash: [u8; 32],
    /// Of whom.
    pub user: Id<User>,
    /// The content as JSON.
    pub content: String,
}

/// What a list of records is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Of this person.
    pub user: Option<Id<User>>,
    /// Of this application.
    pub client: Option<Id<AppId>>,
    /// That ended so.
    pub outcome: Option<Outcome>,
    /// At or after.
    pub from: Option<Timestamp>,
    /// Before, and the id the last page ended with.
    pub before: Option<(Timestamp, Id<RecordId>)>,
}

impl Outcome {
    /// The word in databases and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Interrupted => "interrupted",
        }
    }
    /// Reads [`Outcome::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Success, Self::Failure, Self::Interrupted].into_iter().find(|outcome| outcome.word() == word)
    }
}

macro_rules! record_columns {
    ($rest:literal) => {
        concat!(
            "select id, at, code, user_id, subject_id, name_digest, client_id, resource_id, session_id, grant_id, ",
            "door, client_app, platform, address, country, agent, flow, sign_in_risk, user_risk, outcome, error, ",
            "interactive, times, last_at, revision, evaluator, facts, verdict, city, state, latitude, longitude ",
            "from sign_in_records ",
            $rest
        )
    };
}

impl Records<'_, '_> {
    /// The id of the subject row with this content, stored now if it is new.
    pub fn subject(&mut self, subject: &Subject) -> Result<Id<Subject>> {
        let tenant = self.0.tenant();
        let find = "select id from subjects where tenant = $1 and hash = $2";
        if let Some(row) = self.0.query_opt(find, &[&tenant, &subject.hash])? {
            return row.get(0);
        }
        self.0.execute(
            "insert into subjects (tenant, id, hash, user_id, content) values ($1, $2, $3, $4, $5)",
            &[&tenant, &subject.id, &subject.hash, &subject.user, &subject.content],
        )?;
        Ok(subject.id)
    }

    /// The content of a subject row.
    pub fn subject_content(&mut self, id: Id<Subject>) -> Result<Option<String>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt("select content from subjects where tenant = $1 and id = $2", &[&tenant, &id])?
            .map(|row| row.get(0))
            .transpose()
    }

    /// Keeps a record; part of the transaction that acts on the decision.
    pub fn insert(&mut self, record: &Record) -> Result<()> {
        let tenant = self.0.tenant();
        let locality = record.locality.clone().unwrap_or_default();
        self.0
            .execute(
                "insert into sign_in_records (tenant, id, at, code, user_id, subject_id, name_digest, client_id, \
                 resource_id, session_id, grant_id, door, client_app, platform, address, country, agent, flow, \
                 sign_in_risk, user_risk, outcome, error, interactive, times, last_at, revision, evaluator, \
                 facts, verdict, city, state, latitude, longitude) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
                 $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)",
                &[
                    &tenant,
                    &record.id,
                    &record.at,
                    &record.code,
                    &record.user,
                    &record.subject,
                    &record.name_digest,
                    &record.client,
                    &record.resource,
                    &record.session,
                    &record.grant,
                    &record.door,
                    &record.client_app,
                    &record.platform,
                    &record.address,
                    &record.country,
                    &record.agent,
                    &record.flow,
                    &record.sign_in_risk,
                    &record.user_risk,
                    &record.outcome.word(),
                    &record.error,
                    &record.interactive,
                    &record.times,
                    &record.last_at,
                    &record.revision,
                    &record.evaluator,
                    &record.facts,
                    &record.verdict,
                    &locality.city,
                    &locality.state,
                    &locality.coordinates.map(|point| point.latitude),
                    &locality.coordinates.map(|point| point.longitude),
                ],
            )
            .map(drop)
    }

    /// Notes which sign-in a record of a question is of.
    pub fn asked_in(&mut self, id: Id<RecordId>, sign_in: Id<signin::SignIn<()>>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update sign_in_records set sign_in = $3 where tenant = $1 and id = $2",
                &[&tenant, &id, &sign_in],
            )
            .map(drop)
    }

    /// Folds the questions of a sign-in into the record of how it ended.
    pub fn went_on(&mut self, sign_in: Id<signin::SignIn<()>>, id: Id<RecordId>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update sign_in_records set followed_by = $3 where tenant = $1 and sign_in = $2",
                &[&tenant, &sign_in, &id],
            )
            .map(drop)
    }

    /// The newest record of a grant since a moment: what an equal, non-interactive success is counted in.
    pub fn newest_of_grant(&mut self, grant: Id<signin::Grant>, since: Timestamp) -> Result<Option<Record>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                record_columns!("where tenant = $1 and grant_id = $2 and at >= $3 order by at desc limit 1"),
                &[&tenant, &grant, &since],
            )?
            .map(|row| read(&row))
            .transpose()
    }

    /// Adds one to a record's count.
    pub fn count_again(&mut self, id: Id<RecordId>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update sign_in_records set times = times + 1, last_at = $3 where tenant = $1 and id = $2",
                &[&tenant, &id, &now],
            )
            .map(drop)
    }

    /// The record with this id.
    pub fn by_id(&mut self, id: Id<RecordId>) -> Result<Option<Record>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(record_columns!("where tenant = $1 and id = $2"), &[&tenant, &id])?
            .map(|row| read(&row))
            .transpose()
    }

    /// The record that a person read the code of; the newest, should two ever share one. A question that was answered
    /// leads to how the sign-in ended.
    pub fn by_code(&mut self, code: ShortCode) -> Result<Option<Record>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                record_columns!(
                    "where tenant = $1 and id = (select coalesce(followed_by, id) from sign_in_records \
                     where tenant = $1 and code = $2 order by id desc limit 1)"
                ),
                &[&tenant, &code.bare()],
            )?
            .map(|row| read(&row))
            .transpose()
    }

    /// A page of records, newest first, without the questions that were answered: what followed tells of them. Each shape of filter has an index that carries it; the outcome alone is
    /// looked at row by row, within the time bounds.
    pub fn list(&mut self, filter: &Filter, limit: i64) -> Result<Vec<Record>> {
        let tenant = self.0.tenant();
        let from = filter.from.unwrap_or(Timestamp::from_micros(i64::MIN));
        let (before, id) = filter.before.unwrap_or((Timestamp::from_micros(i64::MAX), Id::fixed(u128::MAX)));
        let outcome = filter.outcome.map_or("", Outcome::word);
        let rows = match (filter.user, filter.client) {
            (Some(user), None) => self.0.query(
                record_columns!(
                    "where tenant = $1 and user_id = $7 and at >= $2 and (at, id) < ($3, $4) \
                     and ($5 = '' or outcome = $5) and followed_by is null order by at desc, id desc limit $6"
                ),
                &[&tenant, &from, &before, &id, &outcome, &limit, &user],
            )?,
            (Some(user), Some(client)) => self.0.query(
                record_columns!(
                    "where tenant = $1 and user_id = $7 and client_id = $8 and at >= $2 and (at, id) < ($3, $4) \
                     and ($5 = '' or outcome = $5) and followed_by is null order by at desc, id desc limit $6"
                ),
                &[&tenant, &from, &before, &id, &outcome, &limit, &user, &client],
            )?,
            (None, Some(client)) => self.0.query(
                record_columns!(
                    "where tenant = $1 and client_id = $7 and at >= $2 and (at, id) < ($3, $4) \
                     and ($5 = '' or outcome = $5) and followed_by is null order by at desc, id desc limit $6"
                ),
                &[&tenant, &from, &before, &id, &outcome, &limit, &client],
            )?,
            (None, None) => self.0.query(
                record_columns!(
                    "where tenant = $1 and at >= $2 and (at, id) < ($3, $4) \
                     and ($5 = '' or outcome = $5) and followed_by is null order by at desc, id desc limit $6"
                ),
                &[&tenant, &from, &before, &id, &outcome, &limit],
            )?,
        };
        rows.iter().map(read).collect()
    }

    /// The addresses of somebody's last sign-ins that let them in while they were there, newest first.
    pub fn addresses(&mut self, user: Id<User>, limit: i64) -> Result<Vec<String>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select address from sign_in_records where tenant = $1 and user_id = $2 and outcome = 'success' \
                 and interactive and address is not null order by at desc, id desc limit $3",
                &[&tenant, &user, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// The next records after a place in the log and before a moment, oldest first: what a replay looks at. The facts of
    /// questions that were answered are left out, for what followed has them.
    pub fn to_replay(
        &mut self,
        (at, id): (Timestamp, Id<RecordId>),
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<ReplayRow>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, at, subject_id, client_id, address, interactive, times, revision, \
                 case when followed_by is null then facts end from sign_in_records \
                 where tenant = $1 and (at, id) > ($2, $3) and at < $4 order by at, id limit $5",
                &[&tenant, &at, &id, &until, &limit],
            )?
            .iter()
            .map(|row| {
                Ok(ReplayRow {
                    id: row.get(0)?,
                    at: row.get(1)?,
                    subject: row.get(2)?,
                    client: row.get(3)?,
                    address: row.get(4)?,
                    interactive: row.get(5)?,
                    times: row.get(6)?,
                    revision: row.get(7)?,
                    facts: row.get(8)?,
                })
            })
            .collect()
    }

    /// The next records after a place in the log and before a moment, oldest first, at most `limit`: every one, questions
    /// that were answered too.
    pub fn after(
        &mut self,
        (at, id): (Timestamp, Id<RecordId>),
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<Record>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                record_columns!(
                    "where tenant = $1 and at < $4 and (at, id) > ($2, $3) order by at, id limit $5"
                ),
                &[&tenant, &at, &id, &until, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// Some people whose attempts failed since a moment.
    pub fn people_who_failed(&mut self, since: Timestamp, limit: i64) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select distinct user_id from sign_in_records \
                 where tenant = $1 and at >= $2 and outcome = 'failure' and user_id is not null limit $3",
                &[&tenant, &since, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Sign-ins by day and outcome since a moment: the day (since the epoch, UTC), the outcome, how many.
    pub fn by_day(&mut self, since: Timestamp) -> Result<Vec<(i64, Outcome, i64)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select at / 86400000000, outcome, count(*) from sign_in_records \
                 where tenant = $1 and at >= $2 and interactive and followed_by is null group by at / 86400000000, outcome \
                 order by at / 86400000000, outcome",
                &[&tenant, &since],
            )?
            .iter()
            .map(|row| {
                Ok((row.get(0)?, word("outcome", &row.get::<String>(1)?, Outcome::from_word)?, row.get(2)?))
            })
            .collect()
    }

    /// True when there is a record from before a moment.
    pub fn any_before(&mut self, before: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from sign_in_records where tenant = $1 and at < $2 limit 1",
            &[&tenant, &before],
        )?;
        Ok(row.is_some())
    }

    /// Removes up to `limit` records from before a moment; how many.
    pub fn sweep(&mut self, before: Timestamp, limit: i64) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute(
            "delete from sign_in_records where tenant = $1 and id in \
             (select id from sign_in_records where tenant = $1 and at < $2 order by at limit $3)",
            &[&tenant, &before, &limit],
        )
    }
}

fn locality(row: &Row) -> Result<Option<Locality>> {
    let coordinates = match (row.get(30)?, row.get(31)?) {
        (Some(latitude), Some(longitude)) => Some(Coordinates { latitude, longitude }),
        _ => None,
    };
    let locality = Locality { city: row.get(28)?, state: row.get(29)?, coordinates };
    Ok((locality != Locality::default()).then_some(locality))
}

pub(crate) fn read(row: &Row) -> Result<Record> {
    Ok(Record {
        id: row.get(0)?,
        at: row.get(1)?,
        code: row.get(2)?,
        user: row.get(3)?,
        subject: row.get(4)?,
        name_digest: row.get(5)?,
        client: row.get(6)?,
        resource: row.get(7)?,
        session: row.get(8)?,
        grant: row.get(9)?,
        door: row.get(10)?,
        client_app: row.get(11)?,
        platform: row.get(12)?,
        address: row.get(13)?,
        country: row.get(14)?,
        locality: locality(row)?,
        agent: row.get(15)?,
        flow: row.get(16)?,
        sign_in_risk: row.get(17)?,
        user_risk: row.get(18)?,
        outcome: word("outcome", &row.get::<String>(19)?, Outcome::from_word)?,
        error: row.get(20)?,
        interactive: row.get(21)?,
        times: row.get(22)?,
        last_at: row.get(23)?,
        revision: row.get(24)?,
        evaluator: row.get(25)?,
        facts: row.get(26)?,
        verdict: row.get(27)?,
    })
}
