//! The nouns of Sluis: ids, time, people, applications, and the words that more than one crate needs.
//!
//! What it is not: behaviour. Nothing here reads a clock, draws a random number or knows a database; a rule that
//! needs more than one noun lives in `policy`, `signin` or `factors`. Begin with [`Id`], [`Timestamp`] and
//! [`User`]. A word that two pure crates share becomes a file here and a line below.

mod app;
mod cidr;
mod code;
mod group;
mod id;
mod locale;
mod locality;
mod method;
mod name;
mod net;
mod organisation;
mod per_user_mfa;
mod permission;
mod person;
mod proof;
mod resume;
mod role;
mod search;
mod signal;
mod time;
mod user;

pub use app::{
    AppId, AppKind, Assignment, FirstParty, GRAPH_RESOURCE_ID, MANAGEMENT_RESOURCE_ID, ServicePrincipal,
    TargetName,
};
pub use cidr::{Cidr, CidrError};
pub use code::{CODE_ALPHABET, ShortCode};
pub use group::{Group, GroupState, Member, Membership};
pub use id::{Id, ParseIdError};
pub use locale::Locale;
pub use locality::{Coordinates, Locality};
pub use method::{Make, Method, MethodSet};
pub use name::{MAX_TYPED, Name, NameError, NameKey, mail_address, plain_text};
pub use net::{Address, AddressRule, Network};
pub use organisation::{Organisation, Tenant};
pub use permission::{Behalf, Permission, PermissionSet};
pub use person::{Attribute, Person, Profile};
pub use proof::{How, Proof, proved};
pub use resume::{LocalPath, Resume};
pub use role::{ALWAYS_MFA, Role};
pub use search::{is_sought, search_words, sought_words};
pub use signal::{
    ClientApp, Country, Door, Familiarity, Flow, GuestKind, Known, PerUserMfa, Platform, Protocol, RiskLevel,
    Signal, UserAction,
};
pub use time::{Span, Timestamp};
pub use user::{BeforeBlock, BeforeDelete, KEPT_DELETED, PasswordState, User, UserState};
