//! The tables of Sluis, one file per aggregate.
//!
//! Every function works inside a transaction that is bound to one tenant ([`sql::Tx`]) and takes the tenant from
//! it; every statement names the tenant as `$1`, and a test reads every statement to see that it does. What lets
//! somebody in ([`Sessions::insert`], [`Grants::insert`], [`Grants::rotate`]) takes [`signin::Passed`] by value.
//!
//! What it is not: rules. It keeps and finds; `service` decides. Begin with [`Tables`]; a new aggregate is a file
//! here, a line in [`Tables`], and tables in a new file under `migrations/`.

mod agreements;
mod app_groups;
mod app_ids;
mod app_permissions;
mod apps;
mod audit;
mod audit_seals;
mod audit_values;
mod codes;
mod coverage;
mod credentials;
mod emergency;
mod ended;
mod erased;
mod exclusions;
mod familiar;
mod first_steps;
mod grants;
mod groups;
mod invitations;
mod last_uses;
mod leases;
mod lockouts;
mod log_exports;
mod memberships;
mod organisations;
mod outbox;
mod passkeys;
mod personal;
mod policy_sets;
mod profiles;
mod records;
mod records_found;
mod recovery;
mod remembered;
mod removals;
mod removed_apps;
mod restored;
mod role_holders;
mod row;
mod search;
mod sessions;
mod settings;
mod sign_ins;
mod signing_keys;
mod spent;
mod sync_runs;
mod synced;
mod users;

pub use agreements::{Agreements, Terms, TermsAnswer};
pub use apps::{App, AppSecret, Apps, HeldSecret, Refusal};
pub use audit::{Actor, Audit, AuditFilter, AuditRecord, AuditRow};
pub use audit_seals::{AuditSeals, SealRow};
pub use audit_values::{AuditValue, AuditValues};
pub use codes::{CodeUse, Codes};
pub use coverage::{Coverage, CoverageAge, DayCounts, Gap};
pub use credentials::{Credential, Credentials};
pub use emergency::{Emergency, EmergencyAccount, EmergencyUse, KeptCapsule};
pub use ended::Ended;
pub use erased::Erased;
pub use exclusions::{ExclusionRow, Exclusions};
pub use familiar::{Familiar, Trait};
pub use first_steps::FirstSteps;
pub use grants::Grants;
pub use groups::Groups;
pub use invitations::{Invitation, Invitations};
pub use last_uses::{LastUses, StillOpen};
pub use leases::Leases;
pub use lockouts::{Counted, Lockouts};
pub use log_exports::{LogExport, LogExports, LogPlace};
pub use memberships::Memberships;
pub use organisations::Organisations;
pub use outbox::{Letter, Outbox};
pub use passkeys::{Held, MakeHeld, Passkey, Passkeys};
pub use personal::{PERSONAL, Personal, PersonalTable, PersonalValue, Told};
pub use policy_sets::{PartKey, PolicySets, Revision, RevisionRow};
pub use profiles::Profiles;
pub use records::{Filter, Outcome, Record, Records, ReplayRow, Subject};
pub use records_found::Within;
pub use recovery::RecoveryCodes;
pub use remembered::{RememberedBrowsers, RememberedRow};
pub use removals::Removals;
pub use restored::{FATES, Fate, KeptCode, Restored};
pub use role_holders::{RoleHolder, RoleHolders};
pub use search::{SearchWords, Sought};
pub use sessions::{SessionRow, Sessions};
pub use settings::Settings;
pub use sign_ins::SignIns;
pub use signing_keys::{SigningKeyRow, SigningKeys};
pub use spent::Spent;
pub use sync_runs::{SyncRunRow, SyncRuns};
pub use synced::{Synced, SyncedKind, SyncedRow, Withheld};
pub use users::{
    Kind, Page, PeopleFilter, PeopleOrder, PlaceInOrder, SecondFactor, Standing, UserRow, Users,
};

use sql::{Installation, Migration, Tx};

