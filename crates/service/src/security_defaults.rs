//! The one switch: security defaults on or off, and how long people may take to register.

use model::{Id, Tenant};
use policy::SecurityDefaults;
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageSecurityDefaults, Permit, ReadSecurity};
use crate::conditional_access::is_on_trial;
use crate::house::House;
use crate::organisations::end_all;
use crate::policy_sets;
use crate::standing::may_still;

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct Defaults {
    /// As they are.
    pub defaults: SecurityDefaults,
    /// How many people may sign in.
    pub people: i64,
    /// How many of them have registered a second factor.
    pub registered: i64,
}

/// What an administrator wants.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// On or off.
    pub enabled: bool,
    /// The deadline in days, 0 to 14.
    pub registration_days: u8,
    /// Why they are switched off; needed for that.
    pub reason: String,
    /// End every session, so that everybody comes in under the new rule.
    pub end_sessions: bool,
}

impl House {
    /// Security defaults as they are.
    pub async fn security_defaults(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Defaults, Fault> {
        self.db
            .read(tenant, |tx| {
                let set = policy_sets::load_head(tx)?;
                let (people, registered) = tx.users().count()?;
                Ok(Defaults { defaults: set.defaults, people, registered })
            })
            .await
    }

    /// Switches security defaults; the audit record keeps the reason. Every later decision sees the new revision in
    /// its own transaction.
    pub async fn set_security_defaults(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageSecurityDefaults>,
        wanted: Wanted,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        let id = Id::ordered(entry.at, self.outside.random());
        let reason = model::plain_text(&wanted.reason, 300);
        if wanted.registration_days > SecurityDefaults::LONGEST {
            return Err(Fault::Invalid("registration_days"));
        }
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let head = policy_sets::head(tx)?;
                let before = policy_sets::set_of(&head)?;
                if is_on_trial(&head)? {
                    return Err(Fault::Conflict("trial"));
                }
                // Reference 1.3: they are the rule of an organisation without rules of its own.
                if wanted.enabled
                    && !before.defaults.enabled
                    && before.written().any(|policy| policy.state == policy::State::On)
                {
                    return Err(Fault::Conflict("conditionalAccess"));
                }
                if before.defaults.enabled && !wanted.enabled && reason.is_none() {
                    return Err(Fault::Invalid("reason"));
                }
                let switched = before.defaults.enabled != wanted.enabled;
                let after = SecurityDefaults {
                    enabled: wanted.enabled,
                    registration_days: wanted.registration_days,
                    since: if switched { entry.at } else { before.defaults.since },
                };
                if !policy_sets::save_defaults(tx, id, Some(before.revision), after, entry)? {
                    return Err(Fault::Conflict("security defaults"));
                }
                if wanted.end_sessions {
                    end_all(tx)?;
                }
                let mut changes = Changes::default()
                    .set("enabled", before.defaults.enabled, after.enabled)
                    .set("registrationDays", before.defaults.registration_days, after.registration_days);
                if let Some(reason) = &reason {
                    changes = changes.made("reason", reason);
                }
                if wanted.end_sessions {
                    changes = changes.made("sessionsEnded", true);
                }
                let verb = match (before.defaults.enabled, after.enabled) {
                    (false, true) => Verb::TurnDefaultsOn,
                    (true, false) => Verb::TurnDefaultsOff,
                    _ => Verb::ChangeDefaults,
                };
                entry.write(tx, &permit, verb, ("policySet", Some(id)), &changes)
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(())
    }
}
