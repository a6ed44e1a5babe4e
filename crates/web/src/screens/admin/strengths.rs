use askama::Template;
use graph::StrengthError;
use model::{Locale, Timestamp};
use policy::Combination;
use service::conditional_access::{MOST_STRENGTHS, StrengthProblem};
use text::Texts;

use super::done::Done;
use super::policy_problem::problem_words;
use super::shell::{Entry, Shell};
use crate::screens::strength_words;

/// Conditional access > Authentication strengths.
#[derive(Template, Clone)]
#[template(path = "admin/strengths.html")]
pub struct StrengthsPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The strengths: built-in ones, then those of one's own in the order that they were made.
    pub lines: Vec<StrengthLine>,
    /// True when the reader may change those of one's own.
    pub may_change: bool,
}

/// A strength in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrengthLine {
    /// The id in the address.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// True for one that Sluis has by itself.
    pub is_built_in: bool,
    /// The combinations that can be given here, in words.
    pub enough: Vec<String>,
    /// How many others it takes, which nobody can give here.
    pub others: usize,
    /// The makes of which a passkey must be, where not every make counts.
    pub makes: Vec<String>,
    /// How the policies are called that demand it.
    pub used_by: Vec<String>,
}

/// A strength in a form, new or kept; posts to itself as `name`, `description`, `combination`, `make` and `more`.
#[derive(Template, Clone)]
#[template(path = "admin/strength.html")]
pub struct StrengthPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address; none for a new one.
    pub id: Option<String>,
    /// True for one that Sluis has by itself.
    pub is_built_in: bool,
    /// What stands in the form.
    pub form: StrengthForm,
    /// The makes of keys that are known, with a name where they have one.
    pub makes: Vec<(String, Option<String>)>,
    /// True where it says something about certificates, which is kept.
    pub has_certificates: bool,
    /// How the policies are called that demand it.
    pub used_by: Vec<String>,
    /// Why it was not saved.
    pub problem: Option<String>,
    /// True when the reader may change it.
    pub may_change: bool,
}

/// A strength as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StrengthForm {
    /// The revision that it was read from.
    pub seen: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The combinations, in the words of Graph.
    pub combinations: Vec<String>,
    /// The makes of which a passkey must be; none for every make.
    pub makes: Vec<String>,
    /// More makes, one on each line.
    pub more: String,
}

/// A combination that can be chosen: its word, what it says, and whether it is chosen.
pub type CombinationChoice = (String, String, bool);

/// Why a strength was not saved or deleted, and the way out; `when` says a moment.
pub(crate) fn strength_problem(
    t: &Texts,
    problem: &StrengthProblem,
    when: impl Fn(Timestamp) -> String,
) -> String {
    match problem {
        StrengthProblem::NotReadable(error) => match error {
            StrengthError::Name => t.strengths_problem_name(),
            StrengthError::Empty => t.strengths_problem_empty(),
            StrengthError::Make(make) => t.strengths_problem_make(make),
            StrengthError::Makes => t.methods_error_many(graph::MOST_MAKES),
            other => t.strengths_problem_unreadable(other.to_string()),
        },
        StrengthProblem::TooLarge => t.policies_problem_too_large(),
        StrengthProblem::NameTaken => t.strengths_problem_taken(),
        StrengthProblem::TooMany => t.strengths_problem_too_many(MOST_STRENGTHS),
        StrengthProblem::BuiltIn => t.strengths_built_in_hint(),
        StrengthProblem::Used(policies) => t.strengths_problem_used(policies.join(", ")),
        StrengthProblem::Impossible(policies) => t.strengths_problem_impossible(policies.join(", ")),
        StrengthProblem::Policies(problem) => problem_words(t, problem, when),
    }
}

impl StrengthLine {
    /// The policies that demand it, in one line.
    pub fn used(&self) -> String {
        self.used_by.join(", ")
    }

    /// The makes, in one line.
    pub fn named(&self) -> String {
        self.makes.join(", ")
    }
}