/// What every function here can fail with.
pub type Result<T> = std::result::Result<T, sql::Error>;

/// The schema, in order. A file that was released is never edited.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "foundations", sql: include_str!("migrations/0001_foundations.sql") },
    Migration {
        version: 2,
        name: "sign-ins of a person",
        sql: include_str!("migrations/0002_sign_ins_of_a_person.sql"),
    },
    Migration { version: 3, name: "actor names", sql: include_str!("migrations/0003_actor_names.sql") },
    Migration { version: 4, name: "passkeys", sql: include_str!("migrations/0004_passkeys.sql") },
    Migration {
        version: 5,
        name: "signing algorithms",
        sql: include_str!("migrations/0005_signing_algorithms.sql"),
    },
    Migration { version: 6, name: "remembered", sql: include_str!("migrations/0006_remembered.sql") },
    Migration { version: 7, name: "leases", sql: include_str!("migrations/0007_leases.sql") },
    Migration { version: 8, name: "audit seals", sql: include_str!("migrations/0008_audit_seals.sql") },
    Migration { version: 9, name: "secrets in use", sql: include_str!("migrations/0009_secrets_in_use.sql") },
    Migration {
        version: 10,
        name: "keys of every algorithm",
        sql: include_str!("migrations/0010_keys_of_every_algorithm.sql"),
    },
    Migration { version: 11, name: "lists", sql: include_str!("migrations/0011_lists.sql") },
    Migration { version: 12, name: "search words", sql: include_str!("migrations/0012_search_words.sql") },
    Migration {
        version: 13,
        name: "demands of applications",
        sql: include_str!("migrations/0013_demands_of_applications.sql"),
    },
    Migration { version: 14, name: "claims asked", sql: include_str!("migrations/0014_claims_asked.sql") },
    Migration { version: 15, name: "copied keys", sql: include_str!("migrations/0015_copied_keys.sql") },
    Migration {
        version: 16,
        name: "state before a block",
        sql: include_str!("migrations/0016_state_before_a_block.sql"),
    },
    Migration { version: 17, name: "first steps", sql: include_str!("migrations/0017_first_steps.sql") },
    Migration {
        version: 18,
        name: "sign-ins that went on",
        sql: include_str!("migrations/0018_sign_ins_that_went_on.sql"),
    },
    Migration { version: 19, name: "groups", sql: include_str!("migrations/0019_groups.sql") },
    Migration { version: 20, name: "people", sql: include_str!("migrations/0020_people.sql") },
    Migration {
        version: 21,
        name: "copied keys by time",
        sql: include_str!("migrations/0021_copied_keys_by_time.sql"),
    },
    Migration {
        version: 22,
        name: "removed applications",
        sql: include_str!("migrations/0022_removed_applications.sql"),
    },
    Migration { version: 23, name: "removals", sql: include_str!("migrations/0023_removals.sql") },
    Migration { version: 24, name: "per-user mfa", sql: include_str!("migrations/0024_per_user_mfa.sql") },
    Migration {
        version: 25,
        name: "permissions of applications",
        sql: include_str!("migrations/0025_app_permissions.sql"),
    },
    Migration {
        version: 26,
        name: "who made a revision",
        sql: include_str!("migrations/0026_who_made_a_revision.sql"),
    },
    Migration { version: 27, name: "exclusions", sql: include_str!("migrations/0027_exclusions.sql") },
    Migration { version: 28, name: "coverage", sql: include_str!("migrations/0028_coverage.sql") },
    Migration { version: 32, name: "terms of use", sql: include_str!("migrations/0032_terms_of_use.sql") },
    Migration {
        version: 33,
        name: "past exclusions",
        sql: include_str!("migrations/0033_past_exclusions.sql"),
    },
    Migration {
        version: 34,
        name: "emergency access",
        sql: include_str!("migrations/0034_emergency_access.sql"),
    },
    Migration {
        version: 35,
        name: "directory sync",
        sql: include_str!("migrations/0035_directory_sync.sql"),
    },
    Migration {
        version: 36,
        name: "logs for programs",
        sql: include_str!("migrations/0036_logs_for_programs.sql"),
    },
    Migration { version: 37, name: "evidence", sql: include_str!("migrations/0037_evidence.sql") },
    Migration {
        version: 38,
        name: "lost log records",
        sql: include_str!("migrations/0038_lost_log_records.sql"),
    },
];

