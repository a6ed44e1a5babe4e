//! The use cases: load, decide, save.
//!
//! [`House`] is everything they share; each verb is a method of it, in a file of its own. A verb loads facts, calls
//! pure code and saves the result together with its log record in one transaction. Whoever asks for something that
//! needs leave brings a [`authority::Permit`]; whoever wants in passes [`gate`](crate) and nothing else.
//!
//! What it is not: HTTP, and SQL. Begin with [`House`], then `gate.rs`, then `signing_in/`. A new use case is a file
//! here, and a line in `authority.rs` when somebody needs leave for it.

mod api;
pub mod app_ids;
pub mod app_permissions;
pub mod app_secrets;
pub mod apps;
pub mod audit;
pub mod authority;
pub mod backups;
mod browsers;
pub mod conditional_access;
pub mod confirm;
mod context;
pub mod deleting;
pub mod demo;
pub mod directory;
pub mod directory_sync;
pub mod emergency;
pub mod evidence;
mod fault;
mod gate;
pub mod groups;
mod hash_pool;
pub mod health;
pub mod home;
mod house;
mod imagined;
pub mod importing;
pub mod invitations;
mod jobs;
mod keys;
mod ledger;
mod letters;
mod limits;
pub mod locks;
pub mod log;
pub mod log_export;
pub mod log_search;
mod lookups;
pub mod metrics;
pub mod my;
pub mod my_keys;
pub mod my_password;
pub mod openid;
pub mod organisation_settings;
pub mod organisations;
mod outside;
pub mod passkey_rules;
pub mod people;
pub mod people_export;
pub mod per_user_mfa;
pub mod person_changes;
pub mod person_methods;
pub mod personal_data;
mod plans;
mod policy_sets;
mod record;
pub mod recover;
mod relying_party;
pub mod remembered;
pub mod reminders;
pub mod removed_apps;
mod request_ids;
pub mod restore;
pub mod retention;
pub mod role_holders;
pub mod search;
pub mod security_defaults;
pub mod set_up;
mod signing;
pub mod signing_in;
mod spreadsheet;
mod standing;
pub mod terms;
mod ticket;
mod visit;

pub use api::{ApiRefusal, Caller};
pub use context::{Browser, Context};
pub use fault::Fault;
pub use gate::FAMILIAR_FOR;
pub use house::{Config, House};
pub use keys::{Keys, NoKeys, Place};
pub use outside::{DeliverLog, LogDelivery, MailRoute, Message, Outside};
pub use relying_party::KeysTaken;
pub use spreadsheet::line as spreadsheet_line;
pub use ticket::{Asked, Destination, KeptFor, Offers, Tick, Ticks, own_page};
pub use visit::{Visit, Visitor};

/// What the use cases answer with as it is kept.
pub use jobs::Haste;
pub use store::{
    Actor as AuditedBy, App, AppSecret, AuditFilter, AuditRecord, Credential, DayCounts, EmergencyUse,
    Filter, Gap, Kind, Outcome, Page, PeopleFilter, PeopleOrder, PlaceInOrder, Record, Refusal,
    RememberedRow, RoleHolder, SecondFactor, SessionRow, Standing, StillOpen, SyncRunRow, Terms, TermsAnswer,
    UserRow,
};
