use model::{AppId, Id, Timestamp, User};
use sql::{Row, Tx};

use crate::Result;

/// What was changed, by whom, from where.
pub struct Audit<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// Who changed something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person with an account.
    User(Id<User>),
    /// The set-up, before there was anybody.
    SetUp,
    /// A job of Sluis itself.
    System,
    /// A user of the machine's operating system, by a command: `root (uid 0)`.
    Cli(String),
    /// An application by itself, at the API.
    App(Id<AppId>),
}

/// One change.
#[derive(Debug, Clone)]
pub struct AuditRecord {
    /// Its id, in time order.
    pub id: Id<AuditRecord>,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// What was done: one word per verb, such as `blockUser`.
    pub action: String,
    /// The kind of thing it was done to.
    pub target_kind: String,
    /// Its id.
    pub target: Option<Id<()>>,
    /// Old and new values as JSON; never a secret.
    pub changes: String,
    /// From which address.
    pub address: Option<String>,
}

/// A record word for word as it is kept, for its hash: reading it as an [`AuditRecord`] forgives what it does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its id.
    pub id: Id<AuditRecord>,
    /// When.
    pub at: Timestamp,
    /// The word of whoever did it.
    pub actor_kind: String,
    /// The person who did it.
    pub actor_id: Option<Id<()>>,
    /// What whoever did it is called, where it is nobody with an account.
    pub actor_name: Option<String>,
    /// The word of the verb.
    pub action: String,
    /// The kind of thing it was done to.
    pub target_kind: String,
    /// Its id.
    pub target: Option<Id<()>>,
    /// Old and new values.
    pub changes: String,
    /// From which address.
    pub address: Option<String>,
}

/// What a page of records is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only what this person did.
    pub actor: Option<Id<User>>,
    /// Only what this word names.
    pub action: Option<String>,
    /// Only what was done to this, whoever did it.
    pub target: Option<Id<()>>,
    /// Nothing older.
    pub since: Option<Timestamp>,
    /// Only what comes after this one in the list, which is older.
    pub before: Option<(Timestamp, Id<AuditRecord>)>,
}

