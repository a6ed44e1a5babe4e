use model::{Id, Timestamp};
use policy::{Excluded, Policy};
use sql::{Row, Tx};

use crate::audit::{actor_columns, actor_of};
use crate::{Actor, Result};

/// Why policies leave somebody or something out, and until when.
pub struct Exclusions<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// Why one is left out of one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExclusionRow {
    /// The policy.
    pub policy: Id<Policy>,
    /// Who or what.
    pub excluded: Excluded,
    /// Why.
    pub reason: String,
    /// When it ends; nothing where it does not by itself.
    pub ends: Option<Timestamp>,
    /// Who said so.
    pub by: Actor,
    /// When they did.
    pub given: Timestamp,
    /// Why the policy still leaves them out although it has ended.
    pub refused: Option<String>,
}

impl Exclusions<'_, '_> {
    /// Everything that is known of the exclusions that policies have.
    pub fn all(&mut self) -> Result<Vec<ExclusionRow>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select policy, kind, subject, reason, ends, actor_kind, actor_id, actor_name, given, refused \
             from exclusions where tenant = $1 and gone is null order by policy, subject",
            &[&tenant],
        )?;
        rows.iter().filter_map(|row| read(row).transpose()).collect()
    }

    /// What was known of those that policies no longer have.
    pub fn past(&mut self) -> Result<Vec<ExclusionRow>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select policy, kind, subject, reason, ends, actor_kind, actor_id, actor_name, given, refused \
             from exclusions where tenant = $1 and gone is not null order by policy, subject",
            &[&tenant],
        )?;
        rows.iter().filter_map(|row| read(row).transpose()).collect()
    }

    /// The same of one policy.
    pub fn of(&mut self, policy: Id<Policy>) -> Result<Vec<ExclusionRow>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select policy, kind, subject, reason, ends, actor_kind, actor_id, actor_name, given, refused \
             from exclusions where tenant = $1 and policy = $2 and gone is null order by subject",
            &[&tenant, &policy],
        )?;
        rows.iter().filter_map(|row| read(row).transpose()).collect()
    }

    /// Those that have ended and were not tried since a moment, the first to end first, at most `limit`.
    pub fn due(&mut self, now: Timestamp, tried: Timestamp, limit: i64) -> Result<Vec<ExclusionRow>> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select policy, kind, subject, reason, ends, actor_kind, actor_id, actor_name, given, refused \
             from exclusions where tenant = $1 and ends <= $2 and tried <= $3 and gone is null \
             order by ends, subject limit $4",
            &[&tenant, &now, &tried, &limit],
        )?;
        rows.iter().filter_map(|row| read(row).transpose()).collect()
    }

    /// How many have ended and could not be taken out.
    pub fn count_refused(&mut self, now: Timestamp) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one(
                "select count(*) from exclusions \
                 where tenant = $1 and ends <= $2 and refused is not null and gone is null",
                &[&tenant, &now],
            )?
            .get(0)
    }

    /// The policies of those that have ended and could not be taken out, each as often as it leaves one out.
    pub fn refused(&mut self, now: Timestamp) -> Result<Vec<Id<Policy>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select policy from exclusions \
                 where tenant = $1 and ends <= $2 and refused is not null and gone is null order by ends",
                &[&tenant, &now],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Keeps why one is left out, in place of what was kept before.
    pub fn keep(&mut self, row: &ExclusionRow) -> Result<()> {
        let tenant = self.0.tenant();
        let (kind, actor, name) = actor_columns(&row.by);
        self.0
            .execute(
                "insert into exclusions (tenant, policy, kind, subject, reason, ends, actor_kind, actor_id, \
                 actor_name, given) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
                 on conflict (tenant, policy, subject) do update set kind = excluded.kind, \
                 reason = excluded.reason, ends = excluded.ends, actor_kind = excluded.actor_kind, \
                 actor_id = excluded.actor_id, actor_name = excluded.actor_name, given = excluded.given, \
                 tried = 0, refused = null, gone = null",
                &[
                    &tenant,
                    &row.policy,
                    &row.excluded.kind(),
                    &row.excluded.id(),
                    &row.reason,
                    &row.ends,
                    &kind,
                    &actor,
                    &name,
                    &row.given,
                ],
            )
            .map(drop)
    }

    /// Keeps that taking one out at its end was tried, and why it was refused, if it was.
    pub fn tried(&mut self, row: &ExclusionRow, refused: Option<&str>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update exclusions set refused = $4, tried = $5 \
                 where tenant = $1 and policy = $2 and subject = $3",
                &[&tenant, &row.policy, &row.excluded.id(), &refused, &now],
            )
            .map(drop)
    }

    /// Keeps that a policy no longer leaves one out: what is known of it counts for nothing, until it comes back.
    pub fn leave(&mut self, policy: Id<Policy>, excluded: Excluded, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update exclusions set gone = $4 where tenant = $1 and policy = $2 and subject = $3",
                &[&tenant, &policy, &excluded.id(), &now],
            )
            .map(drop)
    }

    /// Keeps that a policy leaves one out as it did once: what was known of it counts again.
    pub fn come_back(&mut self, policy: Id<Policy>, excluded: Excluded) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update exclusions set gone = null, tried = 0, refused = null \
                 where tenant = $1 and policy = $2 and subject = $3",
                &[&tenant, &policy, &excluded.id()],
            )
            .map(drop)
    }
}

/// A row; none for a kind of a newer version.
fn read(row: &Row) -> Result<Option<ExclusionRow>> {
    let Some(excluded) = Excluded::read(&row.get::<String>(1)?, row.get(2)?) else { return Ok(None) };
    Ok(Some(ExclusionRow {
        policy: row.get(0)?,
        excluded,
        reason: row.get(3)?,
        ends: row.get(4)?,
        by: actor_of(&row.get::<String>(5)?, row.get(6)?, row.get(7)?),
        given: row.get(8)?,
        refused: row.get(9)?,
    }))
}
