use policy::{Plan, Policy, PolicySet, State};

use crate::policy_sets::Edit;

/// The plan that a change needs and that the organisation does not have. Switching off and deleting need none,
/// so that nobody is held to policies that they may no longer change; nor does the end of an exclusion, which was said when
/// there was a plan.
pub(super) fn missing((was, will): (&PolicySet, &PolicySet), edits: &[Edit]) -> Option<Plan> {
    let written = will.written().filter(|policy| is_written(was, policy)).map(Plan::needed_by);
    let places = edits.iter().filter(|edit| is_place(edit)).map(|_| Plan::P1);
    written.chain(places).max().filter(|needed| *needed > will.plan)
}

/// True for a policy that is new, or another than it was but for being switched off or leaving out fewer.
fn is_written(was: &PolicySet, policy: &Policy) -> bool {
    let Some(old) = was.policy(policy.id) else { return true };
    let same = Policy { state: policy.state, ..old.clone() };
    !policy.only_leaves_out_less_than(&same) || (policy.state != old.state && policy.state != State::Off)
}

/// True for a named location, a strength, a context, or trusted addresses, that are there afterwards.
fn is_place(edit: &Edit) -> bool {
    let kept = edit.content.as_deref().is_some_and(|content| content != "[]");
    let begins = [PolicySet::LOCATION_PART, PolicySet::STRENGTH_PART, PolicySet::CONTEXT_PART];
    let named = begins.iter().any(|begin| edit.part.starts_with(begin));
    kept && (named || edit.part == PolicySet::TRUSTED_IPS_PART)
}
