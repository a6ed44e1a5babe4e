use askama::Template;
use model::Locale;
use service::terms::TermsProblem;
use text::Texts;

use super::done::Done;
use super::shell::{Entry, Shell};

/// Conditional access > Terms of use.
#[derive(Template, Clone)]
#[template(path = "admin/terms.html")]
pub struct TermsList {
    /// What surrounds the page.
    pub shell: Shell,
    /// The terms, by name.
    pub lines: Vec<TermsLine>,
    /// True when the reader may change them.
    pub may_change: bool,
}

/// Terms in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsLine {
    /// The id in the address.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// The languages of the text.
    pub languages: String,
    /// After how many days they are asked again.
    pub again_days: Option<i64>,
    /// How many answers there are.
    pub answers: u32,
    /// How the policies are called that ask for them.
    pub used_by: Vec<String>,
}

/// Terms in a form, new or kept; posts to itself.
#[derive(Template, Clone)]
#[template(path = "admin/terms_edit.html")]
pub struct TermsEdit {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address; none for new ones.
    pub id: Option<String>,
    /// Which version they are in, and since when; none for new ones.
    pub version: Option<(i64, String)>,
    /// The moment of the change that is looked at; empty for new ones.
    pub seen: String,
    /// What stands in the form.
    pub form: TermsForm,
    /// How the policies are called that ask for them.
    pub used_by: Vec<String>,
    /// Why they were not saved: the field, and how to mend it.
    pub problem: Option<(&'static str, String)>,
    /// True when the reader may change them.
    pub may_change: bool,
    /// True when the reader may read the answers.
    pub may_read_answers: bool,
}

/// Terms as they are typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TermsForm {
    /// What people call them.
    pub name: String,
    /// The text in English.
    pub english: String,
    /// The text in Dutch.
    pub dutch: String,
    /// Whether the text stands open.
    pub is_open: bool,
    /// After how many days they are asked again; empty for never.
    pub again: String,
    /// Whether everybody is asked again.
    pub ask_again: bool,
}

/// The field that a problem is about, and the way out.
pub(crate) fn terms_problem(t: &Texts, problem: &TermsProblem) -> (&'static str, String) {
    match problem {
        TermsProblem::Name => ("name", t.terms_problem_name()),
        TermsProblem::Empty => ("english", t.terms_problem_empty()),
        TermsProblem::Text => ("english", t.terms_problem_text()),
        TermsProblem::Days => ("again", t.terms_problem_days()),
        TermsProblem::TooMany => ("", t.terms_problem_too_many()),
        TermsProblem::Used(policies) => ("", t.terms_problem_used(policies.join(", "))),
        TermsProblem::OnTrial => ("", t.terms_problem_trial()),
        TermsProblem::ChangedMeanwhile => ("", t.terms_problem_meanwhile()),
    }
}

impl TermsLine {
    /// When they are asked again, in words.
    pub fn again(&self, t: &Texts) -> String {
        self.again_days.map_or_else(|| t.terms_again_never(), |days| t.terms_again_days(days))
    }
}

impl TermsEdit {
    /// Where the form goes.
    pub fn action(&self) -> String {
        let list = self.shell.to(Entry::Terms);
        format!("{list}/{}", self.id.as_deref().unwrap_or("new"))
    }

    /// What the page is called.
    pub fn title(&self) -> String {
        match self.id {
            Some(_) => self.form.name.clone(),
            None => self.shell.texts.terms_new(),
        }
    }

    /// What is wrong with a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        self.problem.as_ref().filter(|(wrong, _)| *wrong == field).map(|(_, words)| words.clone())
    }

    /// New, kept, and refused.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let new = Self {
            shell: Shell::sample(locale, Entry::Terms),
            id: None,
            version: None,
            seen: String::new(),
            form: TermsForm::default(),
            used_by: vec![],
            problem: None,
            may_change: true,
            may_read_answers: true,
        };
        let kept = Self {
            id: Some("7f000001-0000-4000-8000-000000000001".to_owned()),
            version: Some((3, "22 nov 2026".to_owned())),
            seen: "1795000000000000".to_owned(),
            form: TermsForm {
                name: "House rules <b>".to_owned(),
                english: "# Rules\nBe kind.</textarea><script>".to_owned(),
                dutch: "# Regels\nWees aardig.".to_owned(),
                is_open: true,
                again: "365".to_owned(),
                ask_again: false,
            },
            used_by: vec!["Everybody <i>accepts".to_owned()],
            ..new.clone()
        };
        let refused = Self {
            form: TermsForm { again: "soon\"".to_owned(), ..kept.form.clone() },
            problem: Some(("again", text::of(locale).terms_problem_days())),
            ..kept.clone()
        };
        vec![("admin-terms-new", new), ("admin-terms-edit", kept), ("admin-terms-refused", refused)]
    }
}

impl TermsList {
    /// Some, and none.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Terms);
        let line = |name: &str, languages: &str, again_days, answers, used_by: &[&str]| TermsLine {
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            languages: languages.to_owned(),
            again_days,
            answers,
            used_by: used_by.iter().map(|name| (*name).to_owned()).collect(),
        };
        let some = Self {
            shell: shell.clone().after(Done::TermsSaved),
            lines: vec![
                line("House rules <b>", "English, Nederlands", Some(365), 1_204, &["Everybody <i>accepts"]),
                line("Guests", "English", None, 0, &[]),
            ],
            may_change: true,
        };
        let none = Self { shell, lines: vec![], ..some.clone() };
        vec![("admin-terms", some), ("admin-terms-none", none)]
    }
}
