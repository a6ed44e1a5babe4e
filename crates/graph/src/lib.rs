//! The JSON of Microsoft Graph: conditional access policies read without loss, written back and looked over; people, groups,
//! roles, applications and logs; and the options of its queries.
//!
//! The truth is the domain type, [`policy::Policy`]; this crate converts both ways (D14). What it does not understand
//! it keeps beside the document, names by its JSON path, and merges back when it writes. What it is not: it opens no
//! file, speaks no HTTP, and decides nothing. Begin with [`read`], then [`Document`]. A new condition or control of
//! Graph is a pair of a reader and a writer in the file of the object that it stands in.

pub mod application;
pub mod audit;
mod conditions;
mod context;
pub mod directory;
mod document;
mod evaluation;
mod foreign;
mod grant;
mod lint;
mod location;
pub mod methods;
pub mod odata;
pub mod organisation;
pub mod person_methods;
mod reader;
mod session;
pub mod sign_in;
mod strength;
mod strength_document;

pub use context::{ContextDocument, ContextError, read_context};
pub use document::{Document, LARGEST, MOST, NotUnderstood, ReadError, read, state_word};
pub use evaluation::{Evaluation, Identity, NotAsked, SignInContext, read_evaluation};
pub use foreign::Foreign;
pub use lint::{Code, Directory, Finding, Known, LONGEST_TRIAL, Severity, lint};
pub use location::{LocationDocument, LocationError, read_location, read_range};
pub use strength::{built_in_strengths, expanded, without_later_words};
pub use strength_document::{
    MOST_MAKES, StrengthDocument, StrengthError, combinations, configuration, read_strength,
};

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// `v1.0`: without what only beta has.
    V1,
    /// `beta`.
    Beta,
}
