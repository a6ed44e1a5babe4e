use model::{Id, Timestamp, User};
use policy::Policy;
use signin::RecordId;
use sql::Tx;

use crate::{Record, Result, Tables};

/// What is counted of sign-ins by day, and of policies by person (ADR 37).
pub struct Coverage<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// The sign-ins of a day in which somebody was there: those that let in, and of them how many of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayCounts {
    /// All that let somebody in.
    pub sign_ins: i64,
    /// Under at least one rule that was enforced.
    pub covered: i64,
    /// By one factor alone.
    pub single_factor: i64,
    /// By an old program.
    pub legacy: i64,
    /// Those that a rule stopped, which are not among the others.
    pub blocked: i64,
}

/// From before when what is counted is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverageAge {
    /// The numbers of days before this day, which name nobody.
    pub counts: i64,
    /// Whom policies were about before this day.
    pub people: i64,
    /// What leads to sign-ins from before this moment.
    pub gaps: Timestamp,
}

/// What an overview leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Let in, and no rule was enforced.
    Uncovered,
    /// Let in by one factor alone.
    SingleFactor,
    /// Let in by an old program.
    Legacy,
    /// Stopped by a rule.
    Blocked,
}

impl Gap {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Uncovered, Self::SingleFactor, Self::Legacy, Self::Blocked];

    /// The word in databases and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Uncovered => "uncovered",
            Self::SingleFactor => "singleFactor",
            Self::Legacy => "legacy",
            Self::Blocked => "blocked",
        }
    }

    /// Reads [`Gap::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gap| gap.word() == word)
    }
}

impl DayCounts {
    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            sign_ins: self.sign_ins + other.sign_ins,
            covered: self.covered + other.covered,
            single_factor: self.single_factor + other.single_factor,
            legacy: self.legacy + other.legacy,
            blocked: self.blocked + other.blocked,
        }
    }
}

impl Coverage<'_, '_> {
    /// Leaves a record to be counted; part of the transaction that keeps it.
    pub fn enqueue(&mut self, record: Id<RecordId>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute("insert into coverage_queue (tenant, record_id) values ($1, $2)", &[&tenant, &record])
            .map(drop)
    }