macro_rules! tables {
    ($($(#[$meta:meta])* $method:ident -> $table:ident),+ $(,)?) => {
        /// The aggregates, reached from a transaction: `tx.users().by_id(id)`.
        pub trait Tables<'c> {
            $($(#[$meta])* fn $method(&mut self) -> $table<'_, 'c>;)+
        }
        impl<'c> Tables<'c> for Tx<'c> {
            $(fn $method(&mut self) -> $table<'_, 'c> { $table(self) })+
        }
    };
}

tables! {
    /// Terms of use, their texts, and what people answered.
    agreements -> Agreements,
    /// Applications, their secrets, assignments and refusals.
    apps -> Apps,
    /// What administrators and people changed.
    audit -> Audit,
    /// What the audit log is sealed with.
    audit_seals -> AuditSeals,
    /// What audit records say about people.
    audit_values -> AuditValues,
    /// Authorization codes.
    codes -> Codes,
    /// What is counted of sign-ins and policies by day.
    coverage -> Coverage,
    /// Registered second factors.
    credentials -> Credentials,
    /// Emergency accounts and when they were used.
    emergency -> Emergency,
    /// Rows that ended by themselves.
    ended -> Ended,
    /// Removing people for good.
    erased -> Erased,
    /// Why policies leave somebody or something out.
    exclusions -> Exclusions,
    /// Browsers, networks and countries a person signed in from.
    familiar -> Familiar,
    /// The first steps on Home that were done once.
    first_steps -> FirstSteps,
    /// What applications got.
    grants -> Grants,
    /// Groups, their owners and the roles they carry.
    groups -> Groups,
    /// Invitations that are open.
    invitations -> Invitations,
    /// When something that somebody may do was last used, and what of theirs is still open.
    last_uses -> LastUses,
    /// Which node does which job.
    leases -> Leases,
    /// Counters of failed secrets.
    lockouts -> Lockouts,
    /// Where the logs are sent, and how far they were.
    log_exports -> LogExports,
    /// Who and what is in groups.
    memberships -> Memberships,
    /// Mail that waits to leave.
    outbox -> Outbox,
    /// What passkeys and security keys are verified with.
    passkeys -> Passkeys,
    /// Everything that is kept of one person.
    personal -> Personal,
    /// Policy-set revisions.
    policy_sets -> PolicySets,
    /// What is known of people beside what sign-ins look at.
    profiles -> Profiles,
    /// Sign-in records and their subjects.
    records -> Records,
    /// Recovery codes.
    recovery_codes -> RecoveryCodes,
    /// Browsers that stand in for a second factor.
    remembered -> RememberedBrowsers,
    /// What was taken away and is no longer in the audit log.
    removals -> Removals,
    /// What a backup must not bring back to life.
    restored -> Restored,
    /// Who holds which directory role.
    role_holders -> RoleHolders,
    /// What people and applications are searched by.
    search_words -> SearchWords,
    /// Browser sessions.
    sessions -> Sessions,
    /// Settings of the organisation.
    settings -> Settings,
    /// Sign-ins that are under way.
    sign_ins -> SignIns,
    /// Keys that sign tokens.
    signing_keys -> SigningKeys,
    /// Ids that were used once.
    spent -> Spent,
    /// What passes over a directory server did.
    sync_runs -> SyncRuns,
    /// People and groups that come from a directory server.
    synced -> Synced,
    /// People, their names and roles.
    users -> Users,
}

/// The organisations of the installation: the only table that is read without a tenant.
pub fn organisations<'t, 'c>(installation: &'t mut Installation<'c>) -> Organisations<'t, 'c> {
    Organisations(installation)
}
