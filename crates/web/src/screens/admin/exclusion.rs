use askama::Template;
use model::Locale;
use text::Texts;

use super::shell::{Entry, Shell};

/// Somebody or something that a policy leaves out.
#[derive(Debug, Clone)]
pub struct ExclusionLine {
    /// The id in the address.
    pub id: String,
    /// Who or what.
    pub name: String,
    /// What it is, and how many are in it.
    pub kind: String,
    /// Why; nothing where nobody said.
    pub reason: Option<String>,
    /// Who said so, and when.
    pub said: String,
    /// Until when.
    pub until: String,
    /// Why it is still there although it has ended.
    pub refused: Option<String>,
}

/// Says why a policy leaves somebody out, and until when.
#[derive(Template, Clone)]
#[template(path = "admin/exclusion.html")]
pub struct ExclusionPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The policy in the address.
    pub policy: String,
    /// What people call it.
    pub policy_name: String,
    /// Who or what in the address.
    pub id: String,
    /// Who or what.
    pub name: String,
    /// Why, as it is kept or was typed.
    pub reason: String,
    /// The last day (`2027-03-31`); empty for none.
    pub until: String,
    /// The field that is wrong, and how to mend it.
    pub error: Option<(&'static str, String)>,
}

impl ExclusionLine {
    /// With a reason, without one, and one that has ended and is still there.
    pub(super) fn samples(t: &Texts) -> Vec<Self> {
        let explained = Self {
            id: "7f000001-0000-4000-8000-000000000003".to_owned(),
            name: "Anna <b>".to_owned(),
            kind: t.exclusions_person(),
            reason: Some("Emergency <i>account".to_owned()),
            said: t.exclusions_said("Piet <b>", "23 nov 2026, 08:41"),
            until: t.exclusions_no_end(),
            refused: None,
        };
        let silent = Self {
            name: "Contractors <b>".to_owned(),
            kind: t.exclusions_group(12),
            reason: None,
            said: String::new(),
            ..explained.clone()
        };
        let stuck = Self {
            until: t.exclusions_ended("31 mar 2026"),
            refused: Some(t.exclusions_refused_lock_out("Anna <b>", "31 mar 2026")),
            ..explained.clone()
        };
        vec![explained, silent, stuck]
    }
}

impl ExclusionPage {
    /// What is wrong with a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        self.error.as_ref().filter(|(wrong, _)| *wrong == field).map(|(_, words)| words.clone())
    }

    /// Empty, and refused.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let page = Self {
            shell: Shell::sample(locale, Entry::Policies),
            policy: "7f000001-0000-4000-8000-000000000001".to_owned(),
            policy_name: "Two steps <b>outside".to_owned(),
            id: "7f000001-0000-4000-8000-000000000003".to_owned(),
            name: "Anna <i>".to_owned(),
            reason: String::new(),
            until: String::new(),
            error: None,
        };
        let refused = Self {
            reason: "Emergency \"account".to_owned(),
            until: "2020-01-01".to_owned(),
            error: Some(("until", t.exclusions_until_error())),
            ..page.clone()
        };
        vec![("admin-exclusion", page), ("admin-exclusion-refused", refused)]
    }
}