impl Audit<'_, '_> {
    /// Keeps a record; part of the transaction that makes the change.
    pub fn insert(&mut self, record: &AuditRecord) -> Result<()> {
        let tenant = self.0.tenant();
        let (kind, actor, name) = actor_columns(&record.actor);
        self.0
            .execute(
                "insert into audit_records \
                 (tenant, id, at, actor_kind, actor_id, action, target_kind, target_id, changes, address, \
                 actor_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                &[
                    &tenant,
                    &record.id,
                    &record.at,
                    &kind,
                    &actor,
                    &record.action,
                    &record.target_kind,
                    &record.target,
                    &record.changes,
                    &record.address,
                    &name,
                ],
            )
            .map(drop)
    }

    /// The people to whom an action happened since a moment, newest first, at most `limit`.
    pub fn targets_since(&mut self, action: &str, since: Timestamp, limit: i64) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select target_id from audit_records where tenant = $1 and at >= $2 \
                 and action = $3 and target_id is not null order by at desc, id desc limit $4",
                &[&tenant, &since, &action, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// The newest records, newest first.
    pub fn newest(&mut self, limit: i64) -> Result<Vec<AuditRecord>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, at, actor_kind, actor_id, action, target_kind, target_id, changes, address, \
                 actor_name from audit_records where tenant = $1 order by at desc, id desc limit $2",
                &[&tenant, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// A page of records, newest first, at most `limit`. What one person did has an index of its own; the verb is
    /// looked at row by row, within the time bounds.
    pub fn list(&mut self, filter: &AuditFilter, limit: i64) -> Result<Vec<AuditRecord>> {
        let tenant = self.0.tenant();
        let action = filter.action.as_deref().unwrap_or("");
        let since = filter.since.unwrap_or(Timestamp::from_micros(0));
        let end = (Timestamp::from_micros(i64::MAX), Id::fixed(u128::MAX));
        let (before, id) = filter.before.unwrap_or(end);
        let rows = match (filter.target, filter.actor) {
            (Some(target), _) => self.0.query(
                "select id, at, actor_kind, actor_id, action, target_kind, target_id, changes, address, \
                 actor_name from audit_records where tenant = $1 and target_id = $7 and at >= $2 \
                 and (at, id) < ($3, $4) and ($5 = '' or action = $5) order by at desc, id desc limit $6",
                &[&tenant, &since, &before, &id, &action, &limit, &target],
            )?,
            (None, None) => self.0.query(
                "select id, at, actor_kind, actor_id, action, target_kind, target_id, changes, address, \
                 actor_name from audit_records where tenant = $1 and at >= $2 and (at, id) < ($3, $4) \
                 and ($5 = '' or action = $5) order by at desc, id desc limit $6",
                &[&tenant, &since, &before, &id, &action, &limit],
            )?,
            (None, Some(actor)) => self.0.query(
                "select id, at, actor_kind, actor_id, action, target_kind, target_id, changes, address, \
                 actor_name from audit_records where tenant = $1 and actor_id = $7 and at >= $2 \
                 and (at, id) < ($3, $4) and ($5 = '' or action = $5) order by at desc, id desc limit $6",
                &[&tenant, &since, &before, &id, &action, &limit, &actor],
            )?,
        };
        rows.iter().map(read).collect()
    }

    /// What was done of one kind in a time, newest first, at most `limit`.
    pub fn of_action(
        &mut self,
        action: &str,
        (from, until): (Timestamp, Timestamp),
        limit: i64,
    ) -> Result<Vec<AuditRecord>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, at, actor_kind, actor_id, action, target_kind, target_id, changes, address, \
                 actor_name from audit_records where tenant = $1 and action = $2 and at >= $3 and at < $4 \
                 order by at desc, id desc limit $5",
                &[&tenant, &action, &from, &until, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// The next records after a place in the log and before a moment, oldest first, at most `limit`.
    pub fn after(
        &mut self,
        (at, id): (Timestamp, Id<AuditRecord>),
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<AuditRecord>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, at, actor_kind, actor_id, action, target_kind, target_id, changes, address, \
                 actor_name from audit_records where tenant = $1 and at < $4 and (at, id) > ($2, $3) \
                 order by at, id limit $5",
                &[&tenant, &at, &id, &until, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// When the oldest record was made that is in no segment yet.
    pub fn oldest_unsealed(&mut self) -> Result<Option<Timestamp>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select at from audit_records where tenant = $1 and segment = 0 order by at, id limit 1",
                &[&tenant],
            )?
            .map(|row| row.get(0))
            .transpose()
    }

    /// How many records are in no segment yet, counted up to `limit`.
    pub fn count_unsealed(&mut self, limit: i64) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one(
                "select count(*) from (select 1 from audit_records where tenant = $1 and segment = 0 limit $2) as few",
                &[&tenant, &limit],
            )?
            .get(0)
    }

    /// The oldest records that are in no segment yet and were made by a moment, at most `limit`.
    pub fn unsealed(&mut self, until: Timestamp, limit: i64) -> Result<Vec<AuditRow>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, changes, address \
                 from audit_records where tenant = $1 and segment = 0 and at <= $2 order by at, id limit $3",
                &[&tenant, &until, &limit],
            )?
            .iter()
            .map(word_for_word)
            .collect()
    }

    /// The records of a segment in their order, at most `limit`.
    pub fn of_segment(&mut self, segment: i64, limit: i64) -> Result<Vec<AuditRow>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, changes, address \
                 from audit_records where tenant = $1 and segment = $2 order by at, id limit $3",
                &[&tenant, &segment, &limit],
            )?
            .iter()
            .map(word_for_word)
            .collect()
    }

    /// Records in a segment that cannot be: after the last one. With their segments, at most `limit`.
    pub fn beyond_segment(&mut self, last: i64, limit: i64) -> Result<Vec<(AuditRow, i64)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, changes, address, \
                 segment from audit_records where tenant = $1 and segment > $2 order by segment, at, id limit $3",
                &[&tenant, &last, &limit],
            )?
            .iter()
            .map(|row| Ok((word_for_word(row)?, row.get(10)?)))
            .collect()
    }

    /// Records in a segment that cannot be: before the first one. With their segments, at most `limit`.
    pub fn before_segments(&mut self, limit: i64) -> Result<Vec<(AuditRow, i64)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, changes, address, \
                 segment from audit_records where tenant = $1 and segment < 0 order by segment, at, id limit $2",
                &[&tenant, &limit],
            )?
            .iter()
            .map(|row| Ok((word_for_word(row)?, row.get(10)?)))
            .collect()
    }

    /// Puts the records up to the last one that was read into a segment; how many those are.
    pub fn put_in_segment(&mut self, segment: i64, last: (Timestamp, Id<AuditRecord>)) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute(
            "update audit_records set segment = $2 where tenant = $1 and segment = 0 and (at, id) <= ($3, $4)",
            &[&tenant, &segment, &last.0, &last.1],
        )
    }

    /// Removes the records of a segment, at most `limit`, and what they say about people.
    pub fn remove_segment(&mut self, segment: i64, limit: i64) -> Result<u64> {
        let tenant = self.0.tenant();
        self.0.execute(
            "delete from audit_values where tenant = $1 and record in \
             (select id from audit_records where tenant = $1 and segment = $2)",
            &[&tenant, &segment],
        )?;
        self.0.execute(
            "delete from audit_records where tenant = $1 and id in \
             (select id from audit_records where tenant = $1 and segment = $2 limit $3)",
            &[&tenant, &segment, &limit],
        )
    }

    /// One record.
    pub fn by_id(&mut self, id: Id<AuditRecord>) -> Result<Option<AuditRecord>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select id, at, actor_kind, actor_id, action, target_kind, target_id, changes, address, \
                 actor_name from audit_records where tenant = $1 and id = $2",
                &[&tenant, &id],
            )?
            .as_ref()
            .map(read)
            .transpose()
    }
}

