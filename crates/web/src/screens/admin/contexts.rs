use askama::Template;
use graph::ContextError;
use model::{Locale, Timestamp};
use service::conditional_access::ContextProblem;
use text::Texts;

use super::done::Done;
use super::policy_problem::problem_words;
use super::shell::{Entry, Shell};

/// Conditional access > Authentication contexts.
#[derive(Template, Clone)]
#[template(path = "admin/contexts.html")]
pub struct Contexts {
    /// What surrounds the page.
    pub shell: Shell,
    /// The contexts, by number.
    pub lines: Vec<ContextLine>,
    /// True when the reader may change them.
    pub may_change: bool,
}

/// A context in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextLine {
    /// Its id: `c1` to `c99`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it is published.
    pub is_available: bool,
    /// How the policies are called that are about it.
    pub used_by: Vec<String>,
}

/// A context in a form, new or kept; posts to itself.
#[derive(Template, Clone)]
#[template(path = "admin/context.html")]
pub struct ContextPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// True for one that is not there yet.
    pub is_new: bool,
    /// The ids that are free, for a new one.
    pub free: Vec<String>,
    /// What stands in the form.
    pub form: ContextForm,
    /// How the policies are called that are about it.
    pub used_by: Vec<String>,
    /// Why it was not saved.
    pub problem: Option<String>,
    /// True when the reader may change it.
    pub may_change: bool,
}

/// A context as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContextForm {
    /// Its id.
    pub id: String,
    /// The revision that it was read from.
    pub seen: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it is published.
    pub is_available: bool,
}

/// Why a context was not saved or deleted, and the way out; `when` says a moment.
pub(crate) fn context_problem(
    t: &Texts,
    problem: &ContextProblem,
    when: impl Fn(Timestamp) -> String,
) -> String {
    match problem {
        ContextProblem::NotReadable(ContextError::Id(_)) => t.contexts_problem_id(),
        ContextProblem::NotReadable(_) => t.contexts_problem_name(),
        ContextProblem::Taken => t.contexts_problem_taken(),
        ContextProblem::Published => t.contexts_problem_published(),
        ContextProblem::Used(policies) => t.contexts_problem_used(policies.join(", ")),
        ContextProblem::Policies(problem) => problem_words(t, problem, when),
    }
}

impl ContextLine {
    /// The policies that are about it, in one line.
    pub fn used(&self) -> String {
        self.used_by.join(", ")
    }
}

impl Contexts {
    /// Some, and none.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Contexts);
        let line = |id: &str, name: &str, is_available, used_by: &[&str]| ContextLine {
            id: id.to_owned(),
            name: name.to_owned(),
            description: "Money <i>leaves".to_owned(),
            is_available,
            used_by: used_by.iter().map(|name| (*name).to_owned()).collect(),
        };
        let some = Self {
            shell: shell.clone().after(Done::ContextSaved),
            lines: vec![
                line("c1", "Payments <b>", true, &["Two steps <i>to pay"]),
                line("c12", "Contracts", false, &[]),
            ],
            may_change: true,
        };
        let none = Self { shell, lines: vec![], ..some.clone() };
        vec![("admin-contexts", some), ("admin-contexts-none", none)]
    }
}

impl ContextPage {
    /// Where the form goes.
    pub fn action(&self) -> String {
        let list = self.shell.to(Entry::Contexts);
        format!("{list}/{}", if self.is_new { "new" } else { &self.form.id })
    }

    /// What is wrong stands above the form, not at its fields.
    pub const fn no_error(&self) -> Option<String> {
        None
    }

    /// What the page is called.
    pub fn title(&self) -> String {
        if self.is_new { self.shell.texts.contexts_new_title() } else { self.form.name.clone() }
    }

    /// New, kept, without leave to change, and refused.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let form = ContextForm { id: "c1".to_owned(), ..ContextForm::default() };
        let new = Self {
            shell: Shell::sample(locale, Entry::Contexts),
            is_new: true,
            free: vec!["c1".to_owned(), "c2".to_owned()],
            form: form.clone(),
            used_by: vec![],
            problem: None,
            may_change: true,
        };
        let kept = Self {
            is_new: false,
            free: vec![],
            form: ContextForm {
                name: "Payments <b>".to_owned(),
                description: "Money \"<i>leaves".to_owned(),
                is_available: true,
                ..form
            },
            used_by: vec!["Two steps <b>to pay".to_owned()],
            ..new.clone()
        };
        let problem = Some(text::of(locale).contexts_problem_published());
        let refused = Self { problem, ..kept.clone() };
        let fixed = Self { may_change: false, ..kept.clone() };
        vec![
            ("admin-context-new", new),
            ("admin-context", kept),
            ("admin-context-refused", refused),
            ("admin-context-fixed", fixed),
        ]
    }
}