impl StrengthsPage {
    /// Some, and the built-in ones alone.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Strengths);
        let t = text::of(locale);
        let line = |name: &str, is_built_in| StrengthLine {
            id: "00000000-0000-0000-0000-000000000004".to_owned(),
            name: name.to_owned(),
            is_built_in,
            enough: vec![t.strengths_mode_fido2()],
            others: 2,
            makes: vec![],
            used_by: vec![],
        };
        let own = StrengthLine {
            makes: vec!["Blue key <b>5".to_owned()],
            used_by: vec!["Cash desk <i>".to_owned()],
            others: 0,
            ..line("Keys <b>only", false)
        };
        let built_in = line(&t.policies_strength_phishing(), true);
        let some = Self {
            shell: shell.clone().after(Done::StrengthSaved),
            lines: vec![built_in.clone(), own],
            may_change: true,
        };
        let alone = Self { shell, lines: vec![built_in], may_change: false };
        vec![("admin-strengths", some), ("admin-strengths-built-in", alone)]
    }
}

impl StrengthPage {
    /// Where the form goes.
    pub fn action(&self) -> String {
        let list = self.shell.to(Entry::Strengths);
        format!("{list}/{}", self.id.as_deref().unwrap_or("new"))
    }

    /// What is wrong stands above the form, not at its fields.
    pub const fn no_error(&self) -> Option<String> {
        None
    }

    /// What the page is called.
    pub fn title(&self) -> String {
        match self.id {
            Some(_) => self.form.name.clone(),
            None => self.shell.texts.strengths_new_title(),
        }
    }

    /// The combinations that can be given here (`offered`), or the others.
    pub fn combinations(&self, which: &str) -> Vec<CombinationChoice> {
        let known = graph::combinations().filter_map(Combination::from_words);
        known
            .filter(|combination| combination.is_offered() == (which == "offered"))
            .map(|combination| {
                let words = combination.words();
                let is_chosen = self.form.combinations.contains(&words);
                (words, strength_words::combination(self.shell.texts, &combination), is_chosen)
            })
            .collect()
    }

    /// True where one of the others is chosen.
    pub fn has_others(&self) -> bool {
        self.combinations("others").iter().any(|(_, _, is_chosen)| *is_chosen)
    }

    /// True for a make that is chosen.
    pub fn is_named(&self, make: &str) -> bool {
        self.form.makes.iter().any(|named| named == make)
    }

    /// True where something can be changed on the page.
    pub const fn is_open(&self) -> bool {
        self.may_change && !self.is_built_in
    }

    /// New, kept, built in, and refused.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let blue = "cb69481e-8ff7-4039-93ec-0a2729a154a8".to_owned();
        let new = Self {
            shell: Shell::sample(locale, Entry::Strengths),
            id: None,
            is_built_in: false,
            form: StrengthForm::default(),
            makes: vec![],
            has_certificates: false,
            used_by: vec![],
            problem: None,
            may_change: true,
        };
        let kept = Self {
            id: Some("7f000001-0000-4000-8000-000000000001".to_owned()),
            form: StrengthForm {
                seen: String::new(),
                name: "Keys <b>only".to_owned(),
                description: "Cash desk <i>".to_owned(),
                combinations: vec!["fido2".to_owned(), "x509CertificateMultiFactor".to_owned()],
                makes: vec![blue.clone()],
                more: String::new(),
            },
            makes: vec![(blue, Some("Blue key <b>5".to_owned())), ("0".repeat(36), None)],
            has_certificates: true,
            used_by: vec!["Two steps <b>outside".to_owned()],
            ..new.clone()
        };
        let built_in = Self { is_built_in: true, has_certificates: false, makes: vec![], ..kept.clone() };
        let refused = Self {
            form: StrengthForm { more: "blue\"</textarea>".to_owned(), ..kept.form.clone() },
            problem: Some(text::of(locale).strengths_problem_make("blue\"</textarea>")),
            ..kept.clone()
        };
        let fixed = Self { may_change: false, ..kept.clone() };
        vec![
            ("admin-strength-new", new),
            ("admin-strength", kept),
            ("admin-strength-built-in", built_in),
            ("admin-strength-refused", refused),
            ("admin-strength-fixed", fixed),
        ]
    }
}