fn word_for_word(row: &Row) -> Result<AuditRow> {
    Ok(AuditRow {
        id: row.get(0)?,
        at: row.get(1)?,
        actor_kind: row.get(2)?,
        actor_id: row.get(3)?,
        actor_name: row.get(4)?,
        action: row.get(5)?,
        target_kind: row.get(6)?,
        target: row.get(7)?,
        changes: row.get(8)?,
        address: row.get(9)?,
    })
}

/// Whoever did something, as three columns: the word of what they are, their id, and what they are called.
pub(crate) fn actor_columns(actor: &Actor) -> (&'static str, Option<Id<User>>, Option<&String>) {
    match actor {
        Actor::User(id) => ("user", Some(*id), None),
        Actor::SetUp => ("setUp", None, None),
        Actor::System => ("system", None, None),
        Actor::Cli(name) => ("cli", None, Some(name)),
        Actor::App(id) => ("application", Some(id.cast()), None),
    }
}

/// Reads [`actor_columns`].
pub(crate) fn actor_of(kind: &str, id: Option<Id<User>>, name: Option<String>) -> Actor {
    match (kind, id) {
        ("user", Some(id)) => Actor::User(id),
        ("setUp", _) => Actor::SetUp,
        ("application", Some(id)) => Actor::App(id.cast()),
        ("cli", _) => Actor::Cli(name.unwrap_or_default()),
        _ => Actor::System,
    }
}

fn read(row: &Row) -> Result<AuditRecord> {
    Ok(AuditRecord {
        id: row.get(0)?,
        at: row.get(1)?,
        actor: actor_of(&row.get::<String>(2)?, row.get(3)?, row.get(9)?),
        action: row.get(4)?,
        target_kind: row.get(5)?,
        target: row.get(6)?,
        changes: row.get(7)?,
        address: row.get(8)?,
    })
}