    /// Some of the records that wait to be counted; `None` for one that was swept before.
    pub fn waiting(&mut self, limit: i64) -> Result<Vec<(Id<RecordId>, Option<Record>)>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select record_id from coverage_queue where tenant = $1 order by record_id limit $2",
            &[&tenant, &limit],
        )?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let id = row.get(0)?;
            found.push((id, self.0.records().by_id(id)?));
        }
        Ok(found)
    }

    /// Takes a record out of the queue; false when somebody else did, who counted it.
    pub fn take(&mut self, record: Id<RecordId>) -> Result<bool> {
        let tenant = self.0.tenant();
        let taken = self.0.execute(
            "delete from coverage_queue where tenant = $1 and record_id = $2",
            &[&tenant, &record],
        )?;
        Ok(taken > 0)
    }

    /// Adds to what is counted of a day since the epoch, UTC.
    pub fn add(&mut self, day: i64, more: DayCounts) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into coverage_days (tenant, day, sign_ins, covered, single_factor, legacy, blocked) \
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant, day) do update set \
                 sign_ins = coverage_days.sign_ins + excluded.sign_ins, \
                 covered = coverage_days.covered + excluded.covered, \
                 single_factor = coverage_days.single_factor + excluded.single_factor, \
                 legacy = coverage_days.legacy + excluded.legacy, \
                 blocked = coverage_days.blocked + excluded.blocked",
                &[
                    &tenant,
                    &day,
                    &more.sign_ins,
                    &more.covered,
                    &more.single_factor,
                    &more.legacy,
                    &more.blocked,
                ],
            )
            .map(drop)
    }

    /// What was counted since a day, by day.
    pub fn days(&mut self, since: i64) -> Result<Vec<(i64, DayCounts)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select day, sign_ins, covered, single_factor, legacy, blocked from coverage_days \
                 where tenant = $1 and day >= $2 order by day",
                &[&tenant, &since],
            )?
            .iter()
            .map(|row| {
                let counts = DayCounts {
                    sign_ins: row.get(1)?,
                    covered: row.get(2)?,
                    single_factor: row.get(3)?,
                    legacy: row.get(4)?,
                    blocked: row.get(5)?,
                };
                Ok((row.get(0)?, counts))
            })
            .collect()
    }

    /// Notes where a sign-in that was counted so is found.
    pub fn note_gap(&mut self, gap: Gap, at: Timestamp, record: Id<RecordId>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into coverage_gaps (tenant, gap, at, record_id) values ($1, $2, $3, $4)",
                &[&tenant, &gap.word(), &at, &record],
            )
            .map(drop)
    }

    /// A page of the sign-ins that were counted so at or after a moment, newest first, from before a place in the log.
    pub fn in_gap(
        &mut self,
        (gap, from): (Gap, Timestamp),
        (before, id): (Timestamp, Id<RecordId>),
        limit: i64,
    ) -> Result<Vec<Record>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select record_id from coverage_gaps where tenant = $1 and gap = $2 and at >= $3 \
             and (at, record_id) < ($4, $5) order by at desc, record_id desc limit $6",
            &[&tenant, &gap.word(), &from, &before, &id, &limit],
        )?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.extend(self.0.records().by_id(row.get(0)?)?);
        }
        Ok(found)
    }

    /// The last day on which each policy was about a person.
    pub fn last_days(&mut self, user: Id<User>) -> Result<Vec<(Id<Policy>, i64)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select policy_id, day from policy_people where tenant = $1 and user_id = $2",
                &[&tenant, &user],
            )?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?)))
            .collect()
    }

    /// Sets it.
    pub fn set_last_day(&mut self, user: Id<User>, policy: Id<Policy>, day: i64) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into policy_people (tenant, user_id, policy_id, day) values ($1, $2, $3, $4) \
                 on conflict (tenant, user_id, policy_id) do update set day = excluded.day",
                &[&tenant, &user, &policy, &day],
            )
            .map(drop)
    }

    /// Adds to how many people's last day with a policy a day is; less than nothing takes away.
    pub fn add_people(&mut self, day: i64, policy: Id<Policy>, people: i64) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into policy_days (tenant, day, policy_id, people) values ($1, $2, $3, $4) \
                 on conflict (tenant, day, policy_id) do update set people = policy_days.people + excluded.people",
                &[&tenant, &day, &policy, &people],
            )
            .map(drop)
    }

    /// How many people each policy was about since a day: one row for each policy and day.
    pub fn people_since(&mut self, since: i64) -> Result<Vec<(Id<Policy>, i64)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select policy_id, people from policy_days where tenant = $1 and day >= $2",
                &[&tenant, &since],
            )?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?)))
            .collect()
    }

    /// Forgets what is old: the numbers of days at once, and up to `limit` of what leads to sign-ins and of whom a policy
    /// was about.
    pub fn sweep(&mut self, age: CoverageAge, limit: i64) -> Result<()> {
        let (counts, day, before) = (age.counts, age.people, age.gaps);
        let tenant = self.0.tenant();
        self.0.execute("delete from coverage_days where tenant = $1 and day < $2", &[&tenant, &counts])?;
        self.0.execute("delete from policy_days where tenant = $1 and day < $2", &[&tenant, &day])?;
        self.0.execute(
            "delete from policy_people where tenant = $1 and (user_id, policy_id) in \
             (select user_id, policy_id from policy_people where tenant = $1 and day < $2 order by day limit $3)",
            &[&tenant, &day, &limit],
        )?;
        self.0
            .execute(
                "delete from coverage_gaps where tenant = $1 and (record_id, gap) in \
                 (select record_id, gap from coverage_gaps where tenant = $1 and at < $2 order by at limit $3)",
                &[&tenant, &before, &limit],
            )
            .map(drop)
    }

    /// True when there is something old to sweep.
    pub fn any_before(&mut self, age: CoverageAge) -> Result<bool> {
        let (counts, day, before) = (age.counts, age.people, age.gaps);
        let tenant = self.0.tenant();
        let any = "select 1 from coverage_gaps where tenant = $1 and at < $2 limit 1";
        if self.0.query_opt(any, &[&tenant, &before])?.is_some() {
            return Ok(true);
        }
        let any = "select 1 from policy_people where tenant = $1 and day < $2 limit 1";
        if self.0.query_opt(any, &[&tenant, &day])?.is_some() {
            return Ok(true);
        }
        let any = "select 1 from coverage_days where tenant = $1 and day < $2 limit 1";
        Ok(self.0.query_opt(any, &[&tenant, &counts])?.is_some())
    }
}
