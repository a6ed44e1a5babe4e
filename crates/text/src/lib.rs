//! Every sentence that Sluis says, in English and Dutch.
//!
//! Messages live in `locales/{en,nl}/*.ftl` (Project Fluent); each becomes a method of [`Texts`] with typed
//! arguments, so a misspelt key or a forgotten translation does not compile. Types of arguments stand as comments
//! in the English files. What it is not: a formatter of numbers, or of anything but days and times ([`date`]).
//!
//! Begin with [`of`]. One more message: a line in both languages. One more language: a folder, a
//! [`model::Locale`], and its months in `date.rs`.

mod date;
#[allow(missing_docs, dead_code, unused_imports, unreachable_pub, clippy::all, clippy::unwrap_used)]
mod messages {
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

use std::sync::LazyLock;

use model::Locale;

pub use date::{TimeZone, clock, date, day, recently};
pub use messages::L10nLanguage as Texts;

static EN: LazyLock<Texts> = LazyLock::new(|| messages::L10n::En.load());
static NL: LazyLock<Texts> = LazyLock::new(|| messages::L10n::Nl.load());

/// The texts of a language; read once, at the first use.
pub fn of(locale: Locale) -> &'static Texts {
    match locale {
        Locale::En => &EN,
        Locale::Nl => &NL,
    }
}
