use askama::Template;
use model::Locale;

use super::shell::{Entry, Shell};

/// The answers to some terms of use, newest first.
#[derive(Template, Clone)]
#[template(path = "admin/terms_answers.html")]
pub struct TermsAnswers {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id of the terms in the address.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// The answers.
    pub lines: Vec<TermsAnswerLine>,
    /// The address of the next page.
    pub more: Option<String>,
}

/// An answer in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsAnswerLine {
    /// When.
    pub when: String,
    /// Who.
    pub person: String,
    /// What they sign in with.
    pub user_name: String,
    /// Whether they accepted.
    pub accepted: bool,
    /// Which version.
    pub version: i64,
    /// From which address and with what browser.
    pub from: String,
}

impl TermsAnswers {
    /// Some, and none.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |person: &str, accepted| TermsAnswerLine {
            when: "22 nov, 09:12".to_owned(),
            person: person.to_owned(),
            user_name: "anna@devries.nl".to_owned(),
            accepted,
            version: 3,
            from: "203.0.113.7, Firefox op Windows".to_owned(),
        };
        let some = Self {
            shell: Shell::sample(locale, Entry::Terms),
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: "House rules <b>".to_owned(),
            lines: vec![line("Anna de Vries", true), line("<script>Piet</script>", false)],
            more: Some("/admin/conditional-access/terms/1/answers?before=1&id=2".to_owned()),
        };
        let none = Self { lines: vec![], more: None, ..some.clone() };
        vec![("admin-terms-answers", some), ("admin-terms-answers-none", none)]
    }
}
