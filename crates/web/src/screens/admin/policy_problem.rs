use std::fmt;

use model::Timestamp;
use service::conditional_access::{LockedOut, MOST_POLICIES, PolicyProblem};
use text::Texts;

use crate::screens::finding_words;

/// Why something about policies was not saved, in words, and the page that is the way out where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSaved {
    /// In words.
    pub text: String,
    /// The page that helps.
    pub way: Option<WayOut>,
}

/// A page that helps where a policy was not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    /// Security defaults are replaced by policies in one step.
    ReplaceDefaults,
    /// Which plan the organisation has, and who sets it.
    Plan,
}

impl NotSaved {
    /// Says a problem; `when` says a moment.
    pub(crate) fn of(t: &Texts, problem: &PolicyProblem, when: impl Fn(Timestamp) -> String) -> Self {
        let way = match problem {
            PolicyProblem::SecurityDefaultsOn => Some(WayOut::ReplaceDefaults),
            PolicyProblem::NotLicensed(_) => Some(WayOut::Plan),
            _ => None,
        };
        Self { text: problem_words(t, problem, when), way }
    }
}

impl From<String> for NotSaved {
    fn from(text: String) -> Self {
        Self { text, way: None }
    }
}

impl fmt::Display for NotSaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl WayOut {
    /// Its path without the root.
    pub const fn path(self) -> &'static str {
        match self {
            Self::ReplaceDefaults => "/admin/identity/properties/security-defaults/replace",
            Self::Plan => "/admin/identity/properties/plan",
        }
    }

    /// What its link says.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::ReplaceDefaults => t.defaults_replace_open(),
            Self::Plan => t.plan_open(),
        }
    }
}

/// Why a policy was not saved, and the way out; `when` says a moment.
pub(crate) fn problem_words(
    t: &Texts,
    problem: &PolicyProblem,
    when: impl Fn(Timestamp) -> String,
) -> String {
    match problem {
        PolicyProblem::NotReadable(error) => t.policies_problem_unreadable(error.to_string()),
        PolicyProblem::TooLarge => t.policies_problem_too_large(),
        PolicyProblem::Name => t.policies_problem_name(),
        PolicyProblem::NameOfOurs => t.policies_problem_name_of_ours(),
        PolicyProblem::AnotherId => t.policies_problem_another(),
        PolicyProblem::OnTrial(until) => t.policies_problem_on_trial(when(*until)),
        PolicyProblem::NoReason => t.exclusions_problem_no_reason(),
        PolicyProblem::TooMany => t.policies_problem_too_many(MOST_POLICIES),
        PolicyProblem::NotLicensed(plan) => t.policies_problem_plan(plan.word().to_uppercase()),
        PolicyProblem::SecurityDefaultsOn => t.policies_problem_defaults(),
        PolicyProblem::NotUnderstood(members) => t.policies_problem_not_understood(members.0.join(", ")),
        PolicyProblem::Unsound(findings) => {
            let words: Vec<String> = findings.iter().map(|finding| finding_words(t, finding)).collect();
            t.policies_problem_unsound(words.join("; "))
        }
        PolicyProblem::CannotYet(words) => t.policies_problem_cannot_yet(words.join(", ")),
        PolicyProblem::NoSuchLocation(ids) => t.policies_problem_location(ids.join(", ")),
        PolicyProblem::NoSuchTerms(ids) => t.policies_problem_terms(ids.join(", ")),
        PolicyProblem::LocksOut(people) => {
            let people: Vec<String> = people.iter().map(|one| person(t, one)).collect();
            t.policies_problem_locks_out(people.join(", "))
        }
        PolicyProblem::ChangedMeanwhile => t.policies_problem_meanwhile(),
    }
}

fn person(t: &Texts, person: &LockedOut) -> String {
    if person.from.is_empty() {
        return t.policies_problem_person_anywhere(person.name.as_str());
    }
    t.policies_problem_person(person.name.as_str(), person.from.join(", "))
}
