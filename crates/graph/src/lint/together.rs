//! What policies are to each other. It may miss something, and never claims what is not so.

use std::mem::discriminant;

use policy::conditions::{Action, Applications, Condition, Locations, Targets, Users};
use policy::controls::{Control, Operator};
use policy::{Policy, State};

use super::alone::{blocks, is_impossible, targets_of};
use super::{Code, Finding, about};
use crate::Document;

pub(super) fn look(policy: &Policy, documents: &[&Document], findings: &mut Vec<Finding>) {
    let others = || {
        let all = documents.iter().map(|document| &document.policy);
        all.filter(|other| {
            !std::ptr::eq(*other, policy) && other.state == State::On && other.foreign.is_empty()
        })
    };
    if policy.state == State::Off || !policy.foreign.is_empty() {
        // What is off is looked at below a block all the same: switched on it would change nothing.
        findings
            .extend(others().find(|other| shadows(other, policy)).map(|other| named(Code::Shadowed, other)));
        return;
    }
    if let Some(other) = others().find(|other| shadows(other, policy)) {
        findings.push(named(Code::Shadowed, other));
    } else if let Some(other) = others().find(|other| makes_redundant(other, policy, documents)) {
        findings.push(named(Code::Redundant, other));
    }
    if let Some(other) = others().find(|other| contradicts(other, policy)) {
        findings.push(named(Code::Contradiction, other));
    }
    if demands_second(policy)
        && let Some(other) = others().find(|other| lets_nobody_register(other))
    {
        findings.push(named(Code::NobodyRegisters, other));
    }
}

fn named(code: Code, other: &Policy) -> Finding {
    about(code, "", &other.name)
}

/// It blocks everything that this one is about.
fn shadows(other: &Policy, policy: &Policy) -> bool {
    blocks(other) && !blocks(policy) && covers(other, policy)
}

/// It demands the same of everything that this one is about. Of two that are equal the second is the redundant one.
fn makes_redundant(other: &Policy, policy: &Policy, documents: &[&Document]) -> bool {
    let place = |wanted: &Policy| documents.iter().position(|one| std::ptr::eq(&one.policy, wanted));
    let same = other.controls == policy.controls
        && (other.operator == policy.operator || policy.controls.len() < 2)
        && other.session == policy.session
        && !(policy.controls.is_empty() && policy.session.is_empty());
    same && covers(other, policy) && (!covers(policy, other) || place(other) < place(policy))
}

/// True when each condition of `wide` is one that `narrow` has too, or holds for everything.
fn covers(wide: &Policy, narrow: &Policy) -> bool {
    wide.conditions
        .iter()
        .all(|condition| narrow.conditions.contains(condition) || holds_always(condition, narrow))
}

fn holds_always(condition: &Condition, narrow: &Policy) -> bool {
    match condition {
        Condition::Users(users) => {
            let everyone = *users == Users { all: true, ..Users::default() };
            everyone && !narrow.conditions.iter().any(|other| matches!(other, Condition::Workloads(_)))
        }
        Condition::Targets(Targets::Written(applications)) => {
            let every = *applications == Applications { all: true, ..Applications::default() };
            let about_applications = |other: &Condition| match other {
                Condition::Targets(Targets::Written(other)) => {
                    other.actions.is_empty() && other.contexts.is_empty()
                }
                _ => false,
            };
            every && narrow.conditions.iter().any(about_applications)
        }
        Condition::Locations(locations) => *locations == Locations { all: true, ..Locations::default() },
        _ => false,
    }
}

/// Both stop whoever they are about, they are about the same but for one condition, and of that one of the two always
/// holds: outside the office and inside it, on these platforms and on all others.
fn contradicts(other: &Policy, policy: &Policy) -> bool {
    let stops = |policy: &Policy| blocks(policy) || is_impossible(policy);
    if !stops(other) || !stops(policy) || covers(other, policy) || covers(policy, other) {
        return false;
    }
    let without = |one: &Policy, of: &Policy| -> Vec<Condition> {
        of.conditions.iter().filter(|condition| !one.conditions.contains(condition)).cloned().collect()
    };
    let (mine, theirs) = (without(other, policy), without(policy, other));
    match (mine.as_slice(), theirs.as_slice()) {
        ([one], [two]) if discriminant(one) == discriminant(two) => {
            policy::conditions::one_always_holds(one, two)
        }
        _ => false,
    }
}

fn demands_second(policy: &Policy) -> bool {
    let second = |control: &Control| matches!(control, Control::Mfa(_) | Control::Strength(_));
    match policy.operator {
        Operator::And => policy.controls.iter().any(second),
        Operator::Or => !policy.controls.is_empty() && policy.controls.iter().all(second),
    }
}

/// It keeps everybody from registering security info, wherever they are.
fn lets_nobody_register(policy: &Policy) -> bool {
    let everyone = |condition: &Condition| match condition {
        Condition::Users(users) => *users == Users { all: true, ..Users::default() },
        Condition::Targets(_) => true,
        Condition::Locations(locations) => *locations == Locations { all: true, ..Locations::default() },
        _ => false,
    };
    blocks(policy)
        && policy.conditions.iter().all(everyone)
        && targets_of(policy).any(|applications| applications.actions.contains(&Action::RegisterSecurityInfo))
}
