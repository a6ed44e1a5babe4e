use model::Timestamp;
use service::conditional_access::{LockedOut, MOST_POLICIES, PolicyProblem};
use text::Texts;

use crate::screens::finding_words;

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
