use crate::conditions::{Condition, Targets, Verdict};
use crate::controls::Control;
use crate::{Facts, Policy, PolicySet, State, Strength};

/// The policies that ask this person for a second factor somewhere: those that are on and whose conditions about the
/// person hold, wherever the person is, whatever they open and whatever they open it with. It decides nothing: it is
/// what a list of people shows.
pub fn asking<'s>(set: &'s PolicySet, facts: &'s Facts) -> impl Iterator<Item = &'s Policy> {
    set.policies().iter().filter(|policy| {
        policy.state == State::On && policy.controls.iter().any(is_second) && is_about(policy, facts)
    })
}

/// True for a control that more than one factor answers, or that asks to register one.
fn is_second(control: &Control) -> bool {
    match control {
        Control::AtLeast(at_least) => at_least.strength != Strength::single(),
        Control::Mfa(_) | Control::Strength(_) | Control::Registration(_) => true,
        _ => false,
    }
}

/// True when a policy is about signing in, and about this person.
fn is_about(policy: &Policy, facts: &Facts) -> bool {
    policy.conditions.iter().all(|condition| match condition {
        Condition::Users(_) | Condition::PerUser(_) | Condition::HasSecondFactor(_) => {
            condition.verdict(facts) == Verdict::Holds
        }
        Condition::Targets(Targets::AllApplications) => true,
        Condition::Targets(Targets::Written(written)) => {
            written.all
                || !written.include.is_empty()
                || !written.contexts.is_empty()
                || written.filter.is_some()
        }
        Condition::Targets(Targets::Privileged | Targets::Action(_)) | Condition::Workloads(_) => false,
        _ => true,
    })
}
