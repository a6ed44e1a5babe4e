use model::{Id, Timestamp, User, UserState};
use sql::Tx;

use crate::Result;
use crate::row::word;
use crate::users::state_of;

/// What a store that comes from a backup must not bring back to life.
pub struct Restored<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// What becomes of a table when a backup is restored. A new table gets a line in [`FATES`]: a test asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Its rows let somebody in, or say that something is still to be done: all of them end.
    Ends,
    /// As in the backup.
    Stays,
    /// As in the backup, but for what was taken away or used up since.
    Corrected,
}

/// Every table, and what becomes of it.
pub const FATES: &[(&str, Fate)] = &[
    ("agreement_answers", Fate::Corrected),
    ("agreement_texts", Fate::Stays),
    ("agreements", Fate::Stays),
    ("app_assignments", Fate::Corrected),
    ("app_groups", Fate::Corrected),
    ("app_permissions", Fate::Corrected),
    ("app_refusals", Fate::Stays),
    ("app_secrets", Fate::Corrected),
    ("apps", Fate::Corrected),
    ("audit_records", Fate::Stays),
    ("audit_seals", Fate::Stays),
    ("audit_values", Fate::Corrected),
    ("codes", Fate::Ends),
    ("coverage_days", Fate::Stays),
    ("coverage_gaps", Fate::Stays),
    ("coverage_queue", Fate::Stays),
    ("credentials", Fate::Corrected),
    ("emergency_accounts", Fate::Corrected),
    ("emergency_uses", Fate::Stays),
    ("erased", Fate::Corrected),
    ("exclusions", Fate::Corrected),
    ("familiar", Fate::Corrected),
    ("first_steps", Fate::Stays),
    ("grants", Fate::Ends),
    ("group_members", Fate::Corrected),
    ("group_nesting", Fate::Corrected),
    ("group_owners", Fate::Corrected),
    ("group_roles", Fate::Corrected),
    ("groups", Fate::Corrected),
    ("heads", Fate::Corrected),
    ("invitations", Fate::Ends),
    ("leases", Fate::Ends),
    ("lockouts", Fate::Stays),
    ("log_export_places", Fate::Corrected),
    ("log_exports", Fate::Corrected),
    ("login_names", Fate::Corrected),
    ("organisations", Fate::Stays),
    ("outbox", Fate::Ends),
    ("parts", Fate::Stays),
    ("passkeys", Fate::Corrected),
    ("policy_days", Fate::Stays),
    ("policy_people", Fate::Corrected),
    ("profiles", Fate::Corrected),
    ("recovery_codes", Fate::Corrected),
    ("remembered", Fate::Ends),
    ("removals", Fate::Corrected),
    ("revisions", Fate::Stays),
    ("role_assignments", Fate::Corrected),
    ("search_words", Fate::Corrected),
    ("sessions", Fate::Ends),
    ("settings", Fate::Corrected),
    ("sign_in_records", Fate::Stays),
    ("sign_ins", Fate::Ends),
    ("signing_keys", Fate::Corrected),
    ("spent", Fate::Corrected),
    ("subjects", Fate::Corrected),
    ("sync_rows", Fate::Corrected),
    ("sync_runs", Fate::Stays),
    ("synced", Fate::Corrected),
    ("users", Fate::Corrected),
];

/// A recovery code as it is kept: whose, its digest, and when it was made.
pub type KeptCode = (Id<User>, [u8; 32], Timestamp);

impl Restored<'_, '_> {
    /// Ends everything of [`Fate::Ends`]: sessions, grants and what hangs on them, links, remembered browsers, sign-ins
    /// that are under way, and mail that may have left already.
    pub fn end_everything(&mut self) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from codes where tenant = $1", &[&tenant])?;
        self.0.execute("delete from grants where tenant = $1", &[&tenant])?;
        self.0.execute("delete from invitations where tenant = $1", &[&tenant])?;
        self.0.execute("delete from leases where tenant = $1", &[&tenant])?;
        self.0.execute("delete from outbox where tenant = $1", &[&tenant])?;
        self.0.execute("delete from remembered where tenant = $1", &[&tenant])?;
        self.0.execute("delete from sessions where tenant = $1", &[&tenant])?;
        self.0.execute("delete from sign_ins where tenant = $1", &[&tenant]).map(drop)
    }

    /// Uses up every step of authenticator apps up to this one: whichever of them was used since the backup.
    pub fn use_steps(&mut self, step: i64) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update credentials set last_step = $2 \
                 where tenant = $1 and method = 'totp' and (last_step is null or last_step < $2)",
                &[&tenant, &step],
            )
            .map(drop)
    }

    /// Who was blocked or deleted since a moment, and still is.
    pub fn taken_out_since(&mut self, since: Timestamp) -> Result<Vec<(Id<User>, UserState)>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, state, state_at, state_before from users \
                 where tenant = $1 and state in ('blocked', 'deleted') and state_at >= $2 order by state_at",
                &[&tenant, &since],
            )?
            .iter()
            .map(|row| {
                let (at, before): (_, Option<String>) = (row.get(2)?, row.get(3)?);
                let state =
                    word("state", &row.get::<String>(1)?, |state| state_of(state, at, before.as_deref()))?;
                Ok((row.get(0)?, state))
            })
            .collect()
    }

    /// Every recovery code that is still good.
    pub fn recovery_codes(&mut self) -> Result<Vec<KeptCode>> {
        let tenant = self.0.tenant();
        self.0
            .query("select user_id, digest, created from recovery_codes where tenant = $1", &[&tenant])?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .collect()
    }

    /// Makes these the only recovery codes.
    pub fn set_recovery_codes(&mut self, codes: &[KeptCode]) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from recovery_codes where tenant = $1", &[&tenant])?;
        for (user, digest, created) in codes {
            self.0.execute(
                "insert into recovery_codes (tenant, user_id, digest, created) values ($1, $2, $3, $4)",
                &[&tenant, user, digest, created],
            )?;
        }
        Ok(())
    }

    /// Every id that was used once and could be used again.
    pub fn spent(&mut self, now: Timestamp) -> Result<Vec<(Id<()>, Timestamp)>> {
        let tenant = self.0.tenant();
        self.0
            .query("select id, until from spent where tenant = $1 and until > $2", &[&tenant, &now])?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?)))
            .collect()
    }
}
