//! The screens: a struct that a handler fills, a template of the same name, and `samples()` for the test that
//! renders every screen in every language and for looking at them (`cargo run -p web --example gallery`).
//!
//! Begin with [`door`]: what stands before one is inside. [`admin`] and [`my`] lie behind it.

pub mod admin;
pub mod door;
pub mod my;
mod parts;
mod policy_findings;
pub(crate) mod policy_words;
mod revision_words;
pub(crate) mod statement_words;
pub(crate) mod strength_words;
mod written;

use model::Locale;

pub use parts::{Field, FieldKind, Meter, Peek, Qr};
pub use policy_findings::finding as finding_words;
pub use policy_words::{PolicyPart, PolicyWords};
pub use revision_words::{altered as altered_words, outcome as outcome_words};
pub use statement_words::statement as statement_sentence;
pub use written::{Written, written};

/// A screen as a sample shows it: its name, and the page.
pub type Sample = (&'static str, askama::Result<String>);

/// Every sample of every screen in one language.
pub fn samples(locale: Locale) -> Vec<Sample> {
    let mut all = door::samples(locale);
    all.extend(admin::samples(locale));
    all.extend(my::samples(locale));
    all
}
