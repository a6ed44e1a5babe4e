//! People and groups from a directory server (LDAP, Active Directory), one way: that server says who there is, and Sluis
//! follows.
//!
//! A pass reads people, then groups, then who is in them, in pages; most passes read what changed, one a day reads
//! everything, so that it is noticed who is gone. Who somebody is decides the id that they have there, from the first import
//! on; that server gives no roles, and fills no group that carries any. Begin with `pass.rs`; what one entry means is
//! `mapping.rs`, what is done for one person `people.rs`, for one group `groups.rs`, for who is gone `leaving.rs`. What is
//! asked of a server stands in `server.rs`, and `outside` asks it. Passwords are `passwords.rs`.

mod dn;
mod groups;
mod leaving;
mod mapping;
mod pass;
pub(crate) mod passwords;
mod people;
mod reading;
mod report;
pub(crate) mod restored;
mod schedule;
mod server;
mod settings;
mod state;
mod trying;

pub use mapping::DirectoryKind;
pub use pass::SyncHow;
pub use report::{MOST_ROWS, SHOWN, SyncCounts, SyncEnd, SyncLine, SyncOutcome, SyncRefusal, SyncRun};
pub use server::{
    Condition, DirectoryEntry, DirectoryError, DirectorySearch, DirectoryServer, Protection, RemotePassword,
    Scope,
};
pub use settings::{DirectorySettings, EVERY, GRACE, LONGEST, MOST_PERCENT, MOST_REMOVED, ShownDirectory};
pub use state::Syncs;
pub use trying::{SamplePerson, Tested};
