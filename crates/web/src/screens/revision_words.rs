//! What is otherwise in a revision of the policies, and what became of a trial, in words.

use policy::State;
use service::conditional_access::{Altered, How, Outcome};
use text::Texts;

/// One thing that is otherwise.
pub fn altered(t: &Texts, altered: &Altered) -> String {
    match altered {
        Altered::Policy(name, how) => policy(t, name, *how),
        Altered::Location(name, How::Added) => t.revisions_location_added(name),
        Altered::Location(name, How::Removed) => t.revisions_location_removed(name),
        Altered::Location(name, _) => t.revisions_location_changed(name),
        Altered::Strength(name, How::Added) => t.revisions_strength_added(name),
        Altered::Strength(name, How::Removed) => t.revisions_strength_removed(name),
        Altered::Strength(name, _) => t.revisions_strength_changed(name),
        Altered::Context(name, How::Added) => t.revisions_context_added(name),
        Altered::Context(name, How::Removed) => t.revisions_context_removed(name),
        Altered::Context(name, _) => t.revisions_context_changed(name),
        Altered::SecurityDefaults(How::Switched(State::On)) => t.revisions_defaults_on(),
        Altered::SecurityDefaults(How::Switched(_)) => t.revisions_defaults_off(),
        Altered::SecurityDefaults(_) => t.revisions_defaults_changed(),
        Altered::Methods => t.revisions_methods(),
        Altered::Passkeys => t.revisions_passkeys(),
        Altered::TrustedIps => t.revisions_trusted_ips(),
        Altered::Browsers => t.revisions_browsers(),
        Altered::Plan => t.revisions_plan(),
        Altered::Blocked => t.revisions_blocked(),
        Altered::Unblocked => t.revisions_unblocked(),
        Altered::TrialKept => t.revisions_trial_confirmed(),
        Altered::TrialTakenBack => t.revisions_trial_back(),
        Altered::TrialLapsed => t.revisions_trial_ended(),
        Altered::Other(part) => t.revisions_other(part),
    }
}

fn policy(t: &Texts, name: &str, how: How) -> String {
    match how {
        How::Added => t.revisions_policy_added(name),
        How::Changed => t.revisions_policy_changed(name),
        How::Removed => t.revisions_policy_removed(name),
        How::Restored => t.revisions_policy_restored(name),
        How::Purged => t.revisions_policy_purged(name),
        How::Switched(State::On) => t.revisions_policy_on(name),
        How::Switched(State::Off) => t.revisions_policy_off(name),
        How::Switched(State::ReportOnly) => t.revisions_policy_report(name),
    }
}

/// What became of a trial; `when` says a moment.
pub fn outcome(t: &Texts, outcome: Outcome, when: impl Fn(model::Timestamp) -> String) -> String {
    match outcome {
        Outcome::Running(until) => t.revisions_outcome_running(when(until)),
        Outcome::Joined => t.revisions_outcome_joined(),
        Outcome::Kept => t.revisions_outcome_kept(),
        Outcome::TakenBack => t.revisions_outcome_back(),
        Outcome::Lapsed => t.revisions_outcome_lapsed(),
    }
}
