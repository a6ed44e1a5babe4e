use askama::Template;
use model::Locale;

use crate::screens::admin::{Entry, Shell};
use crate::screens::{Written, written};

/// `/my/terms`: the terms of use that one answered.
#[derive(Template, Clone)]
#[template(path = "my/terms.html")]
pub struct MyTerms {
    /// What surrounds the page.
    pub shell: Shell,
    /// The answers, newest first.
    pub lines: Vec<OwnTermsLine>,
}

/// One's own answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTermsLine {
    /// What the terms are called.
    pub name: String,
    /// When it was given.
    pub when: String,
    /// Whether they were accepted.
    pub accepted: bool,
    /// The text that was shown.
    pub text: Vec<Written>,
}

impl MyTerms {
    /// Some, and none.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name: &str, accepted| OwnTermsLine {
            name: name.to_owned(),
            when: "22 november 2026 09:12".to_owned(),
            accepted,
            text: written("# Rules <b>\nBe kind.\n\n- <script>one</script>\n- two"),
        };
        let some = Self {
            shell: Shell::sample(locale, Entry::MySessions),
            lines: vec![line("House rules", true), line("<script>Guests</script>", false)],
        };
        let none = Self { lines: vec![], ..some.clone() };
        vec![("my-terms", some), ("my-terms-none", none)]
    }
}
